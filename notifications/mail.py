"""A digest as a mail: headers, a text part and an HTML part that say the same, the deadlines as a file."""

from binascii import b2a_base64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.charset import Charset
from email.header import Header
from email.message import Message
from email.utils import format_datetime, parseaddr
from itertools import chain, groupby, islice
from typing import Any, Final

from config import mail_address
from config.clock import ZONE
from config.settings import Settings
from notifications.calendar_file import FILE_NAME, calendar_file
from notifications.digest import Digest
from notifications.ladder import ASSIGNED
from notifications.line_words import LineWords, line_words
from notifications.lines import Line
from notifications.words import render

MOST_ENTRIES: Final = 200
MOST_DAYS: Final = 12  # a year's months
MOST_EVENTS: Final = 200
LINE: Final = 76  # letters of base64, RFC 2045, 6.8
UTF8: Final = Charset("utf-8")


@dataclass(frozen=True)
class Entry:
    """What is printed under one number: a task, or the new tasks of one item, the nearest due first."""

    number: int
    tasks: tuple[Line, ...]
    words: LineWords

    @property
    def line(self) -> Line:
        """The task that speaks for all."""
        return self.tasks[0]

    @property
    def several(self) -> bool:
        """Whether it has more tasks than that one."""
        return len(self.tasks) > 1

    @property
    def shown(self) -> tuple[Line, ...]:
        """The tasks whose days are named."""
        return self.tasks[:MOST_DAYS]

    @property
    def rest(self) -> str:
        """What follows the days that are named."""
        return " …" if len(self.tasks) > MOST_DAYS else ""


@dataclass(frozen=True)
class Section:
    """A group of the digest as it is shown: `count` tasks in all, of which `entries` are printed."""

    group: str
    count: int
    entries: list[Entry]


def compose(digest: Digest, settings: Settings, *, now: datetime) -> bytes:
    """The mail, ready for SMTP: ASCII bytes with CRLF. `now` (aware) becomes its date.

    The parts are put together here: the library's own writer looks at each line of a mail several times,
    which took a third of a morning.

    Raises:
        AddressError: the recipient's or the sender's address is not one that mail can carry.
    """
    parts = [_body(digest, settings)]
    if digest.has_deadlines:
        parts.append(_deadlines(digest, settings, now))
    return _headers(digest, settings, now) + _multipart("mixed", parts)


def _headers(digest: Digest, settings: Settings, now: datetime) -> bytes:
    """All but those of the content, each line with its end."""
    mail: Any = Message()  # takes Header objects too, which its types do not say
    name, sender = parseaddr(settings.mail_from)
    address = mail_address.check(sender)
    mail["From"] = _mailbox(name, address)
    mail["To"] = _mailbox(digest.name, mail_address.check(digest.recipient))
    mail["Subject"] = Header(digest.subject, "utf-8", header_name="Subject")
    mail["Date"] = format_datetime(now.astimezone(ZONE))
    mail["Message-ID"] = f"<{digest.message_id}@{address.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["MIME-Version"] = "1.0"
    written: bytes = mail.as_bytes(policy=mail.policy.clone(linesep="\r\n"))
    return written.removesuffix(b"\r\n")


def _body(digest: Digest, settings: Settings) -> bytes:
    values = _values(digest, settings)
    text, html = (render(digest.language, f"body.{kind}", **values) for kind in ("txt", "html"))
    return _multipart("alternative", [_part("text/plain", text), _part("text/html", html)])


def _deadlines(digest: Digest, settings: Settings, now: datetime) -> bytes:
    """The calendar file: what leaves the reader's calendar, then the deadlines in the order of the lines."""
    due = (event for line in digest.lines if (event := line.event))
    events = islice(chain(digest.ended, due), MOST_EVENTS)
    text = calendar_file(events, language=digest.language, base_url=settings.base_url, now=now)
    attached = f'Content-Disposition: attachment; filename="{FILE_NAME}"'
    return _part("text/calendar", text, attached, parameters='; method="PUBLISH"')


def _multipart(kind: str, parts: Iterable[bytes]) -> bytes:
    """`parts` with the headers of their content; base64 knows no `_`, so that no line is like a boundary."""
    boundary = f"=_{kind}"
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n'.encode()
    opening = f"\r\n--{boundary}\r\n".encode()
    return head + opening + opening.join(parts) + f"\r\n--{boundary}--\r\n".encode()


def _part(kind: str, text: str, *headers: str, parameters: str = "") -> bytes:
    content = f'Content-Type: {kind}; charset="utf-8"{parameters}'
    head = "\r\n".join([content, "Content-Transfer-Encoding: base64", *headers, "", ""])
    octets = b2a_base64(text.encode(), newline=False)
    lines = (octets[start : start + LINE] for start in range(0, len(octets), LINE))
    return head.encode() + b"\r\n".join(lines)


def _mailbox(name: str, address: str) -> str:
    """A name of any letters before an address, in one encoded word however long.

    RFC 2047 would have long words split, but Python's own reader, and not it alone, then shows a space in the
    middle of a name.
    """
    word = UTF8.header_encode(" ".join(name.split()))
    return f"{word} <{address}>" if name.strip() else address


def _values(digest: Digest, settings: Settings) -> dict[str, Any]:
    entries = list(islice(_entries(digest), MOST_ENTRIES))
    sections = [
        Section(group, digest.counts[group], list(found))
        for group, found in groupby(entries, key=lambda entry: entry.line.group)
    ]
    return {
        "digest": digest,
        "sections": sections,
        "rest": len(digest.lines) - sum(len(entry.tasks) for entry in entries),
        "asks": digest.asks[:MOST_ENTRIES],
        "rest_asks": len(digest.asks[MOST_ENTRIES:]),
        "base_url": settings.base_url.rstrip("/"),
        "calendar": FILE_NAME if digest.has_deadlines else "",
    }


def _entries(digest: Digest) -> Iterator[Entry]:
    together: dict[object, list[Line]] = {}
    for line in digest.lines:
        together.setdefault(_entry_of(line), []).append(line)
    return (
        Entry(number, tuple(tasks), line_words(tasks[0], digest.language))
        for number, tasks in enumerate(together.values(), 1)
    )


def _entry_of(line: Line) -> object:
    """What the tasks of one entry share: an item given to one unit is read once, with all its days.

    The tasks of a secret item stand each by its own number.
    """
    if line.group == ASSIGNED and line.due_on is not None and not line.secret:
        return line.item_id, line.unit, line.owner, line.lead_name
    return line.task_id
