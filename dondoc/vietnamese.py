"""What the command line itself says, in Vietnamese: headings of `--help`, and what was typed wrong."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import click

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "Options": "Tùy chọn",
        "Commands": "Lệnh",
        "Arguments": "Tham số",
        "Show this message and exit.": "Hiện hướng dẫn này.",
        "Show the version and exit.": "Hiện phiên bản.",
    }
)


class VietnameseFormatter(click.HelpFormatter):
    """Help with Vietnamese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line of usage."""
        parts = args.replace("[OPTIONS]", "[TÙY CHỌN]").replace("COMMAND [ARGS]...", "LỆNH …")
        super().write_usage(prog, parts, prefix or "Cách dùng: ")

    def write_heading(self, heading: str) -> None:
        """The heading of a section."""
        super().write_heading(WORDS.get(heading, heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """A table of options or commands."""
        told = [(name, WORDS.get(text, text)) for name, text in rows]
        super().write_dl(told, col_max, col_spacing)


def what_is_wrong(error: click.ClickException) -> str:
    """What was typed wrong, and what to do, in one line."""
    help_line = (
        f"xem: {error.ctx.command_path} --help" if isinstance(error, click.UsageError) and error.ctx else ""
    )
    return f"{_mistake(error)}; {help_line or 'xem: dondoc --help'}"


def _mistake(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        return f"không có tùy chọn {error.option_name}"
    if isinstance(error, click.MissingParameter):
        return f"còn thiếu {_name_of(error.param)}"
    if isinstance(error, click.BadParameter):
        return f"giá trị của {_name_of(error.param)} không dùng được{_range_of(error.param)}"
    if "No such command" in error.message:
        return f"không có lệnh {error.message.split(chr(39))[1]!r}"
    return f"lệnh viết chưa đúng ({error.format_message()})"


def _range_of(parameter: click.Parameter | None) -> str:
    kind = parameter.type if parameter else None
    if isinstance(kind, click.IntRange):
        return f", cần số nguyên từ {kind.min} đến {kind.max}"
    return ", cần số nguyên" if kind is click.INT else ""


def _name_of(parameter: click.Parameter | None) -> str:
    if parameter is None:
        return "tham số"
    return (
        parameter.opts[-1]
        if isinstance(parameter, click.Option)
        else parameter.metavar or str(parameter.name)
    )
