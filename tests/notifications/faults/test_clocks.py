"""Clocks that jump, machines that sleep, services that are down for days: no step lost, none twice, no flood.

What a long time without a run counts as missed: tests of enqueue.
"""

from collections import Counter
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from config import clock
from models import Notice, NoticeState
from notifications import outbox
from notifications.remind import NotAllSentError
from tests.notifications.faults.scripted import answering
from tests.notifications.mailbox import Postbox
from tests.notifications.office import MONDAY, NOW, Office
from tests.notifications.rounds import run, states

ONE_DAY = timedelta(days=1)
TICKS = 30
TET = date(2026, 2, 17)  # the first day of the year Bính Ngọ; offices are closed from 16/02 to 20/02


def morning_of(day: date) -> datetime:
    return NOW + (day - MONDAY)


def on(office: Office, box: Postbox, day: date) -> list[tuple[str, str]]:
    """A round on the morning of `day`: who was told which step."""
    digests = run(office, box, day=day, now=morning_of(day), patient=True)
    tasks = ((each.recipient.split("@")[0], task) for each in digests for task in each.as_dict()["tasks"])
    return sorted((who, task["step"]) for who, task in tasks)


def sent(office: Office) -> list[Notice]:
    return [each for each in office.notices() if each.state is NoticeState.SENT]


def told_once(office: Office) -> bool:
    """Whether nobody was told a step of a task twice."""
    told = [(each.person_id, each.task_id, each.step) for each in sent(office)]
    return len(told) == len(set(told))


@pytest.mark.parametrize("days", [1, 3, 30])
def test_after_days_without_the_service_each_hears_the_newest_step_once(
    days: int, busy: Office, box: Postbox
) -> None:
    on(busy, box, MONDAY)
    before, sent_before = len(box.mails), {each.id for each in sent(busy)}
    on(busy, box, MONDAY + days * ONE_DAY)
    assert set(Counter(box.recipients[before:]).values()) == {1}
    new = [each for each in sent(busy) if each.id not in sent_before]
    assert set(Counter((each.person_id, each.task_id, each.audience) for each in new).values()) == {1}
    assert on(busy, box, MONDAY + days * ONE_DAY) == []
    assert told_once(busy)


def test_a_clock_that_jumps_back_a_day_repeats_nothing(busy: Office, box: Postbox) -> None:
    on(busy, box, MONDAY)
    on(busy, box, MONDAY + ONE_DAY)
    before = len(box.mails)
    assert on(busy, box, MONDAY) == []
    assert on(busy, box, MONDAY + ONE_DAY) == []
    assert len(box.mails) == before


def test_a_clock_that_jumps_a_day_ahead_and_back_loses_nothing(busy: Office, box: Postbox) -> None:
    """What was told a day early is not told again, and the days after go on as ever."""
    for days in (0, 1, 0, 1, 2, 3):
        on(busy, box, MONDAY + days * ONE_DAY)
    jumped = {(each.person_id, each.task_id, each.step) for each in busy.notices()}
    assert told_once(busy)
    assert {step for _, _, step in jumped} >= {"due", "late-1"}


@pytest.mark.parametrize("jump", [-ONE_DAY, ONE_DAY])
def test_a_clock_that_jumps_while_mails_go_out(
    jump: timedelta, busy: Office, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is left waits at most for the next round; nothing is sent twice."""
    take = box.handle_DATA
    real = clock.now

    async def handle(*args: Any) -> str:
        monkeypatch.setattr(clock, "now", lambda: real() + jump)
        return await take(*args)

    monkeypatch.setattr(box, "handle_DATA", handle)
    run(busy, box)
    run(busy, box, now=NOW + timedelta(hours=1))
    assert box.recipients == ["anh@donvi.test", "ben@donvi.test"]
    assert set(states(busy).values()) == {NoticeState.SENT}


def test_a_machine_that_sleeps_over_tet(lite_office: Office, box: Postbox) -> None:
    """The last working day before it tells of what falls due in it; the first after it of what is late."""
    lite_office.task(TET, assigned_on=TET - 60 * ONE_DAY)
    lite_office.session.commit()
    slept = on(lite_office, box, date(2026, 2, 13))
    assert ("anh", "due") in slept
    woken = on(lite_office, box, date(2026, 2, 23))
    assert woken == [("anh", "late-1")]
    assert told_once(lite_office)


def test_a_mail_server_that_is_down_for_hours_is_asked_ever_more_rarely_and_not_flooded_after(
    busy: Office, box: Postbox
) -> None:
    """A tick every few minutes, six hours without a server, and then one mail each."""
    pause = timedelta(minutes=12)
    with answering(greeting="421 too busy") as script:
        for number in range(TICKS):
            with suppress(NotAllSentError):
                run(busy, Postbox(port=script.port), now=NOW + number * pause, patient=True)
    assert 6 <= script.connections <= 24
    end = NOW + TICKS * pause + outbox.LONGEST_WAIT
    run(busy, box, now=end, patient=True)
    assert box.recipients == ["anh@donvi.test", "ben@donvi.test"]
    assert run(busy, box, now=end + pause, patient=True) == []
