"""The value that a deadline phrase is read into (RULES.md, "Deadlines")."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["by", "recurring", "relative", "continuous", "other", "none"]
Every = Literal["week", "month", "quarter", "half-year", "year"]


@dataclass(frozen=True)
class Deadline:
    """One deadline of an item.

    `due` is the last calendar day on time, `start` the first day of the period where one is named.
    A recurring one has `every`, with `times` a period or an `interval` of periods (None where 1),
    and `dates`, its last days on time: MM-DD in a year, half-year or quarter, DD in a month
    ("31" is read as the month's last). A relative one has `days` counted from the plan's issue.
    """

    kind: Kind
    start: date | None = None
    due: date | None = None
    every: Every | None = None
    times: int | None = None
    interval: int | None = None
    dates: tuple[str, ...] = ()
    days: int | None = None
    of: Literal["issued"] | None = None

    def as_dict(self) -> dict[str, object]:
        """The fields that are set, dates as ISO text: the shape of the gold files and of JSON."""
        shape: dict[str, object] = {
            "kind": self.kind,
            "start": self.start.isoformat() if self.start else None,
            "due": self.due.isoformat() if self.due else None,
            "every": self.every,
            "times": self.times,
            "interval": self.interval,
            "dates": list(self.dates) or None,
            "days": self.days,
            "of": self.of,
        }
        return {name: value for name, value in shape.items() if value is not None}


NONE = Deadline("none")
OTHER = Deadline("other")
CONTINUOUS = Deadline("continuous")


def listed_once(deadlines: Iterable[Deadline]) -> list[Deadline]:
    """`deadlines` in their order, equal ones once."""
    return list(dict.fromkeys(deadlines))
