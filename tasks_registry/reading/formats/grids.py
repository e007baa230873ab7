"""Tables with merged cells and nested tables → rows of plain cells, the same way for every format.

How a merged cell is spread follows from what the rules of reading expect (RULES.md, "Harder rows and
paragraphs"): a number or a text belongs to the first of its rows, so that the others are joined to it;
a unit, a product or a time holds for each of its rows; a title over the whole row stands in all of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from tasks_registry.reading.columns import Columns, find_columns
from tasks_registry.reading.formats.limits import COLUMNS
from tasks_registry.reading.roles import Role

_HEADING_ROWS = 8  # in which a heading is looked for
_NUMBER_AND_TEXT = frozenset({0, 1})  # the columns that hold them where no heading says so


@dataclass(frozen=True)
class Line:
    """A paragraph in a document or in a cell."""

    text: str
    heading: bool = False


@dataclass(frozen=True)
class Cell:
    """What a cell holds, where it begins (from 0), and over how many rows and columns it is merged."""

    content: tuple["Line | Grid", ...]
    row: int
    column: int
    height: int = 1
    width: int = 1

    @cached_property
    def text(self) -> str:
        """The lines of the cell; those of a table in it follow one another."""
        return "\n".join(line.text for line in lines_of(self.content))


@dataclass(frozen=True)
class Grid:
    """A table by its cells, in reading order."""

    cells: tuple[Cell, ...]

    @cached_property
    def height(self) -> int:
        return max((cell.row for cell in self.cells), default=-1) + 1

    @cached_property
    def width(self) -> int:
        return min(max((cell.column + cell.width for cell in self.cells), default=0), COLUMNS)

    @cached_property
    def columns(self) -> Columns | None:
        """The columns by their heading; None where the table is no task table."""
        return find_columns(self._rows(self._unspread(_HEADING_ROWS)))

    @cached_property
    def is_layout(self) -> bool:
        """Whether the table only arranges a page: a frame of one column, or one around a task table."""
        nested = (piece for cell in self.cells for piece in cell.content if isinstance(piece, Grid))
        return self.width == 1 or any(grid.columns is not None or grid.is_layout for grid in nested)

    def rows(self) -> list[tuple[int, tuple[str, ...]]]:
        """All rows with their numbers (from 0), each as wide as the table, merged cells spread.

        A group named in a column of its own, merged downwards over its tasks, gets a row before them.
        """
        columns = self.columns
        heading = columns.first_row if columns else 0
        named = {*columns.of(Role.NUMBER), *columns.of(Role.TASK)} if columns else _NUMBER_AND_TEXT
        placed = self._unspread(self.height)
        for cell in self.cells:
            placed |= dict.fromkeys(self._spread(cell, placed, heading, named), cell.text)
        group = self._group_column(columns) if columns else None
        found: list[tuple[int, tuple[str, ...]]] = []
        for at, row in enumerate(self._rows(placed)):
            if group is not None and at >= heading and row[group] and any(row[group + 1 :]):
                found.append((at, (row[group],) * self.width))
                row[group] = ""
            found.append((at, tuple(row)))
        return found

    def _group_column(self, columns: Columns) -> int | None:
        """The first of two columns of tasks, where some of its cells hold for several rows."""
        first, *others = columns.of(Role.TASK)
        over = (cell for cell in self.cells if cell.column == first and cell.row >= columns.first_row)
        return first if others and any(cell.height > 1 for cell in over) else None

    def _spread(
        self, cell: Cell, placed: dict[tuple[int, int], str], heading: int, named: set[int] | frozenset[int]
    ) -> list[tuple[int, int]]:
        """The places in which a merged cell stands besides its first."""
        across = range(cell.column, min(cell.column + cell.width, self.width))
        below = range(cell.row + 1, min(cell.row + cell.height, self.height))
        if cell.row < heading:
            return [(row, column) for row in (cell.row, *below) for column in across]
        if cell.column == 0 and len(across) > 1 and self._is_alone(cell, placed):
            return [(cell.row, column) for column in across]
        return [] if cell.column in named else [(row, cell.column) for row in below]

    def _is_alone(self, cell: Cell, placed: dict[tuple[int, int], str]) -> bool:
        beyond = range(cell.column + cell.width, self.width)
        return not any(placed.get((cell.row, column), "").strip() for column in beyond)

    def _unspread(self, rows: int) -> dict[tuple[int, int], str]:
        return {(cell.row, cell.column): cell.text for cell in self.cells if cell.row < rows}

    def _rows(self, placed: dict[tuple[int, int], str]) -> list[list[str]]:
        last = max((row for row, _ in placed), default=-1)
        return [[placed.get((row, column), "") for column in range(self.width)] for row in range(last + 1)]


def lines_of(content: Sequence[Line | Grid]) -> Iterator[Line]:
    """The lines of a content in reading order, those of tables included."""
    for piece in content:
        if isinstance(piece, Line):
            yield piece
        else:
            for cell in piece.cells:
                yield from lines_of(cell.content)
