"""What many tests need: a database of each kind, an office, and the folder of real plans."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel

from models.database import make_engine, migrate
from tests.servers import postgres

SHARED = Path(__file__).parents[1] / ".." / "shared"
TESTS = Path(__file__).parent
LONG = ("test_demo.py", "test_serving.py", "flows")
# Watching each line more than doubles the time of a test. These repeat what others run, many times over or
# against the clock; coverage is measured by the rest.
REPEATING = (
    *(
        "flows",
        "reports",
        "test_demo.py",
        "test_serving.py",
        "test_services.py",
        "test_web.py",
        "test_house.py",
    ),
    *("notifications/faults", "notifications/test_rehearsal.py", "notifications/test_why.py"),
    *(
        "reading/formats/test_bad_input.py",
        "reading/formats/test_fuzz.py",
        "reading/formats/test_scans.py",
        "reading/test_files.py",
        "reading/test_reference_plans.py",
        "reading/test_sources.py",
    ),
    *("reading/test_deadlines_properties.py", "registry/test_golden_year.py", "registry/test_amending.py"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests that take longest begin first, and those of flows share one Prefect server (one worker)."""
    places = {item: item.path.relative_to(TESTS).as_posix() for item in items}
    items.sort(key=lambda item: not places[item].startswith(LONG))
    for item in items:
        if places[item].startswith("flows"):
            item.add_marker(pytest.mark.xdist_group("flows"))
        if places[item].startswith(REPEATING):
            item.add_marker(pytest.mark.no_cover)


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


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with all tables, to be copied: migrating anew for each test would take half the time."""
    path = tmp_path_factory.mktemp("template") / "dondoc.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_tables(postgres_server: str) -> Iterator[Engine]:
    """A database with all tables, emptied after each test: making one for each would take seconds."""
    with postgres.database(postgres_server) as url:
        _migrate(url)
        engine = make_engine(url)
        yield engine
        engine.dispose()


def _migrate(url: str) -> None:
    engine = make_engine(url)
    migrate(engine)
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database with all tables, once for each kind."""
    if request.param == "sqlite":
        yield request.getfixturevalue("lite_engine")
        return
    engine = request.getfixturevalue("postgres_tables")
    yield engine
    names = ", ".join(f'"{name}"' for name in SQLModel.metadata.tables)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"TRUNCATE {names} RESTART IDENTITY")


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session on each kind of database."""
    with Session(engine) as session:
        yield session


@pytest.fixture
def lite_engine(sqlite_template: Path, tmp_path: Path) -> Iterator[Engine]:
    """A database with all tables on SQLite alone, where the kind makes no difference."""
    path = shutil.copy(sqlite_template, tmp_path / "lite.db")
    engine = make_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the five real plans, their gold files and the criteria sets."""
    if not SHARED.is_dir():
        pytest.skip("the folder with the real plans is not beside the project")
    return SHARED.resolve()
