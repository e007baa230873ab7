"""Comma-separated text (also with semicolons or tabs) → blocks."""

import csv
import io
from collections.abc import Iterator
from itertools import islice, pairwise

from tasks_registry.reading.columns import find_columns
from tasks_registry.reading.formats.gathering import Gathering, refused
from tasks_registry.reading.formats.grids import Cell, Line
from tasks_registry.reading.formats.limits import CELL, COLUMNS, LARGEST_TEXT, ROWS
from tasks_registry.reading.formats.places import Place
from tasks_registry.reading.formats.sheets import add_sheet

_DELIMITERS = ",;\t"
_ENDINGS = (".csv", ".tsv")
_FEWEST_COLUMNS = 3
_SAMPLE = 40  # rows in which the heading of a task table is looked for
_LONGEST_SAMPLE = 2_000_000  # characters

csv.field_size_limit(LARGEST_TEXT)  # so that a cell that is too long is refused by its place, as elsewhere


def delimiter_of(text: str, ending: str) -> str:
    """The delimiter by which some row names the columns of a task table; "" where none does so.

    Of a text with tabs only the ending of its file's name can tell that its cells may hold line breaks.
    """
    widest = ("", _FEWEST_COLUMNS - 1)
    for delimiter in _DELIMITERS if ending in _ENDINGS else _DELIMITERS[:2]:
        rows = filter(None, islice(_rows(text[:_LONGEST_SAMPLE], delimiter), _SAMPLE))
        for row, below in pairwise(rows):
            if len(row) == len(below) > widest[1] and find_columns([row]) and not _is_prose(row):
                widest = (delimiter, len(row))
    return widest[0]


def _is_prose(row: list[str]) -> bool:
    """Whether a row is rather a sentence with commas."""
    return row[-1].rstrip().endswith((":", ".", ";"))


def read(text: str, delimiter: str, found: Gathering) -> None:
    """Add the blocks of a CSV text to `found`."""
    cells: list[Cell] = []
    for at, row in enumerate(_rows(text, delimiter)):
        if at >= ROWS:
            raise refused(found.name, f"có hơn {ROWS} hàng; hãy tách riêng phần kế hoạch rồi nạp lại")
        filled = [(column, value.strip()) for column, value in enumerate(row[:COLUMNS]) if value.strip()]
        longest = max((len(value) for _, value in filled), default=0)
        if longest > CELL:
            why = f"có một ô dài {longest} ký tự (hàng {at + 1}), có thể thiếu dấu ngoặc kép đóng ở đó"
            raise refused(found.name, f"{why}; hãy sửa ô đó, hoặc lưu lại từ Excel, rồi nạp lại")
        cells += [Cell((Line(value),), at, column) for column, value in filled]
    add_sheet(found, cells, lambda row, column: Place(row=row + 1))


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=delimiter)
