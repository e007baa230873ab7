"""A drawn table and the words of its page → cells with their lines."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tasks_registry.reading.formats.page_edges import Box, Edge, Ruled, ruled
from tasks_registry.reading.formats.page_lines import TextLine, Word, cell_lines, lines_of

_WIDEST_PADDING = 8.0  # points between the line of a table and its text


@dataclass(frozen=True)
class PageCell:
    """A cell by the lines of text in it, and the room across that it has for text, in points."""

    box: Box
    lines: tuple[TextLine, ...]
    room: float

    def texts(self) -> list[str]:
        """The lines as their author broke them."""
        return cell_lines(self.lines, self.room)


@dataclass(frozen=True)
class Layout:
    """The columns of a table with nothing drawn: where parted, which has the numbers, their names."""

    xs: tuple[float, ...]
    number: int | None
    names: tuple[str, ...]


@dataclass(frozen=True)
class PageTable:
    """A table, or the part of one that stands on a page, from `top` to `bottom`.

    `layout`: of a table with nothing drawn.
    """

    page: int
    xs: tuple[float, ...]
    top: float
    bottom: float
    cells: tuple[PageCell, ...]
    layout: Layout | None = None

    def holds(self, word: Word) -> bool:
        """Whether a word stands in the table."""
        middle = (word.x0 + word.x1) / 2
        return self.xs[0] <= middle <= self.xs[-1] and self.top <= word.middle <= self.bottom


def ruled_tables(edges: Iterable[Edge], words: Sequence[Word], page: int) -> list[PageTable]:
    """The drawn tables of a page, from top to bottom; frames of one column are none."""
    return [_filled(table, words, page) for table in ruled(edges)]


def _filled(table: Ruled, words: Sequence[Word], page: int) -> PageTable:
    at = {
        (box.row + row, box.column + column): index
        for index, box in enumerate(table.boxes)
        for row in range(box.height)
        for column in range(box.width)
    }
    held: list[list[Word]] = [[] for _ in table.boxes]
    for word in words:
        row = bisect_right(table.ys, word.middle) - 1
        column = bisect_right(table.xs, (word.x0 + word.x1) / 2) - 1
        if (row, column) in at:
            held[at[row, column]].append(word)
    lines = [tuple(lines_of(found)) for found in held]
    padding = _padding(table, lines)
    cells = [
        PageCell(box, found, table.xs[box.column + box.width] - table.xs[box.column] - 2 * padding)
        for box, found in zip(table.boxes, lines, strict=True)
    ]
    return PageTable(page, table.xs, table.ys[0], table.ys[-1], tuple(cells))


def _padding(table: Ruled, lines: list[tuple[TextLine, ...]]) -> float:
    """The room that a table leaves between its lines and its text: the least that any text leaves."""
    gaps = [
        line.x0 - table.xs[box.column]
        for box, found in zip(table.boxes, lines, strict=True)
        for line in found
    ]
    return min(max(min(gaps, default=0.0), 0.0), _WIDEST_PADDING)
