"""Review rounds opened, read and answered in one line each."""

from datetime import date

from sqlmodel import Session, col, select

from models import Plan, ReviewEntry, ReviewRound
from tasks_registry.answers import answer_entry
from tasks_registry.periods import parse_period
from tasks_registry.reviews import open_round
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
