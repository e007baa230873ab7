"""Dates in digits: 05/4/2022, 5.4.22, 05-4, 2026-03-15, 5/2026."""

from dataclasses import replace

from tasks_registry.reading.deadline.points import (
    IMPOSSIBLE,
    Point,
    Read,
    day_of,
    is_year,
    month_of,
    with_year,
)
from tasks_registry.reading.deadline.tokens import Line, Token

# What may follow "5.4" or "5-4" that stands without the word "ngày": a word would make it a number of things.
_AFTER_A_DATE = ("", ",", ";", ".", ":", "(", ")", "and", "&", "-", "to", "year", "every", "of")


def read_numerals(line: Line, at: int, *, after_day: bool = False) -> Read:
    """The date or month in digits at `at`; `after_day` where the word "ngày" stands before it."""
    mark = line.symbol(at + 1)
    if mark not in ("/", "-", ".") or not line.starts(at, "num", mark, "num"):
        return None
    third = line.starts(at + 3, mark, "num") and _belongs(line, at + 2, mark)
    if not _belongs(line, at, mark) and not (mark == "-" and third and is_year(line, at + 4)):
        return None
    if third:
        return _three(line[at], line[at + 2], line[at + 4]), at + 5
    return _two(line, at, mark, after_day)


def _belongs(line: Line, at: int, mark: str) -> bool:
    """A slash may stand apart from its numbers; a dash or dot then separates something else."""
    return (
        mark == "/" or (line[at + 1].glued and line[at + 2].glued) or (mark == "-" and is_year(line, at + 2))
    )


def _three(first: Token, second: Token, third: Token) -> Point:
    if len(first.text) == 4:
        return replace(day_of(second.value, third.value), year=first.value)
    if len(third.text) not in (2, 4):
        return IMPOSSIBLE
    century = 2000 if len(third.text) == 2 else 0
    return replace(day_of(second.value, first.value), year=century + third.value)


def _two(line: Line, at: int, mark: str, after_day: bool) -> Read:
    first, second = line[at], line[at + 2]
    if is_year(line, at):
        return None
    if is_year(line, at + 2):
        return replace(month_of(first.value), year=second.value), at + 3
    if mark == "/" and len(second.text) == 2 and second.value > 12 >= first.value and not after_day:
        return replace(month_of(first.value), year=2000 + second.value), at + 3
    if mark != "/" and not _is_day(line, at, after_day):
        return None
    return with_year(line, at + 3, day_of(second.value, first.value))


def _is_day(line: Line, at: int, after_day: bool) -> bool:
    follows = line.symbol(at + 3)
    if follows in ("/", "month") or line[at].value > 31 or line[at + 2].value > 12:
        return False
    return after_day or follows in _AFTER_A_DATE
