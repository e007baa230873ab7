"""Points in time as printed, not yet dated, and the years that stand beside them.

Every reader takes a line and a position, and gives the point with the position after it, or None.
"""

from dataclasses import dataclass, replace

from tasks_registry.reading.deadline.tokens import Line, number_word
from tasks_registry.reading.deadline.values import Every

# Month and day; month 0: not said; day 0: the last of the month.
MonthDay = tuple[int, int]


@dataclass(frozen=True)
class Point:
    """A day or period. `year` is None where none is printed; `shift` is 1 in "năm sau", -1 in "năm trước".

    `every` is set where the words themselves repeat ("ngày 20 của tháng cuối quý"); in a quarter,
    months count from 1 to 3. `worded`: a day whose month stands after the word "tháng".
    """

    unit: str
    first: MonthDay
    last: MonthDay
    year: int | None = None
    shift: int = 0
    every: Every | None = None
    worded: bool = False


Read = tuple[Point, int] | None

IMPOSSIBLE = Point("never", (13, 1), (13, 1), 1900)
WHOLE_YEAR = Point("year", (1, 1), (12, 0))
_ROMAN_FORMS = {  # with those that a scanner makes of them
    1: "i l |",
    2: "ii ll il li",
    3: "iii lll iil ili lii ill lil lli hi ih iti iit",
    4: "iv lv tv",
    5: "v",
}
_ROMAN = {form: value for value, forms in _ROMAN_FORMS.items() for form in forms.split()}
_POINT_WORDS = ("day", "num", "month", "quarter", "clock", "begin", "middle", "end")
_QUARTER_DIGITS = {11: 2, 111: 3}  # "II" and "III" read as digits by a scanner


def day_of(month: int, day: int) -> Point:
    """That day; month 0 where it is not said."""
    return Point("day", (month, day), (month, day))


def month_of(month: int) -> Point:
    """The whole month."""
    return Point("month", (month, 1), (month, 0))


def quarter_of(number: int) -> Point:
    """The whole quarter."""
    return Point("quarter", (3 * number - 2, 1), (3 * number, 0)) if 1 <= number <= 4 else IMPOSSIBLE


# -- years -------------------------------------------------------------------------------------------


def is_year(line: Line, at: int) -> bool:
    """Whether a number that can be no day or month stands at `at`: four digits."""
    return line.symbol(at) == "num" and len(line[at].text) == 4


def with_year(line: Line, at: int, point: Point, *, comma: bool = True) -> tuple[Point, int]:
    """`point` with the year that follows: "/2026", "-2026", "năm 2026", "của năm sau", "2026"."""
    symbol = line.symbol(at)
    if symbol in ("/", "-") or (symbol == "." and line[at + 1].glued):
        year = _year_after(line, at)
        return (replace(point, year=year), at + 2) if year else (point, at)
    after = line.past(at, "of", *([","] if comma else []))
    if is_year(line, after) and line.symbol(after + 1) != "-":
        return replace(point, year=line[after].value), after + 1
    after += line[after].text == "cung"
    if line.symbol(after) == "year":
        return _named_year(line, after + 1, point) or (point, at)
    return point, at


def _year_after(line: Line, at: int) -> int | None:
    """The year after a slash, dash or dot; of two digits only after a slash, and where it is no month."""
    token = line[at + 1]
    if is_year(line, at + 1):
        return token.value
    short = line.symbol(at) == "/" and token.symbol == "num" and len(token.text) == 2 and token.value > 12
    return 2000 + token.value if short else None


def _named_year(line: Line, at: int, point: Point) -> tuple[Point, int] | None:
    """What follows the word "năm" beside a day, month or quarter."""
    if is_year(line, at):
        return replace(point, year=line[at].value), at + 1
    if line.symbol(at) in ("next", "after"):
        return replace(point, shift=1), _past_report_year(line, at + 1)
    if line.symbol(at) == "before" and line.symbol(at + 1) not in _POINT_WORDS:
        return replace(point, shift=-1), at + 1
    if line.symbol(at) == "now" or line[at - 2].text == "cung":
        return point, line.past(at, "now")
    if line[at].text == "bao cao":
        return replace(point, every="year"), at + 1
    return None


def _past_report_year(line: Line, at: int) -> int:
    """Past "năm báo cáo" in "năm liền kề năm báo cáo", which is one name."""
    return at + 2 if line.symbol(at) == "year" and line[at + 1].text == "bao cao" else at


def read_year(line: Line, at: int) -> Read:
    """Reads "năm 2026", "cả năm"; a bare "năm" only where "trong" or "hết" stands before it."""
    whole = line.symbol(at) == "whole"
    if line.symbol(at + whole) != "year":
        return None
    after = at + whole + 1
    if is_year(line, after):
        return replace(WHOLE_YEAR, year=line[after].value), after + 1
    if line.symbol(after) == "now":
        return WHOLE_YEAR, after + 1
    if line.symbol(after) in ("next", "after") and not whole and line.symbol(at - 1) != "several":
        return replace(WHOLE_YEAR, shift=1), after + 1
    return (WHOLE_YEAR, after) if whole or line.symbol(at - 1) in ("in", "until") else None


# -- numbers of months and quarters ------------------------------------------------------------------


def month_number(line: Line, at: int) -> tuple[int, int] | None:
    """A month's number after the word "tháng", in digits or words, and the position after it."""
    at += line.starts(at, ".", "num")
    if line.symbol(at) == "num":
        return None if is_year(line, at) else (line[at].value, at + 1)
    first, second = number_word(line[at]), number_word(line[at + 1])
    if first is None or line.symbol(at + 1) == "times":
        return None
    if line.symbol(at) != "word" and not _year_follows(line, at + 1):
        return None  # "năm", "sau" and "từ" are numbers only where a year shows it
    if first == 10 and second in (1, 2) and line.symbol(at + 2) != "times":
        return 10 + second, at + 2
    return first, at + 1


def _year_follows(line: Line, at: int) -> bool:
    return (
        line.symbol(at) == "/" or is_year(line, at) or (line.symbol(at) == "year" and is_year(line, at + 1))
    )


def quarter_number(line: Line, at: int) -> tuple[int, int] | None:
    """A quarter's number after the word "quý": arabic, roman (also damaged) or in words."""
    at += line.starts(at, ".") and line[at + 1].glued
    token = line[at]
    if token.symbol == "num" and not is_year(line, at):
        return _QUARTER_DIGITS.get(token.value, token.value), at + 1
    value = _ROMAN.get(token.text)
    if value == 5 and line.symbol(at + 1) != "/":
        return None
    if value is None and token.symbol == "word" and line.symbol(at + 1) != "times":
        value = number_word(token)
    return (value, at + 1) if value else None
