"""The Excel tables, read back as another program reads them."""

from datetime import datetime
from io import BytesIO
from typing import Any

import openpyxl

from reports.tables import score_table, task_table
from tests.reports.samples import HEALTHS, document, entry, line, score, snapshot, year

HEADING_ROW = 4


def _sheet(book: bytes, name: str) -> Any:
    return openpyxl.load_workbook(BytesIO(book))[name]


def _rows(sheet: Any) -> list[list[Any]]:
    """The heading and what is below it."""
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=HEADING_ROW)]


def test_tasks_have_the_columns_that_offices_use() -> None:
    task = entry(
        1,
        health="done_late",
        evidence=[document(3), document(4, title="", number="", issued_on=None, file_name="anh.jpg")],
        difficulties="Thiếu người",
        proposals="Bổ sung biên chế",
    )
    heading, row = _rows(_sheet(task_table(snapshot([task])), "Nhiệm vụ"))
    assert heading == [
        "TT",
        "Nội dung nhiệm vụ",
        "Đơn vị chủ trì",
        "Thời hạn",
        "Ngày hoàn thành",
        "Kết quả",
        "Tình trạng",
        "Minh chứng",
        "Khó khăn, vướng mắc",
        "Kiến nghị, đề xuất",
    ]
    assert row == [
        1,
        "Tổ chức đối thoại giữa Chủ tịch UBND phường với Nhân dân",
        "Phòng Văn hóa - Xã hội",
        datetime(2026, 6, 2),  # noqa: DTZ001
        datetime(2026, 6, 5),  # noqa: DTZ001
        "Đã niêm yết 248/248 thủ tục; cập nhật trên trang thông tin điện tử của phường.",
        "Hoàn thành quá hạn",
        "– Quyết định công bố danh mục thủ tục hành chính số 3/QĐ-UBND ngày 04/05/2026\n– anh.jpg",
        "Thiếu người",
        "Bổ sung biên chế",
    ]


def test_documents_are_named_as_people_name_them() -> None:
    """By title; by kind where there is a number; by file; else by where it lies, without a password."""
    bare = {"title": "", "kind": "", "number": "", "issued_on": None}
    page = f"https://an:matkhau@tailieu.example/{'van-ban/' * 30}?phien=1"
    papers = [
        document(1, title="Bảng niêm yết"),
        document(2, **bare | {"kind": "Biên bản", "number": "12/BB-UBND"}, file_name="scan_0001.pdf"),
        document(3, **bare | {"kind": "Biên bản"}, file_name="scan_0002.pdf", url=f"tep:{'ab' * 32}"),
        document(4, **bare, url=page),
        document(5, **bare, url="tep:x"),
    ]
    sheet = _sheet(
        task_table(snapshot([entry(1, evidence=papers), entry(2, evidence=papers[:1])])), "Nhiệm vụ"
    )
    *named, far, lost = str(sheet.cell(HEADING_ROW + 1, 8).value).split("\n")
    assert named == [
        "– Bảng niêm yết số 1/QĐ-UBND ngày 04/05/2026",
        "– Biên bản số 12/BB-UBND",
        "– scan_0002.pdf",
    ]
    assert far.startswith("– tailieu.example/van-ban/")
    assert far.endswith("/van-ban (minh chứng 4)")
    assert len(far) < 110
    assert lost == "– minh chứng 5"
    assert sheet.cell(HEADING_ROW + 2, 8).value == "Bảng niêm yết số 1/QĐ-UBND ngày 04/05/2026"


def test_days_are_dates_and_deadlines_without_a_day_stay_as_printed() -> None:
    tasks = [entry(1, due_on="2026-06-02"), entry(4, health="no_deadline", deadline_raw="Thường xuyên")]
    sheet = _sheet(task_table(snapshot(tasks)), "Nhiệm vụ")
    assert sheet.cell(HEADING_ROW + 1, 4).is_date
    assert sheet.cell(HEADING_ROW + 1, 4).number_format == "dd/mm/yyyy"
    assert sheet.cell(HEADING_ROW + 2, 4).value == "Thường xuyên"


def test_text_that_looks_like_a_formula_stays_text() -> None:
    hostile = ['=cmd|"/c calc"!A1', "+1+1", "-2", "@SUM(A1)", "http://x.example", "007", "{=1}"]
    tasks = [entry(place, text=text, done=text) for place, text in enumerate(hostile, 1)]
    sheet = _sheet(task_table(snapshot(tasks)), "Nhiệm vụ")
    for place, text in enumerate(hostile, 1):
        for column in (2, 6):
            cell = sheet.cell(HEADING_ROW + place, column)
            assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
            assert cell.quotePrefix == (text[0] in "=+-@")


def test_the_sheet_is_ready_to_be_printed() -> None:
    for book, name in ((task_table(snapshot()), "Nhiệm vụ"), (score_table(year(), score()), "Bảng điểm")):
        sheet = _sheet(book, name)
        assert sheet.freeze_panes == "C5"
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
        assert sheet.print_title_rows == "$4:$4"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)


def test_units_stand_on_a_sheet_of_their_own_with_their_sum() -> None:
    tasks = [entry(place, health=HEALTHS[place % 5]) for place in range(10)]
    heading, *rows, total = _rows(_sheet(task_table(snapshot(tasks)), "Theo đơn vị"))
    assert heading[1] == "Đơn vị"
    assert total[1:] == ["Tổng cộng", 10, 2, 2, 2, 2, 2]
    assert [sum(row[place] for row in rows) for place in range(2, 8)] == total[2:]


def test_the_score_sheet_has_both_scores_and_what_counts() -> None:
    rows = _rows(_sheet(score_table(year(), score()), "Bảng điểm"))
    assert rows[0] == [
        "TT",
        "Tiêu chí",
        "Điểm tối đa",
        "Điểm tự chấm",
        "Điểm thẩm định",
        "Điểm cuối",
        "Lý do",
        "Minh chứng",
    ]
    found = {row[0]: row[1:] for row in rows}
    assert found["A"][:5] == ["Công khai, minh bạch", 35, 33.25, 30.75, 30.75]
    assert found["1.1"][1:5] == [20, 18.25, 18.25, 18.25]
    assert rows[-1][1:7] == ["Tổng điểm", 100, 90, None, 87.5, "Mức độ 2"]


def test_a_line_that_nobody_scored_says_so() -> None:
    rows = _rows(
        _sheet(score_table(year(), score([line("1", "Công khai", None, None)], total=None)), "Bảng điểm")
    )
    assert rows[2][2:6] == ["chưa có"] * 4
    assert rows[-1][5] == "chưa có"


def test_a_text_longer_than_a_cell_is_cut_and_the_book_opens() -> None:
    sheet = _sheet(task_table(snapshot([entry(1, done="dài " * 20_000)])), "Nhiệm vụ")
    held = sheet.cell(HEADING_ROW + 1, 6).value
    assert 30_000 < len(held) < 32_767
    assert held.endswith("… (còn nữa; xem đủ trong báo cáo Word)")
