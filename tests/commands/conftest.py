"""Running commands as a person does: words in, what is printed and the exit status out."""

import io
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from dondoc.__main__ import main
from models.database import make_engine, transaction
from tasks_registry.directory.units_import import import_units
from tests.office import TABLE, UNITS


@dataclass(frozen=True)
class Ran:
    """What a command printed, and how it ended."""

    status: int
    out: str
    err: str

    @property
    def error_line(self) -> str:
        """The one line of an error that a person can mend."""
        assert self.status == 2, self
        assert self.err.startswith("Lỗi: ")
        assert self.err.count("\n") == 1
        assert "Traceback" not in self.err
        return self.err


Run = Callable[..., Ran]


@pytest.fixture
def dondoc(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """`dondoc(*words, stdin=…)` in an empty folder with a database of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DONDOC_DATABASE_URL", f"sqlite:///{tmp_path / 'dondoc.db'}")
    monkeypatch.setenv("COLUMNS", "200")

    def run(*words: object, stdin: str = "") -> Ran:
        monkeypatch.setattr(sys, "argv", ["dondoc", *map(str, words)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return Ran(int(ended.value.code or 0), printed.out, printed.err)

    return run


@pytest.fixture(scope="session")
def staffed(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the units and people of the small office, to be copied."""
    path = Path(shutil.copy(sqlite_template, tmp_path_factory.mktemp("staffed") / "dondoc.db"))
    engine = make_engine(f"sqlite:///{path}")
    with transaction(engine) as session:
        import_units(session, UNITS, by="test", now=datetime(2026, 1, 2, tzinfo=UTC))
    engine.dispose()
    return path


@pytest.fixture
def office(staffed: Path, tmp_path: Path) -> Path:
    """An initialised database with the small office; the folder, with its plan in `an-lac-2026.txt`."""
    (tmp_path / "units.yaml").write_text(yaml.safe_dump(UNITS, allow_unicode=True), encoding="utf-8")
    (tmp_path / "an-lac-2026.txt").write_text(TABLE, encoding="utf-8")
    shutil.copy(staffed, tmp_path / "dondoc.db")
    return tmp_path
