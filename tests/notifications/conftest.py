"""An office on both kinds of database, or on SQLite alone where the kind makes no difference."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from tests.notifications.office import Office


@pytest.fixture
def office(session: Session) -> Office:
    """Two departments, a leader, a plan with its coordinator; no tasks yet."""
    return Office(session)


@pytest.fixture
def lite_office(lite_engine: Engine) -> Iterator[Office]:
    """The same on SQLite alone."""
    with Session(lite_engine) as session:
        yield Office(session)
