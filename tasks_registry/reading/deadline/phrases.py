"""A text as the phrases that tell time, in their order, with what belongs together bound together."""

from dataclasses import replace

from tasks_registry.reading.deadline.bindings import Phrase, bind
from tasks_registry.reading.deadline.cycles import Cycle, read_cycle
from tasks_registry.reading.deadline.dates import PlanDates, span_deadlines
from tasks_registry.reading.deadline.marks import read_mark, read_remark
from tasks_registry.reading.deadline.rates import Rate
from tasks_registry.reading.deadline.repeats import own_cycle, repeated_dates
from tasks_registry.reading.deadline.spans import Span, read_span
from tasks_registry.reading.deadline.tokens import Line
from tasks_registry.reading.deadline.values import CONTINUOUS, OTHER, Deadline, Every
from tasks_registry.reading.deadline.words import NUMBER_WORDS, listed

_OPENING_SYMBOLS = frozenset(
    listed(
        """
num, clock, day, early, month, quarter, year, week, half, begin, middle, end, first-ten, second-ten,
last-ten, before, until, to, in, from, after, every, periodic, steady, least, several, whole, weekday, sunday,
when, rule, sudden, occasion, school, right
"""
    )
)
_OPENING_WORDS = ("so", "tet")


def read_phrases(line: Line) -> list[Phrase]:
    """Every phrase of `line`; what tells no time is passed over."""
    found: list[Phrase] = []
    at = 0
    while at < len(line):
        phrase = _read_phrase(line, at) if _may_begin(line, at) else None
        if phrase:
            found.append(phrase)
        at = max(phrase.last, at + 1) if phrase else at + 1
    return _without_vague(bind(line, found))


def _may_begin(line: Line, at: int) -> bool:
    """Whether a phrase can begin with the token at `at`: most words of prose begin none."""
    token = line[at]
    if token.symbol == "word":
        return token.text in NUMBER_WORDS or token.text in _OPENING_WORDS
    return token.symbol in _OPENING_SYMBOLS


def _without_vague(phrases: list[Phrase]) -> list[Phrase]:
    """An undated rhythm gives way to the same one dated: "hằng quý …, vào ngày 20 của tháng cuối quý"."""
    dated = {every for phrase in phrases if (every := _dated_cycle(phrase))}
    return [
        phrase
        for phrase in phrases
        if not (isinstance(phrase, Cycle) and phrase.rates in {(Rate(every),) for every in dated})
    ]


def _dated_cycle(phrase: Phrase) -> Every | None:
    if isinstance(phrase, Span):
        return own_cycle(phrase)
    if not isinstance(phrase, Cycle) or not phrase.dated:
        return None
    return next((rate.every for rate in phrase.rates if rate.dates), None)


def _read_phrase(line: Line, at: int) -> Phrase | None:
    mark = read_mark(line, at)
    if mark is None:
        return read_cycle(line, at) or read_span(line, at) or read_remark(line, at)
    return (_governed_by(line, at) or mark) if mark.kind == "periodic" else mark


def _governed_by(line: Line, at: int) -> Cycle | None:
    """The rhythm right behind "định kỳ" at `at`: "định kỳ (hằng) tháng, quý, 6 tháng"."""
    cycle = read_cycle(line, line.past(at + 1, "(", ":", ","))
    return replace(cycle, first=at, how="governed") if cycle else None


def phrase_deadlines(phrase: Phrase, plan: PlanDates) -> list[Deadline]:
    """What one phrase says by itself."""
    if isinstance(phrase, Cycle):
        return [rate.deadline() for rate in phrase.rates] or [CONTINUOUS]
    if isinstance(phrase, Span):
        every = own_cycle(phrase)
        return _repeated(phrase, every) if every else span_deadlines(phrase, plan)
    if phrase.kind == "relative":
        return [plan.term(phrase.days, working=phrase.working)]
    return [CONTINUOUS if phrase.kind == "steady" else OTHER]


def _repeated(span: Span, every: Every) -> list[Deadline]:
    dates = repeated_dates([span], every)
    return [Rate(every, dates=dates).deadline()] if dates else [OTHER]
