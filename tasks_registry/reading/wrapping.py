"""Lines of plain text → paragraphs: wrapped lines joined, also across a page end.

Text that a person typed has a line, or lines parted by blank ones, for each paragraph. Text out of a
scanner or a converter is wrapped, at one width or at any; there a paragraph begins at a mark, a label,
or after a line that had room for the next word.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from tasks_registry.reading.blocks import Paragraph
from tasks_registry.reading.emphasis import without_emphasis
from tasks_registry.reading.folding import fold, one_line
from tasks_registry.reading.labels import ends_with_label, opens_with_label
from tasks_registry.reading.marks import is_bare_mark, split_mark
from tasks_registry.reading.roles import Role, label_role
from tasks_registry.reading.unit_words import begins_with_order
from tasks_registry.reading.units import heading_units

_PAGE_NUMBER = re.compile(r"[-–]? ?(?:trang )?\d{1,3}(?: ?/ ?\d{1,3})? ?[-–]?", re.IGNORECASE)
_RULE_MARKS = frozenset("-_=*~–—.|… \t")
_HASHES = re.compile(r"^\s{0,3}#{1,6}\s+")
_TITLE = re.compile(r"^(?:KẾ HOẠCH|KE HOACH|CHƯƠNG TRÌNH|PHƯƠNG ÁN|ĐỀ ÁN|QUYẾT ĐỊNH)$")
_APPENDIX = re.compile(r"^\s*(?:PHỤ LỤC|PHU LUC|BIỂU|BIEU|DANH MỤC|DANH MUC)\b")
_RECIPIENTS = re.compile(r"^\s*n[ơo]i nh[ậâa]n", re.IGNORECASE)
_BOLD = re.compile(r"(\*\*|__)[^*]+\1:?")
_OPENING = re.compile(
    r"^(?:Nơi nhận|NƠI NHẬN|Noi nhan|TM\.|KT\.|TUQ\.|Căn cứ |Trên đây là|Kính gửi|Trong quá trình"
    r"|(?:Thực hiện|Triển khai) .*\bsố\b)"
)
_TERMINAL = (".", ";", ":", "!", "?", "/")
_UNFINISHED = re.compile(r"(?:,|\b(?:và|hoặc|của|với|các|cho|theo|về|tại|trên|do|bởi|va|cua|voi|cac|ve))$")
_WIDEST = 110  # no wrapped line is longer; a longer one is a whole paragraph
_NARROWEST = 55  # no page is set narrower
_FEWEST_CAPITALS, _FEWEST_WORDS = 6, 2  # fewer are an abbreviation at the end of a line: "UBND"
_WORD = re.compile(r"[^\W\d_]+")
_CODE = re.compile(r"[-–—]\s*[A-ZĐ]{1,6}/[A-ZĐ]")  # the end of "số 08 - CT/TU"
# Names of two halves that a line end may part before their dash.
_HALVES = re.compile(
    r"(?:chinh tri|kinh te|van hoa|to chuc|tai chinh|lao dong|thi dua|tu phap|van phong|truyen thong) - "
    r"(?:xa hoi|noi vu|ke hoach|ke toan|thuong binh|khen thuong|ho tich|thong ke|the thao|van hoa)\b"
)
_LONGEST_LABEL = 40  # characters
_LONG = 250  # a paragraph this long without an end mark goes on after a page end


@dataclass(frozen=True)
class Line:
    """A line of the source and its number, from 1."""

    text: str
    number: int


@dataclass(frozen=True)
class _Layout:
    """How a text is set: the width it is wrapped at (0: not), and whether blank lines part its paragraphs."""

    width: int
    spaced: bool


def begins_document_part(line: str) -> bool:
    """Whether a line begins the document, an appendix or the list of recipients: no cell of a table."""
    return bool(_TITLE.match(line.strip()) or _APPENDIX.match(line) or _RECIPIENTS.match(line))


def paragraphs_of_lines(lines: list[Line]) -> list[Paragraph]:
    """The paragraphs of lines that hold no table."""
    layout = _layout(lines)
    groups: list[list[Line]] = []
    fresh = True
    for line in lines:
        if _is_between(line.text.strip()):
            fresh = True
        elif fresh or _begins_paragraph(groups[-1], line.text.strip(), layout):
            groups.append([line])
            fresh = False
        else:
            groups[-1].append(line)
    return _across_pages([_paragraph(group) for group in groups])


def _is_between(text: str) -> bool:
    """Whether a line parts paragraphs: blank, a rule, a page number."""
    return _RULE_MARKS.issuperset(text) or bool(_PAGE_NUMBER.fullmatch(text))


def _layout(lines: list[Line]) -> _Layout:
    texts = [line.text.strip() for line in lines]
    lengths = sorted(map(len, filter(None, texts)))
    going_on = sum(below[:1].islower() for text, below in pairwise(texts) if text)
    if not going_on or sum(length > _WIDEST for length in lengths) * 20 > len(lengths):
        return _Layout(0, spaced=False)
    parted = [not below for text, below in pairwise(texts) if text.endswith(_TERMINAL)]
    return _Layout(lengths[(len(lengths) - 1) * 19 // 20], spaced=sum(parted) * 2 > len(parted))


def _begins_paragraph(group: list[Line], line: str, layout: _Layout) -> bool:
    """Whether `line` begins a paragraph, no part of the one whose lines are `group`."""
    before, bare = group[-1].text.strip(), without_emphasis(line)
    if is_bare_mark(before):
        return False
    if _HASHES.match(line) or _HASHES.match(before) or _is_capitals(before) != _is_capitals(line):
        return True
    if _BOLD.fullmatch(before) or (line.endswith(":") and heading_units(bare)):
        return True
    mark, rest = split_mark(bare)
    ended = before.endswith(_TERMINAL)
    within = rest[:1].islower() or _is_dash(group, line, layout)
    if opens_with_label(bare) or _names_contents(bare) or (mark and (ended or not within)):
        return True
    if _OPENING.match(bare) or _TITLE.match(bare) or _TITLE.match(before) or _is_under_heading(group, bare):
        return True
    if (not mark and ends_with_label(before)) or line[:1].islower():
        return ended and not layout.width and not ends_with_label(before)
    if not layout.width or len(before) > _WIDEST:
        return True
    if layout.spaced or not ended:
        return before.endswith(":")
    # A wrapper would have put the next word on the line before, had the paragraph gone on.
    return layout.width - len(before) - len(line.split(" ")[0]) - 1 >= 0


def _names_contents(line: str) -> bool:
    """Whether a line opens with a label of contents: "Nội dung:", with or without its value."""
    label, colon, _ = line.partition(":")
    return (
        bool(colon) and label[:1].isupper() and len(label) < _LONGEST_LABEL and label_role(label) is Role.TASK
    )


def _is_dash(group: list[Line], line: str, layout: _Layout) -> bool:
    """Whether a dash that opens a wrapped line stands in a name: "Tổ chức - Nội vụ" broken before it.

    The line before is then full, and belongs to a paragraph, not to a heading.
    """
    first = re.match(r"[-–—]\s*\S+", line)
    mark = split_mark(group[0].text.strip())[0]
    if not first or layout.width < _NARROWEST or (mark and not mark.is_bullet and len(group) < 3):
        return False
    if opens_with_label(group[0].text.strip()):
        return False
    before = group[-1].text.strip()
    named = _CODE.match(line) or _HALVES.search(fold(f"{before[-20:]} {line[:20]}").replace("–", "-"))
    return bool(named) or len(f"{before} {first.group()}") > layout.width


def _is_under_heading(group: list[Line], line: str) -> bool:
    """Whether a line orders what the heading before it, the name of a unit or a title, does not say."""
    heading = one_line(" ".join(part.text for part in group[:3]))
    mark, title = split_mark(without_emphasis(heading))
    if not mark or mark.is_bullet or not begins_with_order(line) or _UNFINISHED.search(title):
        return False
    return bool(heading_units(title)) or (len(group) == 1 and len(title) < _WIDEST // 2)


def _is_capitals(line: str) -> bool:
    letters = [char for char in line if char.isalpha()]
    if len(letters) < _FEWEST_CAPITALS or len(_WORD.findall(line)) < _FEWEST_WORDS:
        return False
    return sum(char.isupper() for char in letters) >= 0.9 * len(letters)


def _paragraph(lines: list[Line]) -> Paragraph:
    text = one_line(" ".join(line.text for line in lines)).strip("| ")
    heading = bool(_HASHES.match(text) or _BOLD.fullmatch(text))
    return Paragraph(one_line(without_emphasis(_HASHES.sub("", text))), lines[0].number, heading)


def _across_pages(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Paragraphs with those joined that a page end has broken."""
    joined: list[Paragraph] = []
    for paragraph in paragraphs:
        if joined and _carries_on(joined[-1], paragraph):
            last = joined[-1]
            joined[-1] = Paragraph(f"{last.text} {paragraph.text}", last.line, last.heading, joined=True)
        else:
            joined.append(paragraph)
    return [paragraph for paragraph in joined if paragraph.text]


def _carries_on(before: Paragraph, after: Paragraph) -> bool:
    text = before.text
    if text.endswith((*_TERMINAL, "”", '"', ")")) and not after.text[:1].islower():
        return False
    if after.heading or split_mark(after.text)[0] or opens_with_label(after.text) or _is_capitals(after.text):
        return False
    if after.text[:1].islower():
        return not text.endswith((".", ";", ":")) or text.endswith("...")
    unfinished = len(text) > _LONG or bool(_UNFINISHED.search(text))
    return unfinished and not _is_capitals(text) and not before.heading
