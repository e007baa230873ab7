"""Text set side by side with nothing drawn between: the head of a letter, recipients and signature.

Such lines are read column after column: the words of the left column first.
"""

from collections.abc import Sequence

from tasks_registry.reading.formats.page_lines import TextLine, Word

_WIDE = 1.2  # times the height of a line: a wider gap is no space between words
_BETWEEN = 5  # lines of one side that may stand between two lines of both

Gap = tuple[float, float]  # where it begins and ends across the page


def segments(line: TextLine, wide: float = _WIDE) -> list[TextLine]:
    """The parts of a line that gaps wider than `wide` times its height set apart."""
    parts: list[list[Word]] = [[]]
    for word in line.words:
        if parts[-1] and word.x0 - parts[-1][-1].x1 > wide * line.height:
            parts.append([])
        parts[-1].append(word)
    return [TextLine(tuple(part)) for part in parts]


def column_after_column(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """The lines in groups in reading order; lines set side by side are parted, each a group of its own."""
    groups: list[list[TextLine]] = []
    at = 0
    while at < len(lines):
        end, gap = _side_by_side(lines, at)
        if end == at:
            groups = groups or [[]]
            groups[-1].append(lines[at])
            at += 1
        else:
            parts = [part for line in lines[at:end] for part in _sides(line, gap)]
            groups += [[part] for part in parts if part.x1 <= gap[1]]
            groups += [[part] for part in parts if part.x1 > gap[1]]
            groups.append([])
            at = end
    return [group for group in groups if group]


def _side_by_side(lines: Sequence[TextLine], start: int) -> tuple[int, Gap]:
    """Where the lines end that begin at `start` and are set in two columns, and the gap between them."""
    gap = _gap(lines[start])
    end = start + 1 if gap else start
    at = end
    while gap and at < len(lines) and at - end < _BETWEEN:
        own = _gap(lines[at])
        common = (max(gap[0], own[0]), min(gap[1], own[1])) if own else gap
        if own and common[0] < common[1]:
            gap, end = common, at + 1
        elif lines[at].x0 < gap[1] and lines[at].x1 > gap[0]:
            break
        at += 1
    return end, gap or (0.0, 0.0)


def _gap(line: TextLine) -> Gap | None:
    """The gap of a line in two parts; None of any other line."""
    parts = segments(line)
    return (parts[0].x1, parts[1].x0) if len(parts) == 2 else None


def _sides(line: TextLine, gap: Gap) -> list[TextLine]:
    left = tuple(word for word in line.words if word.x1 <= gap[0] + 1)
    right = tuple(word for word in line.words if word.x1 > gap[0] + 1)
    return [TextLine(side) for side in (left, right) if side]
