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


def hold_in_open_round(session: Session, row: UnitSheet | ReviewEntry, what: str) -> None:
    """Hold a sheet or an entry; its round, which others share, stays open until the transaction ends.

    Raises:
        DondocError: the round is closed; `what` says in words what can then no longer be done.
    """
    stage = select(col(ReviewRound.stage)).where(col(ReviewRound.id) == row.round_id)
    # Shared lock: a round that is being closed waits for us, or we see it closed.
    session.execute(stage.with_for_update(read=True))
    hold(session, row)
    if session.execute(stage).scalar_one() is RoundStage.CLOSED:
        raise DondocError(f"Đợt rà soát đã chốt số liệu nên không {what} được nữa.")
