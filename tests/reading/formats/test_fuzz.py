"""A few hundred damaged documents; `python -m benchmarks.fuzz_reading` reads ten thousand."""

from pathlib import Path

from benchmarks.fuzz_reading import mutants, run
from tasks_registry.reading.formats.inside import read
from tests.reading.formats.seeds import seeds

COUNT = 300


def test_damaged_documents_are_read_or_refused(tmp_path: Path) -> None:
    report = run(COUNT, seed=20, folder=tmp_path)
    assert report.failures == []
    assert sum(report.outcomes.values()) == COUNT
    told = {outcome.split(maxsplit=1)[1] for outcome in report.outcomes}
    assert told == {"items", "no items", "refused"}


def test_the_same_seed_makes_the_same_mutants() -> None:
    assert dict(mutants(20, 3)) == dict(mutants(20, 3)) != dict(mutants(20, 4))


def test_the_undamaged_documents_are_read(tmp_path: Path) -> None:
    for name, data in seeds().items():
        path = tmp_path / name
        path.write_bytes(data)
        if name != "old.doc":
            assert read(path).blocks
