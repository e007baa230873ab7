"""PDF files made by LibreOffice from documents set as officials set them."""

import json
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from tasks_registry.reading.blocks import Paragraph
from tasks_registry.reading.formats.inside import read
from tasks_registry.reading.reader import read_document
from tasks_registry.reading.source import ReadError
from tests.reading.formats.conftest import Convert
from tests.reading.formats.reading import items_of, read_bytes, rows_of
from tests.reading.formats.sample import AFTER, BEFORE, HEADING, ROWS
from tests.reading.formats.writers import as_text

WIDTHS = [1.1, 5.0, 3.0, 3.0, 2.4, 2.4]  # cm


def official(*, drawn: bool = True) -> Document:
    """A plan on A4 with a letterhead side by side, justified paragraphs set in, and a table in 12 points."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    font = document.styles["Normal"].font
    font.name, font.size = "Times New Roman", Pt(14)
    letterhead = document.add_table(rows=2, cols=2)
    letterhead.cell(0, 0).text = "ỦY BAN NHÂN DÂN\nPHƯỜNG AN HÒA"
    letterhead.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    letterhead.cell(1, 0).text = "Số: 21/KH-UBND"
    letterhead.cell(1, 1).text = "An Hòa, ngày 15 tháng 01 năm 2026"
    add_paragraphs(document, BEFORE[4:])
    add_table(document, drawn=drawn)
    add_paragraphs(document, AFTER)
    return document


def add_paragraphs(document: Document, texts: list[str]) -> None:
    for text in texts:
        paragraph = document.add_paragraph(text)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.first_line_indent = Cm(1.27)
        paragraph.paragraph_format.space_after = Pt(4)
        if text.isupper() or text[1:3] in (". ", "I."):
            paragraph.runs[0].bold = True


def add_table(document: Document, *, drawn: bool) -> None:
    table = document.add_table(rows=0, cols=len(HEADING), style="Table Grid" if drawn else "Normal Table")
    table.autofit = False
    for row in [HEADING, *ROWS]:
        cells = table.add_row().cells
        if row[0].isupper() and not row[2]:
            row = [f"{row[0]}. {row[1]}"]
            cells = [cells[0].merge(cells[-1])]
        for cell, text, width in zip(cells, row, WIDTHS, strict=False):
            cell.text = text
            cell.width = Cm(width if len(row) > 1 else sum(WIDTHS))
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(12)


@pytest.mark.parametrize("drawn", [True, False], ids=["drawn", "not drawn"])
def test_an_official_plan_gives_the_same_items(tmp_path: Path, convert: Convert, drawn: bool) -> None:
    path = tmp_path / "plan.docx"
    official(drawn=drawn).save(str(path))
    document = read(convert(path, "pdf"))
    plain = read_bytes(as_text([*BEFORE, [HEADING, *ROWS], *AFTER]).encode(), tmp_path, "plan.txt")
    assert items_of(document) == items_of(plain)
    plan = read_document(document.blocks).plan
    assert (plan.issuer, plan.number, str(plan.issued)) == (
        "Ủy ban nhân dân phường An Hòa",
        "21/KH-UBND",
        "2026-01-15",
    )
    headings = [block.text for block in document.blocks if isinstance(block, Paragraph) and block.heading]
    assert "KẾ HOẠCH" in headings
    assert "III. TỔ CHỨC THỰC HIỆN" in headings


def test_a_file_with_a_password_says_so(tmp_path: Path, convert: Convert) -> None:
    path = tmp_path / "plan.docx"
    docx.Document().save(str(path))
    options = {
        "EncryptFile": {"type": "boolean", "value": "true"},
        "DocumentOpenPassword": {"type": "string", "value": "x"},
    }
    locked = convert(path, f"pdf:writer_pdf_Export:{json.dumps(options)}")
    with pytest.raises(ReadError, match="có mật khẩu"):
        read(locked)


def test_a_turned_page_is_read_as_it_is_seen(tmp_path: Path, convert: Convert) -> None:
    """Pages that lie on their side in the file, set upright by a rotation; their text stands in a form."""
    path = tmp_path / "plan.docx"
    official().save(str(path))
    upright = convert(path, "pdf")
    path = tmp_path / "turned.pdf"
    with pypdfium2.PdfDocument(upright) as document, pypdfium2.PdfDocument.new() as turned:
        for at in range(len(document)):
            width, height = document[at].get_size()
            page = turned.new_page(height, width)
            form = document.page_as_xobject(at, turned).as_pageobject()
            form.set_matrix(pypdfium2.PdfMatrix(0, 1, -1, 0, height, 0))
            page.insert_obj(form)
            page.gen_content()
            page.set_rotation(90)
        turned.save(path)
    assert rows_of(read(path)) == rows_of(read(upright))
