"""Databases that fail while mails go out: full, locked, restarted. A clear line, nothing lost, nothing twice.

A database that takes nothing from the moment on in which a mail is out: tests/notifications/test_leases.py.
"""

import asyncio
import resource
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session

from config.errors import DondocError
from models import NoticeState
from models.database import make_engine, migrate
from notifications import sending
from notifications.remind import remind
from tests.notifications.faults.killing import ROUND, SENDERS, send
from tests.notifications.mailbox import Postbox
from tests.notifications.office import MONDAY, NOW, Office
from tests.notifications.rounds import run, settings_for, states, with_people
from tests.servers import postgres

PEOPLE = 12
ROOMS = 6
HOLDER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


def everybody() -> list[str]:
    return [f"p{n}@donvi.test" for n in range(PEOPLE)]


def at_mail(number: int, box: Postbox, monkeypatch: pytest.MonkeyPatch, fault: Any) -> None:
    """Have `fault` happen when so many mails came and the last of them is not answered yet."""
    take = box.handle_DATA

    async def handle(*args: Any) -> str:
        answer = await take(*args)
        if len(box.mails) == number:
            await asyncio.to_thread(fault)
        return answer

    monkeypatch.setattr(box, "handle_DATA", handle)


def test_a_full_disk_stops_the_day_before_anything_is_sent(lite_office: Office, box: Postbox) -> None:
    """Once there is room again, everything goes out."""
    with_people(lite_office, 300)
    engine: Any = lite_office.session.get_bind()
    engine.dispose()
    event.listen(engine, "connect", _without_room)
    with pytest.raises(DondocError, match=r"Không còn chỗ để ghi cơ sở dữ liệu.*giải phóng dung lượng đĩa"):
        run(lite_office, box)
    assert box.mails == []
    event.remove(engine, "connect", _without_room)
    engine.dispose()
    assert len(run(lite_office, box)) == len(box.mails) == 300


def _without_room(connection: Any, _record: object) -> None:
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count={pages}")


def send_with_little_room(url: str, port: int, now: datetime, room: int) -> None:
    """The sender, in a process that may make no file larger than `room` bytes."""
    sending.WAITS = ()  # type: ignore[misc]
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    send(url, port, now)


def test_a_disk_that_fills_up_while_mails_go_out(lite_office: Office, box: Postbox) -> None:
    """Wherever writing ends, the mail on its way is all that may come again, under its own name."""
    with_people(lite_office, 40)
    engine: Any = lite_office.session.get_bind()
    (size,) = lite_office.session.connection().exec_driver_sql("PRAGMA page_count").one()
    lite_office.session.commit()
    failed = 0
    for number in range(ROOMS):
        room = 4096 * size + number * 80_000
        words = (str(engine.url), box.port, NOW + number * ROUND, room)
        sender = SENDERS.Process(target=send_with_little_room, args=words)
        sender.start()
        sender.join()
        failed += sender.exitcode != 0
    remind(engine, settings_for(box.port), as_of=MONDAY, now=NOW + ROOMS * ROUND)
    names = Counter(str(mail["Message-ID"]) for mail in box.mails)
    assert failed
    assert len(names) == len(set(box.recipients)) == 40
    assert names.total() - len(names) <= failed
    assert set(states(lite_office).values()) == {NoticeState.SENT}


@contextmanager
def locked(engine: Engine) -> Iterator[None]:
    """Another process holds the database for writing."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(engine.url.database)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout
        assert holder.stdin
        assert holder.stdout.readline() == "held\n"
        yield
        holder.stdin.close()


def impatient(engine: Engine) -> None:
    """As after ten seconds, at once."""
    engine.dispose()
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout=100"))


def test_a_database_that_another_program_holds(lite_office: Office, box: Postbox) -> None:
    with_people(lite_office, PEOPLE)
    engine: Any = lite_office.session.get_bind()
    impatient(engine)
    line = "đang bị một chương trình khác giữ quá lâu; thử lại"
    with locked(engine), pytest.raises(DondocError, match=line):
        run(lite_office, box)
    assert box.mails == []
    assert len(run(lite_office, box)) == PEOPLE
    assert box.recipients == everybody()


def test_a_database_that_is_held_while_mails_go_out(
    lite_office: Office, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mail on its way is marked when the other is done: it does not come again."""
    with_people(lite_office, PEOPLE)
    engine: Any = lite_office.session.get_bind()
    impatient(engine)
    holding = sqlite3.connect(engine.url.database, isolation_level=None, check_same_thread=False)
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 2:
            holding.rollback()

    monkeypatch.setattr("notifications.sending.time.sleep", wait)
    at_mail(3, box, monkeypatch, lambda: holding.execute("BEGIN IMMEDIATE"))
    with pytest.raises(DondocError, match="đang bị một chương trình khác giữ"):
        run(lite_office, box)
    holding.close()
    assert len(waits) == 2
    run(lite_office, box)
    assert box.recipients == everybody()
    assert set(states(lite_office).values()) == {NoticeState.SENT}


@pytest.fixture
def own_server() -> Iterator[tuple[Path, str]]:
    """The programs and the folder of a server that a test may stop."""
    programs = postgres.programs()
    if programs is None:
        pytest.skip("PostgreSQL's programs are not installed (Debian: postgresql)")
    with postgres.running(programs) as folder:
        yield programs, folder


def test_a_server_that_is_restarted_while_mails_go_out(
    own_server: tuple[Path, str], box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It goes down when a mail is out and not marked yet, and comes back a moment later."""
    starting = threading.Timer(0.5, postgres.start, own_server)

    def crash() -> None:
        postgres.stop(*own_server)
        starting.start()

    engine = make_engine(f"postgresql://dondoc@/postgres?host={own_server[1]}")
    migrate(engine)
    with Session(engine) as session:
        office = with_people(Office(session), PEOPLE)
        at_mail(3, box, monkeypatch, crash)
        with pytest.raises(DondocError, match="Không kết nối được cơ sở dữ liệu"):
            run(office, box)
        starting.join()
        session.invalidate()
        run(office, box)
        assert set(states(office).values()) == {NoticeState.SENT}
    engine.dispose()
    assert box.recipients == everybody()
