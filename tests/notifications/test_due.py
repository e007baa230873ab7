"""What goes into the outbox, for whom, and that it goes in once."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event
from sqlmodel import Session, col, update

from models import Notice, NoticeState, Role, TaskState, Unit
from notifications.due import enqueue, enqueue_escalations
from notifications.ladder import urgency
from notifications.ladders import LADDER
from tasks_registry.days.working_days import WorkingCalendar
from tests.notifications.office import MONDAY, NOW, Office

CALENDAR = WorkingCalendar()
DUE = date(2026, 6, 30)
SOME_DAYS_LATE = date(2026, 7, 8)  # six working days


def due_up_to(session: Session, day: date) -> dict[str, int]:
    return enqueue(session, as_of=day, now=NOW, calendar=CALENDAR)


def test_the_owner_climbs_the_ladder(office: Office) -> None:
    """Each step on its working day and on no day between."""
    office.task(DUE)
    added: dict[str, str] = {}
    for n in range(40):
        day = date(2026, 6, 1) + timedelta(days=n)
        counts = due_up_to(office.session, day)
        added |= {step: f"{day:%d/%m}" for step, count in counts.items() if count and urgency(step) < 3}
    assert added == {
        "assigned": "01/06",
        "before-14": "10/06",
        "before-7": "19/06",
        "before-3": "25/06",
        "before-1": "29/06",
        "due": "30/06",
        "late-1": "01/07",
    }


def test_work_that_was_given_late_climbs_from_that_day_on(office: Office) -> None:
    """An old plan taken in today gives nobody a sixth warning on its first morning."""
    given = date(2026, 7, 30)
    office.task(DUE, assigned_on=given)
    due_up_to(office.session, given)
    assert {step for _, step in office.told()} == {"assigned", "due"}
    due_up_to(office.session, date(2026, 8, 4))  # three working days later
    assert {step for _, step in office.told()} == {"assigned", "late-1", "late-3"}
    due_up_to(office.session, date(2026, 8, 13))
    assert "late-10" in {step for _, step in office.told()}


@pytest.mark.parametrize(
    ("day", "step"),
    [
        (date(2026, 6, 24), "before-7"),
        (date(2026, 6, 28), "before-3"),
        (date(2026, 7, 2), "late-1"),
        (date(2031, 7, 1), "late-20"),
    ],
)
def test_the_first_run_after_a_while_tells_the_newest_step_alone(
    office: Office, day: date, step: str
) -> None:
    office.task(DUE)
    due_up_to(office.session, day)
    assert {each for who, each in office.told() if who == "anh"} == {"assigned", step}
    assert NoticeState.MISSED not in {each.state for each in office.notices()}


def test_the_circle_widens_with_the_delay(office: Office) -> None:
    office.task(DUE)
    told = []
    for day in (date(2026, 7, 2), date(2026, 7, 3), date(2026, 7, 6), date(2026, 7, 7)):
        due_up_to(office.session, day)
        told.append({who for who, step in office.told() if step.startswith("late")})
    assert told == [{"anh"}, {"anh", "moi"}, {"anh", "moi"}, {"anh", "moi", "lanh"}]


def test_a_second_run_adds_nothing(office: Office) -> None:
    office.task(DUE)
    office.task(None, unit_id=None, owner_id=None)
    first = due_up_to(office.session, DUE)
    assert first["due"] == 1
    assert first["assign"] == 1
    assert sum(due_up_to(office.session, DUE).values()) == 0


def test_an_older_step_is_never_told_after_a_newer_one(office: Office) -> None:
    """Asking again for an earlier day must not tell someone that there is still time."""
    office.task(DUE)
    due_up_to(office.session, date(2026, 7, 1))
    due_up_to(office.session, date(2026, 6, 19))
    assert {step for _, step in office.told()} == {"assigned", "late-1"}


def test_what_still_waits_gives_way_to_a_newer_step(office: Office) -> None:
    office.task(DUE)
    due_up_to(office.session, date(2026, 6, 19))
    due_up_to(office.session, date(2026, 6, 29))
    states = {each.step: each.state for each in office.notices()}
    assert states == {
        "assigned": NoticeState.PENDING,
        "before-7": NoticeState.MISSED,
        "before-3": NoticeState.MISSED,
        "before-1": NoticeState.PENDING,
    }


@pytest.mark.parametrize("state", ["submitted", "done", "cancelled"])
def test_nobody_hears_of_work_that_waits_for_others(office: Office, state: str) -> None:
    office.task(DUE, state=TaskState(state), done_on=DUE if state == "done" else None)
    assert sum(due_up_to(office.session, DUE).values()) == 0


def test_a_moved_deadline_starts_the_ladder_again(office: Office) -> None:
    task = office.task(DUE)
    due_up_to(office.session, DUE)
    task.due_on, task.due_version = DUE + timedelta(days=1), 1
    due_up_to(office.session, DUE)
    assert sorted((each.step, each.due_version) for each in office.notices()) == [
        ("assigned", 0),
        ("before-1", 1),
        ("due", 0),
    ]


def test_a_new_owner_hears_of_the_assignment_and_the_newest_step(office: Office) -> None:
    task = office.task(DUE)
    due_up_to(office.session, DUE)
    task.owner_id = office.other.id
    due_up_to(office.session, DUE)
    assert {step for who, step in office.told() if who == "ben"} == {"assigned", "due"}


@pytest.mark.parametrize("gone", ["nobody", "left"])
def test_without_an_owner_the_coordinator_acts(office: Office, gone: str) -> None:
    if gone == "left":
        office.head.active = False
    office.task(DUE, owner_id=None if gone == "nobody" else office.head.id)
    due_up_to(office.session, DUE)
    assert office.told() == {("moi", "assigned"), ("moi", "due")}


def test_a_task_without_a_unit_is_for_the_coordinator_to_assign(office: Office) -> None:
    office.task(DUE, unit_id=None, owner_id=None)
    due_up_to(office.session, DUE)
    assert office.told() == {("moi", "assign"), ("moi", "due")}


def test_a_plan_without_a_coordinator_tells_nobody_in_vain(office: Office) -> None:
    office.plan.coordinator_id = None
    office.task(DUE, owner_id=None)
    office.task(DUE - timedelta(days=8))
    due_up_to(office.session, DUE)
    assert office.told() == {("anh", "assigned"), ("anh", "late-1"), ("lanh", "late-5")}


def test_one_who_stands_on_two_rungs_hears_the_higher(office: Office) -> None:
    """A coordinator who acts for a missing owner is not told of one delay twice."""
    office.task(DUE, owner_id=None)
    due_up_to(office.session, SOME_DAYS_LATE)
    assert {step for who, step in office.told() if who == "moi"} == {"assigned", "late-3"}


def test_the_leaders_of_the_unit_and_above_go_before_others(office: Office) -> None:
    own = office.person(office.economy, "Đỗ Văn Gần", "gan", role=Role.LEADER)
    office.person(office.culture, "Vũ Thị Xa", "xa", role=Role.LEADER)
    office.task(DUE, unit_id=office.economy.id)
    due_up_to(office.session, SOME_DAYS_LATE)
    assert {who for who, step in office.told() if step == "late-5"} == {"gan", "lanh"}
    assert own.active


def test_a_unit_without_a_leader_above_it_reports_to_every_leader(office: Office) -> None:
    apart = office.unit("Trạm Y tế")
    office.person(office.committee, "Hồ Văn Cũ", "cu", role=Role.LEADER, active=False)
    for unit_id in (apart.id, None):
        office.task(DUE, unit_id=unit_id)
    due_up_to(office.session, SOME_DAYS_LATE)
    assert [who for who, step in sorted(office.told()) if step == "late-5"] == ["lanh"]
    assert sum(each.step == "late-5" for each in office.notices()) == 2


def test_parents_in_a_ring_do_not_hang(office: Office) -> None:
    office.session.execute(update(Unit).values(parent_id=office.culture.id))
    office.task(DUE)
    due_up_to(office.session, SOME_DAYS_LATE)
    assert "late-5" in {step for _, step in office.told()}


def test_a_task_is_told_of_from_the_day_of_its_assignment(office: Office) -> None:
    office.task(None, assigned_on=MONDAY)
    due_up_to(office.session, MONDAY - timedelta(days=1))
    assert office.told() == set()
    due_up_to(office.session, MONDAY)
    assert office.told() == {("anh", "assigned")}


def test_a_cancelled_notice_comes_back_with_its_reason(office: Office) -> None:
    """Work handed in and returned late is late again."""
    task = office.task(DUE)
    due_up_to(office.session, date(2026, 7, 1))
    office.session.execute(update(Notice).values(state=NoticeState.CANCELLED, attempts=3))
    assert due_up_to(office.session, date(2026, 7, 2))["late-1"] == 1
    (late,) = [each for each in office.notices() if each.step == "late-1"]
    assert (late.state, late.attempts, late.due_day) == (NoticeState.PENDING, 0, date(2026, 7, 2))
    assert late.task_id == task.id


def test_statements_do_not_grow_with_the_tasks(office: Office) -> None:
    def statements() -> int:
        seen: list[str] = []
        engine: Any = office.session.get_bind()
        listen: Callable[..., None] = lambda *args: seen.append(args[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", listen)
        due_up_to(office.session, DUE)
        event.remove(engine, "before_cursor_execute", listen)
        return len(seen)

    office.task(DUE)
    due_up_to(office.session, DUE)
    few = statements()
    for _ in range(50):
        office.task(DUE)
    assert statements() == few


def test_escalations_alone_and_the_same_when_asked_again(office: Office) -> None:
    office.task(DUE, text="Công khai kết quả giải quyết")
    office.task(None)
    day = date(2026, 7, 3)
    first = enqueue_escalations(office.session, as_of=day, now=NOW, calendar=CALENDAR)
    assert [(each.step, each.told, each.days_late) for each in first] == [
        ("late-1", "anh@donvi.test", 3),
        ("late-3", "moi@donvi.test", 3),
    ]
    assert (first[0].text, first[0].unit, first[0].due_on) == (
        "Công khai kết quả giải quyết",
        "Phòng Văn hóa - Xã hội",
        DUE,
    )
    due_up_to(office.session, day)
    assert enqueue_escalations(office.session, as_of=day, now=NOW, calendar=CALENDAR) == first


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    due=st.dates(date(2026, 4, 27), date(2026, 5, 8)),
    days=st.lists(st.integers(0, 22), min_size=1, max_size=5).map(sorted),
)
def test_gaps_change_neither_who_hears_nor_the_newest_step(
    lite_engine: Engine, due: date, days: Sequence[int]
) -> None:
    """Run daily or on a few days only: at the end everyone's newest step is the same, and told once."""
    start = date(2026, 4, 20)
    daily = _newest(lite_engine, due, [start + timedelta(days=n) for n in range(days[-1] + 1)])
    assert _newest(lite_engine, due, [start + timedelta(days=n) for n in days]) == daily


def _newest(engine: Engine, due: date, days: Sequence[date]) -> dict[str, str]:
    """Each person's most urgent step on the ladder after runs on `days`; the database is left as it was."""
    with Session(engine) as session:
        office = Office(session)
        office.task(due)
        for day in days:
            due_up_to(session, day)
            sent = col(Notice.state) == NoticeState.PENDING
            session.execute(update(Notice).where(sent).values(state=NoticeState.SENT, sent_at=NOW))
        keys = [(each.person_id, each.task_id, each.step) for each in office.notices()]
        assert len(keys) == len(set(keys))
        steps = sorted(office.told(), key=lambda told: urgency(told[1]))
        session.rollback()
    ladder = {rung.step for rung in LADDER.rungs}
    return {who: step for who, step in steps if step in ladder}


def test_two_senders_who_find_the_same_write_it_once(office: Office, engine: Engine) -> None:
    """The second one waits for the first and then finds nothing to add."""
    office.task(DUE)
    office.session.commit()
    due_up_to(office.session, DUE)
    office.session.commit()
    with Session(engine) as other:
        assert sum(due_up_to(other, DUE).values()) == 0
    assert len(office.notices()) == 2
