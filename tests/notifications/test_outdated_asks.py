"""What a round or a quarter asked for, waiting in the outbox while somebody did it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from models import (
    Evidence,
    EvidenceUse,
    NoticeKind,
    NoticeState,
    ReviewRound,
    RoundKind,
    RoundStage,
    TaskState,
    UnitSheet,
)
from models import SheetStage as Stage
from notifications import outbox
from notifications.tell import tell
from tests.notifications.office import MONDAY, NOW, Office
from tests.notifications.test_outbox import LEASE
from tests.notifications.years import a_year


@pytest.fixture
def asked(office: Office) -> Office:
    """Ánh is asked for the evidence of finished work, and for a sheet; so is Bền, whose sheet is a draft."""
    task = office.task(MONDAY, state=TaskState.DONE, submitted_on=MONDAY, done_on=MONDAY)
    review = office.add(
        ReviewRound(
            plan_id=office.plan.id,
            kind=RoundKind.QUARTER,
            period="2026-Q2",
            window_from=date(2026, 3, 15),
            window_to=date(2026, 6, 14),
            opens_on=MONDAY,
            closes_on=date(2026, 6, 22),
        )
    )
    for unit in (office.culture, office.economy):
        office.add(UnitSheet(round_id=review.id, unit_id=unit.id))
    common: dict[str, Any] = {"due_day": MONDAY, "now": NOW}
    for person in (office.head, office.other):
        for step in ("open", "remind-3"):
            about = {"person_id": person.id, "key": f"{person.id}/{step}", "round_id": review.id}
            tell(office.session, kind=NoticeKind.REVIEW, step=step, **about, **common)
    of_task = {"person_id": office.head.id, "task_id": task.id}
    tell(office.session, kind=NoticeKind.EVIDENCE, key="e", step="missing", **of_task, **common)
    tell(office.session, kind=NoticeKind.EVIDENCE, key="d", step="dead", **of_task, **common)
    return office


def held(office: Office) -> list[tuple[str, str]]:
    """What a claim takes, as (mailbox, step)."""
    outbox.claim(office.session, token="a", as_of=MONDAY, now=NOW, lease=LEASE)
    names = {office.head.id: "anh", office.other.id: "ben", office.coordinator.id: "moi"}
    claimed = [each for each in office.notices() if each.state is NoticeState.CLAIMED]
    return sorted((names[each.person_id], each.step) for each in claimed)


def rows(office: Office, kind: Any) -> Any:
    return office.session.exec(select(kind).order_by(kind.id)).all()


def _hand_in(office: Office) -> None:
    rows(office, UnitSheet)[0].stage = Stage.SUBMITTED


def _close(office: Office) -> None:
    (review,) = rows(office, ReviewRound)
    review.stage, review.closed_at = RoundStage.CLOSED, NOW


def _bring(office: Office) -> None:
    found = office.add(Evidence(url="https://donvi.test/bc", added_by="anh", added_at=NOW))
    office.add(EvidenceUse(evidence_id=found.id, task_id=1))


def _bring_what_is_rejected(office: Office) -> None:
    _bring(office)
    rows(office, Evidence)[0].accepted = False


def _hand_over(office: Office) -> None:
    office.session.get_one(type(office.task(None)), 1).owner_id = office.other.id


ALL = [(who, step) for who in ("anh", "ben") for step in ("open", "remind-3")]
EVIDENCE = [("anh", "dead"), ("anh", "missing")]


@pytest.mark.parametrize(
    ("change", "left"),
    [
        (lambda office: None, [*EVIDENCE, *ALL]),
        (_hand_in, [*EVIDENCE, *ALL[2:]]),
        (_close, EVIDENCE),
        (_bring, [EVIDENCE[0], *ALL]),
        (_bring_what_is_rejected, [*EVIDENCE, *ALL]),
        (_hand_over, ALL),
    ],
)
def test_what_was_done_meanwhile_is_asked_no_more(
    asked: Office, change: Callable[[Office], None], left: list[tuple[str, str]]
) -> None:
    change(asked)
    asked.session.flush()
    assert held(asked) == sorted(left)


def test_a_stage_that_is_over_asks_nothing(office: Office) -> None:
    review = a_year(office, phase="explanation")
    for step in ("appraisal", "explanation", "incomplete"):
        about = {"person_id": office.head.id, "key": step, "round_id": review.id, "due_day": MONDAY}
        tell(office.session, kind=NoticeKind.REVIEW, step=step, now=NOW, **about)
    assert held(office) == [("anh", "explanation"), ("anh", "incomplete")]


def test_what_held_up_a_year_is_told_no_more_once_it_is_published(office: Office) -> None:
    review = a_year(office, phase="published", stage=RoundStage.CLOSED, closed_at=NOW)
    about = {"person_id": office.head.id, "key": "i", "round_id": review.id, "due_day": MONDAY}
    tell(office.session, kind=NoticeKind.REVIEW, step="incomplete", now=NOW, **about)
    assert held(office) == []
