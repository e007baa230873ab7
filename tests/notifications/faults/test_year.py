"""Two months lived day by day, with Tết in them, and a digest of ten thousand tasks."""

from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import insert

from config import clock
from models import Plan
from notifications.mail import compose
from notifications.rehearsal import rehearse
from notifications.tables import item, task
from notifications.tick import tick
from tests.notifications.mailbox import Postbox
from tests.notifications.office import MONDAY, NOW, Office
from tests.notifications.reading import part
from tests.notifications.rounds import run, settings_for

FIRST, LAST = date(2026, 2, 1), date(2026, 3, 31)
Mail = tuple[date, str, str, str]


def work_of_a_year(office: Office) -> None:
    """Work due each month and quarter, single days on weekends and in holidays, work that nobody leads."""
    begin, end = date(2026, 1, 1), date(2026, 12, 31)
    office.recurring("month", begin, end)
    office.recurring("quarter", begin, end, unit_id=office.economy.id, owner_id=office.other.id)
    for day in (date(2026, 2, 17), date(2026, 4, 26), date(2026, 9, 5)):
        office.task(day, unit_id=office.economy.id, owner_id=office.other.id)
    office.task(date(2026, 6, 30), unit_id=None, owner_id=None)
    plan: Plan = office.plan
    plan.year = plan.end_year = 2026
    office.session.commit()


def as_read(day: date, raw: bytes) -> Mail:
    mail = message_from_bytes(raw, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return day, str(mail["To"]), str(mail["Subject"]), part(mail, "plain")


def test_what_happens_day_by_day_is_what_was_rehearsed(
    lite_office: Office, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every mail of every day, word by word."""
    work_of_a_year(lite_office)
    engine: Any = lite_office.session.get_bind()
    settings = settings_for(box.port)
    rehearsed: list[Mail] = [
        as_read(morning.day, compose(mail, settings, now=NOW))
        for morning in rehearse(engine, first=FIRST, last=LAST, today=FIRST)
        for mail in morning.digests
    ]
    lived: list[Mail] = []
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=number)
        instant = datetime(day.year, day.month, day.day, 1, tzinfo=UTC)
        monkeypatch.setattr(clock, "now", lambda instant=instant: instant)
        tick(engine, settings)
        lived += [as_read(day, mail) for mail in box.raw]
        box.raw.clear()
    assert sorted(lived) == sorted(rehearsed)
    assert len({day.month for day, *_ in lived}) == 2


def test_ten_thousand_tasks_in_one_digest_are_cut_with_a_count_and_a_link(
    lite_office: Office, box: Postbox
) -> None:
    """The mail stays one that servers take; all its tasks are told and none comes again."""
    first = lite_office.task(MONDAY)
    session = lite_office.session
    items = [{**first_row(session, item, first.item_id), "id": n, "key": f"k{n}"} for n in range(2, 10_001)]
    tasks = [{**first_row(session, task, first.id), "id": n, "item_id": n} for n in range(2, 10_001)]
    session.connection().execute(insert(item), items)
    session.connection().execute(insert(task), tasks)
    session.commit()
    (sent,) = run(lite_office, box)
    (mail,) = box.mails
    assert sent.subject == mail["Subject"] == "[NHẮC HẠN] 10000 nhiệm vụ sắp đến hạn"
    assert "… và 9800 nhiệm vụ khác, xem tại: http://127.0.0.1:8080/nhiem-vu" in part(mail, "plain")
    assert len(box.raw[0]) < 1_000_000
    assert run(lite_office, box) == []


def first_row(session: Any, table: Any, number: int) -> dict[str, Any]:
    row = session.connection().execute(table.select().where(table.c.id == number)).one()
    return dict(row._mapping)
