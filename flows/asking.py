"""What a flow asks of people: one notice in the outbox each, never the same one twice."""

from datetime import date, datetime

from sqlmodel import Session

from models import NoticeKind, Plan, ReviewRound, SheetStage, UnitSheet
from notifications.tell import tell
from tasks_registry.answering import follower
from tasks_registry.evidence import Missing, missing_evidence
from tasks_registry.periods import quarter_of
from tasks_registry.report_calendar import reminder_due
from tasks_registry.reviews import people_to_ask
from tasks_registry.sheets import NOT_HANDED_IN, heads_of


def ask_units(session: Session, review: ReviewRound, *, as_of: date, now: datetime) -> int:
    """Ask everyone who owes an answer to an open round, once, and remind them on the days of its period.

    How many were asked by this call. A day that was missed is made up with the newest reminder; whoever is
    asked only now is not reminded the same day.
    """
    owing = people_to_ask(session, review)
    asked = {person for person in owing if _tell(session, person, review, "open", as_of, now)}
    step = reminder_due(session, review, as_of)
    if step:
        unfinished = heads_of(session, review, *NOT_HANDED_IN)
        for person in sorted({*owing, *unfinished} - asked):
            _tell(session, person, review, step, as_of, now)
    return len(asked)


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
    people = {*people_to_ask(session, review), *heads_of(session, review, *NOT_HANDED_IN)}
    return sum(
        _tell(session, person, review, "reopened", as_of, now, often=True) for person in sorted(people)
    )


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
    """Ask whoever answers for a finished task for evidence, once a quarter for each task.

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
    return missing
