"""What lacks evidence, by owner; and for what a document speaks."""

from datetime import date

import pytest
from sqlmodel import Session, select

from models import (
    CriteriaSet,
    Criterion,
    CriterionItem,
    Person,
    Plan,
    ReviewEntry,
    ReviewRound,
    Role,
    RoundKind,
    Task,
)
from tasks_registry.days.phases import usual_phases
from tasks_registry.days.working_days import WorkingCalendar
from tasks_registry.evidence.criteria_gaps import evidence_until
from tasks_registry.evidence.frozen_set import freeze_evidence
from tasks_registry.evidence.gaps import doubtful_evidence, gaps
from tasks_registry.evidence.taking_in import add_evidence, judge_evidence
from tasks_registry.evidence.uses import doubts_of, uses_of
from tasks_registry.rounds.attaching import attach_set
from tests.registry.rounds import criterion_entry
from tests.registry.workroom import NOW, add_person, add_plan, add_task, add_unit

DAY = date(2026, 12, 20)
URL = "https://a.example/1"


@pytest.fixture
def year(session: Session) -> tuple[Plan, ReviewRound]:
    """A plan followed by somebody, a finished task of somebody else, an open year round."""
    plan, unit = add_plan(session), add_unit(session, "VP", "Văn phòng")
    plan.coordinator_id = add_person(session, unit, "theo-doi", Role.COORDINATOR).id
    add_task(session, plan, date(2026, 5, 20), done=date(2026, 5, 20), unit=unit,
             owner=add_person(session, unit, "an", Role.STAFF))  # fmt: skip
    review = ReviewRound(
        plan_id=plan.id or 0, kind=RoundKind.YEAR, period="2026", window_from=date(2025, 12, 15),
        window_to=date(2026, 12, 14), opens_on=date(2026, 12, 15), closes_on=date(2026, 12, 22),
    )  # fmt: skip
    session.add(review)
    session.flush()
    return plan, review


def test_gaps_are_those_of_tasks_and_of_criteria_by_owner(
    session: Session, year: tuple[Plan, ReviewRound]
) -> None:
    plan, review = year
    asked = criterion_entry(session, review, "Ảnh chụp", 5)
    criterion_entry(session, review, None, 6)
    criterion_entry(session, review, "Ảnh chụp", 0)
    criterion_entry(session, review, "Biên bản", None)
    found = gaps(session, plan, DAY)
    assert [(gap.person, gap.unit, gap.task_id is None, gap.entry_id, gap.text) for gap in found] == [
        ("An", "Văn phòng", False, None, "Sắp xếp lại phòng tiếp dân"),
        ("Theo-Doi", "", True, asked.id, "tiêu chí 1: Niêm yết"),
    ]
    assert (found[1].due_on, found[1].wanted) == (review.closes_on, "Ảnh chụp")
    document = add_evidence(session, url=URL, by="an", now=NOW, entry=asked)
    assert [gap.entry_id for gap in gaps(session, plan, DAY)] == [None]
    judge_evidence(session, document, accepted=False, by="b", reason="mờ", now=NOW)
    assert [gap.entry_id for gap in gaps(session, plan, DAY)] == [None, asked.id]


def test_whoever_answers_for_a_unit_scored_by_itself_brings_its_evidence(
    session: Session, year: tuple[Plan, ReviewRound]
) -> None:
    plan, review = year
    unit = add_unit(session, "VHXH", "Phòng Văn hóa")
    criterion_entry(session, review, "Ảnh chụp", 5, unit)
    head = session.exec(select(Person).where(Person.unit_id == unit.id)).one()
    names = []
    for plan.by_unit, head.active in ((False, True), (True, True), (True, False)):
        session.flush()
        names += [gap.person for gap in gaps(session, plan, DAY) if gap.entry_id]
    assert names == ["Theo-Doi", "Vhxh", "Theo-Doi"]


