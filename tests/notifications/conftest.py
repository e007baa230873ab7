"""An office on both kinds of database, or on SQLite alone where the kind makes no difference."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, SQLModel

from models.database import make_engine, migrate
from tests.notifications.office import Office
from tests.servers import postgres


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def migrated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database of each kind for the tests of one module: making one takes longer than most tests."""
    if request.param == "sqlite":
        engine = make_engine(f"sqlite:///{tmp_path_factory.mktemp('office') / 'dondoc.db'}")
        migrate(engine)
        yield engine
        engine.dispose()
        return
    with postgres.database(request.getfixturevalue("postgres_server")) as url:
        engine = make_engine(url)
        migrate(engine)
        yield engine
        engine.dispose()


@pytest.fixture
def engine(migrated: Engine) -> Iterator[Engine]:
    """An empty database with all tables, numbers from 1."""
    yield migrated
    tables = SQLModel.metadata.sorted_tables
    with migrated.begin() as connection:
        if migrated.dialect.name == "postgresql":
            names = ", ".join(table.name for table in tables)
            connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
        else:
            for table in reversed(tables):
                connection.execute(table.delete())


@pytest.fixture
def office(session: Session) -> Office:
    """Two departments, a leader, a plan with its coordinator; no tasks yet."""
    return Office(session)


@pytest.fixture
def lite_office(lite_engine: Engine) -> Iterator[Office]:
    """The same on SQLite alone."""
    with Session(lite_engine) as session:
        yield Office(session)
