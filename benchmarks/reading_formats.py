"""How fast a long plan is read from each format, and in how much memory.

    python -m benchmarks.reading_formats [ROWS]

Each file is read by `load` and by the rules in a process of its own, start and imports included; the peak
of memory counts the processes that it starts. Formats that only LibreOffice writes are left out without it.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.reading.formats.sample import long_plan
from tests.reading.formats.writers import (
    as_csv,
    as_html,
    as_markdown,
    as_text,
    text_writer,
    write_docx,
    write_xlsx,
)

ROWS = 1_000
WRITERS = {
    "plan.txt": text_writer(as_text),
    "plan.md": text_writer(as_markdown),
    "plan.csv": text_writer(as_csv),
    "plan.html": text_writer(as_html),
    "plan.docx": write_docx,
    "plan.xlsx": write_xlsx,
}
CONVERTED = [("plan.docx", "pdf"), ("plan.docx", "odt"), ("plan.docx", "doc"), ("plan.xlsx", "ods")]
READ = """
import sys, time
from pathlib import Path
from tasks_registry.reading.formats import load
from tasks_registry.reading.reader import read_document
start = time.perf_counter()
document = load(Path(sys.argv[1]))
loaded = time.perf_counter()
items = read_document(document.blocks).items
print(loaded - start, time.perf_counter() - loaded, len(items))
"""


def measured(path: Path) -> tuple[float, float, int, float]:
    """Seconds to load and to apply the rules, the items found, the peak of memory in MB."""
    child = subprocess.Popen([sys.executable, "-c", READ, str(path)], stdout=subprocess.PIPE, text=True)  # noqa: S603
    assert child.stdout
    load, rules, items = child.stdout.read().split()
    _, _, used = os.wait4(child.pid, 0)
    return float(load), float(rules), int(items), used.ru_maxrss / 1024


def files(rows: int, folder: Path) -> Iterator[Path]:
    """The plan in each format."""
    plan = long_plan(rows)
    for name, write in WRITERS.items():
        write(plan, folder / name)
        yield folder / name
    program = shutil.which("soffice")
    for name, ending in CONVERTED if program else ():
        words = [str(program), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
        words += ["--convert-to", ending, "--outdir", str(folder), str(folder / name)]
        subprocess.run(words, check=True, capture_output=True)  # noqa: S603  a fixed command
        yield folder / f"plan.{ending}"


def main(rows: int = ROWS) -> None:
    """Print a line for each format."""
    print(f"{rows} rows      size KB   load s   rules s   rows/s   peak MB   items")
    with tempfile.TemporaryDirectory() as folder:
        for path in files(rows, Path(folder)):
            start = time.perf_counter()
            load, rules, items, peak = measured(path)
            taken = time.perf_counter() - start
            size = path.stat().st_size / 1024
            print(
                f"{path.name:12} {size:9.0f} {load:8.2f} {rules:9.2f} {rows / taken:8.0f}"
                f" {peak:9.0f} {items:7}"
            )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
