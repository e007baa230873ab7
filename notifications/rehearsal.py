"""The mails of days to come, before they happen: the same steps as the tick's, on a copy of the database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4

from sqlalchemy import Engine
from sqlmodel import Session

from config.clock import ZONE
from models.scratch import scratch_copy
from notifications import outbox
from notifications.digest import Digest, build_digests
from notifications.ladders import load_ladders
from notifications.remind import fill_the_outbox
from tasks_registry.days.working_days import ONE_DAY, load_calendar
from tasks_registry.plans.new_year import open_year

LEASE = timedelta(minutes=5)  # nobody else claims in a copy


@dataclass(frozen=True)
class Morning:
    """What goes out on a day."""

    day: date
    digests: list[Digest]


def rehearse(engine: Engine, *, first: date, last: date, today: date) -> Iterator[Morning]:
    """The mails from `first` to `last`, assuming that nobody does anything and every mail arrives.

    Days off are left out, as the tick leaves them out. The days from `today` to `first` are gone through too,
    because what is told on them is not told again. Nothing is written to the database of `engine`.
    """
    with scratch_copy(engine) as copy, Session(copy) as session:
        for morning in mornings(session, min(first, today), last):
            if morning.day >= first:
                yield morning


def mornings(session: Session, first: date, last: date) -> Iterator[Morning]:
    """The working days from `first` to `last`, each done as the tick does it, in the copy of `session`."""
    calendar, hours = load_calendar(session), load_ladders(session).hours
    day = calendar.on_or_after(first)
    while day <= last:
        instant = datetime.combine(day, hours.start, ZONE)
        open_year(session, as_of=day, now=instant)
        yield Morning(day, _mails(session, day, instant))
        day = calendar.on_or_after(day + ONE_DAY)


def preview(engine: Engine, *, as_of: date, now: datetime) -> list[Digest]:
    """The mails that `remind` would send for `as_of`, a day off too; nothing is sent or written."""
    with scratch_copy(engine) as copy, Session(copy) as session:
        return _mails(session, as_of, now)


def _mails(session: Session, as_of: date, now: datetime) -> list[Digest]:
    token = uuid4().hex
    calendar = fill_the_outbox(session, as_of, now)
    outbox.claim(session, token=token, as_of=as_of, now=now, lease=LEASE, people=None)
    digests = build_digests(session, token, as_of=as_of, calendar=calendar)
    for digest in digests:
        outbox.mark_sent(session, token, digest.message_id, now=now)
    return digests
