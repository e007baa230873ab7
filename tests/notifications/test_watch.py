"""Two clocks: the tick misses the flow and says so once a day; the flow sees mail that stands still."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from config import clock
from models import CalendarDay, Heartbeat, Notice, NoticeKind, NoticeState, Role
from notifications.tick import tick
from notifications.watch import (
    FLOW,
    expect_flow,
    flow_done,
    outbox_trouble,
    warn_of_missing_flow,
)
from tests.notifications.mailbox import Postbox
from tests.notifications.office import MONDAY, Office
from tests.notifications.rounds import settings_for

YESTERDAY = MONDAY - timedelta(days=1)
HALF_PAST_NINE = time(9, 30)


def at(hour: int, minute: int = 0, day: date = MONDAY) -> datetime:
    """An hour of Vietnam."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hour - 7, minutes=minute)


def warned(office: Office) -> list[tuple[int, date]]:
    notices = office.session.exec(select(Notice).where(Notice.kind == NoticeKind.WATCH))
    return [(each.person_id, each.due_day) for each in notices]


def look(office: Office, now: datetime) -> int:
    return warn_of_missing_flow(office.session, now=now, after=HALF_PAST_NINE)


def test_the_coordinator_hears_once_a_day(office: Office) -> None:
    flow_done(office.session, day=YESTERDAY, now=at(6, day=YESTERDAY))
    assert [look(office, at(9, 29)), look(office, at(9, 30)), look(office, at(15))] == [0, 1, 0]
    assert look(office, at(10, day=MONDAY + timedelta(days=1))) == 1
    assert warned(office) == [
        (office.coordinator.id, MONDAY),
        (office.coordinator.id, MONDAY + timedelta(days=1)),
    ]


def test_a_day_that_was_done_is_not_missed(office: Office) -> None:
    flow_done(office.session, day=MONDAY, now=at(6, 31))
    assert look(office, at(10)) == 0


def test_an_office_without_prefect_is_left_in_peace(office: Office) -> None:
    assert look(office, at(10)) == 0


def test_a_flow_that_never_came_is_missed_from_the_second_day(office: Office) -> None:
    """`dondoc serve` starts at noon; starting it again does not put the alarm off."""
    expect_flow(office.session, day=YESTERDAY, now=at(12, day=YESTERDAY))
    assert look(office, at(13, day=YESTERDAY)) == 0
    expect_flow(office.session, day=MONDAY, now=at(8))
    assert look(office, at(10)) == 1


def test_a_run_for_a_day_ahead_silences_nothing(office: Office) -> None:
    flow_done(office.session, day=MONDAY + timedelta(days=30), now=at(6, day=YESTERDAY))
    beat = office.session.get(Heartbeat, FLOW)
    assert beat is not None
    assert beat.day == YESTERDAY


def test_administrators_hear_where_no_plan_has_a_coordinator(office: Office) -> None:
    office.plan.coordinator_id = None
    admin = office.person(office.committee, "Quản trị", "admin", role=Role.ADMIN)
    office.person(office.committee, "Đã nghỉ", "nghi", role=Role.ADMIN, active=False)
    flow_done(office.session, day=YESTERDAY, now=at(6, day=YESTERDAY))
    assert look(office, at(10)) == 1
    assert warned(office) == [(admin.id, MONDAY)]


def test_the_tick_sends_the_warning(
    lite_office: Office, lite_engine: Engine, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    office: Any = lite_office
    flow_done(office.session, day=YESTERDAY, now=at(6, day=YESTERDAY))
    office.session.commit()
    for hour in (9, 10, 11):
        monkeypatch.setattr(clock, "now", lambda hour=hour: at(hour))
        tick(lite_engine, settings_for(box.port))
    (mail,) = box.mails
    assert box.recipients == ["moi@donvi.test"]
    body: Any = mail.get_body(("plain",))
    assert "quy trình đôn đốc" in body.get_content()


def test_nothing_goes_out_by_itself_on_a_day_off(
    lite_office: Office, lite_engine: Engine, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A storm on Monday: neither reminders nor alarms; all of it on Tuesday."""
    office = lite_office
    office.task(MONDAY)
    office.session.add(CalendarDay(day=MONDAY, working=False, name="Bão"))
    flow_done(office.session, day=YESTERDAY, now=at(6, day=YESTERDAY))
    office.session.commit()
    monkeypatch.setattr(clock, "now", lambda: at(10))
    tick(lite_engine, settings_for(box.port))
    assert box.connections == 0
    with Session(lite_engine) as session:
        assert session.exec(select(Notice)).all() == []
    monkeypatch.setattr(clock, "now", lambda: at(10, day=MONDAY + timedelta(days=1)))
    tick(lite_engine, settings_for(box.port))
    assert set(box.recipients) == {"anh@donvi.test", "moi@donvi.test"}


def waiting(office: Office, since: datetime, **fields: Any) -> None:
    given: dict[str, Any] = {
        "key": f"k{since}",
        "person_id": office.head.id,
        "kind": NoticeKind.REVIEW,
        "step": "open",
        "due_day": date(2026, 6, 1),
        "created_at": since,
        "next_try_at": since,
    }
    office.add(Notice(**(given | fields)))


FRIDAY = MONDAY - timedelta(days=3)


@pytest.mark.parametrize(
    ("since", "now", "stuck"),
    [
        (at(15, 30, FRIDAY), at(6, 30), True),  # two and a half hours of Friday; the weekend does not count
        (at(16, 30, FRIDAY), at(6, 30), False),
        (at(16, 30, FRIDAY), at(7, 31), True),
        (at(6), at(8, 59), False),
        (at(6), at(9), True),
        (at(9, day=MONDAY - timedelta(days=400)), at(9), True),
    ],
)
def test_mail_that_stands_still_for_two_hours_of_sending(
    office: Office, since: datetime, now: datetime, stuck: bool
) -> None:
    waiting(office, since)
    assert bool(outbox_trouble(office.session, now=now)) is stuck


@pytest.mark.parametrize(
    "fields",
    [
        {"state": NoticeState.SENT, "sent_at": at(8)},
        {"due_day": MONDAY + timedelta(days=1)},
        {"next_try_at": at(18)},
        {"state": NoticeState.CLAIMED, "lease_until": at(18)},
    ],
)
def test_what_nobody_may_take_does_not_stand_still(office: Office, fields: dict[str, Any]) -> None:
    waiting(office, at(7), **fields)
    assert outbox_trouble(office.session, now=at(17)) == ""


def test_mail_that_its_reader_put_off_does_not_stand_still(office: Office) -> None:
    office.head.paused_until = MONDAY + timedelta(days=1)
    waiting(office, at(7))
    assert outbox_trouble(office.session, now=at(17)) == ""
