"""Periods: codes, data windows cut off on the 14th, Vietnamese names."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import DondocError
from models import RoundKind
from tasks_registry.days.periods import Period, parse_period, quarter_of


@pytest.mark.parametrize(
    ("code", "first", "last", "name"),
    [
        ("2026-Q1", date(2025, 12, 15), date(2026, 3, 14), "quý I/2026"),
        ("2026-Q2", date(2026, 3, 15), date(2026, 6, 14), "quý II/2026"),
        ("2026-Q3", date(2026, 6, 15), date(2026, 9, 14), "quý III/2026"),
        ("2026-Q4", date(2026, 9, 15), date(2026, 12, 14), "quý IV/2026"),
        ("2026-6T", date(2025, 12, 15), date(2026, 6, 14), "6 tháng đầu năm 2026"),
        ("2026-9T", date(2025, 12, 15), date(2026, 9, 14), "9 tháng năm 2026"),
        ("2026-BC2", None, None, "kỳ báo cáo 2 năm 2026"),
        ("2026", date(2025, 12, 15), date(2026, 12, 14), "năm 2026"),
    ],
)
def test_a_period_has_its_window_and_its_name(
    code: str, first: date | None, last: date | None, name: str
) -> None:
    period = parse_period(code)
    assert (period.name, period.code) == (name, code)
    if first and last:  # a report's window is settled by the plan's own dates
        assert (period.window_from, period.window_to) == (first, last)
        assert period.opens_on == last + timedelta(days=1)


def test_the_kind_follows_from_the_code() -> None:
    assert parse_period("2026").kind is RoundKind.YEAR
    assert parse_period(" 2026-q3 ") == Period(2026, "Q3")
    assert Period(2026, "Q3").kind is RoundKind.QUARTER


@pytest.mark.parametrize(
    "code", ["", "2026-Q5", "2026-Q0", "Q2", "26-Q1", "2026-Q", "quý 2", "٢٠٢٦", "0000", "2101", "2026-Q1-2"]
)
def test_anything_else_is_refused_in_one_line(code: str) -> None:
    with pytest.raises(DondocError) as caught:
        parse_period(code)
    assert "\n" not in str(caught.value)


@given(st.dates(date(1900, 1, 1), date(2100, 11, 30)))
def test_every_day_lies_in_the_window_of_its_quarter_alone(day: date) -> None:
    quarter = quarter_of(day)
    assert quarter.window_from <= day <= quarter.window_to
    assert parse_period(quarter.code) == quarter
    before = quarter_of(quarter.window_from - timedelta(days=1))
    assert before.opens_on == quarter.window_from
