"""Working days of a Vietnamese office: weekends, the holidays of the law, swaps, the office's own days."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import holidays
import yaml
from sqlmodel import Session, select

from models import CalendarDay
from tasks_registry.days.day_table import read_table

ONE_DAY = timedelta(days=1)
ANNOUNCED = read_table(
    yaml.safe_load(Path(__file__).with_name("announced_days.yaml").read_text(encoding="utf-8"))
)
"""Days worked or off by the yearly notices (thông báo hoán đổi ngày làm việc)."""


@cache
def legal_holidays(year: int) -> Mapping[date, str]:
    """Days off by the Labour Code 2019, art. 111.3 and 112 (24/11 from 2026 on), with their names."""
    return dict(sorted(holidays.country_holidays("VN", years=year, language="vi").items()))


@dataclass(frozen=True)
class WorkingCalendar:
    """Which days are worked; `days` (day → worked or not) goes before everything else."""

    days: Mapping[date, bool] = field(default_factory=dict)

    def is_working(self, day: date) -> bool:
        """Whether offices work on `day`."""
        if day in self.days:
            return self.days[day]
        if day in ANNOUNCED:
            return ANNOUNCED[day].working
        return day.weekday() < 5 and day not in legal_holidays(day.year)

    def on_or_before(self, day: date) -> date:
        """`day`, or the last working day before it."""
        while not self.is_working(day):
            day -= ONE_DAY
        return day

    def on_or_after(self, day: date) -> date:
        """`day`, or the next working day (Civil Code 2015, art. 148.5)."""
        while not self.is_working(day):
            day += ONE_DAY
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
