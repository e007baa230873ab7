"""Text files: encodings, and Vietnamese typed for the fonts of before Unicode."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks_registry.reading.formats.cleaning import clean_lines
from tasks_registry.reading.formats.legacy_fonts import legacy_encoding
from tasks_registry.reading.source import ReadError
from tests.reading.formats.packages import docx, paragraph
from tests.reading.formats.reading import read_bytes, texts_of

TEXT = "KẾ HOẠCH\n\nNâng cao chất lượng phục vụ người dân năm 2026"
TCVN3 = "Uû ban nh©n d©n ph­êng ban hµnh KÕ ho¹ch n©ng cao chÊt l­îng phôc vô ng­êi d©n n¨m 2026"
VNI = "UÛy ban nhaân daân phöôøng ban haønh Keá hoaïch naâng cao chaát löôïng phuïc vuï ngöôøi daân"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_with_a_mark_and_without(tmp_path: Path, encoding: str) -> None:
    document = read_bytes(TEXT.encode(encoding), tmp_path, "a.txt")
    assert texts_of(document) == TEXT.split("\n\n")
    assert [str(place) for place in document.places.values()] == ["dòng 1", "dòng 3"]


def test_other_bytes_are_refused_with_their_line(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="không dùng mã UTF-8 từ dòng 3"):
        read_bytes(b"mot\nhai\nba \xff\xe9 bon", tmp_path, "a.txt")


@pytest.mark.parametrize(("text", "name"), [(TCVN3, r"TCVN3 \(ABC\)"), (VNI, "VNI")])
def test_old_fonts_are_named_in_a_text_and_in_a_document(tmp_path: Path, text: str, name: str) -> None:
    for data, file in ((text.encode("cp1252", "ignore"), "a.txt"), (docx(paragraph(text)), "a.docx")):
        with pytest.raises(ReadError, match=f"phông chữ cũ mã {name}.*Unicode"):
            read_bytes(data, tmp_path, file)


def test_a_few_paragraphs_in_old_fonts_are_warned_of(tmp_path: Path) -> None:
    body = "".join(map(paragraph, [*TEXT.split("\n\n") * 4, VNI]))
    document = read_bytes(docx(body), tmp_path, "a.docx")
    assert document.warnings == ("Có 1 đoạn dùng phông chữ cũ mã VNI (đoạn đầu: đoạn 9); hãy kiểm tra",)


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "Ủy ban nhân dân phường xuân hòa, khoản 1 Điều 3, diện tích 25m², nhiệt độ 30°C, Windows®",
        "Plan for the year 2026 of the ward, in English: naïve café",
        "",
    ],
)
def test_a_text_in_unicode_is_not_taken_for_an_old_one(text: str) -> None:
    assert legacy_encoding(text) == ""


@given(st.text())
def test_clean_lines_hold_no_control_characters_and_no_loose_space(text: str) -> None:
    lines = clean_lines(text)
    assert all(line and line == " ".join(line.split()) for line in lines)
    assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for line in lines for char in line)
    assert clean_lines("\n".join(lines)) == lines


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert clean_lines("Kê\u0301 hoa\u0323ch") == ["Kế hoạch"]


def test_invisible_characters_vanish_and_drawn_bullets_become_bullets() -> None:
    assert clean_lines("\uf0b7 Rà\u200b so\u00adát\u00a0hồ sơ\x0bdòng mới") == ["• Rà soát hồ sơ", "dòng mới"]
