"""The stages of an annual review: each begins when the last day of the one before is over; none twice."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from models import Plan, ReviewRound, RoundKind, RoundStage, Score
from tasks_registry.annual_scores import freeze_scores, frozen_scores
from tasks_registry.auditing import audit
from tasks_registry.evidence_set import freeze_evidence
from tasks_registry.holding import hold
from tasks_registry.phases import (
    EVIDENCE,
    FINAL,
    ORDER,
    PUBLISHED,
    SELF_SCORE,
    ends_on,
    moved_dates,
    require_phase,
    usual_phases,
)
from tasks_registry.reviews import close_round
from tasks_registry.working_days import load_calendar

SYSTEM = "dondoc"  # stages follow the calendar, whoever runs the command


def advance(session: Session, review: ReviewRound, *, as_of: date, now: datetime) -> list[str]:
    """Let a stage begin once the last day of the one before is over; those that began. Twice is once."""
    _start(session, review)
    begun = []
    while review.stage is RoundStage.OPEN and as_of > ends_on(review, review.phase):
        _enter(session, review, ORDER[ORDER.index(review.phase) + 1], as_of=as_of, now=now)
        begun.append(review.phase)
    return begun


def _start(session: Session, review: ReviewRound) -> None:
    """Take the round as it stands now, for us alone, and give it its stages if it has none yet."""
    hold(session, review)
    if not review.phases:
        review.phases = usual_phases(review.closes_on, load_calendar(session))
    if not review.phase:
        review.phase = PUBLISHED if review.stage is RoundStage.CLOSED else SELF_SCORE
    session.add(review)
    session.flush()


def _enter(session: Session, review: ReviewRound, phase: str, *, as_of: date, now: datetime) -> None:
    if review.phase == EVIDENCE:
        freeze_evidence(session, review, now)
    _log(session, review, phase, now)
    review.phase = phase
    session.add(review)
    session.flush()
    if phase == PUBLISHED:
        close_annual_round(session, review, as_of=as_of, now=now)


def _log(session: Session, review: ReviewRound, phase: str, now: datetime) -> None:
    audit(session, review, "annual_phase", {"from": review.phase, "to": phase}, by=SYSTEM, now=now)


def change_dates(
    session: Session, review: ReviewRound, dates: dict[str, date], *, by: str, now: datetime
) -> None:
    """Give stages that have not begun other last days.

    Raises:
        DondocError: no such stage, one that has begun, or days that are not in order.
    """
    _start(session, review)
    before = review.phases
    review.phases = moved_dates(review, dates)
    audit(session, review, "annual_dates", {"before": before, "after": review.phases}, by=by, now=now)


def publish(session: Session, review: ReviewRound, *, as_of: date, now: datetime) -> list[Score]:
    """Publish at once what the last stage has settled: close the round and freeze its scores.

    Raises:
        DondocError: the review has not come to its last stage.
    """
    _start(session, review)
    if review.stage is RoundStage.OPEN:
        require_phase(review, FINAL, "công bố kết quả")
        _enter(session, review, PUBLISHED, as_of=as_of, now=now)
    return frozen_scores(session, review)


def close_annual_round(session: Session, review: ReviewRound, *, as_of: date, now: datetime) -> list[Score]:
    """Close a year's round at whatever stage and freeze its scores; twice is once.

    As of the day until which the units answered, at the latest; what is due only after that day counts too,
    because the score is that of the whole year.
    """
    if review.evidence_set is None and review.stage is RoundStage.OPEN:
        freeze_evidence(session, review, now)
    close_round(session, review, now=now)
    scores = frozen_scores(session, review)
    if scores:
        return scores
    if review.phase != PUBLISHED:
        _log(session, review, PUBLISHED, now)
        review.phase = PUBLISHED
        session.add(review)
    plan = session.get_one(Plan, review.plan_id)
    return freeze_scores(session, review, plan, as_of=min(as_of, review.closes_on), now=now)


def reviews_to_advance(session: Session, as_of: date) -> list[ReviewRound]:
    """The open annual reviews whose present stage has had its last day."""
    query = (
        select(ReviewRound)
        .where(ReviewRound.kind == RoundKind.YEAR, ReviewRound.stage == RoundStage.OPEN)
        .order_by(col(ReviewRound.closes_on), col(ReviewRound.id))
    )
    return [
        review
        for review in session.exec(query)
        if as_of > (ends_on(review, review.phase) if review.phases else review.closes_on)
    ]
