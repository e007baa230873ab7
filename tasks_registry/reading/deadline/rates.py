"""Periods that repeat, and how often in them: the parts that a rhythm is named with."""

from collections.abc import Sequence
from dataclasses import dataclass

from tasks_registry.reading.deadline.periods import EDGES
from tasks_registry.reading.deadline.points import is_year, month_number, quarter_number
from tasks_registry.reading.deadline.tokens import Line, read_count
from tasks_registry.reading.deadline.values import Deadline, Every
from tasks_registry.reading.deadline.words import EVENTS

_UNITS = ("week", "month", "quarter", "year", "day")
_FULL: dict[tuple[str, int], tuple[Every, int]] = {
    ("month", 6): ("half-year", 1),
    ("month", 12): ("year", 1),
}
_EVERY: dict[str, Every] = {
    "week": "week",
    "month": "month",
    "quarter": "quarter",
    "year": "year",
    "half-year": "half-year",
}
_GOVERNING = ("every", "periodic", ",", "/", "num")
_JOINTS = (",", "and", "/", "&", "+", "-")


@dataclass(frozen=True)
class Rate:
    """One rhythm: `times` a period, or once in `interval` periods; `dates` as in `Deadline`."""

    every: Every
    times: int = 1
    interval: int = 1
    dates: tuple[str, ...] = ()

    def deadline(self) -> Deadline:
        """The recurring deadline; as many dates as times make the times superfluous."""
        times = None if self.times in (1, len(self.dates)) else self.times
        interval = self.interval if self.interval > 1 else None
        return Deadline("recurring", every=self.every, times=times, interval=interval, dates=self.dates)


@dataclass(frozen=True)
class Period:
    """So many weeks, months, quarters, years, half-years or days, and the position after them."""

    unit: str
    count: int
    after: int
    counted: bool


def read_unit(line: Line, at: int) -> Period | None:
    """A unit with the number before it, whatever stands behind it."""
    if line.symbol(at) == "half" and line.symbol(at + 1) in ("year", "month"):
        return Period("half-" + line.symbol(at + 1), 1, at + 2, True)
    count, unit_at = read_count(line, at) or (0, at)
    if not count or line.symbol(unit_at) not in _UNITS:
        count, unit_at = 1, at
    if line.symbol(unit_at) not in _UNITS or line[unit_at].text == "t":
        return None
    return Period(line.symbol(unit_at), count, unit_at + 1, unit_at > at)


def read_period(line: Line, at: int) -> Period | None:
    """Reads "quý", "6 tháng", "nửa năm"; never a named one ("quý I", "6 tháng đầu năm", "năm 2026")."""
    period = read_unit(line, at)
    return None if period is None or _is_named(line, period) else period


def _is_named(line: Line, period: Period) -> bool:
    """Whether a number, "đầu/cuối" or "tiếp theo" behind the unit makes it one certain period."""
    at, unit = period.after, period.unit
    if unit == "quarter" and line[at - 1].printed == "quy" and line.symbol(at - 2) not in _GOVERNING:
        return True  # "theo quy trình"
    if line.symbol(at) in (*EDGES, "next", "now") or is_year(line, at):
        return True
    if period.counted:
        return line.symbol(at) == "year" or (unit == "month" and line.symbol(at) == "num")
    numbered = {"month": month_number, "quarter": quarter_number}.get(unit)
    return bool(numbered and numbered(line, at)) or (
        unit in ("week", "year") and line.symbol(at) in ("num", "after", "weekday")
    )


def read_periods(line: Line, at: int) -> tuple[list[Period], bool, int]:
    """A list of periods ("tháng, quý và 01 năm"), whether "hằng" is in it, and the position after it."""
    periods: list[Period] = []
    governed, after = False, at
    while True:
        every = line.symbol(at) == "every"
        start = line.past(at, "every", *(["whole"] if periods else []))  # "hằng quý và cả năm"
        period = read_period(line, start)
        if period is None or (period.unit == "day" and not (every or governed)):
            return periods, governed, after
        governed = governed or every
        periods.append(period)
        after = period.after
        if line.symbol(after) not in _JOINTS:
            return periods, governed, after
        at = line.past(after + 1, "and")


def rates_of(periods: Sequence[Period], times: int = 1) -> tuple[Rate, ...]:
    """The rhythms that periods stand for. Nine months fall on a quarter's end, where quarters are named."""
    shorter = any(
        period.unit == "quarter" or (period.unit, period.count) in (("month", 1), ("month", 3))
        for period in periods
    )
    rates: list[Rate] = []
    for period in periods:
        if (period.unit, period.count) == ("month", 9) and len(periods) > 1:
            rates += [] if shorter else [Rate("year", dates=("09-30",))]
        elif rate := _rate(period, times):
            rates.append(rate)
    return tuple(rates)


def _rate(period: Period, times: int) -> Rate | None:
    if period.unit == "half-month":
        return Rate("month", times=2 * times)
    if period.unit == "day":
        return _rate_of_days(period.count, times)
    every, interval = _FULL.get((period.unit, period.count)) or (_EVERY[period.unit], period.count)
    return Rate(every, times, interval)


def _rate_of_days(days: int, times: int) -> Rate | None:
    """So many weeks, else so many times a month; every single day is no rhythm of its own."""
    if days % 7 == 0:
        return Rate("week", times, days // 7)
    return Rate("month", times * 30 // days) if days > 1 and 30 % days == 0 else None


def read_events(line: Line, at: int) -> tuple[int, int] | None:
    """Reads "02 lần", "1-2 cuộc": the (least) number, and the position after what is counted."""
    number = read_count(line, at)
    if number is None:
        return None
    count, after = number
    if line.starts(after, "-", "num"):
        after += 2
    for length in (2, 1):
        if " ".join(line[after + n].text for n in range(length)) in EVENTS:
            return count, _past_another(line, after + length)
    return None


def _past_another(line: Line, at: int) -> int:
    """Past a second thing counted with the first: "02 tin, bài/tháng"."""
    return at + 2 if line.starts(at, ",", "word", "/") and line[at + 1].text in EVENTS else at
