"""Working days against the published calendars (domain.md 6)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from models import CalendarDay
from tasks_registry.days.working_days import ONE_DAY, WorkingCalendar, load_calendar

LAW = WorkingCalendar()
DAYS = st.dates(date(2022, 1, 1), date(2028, 12, 31))


# The table of domain.md 6: spans off with the weekends in them, day by day, and the Saturdays worked instead.
SPANS_OFF = [
    ("2024-01-01", "2024-01-01"),
    ("2024-02-08", "2024-02-14"),
    ("2024-04-18", "2024-04-18"),
    ("2024-04-27", "2024-05-01"),
    ("2024-08-31", "2024-09-03"),
    ("2025-01-01", "2025-01-01"),
    ("2025-01-25", "2025-02-02"),
    ("2025-04-07", "2025-04-07"),
    ("2025-04-30", "2025-05-04"),
    ("2025-08-30", "2025-09-02"),
    ("2026-01-01", "2026-01-04"),
    ("2026-02-14", "2026-02-22"),
    ("2026-04-26", "2026-04-27"),
    ("2026-04-30", "2026-05-03"),
    ("2026-08-29", "2026-09-02"),
    ("2026-11-24", "2026-11-24"),
]
WORKED = ["2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22"]


@pytest.mark.parametrize(("first", "last"), SPANS_OFF)
def test_every_day_of_the_published_spans_is_off(first: str, last: str) -> None:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    days = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    assert not any(map(LAW.is_working, days))


@pytest.mark.parametrize(("first", "last"), SPANS_OFF)
def test_the_weekdays_around_the_spans_are_worked(first: str, last: str) -> None:
    before, after = date.fromisoformat(first) - ONE_DAY, date.fromisoformat(last) + ONE_DAY
    assert all(LAW.is_working(day) for day in (before, after) if day.weekday() < 5)


@pytest.mark.parametrize("day", [*WORKED, "2026-03-02"])
def test_make_up_saturdays_are_worked(day: str) -> None:
    assert LAW.is_working(date.fromisoformat(day))


def test_no_other_weekend_of_the_three_years_is_worked() -> None:
    days = [date(2024, 1, 1) + timedelta(days=n) for n in range(366 + 365 + 365)]
    worked = [f"{day}" for day in days if day.weekday() > 4 and LAW.is_working(day)]
    assert worked == WORKED


def test_the_day_of_culture_is_off_from_2026_on() -> None:
    """24/11/2024 was a Sunday by itself, so Monday 25 tells it."""
    assert LAW.is_working(date(2025, 11, 24))
    assert LAW.is_working(date(2024, 11, 25))
    assert not LAW.is_working(date(2026, 11, 24))
    assert not LAW.is_working(date(2027, 11, 24))


def test_the_office_has_the_last_word(session: Session) -> None:
    """A storm day off, and a Sunday worked."""
    session.add(CalendarDay(day=date(2026, 3, 3), working=False, name="Bão"))
    session.add(CalendarDay(day=date(2026, 3, 8), working=True))
    session.flush()
    calendar = load_calendar(session)
    assert not calendar.is_working(date(2026, 3, 3))
    assert calendar.is_working(date(2026, 3, 8))


def test_a_sunday_goes_back_to_friday() -> None:
    assert LAW.on_or_before(date(2026, 3, 15)) == date(2026, 3, 13)


def test_shifting_over_tet() -> None:
    assert LAW.shift(date(2026, 2, 13), 1) == date(2026, 2, 23)
    assert LAW.shift(date(2026, 2, 23), -1) == date(2026, 2, 13)
    assert LAW.between(date(2026, 2, 13), date(2026, 2, 24)) == 2


@given(DAYS, st.integers(-40, 40))
def test_shifting_counts_working_days(day: date, count: int) -> None:
    moved = LAW.shift(day, count)
    assert count == 0 or LAW.is_working(moved)
    assert count < 0 or LAW.between(day, moved) == count


@given(DAYS, st.integers(-60, 60))
def test_between_turns_with_its_ends(day: date, days: int) -> None:
    other = day + timedelta(days=days)
    assert LAW.between(day, other) == -LAW.between(other, day)
