"""The calendar file as a calendar program reads it."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Component

from notifications.calendar_file import Event, calendar_file
from tests.notifications.office import MONDAY, NOW


def event(**fields: Any) -> Event:
    given: dict[str, Any] = {
        "task_id": 7,
        "due_on": MONDAY,
        "version": 0,
        "text": "Niêm yết công khai thủ tục",
        "unit": "Phòng Kinh tế",
    }
    return Event(**(given | fields))


def written(*events: Event, **options: Any) -> str:
    given: dict[str, Any] = {"language": "vi", "base_url": "https://viec.donvi.test/", "now": NOW}
    return calendar_file(events, **(given | options))


def only(text: str) -> Component:
    (found,) = Calendar.from_ical(text).walk("VEVENT")
    return found


def test_a_deadline_is_a_whole_day_with_its_link() -> None:
    text = written(event())
    found = only(text)
    assert Calendar.from_ical(text)["METHOD"] == "PUBLISH"
    assert found["UID"] == "nhiem-vu-7@viec.donvi.test"
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (MONDAY, date(2026, 6, 16))
    assert found["DTSTAMP"].dt == NOW
    assert found["STATUS"] == "CONFIRMED"
    assert found["SUMMARY"] == "Hạn: Niêm yết công khai thủ tục"
    assert found["DESCRIPTION"] == "Đơn vị chủ trì: Phòng Kinh tế\nhttps://viec.donvi.test/nhiem-vu/7"
    assert found["URL"] == "https://viec.donvi.test/nhiem-vu/7"


def test_a_deadline_that_moves_stays_the_same_event() -> None:
    before, after = only(written(event())), only(written(event(due_on=date(2026, 7, 1), version=2)))
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 2)
    assert after["DTSTART"].dt == date(2026, 7, 1)


def test_what_ended_is_cancelled() -> None:
    assert only(written(event(cancelled=True)))["STATUS"] == "CANCELLED"


def test_a_secret_task_is_a_number() -> None:
    found = only(written(event(text="", unit="")))
    assert found["SUMMARY"] == "Hạn: Nhiệm vụ mật, mã số 7"
    assert found["DESCRIPTION"] == "https://viec.donvi.test/nhiem-vu/7"


@pytest.mark.parametrize(("language", "words"), [("en", "Due: "), ("xx", "Hạn: ")])
def test_the_words_are_in_the_readers_language(language: str, words: str) -> None:
    assert only(written(event(), language=language))["SUMMARY"].startswith(words)


def test_a_calendar_may_have_a_name_and_no_event() -> None:
    assert Calendar.from_ical(written(name="Lịch của An"))["X-WR-CALNAME"] == "Lịch của An"


@settings(deadline=None, max_examples=80)
@given(st.text(st.characters(exclude_categories=["Cs"], max_codepoint=0x1FFFF), max_size=150))
def test_text_of_people_stays_text(words: str) -> None:
    """Whatever is written, there is one event with its own lines, and no line is too long."""
    text = written(event(text=f"a {words}", unit=words))
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    found = only(text)
    assert sorted(found) == sorted(only(written(event(text="a", unit=words))))
    assert found["DTSTART"].dt == MONDAY


def test_separators_and_line_ends_are_escaped() -> None:
    nasty = "An; Bình, \\Chi\r\nEND:VEVENT\nATTENDEE:x\x07"
    found = only(written(event(text=nasty)))
    assert found["SUMMARY"] == "Hạn: An; Bình, \\Chi END:VEVENT ATTENDEE:x"
    assert "ATTENDEE" not in found
