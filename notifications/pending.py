"""How many notices wait in the outbox."""

from sqlalchemy import func, select
from sqlmodel import Session

from models import NoticeState
from notifications.tables import notice, run


def pending_count(session: Session) -> int:
    """Notices that are still to be sent or are being sent."""
    waiting = notice.c.state.in_((NoticeState.PENDING, NoticeState.CLAIMED))
    count: int = run(session, select(func.count()).where(waiting)).scalar_one()
    return count
