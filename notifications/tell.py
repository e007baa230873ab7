"""Puts one notice of a review round or of evidence into the outbox."""

from datetime import date, datetime

from sqlmodel import Session

from models import Notice, NoticeKind
from tasks_registry.once import insert_once


def tell(
    session: Session,
    *,
    person_id: int,
    kind: NoticeKind,
    key: str,
    step: str,
    task_id: int | None = None,
    round_id: int | None = None,
    entry_id: int | None = None,
    evidence_id: int | None = None,
    due_day: date,
    now: datetime,
) -> bool:
    """Tell a person of a round (`REVIEW`) or of evidence (`EVIDENCE`), once for each `key`.

    It goes out with the person's digest of `due_day` or the next one; nothing is sent here. Returns whether
    the key was new.
    """
    notice = Notice(
        person_id=person_id,
        kind=kind,
        key=key,
        step=step,
        task_id=task_id,
        round_id=round_id,
        entry_id=entry_id,
        evidence_id=evidence_id,
        due_day=due_day,
        created_at=now,
        next_try_at=now,
    )
    return insert_once(session, [notice]) == 1
