"""Which occurrence (kỳ) of its item a task is, where the item has several."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

NAMED: Final = ("month", "quarter", "half-year", "year")


@dataclass(frozen=True)
class Occasion:
    """The period of length `every` (one of `NAMED`) that ends on `day`; without `every`, the day alone."""

    day: date
    every: str = ""


def occasion(slot: str, deadlines: Sequence[Mapping[str, Any]], scheduled_on: date | None) -> Occasion | None:
    """The occasion of the task in `slot` of an item with `deadlines`; None for an only task or no day.

    `slot` ends in the key of an occurrence (`tasks_registry.days.occurrences`): the place of its deadline,
    and for a recurring one the day of the rule, which stays when the due date is moved.
    """
    place, _, day = slot.rpartition("|")[2].partition("@")
    if day:
        deadline = dict(enumerate(deadlines, 1)).get(int(place), {})
        return Occasion(date.fromisoformat(day), _period(deadline))
    return Occasion(scheduled_on) if scheduled_on and len(deadlines) > 1 else None


def _period(deadline: Mapping[str, Any]) -> str:
    """The period that a day of `deadline` ends; a fixed one ("ngày 05 hằng tháng") may speak of another."""
    every = str(deadline.get("every", ""))
    plain = not deadline.get("dates") and int(deadline.get("interval") or 1) == 1
    return every if plain and every in NAMED else ""
