"""Deadlines of an item → the due dates of its tasks, one for each occurrence (kỳ)."""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

WEEK = timedelta(days=7)
FRIDAY = 4
MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}


@dataclass(frozen=True)
class Occurrence:
    """One due date of a deadline. `key` is the same whenever the same occurrence is worked out again."""

    key: str
    due: date | None

    @property
    def recurring(self) -> bool:
        """Whether it is one of several of its deadline."""
        return "@" in self.key


def occurrences(deadlines: Sequence[Mapping[str, Any]], first: date, last: date) -> list[Occurrence]:
    """The due dates that `deadlines` (RULES.md, "Deadlines", as JSON values) give between two days.

    A dated deadline gives one occurrence whatever the days; a recurring one gives those that fall due from
    `first` to `last`; anything without a date gives one with no due date. Times within a period ("02
    lần/tháng") make one task of the period. Keys are "1", "2", … by place, with the date for a recurring one.
    """
    found: list[Occurrence] = []
    for place, deadline in enumerate(deadlines, 1):
        if deadline["kind"] == "recurring":
            found += [Occurrence(f"{place}@{due}", due) for due in _recurring(deadline, first, last)]
        else:
            found.append(Occurrence(str(place), _day(deadline.get("due"))))
    return found


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)) if value else None


def _recurring(deadline: Mapping[str, Any], first: date, last: date) -> Iterator[date]:
    interval = int(deadline.get("interval") or 1)
    if deadline["every"] == "week":
        days = list(_fridays(first, last))[interval - 1 :: interval]
    elif deadline.get("dates"):
        days = list(_dated(tuple(deadline["dates"]), first, last))
    else:
        days = list(_period_ends(MONTHS[deadline["every"]] * interval, first, last))
    return (day for day in days if first <= day <= last)


def _fridays(first: date, last: date) -> Iterator[date]:
    """A week's work is due on its Friday, the last day that every office works."""
    day = first + timedelta(days=(FRIDAY - first.weekday()) % 7)
    while day <= last:
        yield day
        day += WEEK


def _dated(dates: tuple[str, ...], first: date, last: date) -> Iterator[date]:
    """`dates` are MM-DD in each year, or DD in each month (31 means the month's last day)."""
    for year in range(first.year, last.year + 1):
        for text in dates:
            month, _, day = text.rpartition("-")
            for each in [int(month)] if month else range(1, 13):
                yield date(year, each, min(int(day), monthrange(year, each)[1]))


def _period_ends(months: int, first: date, last: date) -> Iterator[date]:
    """The last days of the periods of `months` months, counted from January of the first year."""
    for count in range(months, (last.year - first.year + 1) * 12 + 1, months):
        year, month = first.year + (count - 1) // 12, (count - 1) % 12 + 1
        yield date(year, month, monthrange(year, month)[1])
