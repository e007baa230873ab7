"""Review rounds opened, read and answered in one line each."""

from datetime import date

from sqlmodel import Session, col, select

from models import CriteriaSet, Criterion, Plan, ReviewEntry, ReviewRound, Unit
from tasks_registry.days.periods import parse_period
from tasks_registry.rounds.answers import answer_entry
from tasks_registry.rounds.reviews import open_round
from tests.registry.workroom import NOW

OPENING = date(2026, 6, 15)  # the day after the window of quarter II
CLOSING = date(2026, 6, 22)  # five working days later
YEAR_OPENING = date(2026, 12, 15)


def opened(session: Session, plan: Plan, period: str = "2026-Q2", as_of: date = OPENING) -> ReviewRound:
    """The round of a period, opened as of a day."""
    return open_round(session, plan, parse_period(period).kind, period, as_of=as_of, now=NOW)


def entries_of(session: Session, review: ReviewRound) -> list[ReviewEntry]:
    """The entries of a round, in the order in which they are asked."""
    wanted = select(ReviewEntry).where(ReviewEntry.round_id == review.id).order_by(col(ReviewEntry.id))
    return list(session.exec(wanted))


def answer(session: Session, entry: ReviewEntry, done: str = "Đã làm", **more: object) -> ReviewEntry:
    """What a unit says of an entry."""
    return answer_entry(session, entry, by="vp@binhan.example", now=NOW, done=done, **more)  # type: ignore[arg-type]


def criterion_entry(
    session: Session, review: ReviewRound, evidence: str | None, score: int | None, unit: Unit | None = None
) -> ReviewEntry:
    """An entry about the one criterion, "1. Niêm yết", of a set of its own that asks for `evidence`."""
    document = {"groups": [{"criteria": [{"code": "1", "evidence": evidence}]}]}
    owner = CriteriaSet(code=f"bo-{evidence}-{score}", title="Bộ", document=document, checksum="0" * 64)
    session.add(owner)
    session.flush()
    criterion = Criterion(
        set_id=owner.id or 0, position=1, code="1", group_name="A", name="Niêm yết", method="manual"
    )
    session.add(criterion)
    session.flush()
    entry = ReviewEntry(
        round_id=review.id or 0,
        criterion_id=criterion.id,
        self_score=score,
        unit_id=unit.id if unit else None,
    )
    session.add(entry)
    session.flush()
    return entry
