"""That a job was done for a day, by which one clock sees that the other still goes."""

from datetime import date, datetime
from typing import Final

from sqlmodel import Session

from models import Heartbeat
from notifications.tables import heartbeat, insert_into, run

REMINDERS: Final = "reminders"


def beat(session: Session, name: str, *, day: date, now: datetime) -> None:
    """Write down that the job `name` was done for `day`; an earlier day never replaces a later one."""
    insert = insert_into(session, heartbeat).values(name=name, day=day, at=now)
    newer = insert.on_conflict_do_update(
        index_elements=["name"],
        set_={"day": insert.excluded.day, "at": insert.excluded.at},
        where=heartbeat.c.day <= insert.excluded.day,
    )
    run(session, newer)


def last_day(session: Session, name: str) -> date | None:
    """The latest day for which the job `name` was done; None where it never was."""
    found = session.get(Heartbeat, name, populate_existing=True)
    return found.day if found else None
