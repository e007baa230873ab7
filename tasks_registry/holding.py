"""A row held until the transaction ends, so that of two who write at once the second sees the first."""

from typing import TypeVar

from sqlalchemy import select, update
from sqlmodel import Session, col

from config.errors import DondocError
from models import ReportPeriod, ReviewEntry, ReviewRound, RoundStage, UnitSheet

Row = TypeVar("Row", bound=ReportPeriod | ReviewRound | UnitSheet | ReviewEntry)


def hold(session: Session, row: Row) -> Row:
    """`row` as it stands now, for us alone.

    A write that changes nothing: SQLite knows no locks for reading, and takes its own with the first write.
    """
    session.flush()
    table = type(row)
    unchanged = update(table).where(col(table.id) == row.id).values(id=row.id)
    session.execute(unchanged, execution_options={"synchronize_session": False})
    session.refresh(row)
    return row


def hold_in_round(session: Session, row: UnitSheet | ReviewEntry) -> ReviewRound:
    """Hold a sheet or an entry; its round, which others share, stays at its stage until we commit."""
    of_row = select(col(ReviewRound.id)).where(col(ReviewRound.id) == row.round_id)
    # Shared lock: a round that is being closed waits for us, or we see it closed.
    session.execute(of_row.with_for_update(read=True))
    hold(session, row)
    review = session.get_one(ReviewRound, row.round_id)
    session.refresh(review)
    return review


def hold_in_open_round(session: Session, row: UnitSheet | ReviewEntry, what: str) -> None:
    """The same of a round that is open.

    Raises:
        DondocError: the round is closed; `what` says in words what can then no longer be done.
    """
    if hold_in_round(session, row).stage is RoundStage.CLOSED:
        raise DondocError(f"Đợt rà soát đã chốt số liệu nên không {what} được nữa.")
