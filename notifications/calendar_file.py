"""Deadlines as a calendar file (.ics, RFC 5545): what is attached to a digest, and a person's calendar.

An event is written line by line: icalendar's own components take 0.2 ms each, and its escaping and folding as
long as a mail's words, too long for a morning of many thousand deadlines.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from babel.support import NullTranslations

from notifications.words import catalogue, known, title_text
from tasks_registry.plain_text import one_line, shorten

FILE_NAME: Final = "viec-can-lam.ics"
TITLE_LENGTH: Final = 120
LONGEST_LINE: Final = 75  # octets, RFC 5545, 3.1
ESCAPED: Final = (("\\", r"\\"), (";", r"\;"), (",", r"\,"), ("\n", r"\n"))  # RFC 5545, 3.3.11
ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Event:
    """The deadline of a task; `version` counts its moves. A secret task has no `text` and no `unit`."""

    task_id: int
    due_on: date
    version: int
    text: str
    unit: str
    cancelled: bool = False


def calendar_file(
    events: Iterable[Event], *, language: str, base_url: str, now: datetime, name: str = ""
) -> str:
    """The events as one calendar of that `name`, its lines parted by CRLF; `now` (aware) becomes their stamp.

    A task has one UID for ever, so that a deadline that moved moves in the reader's calendar too.
    """
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//dondoc//Don Doc//VI", "METHOD:PUBLISH"]
    if name:
        head += [_text("X-WR-CALNAME", name)]
    stamp = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    site = base_url.rstrip("/"), urlsplit(base_url).hostname
    words = catalogue(known(language))
    lines = (line for event in events for line in _lines(event, words, *site, stamp))
    return "\r\n".join([*head, *lines, "END:VCALENDAR", ""])


def _lines(
    event: Event, words: NullTranslations, base_url: str, host: str | None, stamp: str
) -> Iterator[str]:
    _: Callable[[str], str] = words.gettext
    title = title_text(event.task_id, shorten(event.text, TITLE_LENGTH), words)
    link = f"{base_url}/nhiem-vu/{event.task_id}"
    lead = [_("Đơn vị chủ trì: %(unit)s") % {"unit": event.unit}] if event.unit else []
    yield "BEGIN:VEVENT"
    yield _folded(f"UID:nhiem-vu-{event.task_id}@{host}")
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{event.due_on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.due_on + ONE_DAY:%Y%m%d}"
    yield f"SEQUENCE:{event.version}"
    yield f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"
    yield _text("SUMMARY", _("Hạn: %(task)s") % {"task": title})
    yield _text("DESCRIPTION", "\n".join([*lead, link]))
    yield _folded(f"URL:{link}")
    yield "END:VEVENT"


def _text(name: str, value: str) -> str:
    plain = "\n".join(line if line.isprintable() else one_line(line) for line in value.split("\n"))
    for mark, written in ESCAPED:
        plain = plain.replace(mark, written)
    return _folded(f"{name}:{plain}")


def _folded(line: str) -> str:
    """`line` in lines of at most `LONGEST_LINE` octets, never parted within a letter."""
    octets = line.encode()
    parts, start, end = [], 0, LONGEST_LINE
    while end < len(octets):
        while octets[end] & 0xC0 == 0x80:  # amid a letter
            end -= 1
        parts.append(octets[start:end])
        start, end = end, end + LONGEST_LINE - 1  # the next one begins with a space
    return b"\r\n ".join([*parts, octets[start:]]).decode()
