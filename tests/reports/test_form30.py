"""The figures of Nghị định 30/2020/NĐ-CP, Phụ lục I (domain.md 7), read back from the document's XML."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from PIL import ImageFont

from reports.facts import ReportFacts
from reports.word_report import word_report
from tests.reports.reading import W, opened, paragraphs, read, text_of, the
from tests.reports.samples import score, snapshot, year

CENTRED, JUSTIFIED = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
SERIF = Path("/usr/share/fonts/truetype/liberation2")  # Times New Roman's own widths
FACTS = ReportFacts(
    parent="UBND thành phố Hải Phòng",
    place="An Lạc",
    addressed_to=("Ủy ban nhân dân thành phố Hải Phòng", "Sở Nội vụ"),
    grounds=("Luật Tổ chức chính quyền địa phương", "Căn cứ Kế hoạch số 49/KH-UBND;"),
    signer_name="Trần Thị Lan",
    recipients=("TT. Đảng ủy phường", "Các phòng chuyên môn;"),
    drafter="VHXH",
)


@cache
def report() -> bytes:
    return word_report(year(), score(), FACTS)


def test_the_page_is_a4_with_the_margins_of_the_decree() -> None:
    first, *annexes = opened(report()).sections
    assert first.page_width is not None
    assert (round(first.page_width.mm), round(first.page_height.mm)) == (210, 297)  # type: ignore[union-attr]
    for section in (first, *annexes):
        wide = section.page_width > section.page_height  # type: ignore[operator]
        top, right, bottom, left = (
            round(getattr(section, f"{side}_margin").mm, 1) for side in ("top", "right", "bottom", "left")
        )
        if wide:  # the sheet is turned: its left is at the top
            top, right, bottom, left = right, bottom, left, top
        assert 20 <= top <= 25
        assert 20 <= bottom <= 25
        assert 30 <= left <= 35
        assert 15 <= right <= 20


def test_all_letters_are_times_new_roman_and_black() -> None:
    for paragraph in paragraphs(report()):
        assert read(paragraph).font == "Times New Roman"
        fonts = paragraph.style.element.find(f"{{{W}}}rPr/{{{W}}}rFonts")  # type: ignore[union-attr]
        assert {fonts.get(f"{{{W}}}{script}") for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {
            "Times New Roman"
        }
        assert str(paragraph.style.font.color.rgb) == "000000"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("beginning", "sizes", "bold", "italic", "align"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", (12, 13), True, False, CENTRED),
        ("Độc lập - Tự do - Hạnh phúc", (13, 14), True, False, CENTRED),
        ("UBND THÀNH PHỐ HẢI PHÒNG", (12, 13), False, False, CENTRED),
        ("ỦY BAN NHÂN DÂN", (12, 13), True, False, CENTRED),
        ("PHƯỜNG AN LẠC", (12, 13), True, False, CENTRED),
        ("Số:", (13, 13), False, False, CENTRED),
        ("An Lạc, ngày", (13, 14), False, True, CENTRED),
        ("BÁO CÁO", (13, 14), True, False, CENTRED),
        ("Kết quả năm 2026", (13, 14), True, False, CENTRED),
        ("Kính gửi:", (13, 14), False, False, WD_ALIGN_PARAGRAPH.LEFT),
        ("Căn cứ Luật", (13, 14), False, True, JUSTIFIED),
        ("Thực hiện Kế hoạch", (13, 14), False, False, JUSTIFIED),
        ("I. TÌNH HÌNH CHUNG", (13, 14), True, False, JUSTIFIED),
        ("TM. ỦY BAN NHÂN DÂN", (13, 14), True, False, CENTRED),
        ("CHỦ TỊCH", (13, 14), True, False, CENTRED),
        ("Trần Thị Lan", (13, 14), True, False, CENTRED),
        ("Nơi nhận:", (12, 12), True, True, WD_ALIGN_PARAGRAPH.LEFT),
        ("- Như trên;", (11, 11), False, False, WD_ALIGN_PARAGRAPH.LEFT),
        ("Phụ lục I", (14, 14), True, False, CENTRED),
        ("TÌNH HÌNH THỰC HIỆN NHIỆM VỤ NĂM 2026", (13, 14), True, False, CENTRED),
        ("(Kèm theo Báo cáo số", (13, 14), False, True, CENTRED),
    ],
)
def test_each_part_has_its_size_and_style(
    beginning: str, sizes: tuple[int, int], bold: bool, italic: bool, align: WD_ALIGN_PARAGRAPH
) -> None:
    found = the(report(), beginning)
    assert sizes[0] <= found.size <= sizes[1]
    assert (found.bold, found.italic, found.align) == (bold, italic, align)


def test_the_body_is_justified_and_indented_with_room_between_paragraphs() -> None:
    body = [read(each) for each in paragraphs(report()) if each.style and each.style.name == "Nội dung"]
    assert len(body) > 8
    for found in body:
        assert found.align == JUSTIFIED
        assert found.indent in (10, 12.7)
        assert found.after >= 6
        assert 1 <= found.lines <= 1.5
    assert body[-1].text.endswith("./.")
    assert not any(found.text.endswith("./.") for found in body[:-1])


def test_the_number_and_the_day_are_left_to_the_registry() -> None:
    assert the(report(), "Số:").text.replace("\u00a0", "") == "Số:/BC-UBND"
    assert the(report(), "An Lạc, ngày").text.split() == ["An", "Lạc,", "ngày", "tháng", "năm"]
    dated = word_report(year(), None, ReportFacts(place="An Lạc", issued_on=date(2027, 2, 5)))
    assert "An Lạc, ngày 05 tháng 02 năm 2027" in text_of(dated)
    assert "…, ngày 15 tháng 6 năm 2026" in text_of(
        word_report(snapshot(), None, ReportFacts(issued_on=date(2026, 6, 15)))
    )


def test_lists_end_as_the_decree_says() -> None:
    lines = [each.text for each in paragraphs(report())]
    start = lines.index("Kính gửi:")
    assert lines[start + 1 : start + 3] == ["- Ủy ban nhân dân thành phố Hải Phòng;", "- Sở Nội vụ."]
    assert "Căn cứ Luật Tổ chức chính quyền địa phương;" in lines
    assert "Căn cứ Kế hoạch số 49/KH-UBND." in lines
    start = lines.index("Nơi nhận:")
    assert lines[start + 1 : start + 5] == [
        "- Như trên;",
        "- TT. Đảng ủy phường;",
        "- Các phòng chuyên môn;",
        "- Lưu: VT, VHXH.",
    ]
    assert "Kính gửi: Sở Nội vụ" in text_of(
        word_report(snapshot(), None, ReportFacts(addressed_to=("Sở Nội vụ",)))
    )
    assert "Kính gửi" not in text_of(word_report(snapshot()))
    assert "Như trên" not in text_of(word_report(snapshot()))


def test_page_numbers_stand_in_the_top_margin_but_not_on_the_first_page() -> None:
    for section in opened(report()).sections:
        assert section.different_first_page_header_footer
        assert "".join(each.text for each in section.first_page_header.paragraphs) == ""
        number = section.header.paragraphs[0]
        assert number._p.find(f"{{{W}}}fldSimple").get(f"{{{W}}}instr") == "PAGE"
        assert (read(number).align, read(number).bold) == (CENTRED, False)
        assert 13 <= read(number).size <= 14
        assert 0 < section.header_distance.mm < section.top_margin.mm  # type: ignore[union-attr]
    for annex in opened(report()).sections[1:]:
        assert annex._sectPr.find(f"{{{W}}}pgNumType").get(f"{{{W}}}start") == "1"


def _rules(word: bytes) -> list[float]:
    """The lengths of the rules in mm, in the order of the page: below motto, issuer, summary."""
    rooms = {0: 72.0, 1: 93.0, 2: 165.0}
    lines = [each for each in paragraphs(word) if each._p.find(f".//{{{W}}}pBdr") is not None]
    indents = [each.paragraph_format for each in lines]
    return [rooms[place] - form.left_indent.mm - form.right_indent.mm for place, form in enumerate(indents)]  # type: ignore[union-attr]


@pytest.mark.skipif(not SERIF.is_dir(), reason="needs the Liberation fonts (Debian: fonts-liberation2)")
def test_rules_are_as_long_as_the_motto_and_a_third_to_a_half_of_names() -> None:
    def width(text: str, size: int) -> float:
        font = ImageFont.truetype(str(SERIF / "LiberationSerif-Bold.ttf"), size * 100)
        return float(font.getlength(text)) / 100 / 72 * 25.4

    issuer, motto, summary = _rules(report())
    assert motto == pytest.approx(width("Độc lập - Tự do - Hạnh phúc", 13), abs=1)
    assert 1 / 3 <= issuer / width("PHƯỜNG AN LẠC", 12) <= 1 / 2
    last = the(report(), "Kết quả năm 2026").text.split("\n")[-1]
    assert 1 / 3 <= summary / width(last, 14) <= 1 / 2


def test_the_summary_does_not_part_a_name_in_quotation_marks() -> None:
    lines = the(report(), "Kết quả năm 2026").text.split("\n")
    assert lines == [
        "Kết quả năm 2026 thực hiện Kế hoạch xây dựng",
        "“Chính quyền thân thiện” trên địa bàn phường An Lạc năm 2026",
    ]


def test_an_issuer_that_nobody_names_is_dots() -> None:
    bare = word_report(snapshot() | {"plan": "an-lac-2026"})
    lines = [each.text for each in paragraphs(bare)]
    assert lines[0] == "…"
    assert "Thực hiện Kế hoạch an-lac-2026, … báo cáo kết quả quý II/2026 như sau:" in lines
