"""The state of a task: what may follow what, who said so, and how healthy that is."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, select

from config.errors import DondocError
from models import Extension, Task, TaskEvent, TaskState
from models.database import transaction
from tasks_registry.plans.assigning import assign
from tasks_registry.plans.listings import find_units
from tasks_registry.tasks.extensions import decide_extension, request_extension
from tasks_registry.tasks.health import CLOSED, Health, health
from tasks_registry.tasks.moves import MOVES, Action, move
from tests.office import NOW, TODAY, open_office, person, take_plan

DUE = date(2026, 3, 15)


@pytest.fixture
def task(session: Session) -> Task:
    """ "Niêm yết thủ tục hành chính", due on 15/3/2026, of the ward's office."""
    open_office(session)
    take_plan(session)
    return session.exec(select(Task).where(Task.due_on == DUE)).one()


def _go(session: Session, task: Task, *actions: str, on: date = DUE) -> None:
    for action in actions:
        move(session, task, Action(action), by="an@anlac.example", now=NOW, on=on, reason="vì thế")


def test_the_way_of_a_task_leaves_an_event_each(session: Session, task: Task) -> None:
    _go(session, task, "accept", "start", "submit", "return", "submit", "done")
    events = session.exec(select(TaskEvent).where(TaskEvent.task_id == task.id).order_by(TaskEvent.id)).all()  # type: ignore[arg-type]
    assert [event.to_state for event in events] == [
        "assigned", "accepted", "in_progress", "submitted", "returned", "submitted", "done",
    ]  # fmt: skip
    assert {(event.actor, event.reason) for event in events[1:]} == {("an@anlac.example", "vì thế")}
    assert all(event.at == NOW for event in events)


@pytest.mark.parametrize(
    ("way", "refused"),
    [
        ((), "done"),
        ((), "return"),
        (("accept",), "accept"),
        (("accept",), "done"),
        (("submit",), "start"),
        (("submit", "done"), "cancel"),
        (("submit", "done"), "submit"),
        (("cancel",), "accept"),
        (("cancel",), "cancel"),
    ],
)
def test_a_move_that_the_table_does_not_hold_changes_nothing(
    session: Session, task: Task, way: tuple[str, ...], refused: str
) -> None:
    _go(session, task, *way)
    before = task.model_dump()
    with pytest.raises(DondocError, match="chỉ làm được khi"):
        _go(session, task, refused)
    assert task.model_dump() == before


def test_two_people_at_once_do_not_overwrite_each_other(engine: Engine) -> None:
    """The second one's move is refused, whatever it had read before."""
    with transaction(engine) as session:
        open_office(session)
        take_plan(session)
        task = session.exec(select(Task).where(Task.due_on == DUE)).one()
    with transaction(engine) as session:
        move(session, session.get_one(Task, task.id), Action.CANCEL, by="a", now=NOW, on=DUE, reason="x")
    with pytest.raises(DondocError, match="vừa được người khác"), transaction(engine) as session:
        move(session, session.merge(task, load=False), Action.SUBMIT, by="b", now=NOW, on=DUE)


@pytest.mark.parametrize(("way", "action"), [(("submit",), "return"), ((), "cancel")])
def test_returning_and_cancelling_owe_a_reason(
    session: Session, task: Task, way: tuple[str, ...], action: str
) -> None:
    _go(session, task, *way)
    with pytest.raises(DondocError, match="lý do"):
        move(session, task, Action(action), by="x", now=NOW, on=DUE, reason="  ")


def test_a_late_approval_does_not_make_work_late(session: Session, task: Task) -> None:
    _go(session, task, "submit", on=DUE)
    assert health(task, DUE + timedelta(days=9)) is Health.OPEN_IN_TIME
    _go(session, task, "done", on=DUE + timedelta(days=9))
    assert health(task, DUE + timedelta(days=30)) is Health.DONE_ON_TIME


def test_returned_work_is_late_again(session: Session, task: Task) -> None:
    _go(session, task, "submit", "return", on=DUE)
    assert health(task, DUE) is Health.OPEN_IN_TIME
    assert health(task, DUE + timedelta(days=1)) is Health.OPEN_LATE
    _go(session, task, "submit", "done", on=DUE + timedelta(days=1))
    assert health(task, DUE) is Health.DONE_LATE


