"""The stages of an annual review: each begins when the last day of the one before is over; none twice."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from config.errors import DondocError
from models import AuditEntry, Plan, ReviewRound, RoundKind, RoundStage, Score
from tasks_registry.auditing import audit
from tasks_registry.days.phases import (
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
from tasks_registry.days.working_days import load_calendar
from tasks_registry.evidence.frozen_set import freeze_evidence
from tasks_registry.holding import hold
from tasks_registry.plain_text import one_line
from tasks_registry.rounds.reviews import close_round
from tasks_registry.rounds.sheets import mark_missing
from tasks_registry.year.gaps import Gap, counts_of, gaps_of, gaps_text
from tasks_registry.year.scores import frozen_scores, made_scores

AS_IS = "publish_incomplete"
SYSTEM = "dondoc"  # stages follow the calendar, whoever runs the command


def advance(session: Session, review: ReviewRound, *, as_of: date, now: datetime) -> list[str]:
    """Let a stage begin once the last day of the one before is over; those that began. Twice is once.

    A year of which something has no score yet is not published by the calendar.
    """
    _start(session, review)
    begun = []
    while review.stage is RoundStage.OPEN and as_of > ends_on(review, review.phase):
        if review.phase == FINAL:
            scores = made_scores(session, review, as_of=as_of, now=now)
            if gaps_of(session, scores):  # a person settles what is missing, or publishes it as it is
                break
            _freeze(session, review, scores, by=SYSTEM, now=now)
        else:
            _enter(session, review, ORDER[ORDER.index(review.phase) + 1], now=now)
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


def _enter(session: Session, review: ReviewRound, phase: str, *, now: datetime, by: str = SYSTEM) -> None:
    if review.phase == SELF_SCORE:
        mark_missing(session, review)
    if review.evidence_set is None and ORDER.index(phase) > ORDER.index(EVIDENCE):
        freeze_evidence(session, review, now)
    before, review.phase = review.phase, phase
    audit(session, review, "annual_phase", {"from": before, "to": phase}, by=by, now=now)


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


def publish(
    session: Session, review: ReviewRound, *, as_of: date, by: str, now: datetime, as_is: str = ""
) -> list[Score]:
    """Publish at once what the last stage has settled: close the round and freeze its scores. Twice is once.

    Sheets that lack something are published only for a reason (`as_is`), which is kept with who gave it.

    Raises:
        DondocError: the review has not come to its last stage, or something has no score and no reason is
            given.
    """
    _start(session, review)
    if review.stage is RoundStage.OPEN:
        require_phase(review, FINAL, "công bố kết quả")
    return close_annual_round(session, review, as_of=as_of, by=by, now=now, as_is=as_is)


def close_annual_round(
    session: Session, review: ReviewRound, *, as_of: date, by: str, now: datetime, as_is: str = ""
) -> list[Score]:
    """The same at whatever stage the review stands.

    Raises:
        DondocError: something has no score and no reason is given.
    """
    _start(session, review)
    frozen = frozen_scores(session, review)
    if frozen:
        return frozen
    scores = made_scores(session, review, as_of=as_of, now=now)
    gaps = gaps_of(session, scores)
    if gaps and not one_line(as_is):
        code = session.get_one(Plan, review.plan_id).code
        raise DondocError(
            f"Bảng điểm năm {review.period} còn thiếu: {gaps_text(gaps)}. Xem đủ bằng: dondoc annual missing "
            f'{code} {review.period}; vẫn công bố như hiện có thì thêm --as-is "lý do".'
        )
    if gaps:
        told = {"reason": one_line(as_is), "missing": counts_of(gaps)}
        audit(session, review, AS_IS, told, by=by, now=now)
    return _freeze(session, review, scores, by=by, now=now)


def _freeze(
    session: Session, review: ReviewRound, scores: list[Score], *, by: str, now: datetime
) -> list[Score]:
    """Close the round with its scores, for good."""
    if review.phase != PUBLISHED:
        _enter(session, review, PUBLISHED, by=by, now=now)
    close_round(session, review, now=now)
    session.add_all(scores)
    session.flush()
    return scores


def decided_as_is(session: Session, review: ReviewRound) -> tuple[str, str] | None:
    """Who had a review published although something lacked, and why."""
    query = select(AuditEntry).where(
        AuditEntry.action == AS_IS,
        AuditEntry.subject == "review_round",
        AuditEntry.subject_id == review.id,
    )
    found = session.exec(query).first()
    return (found.actor, found.details["reason"]) if found else None


def missing_scores(session: Session, review: ReviewRound, *, as_of: date, now: datetime) -> tuple[Gap, ...]:
    """What the sheets of a review lack; of a published one what they lacked when they were frozen."""
    if review.phase == PUBLISHED:
        return gaps_of(session, frozen_scores(session, review))
    return gaps_of(session, made_scores(session, review, as_of=as_of, now=now))


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
