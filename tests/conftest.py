"""What many tests need: a database of each kind, an office, and the folder of real plans."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from models.database import make_engine, migrate
from tests.servers import postgres

SHARED = Path(__file__).parents[1] / ".." / "shared"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The socket folder of a PostgreSQL server; required when CI is set."""
    programs = postgres.programs()
    if programs is None:
        if os.environ.get("CI"):
            pytest.fail("CI needs PostgreSQL's programs (Debian: postgresql)")
        pytest.skip("PostgreSQL's programs are not installed (Debian: postgresql)")
    with postgres.running(programs) as folder:
        yield folder


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, once for each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'dondoc.db'}"
        return
    with postgres.database(request.getfixturevalue("postgres_server")) as url:
        yield url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A database with all tables, once for each kind."""
    engine = make_engine(database_url)
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session on each kind of database."""
    with Session(engine) as session:
        yield session


@pytest.fixture
def lite_engine(tmp_path: Path) -> Iterator[Engine]:
    """A database with all tables on SQLite alone, where the kind makes no difference."""
    engine = make_engine(f"sqlite:///{tmp_path / 'lite.db'}")
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the five real plans, their gold files and the criteria sets."""
    if not SHARED.is_dir():
        pytest.skip("the folder with the real plans is not beside the project")
    return SHARED.resolve()
