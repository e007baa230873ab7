"""Whole rounds of reminding against a mail server of the test."""

from datetime import date, datetime
from typing import Any

from config.settings import Settings
from models import NoticeState
from notifications.digest import Summary
from notifications.remind import remind
from tests.notifications.mailbox import HOST, Postbox
from tests.notifications.office import MONDAY, NOW, Office


def with_tasks(office: Office) -> Office:
    """Ánh and Bền have a task due today each, and Ánh one that is late."""
    office.task(MONDAY)
    office.task(MONDAY, unit_id=office.economy.id, owner_id=office.other.id)
    office.task(date(2026, 6, 12))
    office.session.commit()
    return office


def with_people(office: Office, many: int) -> Office:
    """So many more people with a task due today each: p0, p1, …"""
    for n in range(many):
        office.task(MONDAY, owner_id=office.person(office.culture, f"Người {n}", f"p{n}").id)
    office.session.commit()
    return office


def settings_for(port: int, **fields: Any) -> Settings:
    given: dict[str, Any] = {"smtp_host": HOST, "smtp_port": port, "smtp_timeout": 5} | fields
    return Settings(_env_file=None, **given)


def run(
    office: Office, box: Postbox, *, day: date = MONDAY, now: datetime = NOW, **options: Any
) -> list[Summary]:
    """A round; `smtp_timeout` goes into the settings, other options to `remind`."""
    engine: Any = office.session.get_bind()
    fields = {"smtp_timeout": options.pop("smtp_timeout")} if "smtp_timeout" in options else {}
    return remind(engine, settings_for(box.port, **fields), as_of=day, now=now, **options)


def states(office: Office) -> dict[tuple[int, str], NoticeState]:
    """By person and step."""
    found = {(each.person_id, each.step): each.state for each in office.notices()}
    office.session.commit()
    return found


def states_of(office: Office, person: Any) -> set[NoticeState]:
    """Of all notices of one person."""
    return {state for (whose, _), state in states(office).items() if whose == person.id}
