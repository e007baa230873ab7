"""What many tests need: a database of each kind, an office, and the folder of real plans."""

import gc
import os
import shutil
from collections.abc import Generator, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from coverage import Coverage
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from dondoc.prefect_services import PrefectServer
from models.database import make_engine, migrate
from tests.servers import postgres, prefect

SHARED = Path(__file__).parents[1] / ".." / "shared"
TESTS = Path(__file__).parent
LONG = ("test_demo.py", "test_serving.py", "flows")
WITH_PREFECT = ("test_serving.py", "flows")
MEASURED = ("tasks_registry", "notifications")
# Watching each line more than doubles the time of a test. These repeat what others run: many times over,
# through more rooms, or against the clock. Coverage is measured by the rest: too low rather than too high.
REPEATING = {
    "": "flows reports test_demo.py test_house.py test_services.py test_serving.py test_web.py",
    "commands/test_": "evidence.py period.py report.py review.py score.py",
    "notifications/": "faults",
    "notifications/test_": "due.py explanations.py ladder.py ladders.py later_runs.py leases.py missed.py "
    "outbox.py preferences.py recipients.py rehearsal.py remind.py remind_command.py sending.py "
    "statements.py why.py",
    "reading/test_": "deadlines_properties.py files.py reference_plans.py sources.py",
    "reading/formats/test_": "bad_input.py fuzz.py scans.py",
    "registry/test_": "amending.py criteria_lines.py golden_year.py scoring_laws.py sheet_laws.py",
}
UNWATCHED = tuple(room + name for room, names in REPEATING.items() for name in names.split())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests that take longest begin first."""
    items.sort(key=lambda item: not _place(item).startswith(LONG))
    if Coverage.current():
        _import_measured()


def pytest_collection_finish() -> None:
    """What was collected stays to the end: to look for garbage in it costs a twelfth of the time."""
    gc.freeze()


class Scheduling(LoadScopeScheduling):
    """Each test goes to a worker that is free; those with a Prefect server to the same one, which starts it.

    xdist's own groups (--dist=loadgroup) group nothing with pytest 9.2 and xdist 3.8.
    """

    def _split_scope(self, nodeid: str) -> str:
        return "prefect" if nodeid.removeprefix("tests/").startswith(WITH_PREFECT) else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    """How tests are given to workers, whatever --dist says."""
    return Scheduling(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Watch no line, of its fixtures either, while a test runs what others run."""
    stopped = []
    while _repeats(item) and (watching := Coverage.current()):  # under xdist one more waits for its turn
        watching.stop()
        stopped.append(watching)
    try:
        return (yield)
    finally:
        for watching in reversed(stopped):
            watching.start()


def _import_measured() -> None:
    """Now, while lines are watched: what a repeating test is the first to import would count as never run."""
    for room in map(import_module, MEASURED):
        for module in walk_packages(room.__path__, f"{room.__name__}."):
            import_module(module.name)


def _place(item: pytest.Item) -> str:
    return item.path.relative_to(TESTS).as_posix()


def _repeats(item: pytest.Item) -> bool:
    """Whether others run the same lines; on PostgreSQL these are the lines that ran on SQLite."""
    return _place(item).startswith(UNWATCHED) or "[postgresql" in item.name or "-postgresql" in item.name


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
    with engine.begin() as connection:
        postgres.empty(connection, SQLModel.metadata.tables)


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
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrefectServer]:
    """A Prefect server as `dondoc serve` starts it; to start one takes ten seconds of processor time."""
    with prefect.serving(tmp_path_factory.mktemp("prefect")) as server:
        yield server


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the five real plans, their gold files and the criteria sets."""
    if not SHARED.is_dir():
        pytest.skip("the folder with the real plans is not beside the project")
    return SHARED.resolve()
