"""What a mail server's refusal means: whose fault it is, and so whether the mail may ever be taken."""

import re
from enum import Enum
from typing import Final

STATUS: Final = re.compile(r"\d{3} 5\.(\d{1,3})\.(\d{1,3})(?![\w.])")
ADDRESSING: Final = "1"  # subjects of RFC 3463, 3
SECURITY: Final = "7"
OF_THE_SENDER: Final = ("7", "8")  # X.1.7 and X.1.8
NO_SUCH_MAILBOX: Final = (550, 551, 553)
MAILBOX_FULL: Final = 552
NOT_SERVED: Final = re.compile(r"\brelay|\bauthenti|\bsender\b", re.IGNORECASE)


class Fault(Enum):
    """Why a mail is refused."""

    RECIPIENT = "recipient"  # there is no such mailbox: a person must correct the address
    SERVICE = "service"  # the server does not work for us: the settings, the account, its policy
    PASSING = "passing"  # not now


def at_recipient(code: int, answer: bytes | str) -> Fault:
    """The fault of a refusal at RCPT, by its code (RFC 5321, 4.2) and the status after it (RFC 3463), if any.

    A mail is given up only where the recipient's own address is surely at fault: many servers say at RCPT
    what they have against the sender, and some without a status, in words alone ("relay not permitted").
    """
    if not _lasting(code):
        return Fault.PASSING
    text = in_one_line(code, answer)
    status = STATUS.match(text)
    subject, detail = status.groups() if status else ("", "")
    if subject == ADDRESSING:
        return Fault.SERVICE if detail in OF_THE_SENDER else Fault.RECIPIENT
    denied = subject == SECURITY or (not status and NOT_SERVED.search(text))
    return Fault.SERVICE if denied or code not in NO_SUCH_MAILBOX else Fault.RECIPIENT


def at_content(code: int) -> Fault:
    """The fault of a refusal after RCPT: the recipient was taken, so it is never the address."""
    return Fault.SERVICE if _lasting(code) else Fault.PASSING


def _lasting(code: int) -> bool:
    return code >= 500 and code != MAILBOX_FULL


def in_one_line(code: int, answer: bytes | str) -> str:
    """The server's answer with its code, in one line."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(f"{code} {text}".split())
