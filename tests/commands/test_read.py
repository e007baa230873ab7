"""`dondoc read`: the table that a person checks, one item with its sources, and the whole as JSON."""

import json
import re
from pathlib import Path

import pytest

from tests.commands.conftest import Run

PLAN = """ỦY BAN NHÂN DÂN
XÃ AN HÒA

KẾ HOẠCH
Trồng cây năm 2026

| TT | Nhiệm vụ | Chủ trì | Phối hợp | Thời gian | Sản phẩm |
|---|---|---|---|---|---|
| 1 | Trồng cây [bold]xanh[/bold] dọc đường | Phòng Kinh tế | Đoàn Thanh niên; Hội A | Quý I/2026 | Báo cáo |
| 2 | Tưới cây | Phòng Kinh tế | | trước ngày 16/3/2026 | |
| 3 | Làm cỏ | | | | |

III. TỔ CHỨC THỰC HIỆN
1. Phòng Nội vụ
- Tổng hợp, định kỳ hằng quý báo cáo Ủy ban nhân dân xã.
"""
PLACES = ("dòng 9, cột 2", "dòng 10, cột 2", "dòng 11, cột 2", "dòng 15")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "ke-hoach.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def _words(printed: str) -> str:
    """What is printed without the frame of the table and its line breaks."""
    return " ".join(re.sub(r"[│┃]", " ", printed).split())


