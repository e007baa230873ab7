"""The rows of a task table sorted out: sections and groups, items, and rows broken by a page end."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import inf

from tasks_registry.reading.blocks import Row
from tasks_registry.reading.columns import Columns, is_numbering
from tasks_registry.reading.deadlines import read_deadlines
from tasks_registry.reading.folding import fold, one_line
from tasks_registry.reading.marks import NAMED, Mark, split_mark
from tasks_registry.reading.roles import Role
from tasks_registry.reading.sources import Source
from tasks_registry.reading.units import heading_units

_PHASE = re.compile(
    r"^(?:giai đoạn|phần|đợt|bước|nhóm nhiệm vụ|nhóm)\s+(?:thứ\s+)?(?:\d|[IVX]+\b|một|hai|ba)", re.IGNORECASE
)
_DITTO = ("nt", "-nt-", "- nt -", "nhu tren", "//", "-//-", "//-", "- // -")
_FRAGMENT = 3  # words; no more in the column of numbers are what a page end has shifted there
_NO_MARK = Mark("", 0)
_ENDED = (".", ";", ":", "!", "?")


@dataclass(frozen=True)
class Cells:
    """One row by the roles of its columns; a line break in a cell is one of the author's.

    `sources` says for each filled field from which cell of which row it is; `joined`: a page end cut it.
    """

    line: int
    number: str = ""
    over: bool = False  # one cell stands over the whole row
    group: str = ""  # the number of a row that is numbered in another column only
    text: str = ""
    lead: str = ""
    coordinators: str = ""
    deadline: str = ""
    deliverables: str = ""
    joined: bool = False
    sources: Mapping[str, Source] = field(default_factory=dict)

    def filled(self, other: "Cells") -> "Cells":
        """These cells, with those of `other` where these are empty (number and text aside)."""
        empty = {name: getattr(other, name) for name in INHERITED if not getattr(self, name)}
        return self.with_cells(empty, other.sources)

    def with_cells(self, values: Mapping[str, str], sources: Mapping[str, Source]) -> "Cells":
        """These cells with others put in by name, each with its source."""
        theirs = {name: sources[name] for name, value in values.items() if value and name in sources}
        return replace(self, sources={**self.sources, **theirs}, **values)  # type: ignore[arg-type]  # cells only

    def source(self, name: str) -> Source:
        """The cell that gives the field `name`; the row as a whole where it has no cell of its own."""
        return self.sources.get(name) or Source(self.line, one_line(getattr(self, name)))

    def has_own(self) -> bool:
        """Whether any cell but number and text is filled."""
        return any(getattr(self, name) for name in INHERITED)


INHERITED = ("lead", "coordinators", "deadline", "deliverables")
_NAMES = {
    Role.TASK: "text",
    Role.LEAD: "lead",
    Role.COORDINATORS: "coordinators",
    Role.DEADLINE: "deadline",
    Role.DELIVERABLES: "deliverables",
}


@dataclass(frozen=True)
class Heading:
    """A row that holds for the rows after it: a section, or a group with cells of its own."""

    depth: int
    title: str
    cells: Cells


def sorted_rows(rows: tuple[Row, ...], columns: Columns) -> list[Heading | Cells]:
    """The headings and items of a table in their order; leftovers of page ends joined or dropped."""
    numbers = _number_columns(rows, columns)
    read = [cells for row in rows[columns.first_row :] if (cells := _cells(row, columns, numbers))]
    found: list[Heading | Cells] = []
    for at, cells in enumerate(read):
        heading = _heading(cells, read[at + 1 :], numbered=bool(numbers))
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


def _cells(row: Row, columns: Columns, numbers: tuple[int, ...]) -> Cells | None:
    """The cells of a row by role; None for an empty row, a heading repeated, a row that numbers columns."""
    values = [cell if any(char.isalnum() for char in cell) else "" for cell in row.cells]
    filled = [value for value in values if value]
    if not filled or is_numbering(values) or all(fold(value) in columns.names for value in filled):
        return None
    if len({one_line(value) for value in filled}) == 1 and (len(row.cells) == 1 or len(filled) > 1):
        return Cells(row.line, text=filled[0], over=True)
    by_role: dict[str, str] = {}
    sources: dict[str, Source] = {}
    for at, role in enumerate(columns.roles):
        if at < len(values) and values[at] and role in _NAMES:
            name, source = _NAMES[role], _source(row, at)
            by_role[name] = _put(by_role.get(name, ""), values[at], at, columns)
            sources[name] = sources[name].joined(source) if name in sources else source
    numbered = [one_line(values[at]) if at < len(values) else "" for at in numbers]
    cells = Cells(row.line).with_cells(by_role, sources)
    if not numbered:
        return _numbered(cells)
    return _checked(replace(cells, number=numbered[0]), next(filter(None, numbered[1:]), ""))


def _source(row: Row, at: int) -> Source:
    """The source of the cell at `at`: by its own line where it has one, else by its column."""
    quote = one_line(row.cells[at])
    return Source(row.cell_lines[at], quote) if row.cell_lines else Source(row.line, quote, at + 1)


def _put(before: str, value: str, at: int, columns: Columns) -> str:
    """A second cell of one role beside the first: a time to begin and a time to end make one span."""
    if at - 1 in columns.beginnings and before:
        return f"từ {before} đến {value}"
    return f"{before}\n{value}" if before else value


def _numbered(cells: Cells) -> Cells:
    """`cells` with the number that opens their text, of a table that has no column for it."""
    mark, rest = split_mark(cells.text)
    numbered = mark and not mark.is_bullet and mark.style != "named"
    return replace(cells, number=mark.number if mark else "", text=rest) if numbered else cells


def _checked(cells: Cells, other_number: str) -> Cells | None:
    """`cells` with a number that is one, and its group where only another column numbers it."""
    if cells.number and not _is_number(cells.number):
        if not cells.text:
            return replace(cells, number="", text=cells.number) if _is_title(cells.number) else None
        return replace(cells, number="") if len(cells.number) > 12 else cells
    if not cells.number and other_number and _is_number(one_line(other_number)):
        return replace(cells, group=one_line(other_number))
    return cells


def _is_title(text: str) -> bool:
    """Whether a text in the column of numbers is a title over the whole row, not a shifted fragment."""
    return text.isupper() or bool(_PHASE.match(text) or split_mark(text)[0]) or len(text.split()) > _FRAGMENT


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,6}|[a-zA-ZđĐ])[.)/]?\)?", text.strip()))


def _number_columns(rows: tuple[Row, ...], columns: Columns) -> tuple[int, ...]:
    """The columns that number rows, the running number first: the one that counts on through the table."""
    before_task = range(columns.roles.index(Role.TASK))
    named = columns.of(Role.NUMBER)
    unnamed = [at for at in before_task if columns.roles[at] is None and _mostly_numbers(rows, at)]
    return tuple(sorted({*named, *unnamed}, key=lambda at: -_counted(rows, at)))


def _mostly_numbers(rows: tuple[Row, ...], at: int) -> bool:
    values = [one_line(row.cells[at]) for row in rows if at < len(row.cells) and row.cells[at].strip()]
    return sum(map(_is_number, values)) * 2 > len(values)


def _counted(rows: tuple[Row, ...], at: int) -> int:
    numbers = [one_line(row.cells[at]).rstrip(".") for row in rows if at < len(row.cells)]
    plain = [int(number) for number in numbers if number.isdigit() and number.isascii() and len(number) < 4]
    return sum(b == a + 1 for a, b in pairwise(plain)) + bool(plain)


def _heading(cells: Cells, following: list[Cells], *, numbered: bool) -> Heading | None:
    """The heading that a row is; None where it is an item or a part of one."""
    if cells.group:
        depth = (_mark(replace(cells, number=cells.group)) or _NO_MARK).depth
        return Heading(depth + 1, _title(cells.text), cells)
    mark = _mark(cells)
    below = next((found for row in following if (found := _mark(row))), None)
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
    if _PHASE.match(cells.text) or cells.text.isupper():
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
    return bool(cells.lead) if numbered else cells.has_own()


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
        return f"{before} {after}".strip() if _is_time(after) or not before else before
    if name == "text" or (after[:1].islower() and before):
        return f"{before} {after}"
    if before and not before.endswith(","):
        return f"{before}\n{after}"
    whole = name not in ("lead", "coordinators") or heading_units(one_line(after))
    return f"{before} {after}".strip() if whole else before


def _is_time(text: str) -> bool:
    return any(deadline.kind not in ("other", "none") for deadline in read_deadlines(text))


def with_dittos(cells: Cells, last: Cells | None) -> Cells:
    """`cells` with "nt" and "như trên" put into words from the row before."""
    same = {name: getattr(last, name) for name in INHERITED if last and fold(getattr(cells, name)) in _DITTO}
    return cells.with_cells(same, last.sources) if last else cells
