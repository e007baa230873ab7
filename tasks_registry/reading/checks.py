"""What a reader should look at again: doubts about items, and warnings on the document, in Vietnamese."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice

from rapidfuzz import fuzz

from tasks_registry.reading.doubts import Doubt, Reason
from tasks_registry.reading.folding import fold, without_marks
from tasks_registry.reading.items import NO_ITEMS, ReadItem
from tasks_registry.reading.outline import Point, Repeated, Section
from tasks_registry.reading.unit_words import begins_with_order, tokens_of
from tasks_registry.reading.units import begins_with_unit

_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d+)?)\s*%")
_LED = ("table", "labelled", "duty")
_SAME = 88.0  # alike enough to be one promise said twice
_LONGEST_QUOTE = 60
_LONGEST_NAME = 20  # words; names of several bodies in one have up to 18
_MOST_SHOWN = 5  # places in one warning
_MOST_COMPARED = 200  # paragraphs, and rows, with percents; a longer text is no plan
_LETTERS = re.compile(r"[^\W\d_]+")
_FEWEST_WORDS = 4  # of which a share can be told
_FEWEST_MARKED = 0.4  # of the words of Vietnamese; whole texts have 0.8 to 0.95, scans without marks 0 to 0.3
# What a scanner puts out for Vietnamese letters: letters of other languages, signs, digits inside a word.
_ODD = re.compile(r"[äëïöüñçåßÿæøœ¢£¥™©®¬¦�]|[^\W\d_A-Z]\d[^\W\d_A-Z]", re.IGNORECASE)
_FEWEST_ODD = 2
_DAYS_OFF = {5: "thứ Bảy", 6: "Chủ nhật"}

Where = Callable[[int], str]  # the place of a line, in words


def plan_warnings(items: list[ReadItem], repeated: list[Repeated], where: Where) -> list[str]:
    """Warnings on the document: numbers that stand twice, percents that differ, nothing found."""
    warnings = [
        f"Mục {found.number} được đánh số {len(found.lines)} lần ({_listed(found.lines, where)})"
        for found in repeated
    ]
    warnings += [doubt.words for item in items for doubt in item.doubts if doubt.reason is Reason.PERCENTS]
    return warnings if items else [*warnings, NO_ITEMS]


def with_doubts(
    items: list[ReadItem], outline: Section, repeated: list[Repeated], where: Where
) -> list[ReadItem]:
    """The items with all that may be wrong with them: by themselves, by their sections, beside the prose.

    `repeated`: the section numbers that stand twice, in prose and tables.
    """
    points = (point for section in outline.walk() for point in section.points if _PERCENT.search(point.text))
    prose = list(islice(points, _MOST_COMPARED))
    rows = (item.line for item in items if item.kind == "table" and _PERCENT.search(item.text))
    compared = set(islice(rows, _MOST_COMPARED))
    return [
        item.doubted(
            *_about(item),
            *_about_section(item, repeated, where),
            *(_about_percents(item, prose, where) if item.line in compared else ()),
        )
        for item in items
    ]


def _about(item: ReadItem) -> Iterator[Doubt]:
    """What may be wrong with an item by itself: its units, its deadlines, its text."""
    if item.kind in _LED and not item.lead:
        yield Doubt(Reason.NO_LEAD)
    if any(deadline.kind == "other" for deadline in item.deadlines):
        yield Doubt(Reason.UNDATED, _quoted(item.deadline_raw))
    elif item.kind in ("table", "labelled") and all(deadline.kind == "none" for deadline in item.deadlines):
        yield Doubt(Reason.NO_DEADLINE)
    units = (*item.lead, *item.coordinators)
    damaged = next(filter(is_damaged_text, (item.text, *units)), None)
    if damaged:
        yield Doubt(Reason.DAMAGED, _quoted(damaged))
    yield from (Doubt(Reason.ODD_UNIT, _quoted(unit)) for unit in units if is_odd_unit(unit))
    yield from (
        Doubt(Reason.DAY_OFF, _day_in_words(deadline.due))
        for deadline in item.deadlines
        if deadline.kind == "by" and deadline.due and deadline.due.weekday() in _DAYS_OFF
    )


def _about_section(item: ReadItem, repeated: list[Repeated], where: Where) -> Iterator[Doubt]:
    """That an item stands in a section whose number another one has too."""
    for found in repeated:
        if item.line in found.within:
            yield Doubt(Reason.NUMBERED_TWICE, f"{found.number} ({_listed(found.lines, where)})")


def _about_percents(item: ReadItem, prose: list[Point], where: Where) -> Iterator[Doubt]:
    """That a paragraph of the prose says the same as a row, with another percent."""
    said = _PERCENT.findall(item.text)
    for point in prose:
        other = _PERCENT.findall(point.text)
        if said != other and fuzz.ratio(_worded(item.text), _worded(point.text)) >= _SAME:
            yield Doubt(Reason.PERCENTS, _difference(item, said[0], point, other[0], where))


def _day_in_words(day: date) -> str:
    """ "Chủ nhật 15/3/2026": the month has two digits for 01 and 02 only, as official documents write it."""
    month = f"{day:%m}" if day.month <= 2 else str(day.month)
    return f"{_DAYS_OFF[day.weekday()]} {day:%d}/{month}/{day:%Y}"


def is_odd_unit(name: str) -> bool:
    """Whether the name of a unit is longer than names are, or begins with an order and not with a unit."""
    tokens = tokens_of(name)
    if len(tokens) > _LONGEST_NAME:
        return True
    return bool(tokens) and not begins_with_unit(tokens, 0) and begins_with_order(name)


def is_damaged_text(text: str) -> bool:
    """Whether a text has lost its diacritics, or has characters that only a scanner puts into Vietnamese."""
    words = [word for word in _LETTERS.findall(text) if not word.isupper()]  # "UBND" has no diacritics
    marked = sum(word != without_marks(word) for word in words)
    unmarked = len(words) >= _FEWEST_WORDS and marked < _FEWEST_MARKED * len(words)
    return unmarked or len(_ODD.findall(text)) >= _FEWEST_ODD


def _difference(item: ReadItem, said: str, point: Point, other: str, where: Where) -> str:
    return (
        f"Tỷ lệ trong bảng ({said}%, {where(item.line)}) khác tỷ lệ trong phần lời"
        f" ({other}%, {where(point.line)}): “{_quoted(item.text)}”"
    )


def _worded(text: str) -> str:
    return fold(_PERCENT.sub("%", text))


def _listed(lines: tuple[int, ...], where: Where) -> str:
    shown = "; ".join(map(where, lines[:_MOST_SHOWN]))
    return f"{shown}; …" if len(lines) > _MOST_SHOWN else shown


def _quoted(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE].rsplit(' ', 1)[0]} …"
