"""The evidence of a round, frozen before scoring: once, whole, and seen to be changed where it is."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from models import Evidence, ReviewEntry, ReviewRound, RoundKind, Task
from tasks_registry.evidence.frozen_set import freeze_evidence
from tasks_registry.evidence.taking_in import add_evidence, judge_evidence
from tasks_registry.frozen import is_intact, sealed
from tests.registry.workroom import LATER, NOW, add_plan, add_task

DUE = date(2026, 5, 20)
KEYS = {"id", "url", "sha256", "title", "accepted", "reachable", "tasks", "entries"}


def _round(session: Session) -> tuple[ReviewRound, ReviewEntry]:
    """An open round with an entry about one finished task."""
    plan = add_plan(session)
    task = add_task(session, plan, DUE, done=DUE)
    review = ReviewRound(
        plan_id=plan.id or 0,
        kind=RoundKind.QUARTER,
        period="2026-Q2",
        window_from=date(2026, 3, 15),
        window_to=date(2026, 6, 14),
        opens_on=date(2026, 6, 15),
        closes_on=date(2026, 6, 22),
    )
    session.add(review)
    session.flush()
    entry = ReviewEntry(round_id=review.id or 0, task_id=task.id)
    session.add(entry)
    session.flush()
    return review, entry


def _add(session: Session, name: str, **to: Any) -> Evidence:
    return add_evidence(session, url=f"https://a.example/{name}", title=name, by="an", now=NOW, **to)


def test_what_tasks_and_entries_show_is_frozen_once(session: Session) -> None:
    review, entry = _round(session)
    elsewhere = add_task(session, add_plan(session, "kh-08"), DUE)
    both = _add(session, "1", entry=entry)
    task = session.get_one(Task, entry.task_id)
    _add(session, "1", task=task)
    bad = _add(session, "2", task=task)
    judge_evidence(session, bad, accepted=False, by="b", reason="mờ", now=NOW)
    _add(session, "3", task=elsewhere)
    found = freeze_evidence(session, review, NOW)
    assert [
        (each["id"], each["tasks"], each["entries"], each["accepted"]) for each in found["documents"]
    ] == [
        (both.id, [task.id], [entry.id], None),
        (bad.id, [task.id], [], False),
    ]
    assert set(found["documents"][0]) == KEYS
    _add(session, "4", task=task)
    assert freeze_evidence(session, review, LATER) == found
    session.expire_all()
    assert review.evidence_set == found
    assert is_intact(found)


def test_a_round_without_evidence_is_frozen_too(session: Session) -> None:
    review, entry = _round(session)
    assert freeze_evidence(session, review, NOW)["documents"] == []
    _add(session, "1", entry=entry)
    assert freeze_evidence(session, review, LATER)["documents"] == []


@given(st.lists(st.integers(1, 9), min_size=1, unique=True), st.booleans())
def test_a_set_that_was_changed_is_seen(ids: list[int], takes_away: bool) -> None:
    content = {"frozen_at": NOW.isoformat(), "documents": [{"id": each, "accepted": True} for each in ids]}
    whole = sealed(content)
    assert is_intact(whole)
    documents = content["documents"][1:] if takes_away else [*content["documents"], {"id": 10}]
    assert not is_intact({**whole, "documents": documents})
    assert not is_intact(content)
