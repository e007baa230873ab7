"""The tables of a document that may hold criteria.

A workbook's scoring sheet is read as prose by the reader of plans, because no column of it names who does
what: its rows are put together again by their places.
"""

from collections import defaultdict
from collections.abc import Iterable

from tasks_registry.reading.blocks import Paragraph, Row, Table, tables_of
from tasks_registry.reading.formats.places import LoadedDocument, Place
from tasks_registry.reading.marks import split_mark


def scoring_tables(loaded: LoadedDocument) -> list[Table]:
    """Every table, and the rows of each sheet that stand in none."""
    return [*tables_of(loaded.blocks), *_sheets(loaded)]


def _sheets(loaded: LoadedDocument) -> Iterable[Table]:
    rows: dict[str, dict[int, dict[int, str]]] = defaultdict(lambda: defaultdict(dict))
    for block in loaded.blocks:
        place = loaded.places.get(block.line) if isinstance(block, Paragraph) else None
        if isinstance(block, Paragraph) and place is not None and place.sheet:
            rows[place.sheet][place.row].update(_cells(block.text, place))
    for of_sheet in rows.values():
        width = max(column for cells in of_sheet.values() for column in cells)
        yield Table(
            tuple(
                Row(tuple(cells.get(column, "") for column in range(1, width + 1)), at)
                for at, cells in sorted(of_sheet.items())
            )
        )


def _cells(text: str, place: Place) -> dict[int, str]:
    """A cell by its column; a number that was joined to the words after it goes back to its own."""
    column = place.column or 1
    mark, rest = split_mark(text)
    if mark is None or not mark.number or not rest or rest == text:
        return {column: text}
    return {column: mark.number, column + 1: rest}
