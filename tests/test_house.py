"""The house: imports go one way, one file reads the clock, and the lock names no host."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FLOORS = ["config", "models", "tasks_registry", "notifications", "reports", "flows", "web", "dondoc"]
LONGEST_FILE = 300
CLOCK_CALLS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("pendulum", "now"),
    ("pendulum", "today"),
    ("time", "time"),
    ("time", "localtime"),
    ("time", "gmtime"),
}
INNER_FLOORS = ["reading", "", "days", "tasks", "directory", "evidence", "criteria", "rounds"]
INNER_FLOORS += ["plans", "year"]


def _files(*rooms: str) -> list[Path]:
    return sorted(path for room in rooms for path in (ROOT / room).rglob("*.py"))


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield node.module or ""


def _relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", _files(*FLOORS), ids=_relative)
def test_imports_go_one_way_only(path: Path) -> None:
    """A room imports itself and the rooms below it."""
    floor = FLOORS.index(path.relative_to(ROOT).parts[0])
    above = set(FLOORS[floor + 1 :]) | {"tests", "migrations", "benchmarks"}
    assert not [name for name in _imports(path) if name.split(".")[0] in above]


@pytest.mark.parametrize("path", _files("tasks_registry"), ids=_relative)
def test_the_rooms_of_the_rules_too(path: Path) -> None:
    """What lies in no room of its own serves all but reading."""
    floor = _inner_floor(path.relative_to(ROOT).with_suffix("").as_posix())
    found = [name.replace(".", "/") for name in _imports(path) if name.startswith("tasks_registry.")]
    assert not [name for name in found if _inner_floor(name) > floor]


def _inner_floor(module: str) -> int:
    room = module.split("/")[1]
    return INNER_FLOORS.index(room if room in INNER_FLOORS else "")


@pytest.mark.parametrize("path", _files("tasks_registry/reading"), ids=_relative)
def test_reading_is_pure(path: Path) -> None:
    """Reading a document needs no database."""
    rooms = {name.split(".")[0] for name in _imports(path)}
    assert not rooms & {"models", "sqlalchemy", "sqlmodel"}


@pytest.mark.parametrize("path", _files(*FLOORS), ids=_relative)
def test_only_the_clock_reads_the_clock(path: Path) -> None:
    """Everything else is told the day."""
    if _relative(path) == "config/clock.py":
        return
    calls = [
        (node.func.value.id, node.func.attr)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
    ]
    assert not CLOCK_CALLS & set(calls)
    assert "time" not in set(_from_time(path))


def _from_time(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("path", _files(*FLOORS, "tests", "benchmarks"), ids=_relative)
def test_no_file_is_too_long_to_read(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", _files("flows"), ids=_relative)
def test_no_flow_file_hides_another_module(path: Path) -> None:
    """A Prefect file entrypoint puts `flows/` first on the import path."""
    taken = set(sys.stdlib_module_names) | set(FLOORS) | {"prefect", "migrations", "tests"}
    assert path.stem == "__init__" or path.stem not in taken


def test_the_lock_holds_hashes_and_no_host() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    assert not re.search(r"https?:|--index-url|--find-links|file:", lock)
    pins = re.findall(r"^[\w.-]+==\S+.*$", lock, re.MULTILINE)
    assert len(pins) > 100
    assert all(pin.rstrip().endswith("\\") for pin in pins), "every pin has its hashes"


@pytest.mark.parametrize("pin", ["fastapi==0.150.", "sqlalchemy==2.0.", "prefect==3.8."])
def test_the_vital_pins_are_held(pin: str) -> None:
    assert re.search(f"^{re.escape(pin)}", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
