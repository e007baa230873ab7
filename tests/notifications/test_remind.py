"""A whole round: from the tasks to mails on a real SMTP server."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Engine, text
from sqlmodel import Session

from models import NoticeState
from notifications import outbox
from notifications.due import enqueue
from notifications.rehearsal import preview
from tasks_registry.days.working_days import WorkingCalendar
from tests.notifications.mailbox import Postbox
from tests.notifications.office import MONDAY, NOW, Office
from tests.notifications.reading import part
from tests.notifications.rounds import run, states, with_people, with_tasks


def everything(engine: Engine) -> list[Any]:
    with Session(engine) as session:
        return list(session.execute(text("SELECT * FROM notice ORDER BY id")).tuples())


def test_each_person_gets_one_mail_and_only_once(office: Office, box: Postbox, engine: Engine) -> None:
    """A rehearsal shows the same beforehand and changes nothing; a second round has nothing to send."""
    with_tasks(office)
    rehearsed = [digest.as_dict() for digest in preview(engine, as_of=MONDAY, now=NOW)]
    assert everything(engine) == []
    assert box.connections == 0
    digests = run(office, box)
    assert [digest.as_dict() for digest in digests] == rehearsed
    assert box.recipients == ["anh@donvi.test", "ben@donvi.test"]
    assert [mail["Subject"] for mail in box.mails] == [digest.subject for digest in digests]
    assert set(states(office).values()) == {NoticeState.SENT}
    assert run(office, box) == []
    assert len(box.mails) == 2


def test_days_without_a_run_are_made_up_for_by_one_mail(busy: Office, box: Postbox) -> None:
    run(busy, box)
    later = run(busy, box, day=date(2026, 6, 22), now=NOW + timedelta(days=7))
    told = {digest.recipient: {each["step"] for each in digest.as_dict()["tasks"]} for digest in later}
    assert told == {
        "lanh@donvi.test": {"late-5"},
        "moi@donvi.test": {"late-3"},
        "anh@donvi.test": {"late-1"},
        "ben@donvi.test": {"late-1"},
    }


def test_more_people_than_one_claim_takes(lite_office: Office, box: Postbox) -> None:
    with_people(lite_office, outbox.PEOPLE_AT_A_TIME + 3)
    assert len(run(lite_office, box)) == outbox.PEOPLE_AT_A_TIME + 3
    assert len(set(box.recipients)) == outbox.PEOPLE_AT_A_TIME + 3
    assert box.connections == 1


def test_what_a_dead_sender_held_goes_out_when_its_lease_is_over(busy: Office, box: Postbox) -> None:
    enqueue(busy.session, as_of=MONDAY, now=NOW, calendar=WorkingCalendar())
    lease = timedelta(minutes=20)
    outbox.claim(busy.session, token="dead", as_of=MONDAY, now=NOW, lease=lease)
    busy.session.commit()
    assert run(busy, box) == []
    assert len(run(busy, box, now=NOW + lease + timedelta(seconds=1))) == 2
    assert set(states(busy).values()) == {NoticeState.SENT}


def test_senders_at_the_same_time_send_nothing_twice(office: Office, box: Postbox) -> None:
    with_people(office, 40)
    with ThreadPoolExecutor(3) as senders:
        rounds = [senders.submit(run, office, box) for _ in range(3)]
        sent = [digest.recipient for each in rounds for digest in each.result()]
    assert sorted(sent) == sorted(box.recipients) == sorted(f"p{n}@donvi.test" for n in range(40))


def test_who_reads_english_gets_english(busy: Office, box: Postbox) -> None:
    """The language of a person alone decides; the others read Vietnamese."""
    busy.head.language = "en"
    busy.session.commit()
    run(busy, box)
    english, vietnamese = box.mails
    assert english["Subject"] == "[OVERDUE] overdue: 1, due soon: 1"
    for kind in ("plain", "html"):
        assert "Dear Nguyễn Thị Ánh," in part(english, kind)
        assert "OVERDUE (tasks: 1)" in part(english, kind)
        assert "Kính gửi" not in part(english, kind)
    assert vietnamese["Subject"] == "[NHẮC HẠN] 1 nhiệm vụ sắp đến hạn"
