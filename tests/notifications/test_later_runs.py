"""Runs after the first one of a day look at what happened since; the next morning looks at everything."""

from datetime import date, timedelta
from typing import Any

import pytest

from models import NoticeState, TaskEvent
from notifications.due import enqueue
from tasks_registry.days.working_days import WorkingCalendar
from tasks_registry.tasks.giving import give
from tests.notifications.office import MONDAY, NOW, Office

DUE = date(2026, 6, 30)


def due_up_to(office: Office, day: date) -> None:
    enqueue(office.session, as_of=day, now=NOW, calendar=WorkingCalendar())


def test_what_leaves_no_event_is_found_the_next_morning(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In an office too large to look at every task each minute."""
    monkeypatch.setattr("notifications.due.RECENT", 1)
    given, silent, moved, other = (office.task(DUE) for _ in range(4))
    due_up_to(office, DUE - timedelta(days=1))
    silent.owner_id = moved.owner_id = office.other.id
    office.add(TaskEvent(task_id=moved.id, at=NOW, actor="ai", action="assign"))
    late = office.task(DUE)
    due_up_to(office, DUE - timedelta(days=1))
    assert heard(office, "before-1") == {given.id, moved.id, other.id, late.id}
    assert heard(office, "assigned", office.other) == {moved.id}
    due_up_to(office, DUE)
    assert heard(office, "assigned", office.other) == {moved.id, silent.id}


def test_who_is_given_a_task_back_is_told_again(office: Office) -> None:
    """Between the two, somebody else had it."""
    given = office.task(DUE)
    due_up_to(office, MONDAY)
    for person in (office.other, office.head):
        give(given, person.id)
        due_up_to(office, MONDAY)
    told = [each.person_id for each in office.notices() if each.step == "assigned"]
    assert told == [office.head.id, office.other.id, office.head.id]
    due_up_to(office, MONDAY)
    assert len([each for each in office.notices() if each.step == "assigned"]) == 3


def heard(office: Office, step: str, person: Any = None) -> set[int]:
    found = [each for each in office.notices() if each.step == step and each.state == NoticeState.PENDING]
    return {each.task_id or 0 for each in found if person is None or each.person_id == person.id}
