"""Phrases that give no date of their own, and the references to documents whose dates are not deadlines."""

from dataclasses import dataclass
from typing import Literal

from tasks_registry.reading.deadline.days import read_point
from tasks_registry.reading.deadline.modes import read_mode
from tasks_registry.reading.deadline.rates import read_events
from tasks_registry.reading.deadline.spans import read_issue
from tasks_registry.reading.deadline.tokens import Line, is_syllable, read_count
from tasks_registry.reading.deadline.words import listed

Kind = Literal[
    "steady", "periodic", "relative", "when", "occasion", "event", "rule", "schedule", "count", "reference"
]

_STOPS = {"", ",", ";", ".", ":", "(", ")"} | set(
    listed("before, until, least, steady, periodic, every, rule, sudden")
)
_PURPOSE = {"để", "nhằm", "tại", "nham", "tai"}
_DAYS = {"day": 1, "week": 7, "month": 30}  # a month that is no calendar month: Civil Code 2015, art. 146
_HOLIDAYS = tuple(
    listed(
        """
tet, le, ngay le, ngay tet, nam moi, quoc khanh, trung thu, ky niem, ngay ky niem, ngay thanh lap,
ngay truyen thong, ngay hoi, dau xuan, giang sinh, gio to, nguyen dan, co truyen
"""
    )
)
_NOT_LE = ("lề", "lệ", "lẻ", "lê")  # "lề lối", "lệ phí"
_EVENTFUL = ("word", "issue", "named", "document", "act", "stage", "school")
_BEFORE_HOLIDAYS = ("occasion", "in", "before", "after")
_LONGEST_CLAUSE = 40
_OCCURRENCES = ("lan", "cuoc", "dot", "buoi", "phien", "ky")


@dataclass(frozen=True)
class Mark:
    """Tokens `first` to `last` of that kind; `days` (`working` ones) from the plan's issue where relative.

    "when": "sau khi …" and its like; "event": something that is no date ("trước kỳ họp"); "rule":
    "theo …", "khi …", "đột xuất"; "schedule": "đúng … thời gian …" of another's; "count": so many
    times, in no period; "reference": a document.
    """

    first: int
    last: int
    kind: Kind
    days: int = 0
    working: bool = False


def read_mark(line: Line, at: int) -> Mark | None:
    """What has to be recognised before dates and rhythms: references, terms from the issue, occasions."""
    if line.symbol(at) in ("steady", "periodic"):
        return Mark(at, at + 1, "steady" if line.symbol(at) == "steady" else "periodic")
    if line.symbol(at) == "school":
        return Mark(at, _past_clause(line, at + 1), "event")
    return (
        _read_reference(line, at) or _read_term(line, at) or _read_when(line, at) or _read_occasion(line, at)
    )


def read_remark(line: Line, at: int) -> Mark | None:
    """What is left of a phrase when it is neither a date nor a rhythm."""
    symbol = line.symbol(at)
    if symbol == "right" and (end := _past_schedule(line, at)):
        return Mark(at, end, "schedule")
    if symbol in ("rule", "when"):
        return Mark(at, _past_clause(line, at + 1), "rule")
    if symbol == "sudden":
        return Mark(at, at + 1, "rule")
    if symbol in ("before", "after") and line.symbol(at + 1) in _EVENTFUL:
        return Mark(at, _past_clause(line, at + 1), "event")
    events = read_events(line, at)
    if events and line[events[1] - 1].text in _OCCURRENCES:
        return Mark(at, events[1], "count")
    return None


def _past_clause(line: Line, at: int, *stops: str) -> int:
    """Where the words that begin at `at` end: at punctuation, or where a date or rhythm is governed."""
    farthest = at + _LONGEST_CLAUSE
    while at < farthest and line.symbol(at) not in _STOPS and line.symbol(at) not in stops:
        governs = line.symbol(at) in ("in", "from", "to") and read_point(line, read_mode(line, at)[1])
        if governs or line[at].printed in _PURPOSE:
            break
        at += 1
    return at