def test_a_cancelled_task_is_not_counted(session: Session, task: Task) -> None:
    _go(session, task, "cancel")
    assert health(task, DUE) is None


STATES = st.sampled_from(TaskState)
MAYBE_DAY = st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(STATES, MAYBE_DAY, MAYBE_DAY, st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_health_is_one_of_the_four_for_every_dated_task(
    state: TaskState, due: date | None, submitted: date | None, as_of: date
) -> None:
    task = Task(item_id=1, slot="s", state=state, due_on=due, submitted_on=submitted, assigned_on=as_of)
    found = health(task, as_of)
    assert (found is None) == (state is TaskState.CANCELLED)
    if found is not None:
        assert (found is Health.NO_DEADLINE) == (due is None)
        assert due is None or found.startswith("done") == (state is TaskState.DONE)


@given(STATES, st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(0, 400))
def test_open_work_never_becomes_in_time_again_by_waiting(state: TaskState, as_of: date, days: int) -> None:
    task = Task(item_id=1, slot="s", state=state, due_on=DUE, assigned_on=as_of)
    if health(task, as_of) is Health.OPEN_LATE:
        assert health(task, as_of + timedelta(days=days)) is Health.OPEN_LATE


@given(st.sampled_from(Action))
def test_nothing_but_a_submission_is_approved_and_closed_work_stays(action: Action) -> None:
    sources, target = MOVES[action]
    assert (target is TaskState.DONE) == (sources == {TaskState.SUBMITTED} and action is Action.DONE)
    assert action is Action.REOPEN or not sources & CLOSED


def _ask(session: Session, task: Task, days: int = 10) -> Extension:
    new = DUE + timedelta(days=days)
    return request_extension(session, task, new, by="an@anlac.example", now=NOW, reason="chờ hướng dẫn")


def test_an_approved_extension_moves_the_date_in_force_alone(session: Session, task: Task) -> None:
    decide_extension(session, _ask(session, task), approve=True, by="chutich", now=NOW)
    assert (task.scheduled_on, task.due_on, task.due_version) == (DUE, date(2026, 3, 25), 1)
    with pytest.raises(DondocError, match="một lần"):
        _ask(session, task, 30)


def test_a_refused_extension_moves_nothing(session: Session, task: Task) -> None:
    asked = _ask(session, task)
    with pytest.raises(DondocError, match="chờ quyết định"):
        _ask(session, task)
    decide_extension(session, asked, approve=False, by="chutich", now=NOW)
    assert (task.due_on, task.due_version) == (DUE, 0)
    with pytest.raises(DondocError, match="đã được quyết định"):
        decide_extension(session, asked, approve=True, by="chutich", now=NOW)


def test_an_extension_needs_a_later_date_a_reason_and_open_work(session: Session, task: Task) -> None:
    with pytest.raises(DondocError, match="phải sau"):
        _ask(session, task, 0)
    with pytest.raises(DondocError, match="lý do"):
        request_extension(session, task, DUE + timedelta(days=1), by="x", now=NOW, reason=" ")
    _go(session, task, "cancel")
    with pytest.raises(DondocError, match="kết thúc"):
        _ask(session, task)


def _give(session: Session, task: Task, unit: str, owner: str | None = None) -> None:
    found = person(session, owner) if owner else None
    assign(session, task, find_units(session, unit), found, by="daumoi", as_of=TODAY, now=NOW)


def test_giving_a_task_to_another_unit_brings_its_head(session: Session, task: Task) -> None:
    _give(session, task, "VHXH")
    assert task.owner_id == person(session, "ha").id
    with pytest.raises(DondocError, match="không thuộc"):
        _give(session, task, "KT", "ha")
    with pytest.raises(DondocError, match="một đơn vị"):
        _give(session, task, "Các phòng chuyên môn")
    _go(session, task, "cancel")
    with pytest.raises(DondocError, match="kết thúc"):
        _give(session, task, "VP")
