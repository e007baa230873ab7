"""Whose fault a refusal is."""

import pytest

from notifications.refusal import Fault, at_content, at_recipient


@pytest.mark.parametrize(
    "answer",
    [
        "550 no such user",
        "550 5.1.1 <ha@donvi.test>: Recipient address rejected: User unknown",
        "550 5.2.1 mailbox disabled",
        "550 5.4.1 Recipient address rejected: Access denied",
        "550 5.1.10 Recipient not found by SMTP address lookup; the sender may try again",
        "551 user not local",
        "553 mailbox name not allowed",
        "501 5.1.3 bad recipient address syntax",
        "554 5.1.2 no such domain",
    ],
)
def test_an_address_that_leads_nowhere(answer: str) -> None:
    assert at_recipient(int(answer[:3]), answer[4:]) is Fault.RECIPIENT


@pytest.mark.parametrize(
    "answer",
    [
        "554 5.7.1 <ha@donvi.test>: Relay access denied",
        "550 5.7.1 Unable to relay",
        "550 5.7.26 unauthenticated mail from your domain is not accepted",
        "553 5.7.1 sender address rejected: not owned by user",
        "550 5.1.8 <nhac@donvi.test>: Sender address rejected: Domain not found",
        "550 5.1.7 bad sender address",
        "550 relay not permitted",
        "550 Authentication required",
        "550 Sender verify failed",
        "530 5.7.0 Must issue a STARTTLS command first",
        "535 5.7.8 authentication failed",
        "503 5.5.1 bad sequence of commands",
        "503 AUTH first",
        "554 no service here",
        "521 this machine takes no mail",
    ],
)
def test_a_server_that_does_not_serve_us(answer: str) -> None:
    assert at_recipient(int(answer[:3]), answer[4:].encode()) is Fault.SERVICE


@pytest.mark.parametrize("answer", ["450 busy", "451 4.7.1 greylisted", "452 full", "552 5.2.2 over quota"])
def test_what_will_pass(answer: str) -> None:
    assert at_recipient(int(answer[:3]), answer[4:]) is Fault.PASSING


@pytest.mark.parametrize(
    ("code", "fault"),
    [(550, Fault.SERVICE), (554, Fault.SERVICE), (552, Fault.PASSING), (451, Fault.PASSING)],
)
def test_a_recipient_that_was_taken_is_never_at_fault(code: int, fault: Fault) -> None:
    assert at_content(code) is fault
