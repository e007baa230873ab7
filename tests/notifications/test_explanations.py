"""Explanations of late work: asked once for a deadline, answered, shown until they need not be."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from config.errors import DondocError
from models import Explanation, Task, TaskEvent, TaskState
from notifications.due import enqueue, enqueue_escalations
from notifications.ladders import SHIPPED_DOCUMENT, Scope, set_ladder
from tasks_registry.days.working_days import WorkingCalendar
from tasks_registry.plans.assigning import assign
from tasks_registry.plans.rolling import switch
from tasks_registry.tasks.explanations import Owed, answer, owed
from tests.notifications.office import NOW, Office

DUE = date(2026, 6, 30)
ASKED = date(2026, 7, 14)  # ten working days late
CALENDAR = WorkingCalendar()


@pytest.fixture
def office(lite_office: Office) -> Office:
    """On SQLite alone; the statement that asks runs on both in the other tests."""
    return lite_office


def run(office: Office, day: date) -> list[Owed]:
    enqueue(office.session, as_of=day, now=NOW, calendar=CALENDAR)
    return owed(office.session, day)


def test_the_last_step_asks_once(office: Office) -> None:
    task = office.task(DUE, text="Niêm yết thủ tục")
    assert run(office, ASKED - timedelta(days=1)) == []
    asked = Owed(
        task_id=task.id,
        text="Niêm yết thủ tục",
        unit="Phòng Văn hóa - Xã hội",
        days_late=10,
        asked_on=ASKED,
        due_on=date(2026, 7, 17),
        answer="",
    )
    assert run(office, ASKED) == [asked]
    for day in (ASKED, date(2026, 7, 21), date(2026, 7, 28)):
        (again,) = run(office, day)
        assert (again.asked_on, again.due_on) == (asked.asked_on, asked.due_on)
    assert owed(office.session, ASKED - timedelta(days=1)) == []


def test_the_flow_asks_too(office: Office) -> None:
    office.task(DUE)
    enqueue_escalations(office.session, as_of=ASKED, now=NOW, calendar=CALENDAR)
    assert len(run(office, ASKED)) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"state": TaskState.SUBMITTED, "submitted_on": DUE},
        {"state": TaskState.CANCELLED},
        {"assigned_on": DUE + timedelta(days=1)},
    ],
    ids=["handed in", "cancelled", "given a day after its deadline"],
)
def test_who_is_not_asked(office: Office, fields: dict[str, Any]) -> None:
    office.task(DUE, **fields)
    assert run(office, ASKED) == []


def test_a_new_deadline_is_a_new_question(office: Office) -> None:
    task = office.task(DUE)
    run(office, ASKED)
    task.due_on, task.due_version = ASKED, 1
    assert run(office, ASKED) == []
    assert [each.asked_on for each in run(office, date(2026, 7, 28))] == [date(2026, 7, 28)]
    assert len(office.session.exec(select(Explanation)).all()) == 2


def test_an_answer_is_kept_and_so_is_the_one_before(office: Office) -> None:
    task = office.task(DUE)
    run(office, ASKED)
    answer(office.session, task, " Chờ kinh phí. ", by="anh@donvi.test", now=NOW)
    answer(office.session, task, "Chờ kinh phí bổ sung.", by="anh@donvi.test", now=NOW)
    assert [each.answer for each in run(office, ASKED)] == ["Chờ kinh phí bổ sung."]
    events = office.session.exec(select(TaskEvent).where(TaskEvent.action == "explain"))
    assert [event.reason for event in events] == ["Chờ kinh phí.", "Chờ kinh phí bổ sung."]


def test_finished_work_owes_its_explanation_until_it_is_given(office: Office) -> None:
    task = office.task(DUE)
    run(office, ASKED)
    task.state, task.submitted_on, task.done_on = TaskState.DONE, ASKED, ASKED
    (still,) = run(office, date(2026, 7, 28))
    assert still.days_late == 10
    answer(office.session, task, "Chờ kinh phí.", by="anh@donvi.test", now=NOW)
    assert run(office, date(2026, 7, 28)) == []


@pytest.mark.parametrize(("text", "words"), [("Vì mưa", "chưa được yêu cầu"), ("  ", "nội dung giải trình")])
def test_what_cannot_be_answered(office: Office, text: str, words: str) -> None:
    task = office.task(DUE)
    run(office, DUE if text.strip() else ASKED)
    with pytest.raises(DondocError, match=words):
        answer(office.session, task, text, by="anh@donvi.test", now=NOW)


def test_the_ladder_says_how_long_there_is(office: Office) -> None:
    rung = {"days": 1, "to": ["owner"], "tag": "ĐÔN ĐỐC", "explain": True}
    document = {"rungs": [rung], "explain_within": 1}
    set_ladder(office.session, Scope(unit_id=office.economy.id), document, by="ai", now=NOW)
    office.task(DUE)
    mine = office.task(DUE, unit_id=office.economy.id)
    assert [(each.task_id, each.due_on) for each in run(office, date(2026, 7, 1))] == [
        (mine.id, date(2026, 7, 2))
    ]


def test_nobody_explains_work_handed_in_on_time_or_not_given_to_anyone(office: Office) -> None:
    set_ladder(office.session, Scope(), SHIPPED_DOCUMENT | {"until": "done"}, by="ai", now=NOW)
    office.task(DUE, state=TaskState.SUBMITTED, submitted_on=DUE)
    office.task(DUE, unit_id=None, owner_id=None, lead_name="Đội kiểm tra")
    late = office.task(DUE, state=TaskState.SUBMITTED, submitted_on=DUE + timedelta(days=1))
    assert [(each.task_id, each.days_late) for each in run(office, ASKED)] == [(late.id, 1)]


def test_who_gets_work_late_explains_it_ten_working_days_later(office: Office) -> None:
    item = office.item()
    item.lead = ["Đội kiểm tra"]
    task = office.task(DUE, item=item, unit_id=None, owner_id=None, state=TaskState.IN_PROGRESS)
    run(office, ASKED)
    assign(office.session, task, [office.culture.id], None, by="ai", as_of=ASKED, now=NOW)
    assert task.unit_id == office.culture.id
    assert run(office, date(2026, 7, 27)) == []
    assert {step for who, step in office.told() if who == "anh"} == {"assigned", "late-1"}
    assert [each.asked_on for each in run(office, date(2026, 7, 28))] == [date(2026, 7, 28)]


def test_rolling_a_deadline_that_has_passed_asks_and_tells_nothing_again(office: Office) -> None:
    office.task(date(2026, 6, 27))  # a Saturday
    run(office, ASKED)
    task, before = office.session.get_one(Task, 1), office.told()
    answer(office.session, task, "Chờ kinh phí.", by="anh@donvi.test", now=NOW)
    switched = datetime(2026, 7, 14, 3, tzinfo=UTC)
    assert switch(office.session, office.plan, True, by="moi@donvi.test", now=switched) == 1
    assert task.due_on == date(2026, 6, 29)
    assert [each.answer for each in run(office, ASKED)] == ["Chờ kinh phí."]
    assert office.told() == before
    assert all(each.state == "pending" for each in office.notices())


def test_a_flow_run_for_a_day_ahead_does_not_put_off_what_is_asked_today(office: Office) -> None:
    office.task(DUE)
    ahead = date(2026, 8, 3)
    enqueue_escalations(office.session, as_of=ahead, now=NOW, calendar=CALENDAR)
    (asked,) = run(office, ASKED)
    assert (asked.asked_on, asked.due_on) == (ASKED, date(2026, 7, 17))
    assert owed(office.session, ahead) != []
