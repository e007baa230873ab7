"""A session for a command."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import Session

from models.database import open_engine, transaction


@contextmanager
def open_session() -> Iterator[Session]:
    """A session on the database of the settings in force; it commits at the end, or changes nothing."""
    with transaction(open_engine()) as session:
        yield session
