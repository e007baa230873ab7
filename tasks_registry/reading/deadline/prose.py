"""Deadlines in running prose, where dates also describe things, and rhythms also name them."""

from collections.abc import Iterator, Sequence
from itertools import compress, pairwise

from tasks_registry.reading.deadline.bindings import Phrase, extent, in_pairs, made_concrete, printed_year
from tasks_registry.reading.deadline.cells import settled
from tasks_registry.reading.deadline.cycles import Cycle
from tasks_registry.reading.deadline.dates import PlanDates
from tasks_registry.reading.deadline.marks import Mark
from tasks_registry.reading.deadline.orders import orders
from tasks_registry.reading.deadline.phrases import phrase_deadlines, read_phrases
from tasks_registry.reading.deadline.repeats import own_cycle
from tasks_registry.reading.deadline.spans import Span
from tasks_registry.reading.deadline.tokens import Line, tokenize
from tasks_registry.reading.deadline.values import NONE, OTHER, Deadline
from tasks_registry.reading.folding import fold, one_line

_PAUSES = (",", ";", ".", "(", ")")
_STOPS = (",", ";", ".")
_PURPOSES = ("để", "nhằm")


def prose_deadlines(text: str, plan: PlanDates) -> tuple[str, list[Deadline]]:
    """The deadline phrases of `text` (in NFC), joined by "; ", and their deadlines."""
    line = Line(tokenize(text))
    phrases = read_phrases(line)
    counts = [orders(line, phrase, plan) for phrase in phrases]
    concrete = set(_made_concrete(line, phrases, counts))
    ordered = list(compress(phrases, counts))
    dated = [phrase for phrase in ordered if _is_dated(phrase, concrete)]
    dated = [
        phrase for at, phrase in enumerate(dated) if not (at and _is_of_purpose(line, dated[at - 1], phrase))
    ]
    kept = in_pairs(line, dated, made_concrete) or _undated(ordered)
    plan = plan.or_year(printed_year(kept))
    found = [(phrase, phrase_deadlines(phrase, plan)) for phrase in kept]
    found = [pair for pair in found if not _is_no_date(*pair, plan)]
    deadlines = settled([one for _, several in found for one in several])
    return _printed(text, line, [phrase for phrase, _ in found]), deadlines or [NONE]


def _is_no_date(phrase: Phrase, deadlines: Sequence[Deadline], plan: PlanDates) -> bool:
    """Whether digits that nothing governs only look like a date: "100/100 hộ"."""
    bare = isinstance(phrase, Span) and phrase.mode == ""
    return bare and plan.usual_year is not None and OTHER in deadlines


def _is_dated(phrase: Phrase, concrete: set[str]) -> bool:
    """A date, or a rhythm that no date in the text makes concrete."""
    if isinstance(phrase, Cycle):
        return bool(phrase.dated) or not _every(phrase) <= concrete
    return isinstance(phrase, Span) or phrase.kind == "relative"


def _is_of_purpose(line: Line, before: Phrase, phrase: Phrase) -> bool:
    """Whether a date only says what the dated act is for: "gửi trước ngày 10/10 để tổng hợp trong quý IV"."""
    between = range(before.last, phrase.first)
    stops = any(line.symbol(at) in _STOPS for at in between)
    return not stops and any(line[at].printed in _PURPOSES for at in between)


def _undated(ordered: Sequence[Phrase]) -> list[Phrase]:
    """What counts where nothing is dated; another's timetable only beside "định kỳ"."""
    kinds = [phrase.kind if isinstance(phrase, Mark) else "" for phrase in ordered]
    return [
        phrase
        for phrase, kind in zip(ordered, kinds, strict=True)
        if kind != "schedule" or "periodic" in kinds
    ]


def _made_concrete(line: Line, phrases: Sequence[Phrase], counts: Sequence[bool]) -> Iterator[str]:
    """The periods whose reports have a date of their own: "báo cáo năm gửi trước ngày 10/11"."""
    for (named, ordered), (dated, dates) in pairwise(zip(phrases, counts, strict=True)):
        if not dates or not isinstance(dated, Span) or own_cycle(dated):
            continue
        if ordered and not _is_named_rhythm(line, named):
            continue
        between = {line.symbol(at) for at in range(named.last, dated.first)}
        if not between & set(_PAUSES):
            yield from _every(named)


def _is_named_rhythm(line: Line, phrase: Phrase) -> bool:
    """Whether a rhythm bears no "hằng" of its own: "định kỳ: báo cáo 6 tháng", not "hằng quý"."""
    return isinstance(phrase, Cycle) and phrase.how == "governed" and line.symbol(phrase.first) == "num"


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
    as_first_printed: dict[str, str] = {}
    for piece in pieces:
        as_first_printed.setdefault(fold(piece), piece)
    return "; ".join(as_first_printed.values())


def _pieces(line: Line, phrase: Phrase) -> list[tuple[int, int]]:
    """The stretches of tokens of a phrase: its days may stand apart from its rhythm."""
    start, end = _closed(line, *extent(phrase))
    if not isinstance(phrase, Cycle) or not phrase.dated:
        return [(start, end)]
    parts = sorted([(phrase.first, phrase.last), *((span.first, span.last) for span in phrase.dated)])
    gaps = [line.symbol(at) for (_, left), (right, _) in pairwise(parts) for at in range(left, right)]
    together = all(symbol in (*_PAUSES, "and", "of", "in", "-", ":") for symbol in gaps)
    return [(start, end)] if together else [_closed(line, *part) for part in parts]


def _closed(line: Line, start: int, end: int) -> tuple[int, int]:
    """The stretch with the bracket that closes it, where one opens in it."""
    opened = sum((line.symbol(at) == "(") - (line.symbol(at) == ")") for at in range(start, end))
    return start, end + (opened > 0 and line.symbol(end) == ")")
