"""The audit trail (nhật ký hệ thống): the one place that writes it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from models import AuditEntry


def audit(
    session: Session,
    row: Any,
    action: str,
    details: Mapping[str, Any] | None = None,
    *,
    by: str,
    now: datetime,
) -> None:
    """Save `row`, a row that has its number, as it is now, and that `by` did `action` to it.

    The entry names the row's table as its subject; `details`, which are JSON, say more.
    """
    act = AuditEntry(
        at=now,
        actor=by,
        action=action,
        subject=row.__tablename__,
        subject_id=row.id,
        details=dict(details or {}),
    )
    session.add_all([row, act])
    session.flush()
