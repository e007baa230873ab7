"""What repeats: "hằng quý", "02 lần/tháng", "định kỳ 6 tháng, năm", "thứ Sáu hằng tuần"."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tasks_registry.reading.deadline.rates import (
    Period,
    Rate,
    rates_of,
    read_events,
    read_period,
    read_periods,
    read_unit,
)
from tasks_registry.reading.deadline.spans import Span
from tasks_registry.reading.deadline.tokens import Line, number_word, read_count
from tasks_registry.reading.deadline.words import EVENTS

How = Literal["governed", "counted", "bare"]

_BETWEEN = ("word", "act", "(", ",", "in", "least", "issue")
_FARTHEST_COUNT = 6
_BEFORE_BARE = ("", "(", ",", ";", ".", ":", "-", "and", "act", "periodic", "named")
_ENDS = ("", ",", ";", ".", ":", "(", ")", "and", "in")


@dataclass(frozen=True)
class Cycle:
    """Tokens `first` to `last` that name rhythms. Without rates: every day, which is no period of its own.

    `how`: governed by "hằng", "mỗi" or "định kỳ"; counted ("02 lần/tháng"); or bare ("quý, 6 tháng").
    `dated`: the spans that say on which days.
    """

    first: int
    last: int
    rates: tuple[Rate, ...]
    how: How
    dated: tuple[Span, ...] = ()


def read_cycle(line: Line, at: int) -> Cycle | None:
    """The rhythm that begins at `at`, with "ít nhất" before it."""
    start = line.past(at, "least")
    for reader in _READERS:
        found = reader(line, start)
        if found:
            rates, how, after = found
            return Cycle(at, after, rates, how)
    return None


_Found = tuple[tuple[Rate, ...], How, int] | None


def _read_weekdays(line: Line, at: int) -> _Found:
    """Reads "thứ Hai, thứ Năm hằng tuần": as many times as days; "thứ Sáu tuần cuối hằng tháng"."""
    days, ranged, after = 0, False, at
    while days < 7 and (day := _past_weekday(line, after, first=not days)) is not None:
        days, after = days + 1, day
        ranged = ranged or line.symbol(after) in ("-", "to")
        if line.symbol(after) not in (",", "and", "-", "to"):
            break
        after += 1
    if not days:
        return None
    period = _repeated_after(line, after)
    if period is None or period[0] not in ("week", "month"):
        return None
    return (Rate("week" if period[0] == "week" else "month", 1 if ranged else days),), "governed", period[1]


def _past_weekday(line: Line, at: int, *, first: bool) -> int | None:
    at = line.past(at, "several", "day")
    if line.symbol(at) == "sunday":
        return at + 1
    named = line.symbol(at) == "weekday" or line[at].text == "t"
    number = line[at + named].value or number_word(line[at + named])
    return at + named + 1 if (named or not first) and number and 2 <= number <= 7 else None


def _repeated_after(line: Line, at: int) -> tuple[str, int] | None:
    """The unit of "hằng tuần", "trong tuần", "(tuần) cuối hằng tháng", and the position after it."""
    at = line.past(at, "of")
    which = line.past(at, "week")
    if line.symbol(which) in ("begin", "end", "weekday"):
        after = line.past(line.past(which + 1 + (line.symbol(which) == "weekday"), "of", "in"), "every")
        return ("month", after + 1) if line.symbol(after) == "month" and not _is_named(line, after) else None
    if line.symbol(at) in ("every", "in", "/") and not _is_named(line, at + 1):
        return line.symbol(at + 1), at + 2
    return None


def _is_named(line: Line, at: int) -> bool:
    """Whether the period at `at` is a single one, known by its number: "Chủ nhật trong tháng 3/2026"."""
    numbered = line.symbol(at + 1) == "num" or number_word(line[at + 1])
    return line.symbol(at - 1) != "every" and bool(numbered)


def _read_counted(line: Line, at: int) -> _Found:
    """Reads "02 lần/tháng", "1 lần mỗi quý", "hai lần trong năm", "01 cuộc một năm"."""
    events = read_events(line, at)
    if events is None:
        return None
    times, after = events
    if line.starts(after, "/", "word"):  # "01 lần/đơn vị/năm"
        slash = after + 2 + (line.symbol(after + 2) == "word")
        after = slash if line.symbol(slash) == "/" else after
    if line.symbol(after) == "/" or (
        line.symbol(after) in ("every", "in") and line.symbol(after - 1) != "day"
    ):
        after = line.past(after + 1, "every")
    elif not read_count(line, after):
        return None
    period = read_period(line, after)
    return (rates_of([period], times), "counted", period.after) if period else None


def _read_per_time(line: Line, at: int) -> _Found:
    """Reads "3 tháng/lần", "02 tuần một lần", "mỗi năm hai lần", "quý 1 lần"."""
    period = read_unit(line, line.past(at, "every"))
    if period is None:
        return None
    slash = line.symbol(period.after) == "/"
    times, after = read_count(line, period.after + slash) or (1, period.after + slash)
    certain = period.unit == "week" or line.symbol(at) == "every"  # "mỗi quý 1 cuộc", but "quý 1 báo cáo"
    counts = line.symbol(after) == "times" or (certain and line[after].text in EVENTS)
    if not counts or (after == period.after and not slash):
        return None
    return rates_of([period], times), "counted", after + 1


def _read_governed(line: Line, at: int) -> _Found:
    """Reads "hằng tháng, quý, 6 tháng", "mỗi năm tổ chức ít nhất 1 cuộc", "theo quý", "các quý trong năm"."""
    opens = line.symbol(at)
    if opens not in ("every", "rule", "several") or (opens == "rule" and line[at].text != "theo"):
        return None
    periods, _, after = read_periods(line, at if opens == "every" else at + 1)
    if not periods or (opens != "every" and not _stands_alone(line, periods, after)):
        return None
    after += 2 * line.starts(after, "/", "times")
    times, after = (_count_after(line, after) if len(periods) == 1 else None) or (1, after)
    return rates_of(periods, times), "governed", after


def _stands_alone(line: Line, periods: list[Period], after: int) -> bool:
    """Whether "theo" or "các" before bare periods makes a rhythm of them: nothing else follows."""
    if any(period.counted or period.unit == "day" for period in periods):
        return False
    if line.symbol(periods[0].after - 2) == "several":
        return periods[0].unit != "year" and line.symbol(after) in ("", "in")
    return line.symbol(after) in _ENDS


def _count_after(line: Line, at: int) -> tuple[int, int] | None:
    """The count that a period is given further on: "mỗi năm tổ chức ít nhất 1 cuộc"."""
    for ahead in range(at, at + _FARTHEST_COUNT):
        events = read_events(line, ahead)
        if events:
            own_period = line.symbol(events[1]) in ("/", "every")
            return None if own_period or line.symbol(events[1] - 1) == "day" else events
        if line.symbol(ahead) not in _BETWEEN:
            return None
    return None


def _read_bare(line: Line, at: int) -> _Found:
    """Reads "tháng, quý, 6 tháng", which nothing governs unless "hằng" is within ("06 tháng, hàng năm")."""
    if line.symbol(at - 1) not in _BEFORE_BARE:
        return None
    periods, governed, after = read_periods(line, at)
    if not periods:
        return None
    return rates_of(periods), "governed" if governed else "bare", after


_READERS: tuple[Callable[[Line, int], _Found], ...] = (
    _read_weekdays,
    _read_counted,
    _read_per_time,
    _read_governed,
    _read_bare,
)
