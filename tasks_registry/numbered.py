"""Rows by the number that a person typed."""

from typing import TypeVar

from sqlmodel import Session, SQLModel

from config.errors import DondocError

LAST_ID = 2**31 - 1  # the databases' own limit
Row = TypeVar("Row", bound=SQLModel)


def numbered(session: Session, table: type[Row], number: int, missing: str) -> Row:
    """The row of that number.

    Raises:
        DondocError: there is none; the line is `missing`.
    """
    row = session.get(table, number) if 0 < number <= LAST_ID else None
    if row is None:
        raise DondocError(missing)
    return row
