"""What a Word document is put together from: paragraphs, rules, tables of text, pictures.

Texts are clean already (`wording.clean`).

Tables are written as XML in one go: python-docx walks the whole grid for each cell, which takes minutes for
a table of 2,000 rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from lxml import etree

from reports.form30 import style_id

Place = WordDocument | _Cell
LONG_TEXT = 400  # characters of a cell whose row may go on over the page
BORDER_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
CELL_MARGIN = 1.2  # mm, left and right of the text


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, its width in mm, whether what stands in it is centred."""

    heading: str
    width: float
    centred: bool = False


def add(place: Place, text: str, style: str) -> Paragraph:
    """A paragraph; line breaks of `text` stay within it."""
    return place.add_paragraph(text, style=style)


def fill(cell: _Cell, lines: Iterable[tuple[str, str]]) -> None:
    """Put (text, style) paragraphs into a new cell, whose first paragraph is there already."""
    first, *others = lines
    cell.paragraphs[0].text, cell.paragraphs[0].style = first
    for text, style in others:
        add(cell, text, style)


def rule(place: Place, width: float, within: float) -> Paragraph:
    """A solid line of `width` mm in the middle of a space of `within` mm."""
    line = place.add_paragraph(style="Nét kẻ")
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = Mm((within - width) / 2)
    line.paragraph_format.line_spacing = Pt(3)
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    properties = line._p.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")
    return line


def columns_without_lines(word: WordDocument, widths: Sequence[float], rows: int) -> Table:
    """A table that only sets texts side by side; widths in mm."""
    table: Table = word.add_table(rows=rows, cols=len(widths))
    table.autofit = False
    _set_margins(table, 0)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def add_table(
    word: WordDocument,
    columns: Sequence[Column],
    rows: Iterable[Sequence[str]],
    *,
    small: bool = False,
    strong: Iterable[int] = (),
) -> None:
    """A table with lines whose heading stands on every page; rows whose index is in `strong` are bold."""
    table = word.add_table(rows=0, cols=len(columns))
    table.autofit = False
    _set_margins(table, CELL_MARGIN)
    _set_borders(table)
    for column, given in zip(table.columns, columns, strict=True):
        column.width = Mm(given.width)
    ids = {
        name: style_id(word, name + (" nhỏ" if small else "")) for name in ("Đầu bảng", "Chữ bảng", "Số bảng")
    }
    head, bold = (
        _row([each.heading for each in columns], columns, [ids["Đầu bảng"]] * len(columns)),
        set(strong),
    )
    head.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    table._tbl.append(head)
    styles = [ids["Số bảng" if each.centred else "Chữ bảng"] for each in columns]
    written = [_row(texts, columns, styles, bold=index in bold) for index, texts in enumerate(rows)]
    for row in written[-2:-1]:  # the last row, often the sum, is not left alone on a page
        for properties in row.iter(qn("w:pPr")):
            etree.SubElement(properties, qn("w:keepNext"))
    table._tbl.extend(written)


def _row(
    texts: Sequence[str], columns: Sequence[Column], styles: Sequence[str], bold: bool = False
) -> BaseOxmlElement:
    row = OxmlElement("w:tr")
    longest = max(map(len, texts), default=0)
    if longest < LONG_TEXT:
        etree.SubElement(etree.SubElement(row, qn("w:trPr")), qn("w:cantSplit"))
    for text, column, style in zip(texts, columns, styles, strict=True):
        cell = etree.SubElement(row, qn("w:tc"))
        properties = etree.SubElement(cell, qn("w:tcPr"))
        size = etree.SubElement(properties, qn("w:tcW"))
        size.set(qn("w:w"), str(Mm(column.width).twips))
        size.set(qn("w:type"), "dxa")
        etree.SubElement(properties, qn("w:vAlign")).set(qn("w:val"), "center")
        for line in text.split("\n"):
            _cell_line(cell, line, style, bold)
    return row


def _cell_line(cell: etree._Element, text: str, style: str, bold: bool) -> None:
    paragraph = etree.SubElement(cell, qn("w:p"))
    etree.SubElement(etree.SubElement(paragraph, qn("w:pPr")), qn("w:pStyle")).set(qn("w:val"), style)
    run = etree.SubElement(paragraph, qn("w:r"))
    if bold:
        etree.SubElement(etree.SubElement(run, qn("w:rPr")), qn("w:b"))
    written = etree.SubElement(run, qn("w:t"))
    written.set(qn("xml:space"), "preserve")
    written.text = text


def _set_margins(table: Table, width: float) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = etree.SubElement(margins, qn(f"w:{side}"))
        margin.set(qn("w:w"), str(Mm(width).twips))
        margin.set(qn("w:type"), "dxa")
    properties = table._tbl.tblPr
    properties.insert_element_before(margins, "w:tblLook")


def _set_borders(table: Table) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in BORDER_SIDES:
        line = etree.SubElement(borders, qn(f"w:{side}"))
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "000000")):
            line.set(qn(f"w:{name}"), value)
    table._tbl.tblPr.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


def gap(word: WordDocument) -> None:
    """Some room below a table."""
    word.add_paragraph(style="Nét kẻ")


def add_picture(word: WordDocument, picture: bytes, width: float) -> None:
    """A PNG in a paragraph of its own, `width` mm wide."""
    word.add_paragraph(style="Hình").add_run().add_picture(BytesIO(picture), width=Length(Mm(width)))
