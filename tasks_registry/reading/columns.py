"""The heading of a task table: which column holds what, in any order and under any usual name."""

import re
from dataclasses import dataclass, replace

from tasks_registry.reading.folding import fold, one_line
from tasks_registry.reading.roles import Role, is_guess, role_of, says_beginning, says_lead

_LATEST_HEADING_ROW = 6
_UNIT_ROLES = (Role.LEAD, Role.UNITS, Role.COORDINATORS)


@dataclass(frozen=True)
class Columns:
    """The roles of a table's columns from left to right, and the first row after its heading."""

    roles: tuple[Role | None, ...]
    first_row: int = 0
    beginnings: tuple[int, ...] = ()  # columns of a time to begin, beside the time to end
    names: frozenset[str] = frozenset()  # the words of the heading, folded
    guessed: tuple[str, ...] = ()  # the names that are known by nearness only

    def of(self, role: Role) -> tuple[int, ...]:
        """The columns of a role."""
        return tuple(at for at, found in enumerate(self.roles) if found is role)


def find_columns(rows: list[list[str]]) -> Columns | None:
    """The columns of a task table by its heading of one or two rows; None where it is no task table."""
    for at, row in enumerate(rows[:_LATEST_HEADING_ROW]):
        if sum(role_of(cell) is not None for cell in row) < 2:
            continue
        two_rows = at + 1 < len(rows) and _is_second_heading(row, rows[at + 1])
        names = _under(row, rows[at + 1]) if two_rows else row
        columns = columns_of(names, at + 2 if two_rows else at + 1)
        if columns:
            first = columns.first_row
            skip = first < len(rows) and is_numbering(rows[first])
            words = frozenset(fold(cell) for heading in rows[at:first] for cell in heading)
            return replace(columns, first_row=first + skip, names=words)
    return None


def _is_second_heading(row: list[str], below: list[str]) -> bool:
    """Whether `below` goes on with the heading: nothing but names of columns, one of them of units."""
    roles = [role_of(cell) for cell in below if cell.strip() and cell not in row]
    return bool(roles) and None not in roles and any(role in _UNIT_ROLES for role in roles)


def _under(row: list[str], below: list[str]) -> list[str]:
    width = max(len(row), len(below))
    pairs = zip(row + [""] * width, below + [""] * width, strict=False)
    return [(low if low.strip() else high) for high, low in list(pairs)[:width]]


def columns_of(names: list[str], first_row: int = 0) -> Columns | None:
    """The columns that bear `names`; None where they do not make a task table."""
    roles = [role_of(name) for name in names]
    if Role.TASK not in roles or not {*_UNIT_ROLES, Role.DEADLINE} & set(roles):
        return None
    begins = tuple(i for i, n in enumerate(names) if roles[i] is Role.DEADLINE and says_beginning(n))
    settled = _settle_units(roles, names)
    guessed = tuple(one_line(name) for name in names if is_guess(name))
    begins = begins if len(begins) < settled.count(Role.DEADLINE) else ()
    return Columns(tuple(settled), first_row, begins, guessed=guessed)


def _settle_units(roles: list[Role | None], names: list[str]) -> list[Role | None]:
    """*Thực hiện* coordinates beside *Chủ trì*, and leads alone; one column leads."""
    leads = [at for at, role in enumerate(roles) if role is Role.LEAD]
    leads = [at for at in leads if says_lead(names[at])] or leads
    lead = (leads or [at for at, role in enumerate(roles) if role is Role.UNITS] or [-1])[0]
    beside: Role = Role.COORDINATORS if leads else Role.OTHER
    settled = [beside if role in (Role.UNITS, Role.LEAD) else role for role in roles]
    return [Role.LEAD if at == lead else role for at, role in enumerate(settled)]


def is_numbering(row: list[str]) -> bool:
    """Whether a row only numbers the columns: (1), (2), (3) …"""
    found = [re.fullmatch(r"\(?(\d{1,2})\)?", one_line(cell)) for cell in row if cell.strip()]
    numbers = [int(match[1]) for match in found if match]
    return len(numbers) >= 3 and len(numbers) == len(found) and numbers == sorted(set(numbers))
