"""The levels with points that a plan sets itself for its years (RULES.md, "The gold files")."""

import re
from dataclasses import dataclass

from tasks_registry.reading.blocks import Block, Paragraph
from tasks_registry.reading.folding import fold
from tasks_registry.reading.items import PlanFacts, Target
from tasks_registry.reading.marks import split_mark

_YEARS = re.compile(r"\b(?:nam|giai doan|cac nam)\s+(20\d\d)(?:\s*(?:-|–|—|den|va|,)\s*(?:nam\s+)?(20\d\d))?")
_LEVEL = re.compile(r"\b(?:m\w{1,2}|cap) d[o06] ?(\d|iv|v|i{1,3})\b")
_POINT = r"(\d{1,3}(?:,\d{1,2})?)"
_POINTS = re.compile(rf"{_POINT}\s*(?:diem)?\s*(?:[^\w\d]|den|duoi|tren|d\w{{3}}){{1,6}}\s*{_POINT}\s*diem")
_FROM_POINTS = re.compile(rf"(?:tu|tren|toi thieu)\s+{_POINT}\s*diem")
_ACHIEVES = re.compile(r"\b(?:dat|duy tri|phan dau|cong nhan|giu)\b")
_NEARING = re.compile(r"(?:tiem can|huong toi|huong den|gan dat|can ke)[\w\s]{0,20}$")
_AIMING = re.compile(r"(?:den )?(?:het )?(?:cac )?nam 20|giai doan|phan dau|duy tri|giu vung|muc tieu")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_LONGEST_TEXT = 3000  # characters of a paragraph in which levels are looked for
_LONGEST_SPAN = 10  # years of one plan; a longer span is a slip of the pen


@dataclass(frozen=True)
class _Aim:
    """A level that a text aims at: the years that it names for it, and its points where printed."""

    first: int
    last: int
    level: int
    points: tuple[float, float] | None


def read_targets(blocks: tuple[Block, ...], facts: PlanFacts) -> tuple[Target, ...]:
    """The targets of a plan, one for each year, in the order of the years."""
    found: dict[int, Target] = {}
    points: dict[int, tuple[float, float]] = {}
    for aim in [aim for text in _texts(blocks) for aim in _aims(text)]:
        bounds = aim.points or points.get(aim.level)
        if bounds is None:
            continue
        points[aim.level] = bounds
        for year in _years(aim, max(found, default=None), facts):
            found.setdefault(year, Target(year, aim.level, _number(bounds[0]), _number(bounds[1])))
    return tuple(found[year] for year in sorted(found))


def sets_target(text: str) -> bool:
    """Whether a paragraph sets a level for a year: a target, no work to be done."""
    folded = fold(text[:_LONGEST_TEXT])
    aims = _AIMING.match(folded) and _YEARS.search(folded) and _LEVEL.search(folded)
    return bool(aims and _aims(folded))


def _texts(blocks: tuple[Block, ...]) -> list[str]:
    """Paragraphs, and rows of tables as sentences, that speak of levels."""
    texts: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            texts.append(fold(split_mark(block.text[:_LONGEST_TEXT])[1]))
        else:
            rows = (" ".join(_cell(cell) for cell in row.cells) for row in block.rows)
            texts += [f"dat {text}" for text in map(fold, rows) if _YEARS.search(text)]
    return [text for text in texts if _YEARS.search(text) and _LEVEL.search(text)]


def _cell(cell: str) -> str:
    return f"năm {cell.strip()}" if re.fullmatch(r"\s*20\d\d\s*", cell) else cell


def _aims(text: str) -> list[_Aim]:
    """The levels of one text with the years that they are for: named before them, else after."""
    years = list(_YEARS.finditer(text))
    aims: list[_Aim] = []
    levels = [m for m in _LEVEL.finditer(text) if not _NEARING.search(text[: m.start()])]
    after_level = bool(levels) and levels[0].start() < years[0].start()
    for at, level in enumerate(levels):
        stop = levels[at + 1].start() if at + 1 < len(levels) else len(text)
        near = [y for y in years if (y.start() > level.start()) == after_level]
        if not near or not (_ACHIEVES.search(text[: level.start()]) or _YEARS.match(text)):
            continue
        year = near[0] if after_level else near[-1]
        first, last = int(year[1]), int(year[2] or year[1])
        aims.append(_Aim(first, last, _level(level[1]), _points(text[level.end() : stop])))
    return aims


def _level(printed: str) -> int:
    return _ROMAN.get(printed) or int(printed)


def _points(text: str) -> tuple[float, float] | None:
    """The points right after a level; without an upper bound it is 100, the whole of the scale."""
    both = _POINTS.search(text)
    if both:
        return _value(both[1]), _value(both[2])
    lower = _FROM_POINTS.search(text)
    return (_value(lower[1]), 100.0) if lower else None


def _value(printed: str) -> float:
    return float(printed.replace(",", "."))


def _number(value: float) -> int | float:
    return int(value) if value == int(value) else value


def _years(aim: _Aim, latest: int | None, facts: PlanFacts) -> range:
    """The years of an aim; a span that runs backwards or begins long before the plan follows on."""
    first = aim.first
    if aim.last > first and latest is not None and (first <= latest or aim.last - first > _LONGEST_SPAN):
        first = latest + 1
    if facts.year and aim.last == aim.first and abs(first - facts.year) > 2 * _LONGEST_SPAN:
        return range(0)
    return range(first, aim.last + 1)
