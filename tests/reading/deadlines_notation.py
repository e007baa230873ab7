"""A short way to write deadlines down, for tables of cases."""

from collections.abc import Iterable, Iterator
from datetime import date
from unicodedata import normalize

from tasks_registry.reading.deadlines import Deadline, read_deadlines

YEAR = 2026
ISSUED = date(2026, 1, 15)


def shown(deadlines: Iterable[Deadline]) -> str:
    """Each deadline in a word or two, joined by "|".

    2026-03-01..2026-03-31 a period, 2026-03-31 a day, 2026-03-01.. no end, always, none, other,
    every quarter, every 2 week, every month x2, every year on 03-14 11-19, 15 days to 2026-01-30.
    """
    return " | ".join(map(_one, deadlines))


def _one(deadline: Deadline) -> str:
    start, due = deadline.start, deadline.due
    if deadline.kind == "by":
        return f"{start}..{due}" if start else f"{due}"
    if deadline.kind == "continuous":
        return f"{start}.." if start else "always"
    if deadline.kind == "relative":
        return f"{deadline.days} days" + (f" to {due}" if due else "")
    if deadline.kind == "recurring":
        return " ".join(_rhythm(deadline))
    return deadline.kind


def _rhythm(deadline: Deadline) -> Iterator[str]:
    yield "every"
    yield from [str(deadline.interval)] if deadline.interval else []
    yield str(deadline.every)
    yield from [f"x{deadline.times}"] if deadline.times else []
    yield from ["on", *deadline.dates] if deadline.dates else []


def cases(table: str) -> list[tuple[str, str]]:
    """The (phrase, deadlines in short) of a table: "=>" between them, or at the head of the next line.

    "¶" in a phrase is a line break.
    """
    lines = table.replace("\n    =>", " =>").strip().splitlines()
    pairs = [line.split("=>") for line in lines]
    return [(phrase.strip().replace("¶", "\n"), expected.strip()) for phrase, expected in pairs]


def check_cell(phrase: str, expected: str) -> None:
    """The phrase reads so as printed, in capitals, and with its marks as separate characters."""
    for printed in (phrase, phrase.upper(), normalize("NFD", phrase)):
        assert shown(read_deadlines(printed, year=YEAR, issued=ISSUED)) == expected