def test_evidence_is_taken_until_its_stage_of_the_year_ends(year: tuple[Plan, ReviewRound]) -> None:
    _, review = year
    assert evidence_until(review) == review.closes_on
    review.phases = usual_phases(review.closes_on, WorkingCalendar())
    assert evidence_until(review) == date(2026, 12, 25)


def test_evidence_of_linked_items_speaks_for_the_criterion(
    session: Session, year: tuple[Plan, ReviewRound]
) -> None:
    plan, review = year
    entry = criterion_entry(session, review, "Ảnh chụp", 5)
    task = session.exec(select(Task)).one()
    session.add(CriterionItem(criterion_id=entry.criterion_id or 0, item_id=task.item_id))
    assert len(gaps(session, plan, DAY)) == 2
    add_evidence(session, url=URL, by="an", now=NOW, task=task, expires_on=DAY)
    assert gaps(session, plan, DAY) == []
    assert len(gaps(session, plan, date(2026, 12, 21))) == 2, "expired"


def test_a_shipped_set_says_which_criteria_ask_for_evidence(
    session: Session, year: tuple[Plan, ReviewRound]
) -> None:
    plan, review = year
    attach_set(session, plan, "thanh-dong-2025")
    criteria = session.exec(select(Criterion).where(Criterion.set_id == plan.criteria_set_id)).all()
    session.flush()
    for criterion in criteria:
        present = select(ReviewEntry).where(ReviewEntry.criterion_id == criterion.id)
        entry = session.exec(present).first() or ReviewEntry(
            round_id=review.id or 0, criterion_id=criterion.id
        )
        entry.self_score = 1
        session.add(entry)
    session.flush()
    document = session.get_one(CriteriaSet, plan.criteria_set_id).document
    asking = sum(bool(each["evidence"]) for group in document["groups"] for each in group["criteria"])
    assert asking > 0
    assert sum(gap.entry_id is not None for gap in gaps(session, plan, DAY)) == asking


def test_uses_and_what_speaks_against_them(session: Session, year: tuple[Plan, ReviewRound]) -> None:
    plan, review = year
    task, entry = session.exec(select(Task)).one(), criterion_entry(session, review, "Ảnh chụp", 5)
    about = {"period_from": date(2027, 1, 1), "period_to": date(2027, 3, 31)}
    document = add_evidence(session, url=URL, by="an", now=NOW, task=task, **about)
    freeze_evidence(session, review, NOW)
    add_evidence(session, url=URL, by="an", now=NOW, entry=entry)
    uses = uses_of(session, [document.id or 0, 99])[document.id or 0]
    assert [(use.plan, use.task_id, use.entry_id, use.text, use.too_late) for use in uses] == [
        ("kh-07", task.id, None, "Sắp xếp lại phòng tiếp dân", False),
        ("kh-07", None, entry.id, "tiêu chí 1: Niêm yết", True),
    ]
    assert uses[0].window == (date(2026, 1, 1), date(2026, 12, 31))
    assert uses[1].window == (review.window_from, review.window_to)
    assert doubts_of(document, uses, DAY) == [
        "minh chứng nói về kỳ khác (01/01/2027–31/03/2027)",
        f"không tính cho mục rà soát {entry.id}: minh chứng của đợt đã chốt trước đó",
    ]
    [doubtful] = doubtful_evidence(session, plan, DAY)
    assert (doubtful.evidence.id, doubtful.doubts) == (document.id, doubts_of(document, uses, DAY))


def test_a_document_is_doubted_only_as_to_the_plan_in_question(
    session: Session, year: tuple[Plan, ReviewRound]
) -> None:
    plan, _ = year
    later = add_plan(session, "kh-27", year=2027)
    about = {"period_from": date(2027, 1, 1), "period_to": date(2027, 3, 31)}
    for task in (session.exec(select(Task)).one(), add_task(session, later, None)):
        add_evidence(session, url=URL, by="an", now=NOW, task=task, **about)
    assert len(doubtful_evidence(session, plan, DAY)) == 1
    assert doubtful_evidence(session, later, DAY) == []
