"""The cells of a sheet (a workbook's, or a CSV file) → paragraphs and task tables.

A sheet has no tables of its own: one begins at a row that names columns, and ends with the last row
that is filled as those of a table are. Everything else is prose.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from tasks_registry.reading.columns import find_columns
from tasks_registry.reading.folding import one_line
from tasks_registry.reading.formats.gathering import Gathering
from tasks_registry.reading.formats.grids import Cell, Grid
from tasks_registry.reading.formats.places import Place
from tasks_registry.reading.marks import split_mark

_FULL = 3  # filled cells that make a row one of a table; a numbered row right below one needs two
PlaceOf = Callable[[int, int], Place]  # row and column from 0 → place


def add_sheet(found: Gathering, cells: Sequence[Cell], place_of: PlaceOf) -> None:
    """Add the paragraphs and tables of a sheet by its filled cells, in reading order."""
    by_row: dict[int, list[Cell]] = {}
    for cell in cells:
        by_row.setdefault(cell.row, []).append(cell)
    rows = [by_row[at] for at in sorted(by_row)]
    at = 0
    while at < len(rows):
        end = _table_end(rows, at) if _names(rows[at]) else at
        if end > at:
            _add_table(found, rows[at:end], place_of)
        else:
            _add_prose(found, rows[at], place_of)
        at = max(end, at + 1)


def _table_end(rows: list[list[Cell]], start: int) -> int:
    """Where the table ends whose heading is the row at `start`: after its last full row.

    A heading that stands again, as at the top of a printed page, belongs to it; another one does not.
    """
    heading, end = _names(rows[start]), start + 1
    for at in range(start + 1, len(rows)):
        names = _names(rows[at])
        if names and names != heading:
            break
        numbered = len(rows[at]) == _FULL - 1 and _number(rows[at]) != ""
        if len(rows[at]) >= _FULL or (numbered and at == end):
            end = at + 1
    return end


def _names(row: list[Cell]) -> list[str]:
    """The names of the columns where the row is the heading of a task table; else none.

    A numbered row is one of tasks, even where these are called "Nội dung 1" and are due "Tháng 3".
    """
    names = [cell.text for cell in row]
    return names if not _number(row) and find_columns([names]) else []


def _number(row: list[Cell]) -> str:
    """The number that stands alone in the first cell of a row, with a full stop; "" for none."""
    number = f"{one_line(row[0].text).rstrip('.')}."
    return number if split_mark(f"{number} X")[1] == "X" else ""


def _add_table(found: Gathering, rows: list[list[Cell]], place_of: PlaceOf) -> None:
    first, last, left = rows[0][0].row, rows[-1][0].row, min(row[0].column for row in rows)
    moved = [
        replace(
            cell,
            row=cell.row - first,
            column=cell.column - left,
            height=min(cell.height, last - cell.row + 1),
        )
        for row in rows
        for cell in row
    ]
    found.add_grid(Grid(tuple(moved)), lambda at: place_of(first + at, left))


def _add_prose(found: Gathering, row: list[Cell], place_of: PlaceOf) -> None:
    """Add a row that stands in no table: a number and what it numbers are one paragraph."""
    number = _number(row) if len(row) > 1 else ""
    if number:
        found.add_paragraph(f"{number} {row[1].text}", place_of(row[0].row, row[0].column))
    for cell in row[2:] if number else row:
        found.add_paragraph(cell.text, place_of(cell.row, cell.column))
