"""A digest as a mail: headers, a text part and an HTML part that say the same."""

from dataclasses import dataclass
from datetime import datetime
from email.charset import Charset
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime, parseaddr
from itertools import groupby
from typing import Any, Final

from config.clock import ZONE
from config.settings import Settings
from notifications.address import checked_address
from notifications.digest import Digest, Line
from notifications.words import render

MOST_LINES: Final = 200
UTF8: Final = Charset("utf-8")


@dataclass(frozen=True)
class Section:
    """A group of the digest as it is shown: `count` lines in all, of which `lines` are printed, numbered."""

    group: str
    count: int
    lines: list[tuple[int, Line]]


def compose(digest: Digest, settings: Settings, *, now: datetime) -> bytes:
    """The mail, ready for SMTP: ASCII bytes with CRLF. `now` (aware) becomes its date.

    Raises:
        AddressError: the recipient's address is not one that mail can carry.
    """
    mail: Any = MIMEMultipart("alternative")  # takes Header objects too, which its types do not say
    name, address = parseaddr(settings.mail_from)
    mail["From"] = _mailbox(name, address)
    mail["To"] = _mailbox(digest.name, digest.recipient)
    mail["Subject"] = Header(digest.subject, "utf-8", header_name="Subject")
    mail["Date"] = format_datetime(now.astimezone(ZONE))
    mail["Message-ID"] = f"<{digest.message_id}@{address.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    values = _values(digest, settings)
    mail.attach(MIMEText(render(digest.language, "body.txt", **values), "plain", "utf-8"))
    mail.attach(MIMEText(render(digest.language, "body.html", **values), "html", "utf-8"))
    ready: bytes = mail.as_bytes(policy=mail.policy.clone(linesep="\r\n"))
    return ready


def _mailbox(name: str, address: str) -> str:
    """A name of any letters before an address, in one encoded word however long.

    RFC 2047 would have long words split, but Python's own reader, and not it alone, then shows a space in the
    middle of a name.
    """
    checked_address(address)
    word = UTF8.header_encode(" ".join(name.split()))
    return f"{word} <{address}>" if name.strip() else address


def _values(digest: Digest, settings: Settings) -> dict[str, Any]:
    numbered = list(enumerate(digest.lines[:MOST_LINES], 1))
    sections = [
        Section(group, digest.counts[group], list(found))
        for group, found in groupby(numbered, key=lambda pair: pair[1].group)
    ]
    return {
        "digest": digest,
        "sections": sections,
        "rest": len(digest.lines) - len(numbered),
        "asks": digest.asks[:MOST_LINES],
        "base_url": settings.base_url.rstrip("/"),
    }
