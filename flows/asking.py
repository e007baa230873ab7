"""What a flow asks of people: one notice in the outbox each, never the same one twice."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import cache

from sqlmodel import Session, col, select

from models import Notice, NoticeKind, Plan, ReviewRound, SheetStage, UnitSheet
from notifications.tell import tell
from tasks_registry.days.periods import quarter_of
from tasks_registry.evidence.criteria_gaps import CriterionGap, criteria_gaps
from tasks_registry.evidence.taking_in import Missing, missing_evidence
from tasks_registry.once import insert_once
from tasks_registry.rounds.report_calendar import reminder_due
from tasks_registry.rounds.reviews import people_to_ask
from tasks_registry.rounds.sheets import NOT_HANDED_IN, heads_of
from tasks_registry.tasks.answering import follower


def ask_units(session: Session, review: ReviewRound, *, as_of: date, now: datetime) -> int:
    """Ask everyone who owes an answer to an open round, once, and remind them on the days of its period.

    How many were asked by this call. A day that was missed is made up with the newest reminder; whoever is
    asked only now is not reminded the same day.
    """
    owing = _owing(session, review)
    asked = {person for person in sorted(owing) if _tell(session, person, review, "open", as_of, now)}
    step = reminder_due(session, review, as_of)
    if step:
        for person in sorted(owing - asked):
            _tell(session, person, review, step, as_of, now)
    return len(asked)


def _owing(session: Session, review: ReviewRound) -> set[int]:
    """Whoever has an answer to give, and the heads of units whose sheet is still to be handed in."""
    return {*people_to_ask(session, review), *heads_of(session, review, *NOT_HANDED_IN)}


def announce_closing(
    session: Session, plan: Plan, review: ReviewRound, *, as_of: date, now: datetime
) -> None:
    """Tell the one who follows the plan that the figures of a round are frozen.

    The heads of units that handed in no sheet hear of it too.
    """
    person = follower(session, plan)
    if person is not None:
        _tell(session, person, review, "closed", as_of, now)
    announce_missing(session, review, as_of=as_of, now=now)


def announce_missing(session: Session, review: ReviewRound, *, as_of: date, now: datetime) -> None:
    """Tell the heads of units that handed in no sheet in time that they owe an explanation (giải trình)."""
    for head in heads_of(session, review, SheetStage.MISSING):
        _tell(session, head, review, "missing", as_of, now)


def tell_unit(session: Session, sheet: UnitSheet, step: str, *, as_of: date, now: datetime) -> None:
    """Tell the head of a unit what became of its sheet; `step`: "returned" or "reopened"."""
    review = session.get_one(ReviewRound, sheet.round_id)
    for head in heads_of(session, review, sheet.stage, unit_id=sheet.unit_id):
        _tell(session, head, review, step, as_of, now, often=True)


def ask_again(session: Session, review: ReviewRound, *, as_of: date, now: datetime) -> int:
    """Ask those who owe an answer to a round that was opened again; how many were asked."""
    people = sorted(_owing(session, review))
    return sum(_tell(session, person, review, "reopened", as_of, now, often=True) for person in people)


def _tell(
    session: Session,
    person: int,
    review: ReviewRound,
    step: str,
    as_of: date,
    now: datetime,
    *,
    often: bool = False,
) -> bool:
    """One notice of a round: once for its step, or once a day for a step that may come `often`.

    A round that was opened again closes on another day, and is reminded of and closed anew.
    """
    anew = f"/{as_of}" if often else "" if step == "open" else f"/{review.closes_on}"
    return tell_of(session, person, review, step, as_of, now, anew=anew)


def tell_of(
    session: Session,
    person: int,
    review: ReviewRound,
    step: str,
    as_of: date,
    now: datetime,
    *,
    anew: str = "",
) -> bool:
    """One notice of a round for its step; another for the same step where `anew` is other than before."""
    return tell(
        session,
        person_id=person,
        kind=NoticeKind.REVIEW,
        key=f"{person}/review/{review.id}/{step}{anew}",
        step=step,
        round_id=review.id,
        due_day=as_of,
        now=now,
    )


def ask_for_evidence(session: Session, plan: Plan, *, as_of: date, now: datetime) -> list[Missing]:
    """Ask for the evidence that is missing: of a finished task once a quarter, of a criterion that was scored
    once, and again on the days on which its round reminds before evidence is frozen.

    All tasks without evidence are returned, those asked about before too.
    """
    missing = missing_evidence(session, plan, as_of)
    quarter = quarter_of(as_of).code
    for each in missing:
        if each.answering_id is not None:
            tell(
                session,
                person_id=each.answering_id,
                kind=NoticeKind.EVIDENCE,
                key=f"{each.answering_id}/evidence/{each.task_id}/{quarter}",
                step="missing",
                task_id=each.task_id,
                due_day=as_of,
                now=now,
            )
    _ask_for_criteria(session, criteria_gaps(session, plan, as_of), as_of, now)
    return missing


def _ask_for_criteria(session: Session, gaps: Sequence[CriterionGap], as_of: date, now: datetime) -> None:
    """All asks of a plan go in at once: a city scores thousands of units."""
    asked = _asked_before(session, {gap.review.id for gap in gaps})
    remind = cache(lambda round_id, until: _reminder(session, round_id, as_of, until))
    notices = []
    for gap in gaps:
        first = (gap.answering_id, gap.entry_id) not in asked
        step = "missing" if first else remind(gap.review.id, gap.until)
        if gap.answering_id is not None and step:
            notices.append(_about_criterion(gap, gap.answering_id, step, as_of, now))
    insert_once(session, notices)


def _asked_before(session: Session, rounds: Collection[int | None]) -> set[tuple[int | None, int | None]]:
    """Who was asked about which entry already."""
    query = select(Notice.person_id, Notice.entry_id).where(
        col(Notice.round_id).in_(rounds), Notice.kind == NoticeKind.EVIDENCE, Notice.step == "missing"
    )
    return set(session.exec(query))


def _reminder(session: Session, round_id: int, as_of: date, until: date) -> str:
    return reminder_due(session, session.get_one(ReviewRound, round_id), as_of, until)


def _about_criterion(gap: CriterionGap, person_id: int, step: str, as_of: date, now: datetime) -> Notice:
    again = "" if step == "missing" else f"/{gap.until}"
    return Notice(
        person_id=person_id,
        kind=NoticeKind.EVIDENCE,
        key=f"{person_id}/evidence/entry/{gap.entry_id}/{step}{again}",
        step=step,
        round_id=gap.review.id,
        entry_id=gap.entry_id,
        due_day=as_of,
        created_at=now,
        next_try_at=now,
    )
