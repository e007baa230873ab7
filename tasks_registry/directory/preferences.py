"""How a person wants to be told: how often, in which language, not until when; the key of the calendar.

Escalations come whatever is set here (`notifications`).
"""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from sqlmodel import Session

from config.errors import DondocError
from models import Person
from tasks_registry.auditing import audit, changes

KEY_OCTETS: Final = 32


def set_preferences(
    session: Session, person: Person, wanted: Mapping[str, Any], *, as_of: date, by: str, now: datetime
) -> None:
    """Set what `wanted` names of `weekly`, `language` and `paused_until` (the day of return; None: no pause).

    Raises:
        DondocError: nothing is named, or the day of return is not after `as_of`.
    """
    if not wanted:
        raise DondocError("Chưa nêu thay đổi nào: dùng --digest, --language, --pause-until hoặc --resume.")
    until = wanted.get("paused_until")
    if until is not None and until <= as_of:
        raise DondocError(f"Ngày nhận thư trở lại {until:%d/%m/%Y} phải sau hôm nay ({as_of:%d/%m/%Y}).")
    before = {name: getattr(person, name) for name in wanted}
    for name, value in wanted.items():
        setattr(person, name, value)
    audit(session, person, "set_preferences", changes(before, wanted), by=by, now=now)


def calendar_key(session: Session, person: Person, *, renew: bool, by: str, now: datetime) -> str:
    """The key of the person's calendar, made where there is none; with `renew` the old one opens nothing."""
    if person.calendar_key is None or renew:
        person.calendar_key = secrets.token_urlsafe(KEY_OCTETS)
        audit(session, person, "renew_calendar_key", by=by, now=now)
    return person.calendar_key
