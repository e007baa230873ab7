"""One row of a task table → its cells by the roles of their columns, each with where it stands."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from tasks_registry.reading.blocks import Row
from tasks_registry.reading.columns import Columns, is_numbering
from tasks_registry.reading.folding import fold, one_line
from tasks_registry.reading.marks import split_mark
from tasks_registry.reading.roles import Role
from tasks_registry.reading.sources import Source

PHASE = re.compile(
    r"^(?:giai đoạn|phần|đợt|bước|nhóm nhiệm vụ|nhóm)\s+(?:thứ\s+)?(?:\d|[IVX]+\b|một|hai|ba)", re.IGNORECASE
)
_FRAGMENT = 3  # words; no more in the column of numbers are what a page end has shifted there


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


def cells_of(row: Row, columns: Columns, numbers: tuple[int, ...]) -> Cells | None:
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
    cells = Cells(row.line, joined=row.joined).with_cells(by_role, sources)
    if not numbered:
        return _numbered(cells)
    before = [v for at, v in enumerate(values[: columns.roles.index(Role.TASK)]) if v and at not in numbers]
    if numbered[0] and before and len(filled) == 2:
        return Cells(row.line, number=numbered[0], text=before[0])  # a title in the column after the number
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
    return text.isupper() or bool(PHASE.match(text) or split_mark(text)[0]) or len(text.split()) > _FRAGMENT


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,6}|[a-zA-ZđĐ])[.)/]?\)?", text.strip()))


def number_columns(rows: tuple[Row, ...], columns: Columns) -> tuple[int, ...]:
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
