"""Steps that nobody was told because the program did not run: seen, but told no more."""

from datetime import date, timedelta

import pytest

from models import Heartbeat, NoticeState
from notifications.due import enqueue
from notifications.heartbeat import REMINDERS, beat, last_day
from tasks_registry.days.working_days import WorkingCalendar
from tests.notifications.office import NOW, Office

DUE = date(2026, 6, 30)
BEFORE = date(2026, 6, 8)  # nothing is due yet


def run(office: Office, day: date) -> None:
    enqueue(office.session, as_of=day, now=NOW, calendar=WorkingCalendar())


def send_all(office: Office) -> None:
    for each in office.notices():
        each.state, each.sent_at = NoticeState.SENT, NOW
    office.session.flush()


def missed(office: Office) -> dict[tuple[int, str], date]:
    return {
        (each.person_id, each.step): each.due_day
        for each in office.notices()
        if each.state == NoticeState.MISSED
    }


def test_what_was_passed_over_is_written_down_with_its_day(office: Office) -> None:
    """One of two days ago is excused; the newest is told, so it is not missed."""
    office.task(DUE)
    run(office, BEFORE)
    run(office, date(2026, 7, 1))
    anh = office.head.id
    assert missed(office) == {
        (anh, "before-14"): date(2026, 6, 10),
        (anh, "before-7"): date(2026, 6, 19),
        (anh, "before-3"): date(2026, 6, 25),
    }
    one = next(each for each in office.notices() if each.step == "before-7")
    assert (one.last_error, one.audience, one.tag) == (
        "hệ thống không chạy từ 09/06/2026 đến 30/06/2026",
        "owner",
        "NHẮC HẠN",
    )
    assert ("anh", "late-1") in office.told()


def test_what_is_missed_stays_so(office: Office) -> None:
    office.task(DUE)
    run(office, BEFORE)
    run(office, date(2026, 6, 29))
    before = [each.model_dump() for each in office.notices()]
    run(office, date(2026, 6, 29))
    assert [each.model_dump() for each in office.notices()] == before


@pytest.mark.parametrize("first", [None, date(2026, 6, 26)])
def test_nothing_is_missed_at_first_or_over_a_weekend(office: Office, first: date | None) -> None:
    office.task(DUE)
    if first:
        run(office, first)
        send_all(office)
    run(office, date(2026, 6, 29))
    assert missed(office) == {}


def test_a_task_misses_nothing_before_it_was_given(office: Office) -> None:
    office.task(DUE, assigned_on=date(2026, 6, 22))
    run(office, BEFORE)
    run(office, date(2026, 7, 10))
    assert {step for _, step in missed(office)} == {"before-3", "before-1", "due"}


def test_a_step_that_was_told_is_not_missed(office: Office) -> None:
    office.task(DUE)
    run(office, BEFORE)
    run(office, date(2026, 6, 10))
    send_all(office)
    run(office, date(2026, 6, 29))
    assert {step for _, step in missed(office)} == {"before-7", "before-3"}
    assert ("anh", "before-14") in office.told()


def test_years_without_a_run(office: Office) -> None:
    """No statement grows too long."""
    office.task(DUE, assigned_on=date(2020, 1, 1))
    beat(office.session, REMINDERS, day=date(2020, 1, 1), now=NOW)
    run(office, DUE + timedelta(days=300))
    assert {step for _, step in missed(office)} >= {"due", "late-1", "late-15"}


def test_the_last_day_never_goes_back(office: Office) -> None:
    for day in (DUE, BEFORE):
        beat(office.session, REMINDERS, day=day, now=NOW)
    assert last_day(office.session, REMINDERS) == DUE
    assert last_day(office.session, "another") is None
    assert office.session.get_one(Heartbeat, REMINDERS).at == NOW
