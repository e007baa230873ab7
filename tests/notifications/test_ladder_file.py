"""Reading a ladder's file: what it says, and what is wrong with it, with the line."""

from datetime import time
from pathlib import Path

import pytest

from config.errors import DondocError
from notifications.ladder import Audience, Count, Hours, Rung, Until
from notifications.ladder_file import parse, read_ladder

OWN = """\
count: calendar
until: done
rungs:
  - {days: 2, to: [leader], tag: "CẢNH BÁO LẦN {n}", repeat: {every: 7, most: 2}, explain: true}
  - {days: -5, to: [owner, head], tag: NHẮC HẠN}
  - {days: 1, to: [owner], tag: ĐÔN ĐỐC}
explain_within: 5
send_from: 08:30
send_until: 17:00
"""


def put(folder: Path, text: str) -> Path:
    path = folder / "thang.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_ladder_is_what_its_file_says(tmp_path: Path) -> None:
    """Repeats are more rungs; hours may stand without quotes."""
    ladder = parse(read_ladder(put(tmp_path, OWN), of_office=True), of_office=True)
    assert ladder.rungs == (
        Rung(9, (Audience.LEADER,), "CẢNH BÁO LẦN 3"),
        Rung(2, (Audience.LEADER,), "CẢNH BÁO LẦN 2", explain=True),
        Rung(1, (Audience.OWNER,), "ĐÔN ĐỐC"),
        Rung(-5, (Audience.OWNER, Audience.HEAD), "NHẮC HẠN"),
    )
    assert (ladder.count, ladder.until, ladder.explain_within) == (Count.CALENDAR, Until.DONE, 5)
    assert ladder.hours == Hours(time(8, 30), time(17))


RUNG = "{days: 1, to: [owner], tag: T}"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "cần các mục"),
        ("- 1", 1, "cần các mục"),
        (f"rungs: [{RUNG}]\nsteps: 1\n", 2, "không có mục 'steps'"),
        ("count: working\n", 1, "rungs phải là danh sách"),
        ("rungs: []\n", 1, "ít nhất một bước"),
        (f"count: weekly\nrungs: [{RUNG}]\n", 1, "working, calendar"),
        (f"rungs: [{RUNG}]\nuntil: over\n", 2, "submitted, done"),
        (f"rungs:\n  - {RUNG}\n  - {{days: x, to: [owner], tag: T}}\n", 3, "days phải là số nguyên"),
        ("rungs:\n  - {days: true, to: [owner], tag: T}\n", 2, "days phải là số nguyên"),
        (f"rungs:\n  - {RUNG}\n  - {RUNG}\n", 3, "đã có một bước cách hạn 1 ngày"),
        ("rungs:\n  - days: 1\n    to: owner\n    tag: T\n", 3, "danh sách người nhận"),
        ("rungs:\n  - days: 1\n    to:\n    - owner\n    - chief\n", 5, "'chief' không phải là một trong"),
        ("rungs:\n  - {days: 1, to: [owner, owner], tag: T}\n", 2, "hai lần"),
        ("rungs:\n  - {days: 1, to: [owner]}\n", 2, "tag phải là một dòng chữ"),
        ('rungs:\n  - {days: 1, to: [owner], tag: "A\\r\\nBcc: x"}\n', 2, "tag phải là một dòng chữ"),
        ('rungs:\n  - {days: 0, to: [owner], tag: "LẦN {n}"}\n', 2, "bước sau hạn"),
        ("rungs:\n  - {days: 0, to: [owner], tag: T, explain: true}\n", 2, "bước cuối cùng sau hạn"),
        (
            "rungs:\n  - {days: 2, to: [owner], tag: T}\n"
            f"  - {RUNG[:-1]}, repeat: {{every: 1, most: 2}}}}\n",
            3,
            "bước cuối cùng sau hạn",
        ),
        (f"rungs:\n  - {RUNG[:-1]}, repeat: {{every: 0, most: 2}}}}\n", 2, "every phải là số nguyên"),
        (f"rungs:\n  - {RUNG[:-1]}, repeat: {{every: 100, most: 9}}}}\n", 2, "quá 250 ngày"),
        (f"rungs:\n  - {RUNG[:-1]}, repeat: {{every: 1, most: 40}}}}\n  - {{days: 0}}", 3, "to phải"),
        (f"rungs: [{RUNG}]\nexplain_within: 0\n", 2, "explain_within phải là số nguyên từ 1"),
        (f"rungs: [{RUNG}]\nsend_from: '18:00'\nsend_until: '07:00'\n", 3, "sau send_from"),
        (f"rungs: [{RUNG}]\nsend_from: '7 giờ'\nsend_until: '18:00'\n", 2, "phải là giờ"),
        (f"rungs: [{RUNG}]\nsend_from: '07:00'\n", 1, "send_until phải là giờ"),
        ("rungs: [{days: 1\n", 1, "không phải là YAML đúng: chưa đóng ngoặc"),
        ("rungs: &a [*a]\n", 1, "ở đây cần các mục"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    with pytest.raises(DondocError) as refused:
        read_ladder(put(tmp_path, text), of_office=True)
    assert str(refused.value).startswith(f"thang.yaml, dòng {line}: ")
    assert words in str(refused.value)


def test_only_the_office_says_when_mail_goes_out(tmp_path: Path) -> None:
    with pytest.raises(DondocError, match="dòng 8: không có mục 'send_from'"):
        read_ladder(put(tmp_path, OWN), of_office=False)


def test_what_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(DondocError, match=r"Không đọc được tệp khong-co\.yaml"):
        read_ladder(tmp_path / "khong-co.yaml", of_office=True)
    (tmp_path / "anh.yaml").write_bytes(b"\xff\xd8\xff")
    with pytest.raises(DondocError, match="UTF-8"):
        read_ladder(tmp_path / "anh.yaml", of_office=True)
    with pytest.raises(DondocError, match="không phải là YAML đúng"):
        read_ladder(put(tmp_path, "[" * 5000), of_office=True)
