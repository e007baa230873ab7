"""A weekly digest, a pause: what waits for whom, and that escalations do not."""

from datetime import date, timedelta

import pytest

from models import NoticeKind, NoticeState
from notifications import outbox
from notifications.due import enqueue
from notifications.preferences import week_opening
from tasks_registry.days.working_days import WorkingCalendar
from tests.notifications.office import MONDAY, NOW, Office

TUESDAY, NEXT_MONDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=7)


def told_on(office: Office, day: date) -> set[tuple[str, str]]:
    """(mailbox, step) of what goes out on `day`, in a whole round."""
    enqueue(office.session, as_of=day, now=NOW, calendar=WorkingCalendar())
    outbox.claim(office.session, token="a", as_of=day, now=NOW, lease=timedelta(minutes=1))
    people = {office.head.id: "anh", office.other.id: "ben", office.coordinator.id: "moi"}
    claimed = [each for each in office.notices() if each.state == NoticeState.CLAIMED]
    found = {(people[each.person_id], each.step) for each in claimed}
    for name in {each.message_id for each in claimed}:
        outbox.mark_sent(office.session, "a", name or "", now=NOW)
    return found


def test_who_reads_weekly_hears_on_the_first_working_day(office: Office) -> None:
    """Others hear daily; what is overtaken meanwhile gives way."""
    office.head.weekly = True
    office.task(date(2026, 6, 24))  # before-7 on Monday, before-3 on Friday, late-1 on the 25th
    office.task(date(2026, 6, 25), unit_id=office.economy.id, owner_id=office.other.id)
    assert told_on(office, MONDAY) == {("anh", "assigned"), ("anh", "before-7"), ("ben", "assigned")} | {
        ("ben", "before-14")
    }
    assert told_on(office, TUESDAY) == {("ben", "before-7")}
    assert told_on(office, date(2026, 6, 19)) == set()
    assert told_on(office, NEXT_MONDAY) == {("anh", "before-3"), ("ben", "before-3")}


def test_a_digest_that_could_not_go_out_on_monday_goes_out_on_tuesday(office: Office) -> None:
    office.head.weekly = True
    office.task(date(2026, 6, 24))
    enqueue(office.session, as_of=MONDAY, now=NOW, calendar=WorkingCalendar())
    assert told_on(office, TUESDAY) == {("anh", "assigned"), ("anh", "before-7")}


@pytest.mark.parametrize("weekly", [True, False])
def test_escalations_cannot_be_held_back(office: Office, weekly: bool) -> None:
    office.head.weekly = weekly
    office.head.paused_until = None if weekly else date(2026, 12, 31)
    office.task(MONDAY)
    office.task(date(2026, 6, 18))
    assert told_on(office, TUESDAY) == {("anh", "late-1")}


def test_who_is_paused_hears_the_newest_step_on_the_day_of_return(office: Office) -> None:
    office.head.paused_until = date(2026, 6, 23)
    office.task(date(2026, 6, 24))
    for day in (MONDAY, date(2026, 6, 19), date(2026, 6, 22)):
        assert told_on(office, day) == set()
    assert told_on(office, date(2026, 6, 23)) == {("anh", "assigned"), ("anh", "before-1")}
    states = {each.step: each.state for each in office.notices()}
    assert states["before-7"] == states["before-3"] == NoticeState.MISSED


def test_words_of_the_program_itself_go_out_at_once(office: Office) -> None:
    office.head.paused_until = date(2026, 12, 31)
    office.task(date(2026, 6, 24))
    enqueue(office.session, as_of=MONDAY, now=NOW, calendar=WorkingCalendar())
    for each in office.notices():
        each.kind = NoticeKind.WATCH
    assert len(told_on(office, MONDAY)) == 2


@pytest.mark.parametrize(
    ("day", "opening"),
    [
        (MONDAY, MONDAY),
        (date(2026, 6, 21), MONDAY),
        (date(2026, 2, 20), date(2026, 2, 9)),  # Tết: no day of that week is worked
        (date(2026, 2, 23), date(2026, 2, 23)),
        (date(2026, 4, 27), date(2026, 4, 20)),  # the Hùng kings' day, in lieu of the Sunday
        (date(2026, 4, 28), date(2026, 4, 28)),
    ],
)
def test_the_week_begins_with_its_first_working_day(day: date, opening: date) -> None:
    assert week_opening(WorkingCalendar(), day) == opening
