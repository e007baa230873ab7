"""Months, quarters, parts of them and of years, read from words."""

from dataclasses import replace

from tasks_registry.reading.deadline.numerals import read_numerals
from tasks_registry.reading.deadline.points import (
    IMPOSSIBLE,
    WHOLE_YEAR,
    Point,
    Read,
    day_of,
    is_year,
    month_number,
    month_of,
    quarter_number,
    quarter_of,
    read_year,
    with_year,
)
from tasks_registry.reading.deadline.tokens import Line, number_word

EDGES = {"begin": 0, "middle": 1, "end": 2}
DECADES = {"first-ten": (1, 10), "second-ten": (11, 20), "last-ten": (21, 0)}
_WHICH_MONTH = {"begin": 1, "middle": 2, "end": 3}


def read_month(line: Line, at: int) -> Read:
    """Reads "tháng 5/2026", "T5", "tháng mười hai năm 2026", "tháng cuối quý I"."""
    if line[at + 1].text == "chap":
        return IMPOSSIBLE, at + 2
    if line.symbol(at + 1) in EDGES:
        return read_month_of_quarter(line, at, 0)
    if line.symbol(at - 1) == "day" and line.symbol(at + 1) == "year":
        return None  # "ngày … tháng … năm 2026" with its blanks unfilled
    number = month_number(line, at + 1)
    if number is None:
        return None
    month, after = number
    if _is_short(line, at) and line.symbol(after) in ("word", "act"):
        return None  # "t6 chức" is a damaged "tổ chức"
    if line.starts(after, "/", "num", "/", "num"):
        return read_numerals(line, after - 1)
    return with_year(line, after, month_of(month))


def _is_short(line: Line, at: int) -> bool:
    return line[at].text in ("t", "th", "q")


def read_month_of_quarter(line: Line, at: int, day: int) -> Read:
    """Reads "(ngày 20 của) tháng cuối quý (I/2026)", from the word "tháng"; day 0: the whole month."""
    which, after = _WHICH_MONTH.get(line.symbol(at + 1)), at + 2
    if line.symbol(at + 1) == "weekday":  # "tháng thứ ba của quý"
        which, after = number_word(line[at + 2]) or line[at + 2].value, at + 3
    after = line.past(line.past(after, "of"), "every", "several")
    if which not in (1, 2, 3) or line.symbol(after) != "quarter":
        return None
    found = read_quarter(line, after)
    month = (found[0].first[0] if found else 1) + which - 1
    period = day_of(month, day) if day else month_of(month)
    if found:
        return replace(period, year=found[0].year, shift=found[0].shift), found[1]
    return replace(period, every="quarter"), line.past(after + 1, "next", "after")


def read_quarter(line: Line, at: int) -> Read:
    """Reads "quý I/2026", "quý 2", "Q3", "quý bốn năm 2026"."""
    number = quarter_number(line, at + 1)
    return with_year(line, number[1], quarter_of(number[0])) if number else None


def read_first_months(line: Line, at: int) -> Read:
    """Reads "6 tháng đầu năm (2026)", "9 tháng/2026", from the number."""
    count = line[at].value if line.symbol(at) == "num" else number_word(line[at]) or 0
    if line.symbol(at + 1) != "month" or not 1 <= count <= 12:
        return None
    unit = {6: "half-year", 9: "nine-months"}.get(count, "months")
    if line.symbol(at + 2) in ("begin", "end"):
        first = 1 if line.symbol(at + 2) == "begin" else 13 - count
        period = Point(unit, (first, 1), (first + count - 1, 0))
        point, after = with_year(line, at + 3, period, comma=False)
        return point, line.past(after, "year")
    point, after = with_year(line, at + 2, Point(unit, (1, 1), (count, 0)), comma=False)
    return (point, after) if point.year and count % 3 == 0 else None


def read_half(line: Line, at: int) -> Read:
    """Reads "nửa đầu năm 2026", "nửa cuối tháng 6"."""
    begins, after = line.symbol(at + 1) == "begin", line.past(at + 2, "of")
    if line.symbol(at + 1) not in ("begin", "end"):
        return None
    if line.symbol(after) == "month":
        return read_part_of_month(line, after, (1, 15) if begins else (16, 0))
    if line.symbol(after) != "year":
        return None
    months = (1, 6) if begins else (7, 12)
    point, end = with_year(line, after, Point("half-year", (months[0], 1), (months[1], 0)), comma=False)
    return point, line.past(end, "year")


def read_part_of_month(line: Line, at: int, days: tuple[int, int]) -> Read:
    """The month at `at`, of it only `days` (first, last); every month where it is not numbered."""
    at = line.past(line.past(at, "of"), "every")
    if line.symbol(at) != "month":
        return None
    found = read_month(line, at)
    if found is None:
        return Point("day", (0, days[0]), (0, days[1]), every="month"), at + 1
    month = found[0].first[0]
    part = replace(found[0], unit="part", first=(month, days[0]), last=(month, days[1]))
    return (part, found[1]) if found[0].unit == "month" else None


def read_week(line: Line, at: int) -> Read:
    """Reads "tuần đầu tháng 5", "tuần thứ hai của tháng 6", "tuần 3 tháng 9/2026": seven days each."""
    after = line.past(at + 1, "weekday")
    if line.symbol(after) == "end":
        return read_part_of_month(line, after + 1, (25, 0))
    number = 1 if line.symbol(after) == "begin" else line[after].value or number_word(line[after]) or 0
    if not 1 <= number <= 5:
        return None
    return read_part_of_month(line, after + 1, (7 * number - 6, 7 * number if number < 4 else 0))


def read_edge(line: Line, at: int) -> Read:
    """Reads "đầu/giữa/cuối" of a month, quarter or year: one day (Civil Code 2015, art. 146)."""
    side, after = EDGES[line.symbol(at)], line.past(at + 1, "of")
    repeated = line.symbol(after) in ("every", "several")
    after += repeated
    if is_year(line, after):
        return with_year(line, after, _edge_day(WHOLE_YEAR, side))
    readers = {"month": read_month, "quarter": read_quarter, "year": read_year}
    reader = readers.get(line.symbol(after))
    found = reader(line, after) if reader else None
    if found:
        return _edge_day(found[0], side), found[1]
    return _repeated_edge(line, after, side, repeated)


def _repeated_edge(line: Line, at: int, side: int, repeated: bool) -> Read:
    """Every one in "cuối tháng", "cuối quý", "cuối mỗi năm"; "cuối năm" is of the plan's year."""
    if line.symbol(at) == "year":
        return replace(_edge_day(WHOLE_YEAR, side), every="year" if repeated else None), at + 1
    if line.symbol(at) == "quarter":
        return replace(_edge_day(quarter_of(1), side), every="quarter"), line.past(at + 1, "next", "after")
    if line.symbol(at) == "month":
        return replace(day_of(0, (1, 15, 0)[side]), every="month"), line.past(at + 1, "next", "after")
    return None


def _edge_day(period: Point, side: int) -> Point:
    month = (period.first[0] + period.last[0]) // 2
    middle = (month, 0) if period.unit == "year" else (month, 15)
    day = (period.first, middle, period.last)[side]
    return replace(period, unit="day", first=day, last=day)
