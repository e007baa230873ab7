"""Files that can be read and files that cannot; odd text; warnings; how fast."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.errors import DondocError
from tasks_registry.reading.reader import ReadError, read_file, read_text

PLAN = "III. TỔ CHỨC THỰC HIỆN\n1. Phòng Nội vụ\n- Tổng hợp báo cáo trước ngày 20/6/2026.\n"

UNREADABLE = {
    "empty": (b"", "không có nội dung"),
    "blank": (b" \n\t\r\n ", "không có nội dung"),
    "PDF": (b"%PDF-1.7 ...", "hỏng"),
    "Word": (b"PK\x03\x04....", "ke-hoach"),
    "old Word": (b"\xd0\xcf\x11\xe0....", "ke-hoach"),
    "binary": (b"abc\x00def", "nhị phân"),
    "other code page": ("kế hoạch".encode("cp1258", "replace") + b"\xe9\xff", "UTF-8"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, name: str) -> None:
    """One Vietnamese line with the name of the file and what to do."""
    data, reason = UNREADABLE[name]
    path = tmp_path / "ke-hoach.txt"
    path.write_bytes(data)
    with pytest.raises(ReadError, match=reason) as raised:
        read_file(path)
    assert "ke-hoach.txt" in str(raised.value)
    assert "hãy" in str(raised.value)
    assert "\n" not in str(raised.value)


def test_no_file_and_a_folder(tmp_path: Path) -> None:
    """A missing file and a folder are errors of the person, not of the program."""
    with pytest.raises(DondocError, match="Không tìm thấy"):
        read_file(tmp_path / "khong-co.txt")
    with pytest.raises(DondocError, match="thư mục"):
        read_file(tmp_path)


def test_a_file_too_large(tmp_path: Path) -> None:
    """More than 20 MB is no plan."""
    path = tmp_path / "lon.txt"
    path.write_bytes(b"a" * (20 * 1024 * 1024 + 1))
    with pytest.raises(ReadError, match="20 MB"):
        read_file(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_common_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    """UTF-8 with and without its mark, UTF-16 with it."""
    path = tmp_path / "ke-hoach.txt"
    path.write_bytes(PLAN.encode(encoding))
    (item,) = read_file(path).items
    assert (item.lead, str(item.deadlines[0].due)) == (("Phòng Nội vụ",), "2026-06-19")


def test_control_characters_are_passed_over() -> None:
    """Form feeds, bells and zero-width spaces do not part words or hide headings."""
    (item,) = read_text(
        PLAN.replace("1. Phòng", "\x0c\ufeff1. Phòng").replace("Tổng", "\x07Tổng\u200b")
    ).items
    assert item.lead == ("Phòng Nội vụ",)


@given(st.text(max_size=400))
@settings(deadline=None)
def test_any_text_is_read(text: str) -> None:
    """No text raises, and whatever is read can be written as JSON."""
    json.dumps(read_text(text).as_dict())


PIECES = [
    "I. NỘI DUNG",
    "IV.",
    "TỔ CHỨC THỰC HIỆN",
    "1. ",
    "- ",
    "+ ",
    "|",
    "\t",
    "TT",
    "Nhiệm vụ",
    "Chủ trì",
]
PIECES += [
    "Phòng Nội vụ",
    ":",
    "; ",
    ", ",
    "\n",
    " ",
    "Thời gian: ",
    "Đơn vị thực hiện: ",
    "phối hợp với",
    "năm 2026",
]


@given(st.lists(st.sampled_from(PIECES), max_size=60))
@settings(deadline=None)
def test_any_heap_of_pieces_is_read(pieces: list[str]) -> None:
    """Pieces of plans in any order neither raise nor give an item without text."""
    assert all(item.text for item in read_text("".join(pieces)).items)


ODD = {
    "one long line": "Phòng Nội vụ phối hợp với Công an xã, " * 5000,
    "spaces": " " * 200_000 + "x",
    "many lines": "Một dòng bình thường của văn bản.\n" * 8000,
    "many bullets": "II. NỘI DUNG\n" + "- Quét dọn đường làng.\n" * 4000,
    "many labels": "II. NỘI DUNG\n1. Việc\n" + "Đơn vị chủ trì: Phòng Nội vụ\n" * 4000,
    "many pipes": "|\n" * 20_000,
    "many committees": "UBND xã " * 5000,
    "open emphasis": "II. NỘI DUNG\n- " + "__a " * 10_000,
    "spaces in a cell": "| TT | Nhiệm vụ | Chủ trì |\n|---|---|---|\n| 1 | Quét"
    + " " * 40_000
    + "dọn | A |\n",
    "a heading without end": "Việc\n|\nChủ trì\n|\n" + "|\n" * 20_000,
    "many levels": "năm 2026 đạt Mức độ 3 (90 - 95 điểm) " * 4000,
}


@pytest.mark.parametrize("name", ODD)
def test_long_and_odd_texts_take_linear_time(name: str) -> None:
    """Twice the text takes less than three times as long (and a moment for the clock), once in four."""
    text = ODD[name]

    def seconds(part: str) -> float:
        start = time.process_time()
        read_text(part)
        return time.process_time() - start

    half = text[: len(text) // 2]
    assert any(seconds(text) < 3 * seconds(half) + 0.3 for _ in range(4))


def test_nothing_found_is_warned_of() -> None:
    """A text with no items is read, with a warning."""
    read = read_text("Thư mời họp mặt cuối năm.")
    assert read.items == ()
    assert any("Không tìm thấy nhiệm vụ" in warning for warning in read.warnings)


def test_items_are_warned_of() -> None:
    """No lead unit, no time, and a time without a date."""
    head = "| TT | Nhiệm vụ | Chủ trì | Thời gian |\n|---|---|---|---|\n"
    first, second = read_text(
        head + "| 1 | Trồng cây | | |\n| 2 | Tưới cây | Hội A | Khi có đợt nắng |"
    ).items
    assert first.warnings == ("chưa rõ đơn vị chủ trì", "chưa có thời hạn")
    assert second.warnings == ("thời hạn không nêu ngày cụ thể: “Khi có đợt nắng”",)


def test_numbers_used_twice_are_warned_of() -> None:
    """A roman number that stands twice, with the lines where it does."""
    read = read_text("I. NỘI DUNG\n1. Dọn đường.\nIII. TỔ CHỨC THỰC HIỆN\n\nIII. CHẾ ĐỘ BÁO CÁO\n")
    assert "Mục III được đánh số 2 lần (dòng 3; dòng 5)" in read.warnings


def test_the_reader_is_light() -> None:
    """Importing it brings in no large library."""
    heavy = {"pandas", "numpy", "sqlalchemy", "docx", "pypdfium2", "openpyxl", "yaml", "pydantic"}
    code = "import sys, tasks_registry.reading.reader; print(*{name.split('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not heavy & set(loaded.stdout.split())
