"""Working days against the published calendars (domain.md 6)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from models import CalendarDay
from tasks_registry.working_days import WorkingCalendar, load_calendar

LAW = WorkingCalendar()
DAYS = st.dates(date(2022, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    "day",
    [
        *("2026-01-01", "2026-01-02", "2026-02-16", "2026-02-20", "2026-04-27", "2026-04-30", "2026-05-01"),
        *("2026-08-31", "2026-09-01", "2026-09-02", "2026-11-24"),
        *("2025-01-27", "2025-05-02", "2024-04-29"),
    ],
)
def test_days_off_of_the_law_and_of_the_yearly_notices(day: str) -> None:
    assert not LAW.is_working(date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2026-01-10", "2026-08-22", "2025-04-26", "2024-05-04", "2026-03-02"])
def test_make_up_saturdays_are_worked(day: str) -> None:
    assert LAW.is_working(date.fromisoformat(day))


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
