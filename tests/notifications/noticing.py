"""Notices written by hand, as the ladder would write them, and the digests made of them."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from sqlmodel import col, update

from models import Notice, NoticeKind, NoticeState
from notifications.digest import Digest, build_digests
from tasks_registry.days.working_days import WorkingCalendar
from tests.notifications.office import MONDAY, NOW, Office

_numbers = count(1)


def notice(
    office: Office, person: Any, task: Any = None, step: str = "due", audience: str = "owner", **fields: Any
) -> Any:
    """A notice in the hands of a sender (`token` "t"), ready for its digest."""
    number = next(_numbers)
    given: dict[str, Any] = {
        "key": f"by hand {number}",
        "person_id": person.id,
        "kind": NoticeKind.ESCALATION if step.startswith("late") else NoticeKind.REMINDER,
        "task_id": task.id if task else None,
        "step": step,
        "audience": audience,
        "tag": "ĐÔN ĐỐC QUÁ HẠN" if step.startswith("late") else "NHẮC HẠN",
        "due_version": task.due_version if task else 0,
        "due_day": MONDAY,
        "state": NoticeState.CLAIMED,
        "created_at": NOW,
        "next_try_at": NOW,
        "claimed_by": "t",
        "lease_until": NOW + timedelta(minutes=5),
        "message_id": f"{person.id}.mail",
    }
    return office.add(Notice(**(given | fields)))


def digests(office: Office, day: date = MONDAY) -> dict[str, Digest]:
    """The digests of the notices that are held, by mailbox."""
    found = build_digests(office.session, "t", as_of=day, calendar=WorkingCalendar())
    return {each.recipient.split("@")[0]: each for each in found}


def all_sent(office: Office, at: datetime) -> None:
    """What is held has gone out."""
    held = update(Notice).where(col(Notice.state) == NoticeState.CLAIMED)
    office.session.exec(held.values(state=NoticeState.SENT, sent_at=at, claimed_by=None, lease_until=None))
