"""Word documents (.docx) → blocks.

Read from the XML itself: what the rules need — the numbers of lists, insertions not yet accepted, text
boxes, content controls, merged cells — no library gives. Headers, footers and notes are left out.
"""

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from tasks_registry.reading.formats.cleaning import clean_lines, unbroken
from tasks_registry.reading.formats.gathering import Gathering, refused
from tasks_registry.reading.formats.grids import Cell, Grid, Line
from tasks_registry.reading.formats.limits import COLUMNS
from tasks_registry.reading.formats.word_numbers import Numbering
from tasks_registry.reading.formats.word_styles import Styles
from tasks_registry.reading.formats.word_text import W, boxes_of, runs_of, text_of_run, value_of, whole
from tasks_registry.reading.formats.zips import Package, opened

_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_CHANGES = ("ins", "del", "moveFrom", "moveTo")
_LONGEST_HEADING = 200  # characters; a longer paragraph in bold is stressed, no heading
_SENTENCE_ENDS = (".", ";", ",")


def read(path: Path, found: Gathering) -> None:
    """Add the blocks of a .docx file to `found`."""
    with opened(path, found.name) as package:
        main = package.related("").get("officeDocument", "word/document.xml")
        root = package.xml(main)
        body = root.find(W + "body") if root is not None else None
        if body is None:
            raise refused(found.name, _unknown(root))
        document = _Document(package, main)
    if any(next(body.iter(W + change), None) is not None for change in _CHANGES):
        found.warn("Văn bản còn sửa đổi chưa chốt (Track Changes): đã đọc bản sau sửa đổi")
    found.add_content(document.content(body))


def _unknown(root: etree._Element | None) -> str:
    if root is not None and root.tag.startswith(f"{{{_STRICT}}}"):
        return "ở dạng Strict Open XML; hãy lưu lại dạng Word Document (.docx) rồi nạp lại"
    return "không có phần văn bản của Word; hãy mở bằng Word, lưu lại rồi nạp lại"


class _Document:
    """A document being read: its styles, and its lists, which count as the reading goes on."""

    def __init__(self, package: Package, main: str) -> None:
        related = package.related(main)
        self._styles = Styles(package.xml(related.get("styles", "")))
        numbering = package.xml(related.get("numbering", ""))
        self._numbering = Numbering(numbering, self._styles.list_numbers())

    def content(self, container: etree._Element) -> Iterator[Line | Grid]:
        """The paragraphs and tables of a body, a cell or a text box."""
        held: list[etree._Element] = []
        for block in _blocks(container):
            if block.tag == W + "tbl":
                yield self._table(block)
            elif block.find(f"{W}pPr/{W}rPr/{W}del") is not None:
                held.append(block)  # its end is deleted: the next paragraph goes on with it
            else:
                yield from self._paragraph([*held, block])
                held = []
        if held:
            yield from self._paragraph(held)

    def _paragraph(self, parts: list[etree._Element]) -> Iterator[Line | Grid]:
        """A paragraph (in parts that a deletion has joined) by its lines, then its text boxes."""
        first = parts[0]
        if self._styles.is_contents(first):
            return
        runs = [(run, part) for part in parts for run in runs_of(part)]
        number, level = self._styles.list_of(first)
        label = self._numbering.label(number, level) if number else ""
        lines = clean_lines("".join(text_of_run(run) for run, _ in runs))
        in_cell = any(ancestor.tag == W + "tc" for ancestor in first.iterancestors())
        if label and (lines or in_cell):  # a number with no text is, in a table, the number of a row
            lines = [f"{label} {lines[0]}" if lines else label, *lines[1:]]
        heading = bool(lines) and self._is_heading(first, runs, lines)
        yield from (Line(line, heading) for line in (lines if in_cell else unbroken(lines)))
        for part in parts:
            for box in boxes_of(part):
                yield from self.content(box)

    def _is_heading(
        self, paragraph: etree._Element, runs: list[tuple[etree._Element, etree._Element]], lines: list[str]
    ) -> bool:
        """Whether a paragraph is a heading: by its style, or short and bold as a whole."""
        if self._styles.is_heading(paragraph):
            return True
        short = sum(map(len, lines)) <= _LONGEST_HEADING and not lines[-1].endswith(_SENTENCE_ENDS)
        shown = [(run, part) for run, part in runs if text_of_run(run).strip()]
        return short and bool(shown) and all(self._styles.is_bold(run, part) for run, part in shown)

    def _table(self, table: etree._Element) -> Grid:
        cells: list[Cell] = []
        open_above: dict[int, int] = {}  # the column of a cell merged downwards → its index in `cells`
        for row, element in enumerate(_rows(table)):
            column = whole(value_of(element, "trPr/gridBefore"), 0)
            for cell in _within(element, W + "tc"):
                width = _width(cell)
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                above = open_above.get(column)
                if merge is not None and merge.get(W + "val") != "restart" and above is not None:
                    cells[above] = _taller(cells[above], row)
                elif column < COLUMNS:
                    open_above.pop(column, None)
                    if merge is not None:
                        open_above[column] = len(cells)
                    cells.append(Cell(tuple(self.content(cell)), row, column, 1, width))
                column += width
        return Grid(tuple(cells))


def _blocks(container: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs and tables in a container, those in content controls and insertions included."""
    for child in container:
        if child.tag in (W + "p", W + "tbl"):
            yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "customXml", W + "ins", W + "moveTo"):
            yield from _blocks(child)


def _rows(table: etree._Element) -> list[etree._Element]:
    """The rows of a table but those deleted."""
    rows = _within(table, W + "tr")
    return [row for row in rows if row.find(f"{W}trPr/{W}del") is None]


def _within(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The children of a tag, those in content controls included."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "customXml", W + "ins"):
            yield from _within(child, tag)


def _width(cell: etree._Element) -> int:
    """The number of columns over which a cell is merged."""
    return min(max(whole(value_of(cell, "tcPr/gridSpan"), 1), 1), COLUMNS)


def _taller(cell: Cell, last_row: int) -> Cell:
    return Cell(cell.content, cell.row, cell.column, last_row - cell.row + 1, cell.width)
