"""A person's calendar: whose tasks stand in it, and for how long those that are over."""

from datetime import date, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from models import TaskCoordinator
from notifications.calendar_events import person_calendar
from tasks_registry.tasks.moves import Action, move
from tests.notifications.office import MONDAY, NOW, Office


def calendar(office: Office, person: Any, day: date = MONDAY, **options: Any) -> dict[int, str]:
    """The state of each task in the calendar of `person`."""
    person.calendar_key = f"key-{person.id}"
    options = {"now": NOW, "base_url": "https://viec.donvi.test"} | options
    text = person_calendar(office.session, person.calendar_key, as_of=day, **options)
    assert text is not None
    events = Calendar.from_ical(text).walk("VEVENT")
    return {int(each["UID"].split("@")[0].rpartition("-")[2]): str(each["STATUS"]) for each in events}


def test_owner_head_and_coordinator_see_the_task_others_do_not(office: Office) -> None:
    staff = office.person(office.culture, "Vũ Thị Cúc", "cuc", role="staff")
    task = office.task(MONDAY, owner_id=staff.id)
    office.task(None, owner_id=staff.id)
    office.add(TaskCoordinator(task_id=task.id, position=1, name="P. KT", unit_id=office.economy.id))
    for person in (staff, office.head, office.coordinator):
        assert calendar(office, person) == {task.id: "CONFIRMED"}
    for person in (office.other, office.leader):
        assert calendar(office, person) == {}


def test_what_is_over_stays_for_ninety_days_as_cancelled(office: Office) -> None:
    done, dropped = office.task(MONDAY), office.task(MONDAY)
    for action in (Action.SUBMIT, Action.DONE):
        move(office.session, done, action, by="anh", now=NOW, on=MONDAY)
    move(office.session, dropped, Action.CANCEL, by="moi", now=NOW, on=MONDAY, reason="trùng")
    over = {done.id: "CANCELLED", dropped.id: "CANCELLED"}
    for days, shown in ((0, over), (90, over), (91, {})):
        later = timedelta(days=days)
        assert calendar(office, office.head, MONDAY + later, now=NOW + later) == shown


def test_the_calendar_has_its_owners_name_and_language(lite_office: Office) -> None:
    lite_office.head.language, lite_office.head.calendar_key = "en", "k"
    lite_office.task(MONDAY)
    text = person_calendar(lite_office.session, "k", as_of=MONDAY, now=NOW, base_url="http://x.test")
    assert text is not None
    assert "X-WR-CALNAME:Đôn Đốc – Nguyễn Thị Ánh\r\n" in text
    assert "SUMMARY:Due: " in text


@pytest.mark.parametrize("key", ["", "k", "K'", "k%", "\x00", "ké"])
def test_a_wrong_key_opens_nothing(office: Office, key: str) -> None:
    office.head.calendar_key = "K"
    assert person_calendar(office.session, key, as_of=MONDAY, now=NOW, base_url="http://x.test") is None


def test_who_left_has_no_calendar(lite_office: Office) -> None:
    lite_office.head.calendar_key, lite_office.head.active = "k", False
    assert person_calendar(lite_office.session, "k", as_of=MONDAY, now=NOW, base_url="http://x.test") is None
