"""Paragraphs → an outline: sections by their numbers, and under each its paragraphs and bullets."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tasks_registry.reading.blocks import Paragraph
from tasks_registry.reading.folding import fold
from tasks_registry.reading.fuzzy import begins_with_any, plain_words
from tasks_registry.reading.labels import opens_with_contents, opens_with_label
from tasks_registry.reading.marks import LETTER, ROMAN, Mark, ordinal, split_mark
from tasks_registry.reading.parts import Part, names_part, part_of_title
from tasks_registry.reading.sources import Source
from tasks_registry.reading.unit_orders import ordered_units
from tasks_registry.reading.units import heading_units

ROOT, APPENDIX, UNNUMBERED = -2, -1, 7
_APPENDICES = ("phu luc", "bieu", "bo tieu chi", "danh muc", "bang", "khung", "de cuong", "mau", "tieu chi")
_LONGEST_CAPTION = 4  # words of "Phụ lục số II"
_CLOSINGS = (
    "noi nhan",
    "tm uy ban nhan dan",
    "tm ubnd",
    "kt chu tich",
    "chu tich",
    "tuq chu tich",
    "pho chu tich",
    "truong ban",
    "pho truong ban",
    "giam doc",
    "pho giam doc",
    "xac nhan",
)


@dataclass
class Point:
    """A paragraph under a section: depth 0 with no mark, 1 for a bullet, 2 for a bullet under it …"""

    text: str
    line: int
    depth: int = 0
    number: str = ""
    heading: bool = False
    joined: bool = False


@dataclass(frozen=True)
class Title:
    """A title above an item, in the words by which the item names it, and the paragraph that bears it."""

    words: str
    source: Source


@dataclass
class Section:
    """A numbered paragraph or an unnumbered title, and what stands under it."""

    title: str
    line: int
    depth: int
    mark: Mark | None = None
    parent: "Section | None" = None
    joined: bool = False
    points: list[Point] = field(default_factory=list)
    children: list["Section"] = field(default_factory=list)

    @property
    def number(self) -> str:
        return self.mark.number if self.mark else ""

    def path(self) -> tuple[Title, ...]:
        """The titles from the outermost part to this section; appendices aside."""
        above = self.parent.path() if self.parent else ()
        return (*above, self.named(self.title)) if self.depth > APPENDIX and self.title else above

    def named(self, words: str) -> Title:
        """This section as a title in `words` of its own."""
        return Title(words.rstrip(" :."), Source(self.line, self.title))

    def own_point(self, text: str = "") -> Point:
        """The paragraph that opens this section, or `text` of it, as a point."""
        return Point(text or self.title, self.line, 0, self.number, joined=self.joined)

    def walk(self) -> Iterator["Section"]:
        """This section and all under it, in their order."""
        yield self
        for child in self.children:
            yield from child.walk()


def outline_of(paragraphs: Iterable[Paragraph]) -> Section:
    """The outline of a document: a root whose children are its parts."""
    root = Section("", 0, ROOT)
    current, closed = root, False
    bullets: list[str] = []
    for paragraph in paragraphs:
        mark, text = split_mark(paragraph.text)
        if mark is None and _awaits_title(current):
            current.title = paragraph.text
            continue
        depth = _section_depth(paragraph, mark, text, current)
        if depth is None:
            if not closed:
                current.points.append(_point(paragraph, mark, text, bullets))
            continue
        closed = (closed and depth != APPENDIX) or _is_closing(paragraph.text)
        if not closed:
            current = _open(current, Section(text, paragraph.line, depth, mark, joined=paragraph.joined))
            bullets.clear()
    _split_runs(root)
    return root


def _awaits_title(section: Section) -> bool:
    """Whether a section has only its number ("Phần I"): its title stands on the next line."""
    return section.mark is not None and not (section.title or section.points or section.children)


def _section_depth(paragraph: Paragraph, mark: Mark | None, text: str, current: Section) -> int | None:
    """How deep a section the paragraph opens; None where it is a point of the current one."""
    if mark is None:
        return _title_depth(paragraph, current)
    if mark.is_bullet or (mark.depth != ROMAN and opens_with_label(paragraph.text)):
        return None
    return None if mark.depth >= LETTER and opens_with_contents(text) else mark.depth


def _title_depth(paragraph: Paragraph, current: Section) -> int | None:
    """The depth of a title with no number: of an appendix, a part, or a unit in the part of duties."""
    words = plain_words(paragraph.text)
    capitals = paragraph.text.isupper()
    if opens_with_label(paragraph.text):
        return None
    if _is_closing(paragraph.text) or (capitals and begins_with_any(words, _APPENDICES)):
        return APPENDIX
    if words[:2] == ["phu", "luc"] and len(words) <= _LONGEST_CAPTION:
        return APPENDIX
    if not (capitals or paragraph.heading):
        return UNNUMBERED if _is_unit_title(paragraph.text) else None
    if names_part(paragraph.text):
        return ROMAN
    return UNNUMBERED if paragraph.heading and current.depth > APPENDIX else None


def opens_part(text: str) -> bool:
    """Whether a paragraph with no number is the title, in capitals, of a part or an appendix."""
    words = plain_words(text)
    return text.isupper() and (begins_with_any(words, _APPENDICES) or names_part(text))


def _is_unit_title(text: str) -> bool:
    return text.endswith(":") and len(text) < 160 and bool(heading_units(text))


def _is_closing(text: str) -> bool:
    words = plain_words(text)
    if words[:2] == ["noi", "nhan"]:
        return True
    return text.isupper() and len(words) <= 8 and begins_with_any(words, _CLOSINGS)


def _open(current: Section, section: Section) -> Section:
    """`section` hung under the nearest open section that may hold it."""
    parent: Section = current
    while parent.parent is not None and parent.depth >= section.depth:
        parent = parent.parent
    section.parent = parent
    parent.children.append(section)
    return section


def _point(paragraph: Paragraph, mark: Mark | None, text: str, bullets: list[str]) -> Point:
    number, depth = mark.number if mark else "", 0
    if mark and mark.is_bullet:
        depth = _bullet_depth(mark, bullets)
    return Point(text, paragraph.line, depth, number, paragraph.heading, paragraph.joined)


def _bullet_depth(mark: Mark, bullets: list[str]) -> int:
    """How deep a bullet stands, from 1, by the `bullets` still open above it, which are kept up."""
    if mark.style in bullets:
        del bullets[bullets.index(mark.style) + 1 :]
    elif mark.style == "-" and bullets == ["+"]:
        bullets[:] = ["-"]
    else:
        bullets.append(mark.style)
    return len(bullets)


def _split_runs(root: Section) -> None:
    """Sections that number anew with no heading between them, put into parts of their own.

    A text that has lost its headings shows only this of its parts.
    """
    runs: list[list[Section]] = []
    for section in root.children:
        last = runs[-1][-1] if runs else None
        if last and _counts_on(last, section):
            runs[-1].append(section)
        else:
            runs.append([section])
    numbered = [run for run in runs if run[0].mark and run[0].depth > ROMAN]
    untitled = [run for run in numbered if all(_is_untitled(section) for section in run)]
    if len(numbered) < 2 and not untitled:
        return
    root.children = [part for run in runs for part in (_untitled_part(root, run) if run in untitled else run)]


def _is_untitled(section: Section) -> bool:
    """Whether a section names no part: its words say nothing of one, or order a unit."""
    return part_of_title(section.title) is Part.UNKNOWN or bool(ordered_units(section.title))


def _counts_on(before: Section, section: Section) -> bool:
    if not before.mark or not section.mark:
        return False
    return before.mark.style == section.mark.style and ordinal(section.mark) > ordinal(before.mark)


def _untitled_part(root: Section, run: list[Section]) -> list[Section]:
    part = Section("", run[0].line, ROMAN, parent=root, children=run)
    for section in run:
        section.parent = part
    return [part]


@dataclass(frozen=True)
class Repeated:
    """A number that sections of one level share: the lines of these, and those of all that stands in them."""

    number: str
    lines: tuple[int, ...]
    within: frozenset[int]


def repeated_numbers(root: Section) -> list[Repeated]:
    """Roman and arabic numbers that stand twice among the children of a section."""
    found = []
    for section in root.walk():
        by_number: dict[str, list[Section]] = {}
        for child in section.children:
            if child.mark and not (section.depth == ROOT and child.depth > ROMAN):
                by_number.setdefault(f"{child.mark.style}|{fold(child.number)}", []).append(child)
        found += [_repeated(children) for children in by_number.values() if len(children) > 1]
    return found


def _repeated(sections: list[Section]) -> Repeated:
    inner = [part for section in sections for part in section.walk()]
    lines = {part.line for part in inner} | {point.line for part in inner for point in part.points}
    return Repeated(fold(sections[0].number).upper(), tuple(s.line for s in sections), frozenset(lines))
