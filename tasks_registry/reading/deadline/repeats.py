"""The days of a rhythm, last on time, as texts that fit every year ("03-14") or month ("15")."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from tasks_registry.reading.deadline.dates import PlanDates, calendar_day, stretches
from tasks_registry.reading.deadline.points import Point
from tasks_registry.reading.deadline.spans import Joint, Span
from tasks_registry.reading.deadline.values import Every

_COMMON_YEAR = PlanDates(2001, None)  # dates that fit every year: February has 28 days
_DAY = timedelta(days=1)


def fits(span: Span, every: Every) -> bool:
    """Whether the days of `span` can repeat so: days alone in a month, days with months in a year."""
    if span.mode == "after" or (span.mode == "from" and not span.has_range) or span.onward:
        return False
    if every == "month":
        return all(point.unit == "day" and not point.first[0] for _, point in span.points)
    known = span.points[-1][1].first[0] and not span.units & {"year", "never", "issue"}
    repeats = {point.every for _, point in span.points} - {None}
    return every != "week" and bool(known) and repeats <= {every}


def own_cycle(span: Span) -> Every | None:
    """The cycle that the words themselves name: "ngày 20 của tháng cuối quý", "cuối tháng"."""
    return next((point.every for _, point in span.points if point.every), None)


def repeated_dates(spans: Iterable[Span], every: Every) -> tuple[str, ...] | None:
    """The last days on time in each period; None where a day is impossible."""
    days = [day for span in spans for day in _days(span, every)]
    if any(day is None for day in days):
        return None
    return tuple(dict.fromkeys(day for day in days if day))


def _days(span: Span, every: Every) -> Iterator[str | None]:
    if every == "month":
        yield from (_in_month(point, before) for point, before in _ends(span))
    elif own_cycle(span) == "quarter":
        yield from sorted(day for point, before in _ends(span) for day in _in_quarters(point, before))
    else:
        yield from _in_year(span)


def _ends(span: Span) -> Iterator[tuple[Point, bool]]:
    """The points on which a list or range ends, and whether "trước" stands before them."""
    joints: list[Joint] = [joint for joint, _ in span.points[1:]] + ["list"]
    for (joint, point), following in zip(span.points, joints, strict=True):
        if following == "list":
            yield point, span.mode == "before" or joint == "to-before"


def _in_month(point: Point, before: bool) -> str | None:
    """The day as text; "31" is read as the month's last, as is the day before the 1st."""
    day = (point.last[1] or 31) - before
    return f"{day or 31:02}" if day <= 31 else None


def _in_quarters(point: Point, before: bool) -> Iterator[str]:
    """The day in each quarter; a month that has no such day ends before it (Civil Code 2015, art. 148)."""
    month, day = point.last
    for first in (0, 3, 6, 9):
        found = calendar_day(2001, (first + month, day)) or calendar_day(2001, (first + month, 0))
        if found:
            yield _text(found - before * _DAY)


def _in_year(span: Span) -> Iterator[str | None]:
    timeless = [(joint, replace(point, year=None, shift=0)) for joint, point in span.points]
    for stretch in stretches(timeless, _COMMON_YEAR, merge=span.mode in ("", "in")):
        end = stretch and (stretch.first and stretch.first - _DAY if span.mode == "before" else stretch.last)
        yield _text(end) if end else None


def _text(day: date) -> str:
    return f"{day:%m-%d}"
