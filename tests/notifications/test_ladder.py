"""The ladder as data, and which rung is the newest on a day."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import NoticeKind
from notifications.ladder import LADDER, Audience, Rung, reaches, read_ladder, urgency
from tasks_registry.working_days import WorkingCalendar

DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
LADDERS = st.lists(
    st.builds(Rung, st.integers(-20, 20), st.sampled_from(Audience)), unique_by=lambda rung: rung.days
)
CALENDARS = st.builds(WorkingCalendar, st.dictionaries(DAYS, st.booleans(), max_size=20))


def test_the_shipped_ladder_is_the_one_that_was_asked_for() -> None:
    assert [(rung.step, rung.to.value, rung.kind) for rung in reversed(LADDER.rungs)] == [
        ("before-14", "owner", NoticeKind.REMINDER),
        ("before-7", "owner", NoticeKind.REMINDER),
        ("before-3", "owner", NoticeKind.REMINDER),
        ("before-1", "owner", NoticeKind.REMINDER),
        ("due", "owner", NoticeKind.REMINDER),
        ("late-1", "owner", NoticeKind.ESCALATION),
        ("late-3", "coordinator", NoticeKind.ESCALATION),
        ("late-5", "leader", NoticeKind.ESCALATION),
    ]


@given(LADDERS, DAYS, DAYS, CALENDARS)
def test_the_newest_rung_is_the_last_whose_day_has_come(
    rungs: list[Rung], due: date, as_of: date, calendar: WorkingCalendar
) -> None:
    """The ranges of due dates say the same as going through the days one by one."""
    anchor = calendar.on_or_before(due)
    reached = [rung for rung in rungs if calendar.shift(anchor, rung.days) <= as_of]
    newest = {rung.to: rung for rung in sorted(reached, key=lambda rung: rung.days)}
    found = [
        reach.rung
        for reach in reaches(rungs, as_of, calendar)
        if due <= reach.until and (reach.after is None or due > reach.after)
    ]
    assert sorted(found, key=lambda rung: rung.days) == sorted(newest.values(), key=lambda rung: rung.days)


def test_the_last_day_of_a_sunday_deadline_is_told_on_friday() -> None:
    sunday, friday = date(2026, 6, 14), date(2026, 6, 12)
    on_the_day = next(
        reach for reach in reaches(LADDER.rungs, friday, WorkingCalendar()) if reach.rung.step == "due"
    )
    assert on_the_day.until == sunday


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2100, 12, 31)])
def test_the_ends_of_the_calendar(day: date) -> None:
    """The first and last day that a command accepts have their steps."""
    assert len(list(reaches(LADDER.rungs, day, WorkingCalendar()))) == len(LADDER.rungs)


def test_urgency_follows_the_days() -> None:
    steps = ["assigned", "before-14", "before-1", "due", "late-1", "late-5"]
    assert sorted(steps, key=urgency) == steps
    assert urgency("late-") == urgency("opened") == urgency("assign")


def test_warnings_count_the_late_rungs() -> None:
    """The owner is urged first; those above hear of the second and the third time."""
    assert [LADDER.warning(step) for step in ("due", "late-1", "late-3", "late-5")] == [0, 0, 2, 3]


@pytest.mark.parametrize(
    ("hour", "sends"), [("06:59", False), ("07:00", True), ("17:59", True), ("18:00", False)]
)
def test_hours_are_those_of_vietnam(hour: str, sends: bool) -> None:
    utc = datetime.fromisoformat(f"2026-06-15T{hour}:00+00:00") - timedelta(hours=7)
    assert LADDER.may_send(utc.astimezone(UTC)) is sends


def test_two_rungs_of_one_step_are_refused(tmp_path: Path) -> None:
    """Their notices would have one key, and one audience would never hear."""
    path = tmp_path / "ladder.yaml"
    path.write_text(
        "rungs: [{days: 3, to: owner}, {days: 3, to: leader}]\nsend_from: '07:00'\nsend_until: '18:00'\n"
    )
    with pytest.raises(ValueError, match="same number of days"):
        read_ladder(path)