def _past_schedule(line: Line, at: int) -> int:
    """Past "đúng theo … thời gian …", or 0 where no time is spoken of."""
    end = _past_clause(line, line.past(at + 1, "rule"))
    spoken = " ".join(line[n].text for n in range(at, end))
    return end if "thoi gian" in spoken or "thoi han" in spoken else 0


# -- documents ---------------------------------------------------------------------------------------------


def _read_reference(line: Line, at: int) -> Mark | None:
    """Reads "436/QĐ-UBND ngày 11/6/2019", "số /KH-UBND", "số 12 ngày 05/4/2022"."""
    numbered = line[at].text == "so" and line.symbol(at) == "word"
    start = at + numbered
    code = _past_code(line, start)
    if code == start and not (numbered and line.starts(start, "num", "day")):
        return None
    after = code if code > start else start + 1
    dated = line.past(after, ",")
    found = read_point(line, dated) if line.symbol(dated) == "day" else None
    return Mark(at, found[1] if found else after, "reference")


def _past_code(line: Line, at: int) -> int:
    """Past the number and letters of a document, or `at` where there are none."""
    end = at
    while line.symbol(end) == "num" and line.symbol(end + 1) in ("/", "-") and end - at < 4:
        end += 2
    if end == at and not (line.symbol(at) == "/" and line[at - 1].text == "so"):
        return at
    end += line.symbol(end) == "/"
    if line.symbol(end) != "word" or is_syllable(line[end].text):
        return at
    end += 1
    while line.symbol(end) in ("/", "-", "&", "num") and (line[end].glued or line[end + 1].glued):
        end += 1 if line.symbol(end) == "num" else 2
    return end


# -- terms and events ---------------------------------------------------------------------------------------


def _read_term(line: Line, at: int) -> Mark | None:
    """Reads "(trong vòng) 15 ngày (làm việc) kể từ ngày ban hành kế hoạch", or from some event."""
    _, start = read_mode(line, at)
    number = read_count(line, start)
    if number is None or line.symbol(number[1]) not in _DAYS:
        return None
    after = number[1] + 1
    working = line[after].text == "lam" and line[after + 1].text == "viec"
    after = line.past(after + 2 * working, ",")
    if line.symbol(after) not in ("from", "after"):
        return None
    issue = read_issue(line, after + 1)
    if issue:
        return Mark(at, issue[1], "relative", number[0] * _DAYS[line.symbol(number[1])], working)
    return None if read_point(line, after + 1) else Mark(at, _past_clause(line, after + 1), "when")


def _read_when(line: Line, at: int) -> Mark | None:
    """Reads "trước/sau/từ khi …", "kể từ ngày nhận được …"."""
    if line.symbol(at) not in ("before", "after", "from"):
        return None
    if line.symbol(at + 1) == "when":
        return Mark(at, _past_clause(line, at + 2), "when")
    eventful = line.symbol(at + 1) == "day" and not read_point(line, at + 1) and not read_issue(line, at + 1)
    return Mark(at, _past_clause(line, at + 2), "when") if eventful and line.symbol(at) != "before" else None


def _read_occasion(line: Line, at: int) -> Mark | None:
    """Reads "(nhân) dịp Tết, các ngày lễ", "trước Tết 2026"; dates within are the feast's."""
    opens = line.symbol(at)
    if opens not in _BEFORE_HOLIDAYS and line[at].text != "tet":
        return None
    start = line.past(line.past(at, *_BEFORE_HOLIDAYS), *_BEFORE_HOLIDAYS)
    if not _is_holiday(line, start):
        return Mark(at, _past_clause(line, start, "act"), "event") if opens == "occasion" else None
    end = start
    while _is_holiday(line, end):
        end = _past_clause(line, end + 1, "act")
        end += line.symbol(end) in (",", "and") and _is_holiday(line, end + 1)
    return Mark(at, end, "occasion" if opens in ("occasion", "in") else "event")


def _is_holiday(line: Line, at: int) -> bool:
    at = line.past(at, "several")
    spoken = f"{line[at].text} {line[at + 1].text} {line[at + 2].text} "
    return line[at].printed not in _NOT_LE and any(spoken.startswith(f"{feast} ") for feast in _HOLIDAYS)
