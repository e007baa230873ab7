"""Single days in words and digits, and the reader of any point."""

from dataclasses import replace

from tasks_registry.reading.deadline.numerals import read_numerals
from tasks_registry.reading.deadline.periods import (
    DECADES,
    EDGES,
    read_edge,
    read_first_months,
    read_half,
    read_month,
    read_month_of_quarter,
    read_part_of_month,
    read_quarter,
    read_week,
)
from tasks_registry.reading.deadline.points import (
    WHOLE_YEAR,
    Read,
    day_of,
    is_year,
    month_number,
    read_year,
    with_year,
)
from tasks_registry.reading.deadline.tokens import Line, number_word, read_count
from tasks_registry.reading.deadline.words import EVENTS


def read_point(line: Line, at: int) -> Read:
    """The day or period that begins at `at`."""
    at = line.past(at, "several")
    symbol = line.symbol(at)
    if symbol in EDGES:
        return read_edge(line, at)
    if symbol in DECADES:
        return read_part_of_month(line, at + 1, DECADES[symbol])
    reader = _READERS.get(symbol)
    return reader(line, at) if reader else None


def _read_day(line: Line, at: int) -> Read:
    """Reads "ngày 15 tháng 8 năm 2019", "mùng 5/4", "ngày 20 của tháng cuối quý", bare "ngày 15"."""
    at = line.past(at + 1, "early")
    at += 2 * (line[at].text == "lam" and line[at + 1].text == "viec")
    if line.symbol(at) in ("begin", "end"):
        return read_edge(line, at)
    numerals = read_numerals(line, at, after_day=True)
    if numerals:
        return numerals
    number = read_count(line, at)
    if number is None or is_year(line, at):
        return None
    day, after = number
    return _with_month(line, _past_spelled(line, after), day) or (day_of(0, day), after)


def _with_month(line: Line, at: int, day: int) -> Read:
    """The day with the month that follows it: numbered, of every quarter, or every month."""
    at = line.past(line.past(at, ",", "of"), "several")
    if line.symbol(at) != "month":
        return None
    if line.symbol(at + 1) in (*EDGES, "weekday"):
        return read_month_of_quarter(line, at, day)
    number = month_number(line, at + 1)
    if number:
        return with_year(line, number[1], replace(day_of(number[0], day), worded=True))
    after = line.past(at + 1, "next", "after", "now")
    after += line[after].text == "bao cao"
    of_quarter = line.past(after, "of")
    if line.symbol(of_quarter) == "quarter":  # "tháng tiếp theo của quý báo cáo"
        return replace(day_of(1, day), every="quarter"), of_quarter + 1
    return replace(day_of(0, day), every="month"), after


def _past_spelled(line: Line, at: int) -> int:
    """Past a number repeated in words: "ngày 15 (mười lăm)"."""
    if line.symbol(at) != "(":
        return at
    spelled = read_count(line, at + 1)
    return (
        spelled[1] + 1 if spelled and line.symbol(at + 1) != "num" and line.symbol(spelled[1]) == ")" else at
    )


def _read_number(line: Line, at: int) -> Read:
    if is_year(line, at):
        full = read_numerals(line, at)
        year = line[at].value
        return full or ((replace(WHOLE_YEAR, year=year), at + 1) if 1900 <= year <= 2100 else None)
    if line[at - 1].text in EVENTS and line.symbol(at - 1) in ("word", "times"):
        return None  # "đợt 1 tháng 4" is no first of April
    found = read_numerals(line, at) or read_first_months(line, at)
    if found:
        return found
    month = line.past(at + 1, "of")
    if line.symbol(month) == "month" and (month_number(line, month + 1) or line.symbol(month + 1) in EDGES):
        return _with_month(line, month, line[at].value)
    return None


def _read_word(line: Line, at: int) -> Read:
    """Reads "sáu tháng đầu năm"."""
    return read_first_months(line, at) if number_word(line[at]) else None


_READERS = {
    "day": _read_day,
    "early": lambda line, at: _read_day(line, at - 1),
    "month": read_month,
    "quarter": read_quarter,
    "year": read_year,
    "whole": read_year,
    "half": read_half,
    "week": read_week,
    "num": _read_number,
    "word": _read_word,
    "after": _read_word,
}
