"""One step of a plan's annual review: as far as the day allows, and everyone told whom the stage concerns."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlmodel import Session, col, select

from flows.asking import announce_closing, announce_missing, ask_for_evidence, ask_units, tell_of
from models import Person, Plan, ReviewEntry, ReviewRound, Role, Score
from tasks_registry.days.phases import EVIDENCE, EXPLANATION, PUBLISHED, SELF_SCORE
from tasks_registry.tasks.answering import follower
from tasks_registry.year.annual import AnnualOutcome, run_annual_review


def step_for(session: Session, plan: Plan, year: int, *, as_of: date, now: datetime) -> AnnualOutcome:
    """Bring a plan's annual review as far as `as_of` allows, and tell those whom its stage concerns, once.

    Raises:
        DondocError: the year is not one of the plan's.
    """
    found = run_annual_review(session, plan, year, as_of=as_of, now=now)
    review = session.get_one(ReviewRound, found.round_id)
    tell_stage(session, plan, review, as_of=as_of, now=now)
    follows = follower(session, plan)
    if found.waits_for_somebody(as_of) and follows is not None:
        tell_of(session, follows, review, "incomplete", as_of, now)
    return found


def tell_stage(session: Session, plan: Plan, review: ReviewRound, *, as_of: date, now: datetime) -> None:
    """Tell those whom the present stage of a review concerns: who owes something, or whose result is out."""
    follows = follower(session, plan)
    people = {follows} if follows is not None else set()
    if review.phase == SELF_SCORE:
        ask_units(session, review, as_of=as_of, now=now)
        return
    announce_missing(session, review, as_of=as_of, now=now)
    if review.phase == PUBLISHED:
        announce_closing(session, plan, review, as_of=as_of, now=now)
        people = _heads(session, _scored_units(session, review))
    if review.phase == EVIDENCE:
        ask_for_evidence(session, plan, as_of=as_of, now=now)
    if review.phase == EXPLANATION:
        people |= _heads(session, _differing_units(session, review))
    for person in sorted(people):
        tell_of(session, person, review, review.phase, as_of, now)


def _scored_units(session: Session, review: ReviewRound) -> list[int | None]:
    return list(session.exec(select(Score.unit_id).where(Score.round_id == review.id)))


def _differing_units(session: Session, review: ReviewRound) -> list[int | None]:
    """The units of the entries to which the appraisers gave other points."""
    query = select(ReviewEntry.unit_id).where(
        ReviewEntry.round_id == review.id,
        col(ReviewEntry.appraised_score).is_distinct_from(col(ReviewEntry.self_score)),
        col(ReviewEntry.appraised_score).is_not(None),
    )
    return list(session.exec(query.distinct()))


def _heads(session: Session, units: Iterable[int | None]) -> set[int]:
    """The ids of the heads, who still work here, of those units."""
    wanted = set(units)
    heads = select(Person.id, Person.unit_id).where(Person.role == Role.HEAD, col(Person.active))
    return {person for person, unit in session.exec(heads) if person is not None and unit in wanted}
