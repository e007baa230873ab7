"""How long the reports of a round take: a ward's quarter and year, and a round of 300 units and 2,000 tasks.

    python -m benchmarks.report

Prints the seconds of each document and of writing all files into a folder, and their size. A ward's report
is to take less than five seconds.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from reports.files import write_reports
from reports.tables import task_table
from reports.word_report import word_report
from tasks_registry.year.frozen_rounds import FrozenRound
from tests.reports.samples import criterion_entry, entry, line, score, snapshot, year

WARD_TASKS, CRITERIA = 60, 40
MANY_UNITS, MANY_TASKS = 300, 2000
LONG = "Đã triển khai đầy đủ các nội dung theo kế hoạch, có biên bản kiểm tra kèm theo. " * 6


def timed(what: str, make: Callable[[], Any]) -> None:
    """Print how long `make` takes, and the size of what it makes."""
    start = time.perf_counter()
    made = make()
    size = f"{len(made) / 1024:8.0f} KiB" if isinstance(made, bytes) else f"{len(made):8} files"
    print(f"{what:46} {time.perf_counter() - start:6.2f} s {size}")


def main() -> None:
    """Time the documents; the first figure has the loading of the libraries in it."""
    quarter = snapshot([entry(place) for place in range(WARD_TASKS)])
    of_year = year(
        [entry(place) for place in range(WARD_TASKS)] + list(map(criterion_entry, range(CRITERIA)))
    )
    scored = score([line(f"1.{place}", f"Tiêu chí số {place}", 2.5, 2) for place in range(CRITERIA)])
    many = snapshot(
        [entry(place, unit=f"Đơn vị số {place % MANY_UNITS}", done=LONG) for place in range(MANY_TASKS)]
    )
    timed(f"ward, quarter, {WARD_TASKS} tasks: Word", lambda: word_report(quarter))
    timed(f"ward, year, {WARD_TASKS} tasks, {CRITERIA} criteria: Word", lambda: word_report(of_year, scored))
    timed("ward, quarter: Excel", lambda: task_table(quarter))
    with tempfile.TemporaryDirectory() as folder:
        timed("ward, year: all files", lambda: write_reports(FrozenRound(of_year, scored), Path(folder)))
    timed(f"{MANY_UNITS} units, {MANY_TASKS} tasks: Word", lambda: word_report(many))
    timed(f"{MANY_UNITS} units, {MANY_TASKS} tasks: Excel", lambda: task_table(many))


if __name__ == "__main__":
    main()
