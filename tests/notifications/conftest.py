"""An office on both kinds of database, or on SQLite alone where the kind makes no difference; a mailbox."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from tests.notifications.mailbox import Postbox, listening
from tests.notifications.office import Office
from tests.notifications.rounds import with_tasks


@pytest.fixture
def office(session: Session) -> Office:
    """Two departments, a leader, a plan with its coordinator; no tasks yet."""
    return Office(session)


@pytest.fixture
def lite_office(lite_engine: Engine) -> Iterator[Office]:
    """The same on SQLite alone."""
    with Session(lite_engine) as session:
        yield Office(session)


@pytest.fixture
def busy(lite_office: Office) -> Office:
    """Ánh and Bền have a task due today each, and Ánh one that is late."""
    return with_tasks(lite_office)


@pytest.fixture
def box() -> Iterator[Postbox]:
    """A mail server that takes everything unless told otherwise."""
    with listening() as box:
        yield box
