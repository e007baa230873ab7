"""A whole round: from the tasks to mails on a real SMTP server, and what is kept when it goes wrong."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session

from config import clock
from config.settings import Settings
from models import NoticeState
from notifications import outbox
from notifications.digest import Digest
from notifications.due import enqueue
from notifications.remind import NotAllSentError, remind
from tasks_registry.working_days import WorkingCalendar
from tests.notifications.mailbox import HANG_UP, HOST, Postbox, listening
from tests.notifications.office import MONDAY, NOW, Office


@pytest.fixture
def box() -> Iterator[Postbox]:
    """A mail server that takes everything unless told otherwise."""
    with listening() as box:
        yield box


@pytest.fixture
def busy(lite_office: Office) -> Office:
    """Ánh and Bền have a task due today each, and Ánh one that is late."""
    return with_tasks(lite_office)


def with_tasks(office: Office) -> Office:
    office.task(MONDAY)
    office.task(MONDAY, unit_id=office.economy.id, owner_id=office.other.id)
    office.task(date(2026, 6, 12))
    office.session.commit()
    return office


def settings_for(port: int, **fields: Any) -> Settings:
    given: dict[str, Any] = {"smtp_host": HOST, "smtp_port": port, "smtp_timeout": 5} | fields
    return Settings(_env_file=None, **given)  # type: ignore[call-arg]


def run(
    office: Office, box: Postbox, *, day: date = MONDAY, now: datetime = NOW, **options: Any
) -> list[Digest]:
    engine: Any = office.session.get_bind()
    return remind(engine, settings_for(box.port), as_of=day, now=now, **options)


def states(office: Office) -> dict[tuple[int, str], NoticeState]:
    found = {(each.person_id, each.step): each.state for each in office.notices()}
    office.session.commit()
    return found


def everything(engine: Engine) -> list[Any]:
    with Session(engine) as session:
        return list(session.execute(text("SELECT * FROM notice ORDER BY id")).tuples())


def test_each_person_gets_one_mail_and_only_once(office: Office, box: Postbox, engine: Engine) -> None:
    """A rehearsal shows the same beforehand and changes nothing; a second round has nothing to send."""
    with_tasks(office)
    rehearsed = [digest.as_dict() for digest in run(office, box, dry_run=True)]
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
    later = run(busy, box, day=date(2026, 6, 29), now=NOW + timedelta(days=14))
    told = {digest.recipient: {each["step"] for each in digest.as_dict()["tasks"]} for digest in later}
    assert told == {
        "lanh@donvi.test": {"late-5"},
        "moi@donvi.test": {"late-3"},
        "anh@donvi.test": {"late-1"},
        "ben@donvi.test": {"late-1"},
    }


def test_a_refused_recipient_does_not_keep_the_others_from_their_mail(busy: Office, box: Postbox) -> None:
    box.refused["anh@donvi.test"] = "550 no such user"
    with pytest.raises(
        NotAllSentError, match=r"Đã gửi 1 thư, 1 thư chưa gửi được.*anh@donvi.test.*550"
    ) as error:
        run(busy, box)
    assert [digest.recipient for digest in error.value.sent] == ["ben@donvi.test"]
    assert box.recipients == ["ben@donvi.test"]
    assert {state for (person, _), state in states(busy).items() if person == busy.head.id} == {
        NoticeState.FAILED
    }
    assert run(busy, box) == []


def test_a_recipient_refused_for_now_gets_the_mail_later(busy: Office, box: Postbox) -> None:
    box.refused["anh@donvi.test"] = "450 mailbox busy"
    with pytest.raises(NotAllSentError, match="450 mailbox busy"):
        run(busy, box)
    box.refused.clear()
    assert run(busy, box, patient=True) == []
    later = run(busy, box, now=NOW + 2 * outbox.wait(0), patient=True)
    assert [digest.recipient for digest in later] == ["anh@donvi.test"]


def test_an_address_that_mail_cannot_carry_fails_alone(busy: Office, box: Postbox) -> None:
    busy.head.email = "ánh@donvi.test"
    busy.session.commit()
    with pytest.raises(NotAllSentError, match="địa chỉ thư không dùng được"):
        run(busy, box)
    assert box.recipients == ["ben@donvi.test"]


def test_a_server_that_is_away_leaves_everything_waiting(busy: Office, box: Postbox) -> None:
    """By hand the next try need not wait: whoever mended the server runs the command again."""
    with socket.create_server((HOST, 0)) as taken:
        nobody = Postbox(port=taken.getsockname()[1])
    with pytest.raises(NotAllSentError, match=r"không kết nối được.*Đã gửi 0 thư.*dondoc remind"):
        run(busy, nobody)
    assert set(states(busy).values()) == {NoticeState.PENDING}
    assert len(run(busy, box)) == 2


def test_a_server_that_hangs_is_left_in_time(busy: Office) -> None:
    engine: Any = busy.session.get_bind()
    with socket.create_server((HOST, 0)) as silent:
        settings = settings_for(silent.getsockname()[1], smtp_timeout=0.2)
        with pytest.raises(NotAllSentError, match="không trả lời kịp"):
            remind(engine, settings, as_of=MONDAY, now=NOW)
    assert set(states(busy).values()) == {NoticeState.PENDING}


def test_a_mail_of_unknown_fate_comes_again_under_the_same_name(busy: Office, box: Postbox) -> None:
    """Its reader's server can tell that it has it already."""
    box.to_mails = [HANG_UP]
    with pytest.raises(NotAllSentError, match=r"Đã gửi 1 thư, 1 thư chưa gửi được.*ngắt kết nối"):
        run(busy, box)
    run(busy, box)
    first, other, again = box.mails
    assert first["Message-ID"] == again["Message-ID"] != other["Message-ID"]
    assert first["To"] == again["To"]
    assert set(states(busy).values()) == {NoticeState.SENT}