@pytest.mark.parametrize("width", [80, 120, 200])
def test_the_table_shows_every_field_at_every_width(
    dondoc: Run, plan: Path, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    """Within the screen, the words of the document as they are, without colours where it is piped."""
    monkeypatch.setenv("COLUMNS", str(width))
    out = dondoc("read", plan).out
    assert max(map(len, out.splitlines())) <= width
    assert "\x1b" not in out
    words = _words(out)
    for name in ("TT", "Loại", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn", "Sản phẩm", "Nguồn", "Tin cậy"):
        assert name in words
    flat = words.replace(" ", "")
    for said in (
        "[bold]xanh[/bold]",
        "Đoàn Thanh niên",
        "Báo cáo",
        "→ hạn 31/03/2026",
        "trách nhiệm",
        "100%",
    ):
        assert said.replace(" ", "") in flat
    assert "hằng quý" in words


def test_where_each_item_stands_is_shown(dondoc: Run, plan: Path) -> None:
    words = _words(dondoc("read", plan).out)
    assert all(place in words for place in PLACES)


def test_what_is_to_be_checked_is_marked_and_counted(dondoc: Run, plan: Path) -> None:
    """By signs too, for those who see no colours."""
    out = dondoc("read", plan).out
    assert "! hạn rơi vào Chủ nhật 15/3/2026" in out
    assert "!! chưa rõ đơn vị chủ trì" in out
    assert "Cần kiểm tra 2 trên 4 mục, trong đó 1 mục tin cậy dưới 60%." in out
    assert "Vàng (!)" in out


def test_colours_where_they_are_shown(dondoc: Run, plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A warning is yellow, a doubtful item red."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    out = dondoc("read", plan).out
    assert "\x1b[33m" in next(line for line in out.splitlines() if "Tưới cây" in line)
    assert "\x1b[31m" in next(line for line in out.splitlines() if "Làm cỏ" in line)
    assert "\x1b[3" not in next(line for line in out.splitlines() if "Đoàn Thanh niên" in line)


def test_the_document_itself_is_warned_of(dondoc: Run, plan: Path) -> None:
    """Title, issuer and year above, warnings on the whole below."""
    plan.write_text(PLAN + "\nIII. CHẾ ĐỘ BÁO CÁO\n", encoding="utf-8")
    out = dondoc("read", plan).out
    assert out.startswith("Trồng cây năm 2026\n")
    assert "năm 2026 · 4 mục" in out
    assert "Lưu ý: Mục III được đánh số 2 lần (dòng 13; dòng 17)" in out


def test_a_text_without_items_says_so(dondoc: Run, tmp_path: Path) -> None:
    (tmp_path / "thu-moi.txt").write_text("Thư mời họp mặt cuối năm.", encoding="utf-8")
    for words in ((), ("--json",), ("--explain", 1)):
        ran = dondoc("read", "thu-moi.txt", *words)
        assert "Không tìm thấy nhiệm vụ nào trong thu-moi.txt" in ran.error_line
        assert ran.out == ""


def test_what_may_be_why_there_are_no_items_is_said(dondoc: Run, tmp_path: Path) -> None:
    (tmp_path / "thu\nmoi\x1b[31m.docx").write_text("Thư mời họp mặt cuối năm.", encoding="utf-8")
    line = dondoc("read", "thu\nmoi\x1b[31m.docx").error_line
    assert "thu moi [31m.docx; kiểm tra tệp có đúng là kế hoạch." in line
    assert "nội dung là văn bản thuần; đã đọc theo nội dung." in line


def test_one_item_is_explained(dondoc: Run, plan: Path) -> None:
    """Each field with its value, its place and the words there; the deadline as understood; no doubts."""
    ran = dondoc("read", plan, "--explain", 1)
    words = _words(ran.out)
    assert ran.status == 0
    for said in (
        "Mục 1/4 (biểu, số thứ tự 1)",
        "Chủ trì Phòng Kinh tế dòng 9, cột 3: “Phòng Kinh tế”",
        "• Đoàn Thanh niên • Hội A dòng 9, cột 4: “Đoàn Thanh niên; Hội A”",
        "Quý I/2026 → hạn 31/03/2026 (từ 01/01/2026) dòng 9, cột 5: “Quý I/2026”",
        "Trồng cây [bold]xanh[/bold] dọc đường",
        "Thuộc phần (không ghi)",
        "100%, không có điều gì cần xem lại",
    ):
        assert said in words


def test_doubts_are_explained_with_what_they_take(dondoc: Run, plan: Path) -> None:
    """The gravest first."""
    words = _words(dondoc("read", plan, "--explain", 3).out)
    assert "Chủ trì (không ghi)" in words
    assert "55%, vì: • giảm 35%: chưa rõ đơn vị chủ trì • giảm 15%: chưa có thời hạn" in words


def test_a_duty_leads_back_to_its_heading(dondoc: Run, plan: Path) -> None:
    words = _words(dondoc("read", plan, "--explain", 4).out)
    assert "TỔ CHỨC THỰC HIỆN › Phòng Nội vụ dòng 14: “Phòng Nội vụ”" in words
    assert "→ định kỳ hằng quý dòng 15: “Tổng hợp, định kỳ hằng quý báo cáo" in words


@pytest.mark.parametrize("number", [0, 5, -1, 10**30])
def test_an_item_that_is_not_there(dondoc: Run, plan: Path, number: int) -> None:
    """One line with the numbers that there are."""
    assert "chọn số từ 1 đến 4" in dondoc("read", plan, "--explain", number).error_line


def test_a_number_that_is_none(dondoc: Run, plan: Path) -> None:
    assert "cần số nguyên" in dondoc("read", plan, "--explain", "hai").error_line


def test_json_holds_sources_confidence_and_warnings(dondoc: Run, plan: Path) -> None:
    """The whole plan, or the one item asked for."""
    whole = json.loads(dondoc("read", plan, "--json").out)
    assert set(whole) == {"plan", "items", "targets", "warnings"}
    first, second, third, duty = whole["items"]
    assert first["sources"]["lead"] == {"line": 9, "place": "dòng 9, cột 3", "quote": "Phòng Kinh tế"}
    assert (first["confidence"], first["warnings"]) == (1.0, [])
    assert second["warnings"] == ["hạn rơi vào Chủ nhật 15/3/2026"]
    assert 0 < third["confidence"] < 0.6
    assert duty["sources"]["deadline_raw"]["line"] == 15
    assert json.loads(dondoc("read", plan, "--json", "--explain", 3).out) == third
