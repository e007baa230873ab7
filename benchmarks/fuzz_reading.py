"""Mutated documents against the reader: nothing but its own error may come out, none may take 5 s.

    python -m benchmarks.fuzz_reading [MUTANTS] [SEED]

Small plans in each format are damaged: bytes changed, cut out, doubled and mixed; in zip files also the
members, in XML and HTML also tags and attributes. Each mutant is read in this process, where nothing
hides a fault, and then by the rules. A fault of the readers' own code is one even where it was put into
words for a person. Seconds are those of the processor in this process, so that neither a busy machine
nor the start of LibreOffice, which a few damaged .doc files reach, makes a failure. Prints the counts,
the slowest mutants, and keeps those that failed.
"""

import io
import random
import re
import signal
import sys
import tempfile
import time
import traceback
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from tasks_registry.reading.formats.inside import read
from tasks_registry.reading.reader import read_document
from tasks_registry.reading.source import ReadError
from tests.reading.formats.seeds import seeds

MUTANTS = 10_000
SECONDS = 5.0
_SLOWEST = 5
_OWN = "tasks_registry"
_TAG = re.compile(rb"<[^<>]*>")
_VALUE = re.compile(rb'(?<==")[^"]*(?=")')
_WILD = (
    b"-1",
    b"0",
    b"99999999999",
    b"65536",
    b"",
    b"NaN",
    b"\xff\xfe",
    b"%s%s%s",
    "ộ".encode() * 50,
    b"A" * 3000,
)


class TooSlow(BaseException):
    """A mutant took too long; no reader may catch it."""


@dataclass
class Report:
    """What came of the mutants read so far."""

    outcomes: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    times: list[tuple[float, str]] = field(default_factory=list)


def mutants(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """As many damaged documents with their names; the same for the same seed."""
    rng = random.Random(seed)  # noqa: S311  no secret
    originals = seeds()
    names = sorted(originals)
    for number in range(count):
        name = names[number % len(names)]
        data = originals[name]
        for _ in range(rng.choice((1, 1, 2, 4))):
            data = _damaged(data, originals[rng.choice(names)], rng)
        yield f"{number}-{name}", data


def _damaged(data: bytes, other: bytes, rng: random.Random) -> bytes:
    if data[:2] == b"PK" and rng.random() < 0.7:
        return _with_damaged_member(data, other, rng)
    if b"</" in data and rng.random() < 0.6:
        return _with_damaged_tags(data, rng)
    return _with_damaged_bytes(data, other, rng)


def _with_damaged_member(data: bytes, other: bytes, rng: random.Random) -> bytes:
    """A zip file with one member damaged, left out or twice there."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [(name, archive.read(name)) for name in archive.namelist()]
    except Exception:  # noqa: BLE001  already damaged: then its bytes are damaged further
        return _with_damaged_bytes(data, other, rng)
    at = rng.randrange(len(members)) if members else 0
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, member) in enumerate(members):
            if number != at:
                archive.writestr(name, member)
            elif rng.random() < 0.95:
                tagged = rng.random() < 0.7
                damaged = (
                    _with_damaged_tags(member, rng) if tagged else _with_damaged_bytes(member, other, rng)
                )
                archive.writestr(name, damaged)
    return out.getvalue()


def _with_damaged_tags(data: bytes, rng: random.Random) -> bytes:
    """XML or HTML with tags left out, doubled, moved or given wild values."""
    spans = [match.span() for match in (_VALUE if rng.random() < 0.5 else _TAG).finditer(data)]
    if not spans:
        return data
    start, end = rng.choice(spans)
    first, last = rng.choice(spans)
    swap = data[first:last]
    return (
        data[:start]
        + rng.choice((b"", swap, data[start:end] * 2, swap * 300, rng.choice(_WILD)))
        + data[end:]
    )


def _with_damaged_bytes(data: bytes, other: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data) + 1)
    end = min(len(data), start + int(rng.expovariate(1 / 40)) + 1)
    strange = rng.randrange(len(other) + 1)
    replaced = rng.choice(
        (
            b"",
            rng.randbytes(rng.choice((1, 1, 4, 50))),
            data[start:end] * rng.choice((2, 20, 400)),
            other[strange : strange + 200],
            rng.choice(_WILD),
        )
    )
    if rng.random() < 0.05:
        return data[:start]
    damaged = data[:start] + replaced + data[end if rng.random() < 0.7 else start :]
    return damaged if rng.random() < 0.3 else _as_text(damaged, data)


def _as_text(damaged: bytes, data: bytes) -> bytes:
    """Damaged text as text again, where it was some: else nearly all of it would be refused as none."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return damaged
    return damaged.decode("utf-8", errors="replace").encode()


@contextmanager
def _limited() -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def try_one(path: Path, report: Report) -> None:
    """Read one mutant and note what came of it."""
    start = time.process_time()
    try:
        with _limited():
            outcome = "items" if read_document(read(path).blocks).items else "no items"
    except ReadError as error:
        outcome = "refused"
        fault = _own_fault(error.__cause__)
        if fault:
            report.failures.append(f"{path.name}: hidden fault {fault}")
    except TooSlow:
        outcome = "too slow"
        report.failures.append(f"{path.name}: more than {SECONDS} s")
    except Exception as error:  # noqa: BLE001  what the run is for; it is reported
        outcome = "error"
        report.failures.append(f"{path.name}: {_where(error)}")
    report.outcomes[f"{path.suffix} {outcome}"] += 1
    report.times.append((time.process_time() - start, path.name))


def _own_fault(error: BaseException | None) -> str:
    """Where a common exception comes out of our own code, not out of a library; "" where it does not."""
    if error is None or type(error).__module__ != "builtins" or isinstance(error, MemoryError):
        return ""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return _where(error) if _OWN in last.filename else ""


def _where(error: BaseException) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} {error} at {Path(last.filename).name}:{last.lineno}"


def run(count: int, seed: int, folder: Path) -> Report:
    """Read as many mutants; those that fail stay in the folder."""
    report = Report()
    for name, data in mutants(count, seed):
        path = folder / name
        path.write_bytes(data)
        known = len(report.failures)
        try_one(path, report)
        if len(report.failures) == known:
            path.unlink()
    return report


def main(count: int = MUTANTS, seed: int = 1) -> int:
    """Run, print, and give the exit status: 1 where anything failed."""
    folder = Path(tempfile.mkdtemp(prefix="fuzz-reading-"))
    warnings.simplefilter("ignore")  # of openpyxl, on what is damaged
    report = run(count, seed, folder)
    for outcome, number in sorted(report.outcomes.items()):
        print(f"{outcome:24} {number:6}")
    print(
        "slowest:",
        ", ".join(f"{name} {taken:.2f} s" for taken, name in sorted(report.times)[: -_SLOWEST - 1 : -1]),
    )
    for failure in report.failures:
        print("FAILED", failure)
    print(
        f"{count} mutants, seed {seed}, {len(report.failures)} failures"
        + (f" in {folder}" if report.failures else "")
    )
    if not report.failures:
        folder.rmdir()
    return 1 if report.failures else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