def test_a_server_that_breaks_every_mail_is_not_worn_out(busy: Office, box: Postbox) -> None:
    for n in range(5):
        person = busy.person(busy.culture, f"Người {n}", f"p{n}")
        busy.task(MONDAY, owner_id=person.id)
    busy.session.commit()
    box.to_mails = [HANG_UP] * 9
    with pytest.raises(NotAllSentError, match="Đã gửi 0 thư"):
        run(busy, box)
    assert box.connections == 2
    assert set(states(busy).values()) == {NoticeState.PENDING}


def test_more_people_than_one_claim_takes(lite_office: Office, box: Postbox) -> None:
    for n in range(outbox.PEOPLE_AT_A_TIME + 3):
        lite_office.task(MONDAY, owner_id=lite_office.person(lite_office.culture, f"Người {n}", f"p{n}").id)
    lite_office.session.commit()
    assert len(run(lite_office, box)) == outbox.PEOPLE_AT_A_TIME + 3
    assert len(set(box.recipients)) == outbox.PEOPLE_AT_A_TIME + 3
    assert box.connections == 1


def test_what_a_dead_sender_held_goes_out_when_its_lease_is_over(busy: Office, box: Postbox) -> None:
    enqueue(busy.session, as_of=MONDAY, now=NOW, calendar=WorkingCalendar())
    outbox.claim(busy.session, token="dead", as_of=MONDAY, now=NOW)
    busy.session.commit()
    assert run(busy, box) == []
    assert len(run(busy, box, now=NOW + outbox.LEASE + timedelta(seconds=1))) == 2
    assert set(states(busy).values()) == {NoticeState.SENT}


def test_senders_at_the_same_time_send_nothing_twice(office: Office, box: Postbox) -> None:
    people = [office.person(office.culture, f"Người {n}", f"p{n}") for n in range(40)]
    for person in people:
        office.task(MONDAY, owner_id=person.id)
    office.session.commit()
    with ThreadPoolExecutor(3) as senders:
        rounds = [senders.submit(run, office, box) for _ in range(3)]
        sent = [digest.recipient for each in rounds for digest in each.result()]
    assert sorted(sent) == sorted(box.recipients) == sorted(person.email for person in people)


def test_no_mail_goes_out_on_a_lease_that_is_over(
    busy: Office, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A very slow server: what is left of the claim may be in other hands by now, so it waits."""
    slow = count()
    monkeypatch.setattr(clock, "now", lambda: NOW + next(slow) * outbox.LEASE / 4)
    assert len(run(busy, box)) == 1
    monkeypatch.undo()
    assert sorted(set(states(busy).values())) == [NoticeState.PENDING, NoticeState.SENT]
    assert len(run(busy, box)) == 1
    assert len(box.mails) == 2
