"""A draft as an Excel workbook, one row an item, and back."""

import json
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from config.errors import DondocError
from tasks_registry.plans.drafts import deadline_from
from tasks_registry.reading.deadline.wording import describe

PLAN_SHEET, ITEM_SHEET, DATA_SHEET = "Kế hoạch", "Nhiệm vụ", "du-lieu"
A3, LINE_HEIGHT, TALLEST_ROW = 8, 15.0, 400.0  # heights in points
CHUNK = 30_000  # a cell holds 32,767 characters
# heading, width, field; what has no field is shown only
COLUMNS: tuple[tuple[str, int, str], ...] = (
    ("Bỏ (x)", 7, "drop"),
    ("TT", 5, ""),
    ("Phần", 28, "section"),
    ("Số", 6, "number"),
    ("Nội dung", 60, "text"),
    ("Đơn vị chủ trì", 28, "lead"),
    ("Đơn vị phối hợp", 28, "coordinators"),
    ("Thời hạn", 20, "deadline_raw"),
    ("Hạn được hiểu là", 18, ""),
    ("Sản phẩm", 28, "deliverables"),
    ("Cần xem lại", 34, ""),
    ("Đơn vị được hiểu là", 34, ""),
    ("Nguồn", 16, ""),
    ("Tin cậy", 8, ""),
)
PLAN_FIELDS: Mapping[str, str] = {
    "Tên kế hoạch": "title",
    "Số, ký hiệu": "number",
    "Cơ quan ban hành": "issuer",
    "Năm": "year",
    "Năm cuối": "end_year",
    "Ngày ban hành (năm-tháng-ngày)": "issued",
}
LISTS = frozenset({"section", "lead", "coordinators", "deliverables"})


def write_sheet(draft: Mapping[str, Any], understood: list[str], path: Path) -> None:
    """Write `draft` to `path`; `understood` says for each item how the directory takes its leads."""
    import xlsxwriter

    made = BytesIO()  # a workbook that is written by xlsxwriter itself hides what the system has against it
    with xlsxwriter.Workbook(made, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        wrapped = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
        shown = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "bg_color": "#f2f2f2"})
        heading = book.add_format({"bold": True, "text_wrap": True, "border": 1, "bg_color": "#d9e2f3"})
        items = book.add_worksheet(ITEM_SHEET)
        for column, (name, width, _) in enumerate(COLUMNS):
            items.set_column(column, column, width)
            items.write_string(0, column, name, heading)
        items.freeze_panes(1, 2)
        items.set_landscape()
        items.set_paper(A3)
        items.fit_to_pages(1, 0)
        items.repeat_rows(0)
        for place, (item, units) in enumerate(zip(draft["items"], understood, strict=True), 1):
            texts = list(_cells(item, place, units))
            items.set_row(place, _height(texts))
            for column, text in enumerate(texts):
                items.write_string(place, column, text, wrapped if COLUMNS[column][2] else shown)
        plan = book.add_worksheet(PLAN_SHEET)
        plan.set_column(0, 0, 32)
        plan.set_column(1, 1, 90)
        for row, (name, field) in enumerate(PLAN_FIELDS.items()):
            plan.write_string(row, 0, name, heading)
            plan.write_string(row, 1, str(draft["plan"].get(field) or ""), wrapped)
        data = book.add_worksheet(DATA_SHEET)
        data.hide()
        text = json.dumps(draft, ensure_ascii=False)
        for row, start in enumerate(range(0, len(text), CHUNK)):
            data.write_string(row, 0, text[start : start + CHUNK])
    path.write_bytes(made.getvalue())


def _height(texts: list[str]) -> float:
    """The height of a row that shows its longest cell: some programs do not work it out."""
    lines = (
        sum(1 + len(line) // width for line in text.split("\n"))
        for text, (_, width, _) in zip(texts, COLUMNS, strict=True)
    )
    return min(LINE_HEIGHT * max(lines), TALLEST_ROW)


def _cells(item: Mapping[str, Any], place: int, units: str) -> Iterator[str]:
    shown = {
        "TT": str(place),
        "Hạn được hiểu là": "\n".join(map(_due_text, item["deadlines"])),
        "Cần xem lại": "\n".join(item["warnings"]),
        "Đơn vị được hiểu là": units,
        "Nguồn": item["sources"].get("text", {}).get("place", ""),
        "Tin cậy": f"{item['confidence']:.0%}",
    }
    for name, _, field in COLUMNS:
        if field == "drop":
            yield ""
        elif field in LISTS:
            yield "\n".join(item[field])
        else:
            yield str(item[field]) if field else shown[name]


def _due_text(deadline: Mapping[str, Any]) -> str:
    return describe(deadline_from(deadline))


def read_sheet(path: Path) -> dict[str, Any]:
    """The draft in a workbook that `write_sheet` made, with what a person changed in it.

    Rows without a number in "TT" are new items. Deadlines are read anew where the phrase was changed.

    Raises:
        DondocError: not such a workbook, or one whose hidden sheet was damaged.
    """
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(path, data_only=True)
        data = "".join(str(row[0]) for row in book[DATA_SHEET].iter_rows(values_only=True, max_col=1))
        draft: dict[str, Any] = json.loads(data)
    except (KeyError, ValueError, OSError, zipfile.BadZipFile, InvalidFileException):
        raise DondocError(f"{path.name} không phải là bản nháp do dondoc import --preview tạo ra.") from None
    rows = [list(row) for row in book[ITEM_SHEET].iter_rows(min_row=2, values_only=True)]
    draft["items"] = [item for row in rows if any(row) for item in [_edited(row, draft["items"])]]
    for name, value in book[PLAN_SHEET].iter_rows(values_only=True, max_col=2):
        if name in PLAN_FIELDS:
            draft["plan"][PLAN_FIELDS[name]] = _plain(value) or None
    return draft


def _edited(row: list[object], items: list[dict[str, Any]]) -> dict[str, Any]:
    cells = {column[0]: _plain(value) for column, value in zip(COLUMNS, row, strict=False)}
    number = cells.get("TT", "")
    known = number.isdecimal() and 0 < int(number) <= len(items)
    item: dict[str, Any] = dict(items[int(number) - 1]) if known else {"kind": "table"}
    phrase = item.get("deadline_raw")
    for name, _, field in COLUMNS:
        if field == "drop":
            item[field] = bool(cells.get(name))
        elif field:
            text = cells.get(name, "")
            item[field] = text.splitlines() if field in LISTS else text
    if item["deadline_raw"] != phrase:
        item.pop("deadlines", None)
    return item


def _plain(value: object) -> str:
    if value is None:
        return ""
    if hasattr(value, "strftime"):
        return str(value.strftime("%Y-%m-%d"))
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
