"""The database of the settings in force, opened for a command."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlmodel import Session

from config.settings import load_settings
from models.database import make_engine, require_current, transaction


def open_engine() -> Engine:
    """The engine of the settings in force, on a database that fits this program."""
    engine = make_engine(load_settings().database_url)
    require_current(engine)
    return engine


@contextmanager
def open_session() -> Iterator[Session]:
    """A session that commits at the end, or changes nothing."""
    with transaction(open_engine()) as session:
        yield session
