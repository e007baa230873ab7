"""Whether a phrase in prose sets a time for what is ordered, or only describes or names something."""

from collections.abc import Sequence

from tasks_registry.reading.deadline.bindings import Phrase
from tasks_registry.reading.deadline.cycles import Cycle
from tasks_registry.reading.deadline.dates import PlanDates
from tasks_registry.reading.deadline.marks import Mark
from tasks_registry.reading.deadline.repeats import own_cycle
from tasks_registry.reading.deadline.spans import Span
from tasks_registry.reading.deadline.tokens import Line
from tasks_registry.reading.deadline.words import listed

_BREAKS = ("", ".", ";")
_PAUSES = ("", ".", ";", ",", ":", "(", ")", "-", "+")
_ACTS = ("act", "issue")
# What may stand between a clause's beginning and the phrase that opens it.
_CONNECTIVES = set(
    listed(
        """
dong, thoi, va, phai, can, se, ngoai, ra, chu dong, tiep tuc, kip, tich, cuc, rieng, du, kien, phan, dau,
hoac, luon, nghiem, tuc
"""
    )
)
# "Chi thường xuyên", "nhiệm vụ thường xuyên" and the like are names.
_NAMED_STEADY = set(
    listed("chi, kinh phi, nguon, ngan sach, muc, nhiem vu, cong viec, hoat dong, cong tac, luc luong")
)
# "Báo cáo quý I" is the report's name.
_NAMED_PERIODS = set(
    listed("bao cao, so ket, tong ket, giao ban, hop, danh gia, kiem tra, thong ke, ky, phien, tac")
)
_GOVERNING = ("periodic", "least", "weekday", "sunday")
_NAMES = ("named", "document")
_FAR = 25


def orders(line: Line, phrase: Phrase, plan: PlanDates) -> bool:
    """Whether `phrase` counts as a deadline of the prose that it stands in."""
    if isinstance(phrase, Span):
        return _span_orders(line, phrase, plan)
    if isinstance(phrase, Cycle):
        return _cycle_orders(line, phrase)
    if phrase.kind == "steady":
        return _steady_orders(line, phrase)
    if phrase.kind == "periodic":
        return _periodic_orders(line, phrase)
    return phrase.kind in ("relative", "when", "occasion", "schedule")


def _opens(line: Line, at: int) -> bool:
    """Whether a clause begins at `at`, connectives aside."""
    before = at - 1
    while line[before].text in _CONNECTIVES:
        before -= 1
    return line.symbol(before) in _PAUSES


def _nearest(line: Line, at: int, names: Sequence[str] = ("named",)) -> str:
    """What stands nearest before `at` in its sentence: an order ("act"), a name ("named"), or neither.

    What repeats with "thực hiện kế hoạch" is ordered, as with no other verb; a year there is the plan's name.
    """
    for before in range(at - 1, max(at - _FAR, -1) - 1, -1):
        symbol = line.symbol(before)
        if symbol in _ACTS or symbol in _BREAKS:
            return "act" if symbol in _ACTS else ""
        if symbol in names or symbol == "rule":
            executed = line[before - 1].text in ("thuc hien", "trien khai")
            return "act" if executed and names != _NAMES else "named"
    return ""


# -- rhythms ---------------------------------------------------------------------------------------------


def _cycle_orders(line: Line, cycle: Cycle) -> bool:
    if cycle.how == "counted" or cycle.dated or line.symbol(cycle.first) in _GOVERNING:
        return True
    if cycle.how == "bare":
        return False
    if _opens(line, cycle.first):
        return bool(cycle.rates) or line.symbol(cycle.last) != "act"
    if line.symbol(cycle.first) == "rule":  # "báo cáo theo quý", but "thống kê theo năm"
        return line[cycle.first - 1].text == "bao cao"
    if line.symbol(cycle.first - 1) in _ACTS:
        return line.symbol(cycle.last) != "of"
    return bool(cycle.rates) and line.symbol(cycle.last) != "of" and _nearest(line, cycle.first) != "named"


def _periodic_orders(line: Line, mark: Mark) -> bool:
    """It opens the clause, or stands beside what is done ("báo cáo định kỳ"), not beside a name."""
    acts = line.symbol(line.past(mark.last, ",")) in _ACTS
    return acts or _opens(line, mark.first) or _nearest(line, mark.first) == "act"


def _steady_orders(line: Line, mark: Mark) -> bool:
    """It opens the clause ("thường xuyên kiểm tra"), or follows what is done or who does it."""
    before = line[mark.first - 1].text
    if before in _NAMED_STEADY or f"{line[mark.first - 2].text} {before}" in _NAMED_STEADY:
        return False
    ends = line.symbol(mark.last) in (*_PAUSES, "and")
    quality = any(line[at].text == "su" for at in range(mark.first - 8, mark.first))  # "sự phối hợp …"
    if _opens(line, mark.first) or line.symbol(mark.first - 1) in _ACTS:
        return not (ends and quality)
    return _follows_doer(line, mark.first) or (ends and not quality and _nearest(line, mark.first) == "act")


def _follows_doer(line: Line, at: int) -> bool:
    """Whether nothing but a name stands between the sentence's beginning and `at`."""
    for before in range(at - 1, at - _FAR, -1):
        if line.symbol(before) in _ACTS:
            return False
        if line.symbol(before) in _BREAKS:
            return True
    return False


# -- dates ------------------------------------------------------------------------------------------------


def _span_orders(line: Line, span: Span, plan: PlanDates) -> bool:
    if _is_past(span, plan) or line.symbol(span.first - 1) == "outlook" or _is_window(line, span):
        return False
    if span.mode in ("before", "after") or (span.mode == "until" and span.units != {"year"}):
        return True
    if own_cycle(span):
        return span.mode != "" or line.symbol(span.first) == "day"
    if span.mode == "":
        return _bare_orders(line, span)
    if span.units == {"year"} and not span.has_year:
        return False
    if span.units != {"year"} and span.mode == "in":
        return True
    return _opens(line, span.first) or _nearest(line, span.first, _NAMES) != "named"


def _is_past(span: Span, plan: PlanDates) -> bool:
    """A year long before the plan's dates something that was."""
    years = [point.year for _, point in span.points if point.year]
    return bool(years and plan.usual_year and max(years) < plan.usual_year - 1)


def _is_window(line: Line, span: Span) -> bool:
    """What a report covers: "tính từ ngày 15/12 đến ngày 14/6", "từ đầu năm đến nay"."""
    if line[span.first].text == "tinh tu" or line.starts(span.last, "to", "now"):
        return True
    return any(line[at].text in ("so lieu", "thoi diem") for at in range(span.first - 3, span.first))


def _bare_orders(line: Line, span: Span) -> bool:
    """A point that nothing governs: it must open its clause, stand in brackets, or follow what is ordered."""
    before = line[span.first - 1]
    opens = _opens(line, span.first)
    if span.units & {"year", "half-year", "nine-months", "months", "never"}:
        return opens and before.symbol in _BREAKS and not span.has_range
    if opens or before.text in ("xong", "hoan thanh"):
        return span.has_year or line.symbol(span.first) != "num"  # "2/3 số thôn"
    if line.symbol(span.last) == "of" or (before.text in _NAMED_PERIODS and span.units != {"day"}):
        return False
    dated = span.has_year or line.symbol(span.first) == "day"
    return dated and _nearest(line, span.first, _NAMES) == "act"
