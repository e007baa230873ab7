"""Nothing goes out twice, or under two names, when the server is slow or the database fails just then."""

import asyncio
import sqlite3
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from config import clock
from config.errors import DondocError
from models import Notice, NoticeState, Task, TaskState
from notifications.carrier import Carrier
from notifications.sending import BEGIN_WITHIN
from tests.notifications.mailbox import Postbox, listening
from tests.notifications.office import MONDAY, NOW, Office
from tests.notifications.rounds import run, states, states_of, with_people

LATER = NOW + timedelta(days=1)  # every lease is over


def test_no_mail_goes_out_on_a_lease_that_is_over(
    busy: Office, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A very slow server: what is left of the claim may be in other hands by now, so it is claimed anew."""
    with_people(busy, 3)
    slow = count()
    monkeypatch.setattr(clock, "now", lambda: NOW + next(slow) * BEGIN_WITHIN / 4)
    take, claims = box.handle_DATA, []

    async def handle(*args: Any) -> str:
        with Session(busy.session.get_bind()) as session:
            (claim,) = session.exec(select(Notice).where(Notice.state == NoticeState.CLAIMED).limit(1))
        assert claim.lease_until
        claims.append((claim.claimed_by, claim.lease_until - clock.now()))
        return await take(*args)

    monkeypatch.setattr(box, "handle_DATA", handle)
    assert len(run(busy, box)) == len(box.mails) == 5
    assert len({token for token, _ in claims}) > 1
    assert all(left > timedelta() for _, left in claims)
    assert set(states(busy).values()) == {NoticeState.SENT}


@pytest.mark.parametrize("timeout", [5, 20, 300])
def test_the_slowest_delivery_ends_within_its_lease(
    timeout: float, busy: Office, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a server uses up every timeout there is, another sender finds nothing to send."""
    passed = [timedelta()]
    monkeypatch.setattr(clock, "now", lambda: NOW + passed[0])
    take = box.handle_DATA
    found: list[Any] = []

    async def handle(*args: Any) -> str:
        if not found:
            passed[0] = 30 * timedelta(seconds=timeout)
            found.append(await asyncio.to_thread(run, busy, other, now=clock.now()))
        return await take(*args)

    monkeypatch.setattr(box, "handle_DATA", handle)
    with listening() as other:
        run(busy, box, smtp_timeout=timeout)
    assert found == [[]]
    assert other.mails == []


def test_a_delivery_that_is_marked_late_is_marked_all_the_same(
    busy: Office, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database is locked just when the server has taken the mail: it is not sent again."""
    engine: Any = busy.session.get_bind()
    engine.dispose()
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout=0"))
    busy_with_it = sqlite3.connect(engine.url.database, isolation_level=None, check_same_thread=False)
    event.listen(engine, "handle_error", lambda _: busy_with_it.rollback())
    take = box.handle_DATA

    async def handle(*args: Any) -> str:
        if not box.mails:
            busy_with_it.execute("BEGIN IMMEDIATE")
        return await take(*args)

    monkeypatch.setattr(box, "handle_DATA", handle)
    with pytest.raises(DondocError, match="đang bị một chương trình khác giữ"):
        run(busy, box)
    busy_with_it.close()
    assert states_of(busy, busy.head) == {NoticeState.SENT}
    assert [digest.recipient for digest in run(busy, box)] == ["ben@donvi.test"]
    assert box.recipients == ["anh@donvi.test", "ben@donvi.test"]


@pytest.mark.parametrize("answer", ["250 OK", "hang up"])
def test_a_mail_that_could_not_be_marked_keeps_its_name(answer: str, busy: Office, box: Postbox) -> None:
    """The database takes nothing any more; meanwhile the work that the mail was named after is done."""
    box.to_mails = [answer]
    busy.session.connection().exec_driver_sql(
        "CREATE TRIGGER full BEFORE UPDATE ON notice WHEN NEW.attempts > OLD.attempts"
        " BEGIN SELECT RAISE(ABORT, 'disk full'); END"
    )
    busy.session.commit()
    with pytest.raises(DondocError):
        run(busy, box)
    busy.session.connection().exec_driver_sql("DROP TRIGGER full")
    late = busy.session.get_one(Task, 3)
    late.state, late.done_on = TaskState.DONE, MONDAY
    busy.session.commit()
    run(busy, box, now=LATER)
    assert box.recipients == ["anh@donvi.test", "anh@donvi.test", "ben@donvi.test"]
    first, again, _ = box.mails
    assert first["Message-ID"] == again["Message-ID"]


def test_an_interrupted_delivery_may_have_been_made(
    busy: Office, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Someone presses Ctrl-C just when the server has the mail."""
    deliver = Carrier.deliver

    def interrupted(*args: Any) -> None:
        deliver(*args)
        raise KeyboardInterrupt

    monkeypatch.setattr(Carrier, "deliver", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run(busy, box)
    monkeypatch.undo()
    late = busy.session.get_one(Task, 3)
    late.state, late.done_on = TaskState.DONE, MONDAY
    busy.session.commit()
    run(busy, box, now=LATER)
    first, again, _ = box.mails
    assert first["Message-ID"] == again["Message-ID"]
