"""The figures of Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, as styles and page set-up of a Word document."""

from dataclasses import dataclass

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

FONT = "Times New Roman"
PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0  # A4, mm; mục I.1
TOP, BOTTOM, LEFT, RIGHT = 20.0, 20.0, 30.0, 15.0  # mm; mục I.3: 20–25, 20–25, 30–35, 15–20
PAGE_NUMBER_ROOM = 12.0  # above the text, in which the page number stands
TEXT_WIDTH = PAGE_WIDTH - LEFT - RIGHT
INDENT = 12.7  # mm; mục II.6e: 1 or 1,27 cm

LEFT_ALIGN, CENTRED, JUSTIFIED, RIGHT_ALIGN = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
    WD_ALIGN_PARAGRAPH.RIGHT,
)


@dataclass(frozen=True)
class Look:
    """How a part of the document looks: size and spaces in pt, indent in mm, lines as a multiple."""

    size: float
    bold: bool = False
    italic: bool = False
    align: WD_ALIGN_PARAGRAPH = CENTRED
    indent: float = 0
    before: float = 0
    after: float = 0
    lines: float = 1
    outline: int | None = None
    keep: bool = False


LOOKS: dict[str, Look] = {
    "Quốc hiệu": Look(12, bold=True),
    "Tiêu ngữ": Look(13, bold=True),
    "Cơ quan chủ quản": Look(12),
    "Cơ quan ban hành": Look(12, bold=True),
    "Số, ký hiệu": Look(13, before=6),
    "Địa danh, thời gian": Look(13, italic=True, before=6),
    "Tên loại": Look(14, bold=True, before=18),
    "Trích yếu": Look(14, bold=True),
    "Kính gửi": Look(14, align=LEFT_ALIGN, before=6),
    "Căn cứ": Look(14, italic=True, align=JUSTIFIED, indent=INDENT, after=6, lines=1.1),
    "Nội dung": Look(14, align=JUSTIFIED, indent=INDENT, after=6, lines=1.1),
    "Mục lớn": Look(14, bold=True, align=JUSTIFIED, indent=INDENT, before=6, after=6, outline=0, keep=True),
    "Mục nhỏ": Look(14, bold=True, align=JUSTIFIED, indent=INDENT, after=6, outline=1, keep=True),
    "Tên bảng": Look(13, italic=True, before=6, after=6, keep=True),
    "Ghi chú bảng": Look(12, italic=True, align=JUSTIFIED, before=3, after=6),
    "Đầu bảng": Look(12, bold=True, before=2, after=2),
    "Chữ bảng": Look(12, align=LEFT_ALIGN, before=2, after=2),
    "Số bảng": Look(12, before=2, after=2),
    "Đầu bảng nhỏ": Look(11, bold=True, before=2, after=2),
    "Chữ bảng nhỏ": Look(11, align=LEFT_ALIGN, before=2, after=2),
    "Số bảng nhỏ": Look(11, before=2, after=2),
    "Nơi nhận": Look(12, bold=True, italic=True, align=LEFT_ALIGN),
    "Danh sách nơi nhận": Look(11, align=LEFT_ALIGN),
    "Người ký": Look(14, bold=True),
    "Phụ lục": Look(14, bold=True, outline=0, keep=True),
    "Tên phụ lục": Look(14, bold=True, keep=True),
    "Chỉ dẫn phụ lục": Look(14, italic=True, after=12, keep=True),
    "Hình": Look(13, before=6, keep=True),
    "Nét kẻ": Look(2, before=3),
    "Số trang": Look(14),
}


def new_document() -> WordDocument:
    """An empty A4 document with the styles of `LOOKS` and page numbers from the second page on."""
    word = Document()
    _plain_normal(word)
    for name, look in LOOKS.items():
        _add_style(word, name, look)
    first = word.sections[0]
    _lay_out(first)
    _number_pages(first)
    _drop_thumbnail(word)
    return word


def _plain_normal(word: WordDocument) -> None:
    normal = word.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)  # noqa: S101  of python-docx's own template
    _set_font(normal, 14)
    normal.paragraph_format.space_after = Pt(0)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    normal.element.get_or_add_rPr().append(language)


def _set_font(style: ParagraphStyle, size: float) -> None:
    style.font.name = FONT
    style.font.size = Pt(size)
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:eastAsia", "w:cs"):
        fonts.set(qn(script), FONT)


def _add_style(word: WordDocument, name: str, look: Look) -> None:
    style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)  # noqa: S101  what was asked for
    _set_font(style, look.size)
    style.font.bold, style.font.italic = look.bold, look.italic
    form = style.paragraph_format
    form.alignment = look.align
    form.first_line_indent = Mm(look.indent)
    form.space_before, form.space_after = Pt(look.before), Pt(look.after)
    form.line_spacing = look.lines
    form.keep_with_next = look.keep
    if look.outline is not None:
        level = OxmlElement("w:outlineLvl")
        level.set(qn("w:val"), str(look.outline))
        style.element.get_or_add_pPr().append(level)


def style_id(word: WordDocument, name: str) -> str:
    """The id under which a style of `LOOKS` stands in the document's XML."""
    return str(word.styles[name].style_id)


def _lay_out(section: Section, wide: bool = False) -> None:
    width, height = (PAGE_HEIGHT, PAGE_WIDTH) if wide else (PAGE_WIDTH, PAGE_HEIGHT)
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    # a page laid on its side is bound at its top, which was its left
    top, right, bottom, left = (LEFT, TOP, RIGHT, BOTTOM) if wide else (TOP, RIGHT, BOTTOM, LEFT)
    section.top_margin, section.right_margin = Mm(top), Mm(right)
    section.bottom_margin, section.left_margin = Mm(bottom), Mm(left)
    section.header_distance, section.footer_distance = Mm(top - PAGE_NUMBER_ROOM), Mm(8)


def _number_pages(section: Section) -> None:
    """Centred in the top margin, none on the first page (mục I.7)."""
    section.different_first_page_header_footer = True
    place = section.header.paragraphs[0]
    place.style = "Số trang"
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    place._p.append(field)


def new_part(word: WordDocument, wide: bool = False) -> Section:
    """A new page that begins a part with page numbers of its own (mục III.1đ), on its side where `wide`."""
    section: Section = word.add_section(WD_SECTION.NEW_PAGE)
    # the paragraph that ends the part before: lower than a line, or it may take a page of its own
    word.element.body.xpath("./w:p[w:pPr/w:sectPr]")[-1].style = style_id(word, "Nét kẻ")
    _lay_out(section, wide)
    section.different_first_page_header_footer = True
    restart = section._sectPr.find(qn("w:pgNumType"))
    if restart is None:
        restart = OxmlElement("w:pgNumType")
        section._sectPr.insert_element_before(restart, "w:cols", "w:titlePg", "w:docGrid")
    restart.set(qn("w:start"), "1")
    return section


def _drop_thumbnail(word: WordDocument) -> None:
    """The template's own picture of another document."""
    relations = word.part.package.rels
    for key in [key for key, rel in relations.items() if rel.reltype.endswith("/thumbnail")]:
        del relations[key]
