"""A ladder as values: which rung is the newest on a day, for whom."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import NoticeKind
from notifications.ladder import OFFICE_HOURS, Audience, Count, Ladder, Reach, Rung, urgency
from notifications.ladders import LADDER
from tasks_registry.days.working_days import ONE_DAY, WorkingCalendar

DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
AUDIENCES = st.lists(st.sampled_from(Audience), min_size=1, unique=True).map(tuple)
RUNGS = st.lists(
    st.builds(Rung, st.integers(-20, 20), AUDIENCES), unique_by=lambda rung: rung.days, max_size=8
)
LADDERS = st.builds(Ladder, RUNGS.map(tuple), st.sampled_from(Count))
CALENDARS = st.builds(WorkingCalendar, st.dictionaries(DAYS, st.booleans(), max_size=20))


def test_the_shipped_ladder_climbs_to_those_who_can_act() -> None:
    assert [(rung.step, " ".join(rung.to), rung.kind) for rung in reversed(LADDER.rungs)] == [
        ("before-14", "owner", NoticeKind.REMINDER),
        ("before-7", "owner", NoticeKind.REMINDER),
        ("before-3", "owner coordinating", NoticeKind.REMINDER),
        ("before-1", "owner", NoticeKind.REMINDER),
        ("due", "owner", NoticeKind.REMINDER),
        ("late-1", "owner coordinating", NoticeKind.ESCALATION),
        ("late-3", "head coordinator", NoticeKind.ESCALATION),
        ("late-5", "leader", NoticeKind.ESCALATION),
        ("late-10", "owner head coordinator leader", NoticeKind.ESCALATION),
        ("late-15", "owner head coordinator leader", NoticeKind.ESCALATION),
        ("late-20", "owner head coordinator leader", NoticeKind.ESCALATION),
    ]
    assert [rung.step for rung in LADDER.rungs if rung.explain] == ["late-10"]


def test_the_tags_count_the_steps_after_the_deadline() -> None:
    assert {rung.step: rung.tag for rung in LADDER.rungs if rung.days >= 0} == {
        "due": "NHẮC HẠN",
        "late-1": "ĐÔN ĐỐC QUÁ HẠN",
        "late-3": "CẢNH BÁO ĐÔN ĐỐC LẦN 2",
        "late-5": "CẢNH BÁO ĐÔN ĐỐC LẦN 3",
        "late-10": "CẢNH BÁO ĐÔN ĐỐC LẦN 4",
        "late-15": "CẢNH BÁO ĐÔN ĐỐC LẦN 5",
        "late-20": "CẢNH BÁO ĐÔN ĐỐC LẦN 6",
    }


def day_of(rung: Rung, due: date, ladder: Ladder, calendar: WorkingCalendar) -> date:
    """On which day a step is told, counted from the deadline day by day."""
    if ladder.count is Count.WORKING:
        return calendar.shift(calendar.on_or_before(due), rung.days)
    day = due + timedelta(days=rung.days)
    return calendar.shift(day - ONE_DAY, 1) if rung.days > 0 else calendar.on_or_before(day)


def covers(reach: Reach, due: date) -> bool:
    return due <= reach.until and (reach.after is None or due > reach.after)


@settings(deadline=None)  # the holidays of a year are computed when first asked for
@given(LADDERS, DAYS, DAYS, CALENDARS)
def test_the_newest_rung_is_the_last_whose_day_has_come(
    ladder: Ladder, due: date, as_of: date, calendar: WorkingCalendar
) -> None:
    """The ranges of due dates say the same as going through the days one by one."""
    newest = {
        audience: rung
        for rung in sorted(ladder.rungs, key=lambda rung: rung.days)
        if day_of(rung, due, ladder, calendar) <= as_of
        for audience in rung.to
    }
    found = [(reach.audience, reach.rung) for reach in ladder.reaches(as_of, calendar) if covers(reach, due)]
    assert len(found) == len(newest)
    assert dict(found) == newest


@settings(deadline=None)  # the holidays of a year are computed when first asked for
@given(LADDERS, DAYS, CALENDARS)
def test_the_reaches_of_an_audience_never_overlap(
    ladder: Ladder, as_of: date, calendar: WorkingCalendar
) -> None:
    for audience in Audience:
        own = [reach for reach in ladder.reaches(as_of, calendar) if reach.audience is audience]
        assert all(later.after == earlier.until for earlier, later in pairwise(own))
        assert all(reach.after is None or reach.after <= reach.until for reach in own)


@settings(deadline=None)  # the holidays of a year are computed when first asked for
@given(LADDERS, DAYS, CALENDARS, st.integers(1, 60))
def test_catching_up_ends_where_going_day_by_day_ends(
    ladder: Ladder, due: date, calendar: WorkingCalendar, away: int
) -> None:
    """Each day's newest step, told once, ends with the step that a run on the last day alone would tell."""
    days = [due + timedelta(days=n - 30) for n in range(away + 1)]
    told: dict[Audience, int] = {}
    for day in days:
        now = {each.audience: each.rung.days for each in ladder.reaches(day, calendar) if covers(each, due)}
        assert all(now[audience] >= step for audience, step in told.items())
        told |= now
    assert told == {
        each.audience: each.rung.days for each in ladder.reaches(days[-1], calendar) if covers(each, due)
    }


def test_one_who_is_in_two_audiences_hears_it_as_the_first() -> None:
    rung = Rung(1, (Audience.COORDINATING, Audience.LEADER, Audience.OWNER))
    found = Ladder((rung,)).reaches(date(2026, 6, 15), WorkingCalendar())
    assert [reach.audience.value for reach in found] == ["owner", "leader", "coordinating"]


def until(days: int, as_of: date, count: Count) -> date:
    rung = Rung(days, (Audience.OWNER,))
    return Ladder((rung,), count).latest_due(rung, as_of, WorkingCalendar())


@pytest.mark.parametrize("count", Count)
def test_the_last_day_of_a_sunday_deadline_is_told_on_friday(count: Count) -> None:
    sunday, friday = date(2026, 6, 14), date(2026, 6, 12)
    assert until(0, friday, count) == sunday


def test_calendar_days_count_days_off() -> None:
    """A Friday deadline is three days late on Monday; in working days on Wednesday."""
    friday, monday = date(2026, 6, 12), date(2026, 6, 15)
    assert until(3, monday, Count.CALENDAR) == friday
    assert until(3, monday + 2 * ONE_DAY, Count.WORKING) == friday + 2 * ONE_DAY


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2100, 12, 31)])
def test_the_ends_of_the_calendar(day: date) -> None:
    """The first and last day that a command accepts have their steps."""
    assert len(list(LADDER.reaches(day, WorkingCalendar()))) == sum(len(rung.to) for rung in LADDER.rungs)


def test_urgency_follows_the_days() -> None:
    steps = ["assigned", "before-14", "before-1", "due", "late-1", "late-5"]
    assert sorted(steps, key=urgency) == steps
    assert urgency("late-") == urgency("opened") == urgency("assign")


@pytest.mark.parametrize(
    ("hour", "sends"), [("06:59", False), ("07:00", True), ("17:59", True), ("18:00", False)]
)
def test_hours_are_those_of_vietnam(hour: str, sends: bool) -> None:
    utc = datetime.fromisoformat(f"2026-06-15T{hour}:00+00:00") - timedelta(hours=7)
    assert OFFICE_HOURS.cover(utc.astimezone(UTC)) is sends
    assert LADDER.hours == OFFICE_HOURS
