"""`dondoc rehearse`, `why` and `mail` as an official uses them, with a real mail server."""

import json
import socket
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from config import clock
from dondoc.mailing import step_text
from notifications.outdated import OF_A_STAGE as STAGES
from tasks_registry.evidence.links import News
from tests.commands.conftest import Run
from tests.notifications.mailbox import HOST, Postbox, listening

MORNING = datetime(2026, 3, 13, 2, tzinfo=UTC)  # a Friday; item 1 is due on Sunday the 15th
TO = "an@anlac.example"


@pytest.fixture
def box(dondoc: Run, office: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    """The small office with its plan on a morning of March, and a mail server."""
    monkeypatch.setattr(clock, "now", lambda: MORNING)
    for module in ("dondoc.commands.mail_command", "dondoc.commands.remind_command"):
        monkeypatch.setattr(f"{module}.now", lambda: MORNING)
    with listening() as box:
        monkeypatch.setenv("DONDOC_SMTP_HOST", HOST)
        monkeypatch.setenv("DONDOC_SMTP_PORT", str(box.port))
        dondoc("import", "an-lac-2026.txt")
        yield box


def test_rehearse_prints_mails_and_sends_none(dondoc: Run, box: Postbox) -> None:
    shown = dondoc("rehearse", "--from", "2026-03-13", "--to", "2026-03-17").out
    assert "13/3/2026 (thứ Sáu): " in shown
    assert "15/3/2026" not in shown
    assert shown.splitlines()[-1].startswith("Từ 13/03/2026 đến 17/03/2026: ")
    mails = json.loads(dondoc("rehearse", "--from", "2026-03-13", "--to", "2026-03-17", "--json").out)
    assert {"day", "recipient", "subject", "tasks"} == set(mails[0])
    one = json.loads(dondoc("rehearse", "--from", "2026-03-13", "--person", TO, "--json").out)
    assert {mail["recipient"] for mail in one} == {TO}
    assert "Niêm yết thủ tục hành chính" in dondoc("rehearse", "--from", "2026-03-13", "--person", TO).out
    assert box.connections == 0


def test_rehearse_says_what_is_wrong_with_its_words(dondoc: Run, box: Postbox) -> None:
    assert "--to" in dondoc("rehearse", "--from", "2026-03-13", "--to", "2026-03-12").error_line
    assert "ai@anlac.example" in dondoc("rehearse", "--person", "ai@anlac.example").error_line


def test_why_before_and_after_a_mail(dondoc: Run, box: Postbox) -> None:
    before = dondoc("why", 1, "--as-of", "2026-03-13").out
    assert "sẽ báo" in before
    assert "đã gửi" not in before
    dondoc("remind", "--as-of", "2026-03-13")
    after = json.loads(dondoc("why", 1, "--as-of", "2026-03-13", "--json").out)
    assert {"assigned"} < {each["step"] for each in after["told"]}
    assert all(each["state"] == "sent" for each in after["told"])
    assert "đã gửi" in dondoc("why", 1, "--as-of", "2026-03-13").out
    assert "99" in dondoc("why", 99).error_line


def test_a_trial_mail_arrives(dondoc: Run, box: Postbox) -> None:
    ran = dondoc("mail", "test", TO)
    assert ran.out == f"Máy chủ {HOST}:{box.port} đã nhận thư thử gửi {TO}.\n"
    (mail,) = box.mails
    assert mail["Subject"] == "[ĐÔN ĐỐC] Thư thử"
    assert "09:00 ngày 13/03/2026" in mail.get_content()


def test_a_trial_mail_that_fails_says_why_in_one_line(
    dondoc: Run, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    box.refused[TO] = "550 5.1.1 no such user"
    assert "no such user" in dondoc("mail", "test", TO).error_line
    assert "không phải là địa chỉ thư" in dondoc("mail", "test", "an").error_line
    with socket.create_server((HOST, 0)) as taken:
        monkeypatch.setenv("DONDOC_SMTP_PORT", str(taken.getsockname()[1]))
    assert "Không gửi được thư" in dondoc("mail", "test", TO).error_line


def test_the_log_and_trying_again(dondoc: Run, box: Postbox) -> None:
    since = ("--since", "2026-03-01")
    assert dondoc("mail", "log", *since).out == "Không có thư nào.\n"
    box.refused[TO] = "550 5.1.1 no such user"
    dondoc("remind", "--as-of", "2026-03-13")
    shown = dondoc("mail", "log", *since).out
    assert "bị từ chối" in shown
    assert "đã gửi" in shown
    (failed,) = json.loads(dondoc("mail", "log", "--failed", "--json").out)
    assert (failed["recipient"], failed["state"], failed["attempts"]) == (TO, "failed", 1)
    assert "--all" in dondoc("mail", "retry").error_line
    assert "chờ gửi lại" in dondoc("mail", "retry", TO).out
    assert dondoc("mail", "retry", "--all").out == "Không có thư nào bị từ chối.\n"
    box.refused.clear()
    dondoc("remind", "--as-of", f"{date(2026, 3, 13) + timedelta(days=3)}")
    assert TO in box.recipients


@pytest.mark.parametrize(
    "step", [*(each.value for each in News), *STAGES, "remind-3", "returned", "reopened"]
)
def test_every_step_has_a_name_that_an_official_would_use(step: str) -> None:
    assert step_text(step) != step
    assert not step_text(step).isascii()
