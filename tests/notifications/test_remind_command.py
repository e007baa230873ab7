"""`dondoc remind` as a person and as a program uses it."""

import json
import socket
from collections.abc import Callable, Iterator

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine
from sqlmodel import Session

from dondoc.commands.remind_command import command
from notifications.remind import NotAllSentError
from tests.notifications.mailbox import HOST, Postbox, listening
from tests.notifications.office import MONDAY, Office


@pytest.fixture
def box(lite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    """An office with one task due, its database and a mail server in the environment."""
    with Session(lite_engine) as session:
        Office(session).task(MONDAY)
        session.commit()
    with listening() as box:
        monkeypatch.setenv("DONDOC_DATABASE_URL", str(lite_engine.url))
        monkeypatch.setenv("DONDOC_SMTP_PORT", str(box.port))
        yield box


@pytest.fixture
def call() -> Callable[..., Result]:
    """The command for the day of the task."""
    return lambda *words: CliRunner().invoke(command, ["--as-of", f"{MONDAY}", *words])


def test_a_program_reads_what_was_sent(box: Postbox, call: Callable[..., Result]) -> None:
    assert json.loads(call("--json").stdout) == [
        {
            "recipient": "anh@donvi.test",
            "subject": "[NHẮC HẠN] 1 nhiệm vụ sắp đến hạn",
            "tasks": [{"id": 1, "step": "due"}],
        }
    ]
    assert json.loads(call("--json").stdout) == []
    assert len(box.mails) == 1


def test_a_person_reads_who_got_what(box: Postbox, call: Callable[..., Result]) -> None:
    rehearsal = call("--dry-run")
    assert box.mails == []
    assert "Sẽ gửi 1 thư nhắc việc của ngày 15/6/2026 (thứ Hai)." in rehearsal.stdout
    sent = call().stdout.splitlines()
    assert sent[0].startswith("Đã gửi 1 thư")
    assert " ".join(sent[1].split()) == "anh@donvi.test 1 nhiệm vụ [NHẮC HẠN] 1 nhiệm vụ sắp đến hạn"


def test_what_was_sent_is_printed_even_when_not_all_was(box: Postbox, call: Callable[..., Result]) -> None:
    box.refused["anh@donvi.test"] = "550 no such user"
    result = call("--json")
    assert isinstance(result.exception, NotAllSentError)
    assert json.loads(result.stdout) == []


def test_a_server_that_is_away(
    box: Postbox, call: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server((HOST, 0)) as taken:
        monkeypatch.setenv("DONDOC_SMTP_PORT", str(taken.getsockname()[1]))
    assert isinstance(call().exception, NotAllSentError)
    monkeypatch.setenv("DONDOC_SMTP_PORT", str(box.port))
    assert len(json.loads(call("--json").stdout)) == 1
