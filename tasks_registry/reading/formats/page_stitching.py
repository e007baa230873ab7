"""The parts of a table that page ends have cut → one table: repeated headings dropped, cut rows joined."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tasks_registry.reading.columns import Columns
from tasks_registry.reading.folding import fold
from tasks_registry.reading.formats.grids import Cell, Grid, Line
from tasks_registry.reading.formats.page_lines import is_wrapped
from tasks_registry.reading.formats.page_tables import PageCell, PageTable
from tasks_registry.reading.marks import split_mark
from tasks_registry.reading.roles import Role

_SAME_COLUMN = 6.0  # points by which the columns of two parts may stand apart


@dataclass
class Stitched:
    """A table as its parts are put together.

    `origins` gives for each row its page and its row there (from 0); `joined`: rows that a page end cut.
    """

    cells: list[PageCell] = field(default_factory=list)
    origins: list[tuple[int, int]] = field(default_factory=list)
    joined: set[int] = field(default_factory=set)

    def grid(self) -> Grid:
        """The table, its lines as the author broke them."""
        placed = sorted(self.cells, key=lambda cell: (cell.box.row, cell.box.column))
        return Grid(tuple(_cell(cell) for cell in placed))


def goes_on(before: PageTable, after: PageTable) -> bool:
    """Whether the first table of a page has the columns of the last one of the page before it."""
    if after.page != before.page + 1 or len(before.xs) != len(after.xs):
        return False
    moved = after.xs[0] - before.xs[0]  # pages bound on the other side are set off as a whole
    return all(abs(b - a - moved) <= _SAME_COLUMN for a, b in zip(before.xs, after.xs, strict=True))


def stitched(parts: Sequence[PageTable]) -> Stitched:
    """One table of its parts, in the order of the pages."""
    columns = Grid(tuple(_cell(cell) for cell in parts[0].cells)).columns
    heading = [_words(parts[0], row) for row in range(columns.first_row if columns else 0)]
    whole = Stitched()
    for part in parts:
        first = 0
        while whole.origins and first < len(heading) and _words(part, first) == heading[first]:
            first += 1
        _put_under(whole, part, first, columns)
    return whole


def _cell(cell: PageCell) -> Cell:
    box = cell.box
    return Cell(tuple(map(Line, cell.texts())), box.row, box.column, box.height, box.width)


def _words(part: PageTable, row: int) -> list[str]:
    """The folded words of the cells that begin in a row."""
    return [fold(" ".join(cell.texts())) for cell in part.cells if cell.box.row == row]


def _put_under(whole: Stitched, part: PageTable, first: int, columns: Columns | None) -> None:
    """Put the rows of `part` from `first` on under those of `whole`."""
    end = len(whole.origins)
    above = {c.box.column: at for at, c in enumerate(whole.cells) if c.box.row + c.box.height == end}
    top = [cell for cell in part.cells if cell.box.row == first]
    cut = bool(end) and _is_cut(
        [(whole.cells[above[c.box.column]], c) for c in top if c.box.column in above], columns
    )
    if cut:
        whole.joined.add(end - 1)
    shift = end - first - cut
    for cell in part.cells:
        if cell.box.row < first:
            continue
        at = above.get(cell.box.column) if cell.box.row == first else None
        if at is not None and (cut or _is_carried(whole.cells[at], cell)):
            whole.cells[at] = _longer(whole.cells[at], cell, cell.box.height - cut)
        else:
            whole.cells.append(replace(cell, box=replace(cell.box, row=cell.box.row + shift)))
    rows = max((cell.box.row + cell.box.height for cell in part.cells), default=0)
    whole.origins += [(part.page, row) for row in range(first + cut, rows)]


def _is_cut(pairs: list[tuple[PageCell, PageCell]], columns: Columns | None) -> bool:
    """Whether a page end has cut a row in two: the number stays above, and a line goes on below.

    `pairs` are the last cell of a page and the first one of the next in each column. Without a column
    of numbers, every cell that is filled below has to go on, and one has to have ended above.
    """
    numbers = columns.of(Role.NUMBER) if columns else ()
    filled = [(above, below) for above, below in pairs if above.lines or below.lines]
    if len(filled) == 1 and numbers:
        return _is_title_cut(*filled[0])
    going_on = [_goes_on_below(above, below) for above, below in filled if below.lines]
    if columns and not numbers:
        return bool(going_on) and all(going_on) and len(going_on) < len(filled)
    if not numbers or any(below.lines and below.box.column in numbers for _, below in pairs):
        return False
    return any(going_on)


def _goes_on_below(above: PageCell, below: PageCell) -> bool:
    """Whether the first line of a page goes on with the last line of the cell above it."""
    if not above.lines:
        return False
    first = below.lines[0]
    return first.text[:1].islower() or is_wrapped(above.lines[-1], first, below.room)


def _is_title_cut(above: PageCell, below: PageCell) -> bool:
    """Whether a title, all that its row holds, is cut."""
    if not above.lines or not below.lines or split_mark(below.lines[0].text)[0]:
        return False
    return is_wrapped(above.lines[-1], below.lines[0], below.room)


def _is_carried(above: PageCell, below: PageCell) -> bool:
    """Whether a cell merged downwards goes on after a page end: its text stands above."""
    return not below.lines and bool(above.lines) and max(above.box.height, below.box.height) > 1


def _longer(above: PageCell, below: PageCell, rows: int) -> PageCell:
    box = replace(above.box, height=above.box.height + rows)
    return replace(above, box=box, lines=(*above.lines, *below.lines))
