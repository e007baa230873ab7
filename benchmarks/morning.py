"""A whole morning against the same one written by hand, in the same run.

    python -m benchmarks.morning [--tasks N ...] [--database sqlite|postgresql ...]

Selects, decides, groups, renders, sends over loopback SMTP to a sink in another process, and records. Prints
for the floor (benchmarks/floor.py), for ours and for a second pass of the same day: wall time, the time that
the processor was busy with it (steadier on a shared machine), peak memory, SQL statements, mails,
connections and bytes; then the ratios. PostgreSQL is started anew from the system's programs. Every pass is a
process of its own, timed after its imports.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, event

from benchmarks import floor, sink
from benchmarks.city import MORNING, NOW, build
from config.settings import Settings
from models.database import make_engine
from notifications.remind import remind
from tests.servers import postgres

DATABASES = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Pass:
    """One pass of a morning, and what the sink saw of it."""

    seconds: float
    busy: float
    megabytes: float
    statements: int
    mails: int
    connections: int
    bytes: int

    def row(self, name: str) -> str:
        size = self.bytes / 1e6
        return (
            f"  {name:12} {self.seconds:8.2f} s {self.busy:8.2f} s busy {self.megabytes:6.0f} MB "
            f"{self.statements:8,} statements "
            f"{self.mails:6,} mails {self.connections:3} connections {size:7.1f} MB of mail"
        )


def count_statements(engine: Engine) -> Callable[[], int]:
    """Count what goes to the driver: an executemany is one."""
    seen = [0]

    def count(*_: object) -> None:
        seen[0] += 1

    event.listen(engine, "before_cursor_execute", count)
    return lambda: seen[0]


def ours(url: str, port: int) -> tuple[int, int]:
    """Our morning: mails and statements."""
    engine = make_engine(url)
    statements = count_statements(engine)
    settings = Settings(_env_file=None, smtp_port=port, mail_from="Nhắc việc <nhac@donvi.test>")
    sent = remind(engine, settings, as_of=MORNING, now=NOW)
    return len(sent), statements()


def by_hand(url: str, port: int) -> tuple[int, int]:
    """The floor's morning."""
    return floor.morning(url, port, MORNING)


SIDES = {"floor": by_hand, "ours": ours}


def one_pass(side: str, url: str, port: int) -> None:
    """In a process of its own: run, then print what it took."""
    start, busy = time.perf_counter(), time.process_time()
    mails, statements = SIDES[side](url, port)
    found = {"seconds": time.perf_counter() - start, "busy": time.process_time() - busy}
    found["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(found | {"statements": statements, "mails": mails}))


def run_pass(side: str, url: str) -> Pass:
    """A pass of `side` with a sink of its own."""
    with sink.listening() as server:
        words = [sys.executable, "-m", "benchmarks.morning", "--pass", side, url, str(server.port)]
        found = json.loads(subprocess.run(words, check=True, stdout=subprocess.PIPE).stdout)  # noqa: S603
    assert found["mails"] == server.tally.mails, "the sink counts otherwise"
    return Pass(**found, connections=server.tally.connections, bytes=server.tally.bytes)


@contextmanager
def database(kind: str) -> Iterator[str]:
    """The address of an empty database."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{Path(folder) / 'city.db'}"
        return
    programs = postgres.programs()
    if programs is None:
        sys.exit("PostgreSQL's programs are not installed (Debian: postgresql)")
    with postgres.running(programs) as folder, postgres.database(folder) as url:
        yield url


def measure(kind: str, tasks: int) -> None:
    """Build a city and run the passes."""
    with database(kind) as url:
        engine = make_engine(url)
        build(engine, tasks)
        engine.dispose()
        print(f"{kind}, {tasks:,} open tasks", flush=True)
        passes = {
            name: run_pass(side, url)
            for name, side in (("floor", "floor"), ("ours", "ours"), ("again", "ours"))
        }
    for name, found in passes.items():
        print(found.row(name))
    first, second = passes["ours"], passes["floor"]
    ratios = (first.seconds / second.seconds, first.busy / second.busy, first.bytes / second.bytes)
    print("  ours / floor {:8.2f}   {:8.2f}   bytes {:.2f}".format(*ratios), flush=True)


def main(words: list[str]) -> None:
    """Measure each database with each number of tasks."""
    if words[:1] == ["--pass"]:
        one_pass(words[1], words[2], int(words[3]))
        return
    parser = argparse.ArgumentParser(description="A whole morning against a hand-written one.")
    parser.add_argument("--tasks", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--database", choices=DATABASES, nargs="+", default=DATABASES)
    given = parser.parse_args(words)
    for kind in given.database:
        for tasks in given.tasks:
            measure(kind, tasks)


if __name__ == "__main__":
    main(sys.argv[1:])
