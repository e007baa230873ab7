"""Points in lists and ranges, with the words before and after them ("trước", "từ … đến", "trở đi")."""

from dataclasses import dataclass, replace
from typing import Literal

from tasks_registry.reading.deadline.days import read_point
from tasks_registry.reading.deadline.modes import Mode, past_clock, read_mode
from tasks_registry.reading.deadline.points import (
    IMPOSSIBLE,
    Point,
    day_of,
    is_year,
    month_of,
    quarter_number,
    quarter_of,
    with_year,
)
from tasks_registry.reading.deadline.tokens import Line
from tasks_registry.reading.deadline.values import Every

Joint = Literal["list", "to", "to-before"]

# The plan's own day of issue ("từ ngày ban hành"), whose date is known only to the caller.
ISSUE = Point("issue", (0, 0), (0, 0))
_UNITS_OF_YEARS: dict[str, Every] = {"year": "year", "quarter": "quarter", "month": "month"}
_AFTER_BARE = (
    "",
    ",",
    "and",
    "-",
    "to",
    "&",
    "+",
    ".",
    ";",
    ")",
    "(",
    "/",
    "year",
    "of",
    "every",
    ":",
    "onward",
)
_OF_ONE_UNIT = ("before", "until", "after")  # "trước 20/3, quý II …" begins anew at the quarter
_MOST_BARE = 6


@dataclass(frozen=True)
class Span:
    """Tokens `first` to `last` that give points, each joined to the one before it.

    `onward`: the cycle that "và các … tiếp theo" adds.
    """

    first: int
    last: int
    mode: Mode
    points: tuple[tuple[Joint, Point], ...]
    onward: Every | None = None

    @property
    def has_year(self) -> bool:
        return any(point.year or point.shift for _, point in self.points)

    @property
    def has_range(self) -> bool:
        return any(joint != "list" for joint, _ in self.points[1:])

    @property
    def units(self) -> set[str]:
        return {point.unit for _, point in self.points}


def read_span(line: Line, at: int) -> Span | None:
    """The modifiers, points and tail that begin at `at`."""
    mode, start = read_mode(line, at)
    found = _read_points(line, start, mode)
    return _with_tail(line, Span(at, found[1], mode, found[0])) if found else None


# -- points and what joins them ---------------------------------------------------------------------------


def _read_points(line: Line, at: int, mode: Mode) -> tuple[tuple[tuple[Joint, Point], ...], int] | None:
    first = read_issue(line, at) if mode in ("from", "after") else None
    first = first or read_point(line, at) or _read_bare_first(line, at)
    if first is None:
        return None
    points: list[tuple[Joint, Point]] = [("list", first[0])]
    after = first[1]
    while (joined := _read_joint(line, after, mode)) and not _read_onward(line, after):
        found = _read_next(line, joined[1], points[-1][1])
        if found is None or (
            joined[0] == "list" and mode in _OF_ONE_UNIT and not _same(found[0], points[-1][1])
        ):
            break
        points.append((joined[0], _alike(found[0], points[-1][1], joined[0])))
        after = found[1]
    settled = _settle_bare(points)
    return (settled, after) if settled else None


def _read_joint(line: Line, at: int, mode: Mode) -> tuple[Joint, int] | None:
    """A comma, "và", dash or "đến (hết, trước)" and the position after it."""
    symbol = line.symbol(at)
    if symbol == "," and line.symbol(at + 1) == "to" and mode == "from":
        symbol, at = "to", at + 1
    if symbol in ("to", "-"):
        after = at + 1 + (symbol == "-" and line.symbol(at + 1) == "to")
        before = line.symbol(after) == "before"
        return "to-before" if before else "to", past_clock(line, line.past(after, "until", "before"))
    if symbol in (",", "and", "&", "+"):
        return "list", line.past(at + 1, "and")
    return None


def _read_next(line: Line, at: int, left: Point) -> tuple[Point, int] | None:
    """The next point of a list; a bare number or roman numeral is of the unit before it."""
    if left.unit == "quarter":
        number = quarter_number(line, at)
        if number and _is_bare(line, number[1]):
            return with_year(line, number[1], quarter_of(number[0]))
    found = read_point(line, at)
    if found or line.symbol(at) != "num" or is_year(line, at) or not _is_bare(line, at + 1):
        return found
    value = line[at].value
    if left.unit == "month" or left.worded:
        return with_year(line, at + 1, month_of(value))
    return (
        (day_of(0, value), at + 1)
        if left.unit == "day"
        else (_bare(value), at + 1)
        if left.unit == "bare"
        else None
    )


