"""From points to dates: years that are not printed, last days on time, deadlines."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from tasks_registry.reading.deadline.points import MonthDay, Point
from tasks_registry.reading.deadline.spans import Joint, Span
from tasks_registry.reading.deadline.values import OTHER, Deadline

_EARLIEST, _LATEST = date(1900, 1, 1), date(2100, 12, 31)
_DAY = timedelta(days=1)
_LONGEST_TERM = 36_525  # days, a century; a longer one is a slip


@dataclass(frozen=True)
class PlanDates:
    """What a plan says of itself: the year whose work it plans, and its day of issue."""

    year: int | None
    issued: date | None

    @property
    def usual_year(self) -> int | None:
        return self.year or (self.issued.year if self.issued else None)

    def or_year(self, printed: int | None) -> "PlanDates":
        """The same, with the year printed in the text itself where the plan's is not known."""
        return self if self.usual_year else replace(self, year=printed)

    def term(self, days: int, *, working: bool) -> Deadline:
        """So many days from the issue, whose own day is not counted (Civil Code 2015, art. 147).

        Of working days only Saturdays and Sundays are left out here; holidays are the calendar's.
        "other" where they lead beyond 2100.
        """
        if days > _LONGEST_TERM:
            return OTHER
        due = self.issued and _after_days(self.issued, days, working=working)
        return OTHER if due and due > _LATEST else Deadline("relative", due=due, days=days, of="issued")


def _after_days(start: date, days: int, *, working: bool) -> date:
    if not working:
        return start + timedelta(days=days)
    weeks, rest = divmod(days, 5)
    due = start + timedelta(weeks=weeks)
    while rest or due.weekday() > 4:
        due += _DAY
        rest -= due.weekday() < 5 and rest > 0
    return due


@dataclass(frozen=True)
class Stretch:
    """A day or period, or a range of them ("range"). The plan's issue may have no known date."""

    first: date | None
    last: date | None
    unit: str


def span_deadlines(span: Span, plan: PlanDates) -> list[Deadline]:
    """What a span that repeats nothing says: single dates, or a beginning without an end."""
    dated = stretches(span.points, plan, merge=span.mode in ("", "in"))
    found = [_deadline(span, stretch) if stretch else OTHER for stretch in dated]
    return [*found, Deadline("recurring", every=span.onward)] if span.onward else found


def _deadline(span: Span, stretch: Stretch) -> Deadline:
    """Only a period named as such ("tháng 6", "từ … đến …") has a start; "đến hết tháng 6" says none."""
    if span.mode == "before" and stretch.first:
        return _by(None, stretch.first - _DAY)
    if span.mode == "after":
        return Deadline("continuous", start=stretch.last + _DAY if stretch.last else None)
    if span.mode == "from" and stretch.unit != "range":
        return Deadline("continuous", start=stretch.first)
    named = stretch.unit == "range" or (span.mode != "until" and stretch.unit != "day")
    return _by(stretch.first if named else None, stretch.last)


def _by(start: date | None, due: date | None) -> Deadline:
    if due is None or not _EARLIEST <= due <= _LATEST or (start and start > due):
        return OTHER
    return Deadline("by", start=start, due=due)


# -- stretches of days -------------------------------------------------------------------------------------


def stretches(points: Sequence[tuple[Joint, Point]], plan: PlanDates, *, merge: bool) -> list[Stretch | None]:
    """The days and ranges in order; None for an impossible one. Adjacent periods make one where `merge`."""
    found: list[Stretch | None] = []
    for joint, point in _with_months(_with_years(_with_turns_of_year(points))):
        stretch = _stretch(point, plan)
        if joint != "list" and found:
            found[-1] = _range(found[-1], stretch, joint)
        else:
            found.append(stretch)
    one = _merged(found) if merge and len(found) > 1 else None
    return [one] if one else found


def _with_turns_of_year(points: Sequence[tuple[Joint, Point]]) -> list[tuple[Joint, Point]]:
    """Ranges over New Year get both years.

    "Từ tháng 9 đến tháng 5/2027" begins the year before, "từ 01/11/2026 đến 15/02" ends the year after.
    """
    turned = list(points)
    for at in range(1, len(turned)):
        (joint_before, left), (joint, right) = turned[at - 1], turned[at]
        if joint == "list" or not 0 < right.first[0] < left.first[0] or (left.year and right.year):
            continue
        if right.year:
            turned[at - 1] = joint_before, replace(left, year=right.year - 1)
        else:
            turned[at] = joint, replace(right, year=left.year and left.year + 1, shift=0 if left.year else 1)
    return turned


def _with_years(points: Sequence[tuple[Joint, Point]]) -> list[tuple[Joint, Point]]:
    """A point takes the year printed behind it, else the one before it."""
    years = _filled([point.year or 0 for _, point in points])
    return [
        (joint, replace(point, year=year or None)) for (joint, point), year in zip(points, years, strict=True)
    ]


def _with_months(points: Sequence[tuple[Joint, Point]]) -> list[tuple[Joint, Point]]:
    """A bare day takes the month behind it, else the one before it."""
    months = _filled([point.first[0] for _, point in points])
    return [
        (
            joint,
            point
            if point.first[0]
            else replace(point, first=(month, point.first[1]), last=(month, point.last[1])),
        )
        for (joint, point), month in zip(points, months, strict=True)
    ]


def _filled(values: list[int]) -> list[int]:
    """`values` with each 0 replaced by the value after it, else by the one before it."""
    filled = list(values)
    for at in reversed(range(len(filled) - 1)):
        filled[at] = filled[at] or filled[at + 1]
    for at in range(1, len(filled)):
        filled[at] = filled[at] or filled[at - 1]
    return filled


def _stretch(point: Point, plan: PlanDates) -> Stretch | None:
    if point.unit == "issue":
        return Stretch(plan.issued, plan.issued, "day")
    year = (point.year or plan.usual_year or 0) + point.shift
    first, last = calendar_day(year, point.first), calendar_day(year, point.last)
    return Stretch(first, last, point.unit) if first and last else None


def calendar_day(year: int, day: MonthDay) -> date | None:
    """That day of `year` (day 0: the month's last), or None where there is none between 1900 and 2100."""
    if not (_EARLIEST.year <= year <= _LATEST.year and 1 <= day[0] <= 12):
        return None
    last = monthrange(year, day[0])[1]
    return date(year, day[0], day[1] or last) if day[1] <= last else None


def _range(first: Stretch | None, last: Stretch | None, joint: Joint) -> Stretch | None:
    if first is None or last is None or last.first is None:
        return None
    return Stretch(first.first, last.first - _DAY if joint == "to-before" else last.last, "range")


def _merged(found: Sequence[Stretch | None]) -> Stretch | None:
    """The one stretch that periods of one kind make, each beginning the day after the one before it."""
    known = [stretch for stretch in found if stretch]
    if len(known) < len(found) or len({stretch.unit for stretch in known}) > 1:
        return None
    adjacent = all(left.last and left.last + _DAY == right.first for left, right in pairwise(known))
    return Stretch(known[0].first, known[-1].last, "range") if adjacent else None
