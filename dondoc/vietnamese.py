"""What the command line itself says, in Vietnamese: the words of `--help`, and what was typed wrong."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

import click

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "Options": "Tùy chọn",
        "Commands": "Lệnh",
        "Arguments": "Tham số",
        "Positional arguments": "Tham số",
        "Show this message and exit.": "Hiện hướng dẫn này.",
        "Show the version and exit.": "Hiện phiên bản.",
    }
)
VALUES: Mapping[str, str] = MappingProxyType(
    {
        "TEXT": "CHỮ",
        "INTEGER RANGE": "SỐ",
        "FLOAT RANGE": "SỐ",
        "INTEGER": "SỐ",
        "FLOAT": "SỐ",
        "BOOLEAN": "yes|no",
        "FILENAME": "TỆP",
        "FILE": "TỆP",
        "PATH": "ĐƯỜNG_DẪN",
        "DIRECTORY": "THƯ_MỤC",
    }
)
VALUE = re.compile(rf"(?<=\s)({'|'.join(VALUES)})(?![\w|])")
EXTRA = re.compile(r"(?<=  )\[([^\]]*)\]$")  # what click puts after the help of an option
EXTRAS = (
    (re.compile(r"required"), "bắt buộc"),
    (re.compile(r"default: \((.*)\)"), r"mặc định: \1"),
    (re.compile(r"default: (.*)"), r"mặc định: \1"),
    (re.compile(r"env var: (.*)"), r"biến môi trường: \1"),
    (re.compile(r"(.*)<=x<=(.*)"), r"từ \1 đến \2"),
    (re.compile(r"x>=(.*)"), r"từ \1 trở lên"),
    (re.compile(r"x<=(.*)"), r"nhiều nhất \1"),
)


class VietnameseFormatter(click.HelpFormatter):
    """Help in Vietnamese: the headings, and what click says of each option."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line of usage."""
        parts = args.replace("[OPTIONS]", "[TÙY CHỌN]").replace("COMMAND [ARGS]...", "LỆNH …")
        super().write_usage(prog, parts, prefix or "Cách dùng: ")

    def write_heading(self, heading: str) -> None:
        """The heading of a section."""
        super().write_heading(WORDS.get(heading, heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """A table of options or commands."""
        told = [(VALUE.sub(lambda found: VALUES[found[1]], name), _told(text)) for name, text in rows]
        super().write_dl(told, col_max, col_spacing)


def _told(text: str) -> str:
    """The help of an option, with what click adds to it."""
    return EXTRA.sub(lambda found: f"[{'; '.join(map(_extra, found[1].split('; ')))}]", WORDS.get(text, text))


def _extra(said: str) -> str:
    pairs = ((pattern.fullmatch(said), words) for pattern, words in EXTRAS)
    return next((found.expand(words) for found, words in pairs if found), said)


def what_is_wrong(error: click.ClickException) -> str:
    """What was typed wrong."""
    match error:
        case click.NoSuchOption():
            near = f"; gần giống: {', '.join(error.possibilities)}" if error.possibilities else ""
            return f"không có tùy chọn {error.option_name}{near}"
        case click.MissingParameter():
            return f"còn thiếu {_name_of(error.param)}{_wanted_by(error.param)}"
        case click.BadParameter():
            return f"giá trị của {_name_of(error.param)} không dùng được{_wanted_by(error.param)}"
        case click.BadOptionUsage() if "does not take" in error.message:
            return f"tùy chọn {error.option_name} không đi kèm giá trị"
        case click.BadOptionUsage():
            return f"còn thiếu giá trị sau {error.option_name}"
    return _misused(error.message)


def _misused(said: str) -> str:
    """Mistakes that click tells apart by its words alone."""
    if said.startswith("No such command"):
        return f"không có lệnh {said.split(chr(39))[1]!r}"
    if said.startswith("Missing command"):
        return "còn thiếu tên lệnh"
    if found := re.fullmatch(r"Got unexpected extra arguments? \((.*)\)", said, re.DOTALL):
        return f"thừa {found[1]!r}"
    return "lệnh viết chưa đúng"


def _wanted_by(parameter: click.Parameter | None) -> str:
    """What a parameter takes, where that is not for everybody to see from its name."""
    match parameter.type if parameter else None:
        case click.Choice() as choice:
            return f", chỉ nhận: {', '.join(map(str, choice.choices))}"
        case click.IntRange() as kind:
            lower = f" từ {kind.min}" if kind.min is not None else ""
            return f", cần số nguyên{lower}" + (f" đến {kind.max}" if kind.max is not None else "")
        case click.types.IntParamType():
            return ", cần số nguyên"
        case click.types.FloatParamType():
            return ", cần số"
    return ""


def _name_of(parameter: click.Parameter | None) -> str:
    """The parameter as a person types it: of a flag with two sides, both."""
    if parameter is None:
        return "tham số"
    if isinstance(parameter, click.Option):
        return " hoặc ".join([parameter.opts[-1], *parameter.secondary_opts[-1:]])
    return parameter.metavar or str(parameter.name)
