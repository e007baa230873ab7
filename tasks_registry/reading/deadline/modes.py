"""The words before a point: "trước", "đến hết", "chậm nhất là", with a clock time or weekday among them."""

from typing import Literal

from tasks_registry.reading.deadline.points import is_year
from tasks_registry.reading.deadline.tokens import Line, number_word

Mode = Literal["", "in", "until", "before", "from", "after"]

_MODES = ("before", "until", "to", "in", "from", "after", "right")
_FILLERS = {"la", "khoang", "thoi", "diem", "ngay"}
_PARTS_OF_DAY = {"sang", "trua", "chieu", "toi", "dem"}


def read_mode(line: Line, at: int) -> tuple[Mode, int]:
    """What the words from `at` on make of the point after them, and where that point begins.

    A clock time takes the "trước" to itself: "trước 17 giờ ngày 25/11" is due on the 25th.
    """
    seen: list[str] = []
    while len(seen) < 8:
        after = past_clock(line, at)
        if after != at:
            seen, at = [*seen, "clock"], after
        elif line.symbol(at) in _MODES or (seen and _is_filler(line, at, seen)):
            seen, at = [*seen, line.symbol(at)], at + 1
        else:
            break
    return _mode_of(seen), _past_weekday(line, at)


def _is_filler(line: Line, at: int, seen: list[str]) -> bool:
    if line.symbol(at) == "now":  # "từ nay đến"
        return seen[-1] == "from"
    if line.symbol(at) == "and":  # "trước hoặc trong ngày"
        return seen[-1] == "before" and line.symbol(at + 1) in ("in", "to")
    return line.symbol(at) == "word" and line[at].text in _FILLERS | _PARTS_OF_DAY


def past_clock(line: Line, at: int) -> int:
    """Past "17 giờ 30 phút", "17h30" or "17:30"."""
    if line.symbol(at) == "clock":
        return at + 1
    if not line.starts(at, "num", "hour"):
        return at
    return (
        at
        + 2
        + (line.symbol(at + 2) == "num" and not is_year(line, at + 2))
        * (1 + (line.symbol(at + 3) == "minute"))
    )


def _past_weekday(line: Line, at: int) -> int:
    """Past the weekday beside a date: "thứ Sáu, ngày 15/8"."""
    if line.symbol(at) == "weekday" and (number_word(line[at + 1]) or line.symbol(at + 1) == "num"):
        after = line.past(at + 2, ",")
        return after if line.symbol(after) == "day" else at
    return at


def _mode_of(seen: list[str]) -> Mode:
    strong = [mode for mode in seen if mode in ("before", "until", "to", "from", "after")]
    if "before" in strong:
        at = seen.index("before")
        softened = "clock" in seen[at + 1 : at + 2] or "and" in seen or "until" in seen[at + 1 :]
        return "until" if softened else "before"
    if "now" in seen:
        return "until"
    if not strong:
        return "in" if "in" in seen else ""
    if strong[0] in ("from", "after"):
        return "from" if strong[0] == "from" else "after"
    return "until"
