"""A deadline on a day off: it stands, or the plan has it roll forward; one rule for every task."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from models import CalendarDay, Item, Plan, Task, TaskEvent
from tasks_registry.days.working_days import WorkingCalendar
from tasks_registry.plans.new_year import open_year
from tasks_registry.plans.rolling import follow_calendar, in_force, switch
from tasks_registry.tasks.extensions import decide_extension, request_extension
from tests.office import NOW, TABLE, open_office, take_plan, the_plan
from tests.registry.workroom import add_plan, add_task

SUNDAY, MONDAY, TUESDAY = date(2026, 3, 15), date(2026, 3, 16), date(2026, 3, 17)
SATURDAY_WORKED = date(2026, 8, 22)
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))


def turn(session: Session, plan: Plan, on: bool) -> int:
    return switch(session, plan, on, by="test", now=NOW)


def state_of(session: Session) -> list[tuple[object, ...]]:
    tasks = session.exec(select(Task).order_by(col(Task.id)))
    return [(task.scheduled_on, task.due_on, task.state) for task in tasks]


def test_the_deadline_becomes_the_next_working_day(session: Session) -> None:
    plan = add_plan(session)
    task, worked = add_task(session, plan, SUNDAY), add_task(session, plan, SATURDAY_WORKED)
    assert turn(session, plan, True) == 1
    assert (task.scheduled_on, task.due_on, task.due_version) == (SUNDAY, MONDAY, 1)
    assert (worked.due_on, worked.due_version) == (SATURDAY_WORKED, 0)
    (event,) = session.exec(select(TaskEvent)).all()
    assert (event.task_id, event.action) == (task.id, "redate")
    assert "148" in event.reason


def test_switching_twice_gives_back_the_first_state(session: Session) -> None:
    plan = add_plan(session)
    add_task(session, plan, SUNDAY)
    add_task(session, plan, MONDAY)
    add_task(session, plan)
    before = state_of(session)
    assert [turn(session, plan, True), turn(session, plan, True)] == [1, 0]
    assert state_of(session) != before
    assert turn(session, plan, False) == 1
    assert state_of(session) == before


def test_work_that_is_done_keeps_its_deadline(session: Session) -> None:
    plan = add_plan(session)
    task = add_task(session, plan, SUNDAY, done=date(2026, 3, 10))
    assert turn(session, plan, True) == 0
    assert task.due_on == SUNDAY


def test_a_granted_date_stands_even_on_a_day_off(session: Session) -> None:
    plan = add_plan(session)
    task = add_task(session, plan, MONDAY)
    asked = request_extension(session, task, date(2026, 3, 22), by="an", now=NOW, reason="Thiếu số liệu")
    decide_extension(session, asked, approve=True, by="lan", now=NOW)
    assert turn(session, plan, True) == 0
    assert task.due_on == date(2026, 3, 22)


def test_an_import_obeys_the_plan(session: Session) -> None:
    """Item 1 is due before 16/3, so on Sunday 15/3; the plan has it roll, and the next version too."""
    open_office(session)
    take_plan(session)
    plan = the_plan(session)
    turn(session, plan, True)
    task = session.exec(select(Task).where(Task.scheduled_on == SUNDAY)).one()
    before = state_of(session)
    again = take_plan(session)
    assert (again.tasks_redated, state_of(session)) == (0, before)
    moved = take_plan(session, text=_with_deadline("Trước ngày 23/3/2026"))
    assert moved.tasks_redated == 1
    assert (task.scheduled_on, task.due_on) == (date(2026, 3, 22), date(2026, 3, 23))


def _with_deadline(phrase: str) -> str:
    return TABLE.replace("Trước ngày 16/3/2026", phrase)


def test_new_tasks_of_an_import_roll_from_the_start(session: Session) -> None:
    open_office(session)
    take_plan(session)
    plan = the_plan(session)
    turn(session, plan, True)
    added = take_plan(session, text=_with_deadline("Trước ngày 16/3/2026") + _one_more())
    assert added.tasks_added == 1
    task = session.exec(select(Task).order_by(col(Task.id).desc())).first()
    assert task is not None
    assert (task.scheduled_on, task.due_on, task.due_version) == (SUNDAY, MONDAY, 0)


def _one_more() -> str:
    return "5\tLập sổ theo dõi văn bản\tVP HĐND&UBND\t\tTrước ngày 16/3/2026\tSổ theo dõi\n"


def test_the_tasks_of_a_new_year_obey_too(session: Session) -> None:
    open_office(session)
    take_plan(session)
    plan = the_plan(session)
    plan.end_year = 2027
    turn(session, plan, True)
    assert open_year(session, as_of=date(2027, 1, 4), now=NOW)
    new = select(Task).join(Item).where(col(Task.scheduled_on) >= date(2027, 1, 1))
    tasks = session.exec(new).all()
    calendar = WorkingCalendar()
    assert tasks
    assert all(task.due_on == in_force(task.scheduled_on, None, plan, calendar) for task in tasks)


def test_a_day_off_declared_later_moves_what_rolls(session: Session) -> None:
    plan, other = add_plan(session), add_plan(session, "kh-08")
    rolling, standing = add_task(session, plan, SUNDAY), add_task(session, other, MONDAY)
    turn(session, plan, True)
    session.add(CalendarDay(day=MONDAY, working=False, name="Bão"))
    session.flush()
    assert follow_calendar(session, by="test", now=NOW) == 1
    assert (rolling.due_on, standing.due_on) == (TUESDAY, MONDAY)


@given(DAYS, st.none() | DAYS, st.booleans())
def test_a_deadline_never_comes_before_its_rule_nor_before_what_was_granted(
    scheduled: date, granted: date | None, rolls: bool
) -> None:
    plan = Plan(code="a", title="a", year=2026, end_year=2026, imported_at=NOW, roll_forward=rolls)
    calendar = WorkingCalendar()
    due = in_force(scheduled, granted, plan, calendar)
    assert due is not None
    assert due >= max(scheduled, granted or scheduled)
    if granted is None:
        assert due == scheduled or (rolls and not calendar.is_working(scheduled))
        assert not rolls or calendar.is_working(due)
