"""A set drafted from a table: what is there is taken over, what is doubtful is told, nothing is invented."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from docx import Document
from openpyxl import Workbook

from config.errors import DondocError
from tasks_registry.criteria_import import draft_set
from tasks_registry.criteria_reading import check_text

HEAD = ("STT", "Nội dung tiêu chí", "Điểm tối đa", "Điểm tự chấm", "Cách chấm", "Tài liệu minh chứng")
ROWS = [
    HEAD,
    ("I", "Công khai, minh bạch", "30", "", "", ""),
    ("1", "Niêm yết thủ tục", "1,25", "", "Đủ 100% thủ tục", "Ảnh chụp"),
    ("2", "Tiếp công dân", "28,75", "", "", ""),
    ("II", "Đội ngũ", "70", "", "", ""),
    ("3", "Đeo thẻ, đồng phục", "70", "", "", "Biên bản kiểm tra"),
    ("", "Tổng cộng", "100", "", "", ""),
]


def word(path: Path, rows: list[tuple[str, ...]]) -> Path:
    document = Document()
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for place, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(place, column).text = text
    document.save(str(path))
    return path


def excel(path: Path, rows: list[tuple[str, ...]]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("make", [word, excel])
def test_a_table_becomes_a_set(tmp_path: Path, make: object) -> None:
    path = make(tmp_path / ("bang.docx" if make is word else "bang.xlsx"), ROWS)  # type: ignore[operator]
    drafted = draft_set(path, "bang-diem")
    assert drafted.doubts == ()
    form, problems = check_text(yaml.safe_dump(drafted.document, allow_unicode=True))
    assert problems == []
    assert form is not None
    assert [(group.name, group.points) for group in form.groups] == [
        ("I. Công khai, minh bạch", 30),
        ("II. Đội ngũ", 70),
    ]
    first = next(form.criteria())
    assert (first.code, first.points, first.evidence) == ("1", Decimal("1.25"), "Ảnh chụp")
    assert first.note == "Đủ 100% thủ tục"
    assert form.total == 100


def test_what_is_doubtful_is_told_and_stays_unknown(tmp_path: Path) -> None:
    rows = [
        *ROWS[:2],
        ("1", "Niêm yết thủ tục", "từ 1 đến 2", "", "", ""),
        ("1", "Tiếp công dân", "12", "", "", ""),
        ("II", "Đội ngũ", "70", "", "", ""),
        ("3", "Đeo thẻ", "50", "", "", ""),
        ("", "Tổng cộng", "100", "", "", ""),
    ]
    drafted = draft_set(word(tmp_path / "bang.docx", rows), "x")
    told = "\n".join(drafted.doubts)
    for words in (
        "“từ 1 đến 2”",
        "chưa rõ điểm tối đa",
        "số thứ tự 1 có hai lần",
        "“II. Đội ngũ” ghi 70 điểm",
    ):
        assert words in told
    criteria = [each for group in drafted.document["groups"] for each in group["criteria"]]
    assert [each["points"] for each in criteria] == [None, 12, 50]
    form, problems = check_text(yaml.safe_dump(drafted.document, allow_unicode=True))
    assert (problems, form and form.total) == ([], 100)


def test_a_sum_that_does_not_fit_is_told(tmp_path: Path) -> None:
    rows = [
        HEAD,
        ("1", "Niêm yết", "40", "", "", ""),
        ("2", "Tiếp dân", "50", "", "", ""),
        ("", "Tổng", "100", "", "", ""),
    ]
    drafted = draft_set(word(tmp_path / "bang.docx", rows), "x")
    assert drafted.document["total"] == 90
    assert "dòng tổng ghi 100 điểm" in drafted.doubts[0]


def test_a_document_without_such_a_table_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Kế hoạch\nkhông có bảng nào ở đây.\n", encoding="utf-8")
    with pytest.raises(DondocError, match="không có bảng nào"):
        draft_set(path, "x")
    with pytest.raises(DondocError, match="Không tìm thấy"):
        draft_set(tmp_path / "b.docx", "x")
