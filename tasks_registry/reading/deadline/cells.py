"""A deadline cell or time label: everything in it that tells time counts."""

from collections.abc import Sequence

from tasks_registry.reading.deadline.bindings import Phrase, extent, in_pairs, made_concrete, printed_year
from tasks_registry.reading.deadline.cycles import Cycle
from tasks_registry.reading.deadline.dates import PlanDates
from tasks_registry.reading.deadline.marks import Mark
from tasks_registry.reading.deadline.phrases import phrase_deadlines, read_phrases
from tasks_registry.reading.deadline.repeats import own_cycle
from tasks_registry.reading.deadline.spans import Span
from tasks_registry.reading.deadline.tokens import Line, tokenize
from tasks_registry.reading.deadline.values import CONTINUOUS, NONE, OTHER, Deadline, listed_once

_BREAKS = (";", ".")
_LONGEST_STAGE = 40
_VERBAL = ("word", "act", "issue", "named", "document")


def cell_deadlines(text: str, plan: PlanDates) -> list[Deadline]:
    """The deadlines of a cell whose `text` is in NFC."""
    if not any(char.isalnum() for char in text):
        return [NONE]
    line = Line(tokenize(text))
    phrases = [phrase for phrase in read_phrases(line) if not _only_names(line, phrase)]
    phrases = in_pairs(line, phrases, made_concrete)
    plan = plan.or_year(printed_year(phrases))
    found: list[Deadline] = []
    for phrase, following in zip(phrases, _dated_after(phrases), strict=True):
        if not _has_no_date(phrase):
            found += phrase_deadlines(phrase, plan)
        elif _is_stage(line, phrase) and not (following and _same_stage(line, phrase, following)):
            found.append(OTHER)
    return settled(found) or [OTHER]


def _dated_after(phrases: Sequence[Phrase]) -> list[Phrase | None]:
    """For each phrase the next one that has a date or rhythm."""
    following: list[Phrase | None] = []
    nearest: Phrase | None = None
    for phrase in reversed(phrases):
        following.append(nearest)
        nearest = nearest if _has_no_date(phrase) else phrase
    return following[::-1]


def _only_names(line: Line, phrase: Phrase) -> bool:
    """A document's date, an outlook, or a period alone ("báo cáo năm"): two or more bare ones are rhythms."""
    if isinstance(phrase, Cycle):
        return phrase.how == "bare" and len(phrase.rates) < 2 and not phrase.dated
    if isinstance(phrase, Span):
        return line[phrase.first - 1].text in ("dinh huong", "tam nhin")
    return phrase.kind == "reference"


def _has_no_date(phrase: Phrase) -> bool:
    if isinstance(phrase, Span):
        return (
            not any(point.first[0] for _, point in phrase.points)
            and "issue" not in phrase.units
            and not own_cycle(phrase)
        )
    return isinstance(phrase, Mark) and phrase.kind not in ("steady", "relative")


def _is_stage(line: Line, phrase: Phrase) -> bool:
    """Whether a phrase without a date has a verb of its own: "Sơ kết: 03 lần …; tổng kết: 15/8".

    The verb opens the text or stands behind a break; a bare count may also follow a comma.
    """
    if not isinstance(phrase, Mark) or phrase.kind not in ("count", "rule", "when"):
        return False
    before = phrase.first - 1
    before -= line.symbol(before) == ":"
    while line.symbol(before) in _VERBAL:
        before -= 1
    opens = line.symbol(before) in ("", "-", "+", *_BREAKS, *([","] if phrase.kind == "count" else []))
    return opens and line.symbol(before + 1) in ("act", "issue")


def _same_stage(line: Line, phrase: Phrase, following: Phrase) -> bool:
    """Whether the next date is of the same stage: no break, and no other verb right before it."""
    start, end = phrase.last, extent(following)[0]
    between = [line.symbol(at) for at in range(start, min(end, start + _LONGEST_STAGE))]
    if end > start + _LONGEST_STAGE or any(symbol in _BREAKS for symbol in between) or between[-1:] == [":"]:
        return False
    governed = isinstance(following, Span) and following.mode == "in"
    return governed or between[-1:] != ["act"]


def settled(deadlines: Sequence[Deadline]) -> list[Deadline]:
    """Equal ones once, and without "thường xuyên" where a rhythm takes its place."""
    rhythmic = any(one.kind == "recurring" for one in deadlines)
    return [one for one in listed_once(deadlines) if not (rhythmic and one == CONTINUOUS)]
