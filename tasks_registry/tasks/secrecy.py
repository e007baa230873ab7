"""Which items are secret (tài liệu mật): no mail, calendar, report or table of a flow carries their words."""

from datetime import datetime
from typing import Final

from sqlalchemy import func
from sqlmodel import Session, col, select

from models import Item, Task
from tasks_registry.auditing import audit

WORDLESS_TITLE: Final = "Nhiệm vụ mật, mã số %(n)s"
"""What a secret task is called wherever its words may not stand: `WORDLESS_TITLE % {"n": task_id}`."""


def set_secret(session: Session, task: Task, secret: bool, *, by: str, now: datetime) -> int:
    """Mark the item of `task` as secret, or no longer so; how many tasks that concerns."""
    item = session.get_one(Item, task.item_id)
    if item.secret is not secret:
        item.secret = secret
        action = "mark_secret" if secret else "clear_secret"
        audit(session, item, action, by=by, now=now)
    return session.exec(select(func.count()).where(col(Task.item_id) == item.id)).one()


def secret_tasks(session: Session) -> frozenset[int]:
    """The numbers of the tasks of secret items."""
    found = session.exec(select(Task.id).join(Item).where(col(Item.secret)))
    return frozenset(number for number in found if number is not None)
