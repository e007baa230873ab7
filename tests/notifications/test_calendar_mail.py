"""The deadlines that travel with a digest: what is in the file, and what leaves the calendar, once."""

import time
from datetime import date, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import event

from models import ExtensionState, NoticeKind, TaskCoordinator
from notifications.digest import Digest
from notifications.mail import compose
from tasks_registry.tasks.extensions import decide_extension, request_extension
from tasks_registry.tasks.moves import Action, move, record
from tests.notifications.noticing import all_sent, digests, notice
from tests.notifications.office import MONDAY, NOW, Office
from tests.notifications.reading import SETTINGS, digest, line, part, read

LATER = NOW + timedelta(hours=5)
TOMORROW = MONDAY + timedelta(days=1)


def attached(of: Digest) -> dict[int, Any]:
    """The events of the mail's file by task."""
    (file,) = read(of).iter_attachments()
    assert file.get_filename() == "viec-can-lam.ics"
    assert file.get_content_type() == "text/calendar"
    assert file["Content-Type"].params["method"] == "PUBLISH"
    events = Calendar.from_ical(file.get_content()).walk("VEVENT")
    return {int(each["UID"].split("@")[0].rpartition("-")[2]): each for each in events}


def stati(of: Digest) -> dict[int, str]:
    return {number: str(each["STATUS"]) for number, each in attached(of).items()}


def told(office: Office, *tasks: Any, person: Any = None, step: str = "before-3") -> Digest:
    """The next digest with these tasks."""
    person = person or office.head
    for task in tasks:
        notice(office, person, task, step)
    return digests(office)[person.email.split("@")[0]]


def test_the_mail_reads_as_before_with_the_file_beside(lite_office: Office) -> None:
    found = told(lite_office, lite_office.task(MONDAY), lite_office.task(None))
    mail = read(found)
    assert mail.get_content_type() == "multipart/mixed"
    assert [each.get_content_type() for each in mail.iter_parts()] == [
        "multipart/alternative",
        "text/calendar",
    ]
    assert stati(found) == {1: "CONFIRMED"}
    assert "Tệp viec-can-lam.ics kèm theo" in part(mail, "plain")


def test_no_file_where_nothing_has_a_deadline() -> None:
    mail = read(digest(line(due_on=None, days=None)))
    assert list(mail.iter_attachments()) == []
    assert "viec-can-lam" not in part(mail, "plain") + part(mail, "html")


def test_a_moved_deadline_is_the_same_event_with_a_higher_number(lite_office: Office) -> None:
    task = lite_office.task(MONDAY)
    before = attached(told(lite_office, task))[task.id]
    all_sent(lite_office, NOW)
    asked = request_extension(
        lite_office.session, task, date(2026, 7, 1), by="anh", now=LATER, reason="chờ ý kiến"
    )
    decide_extension(lite_office.session, asked, approve=True, by="moi", now=LATER)
    assert asked.state is ExtensionState.APPROVED
    after = attached(told(lite_office, task))[task.id]
    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after["DTSTART"].dt == date(2026, 7, 1)


def test_what_was_done_or_cancelled_leaves_the_calendar_once(office: Office) -> None:
    done, dropped, open_one, untold = (office.task(MONDAY) for _ in range(4))
    told(office, done, dropped, open_one)
    all_sent(office, NOW)
    for task in (done, untold):
        move(office.session, task, Action.SUBMIT, by="anh", now=LATER, on=MONDAY)
        move(office.session, task, Action.DONE, by="moi", now=LATER, on=MONDAY)
    move(office.session, dropped, Action.CANCEL, by="moi", now=LATER, on=MONDAY, reason="trùng")
    found = told(office, open_one)
    assert stati(found) == {done.id: "CANCELLED", dropped.id: "CANCELLED", open_one.id: "CONFIRMED"}
    all_sent(office, LATER + timedelta(hours=1))
    assert stati(told(office, open_one)) == {open_one.id: "CONFIRMED"}


