"""Deadlines become due dates."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks_registry.days.occurrences import occurrences

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
RECURRING = st.fixed_dictionaries(
    {
        "kind": st.just("recurring"),
        "every": st.sampled_from(["week", "month", "quarter", "half-year", "year"]),
    },
    optional={"interval": st.integers(1, 6), "times": st.integers(1, 5)},
)


def _due(deadline: dict[str, Any], first: date = FIRST, last: date = LAST) -> list[str]:
    return [str(each.due) for each in occurrences([deadline], first, last)]


@pytest.mark.parametrize(
    ("deadline", "due"),
    [
        ({"kind": "by", "start": "2026-03-01", "due": "2026-03-31"}, ["2026-03-31"]),
        ({"kind": "by", "due": "2024-05-31"}, ["2024-05-31"]),
        ({"kind": "relative", "days": 10, "of": "issued"}, ["None"]),
        ({"kind": "continuous"}, ["None"]),
        ({"kind": "none"}, ["None"]),
        ({"kind": "other"}, ["None"]),
        ({"kind": "recurring", "every": "quarter"}, ["2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31"]),
        ({"kind": "recurring", "every": "half-year"}, ["2026-06-30", "2026-12-31"]),
        ({"kind": "recurring", "every": "year"}, ["2026-12-31"]),
        (
            {"kind": "recurring", "every": "year", "dates": ["03-14", "06-14", "09-09", "11-19"]},
            ["2026-03-14", "2026-06-14", "2026-09-09", "2026-11-19"],
        ),
        ({"kind": "recurring", "every": "half-year", "dates": ["06-15"]}, ["2026-06-15"]),
    ],
)
def test_a_year_of_due_dates(deadline: dict[str, Any], due: list[str]) -> None:
    assert _due(deadline) == due


def test_a_month_ends_where_it_ends() -> None:
    due = _due({"kind": "recurring", "every": "month", "dates": ["31"]})
    assert due[:3] == ["2026-01-31", "2026-02-28", "2026-03-31"]
    assert len(due) == 12


def test_a_week_is_due_on_its_friday() -> None:
    due = _due({"kind": "recurring", "every": "week"})
    assert due[0] == "2026-01-02"
    assert {date.fromisoformat(day).weekday() for day in due} == {4}
    assert len(due) == 52


def test_every_second_week_is_half_of_them() -> None:
    assert len(_due({"kind": "recurring", "every": "week", "interval": 2})) == 26


def test_what_fell_due_before_the_plan_is_not_asked_for() -> None:
    assert _due({"kind": "recurring", "every": "quarter"}, first=date(2026, 4, 10)) == [
        "2026-06-30",
        "2026-09-30",
        "2026-12-31",
    ]


def test_several_deadlines_have_keys_of_their_own() -> None:
    keys = [
        each.key
        for each in occurrences([{"kind": "continuous"}, {"kind": "recurring", "every": "year"}], FIRST, LAST)
    ]
    assert keys == ["1", "2@2026-12-31"]


@given(RECURRING, st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 900))
def test_recurring_dates_are_within_the_days_in_order_and_unlike(
    deadline: dict[str, Any], first: date, length: int
) -> None:
    last = first + timedelta(days=length)
    found = occurrences([deadline], first, last)
    due = [each.due for each in found if each.due]
    assert due == sorted(set(due))
    assert all(first <= day <= last for day in due)
    assert len({each.key for each in found}) == len(found)
