"""Lines of prose on pages → paragraphs, by where lines begin and end and how far apart they stand."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from tasks_registry.reading.formats.page_lines import TextLine, is_wrapped, joined
from tasks_registry.reading.labels import opens_with_label
from tasks_registry.reading.marks import split_mark

_PAGE_NUMBER = re.compile(r"[-–—]?\s*(?:trang\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?\s*[-–—]?", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ]\)|[IVX]{1,5}\.)\s+[^\W\d_a-zà-ỹđ]")
_OPENING = re.compile(r"(?:Nơi nhận|Trên đây là|Căn cứ |Trong quá trình )")
_MARGIN = 0.1  # of the height of a page, above and below, in which running heads and page numbers stand
_RUNNING = 3  # pages on which a line must stand to be a running head; of two pages both
_FEW = 12  # lines, too few to tell the right margin from
_INDENT = 10.0  # points by which a first line is set in
_AT_MARGIN = 4.0
_GAP = 1.3  # times the usual distance of lines: more parts paragraphs
_REACHED = 0.97  # the share of lines that end before the right margin
_ENDS = (".", ";", ":", "!", "?")
_LAST = "./."  # ends a document
_LONG_HEADING = 3  # lines; a numbered paragraph that long is no heading
_LONGEST_HEADING = 200


@dataclass(frozen=True)
class Setting:
    """How the prose of a document is set: its margins and the distance from line to line, in points.

    `hanging`: the first line of a paragraph stands out to the left of the others.
    """

    left: float
    right: float
    pitch: float
    hanging: bool = False


def setting_of(pages: Sequence[Sequence[TextLine]], width: float) -> Setting:
    """The setting of the lines of prose of all pages; `width` of a page, in points."""
    lines = [line for page in pages for line in page]
    if not lines:
        return Setting(0.0, 0.0, 0.0)
    starts, ends = sorted(line.x0 for line in lines), sorted(line.x1 for line in lines)
    few = len(lines) <= _FEW
    left = starts[0 if few else int((1 - _REACHED) * len(lines))]
    right = max(ends[-1], width - left) if few else ends[int(_REACHED * (len(lines) - 1))]
    pairs = [pair for page in pages for pair in pairwise(page)]
    below = [(before, after) for before, after in pairs if after.bottom > before.bottom]
    small = [pair for pair in below if pair[1].text[:1].islower()]  # within paragraphs, not between them
    pitches = [after.bottom - before.bottom for before, after in small or below]
    steps = [
        after.x0 - before.x0
        for before, after in pairs
        if after.text[:1].islower() and is_wrapped(before, after, right - before.x0)
    ]
    return Setting(
        left=left,
        right=right,
        pitch=median(pitches) if pitches else 0.0,
        hanging=sum(step > _AT_MARGIN for step in steps) > sum(step < -_AT_MARGIN for step in steps),
    )


def continues(paragraph: Sequence[TextLine], line: TextLine, setting: Setting, *, new_page: bool) -> bool:
    """Whether a line goes on with the paragraph before it."""
    before = paragraph[-1]
    mark = split_mark(line.text)[0]
    if not new_page and line.bottom - before.bottom > _GAP * setting.pitch:
        return False
    if not _in_one_case(before, line) or before.text.endswith(_LAST):
        return False
    if not mark and line.text[:1].islower() and not before.text.endswith(_ENDS):
        return True
    if not is_wrapped(before, line, setting.right - before.x0):
        return False
    opens = mark is not None or opens_with_label(line.text) or bool(_OPENING.match(line.text))
    if opens and (before.text.endswith(_ENDS) or _NUMBERED.match(line.text)):
        return False
    if mark and mark.is_bullet:
        return _is_dash(paragraph, line, setting)
    set_in = line.x0 > setting.left + _INDENT and before.x0 <= setting.left + _AT_MARGIN
    return not set_in or setting.hanging or _is_capitals(line) or _is_hanging(paragraph, line)


def _is_dash(paragraph: Sequence[TextLine], line: TextLine, setting: Setting) -> bool:
    """Whether the dash that opens a wrapped line stands within a name: "Tổ chức - Nội vụ" broken before it.

    Not under a numbered heading, nor where the line is set in as the first of a paragraph.
    """
    opening = split_mark(paragraph[0].text)[0]
    numbered = opening is not None and not opening.is_bullet and len(paragraph) < _LONG_HEADING
    at_margin = line.x0 <= setting.left + _AT_MARGIN
    return not numbered and (at_margin or setting.hanging or _is_hanging(paragraph, line))


def _is_hanging(paragraph: Sequence[TextLine], line: TextLine) -> bool:
    """Whether a line stands under the text of the number or bullet that opens its paragraph."""
    first = paragraph[0]
    return split_mark(first.text)[0] is not None and line.x0 > first.x0 + _AT_MARGIN and len(first.words) > 1


def _is_capitals(line: TextLine) -> bool:
    return line.text.isupper()


def _in_one_case(before: TextLine, line: TextLine) -> bool:
    """Whether two lines are both in capitals or both not; a single word, or a number, goes with either."""
    told = all(sum(word.text[:1].isalpha() for word in part.words) > 1 for part in (before, line))
    return not told or _is_capitals(before) == _is_capitals(line)


def text_of(paragraph: Sequence[TextLine]) -> str:
    """The text of a paragraph on one line."""
    text = paragraph[0].text
    for line in paragraph[1:]:
        text = joined(text, line.text)
    return text


def is_heading(paragraph: Sequence[TextLine], text: str) -> bool:
    """Whether a paragraph is set as a heading: short, and bold as a whole."""
    short = len(text) <= _LONGEST_HEADING and not text.endswith((".", ";", ","))
    return short and all(line.bold for line in paragraph)


def without_running(pages: Sequence[tuple[list[TextLine], float]]) -> list[list[TextLine]]:
    """The lines of pages (with the height of each) without page numbers and running heads."""
    heads: Counter[str] = Counter()
    for lines, height in pages:
        heads.update({_worded(line) for line in lines if _in_margin(line, height)})
    least = _RUNNING if len(pages) > _RUNNING else max(len(pages), 2)
    return [
        [line for line in lines if not (_in_margin(line, height) and _is_running(line, heads, least))]
        for lines, height in pages
    ]


def _in_margin(line: TextLine, height: float) -> bool:
    return line.bottom < _MARGIN * height or line.top > (1 - _MARGIN) * height


def _is_running(line: TextLine, heads: Counter[str], least: int) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(line.text)) or heads[_worded(line)] >= least


def _worded(line: TextLine) -> str:
    return re.sub(r"\d+", "0", line.text)
