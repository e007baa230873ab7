"""Tables set in columns with nothing drawn between: found by a heading that names the columns.

Below the heading the text keeps to the columns: no word reaches over the gaps between them. A row begins
with a number, or, where nothing is numbered, after a wider gap.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from tasks_registry.reading.columns import find_columns
from tasks_registry.reading.formats.page_edges import Box
from tasks_registry.reading.formats.page_lines import TextLine, Word, lines_of
from tasks_registry.reading.formats.page_tables import Layout, PageCell, PageTable
from tasks_registry.reading.marks import split_mark
from tasks_registry.reading.roles import Role

_FEWEST_COLUMNS = 3
_HEADING_LINES = 3
_APART = 0.7  # of the height of a line: the least gap between columns
_LOOK_AHEAD = 60  # lines by which the columns are told
_STEP = 2.0  # points
_GAP = 0.6  # of the height of a line: a wider gap parts rows that have no numbers
_END = 4.0  # times the height of a line: a wider gap ends the table
_PADDING = 4.0  # points

Segment = tuple[float, float, str]  # where it begins and ends across the page, and its text


def with_tables(
    lines: list[TextLine], page: int, before: PageTable | None
) -> list[PageTable | list[TextLine]]:
    """Lines with the tables found among them, in their order.

    `before`: the table that ends the page before; where nothing is drawn around it, it may go on here.
    """
    pieces: list[PageTable | list[TextLine]] = []
    prose: list[TextLine] = []
    at = 0
    layout = before.layout if before else None
    known = layout.names if layout else ()
    if layout and not _heading(lines, 0, known):
        end = _end(lines, 0, layout)
        if any(_columns_filled(line, layout) > 1 for line in lines[:end]):
            pieces.append(_table(lines[:end], 0, layout, page))
            at = end
    while at < len(lines):
        heading = _heading(lines, at, known)
        below = at + len(heading[1]) if heading else at
        if (
            heading
            and (found := _layout(heading[0], lines[below:], layout))
            and _end(lines, below, found) > below
        ):
            end = _end(lines, below, found)
            pieces += [prose] if prose else []
            pieces.append(_table(lines[at:end], below - at, found, page))
            prose, at = [], end
        else:
            prose.append(lines[at])
            at += 1
    return [*pieces, prose] if prose else pieces


def _heading(
    lines: Sequence[TextLine], at: int, known: tuple[str, ...]
) -> tuple[list[Segment], Sequence[TextLine]] | None:
    """The names of columns that stand at a line, and the lines that they take; None where none do.

    As many lines as may be; where a page repeats the `known` names, those: the rest of a cut row follows.
    """
    found = None
    for size in range(_HEADING_LINES, 0, -1):
        taken = lines[at : at + size]
        if len(taken) < size or any(_begins_with_number(line) for line in taken):
            continue
        names = _segments(taken)
        if _names(names) == known:
            return names, taken
        if len(names) >= _FEWEST_COLUMNS and find_columns([list(_names(names))]):
            found = found or (names, taken)
    return found


def _names(segments: list[Segment]) -> tuple[str, ...]:
    return tuple(text for *_, text in segments)


def _begins_with_number(line: TextLine) -> bool:
    return split_mark(f"{line.words[0].text.rstrip('.')}. X")[1] == "X"


def _segments(lines: Sequence[TextLine]) -> list[Segment]:
    """The words of lines by the columns that gaps through all of the lines make."""
    columns: list[list[Word]] = []
    for word in sorted((word for line in lines for word in line.words), key=lambda word: word.x0):
        reach = max((w.x1 for w in columns[-1]), default=0.0) if columns else 0.0
        if columns and word.x0 - reach <= _APART * lines[0].height:
            columns[-1].append(word)
        else:
            columns.append([word])
    return [
        (
            min(w.x0 for w in column),
            max(w.x1 for w in column),
            " ".join(line.text for line in lines_of(column)),
        )
        for column in columns
    ]


def _layout(names: list[Segment], below: Sequence[TextLine], before: Layout | None) -> Layout | None:
    """The columns under a heading: parted where the fewest words of the lines below stand in the way."""
    if before and len(before.xs) == len(names) + 1:
        return before
    columns = find_columns([list(_names(names))])
    sample = below[:_LOOK_AHEAD]
    edges = [_parting(left, right, sample) for left, right in pairwise(names)]
    left = min([names[0][0], *(line.x0 for line in sample[:1])])
    numbers = columns.of(Role.NUMBER) if columns else ()
    xs = (left - _PADDING, *edges, names[-1][1] + 10 * _PADDING)
    if list(xs) != sorted(xs):
        return None
    return Layout(xs, numbers[0] if numbers else None, _names(names))


def _parting(left: Segment, right: Segment, lines: Sequence[TextLine]) -> float:
    """Where the gap between two columns stands, seen from their names and the lines below."""
    first, last = (left[0] + left[1]) / 2, (right[0] + right[1]) / 2
    places = [first + _STEP * at for at in range(int((last - first) / _STEP) + 1)]
    wanted = right[0] - _PADDING
    return min(places, key=lambda x: (sum(_is_crossed(line, x) for line in lines), abs(x - wanted)))


def _is_crossed(line: TextLine, x: float) -> bool:
    """Whether a line has words at a place, or goes on over it with no more than a space between words."""
    before = max((word.x1 for word in line.words if word.x0 < x), default=None)
    after = min((word.x0 for word in line.words if word.x0 >= x), default=None)
    if before is not None and before > x:
        return True
    return before is not None and after is not None and after - before < _APART * line.height


def _end(lines: Sequence[TextLine], start: int, layout: Layout) -> int:
    """Where the lines end that keep to the columns; a title over the whole width may stand among them."""
    end = start
    for at in range(start, len(lines)):
        gap = lines[at].top - lines[at - 1].bottom if at > start else 0.0
        crossed = any(_is_crossed(lines[at], x) for x in layout.xs[1:-1])
        if gap > _END * lines[at].height or (crossed and not _is_title(lines[at])):
            break
        if not crossed and _columns_filled(lines[at], layout) > 1:
            end = at + 1
        elif not crossed and end == at and gap <= _GAP * lines[at].height:
            end = at + 1  # the last line of a cell that is longer than the others
    return end


def _is_title(line: TextLine) -> bool:
    return line.text.isupper() or split_mark(line.text)[0] is not None


def _columns_filled(line: TextLine, layout: Layout) -> int:
    return len({_column(word, layout) for word in line.words})


def _column(word: Word, layout: Layout) -> int:
    found = bisect_right(layout.xs, (word.x0 + word.x1) / 2) - 1
    return min(max(found, 0), len(layout.xs) - 2)


def _table(lines: Sequence[TextLine], heading: int, layout: Layout, page: int) -> PageTable:
    """The table of lines, the first `heading` of which name its columns."""
    rows: list[list[TextLine]] = [list(lines[:heading])] if heading else []
    for at, line in enumerate(lines[heading:], heading):
        if at == heading or _begins_row(lines[at - 1], line, layout):
            rows.append([])
        rows[-1].append(line)
    cells = [cell for at, row in enumerate(rows) for cell in _cells(row, at, layout)]
    return PageTable(page, layout.xs, lines[0].top, lines[-1].bottom, tuple(cells), layout)


def _begins_row(before: TextLine, line: TextLine, layout: Layout) -> bool:
    if any(_is_crossed(line, x) for x in layout.xs[1:-1]) and _is_title(line):
        return True
    if layout.number is None:
        return line.top - before.bottom > _GAP * line.height
    return any(_column(word, layout) == layout.number for word in line.words)


def _cells(lines: list[TextLine], row: int, layout: Layout) -> list[PageCell]:
    count = len(layout.xs) - 1
    if len(lines) == 1 and _is_title(lines[0]) and any(_is_crossed(lines[0], x) for x in layout.xs[1:-1]):
        return [PageCell(Box(row, 0, 1, count), tuple(lines), layout.xs[-1] - layout.xs[0])]
    held: list[list[Word]] = [[] for _ in range(count)]
    for line in lines:
        for word in line.words:
            held[_column(word, layout)].append(word)
    return [
        PageCell(Box(row, at, 1, 1), tuple(lines_of(words)), _room(words, layout, at))
        for at, words in enumerate(held)
    ]


def _room(words: list[Word], layout: Layout, column: int) -> float:
    """How wide the text of a cell may be: as its widest line, or a little less than its column."""
    widest = max((line.x1 - line.x0 for line in lines_of(words)), default=0.0)
    return max(widest, layout.xs[column + 1] - layout.xs[column] - 4 * _PADDING)
