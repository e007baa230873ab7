"""Ladders of a plan's or a unit's own: which one a task climbs."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session

from models import Notice, NoticeState, Plan, Role, TaskState
from notifications.due import enqueue
from notifications.ladder import Audience
from notifications.ladders import (
    LADDER,
    SHIPPED_DOCUMENT,
    Scope,
    clear_ladder,
    ladder_document,
    load_ladders,
    set_ladder,
)
from tasks_registry.days.working_days import WorkingCalendar
from tests.notifications.office import NOW, Office

DUE = date(2026, 6, 30)


def only(days: int, *to: str, **fields: Any) -> dict[str, Any]:
    """A ladder of one rung."""
    return {"rungs": [{"days": days, "to": list(to or ["owner"]), "tag": f"HẠN {days}"}]} | fields


def put(office: Office, scope: Scope, document: dict[str, Any]) -> None:
    set_ladder(office.session, scope, document, by="ai", now=NOW)


def steps(office: Office, day: date = DUE) -> dict[int | None, set[str]]:
    """What is told of each task but its assignment, in a run of its own."""
    enqueue(office.session, as_of=day, now=NOW, calendar=WorkingCalendar())
    found: dict[int | None, set[str]] = {}
    for each in office.notices():
        if each.step not in ("assign", "assigned") and each.state == NoticeState.PENDING:
            found.setdefault(each.task_id, set()).add(each.step)
    return found


def test_the_nearest_ladder_is_climbed(office: Office) -> None:
    """A unit in a plan before the plan, that before the unit, that before the office; each task has one."""
    first, second = office.plan, other_plan(office)
    economy = office.economy.id
    tasks = {}
    for name, plan in (("1", first), ("2", second)):
        office.plan = plan
        tasks[f"culture{name}"] = office.task(DUE).id
        tasks[f"economy{name}"] = office.task(DUE, unit_id=economy, owner_id=office.other.id).id
        tasks[f"nobody{name}"] = office.task(DUE, unit_id=None, owner_id=None).id
    put(office, Scope(), only(-1))
    put(office, Scope(unit_id=economy), only(-2))
    put(office, Scope(first.id), only(-3))
    put(office, Scope(first.id, economy), only(-4))
    assert steps(office) == {
        tasks["culture1"]: {"before-3"},
        tasks["economy1"]: {"before-4"},
        tasks["nobody1"]: {"before-3"},
        tasks["culture2"]: {"before-1"},
        tasks["economy2"]: {"before-2"},
        tasks["nobody2"]: {"before-1"},
    }


def other_plan(office: Office) -> Any:
    fields = office.plan.model_dump(exclude={"id"}) | {"code": "kh-2"}
    return office.add(Plan(**fields))


def test_a_ladder_may_go_on_until_the_work_is_approved(office: Office) -> None:
    waiting = office.task(DUE, state=TaskState.SUBMITTED)
    assert steps(office) == {}
    put(office, Scope(office.plan.id), only(0, until="done"))
    assert steps(office) == {waiting.id: {"due"}}
    clear_ladder(office.session, Scope(office.plan.id))
    assert steps(office) == {}
    assert office.notices()[0].last_error == "đã nộp kết quả, đang chờ duyệt"


def test_calendar_days_are_counted_as_such(office: Office) -> None:
    put(office, Scope(), only(-10, count="calendar"))
    task = office.task(DUE)
    assert steps(office, date(2026, 6, 18)) == {}
    assert steps(office, date(2026, 6, 19)) == {task.id: {"before-10"}}  # the 20th is a Saturday


def test_a_step_that_the_ladder_has_no_more_is_let_go(office: Office) -> None:
    task = office.task(DUE)
    assert steps(office) == {task.id: {"due"}}
    put(office, Scope(unit_id=office.culture.id), only(-5))
    assert steps(office) == {task.id: {"before-5"}}
    due = next(each for each in office.notices() if each.step == "due")
    assert (due.state, due.last_error) == (
        NoticeState.CANCELLED,
        "các bước nhắc việc đã đổi, không còn bước này",
    )


def test_an_older_step_of_a_new_ladder_is_not_told_after_a_newer_one(office: Office) -> None:
    office.task(DUE)
    steps(office)
    for each in office.notices():
        each.state, each.sent_at = NoticeState.SENT, NOW
    put(office, Scope(), only(-2))
    assert steps(office) == {}


def test_a_notice_keeps_whom_it_was_told_as_and_its_tag(office: Office) -> None:
    clerk = office.person(office.culture, "Đinh Thị Viên", "vien", role=Role.STAFF)
    office.task(DUE, owner_id=clerk.id)
    steps(office, date(2026, 7, 3))
    told = {(each.step, each.audience, each.tag, who(office, each)) for each in office.notices()}
    assert told == {
        ("assigned", "", "", "vien"),
        ("late-1", "owner", "ĐÔN ĐỐC QUÁ HẠN", "vien"),
        ("late-3", "head", "CẢNH BÁO ĐÔN ĐỐC LẦN 2", "anh"),
        ("late-3", "coordinator", "CẢNH BÁO ĐÔN ĐỐC LẦN 2", "moi"),
    }


def who(office: Office, notice: Notice) -> str:
    people = (office.leader, office.coordinator, office.head, office.other)
    found: dict[int, str] = {each.id: each.email.split("@")[0] for each in people}
    return found.get(notice.person_id, "vien")


def test_a_ladder_is_shown_as_it_can_be_set(session: Session, office: Office) -> None:
    """A plan's is the office's without the hours, until it has its own."""
    plan = Scope(office.plan.id)
    whose, document = ladder_document(session, plan)
    assert whose is None
    assert document.keys() == SHIPPED_DOCUMENT.keys() - {"send_from", "send_until"}
    put(office, plan, document)
    assert ladder_document(session, Scope(office.plan.id, office.culture.id)) == (plan, document)
    assert load_ladders(session).found[plan].rungs == LADDER.rungs
    assert ladder_document(session, Scope()) == (None, SHIPPED_DOCUMENT)


def test_the_office_says_when_mail_goes_out(office: Office) -> None:
    put(office, Scope(), only(0) | {"send_from": "06:00", "send_until": "08:00"})
    put(office, Scope(), only(0) | {"send_from": "09:00", "send_until": "10:00"})
    put(office, Scope(office.plan.id), only(0))
    assert load_ladders(office.session).hours.start.hour == 9


@pytest.mark.parametrize("audience", Audience)
def test_every_audience_may_hear_of_every_step(office: Office, audience: Audience) -> None:
    """Nobody is in an audience for nothing: an only audience is told, or there is nobody in it."""
    put(office, Scope(), only(0, audience.value))
    office.task(DUE)
    assert bool(steps(office)) is (audience in (Audience.OWNER, Audience.COORDINATOR, Audience.LEADER))
