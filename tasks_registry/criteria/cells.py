"""The tables of a document that may hold criteria.

A workbook's scoring sheet is read as prose by the reader of plans, because no column of it names who does
what: its rows are put together again by their places.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from tasks_registry.reading.blocks import Paragraph, tables_of
from tasks_registry.reading.formats.places import LoadedDocument, Place
from tasks_registry.reading.marks import split_mark


@dataclass(frozen=True)
class ScoringRow:
    """The cells of a row from left to right, and where a person finds it."""

    cells: tuple[str, ...]
    place: Place


ScoringTable = list[ScoringRow]


def scoring_tables(loaded: LoadedDocument) -> list[ScoringTable]:
    """Every table, and the rows of each sheet that stand in none."""
    tables = [
        [ScoringRow(row.cells, loaded.places[row.line]) for row in table.rows]
        for table in tables_of(loaded.blocks)
    ]
    return [*tables, *_sheets(loaded)]


def _sheets(loaded: LoadedDocument) -> Iterable[ScoringTable]:
    rows: dict[str, dict[int, dict[int, str]]] = defaultdict(lambda: defaultdict(dict))
    for block in loaded.blocks:
        place = loaded.places.get(block.line) if isinstance(block, Paragraph) else None
        if isinstance(block, Paragraph) and place is not None and place.sheet:
            rows[place.sheet][place.row].update(_cells(block.text, place))
    for sheet, of_sheet in rows.items():
        width = max(column for cells in of_sheet.values() for column in cells)
        yield [
            ScoringRow(
                tuple(cells.get(column, "") for column in range(1, width + 1)), Place(row=at, sheet=sheet)
            )
            for at, cells in sorted(of_sheet.items())
        ]


def _cells(text: str, place: Place) -> dict[int, str]:
    """A cell by its column; a number that was joined to the words after it goes back to its own."""
    column = place.column or 1
    mark, rest = split_mark(text)
    if mark is None or not mark.number or not rest or rest == text:
        return {column: text}
    return {column: mark.number, column + 1: rest}
