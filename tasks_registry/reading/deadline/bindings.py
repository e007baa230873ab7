"""What belongs to what: dates to the rhythm beside them, rhythms to "định kỳ", years to a whole list."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from tasks_registry.reading.deadline.cycles import Cycle
from tasks_registry.reading.deadline.marks import Mark
from tasks_registry.reading.deadline.rates import Rate
from tasks_registry.reading.deadline.repeats import fits, own_cycle, repeated_dates
from tasks_registry.reading.deadline.spans import Span
from tasks_registry.reading.deadline.tokens import Line

Phrase = Span | Cycle | Mark

_WORDS = ("word", "act", "issue", "named", "document", "outlook", ",", ":", "(", "-", "in")
_FRAMING = ("(", ",", "stage", "in")
_OPENING = (",", ":", "(", "-", "in")
_FAR = 10
_MOST_DATES = 12


def gap(line: Line, left: Phrase, right: Phrase) -> list[str]:
    """The symbols between two phrases, as many as matter."""
    return [line.symbol(at) for at in range(left.last, min(right.first, left.last + _FAR + 1))]


def _only(symbols: Sequence[str], allowed: Sequence[str], most: int = _FAR) -> bool:
    return len(symbols) <= most and all(symbol in allowed for symbol in symbols)


def extent(phrase: Phrase) -> tuple[int, int]:
    """The tokens from the first to the last of a phrase, its dates included."""
    parts = [phrase, *(phrase.dated if isinstance(phrase, Cycle) else ())]
    return min(part.first for part in parts), max(part.last for part in parts)


def printed_year(phrases: Sequence[Phrase]) -> int | None:
    """The first year printed in `phrases`."""
    spans = (phrase for phrase in phrases if isinstance(phrase, Span))
    return next((point.year for span in spans for _, point in span.points if point.year), None)


def bind(line: Line, phrases: list[Phrase]) -> list[Phrase]:
    """`phrases` with what belongs together made one."""
    phrases = _with_borrowed_years(line, phrases)
    for rule in (_governed, _dates_before, _dates_after, _framed):
        phrases = in_pairs(line, phrases, rule)
    return phrases


def in_pairs(
    line: Line, phrases: Sequence[Phrase], rule: Callable[[Line, Phrase, Phrase], Phrase | None]
) -> list[Phrase]:
    """Neighbours replaced by the one phrase that `rule` makes of them."""
    bound: list[Phrase] = []
    for phrase in phrases:
        bound.append(phrase)
        while len(bound) > 1 and (made := rule(line, bound[-2], bound[-1])):
            bound[-2:] = [made]
    return bound


def _with_borrowed_years(line: Line, phrases: Sequence[Phrase]) -> list[Phrase]:
    """The year of a list holds for all of it: "trước ngày 15/6 và trước ngày 15/12/2026"."""
    borrowed = list(phrases)
    for at in reversed(range(len(borrowed) - 1)):
        left, right = borrowed[at], borrowed[at + 1]
        if not (isinstance(left, Span) and isinstance(right, Span)) or left.has_year or own_cycle(left):
            continue
        year = printed_year([right])
        if year and _only(gap(line, left, right), (",", "and"), 2):
            joint, point = left.points[-1]
            borrowed[at] = replace(left, points=(*left.points[:-1], (joint, replace(point, year=year))))
    return borrowed


def _governed(line: Line, left: Phrase, right: Phrase) -> Phrase | None:
    """What "định kỳ" governs: "định kỳ báo cáo 6 tháng, năm"; "định kỳ tháng 6 và tháng 12"."""
    if not (isinstance(left, Mark) and left.kind == "periodic"):
        return None
    between = gap(line, left, right)
    if isinstance(right, Cycle):
        return replace(right, how="governed") if right.how == "bare" and _only(between, _WORDS) else None
    if (
        not isinstance(right, Span)
        or right.has_year
        or right.mode not in ("", "in")
        or not _only(between, _OPENING, 1)
    ):
        return None
    dates = repeated_dates([right], "year") if fits(right, "year") else None
    return Cycle(left.first, left.last, (Rate("year", dates=dates),), "governed", (right,)) if dates else None


def _dates_before(line: Line, left: Phrase, right: Phrase) -> Phrase | None:
    """Days, then their rhythm: "trước ngày 16 hằng tháng", "trước ngày 15/6, trước ngày 15/12 hằng năm"."""
    if not (isinstance(left, Span) and isinstance(right, Cycle)) or left.has_year or right.how != "governed":
        return None
    if right.dated and (right.dated[0].first > right.first or len(right.dated) >= _MOST_DATES):
        return None
    between = [line.symbol(at) for at in range(left.last, min(extent(right)[0], left.last + 3))]
    joining = (",", "and", ";") if right.dated else (",", "of", "in", "(")
    if not _only(between, joining, 2) or ("," in between and left.units & {"half-year", "nine-months"}):
        return None
    return _dated(right, 0, (left, *right.dated))


def _dated(cycle: Cycle, at: int, spans: tuple[Span, ...]) -> Cycle | None:
    """`cycle` with the days of `spans` for its rate number `at`, or None where they do not fit it."""
    if not cycle.rates or not all(fits(span, cycle.rates[at].every) for span in spans):
        return None
    rate = cycle.rates[at]
    dates = repeated_dates(spans, rate.every)
    if not dates or rate.interval > 1:
        return None
    rates = list(cycle.rates)
    rates[at] = replace(rate, dates=dates)
    return replace(cycle, rates=tuple(rates), dated=spans)


def _dates_after(line: Line, left: Phrase, right: Phrase) -> Phrase | None:
    """A rhythm, then its days: "hằng năm, trước ngày 15/12"; "6 tháng (trước ngày 16/6)"."""
    if not (isinstance(left, Cycle) and isinstance(right, Span)):
        return None
    if left.dated:
        return _dated(left, -1, (*left.dated, right)) if _is_chained(line, left, right) else None
    between = gap(line, left, right)
    in_brackets = between[:1] == ["("]
    if not _only(between, _WORDS) or not (in_brackets or _is_near(left, right, between)):
        return None
    return (in_brackets and _one_each(left, right)) or _dated(left, -1, (right,))


def _is_chained(line: Line, cycle: Cycle, span: Span) -> bool:
    """Whether `span` goes on the list of days behind a rhythm."""
    if span.has_year or cycle.dated[-1].last <= cycle.last or len(cycle.dated) >= _MOST_DATES:
        return False
    return _only(gap(line, cycle.dated[-1], span), (",", "and"), 2)


def _is_near(cycle: Cycle, span: Span, between: Sequence[str]) -> bool:
    """Whether days without brackets belong to the rhythm before them."""
    if span.has_year or not cycle.rates:
        return False
    every = cycle.rates[-1].every
    if cycle.how == "bare":
        return every == "month"  # "báo cáo tháng trước ngày 20": a day alone can be nothing else
    if every in ("year", "month") or own_cycle(span) == every:
        return True
    return len(between) < 3 and (len(span.points) > 2 or (every == "half-year" and span.units == {"day"}))


def _one_each(cycle: Cycle, span: Span) -> Cycle | None:
    """A day for each rhythm: "6 tháng, năm (trước ngày 15/6, 15/12)"."""
    if len(cycle.rates) < 2 or len(cycle.rates) != len(span.points) or span.has_range:
        return None
    made: Cycle | None = cycle
    for at, (_, point) in enumerate(span.points):
        one = replace(span, points=(("list", point),))
        made = made and _dated(made, at, (one,))
    return made and replace(made, dated=(span,))


def _framed(line: Line, left: Phrase, right: Phrase) -> Phrase | None:
    """A frame is no deadline more: "thường xuyên trong năm 2026", "hằng quý (2026 - 2030)"."""
    between = gap(line, left, right)
    if isinstance(left, Span) and isinstance(right, Cycle):
        return right if _begins_only(left) and between in ([], [","]) else None
    rhythm = isinstance(left, Cycle)
    if not isinstance(right, Span) or not (rhythm or (isinstance(left, Mark) and left.kind == "steady")):
        return None
    if _begins_only(right) and between in ([], [","], ["("]):
        return left if rhythm else right
    years = right.units == {"year"}
    framing = (right.mode in ("in", "from") and right.units != {"day"}) or (right.mode == "" and years)
    apart = years and (between == ["("] or (rhythm and right.has_range and _only(between, _FRAMING, 2)))
    return left if framing and not right.onward and (not between or apart) else None


def _begins_only(span: Span) -> bool:
    return span.mode == "from" and not span.has_range


def made_concrete(line: Line, left: Phrase, right: Phrase) -> Phrase | None:
    """A period with its day: "quý I: 25/3", "tháng 6 (chậm nhất 15/6)", "báo cáo 6 tháng trước ngày 10/7"."""
    if not (isinstance(left, Span) and isinstance(right, Span)) or right.units != {"day"}:
        return None
    if left.mode not in ("", "in") or "day" in left.units or len(left.points) > 1:
        return None
    between = gap(line, left, right)
    governed = right.mode in ("before", "until") and not {",", ";", ".", ")", "and"} & set(between)
    if between not in ([":"], ["("]) and not (governed and len(between) < 5):
        return None
    period, day = left.points[0][1], right.points[-1][1]
    inside = period.first[0] <= day.last[0] <= period.last[0]
    return right if inside or line[left.first - 1].text == "bao cao" else None
