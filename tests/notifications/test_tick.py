"""The tick: at once, at the hours of work, and come what may."""

import logging
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from config import clock
from config.settings import Settings
from notifications.tick import start_ticking, tick
from tests.notifications.mailbox import HOST, Postbox, listening
from tests.notifications.office import MONDAY, Office

MORNING = datetime(2026, 6, 15, 1, tzinfo=UTC)
NIGHT = datetime(2026, 6, 15, 15, tzinfo=UTC)


@pytest.fixture
def box(lite_engine: Engine) -> Iterator[Postbox]:
    """A mail server, and one task that is due on the day of `MORNING`."""
    with Session(lite_engine) as session:
        Office(session).task(MONDAY)
        session.commit()
    with listening() as box:
        yield box


def settings_for(box: Postbox) -> Settings:
    return Settings(_env_file=None, smtp_host=HOST, smtp_port=box.port)


def at(instant: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: instant)


def test_the_first_tick_comes_at_once(
    lite_engine: Engine, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(MORNING, monkeypatch)
    arrived = threading.Event()
    take = box.handle_DATA

    async def handle(*args: Any) -> str:
        answer = await take(*args)
        arrived.set()
        return answer

    monkeypatch.setattr(box, "handle_DATA", handle)
    scheduler = start_ticking(lite_engine, settings_for(box))
    try:
        assert arrived.wait(20)
    finally:
        scheduler.shutdown()
    assert box.recipients == ["anh@donvi.test"]


def test_nothing_goes_out_at_night(
    lite_engine: Engine, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(NIGHT, monkeypatch)
    tick(lite_engine, settings_for(box))
    assert box.connections == 0


def test_a_server_that_is_away_is_one_line_in_the_log(
    lite_engine: Engine, box: Postbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    at(MORNING, monkeypatch)
    box.refused["anh@donvi.test"] = "450 later"
    with caplog.at_level(logging.INFO, "notifications"):
        tick(lite_engine, settings_for(box))
        assert [record.levelname for record in caplog.records] == ["WARNING"]
        box.refused.clear()
        tick(lite_engine, settings_for(box))
    assert box.mails == []


def test_a_fault_is_one_line_and_the_next_tick_comes(
    lite_engine: Engine, box: Postbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    at(MORNING, monkeypatch)
    nonsense: Any = None
    tick(lite_engine, nonsense)
    (record,) = caplog.records
    assert record.getMessage().startswith("Lỗi khi nhắc việc: AttributeError: ")
    assert "\n" not in record.getMessage()
    with caplog.at_level(logging.INFO, "notifications"):
        tick(lite_engine, settings_for(box))
    assert caplog.records[-1].getMessage() == "Đã gửi 1 thư nhắc việc"
