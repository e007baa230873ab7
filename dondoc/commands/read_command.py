"""`dondoc read`: a plan document → its items, as a table to be checked, one with its sources, or JSON."""

from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from config.errors import DondocError
from dondoc.common import echo_json, json_option
from tasks_registry.plain_text import shorten
from tasks_registry.reading.deadline.wording import describe
from tasks_registry.reading.items import ReadItem, ReadPlan, require_items
from tasks_registry.reading.reader import read_file

KINDS = {
    "table": "biểu",
    "labelled": "có nhãn",
    "duty": "trách nhiệm",
    "content": "nội dung",
    "criterion": "tiêu chí",
}
FIELDS = {
    "text": "Nhiệm vụ",
    "section": "Thuộc phần",
    "lead": "Chủ trì",
    "coordinators": "Phối hợp",
    "deadline_raw": "Thời hạn",
    "deliverables": "Sản phẩm",
}
DOUBTFUL = 0.6  # an item below it is shown as doubtful
LONGEST_TEXT = 200  # characters of a task in the table; explained alone it is whole
BULLET = "• "


@dataclass(frozen=True)
class Column:
    """A column: the fields in it, one under another, and its share of the width (0: what it needs)."""

    fields: tuple[str, ...]
    share: int = 0


WIDE = (
    Column(("TT",)),
    Column(("Loại",)),
    Column(("Nhiệm vụ",), 12),
    Column(("Chủ trì",), 7),
    Column(("Phối hợp",), 7),
    Column(("Thời hạn",), 7),
    Column(("Sản phẩm",), 6),
    Column(("Nguồn",)),
    Column(("Tin cậy",)),
)
MIDDLE = (
    Column(("TT", "Loại")),
    Column(("Nhiệm vụ", "Sản phẩm"), 5),
    Column(("Chủ trì", "Phối hợp"), 3),
    Column(("Thời hạn",), 3),
    Column(("Nguồn", "Tin cậy")),
)
NARROW = (
    Column(("TT", "Loại", "Tin cậy")),
    Column(("Nhiệm vụ", "Sản phẩm", "Nguồn"), 3),
    Column(("Chủ trì", "Phối hợp", "Thời hạn"), 2),
)
LAYOUTS = ((160, WIDE), (100, MIDDLE), (0, NARROW))  # from which width of the screen on
WIDEST_NEED = 16  # characters of a column without a share
NAMED = ("Phối hợp", "Thời hạn", "Sản phẩm", "Nguồn")  # these bear their names where they stand under others


@click.command
@click.argument("file", metavar="TỆP", type=click.Path(path_type=Path))
@click.option("--explain", "number", type=int, metavar="SỐ", help="Giải thích một mục: nguồn, độ tin cậy.")
@json_option
def command(file: Path, number: int | None, as_json: bool) -> None:
    """Đọc kế hoạch trong TỆP và in bảng các mục để kiểm tra, kèm nguồn và độ tin cậy của từng mục."""
    read = read_file(file)
    require_items(read, file.name)
    if number is not None:
        _require(number, read)
    if as_json:
        echo_json((read if number is None else read.items[number - 1]).as_dict())
        return
    console = Console(highlight=False)
    for part in _overview(read, console.width) if number is None else _explained(read, number):
        console.print(part)


def _require(number: int, read: ReadPlan) -> None:
    """Raise DondocError where the plan has no item of this number."""
    if not 1 <= number <= len(read.items):
        known = f"chọn số từ 1 đến {len(read.items)}" if read.items else "văn bản không có mục nào"
        raise DondocError(f"Không có mục số {number}; {known}.")


def _overview(read: ReadPlan, width: int) -> list[RenderableType]:
    """The plan for a screen of `width` characters: its facts, a table of its items, what to look at."""
    plan = read.plan
    issued = f"ngày {plan.issued:%d/%m/%Y}" if plan.issued else ""
    number = f"số {plan.number}" if plan.number else ""
    facts = (plan.issuer, number, issued, f"năm {plan.year or '?'}", f"{len(read.items)} mục")
    title = Text(plan.title or "Kế hoạch", "bold")
    return [title, Text(" · ".join(filter(None, facts))), _table(read, width), *_summary(read)]


def _table(read: ReadPlan, width: int) -> Table:
    columns = next(columns for least, columns in LAYOUTS if width >= least)
    table = Table(show_lines=True, expand=True)
    for column in columns:
        most = None if column.share else WIDEST_NEED
        table.add_column(
            "\n".join(column.fields), ratio=column.share or None, max_width=most, overflow="fold"
        )
    for place, item in enumerate(read.items, 1):
        values = _values(place, item)
        table.add_row(*(Text(_cell(column, values)) for column in columns), style=_style(item))
    return table


