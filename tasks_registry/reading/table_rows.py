"""The rows of a task table sorted out: sections and groups, items, and rows broken by a page end."""

from dataclasses import dataclass, replace
from math import inf

from tasks_registry.reading.blocks import Row
from tasks_registry.reading.columns import Columns
from tasks_registry.reading.deadlines import read_deadlines
from tasks_registry.reading.folding import fold, one_line
from tasks_registry.reading.marks import NAMED, Mark, split_mark
from tasks_registry.reading.sources import Source
from tasks_registry.reading.table_cells import INHERITED, PHASE, Cells, cells_of, number_columns
from tasks_registry.reading.unit_words import tokens_of
from tasks_registry.reading.units import begins_with_unit, heading_units

_DITTO = ("nt", "-nt-", "- nt -", "nhu tren", "//", "-//-", "//-", "- // -")
_NO_MARK = Mark("", 0)
_ENDED = (".", ";", ":", "!", "?")


@dataclass(frozen=True)
class Heading:
    """A row that holds for the rows after it: a section, or a group with cells of its own."""

    depth: int
    title: str
    cells: Cells


def sorted_rows(rows: tuple[Row, ...], columns: Columns) -> list[Heading | Cells]:
    """The headings and items of a table in their order; leftovers of page ends joined or dropped."""
    numbers = number_columns(rows, columns)
    read = [cells for row in rows[columns.first_row :] if (cells := cells_of(row, columns, numbers))]
    found: list[Heading | Cells] = []
    for cells, below in zip(read, _marks_below(read), strict=True):
        heading = _heading(cells, below, numbered=bool(numbers))
        last = found[-1] if found else None
        if heading:
            found.append(heading)
        elif isinstance(last, Cells) and _is_repeated(cells, last):
            continue
        elif cells.number or not isinstance(last, Cells) or _stands_alone(cells, last, bool(numbers)):
            found += _item(cells, found)
        else:
            found[-1] = _joined(last, cells)
    return found


def _item(cells: Cells, found: list[Heading | Cells]) -> list[Heading | Cells]:
    """A row as an item; one with no number takes the cells that it lacks from the numbered row above.

    In a table without numbers it takes only what was merged: the unit and the time.
    """
    if not cells.text:
        return []
    above = found[-1] if found else None
    if not cells.number and isinstance(above, Cells):
        numbered = next((c for c in reversed(found) if isinstance(c, Cells) and c.number), None)
        merged = Cells(above.line, lead=above.lead, deadline=above.deadline, sources=above.sources)
        return [cells.filled(numbered or merged)]
    return [cells]


def _marks_below(rows: list[Cells]) -> list[Mark | None]:
    """For each row the mark of the next row that has one."""
    below: list[Mark | None] = []
    nearest = None
    for cells in reversed(rows):
        below.append(nearest)
        nearest = _mark(cells) or nearest
    return below[::-1]


def _heading(cells: Cells, below: Mark | None, *, numbered: bool) -> Heading | None:
    """The heading that a row is; None where it is an item or a part of one. `below`: the next mark."""
    if cells.group:
        depth = (_mark(replace(cells, number=cells.group)) or _NO_MARK).depth
        return Heading(depth + 1, _title(cells.text), cells)
    mark = _mark(cells)
    if not cells.number and (mark is None or mark.style == "named"):
        return _unnumbered_heading(cells, below, numbered=numbered)
    holds = mark and below and below.depth > mark.depth
    if mark and (holds or (mark.style in ("roman", "capital", "part") and not cells.has_own())):
        return Heading(mark.depth + 1, _title(cells.text), cells)
    return None


def _unnumbered_heading(cells: Cells, below: Mark | None, *, numbered: bool) -> Heading | None:
    """A title alone in its row: of a phase, in capitals, over the whole row, or before a number 1."""
    if not cells.text or cells.has_own() or cells.text[:1].islower():
        return None
    if PHASE.match(cells.text) or cells.text.isupper():
        return Heading(0, one_line(cells.text), cells)
    anew = below is not None and below.number == "1"
    return Heading(NAMED + 1, one_line(cells.text), cells) if cells.over or anew or not numbered else None


def _mark(cells: Cells) -> Mark | None:
    """The mark of a row, from its number or from its text."""
    if cells.number:
        return split_mark(f"{cells.number.rstrip('.')}. X")[0] or split_mark(f"{cells.number} X")[0]
    mark = split_mark(cells.text)[0]
    return mark if mark and not mark.is_bullet else None


def depth_of(cells: Cells) -> float:
    """How deep an item stands: a heading of the same depth or a deeper one does not hold for it."""
    mark = _mark(cells)
    return mark.depth + 1 if mark else inf


def _title(text: str) -> str:
    mark, rest = split_mark(one_line(text))
    return (rest if mark and not mark.is_bullet else one_line(text)).rstrip(" :")


def _is_repeated(cells: Cells, last: Cells) -> bool:
    """Whether a row only repeats what the row before it already says."""
    if cells.number and cells.number != last.number:
        return False
    return bool(cells.text) and fold(cells.text) in fold(last.text) and (bool(cells.number) or not cells.lead)


def _stands_alone(cells: Cells, last: Cells, numbered: bool) -> bool:
    """Whether a row with no number is an item of its own: its own text and unit, or any cell."""
    if not cells.text or _goes_on(last.text, cells.text):
        return False
    if not numbered:
        return cells.has_own()
    return bool(cells.lead) or (cells.text[:1].isupper() and _has_another_time(cells, last))


def _has_another_time(cells: Cells, last: Cells) -> bool:
    """Whether a row has a time of its own, beside that of the row above, whose units hold for both."""
    return (
        _is_time(cells.deadline) and _is_time(last.deadline) and fold(cells.deadline) != fold(last.deadline)
    )


def _goes_on(before: str, text: str) -> bool:
    return text[:1].islower() and not before.rstrip().endswith(_ENDED)


def _joined(last: Cells, cells: Cells) -> Cells:
    """A row with the part of it that a page end has cut off."""
    names = ("text", *INHERITED)
    values = {name: _join(getattr(last, name), getattr(cells, name), name) for name in names}
    added = {name: value for name, value in values.items() if value != getattr(last, name)}
    sources = {name: _joined_source(last, cells, name) for name in added}
    return replace(last.with_cells(added, sources), joined=last.joined or bool(added))


def _joined_source(last: Cells, cells: Cells, name: str) -> Source:
    return last.source(name).joined(cells.source(name)) if getattr(last, name) else cells.source(name)


def _join(before: str, after: str, name: str) -> str:
    if not after or fold(after) in fold(before):
        return before
    if name == "deadline":
        return f"{before} {after}".strip() if _is_time(after) or not _is_time(before) else before
    if name == "text" or (after[:1].islower() and before):
        return f"{before} {after}"
    units = name in ("lead", "coordinators")
    if (
        units
        and before
        and not before.endswith((",", ";", "."))
        and not begins_with_unit(tokens_of(after), 0)
    ):
        return f"{before} {after}"
    if before and not before.endswith(","):
        return f"{before}\n{after}"
    return f"{before} {after}".strip() if not units or heading_units(one_line(after)) else before


def _is_time(text: str) -> bool:
    return any(deadline.kind not in ("other", "none") for deadline in read_deadlines(text))


def with_dittos(cells: Cells, last: Cells | None) -> Cells:
    """`cells` with "nt" and "như trên" put into words from the row before."""
    same = {name: getattr(last, name) for name in INHERITED if last and fold(getattr(cells, name)) in _DITTO}
    return cells.with_cells(same, last.sources) if last else cells