def _same(point: Point, left: Point) -> bool:
    return point.unit == left.unit or left.worded or "bare" in (point.unit, left.unit)


def _is_bare(line: Line, at: int) -> bool:
    """Whether a number before `at` counts nothing: no word follows it."""
    return line.symbol(at) in _AFTER_BARE or is_year(line, at)


def _alike(point: Point, left: Point, joint: Joint) -> Point:
    """`point`; a month behind "ngày 15 tháng 6 và" is the 15th of it."""
    if left.worded and joint == "list" and point.unit == "month":
        day = left.first[1]
        return replace(
            point, unit="day", first=(point.first[0], day), last=(point.first[0], day), worded=True
        )
    return point


def _bare(value: int) -> Point:
    return Point("bare", (0, value), (0, value))


def _read_bare_first(line: Line, at: int) -> tuple[Point, int] | None:
    """A number whose unit stands behind it: the 15 of "15-20/6", the 11 of "11-12/2025"."""
    if line.symbol(at) != "num" or is_year(line, at) or line[at].value > 31:
        return None
    if line.starts(at + 1, "every", "month"):  # "trước 25 hằng tháng"
        return day_of(0, line[at].value), at + 1
    ahead = at
    for _ in range(_MOST_BARE):
        joint = _read_joint(line, ahead + 1, "")
        if line.symbol(ahead) != "num" or joint is None:
            return None
        ahead = joint[1]
        if read_point(line, ahead):
            return _bare(line[at].value), at + 1
    return None


def _settle_bare(points: list[tuple[Joint, Point]]) -> tuple[tuple[Joint, Point], ...] | None:
    """`points` with bare numbers made points of the unit that stands behind them."""
    settled: list[tuple[Joint, Point]] = []
    behind = "bare"
    for joint, point in reversed(points):
        if point.unit == "bare":
            point = _of_unit(behind, point.first[1])
        behind = point.unit
        settled.append((joint, point))
    return tuple(reversed(settled)) if behind != "bare" else None


def _of_unit(unit: str, value: int) -> Point:
    if unit == "month":
        return month_of(value)
    return day_of(0, value) if unit == "day" else IMPOSSIBLE


# -- the plan's issue -------------------------------------------------------------------------------------


def read_issue(line: Line, at: int) -> tuple[Point, int] | None:
    """Reads "(ngày) ban hành (kế hoạch)", "ngày kế hoạch này có hiệu lực": of no other document."""
    at = line.past(at, "day")
    if line[at].text == "thoi" and line[at + 1].text == "diem":
        at += 2
    after = _past_this_plan(line, at)
    named = after != at
    after += line[after].text == "duoc"
    if named and line[after].text == "co" and line[after + 1].text == "hieu luc":
        return ISSUE, after + 2
    if line.symbol(after) != "issue":
        return None
    end = _past_this_plan(line, after + 1)
    return None if line.symbol(end) in ("named", "document", "act") else (ISSUE, end)


def _past_this_plan(line: Line, at: int) -> int:
    return line.past(at + 1, "now") if line[at].text in ("ke hoach", "van ban") else at


# -- words after ----------------------------------------------------------------------------------------


def _with_tail(line: Line, span: Span) -> Span:
    """`span` with "(âm lịch)", "trở đi", "và các năm tiếp theo"."""
    at = line.past(span.last, "(")
    if line.symbol(at) == "lunar":
        return replace(span, last=line.past(at + 1, ")"), points=(("list", IMPOSSIBLE),))
    at = line.past(span.last, ",")
    if line.symbol(at) == "onward":
        return replace(span, last=at + 1, mode="from")
    onward = _read_onward(line, span.last)
    return replace(span, onward=onward[0], last=onward[1]) if onward else span


def _read_onward(line: Line, at: int) -> tuple[Every, int] | None:
    at = line.past(line.past(at, ",", ";"), "and")
    if line.symbol(at) != "several":
        return None
    every = _UNITS_OF_YEARS.get(line.symbol(at + 1))
    return (every, at + 3) if every and line.symbol(at + 2) in ("next", "after") else None
