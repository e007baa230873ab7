"""Working days of a Vietnamese office: weekends, the holidays of the law, swaps, the office's own days."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

import holidays
from sqlmodel import Session, select

from models import CalendarDay

ONE_DAY = timedelta(days=1)

# Days worked or off by the yearly notices that the holidays library does not carry (domain.md 6).
ANNOUNCED: Mapping[date, bool] = MappingProxyType(
    {
        date(2024, 5, 4): True,
        date(2025, 4, 26): True,
        date(2026, 1, 2): False,
        date(2026, 1, 10): True,
        date(2026, 8, 22): True,
    }
)


@cache
def _holidays_of(year: int) -> frozenset[date]:
    """Days off by the Labour Code 2019, art. 111.3 and 112, with the swaps announced for `year`."""
    return frozenset(holidays.country_holidays("VN", years=year))


@dataclass(frozen=True)
class WorkingCalendar:
    """Which days are worked; `days` (day → worked or not) goes before everything else."""

    days: Mapping[date, bool] = field(default_factory=dict)

    def is_working(self, day: date) -> bool:
        """Whether offices work on `day`."""
        for known in (self.days, ANNOUNCED):
            if day in known:
                return known[day]
        return day.weekday() < 5 and day not in _holidays_of(day.year)

    def on_or_before(self, day: date) -> date:
        """`day`, or the last working day before it."""
        while not self.is_working(day):
            day -= ONE_DAY
        return day

    def shift(self, day: date, count: int) -> date:
        """The working day `count` working days after `day` (not counted), or before it where negative."""
        step = ONE_DAY if count >= 0 else -ONE_DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`; negative where `end` is earlier."""
        if end < start:
            return -self.between(end, start)
        days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return sum(map(self.is_working, days))


def load_calendar(session: Session) -> WorkingCalendar:
    """The calendar with the office's own days off and make-up days."""
    return WorkingCalendar({row.day: row.working for row in session.exec(select(CalendarDay))})
