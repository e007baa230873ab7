"""The log of mails (nhật ký thư): a mail is the notices that went, or will go, to one person together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, or_, select, true
from sqlmodel import Session

from config.clock import ZONE, local_day
from models import NoticeState
from notifications.outbox import try_again
from notifications.tables import notice, person, run

WAITING: Final = (NoticeState.PENDING, NoticeState.CLAIMED)
MAILED: Final = (*WAITING, NoticeState.SENT, NoticeState.FAILED)


@dataclass(frozen=True)
class Mail:
    """A mail: on which day it went or is due, to whom, and what became of it.

    `tags` and `steps` say what it is about, each once; `notices` counts what it tells. `next_try_at` is that
    of a mail which waits.
    """

    day: date
    recipient: str
    state: NoticeState
    notices: int
    tags: tuple[str, ...]
    steps: tuple[str, ...]
    attempts: int
    error: str
    sent_at: datetime | None
    next_try_at: datetime | None
    message_id: str | None

    def as_dict(self) -> dict[str, Any]:
        """The mail in JSON."""
        at = {name: value and value.isoformat() for name, value in self._instants()}
        plain = ("day", "recipient", "notices", "tags", "steps", "attempts", "error", "message_id")
        return {"state": self.state.value, **{name: getattr(self, name) for name in plain}, **at}

    def _instants(self) -> tuple[tuple[str, datetime | None], ...]:
        return ("sent_at", self.sent_at), ("next_try_at", self.next_try_at)


def mail_log(
    session: Session, *, since: date | None, person_id: int | None = None, failed: bool = False
) -> list[Mail]:
    """The mails of days from `since` on and those that still wait, the oldest first.

    `failed`: only those that were refused for good.
    """
    query = _notices.where(notice.c.state.in_((NoticeState.FAILED,) if failed else MAILED))
    if person_id is not None:
        query = query.where(notice.c.person_id == person_id)
    if since is not None:
        query = query.where(_not_before(since))
    rows = sorted(run(session, query), key=_mail_of)
    mails = [_mail(list(found)) for _, found in groupby(rows, key=_mail_of)]
    return sorted(mails, key=lambda mail: (mail.day, mail.recipient))


_notices: Final[Select[Any]] = (
    select(notice, person.c.email).join(person, person.c.id == notice.c.person_id).order_by(notice.c.id)
)


def _not_before(since: date) -> ColumnElement[bool]:
    morning = datetime.combine(since, time.min, ZONE)
    refused = and_(notice.c.state == NoticeState.FAILED, notice.c.due_day >= since)
    return or_(notice.c.state.in_(WAITING), notice.c.sent_at >= morning, refused)


def _mail_of(row: Any) -> tuple[str, int, str]:
    """What waits has no name yet: all of it will go to its person together."""
    return row.message_id or "", row.person_id, row.state.value


def _mail(rows: Sequence[Any]) -> Mail:
    first = rows[0]
    waits = first.state is NoticeState.PENDING
    errors = [row.last_error for row in rows if row.last_error and first.state is not NoticeState.SENT]
    return Mail(
        day=local_day(first.sent_at) if first.sent_at else max(row.due_day for row in rows),
        recipient=first.email,
        state=first.state,
        notices=len(rows),
        tags=tuple(_once(row.tag for row in rows)),
        steps=tuple(_once(row.step for row in rows)),
        attempts=max(row.attempts for row in rows),
        error=errors[-1] if errors else "",
        sent_at=first.sent_at,
        next_try_at=max(row.next_try_at for row in rows) if waits else None,
        message_id=first.message_id,
    )


def _once(words: Iterator[str]) -> Iterator[str]:
    return iter(dict.fromkeys(word for word in words if word))


def retry(session: Session, *, person_id: int | None, now: datetime) -> int:
    """What was refused for good, of one person or of all, waits again; how many notices.

    For a person who has mended the cause: the address stayed the same, so nothing else would try it again.
    """
    return try_again(session, true() if person_id is None else notice.c.person_id == person_id, now=now)
