"""Mail servers that refuse at any stage, stall, or hang up half-way: the right class of error, and in time.

What else servers do is in tests/notifications/test_carrier.py (refused recipients and contents, accounts) and
test_sending.py (what is kept and told).
"""

import time

import pytest

from models import NoticeState
from notifications.carrier import BrokenError, Carrier, RefusedError, UnreachableError
from notifications.refusal import Fault
from notifications.remind import NotAllSentError
from notifications.timely import TO_CONNECT
from tests.notifications.faults.scripted import (
    CLOSE,
    DRIP,
    ENDLESS,
    FIRST_KILOBYTE,
    SILENCE,
    Script,
    answering,
)
from tests.notifications.mailbox import Postbox
from tests.notifications.office import Office
from tests.notifications.rounds import run, settings_for, states

MAIL = b"Subject: x\r\n\r\n" + 100_000 * b"Xin ch\r\n"
TIMEOUT = 0.3
IN_TIME = (TO_CONNECT + 1) * TIMEOUT
NO_ANSWER = r"máy chủ (không trả lời kịp|ngắt kết nối)"


def deliver(script: Script, mail: bytes = MAIL) -> None:
    with Carrier(settings_for(script.port, smtp_timeout=TIMEOUT)) as carrier:
        carrier.deliver(mail, "anh@donvi.test")


@pytest.mark.parametrize("answer", [DRIP, ENDLESS, SILENCE])
@pytest.mark.parametrize("stage", ["greeting", "EHLO"])
def test_a_server_that_never_comes_to_its_point_is_left_in_time(stage: str, answer: str) -> None:
    start = time.monotonic()
    with (
        answering(**{stage: answer}) as script,
        pytest.raises(UnreachableError, match=NO_ANSWER),
    ):
        deliver(script)
    assert time.monotonic() - start < IN_TIME


@pytest.mark.parametrize("answer", [DRIP, ENDLESS, SILENCE])
@pytest.mark.parametrize(
    ("stage", "maybe_sent"), [("MAIL", False), ("RCPT", False), ("DATA", True), ("content", True)]
)
def test_a_server_that_stalls_later_breaks_the_connection(stage: str, maybe_sent: bool, answer: str) -> None:
    start = time.monotonic()
    with (
        answering(**{stage: answer}) as script,
        pytest.raises(BrokenError, match=NO_ANSWER) as broken,
    ):
        deliver(script)
    assert time.monotonic() - start < IN_TIME
    assert broken.value.maybe_sent is maybe_sent


@pytest.mark.parametrize("answer", ["554 no service here", "421 too busy", "nonsense", CLOSE])
def test_a_greeting_that_is_none_means_that_nothing_can_be_sent(answer: str) -> None:
    with answering(greeting=answer) as script, pytest.raises(UnreachableError, match=f":{script.port}: "):
        deliver(script)
    assert script.heard in ([], ["QUIT"])


def test_a_server_that_knows_no_ehlo_is_spoken_to_in_the_old_way() -> None:
    with answering(EHLO="502 what") as script:
        deliver(script)
    assert len(script.taken) == 1


@pytest.mark.parametrize("answer", ["550 not you", "451 try later"])
def test_a_server_that_takes_no_hello_at_all(answer: str) -> None:
    with answering(EHLO="502 what", HELO=answer) as script, pytest.raises(UnreachableError, match=answer):
        deliver(script)


@pytest.mark.parametrize("answer", ["451 later", "550 never"])
def test_a_refused_sender_stops_the_round_and_loses_nothing(answer: str, busy: Office) -> None:
    with (
        answering(MAIL=answer) as script,
        pytest.raises(NotAllSentError, match=f"DONDOC_MAIL_FROM.*{0}".format(0)),
    ):
        run(busy, Postbox(port=script.port))
    assert set(states(busy).values()) == {NoticeState.PENDING}


@pytest.mark.parametrize(("answer", "fault"), [("451 later", Fault.PASSING), ("554 no", Fault.SERVICE)])
def test_a_mail_refused_before_its_content(answer: str, fault: Fault) -> None:
    with answering(DATA=answer) as script, pytest.raises(RefusedError, match=answer) as refusal:
        deliver(script)
    assert refusal.value.fault is fault
    assert script.taken == []


@pytest.mark.parametrize(
    ("stage", "answer", "maybe_sent"),
    [
        ("MAIL", CLOSE, False),
        ("RCPT", CLOSE, False),
        ("DATA", CLOSE, True),
        ("content", FIRST_KILOBYTE, True),
        ("content", CLOSE, True),
    ],
)
def test_a_connection_closed_at_any_stage(stage: str, answer: str, maybe_sent: bool) -> None:
    """Also in the middle of the mail: what is not known to be untaken may be out."""
    with answering(**{stage: answer}) as script, pytest.raises(BrokenError) as broken:
        deliver(script)
    assert broken.value.maybe_sent is maybe_sent


def test_a_mail_cut_off_in_the_middle_comes_again_whole_and_once(busy: Office, box: Postbox) -> None:
    with answering(content=FIRST_KILOBYTE) as script, pytest.raises(NotAllSentError, match="Đã gửi 0 thư"):
        run(busy, Postbox(port=script.port))
    assert set(states(busy).values()) == {NoticeState.PENDING}
    run(busy, box)
    assert box.recipients == ["anh@donvi.test", "ben@donvi.test"]