def test_work_that_went_to_others_leaves_the_calendar_of_who_had_it(office: Office) -> None:
    given_away, kept = office.task(MONDAY), office.task(MONDAY)
    office.add(TaskCoordinator(task_id=kept.id, position=1, name="P. VH", unit_id=office.culture.id))
    told(office, given_away, kept)
    told(office, given_away, person=office.coordinator)
    all_sent(office, NOW)
    given_away.unit_id, given_away.owner_id = office.economy.id, office.other.id
    record(office.session, given_away, "assign", by="moi", now=LATER)
    assert stati(told(office, kept)) == {given_away.id: "CANCELLED", kept.id: "CONFIRMED"}
    assert stati(told(office, given_away, person=office.coordinator)) == {given_away.id: "CONFIRMED"}
    all_sent(office, LATER + timedelta(hours=1))
    much_later = LATER + timedelta(days=1)
    move(office.session, given_away, Action.SUBMIT, by="ben", now=much_later, on=TOMORROW)
    move(office.session, given_away, Action.DONE, by="moi", now=much_later, on=TOMORROW)
    assert stati(told(office, kept)) == {kept.id: "CONFIRMED"}


def test_who_only_coordinates_keeps_the_deadline_until_it_is_done(lite_office: Office) -> None:
    task, other = lite_office.task(MONDAY), lite_office.task(MONDAY)
    lite_office.add(
        TaskCoordinator(task_id=task.id, position=1, name="P. KT", unit_id=lite_office.economy.id)
    )
    notice(lite_office, lite_office.other, task, audience="coordinating")
    all_sent(lite_office, NOW)
    record(lite_office.session, task, "assign", by="moi", now=LATER)
    assert stati(told(lite_office, other, person=lite_office.other)) == {other.id: "CONFIRMED"}


def test_a_batch_takes_the_same_number_of_statements_as_one_person(lite_office: Office) -> None:
    def statements(people: int) -> int:
        for n in range(people):
            person = lite_office.person(lite_office.culture, f"Người {n}", f"p{people}{n}")
            notice(lite_office, person, lite_office.task(MONDAY, owner_id=person.id))
        counted: list[str] = []
        engine = lite_office.session.get_bind()
        listener: Any = lambda _c, _k, statement, *_: counted.append(statement)  # noqa: E731
        lite_office.session.flush()
        event.listen(engine, "before_cursor_execute", listener)
        try:
            digests(lite_office)
        finally:
            event.remove(engine, "before_cursor_execute", listener)
        all_sent(lite_office, NOW)
        return len(counted)

    assert statements(1) == statements(20)


@pytest.mark.parametrize("step", ["late-3", "assigned"])
def test_ten_thousand_tasks_make_a_mail_that_can_be_sent(step: str) -> None:
    text, unit = "Rà soát, chuẩn hóa thủ tục hành chính " * 12, "Phòng Văn hóa - Xã hội " * 4
    due = MONDAY - timedelta(days=7) if step == "late-3" else MONDAY + timedelta(days=90)
    many = (
        line(n, step=step, item_id=n // 13, text=text, unit=unit, owner="Lê " * 20, due_on=due, days=9)
        for n in range(10_000)
    )
    found = digest(*many)
    begun = time.process_time()
    raw = compose(found, SETTINGS, now=NOW)
    assert time.process_time() - begun < 2
    assert len(raw) < 1_000_000
    assert "10000 nhiệm vụ" in found.subject
    mail = read(found)
    assert isinstance(mail, EmailMessage)
    assert "nhiệm vụ khác, xem tại: https://viec.donvi.test/nhiem-vu\n" in part(mail, "plain")


def test_a_watch_alone_has_no_file(lite_office: Office) -> None:
    kind: Any = NoticeKind.WATCH
    notice(lite_office, lite_office.coordinator, None, "outbox-stuck", "", kind=kind, tag="")
    assert list(read(digests(lite_office)["moi"]).iter_attachments()) == []
