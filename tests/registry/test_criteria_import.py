"""A set drafted from a table: what is there is taken over, what is doubtful is told, nothing is invented."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from docx import Document
from openpyxl import Workbook

from config.errors import DondocError
from tasks_registry.criteria.form_reading import check_text
from tasks_registry.criteria.table_import import draft_set

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


DOUBTFUL = [
    HEAD,
    ("I", "Công khai", "12,5", "", "", ""),
    ("1", "Niêm yết", "từ 1 đến 2", "", "", ""),
    ("1", "Tiếp công dân", "12", "", "", ""),
    ("", "Phần chung", "", "", "", ""),
    ("II", "Đội ngũ", "70", "", "", ""),
    ("3", "Đeo thẻ", "", "", "", ""),
    ("4", "Giao tiếp", "71", "", "", ""),
    ("", "Tổng cộng", "80", "", "", ""),
]
TOLD = [
    (3, "“Niêm yết” chưa rõ điểm tối đa: “từ 1 đến 2”"),
    (4, "số thứ tự 1 có hai lần"),
    (5, "nhóm “Phần chung” không có tiêu chí"),
    (6, "nhóm “II. Đội ngũ” ghi 70 điểm"),
    (7, "“Đeo thẻ” chưa rõ điểm tối đa"),
    (9, "dòng tổng ghi 80 điểm"),
]


@pytest.mark.parametrize("above", [0, 1, 6])
def test_a_doubt_about_a_sheet_names_its_row(tmp_path: Path, above: int) -> None:
    rows = [*([("BẢNG CHẤM ĐIỂM",)] * min(above, 1)), *([()] * (above - 1)), *DOUBTFUL]
    doubts = draft_set(excel(tmp_path / "bang.xlsx", rows), "x").doubts
    assert len(doubts) == len(TOLD)
    for (row, words), doubt in zip(TOLD, doubts, strict=True):
        assert doubt.startswith(f"dòng {row + above}: ")
        assert words in doubt


def test_a_doubt_about_a_word_table_names_its_row(tmp_path: Path) -> None:
    doubts = draft_set(word(tmp_path / "bang.docx", DOUBTFUL), "x").doubts
    assert [doubt.partition(":")[0] for doubt in doubts] == [f"dòng {row}" for row, _ in TOLD]


def test_of_several_sheets_or_tables_the_one_is_named(tmp_path: Path) -> None:
    rows = [HEAD, ("1", "Niêm yết", "10", "", "", ""), ("2", "Tiếp dân", "", "", "", "")]
    book = Workbook()
    document = Document()
    document.add_table(rows=1, cols=2).cell(0, 0).text = "UBND PHƯỜNG"
    for title in ("Phụ lục 1", "Phụ lục 2"):
        sheet, table = book.create_sheet(title), document.add_table(rows=3, cols=6)
        for place, row in enumerate(rows):
            sheet.append(row)
            for column, text in enumerate(row):
                table.cell(place, column).text = text
        document.add_paragraph("Hết bảng")
    book.save(tmp_path / "bang.xlsx")
    document.save(str(tmp_path / "bang.docx"))
    told = [doubt.partition(":")[0] for doubt in draft_set(tmp_path / "bang.xlsx", "x").doubts]
    assert told[0] == "trang tính “Phụ lục 1”, dòng 3"
    assert "trang tính “Phụ lục 2”, dòng 3" in told
    told = [doubt.partition(":")[0] for doubt in draft_set(tmp_path / "bang.docx", "x").doubts]
    assert told[0] == "bảng điểm thứ 1, dòng 3"
    assert "bảng điểm thứ 2, dòng 3" in told


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
