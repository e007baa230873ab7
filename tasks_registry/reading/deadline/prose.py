"""Deadlines in running prose, where dates also describe things, and rhythms also name them."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from tasks_registry.reading.deadline.bindings import Phrase, extent
from tasks_registry.reading.deadline.cells import settled
from tasks_registry.reading.deadline.cycles import Cycle
from tasks_registry.reading.deadline.dates import PlanDates
from tasks_registry.reading.deadline.marks import Mark
from tasks_registry.reading.deadline.orders import orders
from tasks_registry.reading.deadline.phrases import phrase_deadlines, read_phrases
from tasks_registry.reading.deadline.repeats import own_cycle
from tasks_registry.reading.deadline.spans import Span
from tasks_registry.reading.deadline.tokens import Line, tokenize
from tasks_registry.reading.deadline.values import NONE, Deadline
from tasks_registry.reading.folding import fold, one_line

_PAUSES = (",", ";", ".", "(", ")")


def prose_deadlines(text: str, plan: PlanDates) -> tuple[str, list[Deadline]]:
    """The deadline phrases of `text` (in NFC), joined by "; ", and their deadlines."""
    line = Line(tokenize(text))
    phrases = read_phrases(line)
    ordered = [phrase for phrase in phrases if orders(line, phrase, plan)]
    kept = _dated(line, phrases, ordered) or _undated(ordered)
    deadlines = settled([one for phrase in kept for one in phrase_deadlines(phrase, plan)])
    return _printed(text, line, kept), deadlines or [NONE]


def _dated(line: Line, phrases: Sequence[Phrase], ordered: Sequence[Phrase]) -> list[Phrase]:
    """Dates and rhythms; of these not the rhythms that dates in the text make concrete."""
    concrete = set(_made_concrete(line, phrases, ordered))
    return [
        phrase
        for phrase in ordered
        if (
            isinstance(phrase, Cycle)
            and phrase.rates
            and not (_every(phrase) <= concrete and not phrase.dated)
        )
        or isinstance(phrase, Span)
        or (isinstance(phrase, Mark) and phrase.kind == "relative")
    ]


def _undated(ordered: Sequence[Phrase]) -> list[Phrase]:
    """What counts where nothing is dated; another's timetable only beside "định kỳ"."""
    periodic = any(isinstance(phrase, Mark) and phrase.kind == "periodic" for phrase in ordered)
    return [
        phrase
        for phrase in ordered
        if periodic or not (isinstance(phrase, Mark) and phrase.kind == "schedule")
    ]


def _made_concrete(line: Line, phrases: Sequence[Phrase], ordered: Sequence[Phrase]) -> Iterator[str]:
    """The periods whose reports have a date of their own: "báo cáo năm gửi trước ngày 10/11"."""
    for named, dated in pairwise(phrases):
        if named in ordered or dated not in ordered or not isinstance(dated, Span) or own_cycle(dated):
            continue
        between = (line.symbol(at) for at in range(named.last, dated.first))
        if not any(symbol in _PAUSES for symbol in between):
            yield from _every(named)


def _every(phrase: Phrase) -> set[str]:
    if isinstance(phrase, Cycle):
        return {rate.every for rate in phrase.rates}
    return phrase.units if isinstance(phrase, Span) else set()


def _printed(text: str, line: Line, phrases: Sequence[Phrase]) -> str:
    """The phrases as printed, each wording once."""
    pieces = [
        one_line(text[line[start].start : line[end - 1].end])
        for phrase in phrases
        for start, end in _pieces(line, phrase)
    ]
    return "; ".join(
        {fold(piece): piece for piece in reversed(pieces)}[key] for key in dict.fromkeys(map(fold, pieces))
    )


def _pieces(line: Line, phrase: Phrase) -> list[tuple[int, int]]:
    """The stretches of tokens of a phrase: its days may stand apart from its rhythm."""
    start, end = extent(phrase)
    if not isinstance(phrase, Cycle) or not phrase.dated:
        return [(start, end)]
    parts = sorted([(phrase.first, phrase.last), *((span.first, span.last) for span in phrase.dated)])
    gaps = [line.symbol(at) for (_, left), (right, _) in pairwise(parts) for at in range(left, right)]
    together = all(symbol in (*_PAUSES, "and", "of", "in", "-", ":") for symbol in gaps)
    return [(start, end)] if together else parts
