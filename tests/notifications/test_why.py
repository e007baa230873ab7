"""`why` tells every notice with its reason, and the same steps to come as the rehearsal."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from models import Notice, NoticeKind, NoticeState, TaskState
from notifications import why as module
from notifications.rehearsal import rehearse
from notifications.why import Why, why
from tests.notifications.mailbox import Postbox
from tests.notifications.office import MONDAY, NOW, Office
from tests.notifications.rounds import run

NEXT_FRIDAY = MONDAY + timedelta(days=11)


def told_of(office: Office, task: Any, as_of: date = MONDAY) -> Why:
    office.session.flush()
    return why(office.session, task.id, as_of=as_of)


@pytest.mark.parametrize("days", [-18, -4, 5])
def test_what_is_to_come_is_what_the_rehearsal_has(
    lite_office: Office, lite_engine: Engine, box: Postbox, days: int
) -> None:
    """A fortnight, after a first morning."""
    office = lite_office
    task = office.task(MONDAY + timedelta(days=days))
    office.session.commit()
    run(office, box)
    today, last = MONDAY + timedelta(days=1), MONDAY + timedelta(days=14)
    coming = {(each.day, each.email) for each in told_of(office, task, today).coming}
    mornings = rehearse(lite_engine, first=today, last=last, today=today)
    expected = {(each.day, mail.recipient) for each in mornings for mail in each.digests}
    assert {each for each in coming if each[0] <= last} == expected
    assert expected


def test_each_notice_with_what_became_of_it(lite_office: Office, box: Postbox) -> None:
    office = lite_office
    task = office.task(MONDAY)
    office.session.commit()
    run(office, box)
    found = told_of(office, task)
    assert {(each.step, each.state, each.email) for each in found.told} == {
        ("assigned", NoticeState.SENT, "anh@donvi.test"),
        ("due", NoticeState.SENT, "anh@donvi.test"),
    }
    assert all(each.sent_at and not each.reason for each in found.told)


def waiting(office: Office, task: Any, **fields: Any) -> None:
    given: dict[str, Any] = {
        "key": "k",
        "person_id": task.owner_id,
        "task_id": task.id,
        "kind": NoticeKind.REMINDER,
        "step": "before-3",
        "audience": "owner",
        "due_day": MONDAY,
        "created_at": NOW,
        "next_try_at": NOW,
    }
    office.add(Notice(**(given | fields)))


@pytest.mark.parametrize(
    ("person", "fields", "reason"),
    [
        ({}, {}, "ngày 15/06/2026"),
        ({"paused_until": date(2026, 6, 20)}, {}, "tạm dừng nhận thư đến ngày 20/06/2026"),
        ({"weekly": True}, {}, "mỗi tuần một lần"),
        ({"weekly": True}, {"kind": NoticeKind.ESCALATION}, "ngày 15/06/2026"),
        ({}, {"attempts": 2, "last_error": "450 bận"}, "lần thứ 2 chưa được (450 bận)"),
        ({}, {"state": NoticeState.MISSED, "last_error": "hệ thống không chạy"}, "hệ thống không chạy"),
    ],
)
def test_why_a_notice_waits_or_never_came(
    lite_office: Office, person: dict[str, Any], fields: dict[str, Any], reason: str
) -> None:
    office = lite_office
    task = office.task(NEXT_FRIDAY)
    for name, value in person.items():
        setattr(office.head, name, value)
    waiting(office, task, **fields)
    (told,) = told_of(office, task).told
    assert reason in told.reason


def without_owner(office: Office) -> Any:
    office.head.active = False
    return office.task(NEXT_FRIDAY)


def without_coordinator(office: Office) -> Any:
    office.plan.coordinator_id = None
    return office.task(NEXT_FRIDAY)


CASES: list[tuple[Callable[[Office], Any], str]] = [
    (lambda office: office.task(NEXT_FRIDAY, state=TaskState.DONE, done_on=MONDAY), module.DONE),
    (lambda office: office.task(NEXT_FRIDAY, state=TaskState.CANCELLED), module.CANCELLED),
    (lambda office: office.task(NEXT_FRIDAY, state=TaskState.SUBMITTED), module.HANDED_IN),
    (lambda office: office.task(None), module.NO_DEADLINE),
    (lambda office: office.task(NEXT_FRIDAY, unit_id=None, owner_id=None), module.NO_UNIT),
    (without_owner, module.NO_OWNER),
    (without_coordinator, module.NO_COORDINATOR),
]


@pytest.mark.parametrize(("make", "reason"), CASES)
def test_why_there_will_be_no_more_or_to_others(
    lite_office: Office, make: Callable[[Office], Any], reason: str
) -> None:
    task = make(lite_office)
    found = told_of(lite_office, task)
    assert reason in found.reasons
    if task.state is not TaskState.ASSIGNED:
        assert found.coming == ()


def test_after_the_last_step_there_is_none(lite_office: Office, box: Postbox) -> None:
    office = lite_office
    task = office.task(date(2026, 3, 2))
    office.session.commit()
    run(office, box)
    found = told_of(office, task)
    assert found.coming == ()
    assert found.reasons == (module.NO_STEP_LEFT,)


def test_what_a_flow_wrote_for_a_day_ahead_hides_no_step_before_it(lite_office: Office) -> None:
    task = lite_office.task(MONDAY)
    ahead = MONDAY + timedelta(days=28)
    waiting(lite_office, task, step="late-20", due_day=ahead, kind=NoticeKind.ESCALATION)
    steps = {each.step for each in told_of(lite_office, task).coming if each.email == "anh@donvi.test"}
    assert {"due", "late-1", "late-10"} <= steps


def test_work_given_late_says_from_which_day_its_steps_are_counted(lite_office: Office) -> None:
    task = lite_office.task(date(2026, 3, 2), assigned_on=MONDAY)
    found = told_of(lite_office, task)
    assert found.coming[0].day == MONDAY
    assert found.reasons == ("giao khi đã quá hạn nên các bước tính từ ngày giao 15/06/2026",)


def test_a_moved_deadline_begins_anew(lite_office: Office, box: Postbox) -> None:
    office = lite_office
    task = office.task(MONDAY)
    office.session.commit()
    run(office, box)
    task.due_on, task.due_version = NEXT_FRIDAY, 1
    found = told_of(office, task)
    assert (found.coming[0].day, found.coming[0].step) == (MONDAY, "before-14")
