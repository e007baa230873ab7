"""The audit trail (nhật ký hệ thống): the one place that writes it."""

from collections.abc import Mapping
from datetime import date, datetime
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


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What each name of `before` stood for, and stands for in `after`, as `details`; days as ISO text."""
    return {name: {"from": _plain(value), "to": _plain(after[name])} for name, value in before.items()}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
