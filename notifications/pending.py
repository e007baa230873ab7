"""What waits in the outbox: how much, and since when it could have gone out."""

from datetime import date, datetime

from sqlalchemy import func, select
from sqlmodel import Session

from models import NoticeState
from notifications.outbox import free
from notifications.tables import notice, run


def pending_count(session: Session) -> int:
    """Notices that are still to be sent or are being sent."""
    waiting = notice.c.state.in_((NoticeState.PENDING, NoticeState.CLAIMED))
    count: int = run(session, select(func.count()).where(waiting)).scalar_one()
    return count


def waiting_since(session: Session, *, as_of: date, now: datetime) -> datetime | None:
    """Since when the oldest notice waits that a sender may take at `now`; None where there is none."""
    oldest = select(func.min(notice.c.next_try_at)).where(free(session, as_of, now, patient=True))
    found: datetime | None = run(session, oldest).scalar_one()
    return found