def _cell(column: Column, values: dict[str, str]) -> str:
    """The values of the fields of a column, one under another; those under the first say what they are."""
    first, *below = column.fields
    return "\n".join(filter(None, [values[first], *(_named(name, values[name]) for name in below)]))


def _named(name: str, value: str) -> str:
    if not value or name not in NAMED:
        return value
    return f"{name}:\n{value}" if value.startswith(BULLET) else f"{name}: {value}"


def _values(place: int, item: ReadItem) -> dict[str, str]:
    """What the table says of an item, by the names of the fields."""
    mark = "!!" if item.confidence < DOUBTFUL else "!"
    warnings = [f"{mark} {warning}" for warning in item.warnings]
    return {
        "TT": str(place),
        "Loại": KINDS[item.kind],
        "Nhiệm vụ": "\n".join([shorten(item.text, LONGEST_TEXT), *warnings]),
        "Chủ trì": _listed(item.lead),
        "Phối hợp": _listed(item.coordinators),
        "Thời hạn": "\n".join(filter(None, [item.deadline_raw, *_understood(item)])),
        "Sản phẩm": _listed(item.deliverables),
        "Nguồn": item.sources["text"].place,
        "Tin cậy": f"{item.confidence:.0%}",
    }


def _listed(values: tuple[str, ...]) -> str:
    """One value as it is, several as a list."""
    return "\n".join(values) if len(values) < 2 else "\n".join(f"{BULLET}{value}" for value in values)


def _understood(item: ReadItem) -> list[str]:
    return [f"→ {describe(deadline)}" for deadline in item.deadlines if deadline.kind != "none"]


def _style(item: ReadItem) -> str:
    if item.confidence < DOUBTFUL:
        return "red"
    return "yellow" if item.doubts else ""


def _summary(read: ReadPlan) -> list[RenderableType]:
    """Targets, warnings on the document, how many items to check, and what the colours mean."""
    targets = [f"Mục tiêu {t.year}: Mức độ {t.level} ({t.lower}–{t.upper} điểm)" for t in read.targets]
    warnings = [Text.assemble(("Lưu ý: ", "yellow"), warning) for warning in read.warnings]
    legend = Text.assemble(
        ("Vàng (!)", "yellow"),
        ": có điều cần xem lại. ",
        ("Đỏ (!!)", "red"),
        f": tin cậy dưới {DOUBTFUL:.0%}. Xem kỹ một mục: dondoc read TỆP --explain TT",
    )
    return [*targets, *warnings, *([Text(_to_check(read), "bold"), legend] if read.items else [])]


def _to_check(read: ReadPlan) -> str:
    doubted = sum(bool(item.doubts) for item in read.items)
    doubtful = sum(item.confidence < DOUBTFUL for item in read.items)
    grave = f", trong đó {doubtful} mục tin cậy dưới {DOUBTFUL:.0%}" if doubtful else ""
    return f"Cần kiểm tra {doubted} trên {len(read.items)} mục{grave}."


def _explained(read: ReadPlan, number: int) -> list[RenderableType]:
    """One item whole: each field with its place and quote, its deadlines in words, why it is in doubt."""
    item = read.items[number - 1]
    printed = f", số thứ tự {item.number}" if item.number else ""
    fields = Table.grid(padding=(0, 2))
    for name, label in FIELDS.items():
        fields.add_row(
            Text(label, "bold"), Text.assemble(_whole(item, name), (_source(item, name), "dim"), "\n")
        )
    fields.add_row(Text("Tin cậy", "bold"), Text("\n".join(_reasons(item)), _style(item)))
    title = f"Mục {number}/{len(read.items)} ({KINDS[item.kind]}{printed})"
    return [Text(title, "bold"), Text(read.plan.title), Text(), fields]


def _whole(item: ReadItem, name: str) -> str:
    """The value of a field, on as many lines as it has parts; a deadline also as it is understood."""
    value = getattr(item, name)
    if name == "section":
        value = " › ".join(value)
    lines = [value if isinstance(value, str) else _listed(value)]
    lines += _understood(item) if name == "deadline_raw" else []
    return "\n".join(filter(None, lines)) or "(không ghi)"


def _source(item: ReadItem, name: str) -> str:
    """The place of a field and the words there, on a line of their own."""
    source = item.sources.get(name)
    if source is None:
        return ""
    return f"\n{source.place}: “{source.quote}”"


def _reasons(item: ReadItem) -> list[str]:
    """The confidence of an item, and each doubt with the share of confidence that it takes."""
    if not item.doubts:
        return ["100%, không có điều gì cần xem lại"]
    taken = [f"{BULLET}giảm {doubt.weight:.0%}: {doubt.words}" for doubt in item.doubts]
    return [f"{item.confidence:.0%}, vì:", *taken]
