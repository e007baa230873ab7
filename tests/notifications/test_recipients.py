"""Who hears of a late task besides its owner."""

from datetime import date
from typing import Any

import pytest

from models import NoticeState, Role, TaskCoordinator
from notifications.due import enqueue
from tasks_registry.days.working_days import WorkingCalendar
from tests.notifications.office import NOW, Office

DUE = date(2026, 6, 30)
LATE = date(2026, 7, 1)
VERY_LATE = date(2026, 7, 14)  # ten working days


def due_up_to(office: Office, day: date) -> None:
    enqueue(office.session, as_of=day, now=NOW, calendar=WorkingCalendar())


def with_units(office: Office, task: Any, *units: Any) -> None:
    for position, unit in enumerate(units):
        office.add(TaskCoordinator(task_id=task.id, position=position, name="x", unit_id=unit and unit.id))


def test_coordinating_units_hear_before_and_after_the_deadline(office: Office) -> None:
    """Their heads; of a unit without a head its leaders. A unit that is named twice hears it once."""
    apart = office.unit("Trạm Y tế")
    office.person(apart, "Hồ Thị Trạm", "tram", role=Role.LEADER)
    office.person(apart, "Mai Văn Nhân", "nhan", role=Role.STAFF)
    office.person(office.economy, "Đỗ Văn Gần", "gan", role=Role.LEADER)
    with_units(office, office.task(DUE), office.economy, None, office.economy, apart)
    for day, step in ((date(2026, 6, 25), "before-3"), (LATE, "late-1")):
        due_up_to(office, day)
        assert {who for who, each in office.told() if each == step} == {"anh", "ben", "tram"}
    audiences = {each.audience for each in office.notices() if each.person_id == office.other.id}
    assert audiences == {"coordinating"}


def test_an_owner_who_coordinates_too_hears_it_once_as_the_owner(office: Office) -> None:
    with_units(office, office.task(DUE), office.culture)
    due_up_to(office, LATE)
    late = [each for each in office.notices() if each.step == "late-1"]
    assert [(each.person_id, each.audience) for each in late] == [(office.head.id, "owner")]


@pytest.mark.parametrize("owner", ["head", "nobody"])
def test_the_head_hears_where_somebody_else_owns_the_task(office: Office, owner: str) -> None:
    office.task(DUE, owner_id=office.head.id if owner == "head" else None)
    due_up_to(office, date(2026, 7, 3))
    told = {who for who, step in office.told() if step == "late-3"}
    assert told == ({"moi"} if owner == "head" else {"anh", "moi"})


def test_the_last_step_is_told_to_all_above_and_stops_after_its_ceiling(office: Office) -> None:
    office.task(DUE)
    for day in (VERY_LATE, date(2026, 7, 21), date(2026, 7, 28), date(2026, 8, 4), date(2026, 12, 31)):
        due_up_to(office, day)
        for each in office.notices():
            if each.state == NoticeState.PENDING:
                each.state, each.sent_at = NoticeState.SENT, NOW
    everyone = {"anh", "moi", "lanh"}
    steps = ("late-10", "late-15", "late-20", "late-25")
    told = [{who for who, each in office.told() if each == step} for step in steps]
    assert told == [everyone, everyone, everyone, set()]


def test_a_coordinating_unit_that_is_let_go_hears_no_more(office: Office) -> None:
    task = office.task(DUE)
    with_units(office, task, office.economy)
    due_up_to(office, LATE)
    office.session.delete(office.session.get_one(TaskCoordinator, (task.id, 0)))
    due_up_to(office, LATE)
    (late,) = [each for each in office.notices() if each.person_id == office.other.id]
    assert (late.state, late.last_error) == (
        NoticeState.CANCELLED,
        "người nhận không còn phụ trách việc này",
    )
