"""A year of the calendar as an office sees and edits it: each day that is not as the week says, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from sqlmodel import Session, col, select

from config.errors import DondocError
from models import CalendarDay
from tasks_registry.days.day_table import LONGEST_NAME, TableDay
from tasks_registry.days.working_days import ANNOUNCED, ONE_DAY, legal_holidays, load_calendar


class Source(StrEnum):
    """Where a day of the calendar comes from, the last word first."""

    OFFICE = "office"
    NOTICE = "notice"
    LAW = "law"


SOURCE_NAMES: Mapping[Source, str] = MappingProxyType(
    {Source.OFFICE: "đơn vị khai", Source.NOTICE: "thông báo hoán đổi", Source.LAW: "Bộ luật Lao động"}
)


@dataclass(frozen=True)
class ListedDay:
    """A day of the list, and where it comes from."""

    day: date
    working: bool
    name: str
    source: Source

    def as_dict(self) -> dict[str, Any]:
        """The day in JSON."""
        return {"day": self.day, "working": self.working, "name": self.name, "source": self.source.value}


@dataclass(frozen=True)
class CalendarYear:
    """A year: its days in order, how many are worked, and a warning where its swaps are not known yet."""

    year: int
    days: tuple[ListedDay, ...]
    worked: int
    warning: str


@dataclass(frozen=True)
class Replaced:
    """What became of the office's table: the days set (new or other than before) and the days let go."""

    set: tuple[date, ...]
    cleared: tuple[date, ...]


def office_days(session: Session, year: int | None = None) -> list[TableDay]:
    """The office's own table, of one year or whole."""
    rows = session.exec(select(CalendarDay).order_by(col(CalendarDay.day)))
    return [TableDay(row.day, row.working, row.name) for row in rows if year in (None, row.day.year)]


def calendar_year(session: Session, year: int) -> CalendarYear:
    """Holidays of the law, swaps and the office's own days of `year`; the last of these has the word."""
    own = office_days(session, year)
    announced = [each for each in ANNOUNCED.values() if each.day.year == year]
    listed = {
        day: ListedDay(day, False, name, Source.LAW)
        for day, name in legal_holidays(year).items()
        if day.year == year
    }
    for source, table in ((Source.NOTICE, announced), (Source.OFFICE, own)):
        listed |= {each.day: ListedDay(each.day, each.working, each.name, source) for each in table}
    calendar = load_calendar(session)
    warning = "" if announced or own else f"chưa có thông báo hoán đổi ngày làm việc năm {year}"
    return CalendarYear(
        year,
        tuple(listed[day] for day in sorted(listed)),
        calendar.between(date(year, 1, 1) - ONE_DAY, date(year, 12, 31)),
        warning,
    )


def set_day(session: Session, each: TableDay) -> None:
    """Declare a day in the office's table.

    Raises:
        DondocError: its name is longer than the table of a file may have it.
    """
    if len(each.name) > LONGEST_NAME:
        raise DondocError(f"Tên của ngày {each.day:%d/%m/%Y} dài quá {LONGEST_NAME} chữ; viết ngắn lại.")
    row = session.get(CalendarDay, each.day) or CalendarDay(day=each.day, working=each.working)
    row.working, row.name = each.working, each.name
    session.add(row)
    session.flush()


def clear_day(session: Session, day: date) -> bool:
    """Take a day out of the office's table; whether it was there."""
    row = session.get(CalendarDay, day)
    if row is not None:
        session.delete(row)
        session.flush()
    return row is not None


def replace_years(session: Session, table: Mapping[date, TableDay]) -> Replaced:
    """Make `table` the office's own for each year that it speaks of; other years stay."""
    years = {day.year for day in table}
    before = {each.day: each for each in office_days(session) if each.day.year in years}
    changed = tuple(day for day, each in table.items() if before.get(day) != each)
    gone = tuple(day for day in before if day not in table)
    for day in gone:
        clear_day(session, day)
    for day in changed:
        set_day(session, table[day])
    return Replaced(tuple(sorted(changed)), gone)
