"""A flow that somebody runs for a day that lies ahead: nothing of the days between is lost for it."""

from datetime import date

from notifications import outbox
from notifications.due import enqueue, enqueue_escalations
from notifications.writing import give_way
from tasks_registry.days.working_days import WorkingCalendar
from tests.notifications.office import MONDAY, NOW, Office
from tests.notifications.test_outbox import LEASE

AHEAD = date(2026, 7, 20)
FRIDAY = date(2026, 6, 12)
CALENDAR = WorkingCalendar()


def steps(office: Office, day: date) -> set[str]:
    """What a day's round tells Ánh."""
    enqueue(office.session, as_of=day, now=NOW, calendar=CALENDAR)
    outbox.claim(office.session, token=str(day), as_of=day, now=NOW, lease=LEASE)
    held = [each for each in office.notices() if each.claimed_by == str(day)]
    for name in {each.message_id or "" for each in held}:
        outbox.mark_sent(office.session, str(day), name, now=NOW)
    return {each.step for each in held if each.person_id == office.head.id}


def test_the_days_until_then_are_told_and_that_day_too(office: Office) -> None:
    office.task(FRIDAY)
    enqueue_escalations(office.session, as_of=AHEAD, now=NOW, calendar=CALENDAR)
    assert steps(office, MONDAY) == {"assigned", "late-1"}
    assert steps(office, date(2026, 6, 26)) == {"late-10"}
    assert steps(office, date(2026, 7, 3)) == {"late-15"}
    assert steps(office, date(2026, 7, 10)) == {"late-20"}
    assert steps(office, AHEAD) == set()


def test_what_waits_today_does_not_give_way_to_it(office: Office) -> None:
    office.task(FRIDAY)
    enqueue(office.session, as_of=MONDAY, now=NOW, calendar=CALENDAR)
    waiting = office.told()
    enqueue_escalations(office.session, as_of=AHEAD, now=NOW, calendar=CALENDAR)
    give_way(office.session, date(2026, 6, 16))
    assert waiting < office.told()
    assert all(each.state == "pending" for each in office.notices())
