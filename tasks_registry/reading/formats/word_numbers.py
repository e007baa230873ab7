"""The numbers and bullets that Word puts before paragraphs by itself: they stand nowhere in the text.

Word keeps, for each list, how each level counts and looks (ECMA-376 part 1, 17.9); here the counting is
done over again, paragraph by paragraph.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from lxml import etree

from tasks_registry.reading.formats.cleaning import drawn_bullets
from tasks_registry.reading.formats.word_text import W, is_on, value_of, whole

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LARGEST_ROMAN = 89


def roman(number: int) -> str:
    """A number in small roman numerals."""
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def letters(number: int) -> str:
    """a … z, then aa, bb …, as Word counts."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


_FORMATS: dict[str, Callable[[int], str]] = {
    "upperRoman": lambda number: roman(number).upper(),
    "lowerRoman": roman,
    "upperLetter": lambda number: letters(number).upper(),
    "lowerLetter": letters,
    "decimalZero": lambda number: f"{number:02}",
    "none": lambda number: "",
}


@dataclass(frozen=True)
class _Level:
    """One level of a list: `text` as "%1.%2" or a bullet; `legal`: every number in it is arabic."""

    start: int = 1
    style: str = "decimal"
    text: str = ""
    legal: bool = False


@dataclass
class _List:
    """The levels of a list, and the counts of those of its paragraphs that came so far."""

    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document (`root` of numbering.xml, or None); `label` counts on."""

    def __init__(self, root: etree._Element | None, style_numbers: dict[str, str]) -> None:
        abstract = {a.get(W + "abstractNumId"): a for a in _all(root, "abstractNum")}
        self._of_number = {n.get(W + "numId", ""): n for n in _all(root, "num")}
        self._lists = {key: _List(_levels(a)) for key, a in abstract.items()}
        self._linked = {key: value_of(a, "numStyleLink") for key, a in abstract.items()}
        self._style_numbers = style_numbers
        self._restarted: set[tuple[str, int]] = set()

    def label(self, number: str, level: int) -> str:
        """The number or bullet of the next paragraph at `level` (from 0) of a list; "" for none."""
        found = self._list_of(number)
        if found is None or not 0 <= level < _LEVELS:
            return ""
        levels, restarts = _overridden(found.levels, self._of_number[number])
        if level in restarts and (number, level) not in self._restarted:
            self._restarted.add((number, level))
            found.counts.pop(level, None)
        shown = levels.get(level, _Level())
        found.counts[level] = found.counts.get(level, shown.start - 1) + 1
        found.counts = {at: count for at, count in found.counts.items() if at <= level}
        return _shown(shown, level, levels, found.counts)

    def _list_of(self, number: str) -> _List | None:
        """The list of a number; one that is only linked to a style is found through it."""
        for _ in range(_LEVELS):
            key = value_of(self._of_number.get(number), "abstractNumId")
            if not self._linked.get(key):
                return self._lists.get(key)
            number = self._style_numbers.get(self._linked[key], "")
        return None


def _all(root: etree._Element | None, name: str) -> list[etree._Element]:
    return [] if root is None else root.findall(W + name)


def _levels(parent: etree._Element) -> dict[int, _Level]:
    return {whole(level.get(W + "ilvl", ""), 0): _level(level) for level in parent.findall(W + "lvl")}


def _level(level: etree._Element) -> _Level:
    return _Level(
        start=whole(value_of(level, "start"), 1),
        style=value_of(level, "numFmt") or "decimal",
        text=value_of(level, "lvlText"),
        legal=bool(is_on(level, "isLgl")),
    )


def _overridden(levels: dict[int, _Level], number: etree._Element) -> tuple[dict[int, _Level], set[int]]:
    """The levels as one use of a list sets them, and those that it starts anew."""
    levels, restarts = dict(levels), set()
    for override in number.findall(W + "lvlOverride"):
        at = whole(override.get(W + "ilvl", ""), 0)
        own = override.find(W + "lvl")
        if own is not None:
            levels[at] = _level(own)
        start = value_of(override, "startOverride")
        if start:
            levels[at] = replace(levels.get(at, _Level()), start=whole(start, 1))
            restarts.add(at)
    return levels, restarts


def _shown(level: _Level, at: int, levels: dict[int, _Level], counts: dict[int, int]) -> str:
    if level.style == "bullet":
        drawn = drawn_bullets(level.text.strip())
        return "○" if drawn == "o" else drawn or "•"

    def number(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        other = levels.get(place, _Level())
        count = counts.get(place, other.start)
        style = "decimal" if level.legal else other.style
        return _FORMATS.get(style, str)(count) if count <= _LARGEST_ROMAN else str(count)

    return _PLACE.sub(number, level.text).strip()
