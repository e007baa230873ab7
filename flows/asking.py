"""What a flow asks of people: one notice in the outbox each, never the same one twice."""

from datetime import date, datetime

from sqlmodel import Session

from models import NoticeKind, Plan, ReviewRound
from notifications.tell import tell
from tasks_registry.answering import follower
from tasks_registry.evidence import Missing, missing_evidence
from tasks_registry.periods import quarter_of
from tasks_registry.reviews import people_to_ask


def ask_units(session: Session, review: ReviewRound, *, as_of: date, now: datetime) -> int:
    """Ask everyone who owes an answer to an open round, once; how many were asked by this call."""
    return sum(
        tell(
            session,
            person_id=person,
            kind=NoticeKind.REVIEW,
            key=f"{person}/review/{review.id}/open",
            step="open",
            round_id=review.id,
            due_day=as_of,
            now=now,
        )
        for person in people_to_ask(session, review)
    )


def announce_closing(
    session: Session, plan: Plan, review: ReviewRound, *, as_of: date, now: datetime
) -> None:
    """Tell the one who follows the plan that the figures of a round are frozen."""
    person = follower(session, plan)
    if person is not None:
        tell(
            session,
            person_id=person,
            kind=NoticeKind.REVIEW,
            key=f"{person}/review/{review.id}/closed",
            step="closed",
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
