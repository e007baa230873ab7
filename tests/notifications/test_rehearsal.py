"""The rehearsal shows the very mails that later go out, and touches nothing."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from config import clock
from models import CalendarDay, Person
from notifications.rehearsal import preview, rehearse
from notifications.tick import tick
from tests.models.test_scratch import everything
from tests.notifications.mailbox import Postbox
from tests.notifications.office import MONDAY, NOW, Office
from tests.notifications.rounds import run, settings_for, with_tasks

LAST = MONDAY + timedelta(days=13)


def busy_office(office: Office) -> None:
    """Deadlines on all kinds of days, a late task, one without a unit, a storm, a pause, a weekly reader."""
    with_tasks(office)
    for days in (2, 5, 6, 11, 13, 19):
        office.task(MONDAY + timedelta(days=days))
    office.task(MONDAY + timedelta(days=8), unit_id=None, owner_id=None)
    office.session.add(CalendarDay(day=date(2026, 6, 24), working=False, name="Bão"))
    weekly: Person = office.other
    weekly.weekly = True
    paused = office.person(office.economy, "Hồ Thị Nghỉ", "nghi", paused_until=date(2026, 6, 25))
    for days in (4, 9):
        office.task(MONDAY + timedelta(days=days), unit_id=office.economy.id, owner_id=weekly.id)
        office.task(MONDAY + timedelta(days=days), unit_id=office.economy.id, owner_id=paused.id)
    office.session.commit()


def rehearsed(engine: Engine, first: date, last: date, today: date) -> list[tuple[date, str, str]]:
    return [
        (morning.day, mail.recipient, mail.subject)
        for morning in rehearse(engine, first=first, last=last, today=today)
        for mail in morning.digests
    ]


def test_what_is_rehearsed_is_what_happens(
    office: Office, box: Postbox, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fortnight of ticks at eight o'clock, with weekends and a storm among them."""
    busy_office(office)
    expected = rehearsed(engine, MONDAY, LAST, MONDAY)
    happened: list[tuple[date, str, str]] = []
    for n in range((LAST - MONDAY).days + 1):
        day = MONDAY + timedelta(days=n)
        instant = datetime(day.year, day.month, day.day, 1, tzinfo=UTC)
        monkeypatch.setattr(clock, "now", lambda instant=instant: instant)
        box.mails.clear()
        tick(engine, settings_for(box.port))
        for mail in box.mails:
            happened.append((day, mail["To"].addresses[0].addr_spec, mail["Subject"]))
    assert sorted(happened) == sorted(expected)
    assert {day for day, *_ in expected} >= {MONDAY, date(2026, 6, 22)}
    assert not [day for day, *_ in expected if day.weekday() > 4 or day == date(2026, 6, 24)]
    paused = [day for day, whose, _ in expected if whose == "nghi@donvi.test"]
    assert paused[0] == date(2026, 6, 18)  # the unit's late task, told to its head in spite of the pause


def test_nothing_is_written(office: Office, engine: Engine) -> None:
    busy_office(office)
    before = everything(engine)
    assert rehearsed(engine, MONDAY, MONDAY, MONDAY)
    assert preview(engine, as_of=MONDAY, now=NOW)
    assert everything(engine) == before


def test_a_period_that_begins_later_has_only_its_own_mails(lite_office: Office, lite_engine: Engine) -> None:
    """What the days before it tell is not told again."""
    busy_office(lite_office)
    engine = lite_engine
    whole = rehearsed(engine, MONDAY, date(2026, 6, 19), MONDAY)
    later = rehearsed(engine, date(2026, 6, 18), date(2026, 6, 19), MONDAY)
    assert later == [each for each in whole if each[0] >= date(2026, 6, 18)]


def test_what_was_sent_is_not_rehearsed_again(office: Office, box: Postbox, engine: Engine) -> None:
    busy_office(office)
    run(office, box)
    assert not [day for day, *_ in rehearsed(engine, MONDAY, MONDAY, MONDAY)]


def test_a_preview_by_hand_does_not_wait_for_a_working_day(lite_office: Office, lite_engine: Engine) -> None:
    with_tasks(lite_office)
    sunday = date(2026, 6, 14)
    assert preview(lite_engine, as_of=sunday, now=NOW)
    assert rehearsed(lite_engine, sunday, sunday, sunday) == []


def test_a_new_year_opens_as_the_tick_opens_it(lite_office: Office, lite_engine: Engine) -> None:
    plan: Any = lite_office.plan
    plan.end_year = 2027
    lite_office.recurring("quarter", date(2026, 1, 1), date(2026, 12, 31))
    lite_office.session.commit()
    monday = date(2027, 1, 4)
    days = {day for day, *_ in rehearsed(lite_engine, monday, monday, date(2026, 12, 30))}
    assert days == {monday}  # the tasks of the new year are told of as given
