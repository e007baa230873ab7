"""The day's flow leaves its mark, and reports an outbox that stands still."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from prefect.states import State
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from flows import runs
from flows.escalate_overdue import escalate_overdue
from flows.forms import DayForm
from models import Heartbeat, Item, Notice, NoticeKind, Person, Task
from notifications.watch import FLOW
from tests.flows.reading_back import artifact

pytestmark = pytest.mark.usefixtures("prefect")
THURSDAY = date(2026, 3, 12)
HALF_PAST_SIX = datetime(2026, 3, 11, 23, 30, tzinfo=UTC)


def ran(monkeypatch: pytest.MonkeyPatch) -> str:
    """The heading of the table that a run of Thursday leaves."""
    monkeypatch.setattr(runs, "now", lambda: HALF_PAST_SIX)
    state: State[Any] = escalate_overdue(DayForm(as_of=THURSDAY), return_state=True)
    assert state.is_completed(), state.message
    heading, _ = artifact(state, "don-doc-qua-han")
    return str(heading)


def test_a_run_is_seen_by_the_other_clock(office: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    heading = ran(monkeypatch)
    assert "không chuyển" not in heading
    with Session(office) as session:
        beat = session.get_one(Heartbeat, FLOW)
        assert (beat.day, beat.at) == (THURSDAY, HALF_PAST_SIX)


def test_mail_that_stands_still_is_in_the_table_and_the_log(
    office: Engine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with Session(office) as session:
        person = session.exec(select(Person)).first()
        assert person is not None
        yesterday = HALF_PAST_SIX - timedelta(hours=20)
        session.add(
            Notice(
                key="k",
                person_id=person.id or 0,
                kind=NoticeKind.REVIEW,
                step="open",
                due_day=date(2026, 3, 11),
                created_at=yesterday,
                next_try_at=yesterday,
            )
        )
        session.commit()
    with caplog.at_level("WARNING"):
        heading = ran(monkeypatch)
    assert "Hộp thư đi không chuyển" in heading
    assert any("Hộp thư đi không chuyển" in record.getMessage() for record in caplog.records)


def test_the_tables_that_prefect_keeps_hold_no_word_of_a_secret_task(office: Engine) -> None:
    with Session(office) as session:
        task = session.exec(select(Task).where(col(Task.due_on) < THURSDAY).order_by(col(Task.id))).first()
        assert task is not None
        task.assigned_on = date(2026, 1, 5)
        task.due_on = task.scheduled_on = date(2026, 1, 12)
        item = session.get_one(Item, task.item_id)
        item.secret = True
        number, text = task.id, item.text
        session.commit()
    state: State[Any] = escalate_overdue(DayForm(as_of=THURSDAY), return_state=True)
    for key in ("don-doc-qua-han", "giai-trinh"):
        named = {row["Nhiệm vụ"] for row in artifact(state, key)[1]}
        assert f"Nhiệm vụ mật, mã số {number}" in named
        assert text not in named
