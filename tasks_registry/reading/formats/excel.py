"""Workbooks (.xlsx) → blocks, sheet after sheet; hidden sheets are left out, with a warning.

Values come from openpyxl, row by row; it drops merged cells when it reads that way, so these, and the
formulas whose value was never saved, are read from the XML of the sheet.
"""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.utils import range_boundaries

from tasks_registry.reading.formats.gathering import Gathering, refused
from tasks_registry.reading.formats.grids import Cell, Line
from tasks_registry.reading.formats.limits import COLUMNS, ROWS
from tasks_registry.reading.formats.places import Place
from tasks_registry.reading.formats.sheets import add_sheet
from tasks_registry.reading.formats.word_text import whole
from tasks_registry.reading.formats.zips import Package, opened

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_FAR = 1_000  # empty rows between two parts of a sheet that are read apart
_MOST_STRETCHES = 20

Merges = dict[tuple[int, int], tuple[int, int]]  # first row and column from 0 → rows and columns


def read(path: Path, found: Gathering) -> None:
    """Add the blocks of an .xlsx file to `found`."""
    with opened(path, found.name) as package:
        sheets = dict(_sheets(package))
        for member in package.members:
            if member.endswith((".xml", ".rels")):
                package.data(member)  # refuses what is unsafe, before openpyxl reads it
        with path.open("rb") as file, _values(file) as workbook:
            for sheet in workbook.worksheets:
                root = package.xml(sheets.get(sheet.title, ""))
                if sheet.sheet_state != "visible":
                    found.warn(f"Bỏ qua trang tính ẩn “{sheet.title}”; nếu cần đọc, hãy bỏ ẩn rồi nạp lại")
                elif root is not None:
                    _add(found, sheet, root)


def _values(file: BinaryIO) -> "closing[Workbook]":
    """The workbook of an open file; of a path openpyxl would look at the ending."""
    return closing(load_workbook(file, read_only=True, data_only=True, keep_links=False))


def _sheets(package: Package) -> Iterator[tuple[str, str]]:
    """The sheets of a workbook by name, with the members that hold them."""
    main = package.related("").get("officeDocument", "xl/workbook.xml")
    root, related = package.xml(main), package.related(main)
    for sheet in root.iter(_S + "sheet") if root is not None else ():
        yield sheet.get("name", ""), related.get(sheet.get(_ID, ""), "")


def _add(found: Gathering, sheet: Any, root: etree._Element) -> None:
    _warn_of_formulas(found, sheet.title, root)
    merges = _merges(root)
    cells: list[Cell] = []
    for row, column, text in _texts(found, sheet, root):
        height, width = merges.get((row, column), (1, 1))
        cells.append(Cell((Line(text),), row, column, height, width))
    add_sheet(found, cells, lambda row, column: Place(row=row + 1, column=column + 1, sheet=sheet.title))


def _texts(found: Gathering, sheet: Any, root: etree._Element) -> Iterator[tuple[int, int, str]]:
    """The filled cells of a sheet: row and column from 0, and what Excel shows."""
    sheet.reset_dimensions()
    filled = 0
    for first, last in _stretches(root):
        rows = sheet.iter_rows(min_row=first, max_row=last, max_col=COLUMNS)
        for at, row in enumerate(rows, first - 1):
            texts = [(column, text) for column, cell in enumerate(row) if (text := _shown(cell))]
            filled += bool(texts)
            if filled > ROWS:
                raise refused(found.name, f"có hơn {ROWS} hàng; hãy tách riêng phần kế hoạch rồi nạp lại")
            yield from ((at, column, text) for column, text in texts)


def _stretches(root: etree._Element) -> list[tuple[int, int]]:
    """The first and last rows (from 1) of the parts of a sheet that lie far apart.

    openpyxl makes up every row between them, a million where something stands in the last one.
    """
    numbers = [whole(row.get("r", ""), at) for at, row in enumerate(root.iter(_S + "row"), 1)]
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and (number - found[-1][1] <= _FAR or len(found) == _MOST_STRETCHES):
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def _shown(cell: Any) -> str:
    """What Excel shows in a cell; of a formula, the value that it had when the file was saved."""
    value = cell.value
    if value is None or cell.data_type == "e":
        return ""
    if isinstance(value, (date, time)):
        return _dated(value, cell.number_format)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _counted(value, cell.number_format)
    return str(value).strip()


def _dated(value: date | time, number_format: str) -> str:
    """A day as dd/mm/yyyy; where the format of the cell leaves out the day, the month or year alone."""
    if isinstance(value, time):
        return f"{value:%H:%M}"
    shown = number_format.lower()
    if "d" in shown or ("m" not in shown and "y" not in shown):
        hours = f" {value:%H:%M}" if isinstance(value, datetime) and value.time() != time() else ""
        return f"{value.day:02}/{value.month:02}/{value.year:04}{hours}"
    return f"{value.month:02}/{value.year:04}" if "m" in shown else f"{value.year:04}"


def _counted(value: float, number_format: str) -> str:
    if "%" in number_format:
        return f"{value * 100:.10g}".replace(".", ",") + "%"
    return f"{value:.10g}"


def _merges(root: etree._Element) -> Merges:
    """The merged cells of a sheet."""
    found: Merges = {}
    for merged in root.iter(_S + "mergeCell"):
        try:
            left, top, right, bottom = range_boundaries(merged.get("ref", ""))
            found[top - 1, left - 1] = (bottom - top + 1, right - left + 1)
        except (ValueError, TypeError):
            continue  # a range that names no cells merges none
    return found


def _warn_of_formulas(found: Gathering, title: str, root: etree._Element) -> None:
    """Warn of formulas without a saved value: a program other than Excel has written them."""
    without = [
        cell.get("r", "")
        for cell in root.iter(_S + "c")
        if cell.find(_S + "f") is not None and not (cell.findtext(_S + "v") or "")
    ]
    if without:
        found.warn(
            f"Có {len(without)} ô công thức chưa có kết quả (ô đầu: {title}!{without[0]});"
            " hãy mở bằng Excel, bấm lưu rồi nạp lại"
        )
