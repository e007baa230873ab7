"""Reading deadlines: a cell or time label, or the phrases in running prose (RULES.md, "Deadlines")."""

import unicodedata
from datetime import date

from tasks_registry.reading.deadline.cells import cell_deadlines
from tasks_registry.reading.deadline.dates import PlanDates
from tasks_registry.reading.deadline.prose import prose_deadlines
from tasks_registry.reading.deadline.values import Deadline

__all__ = ["Deadline", "find_deadlines", "read_deadlines"]


def read_deadlines(phrase: str, *, year: int | None = None, issued: date | None = None) -> list[Deadline]:
    """The deadlines that a deadline cell or a time label states, in their order.

    `year` is the plan's, for dates printed without one (else the year of `issued`). An empty text
    gives one of kind "none", a text with no date of its own one of kind "other". Never raises.
    """
    return cell_deadlines(unicodedata.normalize("NFC", phrase), PlanDates(year, issued))


def find_deadlines(
    prose: str, *, year: int | None = None, issued: date | None = None
) -> tuple[str, list[Deadline]]:
    """The deadline phrases in running prose, as printed and joined by "; ", and what they say.

    Where there is none: an empty text and one deadline of kind "none". Never raises.
    """
    return prose_deadlines(unicodedata.normalize("NFC", prose), PlanDates(year, issued))
