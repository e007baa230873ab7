"""How long commands take from the start of the process, beside a bare interpreter of the same run.

    python -m benchmarks.startup [PLAN ...]

Prints the median wall time of each command and its ratio to `python -c pass`. Without plans the two
samples of the demo are read.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from dondoc.commands.demo_command import SAMPLES, sample_text

ROUNDS = 7


def median_seconds(words: list[str]) -> float:
    """The median wall time of a whole process."""
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL)  # noqa: S603  our own commands
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def main(plans: list[str]) -> None:
    """Time help, a deadline and the reading of each plan."""
    python = [sys.executable]
    floor = median_seconds([*python, "-c", "pass"])
    print(f"{'python -c pass':44} {floor:6.3f} s   1.0x")
    with tempfile.TemporaryDirectory() as folder:
        for sample in sorted(SAMPLES.glob("*.txt")) if not plans else ():
            path = Path(folder) / sample.name
            path.write_text(sample_text(sample.name, 2026), encoding="utf-8")
            plans.append(str(path))
        commands = [["--help"], ["deadline", "Quý II/2026"], *(["read", plan, "--json"] for plan in plans)]
        for words in commands:
            taken = median_seconds([*python, "-m", "dondoc", *words])
            name = " ".join(Path(word).name if word in plans else word for word in words)
            print(f"dondoc {name:37} {taken:6.3f} s {taken / floor:5.1f}x")


if __name__ == "__main__":
    main(sys.argv[1:])
