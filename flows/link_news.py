"""What checking links found: kept, and told to those whose tasks or criteria the documents speak for."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session

from models import NoticeKind
from notifications.tell import tell
from tasks_registry.evidence.links import Check, owners, record_check


def keep_checks(session: Session, checks: Sequence[tuple[int, Check]], *, as_of: date, now: datetime) -> int:
    """Keep what became of links, by the id of their evidence, and tell the owners once of what is new.

    A link that stays as it was found to be is not told of again. How many notices were made.
    """
    news = {
        evidence_id: found
        for evidence_id, check in checks
        if (found := record_check(session, evidence_id, check, now)) is not None
    }
    return sum(
        tell(
            session,
            person_id=owner.person_id,
            kind=NoticeKind.EVIDENCE,
            key=f"{owner.person_id}/evidence/{owner.evidence_id}/{news[owner.evidence_id]}/{as_of}",
            step=news[owner.evidence_id],
            task_id=owner.task_id,
            round_id=owner.round_id,
            entry_id=owner.entry_id,
            evidence_id=owner.evidence_id,
            due_day=as_of,
            now=now,
        )
        for owner in owners(session, list(news))
    )
