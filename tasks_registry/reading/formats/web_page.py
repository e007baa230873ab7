"""Web pages and HTML that a word processor has saved → blocks."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_string
from email.policy import default

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tasks_registry.reading.formats.cleaning import clean_lines, unbroken
from tasks_registry.reading.formats.gathering import Gathering
from tasks_registry.reading.formats.grids import Cell, Grid, Line
from tasks_registry.reading.formats.limits import COLUMNS
from tasks_registry.reading.formats.word_numbers import letters, roman
from tasks_registry.reading.marks import split_mark

_HIDDEN_TAGS = """
script style head title template noscript iframe object svg math select button nav del s strike
"""
_INLINE_TAGS = """
a abbr acronym b bdi bdo big cite code data dfn em font i ins kbd label mark q samp small span strong sub
sup time tt u var wbr img o:p st1:place
"""
_HIDDEN, _INLINE = frozenset(_HIDDEN_TAGS.split()), frozenset(_INLINE_TAGS.split())
_MAIL = "MIME-Version:"
_BOLD = ("b", "strong")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LISTS = ("ol", "ul")
_DEEPEST = 120  # elements in one another; what lies deeper is read as plain text
_BULLETS = ("-", "+", "•")
_LONGEST_HEADING = 200
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_COUNTS: dict[str, Callable[[int], str]] = {
    "1": str,
    "a": letters,
    "A": lambda n: letters(n).upper(),
    "i": roman,
    "I": lambda n: roman(n).upper(),
}
_DIGITS = re.compile(r"\s*(\d{1,5})")


def read(html: str, found: Gathering) -> None:
    """Add the blocks of an HTML text to `found`, also of one saved together with its pictures (MHTML)."""
    if html.startswith(_MAIL):
        html = _page_of(html)
    body = LexborHTMLParser(html).body
    if body is not None:
        flow = _Flow()
        flow.read(body, 0)
        found.add_content(flow.ended())


def _page_of(mail: str) -> str:
    """The HTML page in an MHTML file, which is made like a mail."""
    parts = message_from_string(mail, policy=default).walk()
    pages = (part.get_content() for part in parts if part.get_content_type() == "text/html")
    return str(next(pages, ""))


@dataclass
class _Flow:
    """The paragraphs and tables of an element, found so far, and the words of the open paragraph."""

    content: list[Line | Grid] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    plain: bool = False  # the open paragraph has words that are not bold
    in_cell: bool = False  # where every line break is one of the author's
    prefix: str = ""  # the number or bullet that its list gives to the next paragraph

    def read(
        self, element: LexborNode, depth: int, *, bold: bool = False, heading: bool = False, lists: int = 0
    ) -> None:
        """Read what `element` holds. `lists`: how many lists stand around it."""
        if depth > _DEEPEST:
            self._add_text(element.text(deep=True), bold=bold)
            return
        for child in _children(element):
            tag = child.tag or ""
            if tag == "-text":
                self._add_text(child.text_content or "", bold=bold or heading)
            elif tag == "br":
                self.words.append("\n")
            elif tag == "table":
                self.end_paragraph(heading=heading)
                self.content.append(_table(child, depth))
            elif tag in _LISTS:
                self._read_list(child, depth, lists)
            elif tag in _INLINE and not _is_hidden(child):
                self.read(child, depth + 1, bold=bold or _is_bold(child), heading=heading, lists=lists)
            elif tag not in _HIDDEN and not tag.startswith("-") and not _is_hidden(child):
                self.end_paragraph(heading=heading)
                inner = heading or tag in _HEADINGS
                self.read(child, depth + 1, bold=bold or _is_bold(child), heading=inner, lists=lists)
                self.end_paragraph(heading=inner)

    def _read_list(self, element: LexborNode, depth: int, lists: int) -> None:
        self.end_paragraph()
        start = _whole(element.attributes.get("start"), 1)
        for number, item in enumerate((c for c in _children(element) if c.tag == "li"), start):
            self.prefix = _prefix(element, _whole(item.attributes.get("value"), number), lists)
            self.read(item, depth + 1, bold=_is_bold(item), lists=lists + 1)
            self.end_paragraph()
            self.prefix = ""

    def _add_text(self, text: str, *, bold: bool) -> None:
        self.words.append(re.sub(r"\s+", " ", text))
        self.plain = self.plain or (bool(text.strip()) and not bold)

    def end_paragraph(self, *, heading: bool = False) -> None:
        """Close the open paragraph; its lines are parted where the author broke them."""
        lines = clean_lines("".join(self.words))
        lines = lines if self.in_cell else unbroken(lines)
        if lines and self.prefix and not split_mark(lines[0])[0]:
            lines[0] = f"{self.prefix} {lines[0]}"
        bold = not self.plain and bool(lines) and not lines[-1].endswith((".", ";", ","))
        heading = heading or (bold and sum(map(len, lines)) <= _LONGEST_HEADING)
        self.content += [Line(line, heading) for line in lines]
        self.prefix = "" if lines else self.prefix
        self.words, self.plain = [], False

    def ended(self) -> list[Line | Grid]:
        """All that was found."""
        self.end_paragraph()
        return self.content


def _children(element: LexborNode) -> Iterator[LexborNode]:
    child = element.child
    while child is not None:
        yield child
        child = child.next


def _style(element: LexborNode) -> str:
    return element.attributes.get("style") or ""


def _is_bold(element: LexborNode) -> bool:
    return element.tag in _BOLD or bool(_BOLD_STYLE.search(_style(element)))


def _is_hidden(element: LexborNode) -> bool:
    return "hidden" in element.attributes or bool(_HIDDEN_STYLE.search(_style(element)))


def _whole(text: str | None, otherwise: int) -> int:
    match = _DIGITS.match(text or "")
    return int(match[1]) if match else otherwise


def _prefix(element: LexborNode, number: int, lists: int) -> str:
    """What a browser shows before an item of a list; a dash and a plus for the bullets, as in a plan."""
    if element.tag == "ul":
        return _BULLETS[min(lists, len(_BULLETS) - 1)]
    count = _COUNTS.get(element.attributes.get("type") or "1", _COUNTS["1"])
    return f"{count(number) if 0 < number < _DEEPEST else number}."


def _table(element: LexborNode, depth: int) -> Grid:
    """A table with its merged cells; the cells under a merged one move to the right, as in a browser."""
    cells: list[Cell] = []
    rows = list(_rows(element))
    taken_until = [0] * COLUMNS  # for each column, the first row that no cell above reaches
    for row, tr in enumerate(rows):
        column = 0
        for td in (child for child in _children(tr) if child.tag in ("td", "th")):
            while column < COLUMNS and taken_until[column] > row:
                column += 1
            if column == COLUMNS:
                break
            height = min(_whole(td.attributes.get("rowspan"), 1) or len(rows), len(rows) - row)
            width = min(_whole(td.attributes.get("colspan"), 1) or 1, COLUMNS - column)
            taken_until[column : column + width] = [row + height] * width
            cells.append(Cell(_content(td, depth), row, column, height, width))
    return Grid(tuple(cells))


def _content(cell: LexborNode, depth: int) -> tuple[Line | Grid, ...]:
    flow = _Flow(in_cell=True)
    flow.read(cell, depth + 1, bold=_is_bold(cell))
    return tuple(flow.ended())


def _rows(table: LexborNode) -> Iterator[LexborNode]:
    for child in _children(table):
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in _children(child) if row.tag == "tr")
