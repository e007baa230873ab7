"""Reading a written .docx back: its parts, its paragraphs with their figures, its tables."""

import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from lxml import etree


def opened(word: bytes) -> WordDocument:
    """The document, as another program reads it."""
    return Document(BytesIO(word))


@dataclass(frozen=True)
class Read:
    """A paragraph and what its style says: sizes in pt, the indent in mm."""

    text: str
    size: float
    bold: bool
    italic: bool
    align: Any
    indent: float
    after: float
    lines: Any
    font: str


def read(paragraph: Paragraph) -> Read:
    """A paragraph with the figures that hold for it."""
    style = paragraph.style
    assert isinstance(style, ParagraphStyle)
    form, own = style.paragraph_format, paragraph.paragraph_format
    assert style.font.size is not None
    return Read(
        text=paragraph.text,
        size=style.font.size.pt,
        bold=bool(style.font.bold),
        italic=bool(style.font.italic),
        align=paragraph.alignment if paragraph.alignment is not None else form.alignment,
        indent=form.first_line_indent.mm if form.first_line_indent else 0,
        after=(own.space_after or form.space_after).pt,  # type: ignore[union-attr]
        lines=form.line_spacing,
        font=str(style.font.name),
    )


def paragraphs(word: bytes) -> list[Paragraph]:
    """All paragraphs, those in tables too, in the order of the page."""
    found = opened(word)
    return [Paragraph(each, found) for each in found.element.body.iter(f"{{{W}}}p")]


def the(word: bytes, beginning: str) -> Read:
    """The first paragraph that begins so."""
    return read(next(each for each in paragraphs(word) if each.text.startswith(beginning)))


def text_of(word: bytes) -> str:
    """All text, a line a paragraph."""
    return "\n".join(each.text for each in paragraphs(word))


def rows_of(word: bytes, table: int) -> list[list[str]]:
    """The texts of a table with lines (from 0), its heading first."""
    tables = [
        each
        for each in opened(word).element.body.iter(f"{{{W}}}tbl")
        if each.find(f".//{{{W}}}tblBorders") is not None
    ]
    return [
        [
            "\n".join(
                "".join(run.text or "" for run in line.iter(f"{{{W}}}t")) for line in cell.iter(f"{{{W}}}p")
            )
            for cell in row.iter(f"{{{W}}}tc")
        ]
        for row in tables[table].iter(f"{{{W}}}tr")
    ]


def part(archive: bytes, name: str) -> Any:
    """A part of the archive as XML."""
    with zipfile.ZipFile(BytesIO(archive)) as parts:
        return etree.fromstring(parts.read(name))


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
