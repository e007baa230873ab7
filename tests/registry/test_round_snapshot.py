"""Closing a review round: what is counted and frozen, also by two at once."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from threading import Barrier

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, col, select

from models import (
    AuditEntry,
    EntryState,
    Explanation,
    Plan,
    ReviewEntry,
    ReviewRound,
    RoundStage,
    Task,
    TaskState,
)
from tasks_registry.evidence.taking_in import add_evidence
from tasks_registry.frozen import is_intact
from tasks_registry.rounds import view as round_view
from tasks_registry.rounds.reviews import (
    close_round,
)
from tasks_registry.rounds.snapshot import (
    RoundRow,
    UnitOutcome,
    outcome,
    round_rows,
)
from tasks_registry.rounds.view import shown_entries
from tests.registry.rounds import answer, entries_of, opened
from tests.registry.workroom import (
    LATER,
    NOW,
    add_item,
    add_plan,
    add_task,
    add_unit,
)


@pytest.fixture
def plan(session: Session) -> Plan:
    """A plan of 2026 without tasks."""
    return add_plan(session)


def test_closing_freezes_what_was_and_twice_is_once(session: Session, plan: Plan) -> None:
    unit = add_unit(session, "VP", "Văn phòng")
    done = add_task(session, plan, date(2026, 5, 1), done=date(2026, 5, 1), unit=unit)
    add_task(session, plan, date(2026, 6, 1), done=date(2026, 6, 20), unit=unit)
    add_evidence(session, url="https://a.example/1", by="an", now=NOW, task=done)
    review = opened(session, plan)
    first, second = entries_of(session, review)
    answer(session, first, self_score=Decimal("97.5"))
    add_evidence(session, url="https://a.example/2", by="an", now=NOW, entry=first)
    close_round(session, review, now=LATER)
    session.commit()
    session.expire_all()
    assert (review.stage, review.closed_at, second.state) == (RoundStage.CLOSED, LATER, EntryState.UNANSWERED)
    snapshot = review.snapshot
    assert snapshot is not None
    one, two = snapshot["entries"]
    assert (one["health"], one["task_state"], one["self_score"], one["unit"]) == (
        "done_on_time", "done", 97.5, "Văn phòng",
    )  # fmt: skip
    assert [each["url"] for each in one["evidence"]] == ["https://a.example/2", "https://a.example/1"]
    assert (two["state"], two["health"]) == ("unanswered", "open_late")  # done only after the window
    assert is_intact(snapshot)
    assert not is_intact({**snapshot, "entries": [one]})
    close_round(session, review, now=datetime(2027, 1, 1, tzinfo=NOW.tzinfo))
    assert (review.closed_at, review.snapshot) == (LATER, snapshot)
    assert len(session.exec(select(AuditEntry).where(AuditEntry.action == "close_round")).all()) == 1


def test_a_snapshot_written_in_pieces_is_the_json_of_what_is_read_back(
    session: Session, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(round_view, "CHUNK", 2)
    for place in range(5):
        add_task(session, plan, date(2026, 5, 1), unit=add_unit(session, f"P{place}", f"Phòng số {place}"))
    review = opened(session, plan)
    answer(session, entries_of(session, review)[3], "Đã “niêm yết”\n'xong' 100% \\ :bảng")
    close_round(session, review, now=LATER)
    written = (
        session.connection().execute(text("SELECT CAST(snapshot AS TEXT) FROM review_round")).scalar_one()
    )
    assert review.snapshot is not None
    assert written == json.dumps(review.snapshot)
    assert is_intact(review.snapshot)
    assert [unit["unit_code"] for unit in review.snapshot["units"]] == [f"P{place}" for place in range(5)]
    assert review.snapshot["entries"][3]["done"] == "Đã “niêm yết”\n'xong' 100% \\ :bảng"


def test_a_document_of_the_task_and_of_its_entry_is_one_document(session: Session, plan: Plan) -> None:
    task = add_task(session, plan, date(2026, 5, 1), unit=add_unit(session, "VP", "Văn phòng"))
    review = opened(session, plan)
    about = {"by": "an", "now": NOW}
    add_evidence(session, url="https://a.example/1", task=task, **about)
    add_evidence(session, url="https://a.example/1", entry=entries_of(session, review)[0], **about)
    add_evidence(session, url="https://a.example/2", task=task, **about)
    [entry] = shown_entries(session, review)
    assert [each["url"] for each in entry["evidence"]] == ["https://a.example/1", "https://a.example/2"]


def test_the_count_by_unit_is_that_of_the_window_s_end(session: Session, plan: Plan) -> None:
    office, economy = add_unit(session, "VP", "Văn phòng"), add_unit(session, "KT", "Phòng Kinh tế")
    add_task(session, plan, date(2026, 5, 1), done=date(2026, 4, 30), unit=office)
    add_task(session, plan, date(2026, 5, 1), done=date(2026, 5, 4), unit=office)
    add_task(session, plan, date(2026, 6, 14), unit=office)
    add_task(session, plan, date(2026, 6, 13), unit=economy)
    add_task(session, plan, unit=economy)
    cancelled = add_task(session, plan, date(2026, 5, 9), unit=economy)
    add_task(session, plan, date(2026, 5, 9))
    review = opened(session, plan)
    cancelled.state = TaskState.CANCELLED
    answer(session, entries_of(session, review)[0])
    expected = (
        UnitOutcome("Phòng Kinh tế", "KT", entries=2, open_late=1, no_deadline=1, stage="draft"),
        UnitOutcome("Tổ công tác mới", entries=1, open_late=1),
        UnitOutcome(
            "Văn phòng",
            "VP",
            entries=3,
            answered=1,
            done_on_time=1,
            done_late=1,
            open_in_time=1,
            stage="draft",
        ),
    )
    live = outcome(session, review)
    assert live.units == expected
    assert (live.entries, live.answered, live.unanswered) == (6, 1, 5)
    close_round(session, review, now=LATER)
    for task in session.exec(select(Task)):
        task.state, task.done_on = TaskState.CANCELLED, None
    session.flush()
    handed_in_none = tuple(replace(unit, stage=unit.stage and "missing") for unit in expected)
    assert outcome(session, review).units == handed_in_none
    assert review.snapshot is not None
    assert [unit["unit"] for unit in review.snapshot["units"]] == [unit.unit for unit in expected]


def test_a_list_shows_the_latest_round_first(session: Session, plan: Plan) -> None:
    other = add_plan(session, "kh-08")
    add_task(session, plan, date(2026, 2, 1))
    first, second, third = opened(session, plan, "2026-Q1"), opened(session, plan), opened(session, other)
    answer(session, entries_of(session, second)[0])
    rows = round_rows(session)
    assert rows == [
        RoundRow(second, plan, 1, 1),
        RoundRow(third, other, 0, 0),
        RoundRow(first, plan, 1, 0),
    ]
    assert round_rows(session, other) == [RoundRow(third, other, 0, 0)]


def test_two_at_once_open_and_close_one_round(engine: Engine) -> None:
    with Session(engine) as session:
        add_task(session, add_plan(session), date(2026, 5, 1))
        session.commit()
    together = Barrier(2)

    def run(_: int) -> int | None:
        with Session(engine) as session:
            plan = session.exec(select(Plan)).one()
            together.wait()
            review = opened(session, plan)
            session.commit()
            together.wait()
            close_round(session, review, now=LATER)
            session.commit()
            return review.id

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(run, range(2)))) == 1
    with Session(engine) as session:
        assert len(session.exec(select(ReviewEntry)).all()) == 1
        review = session.exec(select(ReviewRound)).one()
        assert shown_entries(session, review)[0]["state"] == "unanswered"
        actions = [act.action for act in session.exec(select(AuditEntry).order_by(col(AuditEntry.id)))]
        assert actions == ["open_round", "close_round"]


def test_a_snapshot_holds_all_that_a_report_needs(session: Session, plan: Plan) -> None:
    office = add_unit(session, "VP", "Văn phòng")
    item = add_item(session, plan)
    item.number, item.section, item.deliverables = "3", ["II. Nhiệm vụ"], ["Báo cáo"]
    late = add_task(session, plan, date(2026, 5, 1), unit=office, item=item)
    late.deadline_raw = "trước 02/5"
    session.add(
        Explanation(
            task_id=late.id or 0,
            due_version=late.due_version,
            asked_on=date(2026, 6, 1),
            due_on=date(2026, 6, 4),
            text="Thiếu người",
            answered_at=NOW,
        )
    )
    review = opened(session, plan)
    answer(session, entries_of(session, review)[0], self_score=Decimal(80), declared=Decimal("87.5"))
    close_round(session, review, now=LATER)
    session.commit()
    session.expire_all()
    snapshot = review.snapshot
    assert snapshot is not None
    assert (snapshot["version"], snapshot["name"], snapshot["closes_on"]) == (2, "quý II/2026", "2026-06-22")
    assert snapshot["plan"] == {
        "code": "kh-07", "title": "Kế hoạch thử", "number": "", "issuer": "", "year": 2026, "end_year": 2026,
        "issued_on": None,
    }  # fmt: skip
    [entry] = snapshot["entries"]
    told = (
        "unit_code",
        "group",
        "number",
        "section",
        "deliverables",
        "deadline_raw",
        "declared",
        "final_score",
    )
    assert [entry[name] for name in told] == [
        "VP", "", "3", ["II. Nhiệm vụ"], ["Báo cáo"], "trước 02/5", 87.5, None,
    ]  # fmt: skip
    [unit] = snapshot["units"]
    assert (unit["unit_code"], unit["stage"], unit["open_late"]) == ("VP", "missing", 1)
    [explained] = snapshot["explanations"]
    assert (explained["task_id"], explained["text_given"], explained["unit"]) == (
        late.id,
        "Thiếu người",
        "Văn phòng",
    )
    assert snapshot["previous"] == []


def test_a_snapshot_counts_the_closed_rounds_before_it_and_a_year_its_last_quarter(
    session: Session, plan: Plan
) -> None:
    add_task(session, plan, date(2026, 2, 1))
    codes = ("2026-Q4", "2026-Q1", "2026-Q2", "2026-Q3", "2026")
    reviews = {code: opened(session, plan, code, date(2026, 12, 15)) for code in codes}
    reviews["2026-Q2"].snapshot = None
    for code in ("2026-Q4", "2026-Q1", "2026-Q3", "2026"):
        close_round(session, reviews[code], now=LATER)
    found = {code: reviews[code].snapshot or {} for code in codes}
    assert found["2026-Q4"]["previous"] == []  # the others were still open
    assert [each["period"] for each in found["2026-Q3"]["previous"]] == ["2026-Q1"]
    earlier = found["2026"]["previous"]
    assert [each["period"] for each in earlier] == ["2026-Q1", "2026-Q3", "2026-Q4"]
    assert earlier[0] == {
        "period": "2026-Q1", "name": "quý I/2026", "done_on_time": 0, "done_late": 0, "open_in_time": 0,
        "open_late": 1, "no_deadline": 0,
    }  # fmt: skip


def test_rounds_frozen_before_there_were_versions_are_still_shown(session: Session, plan: Plan) -> None:
    add_task(session, plan, date(2026, 2, 1))
    first, review = opened(session, plan, "2026-Q1"), opened(session, plan)
    close_round(session, first, now=LATER)
    counts = {
        "entries": 2, "answered": 1, "done_on_time": 1, "done_late": 0, "open_in_time": 0, "open_late": 1,
        "no_deadline": 0,
    }  # fmt: skip
    first.snapshot = {
        "plan": plan.code,
        "period": "2026-Q1",
        "entries": [{"id": 1, "unit": "Văn phòng", "state": "answered", "task_state": "done"}],
        "units": [{"unit": "Văn phòng", **counts}],
        "checksum": "",
    }
    session.flush()
    assert outcome(session, first).units == (UnitOutcome("Văn phòng", **counts),)
    assert shown_entries(session, first) == first.snapshot["entries"]
    close_round(session, review, now=LATER)
    assert review.snapshot is not None
    assert review.snapshot["previous"][0]["done_on_time"] == 1
