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


def read_phrases(line: Line) -> list[Phrase]:
    """Every phrase of `line`; what tells no time is passed over."""
    found: list[Phrase] = []
    at = 0
    while at < len(line):
        phrase = _read_phrase(line, at)
        if phrase:
            found.append(phrase)
        at = max(phrase.last, at + 1) if phrase else at + 1
    return bind(line, found)


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
