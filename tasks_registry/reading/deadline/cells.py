"""A deadline cell or time label: everything in it that tells time counts."""

from collections.abc import Sequence

from tasks_registry.reading.deadline.bindings import Phrase, extent
from tasks_registry.reading.deadline.cycles import Cycle
from tasks_registry.reading.deadline.dates import PlanDates
from tasks_registry.reading.deadline.marks import Mark
from tasks_registry.reading.deadline.phrases import phrase_deadlines, read_phrases
from tasks_registry.reading.deadline.spans import Span
from tasks_registry.reading.deadline.tokens import Line, tokenize
from tasks_registry.reading.deadline.values import NONE, OTHER, Deadline, listed_once

_BREAKS = (";", ".")


def cell_deadlines(text: str, plan: PlanDates) -> list[Deadline]:
    """The deadlines of a cell whose `text` is in NFC."""
    if not any(char.isalnum() for char in text):
        return [NONE]
    line = Line(tokenize(text))
    phrases = [phrase for phrase in read_phrases(line) if not _only_names(phrase)]
    plan = plan.or_year(_printed_year(phrases))
    telling = [phrase for phrase in phrases if not _has_no_date(phrase)]
    found: list[Deadline] = []
    for at, phrase in enumerate(phrases):
        if phrase in telling:
            found += phrase_deadlines(phrase, plan)
        elif telling and _is_stage(line, phrases, at):
            found.append(OTHER)
    return settled(found) or [OTHER]


def _only_names(phrase: Phrase) -> bool:
    """A document's date, or a period alone ("báo cáo năm"): two or more bare ones are rhythms."""
    if isinstance(phrase, Cycle):
        return phrase.how == "bare" and len(phrase.rates) < 2 and not phrase.dated
    return isinstance(phrase, Mark) and phrase.kind == "reference"


def _has_no_date(phrase: Phrase) -> bool:
    return isinstance(phrase, Mark) and phrase.kind not in ("steady", "relative")


def _is_stage(line: Line, phrases: Sequence[Phrase], at: int) -> bool:
    """Whether a phrase without a date belongs to a verb of its own: "Sơ kết: 03 lần …; tổng kết: 15/8"."""
    mark = phrases[at]
    if not isinstance(mark, Mark) or mark.kind not in ("count", "rule", "when"):
        return False
    return _opens_with_act(line, mark, phrases[at - 1].last if at else 0) and not _is_dated_later(
        line, phrases, at
    )


def _opens_with_act(line: Line, mark: Mark, since: int) -> bool:
    """Whether what stands before `mark` begins with a verb, at the text's start or behind a break."""
    start = mark.first
    while start > since and line.symbol(start - 1) not in _BREAKS:
        start -= 1
    begins = start == 0 or line.symbol(start - 1) in _BREAKS or mark.kind == "count"
    return begins and line.symbol(start + (line.symbol(start) == ",")) in ("act", "issue")


def _is_dated_later(line: Line, phrases: Sequence[Phrase], at: int) -> bool:
    """Whether the next date is still of the same stage: no break, and no other verb right before it."""
    following = next((phrase for phrase in phrases[at + 1 :] if not _has_no_date(phrase)), None)
    if following is None:
        return False
    start, end = phrases[at].last, extent(following)[0]
    between = [line.symbol(n) for n in range(start, end)]
    if any(symbol in _BREAKS for symbol in between) or between[-1:] == [":"]:
        return False
    governed = isinstance(following, Span) and following.mode == "in"
    return governed or between[-1:] != ["act"]


def settled(deadlines: Sequence[Deadline]) -> list[Deadline]:
    """Equal ones once; a rhythm takes the place of "thường xuyên", a dated rhythm that of an undated one."""
    rhythms = {one.every for one in deadlines if one.kind == "recurring"}
    dated = {one.every for one in deadlines if one.dates}
    return [
        one
        for one in listed_once(deadlines)
        if not (rhythms and one.kind == "continuous" and one.start is None)
        and not (one.every in dated and not one.dates and one.times is None and one.interval is None)
    ]


def _printed_year(phrases: Sequence[Phrase]) -> int | None:
    spans = (phrase for phrase in phrases if isinstance(phrase, Span))
    return next((point.year for span in spans for _, point in span.points if point.year), None)
