"""Workbooks and CSV files: where tables begin and end, merged cells, dates, formulas, hidden sheets."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tasks_registry.reading.formats import LoadedDocument
from tasks_registry.reading.formats.inside import read
from tasks_registry.reading.source import ReadError
from tests.reading.formats.reading import items_of, read_bytes, rows_of, shape_of, texts_of

HEADING = ["TT", "Nội dung", "Đơn vị chủ trì", "Thời gian"]
ROW = ["1", "Rà soát", "Phòng Kinh tế", "Tháng 3/2026"]


def workbook(tmp_path: Path, *sheets: list[list[Any]], hidden: tuple[int, ...] = ()) -> Path:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        for at, rows in enumerate(sheets):
            sheet = book.add_worksheet(f"Biểu {at + 1}")
            for row, values in enumerate(rows):
                sheet.write_row(row, 0, values)
            if at in hidden:
                sheet.hide()
    return path


def csv_of(tmp_path: Path, text: str) -> LoadedDocument:
    return read_bytes(text.encode(), tmp_path, "a.csv")


def test_what_stands_above_and_below_a_table_is_prose(tmp_path: Path) -> None:
    rows = [["UBND PHƯỜNG AN HÒA"], ["BIỂU NHIỆM VỤ"], HEADING, ROW, ["Người lập biểu", "Chủ tịch"]]
    document = read(workbook(tmp_path, rows))
    assert shape_of(document.blocks) == "pptpp"
    assert rows_of(document) == [tuple(HEADING), tuple(ROW)]


def test_prose_in_two_cells_keeps_its_number(tmp_path: Path) -> None:
    document = read(workbook(tmp_path, [["I", "MỤC ĐÍCH"], ["1.", "Yêu cầu"], ["Trái", "Phải"]]))
    assert texts_of(document) == ["I. MỤC ĐÍCH", "1. Yêu cầu", "Trái", "Phải"]


def test_two_tables_on_a_sheet_are_two_and_a_repeated_heading_is_none(tmp_path: Path) -> None:
    other = ["STT", "Công việc", "Cơ quan thực hiện", "Hạn hoàn thành"]
    rows = [HEADING, ROW, HEADING, ["2", "Báo cáo", "Văn phòng", "Quý II/2026"], ["PHỤ LỤC II"], other, ROW]
    document = read(workbook(tmp_path, rows))
    assert shape_of(document.blocks) == "tpt"
    assert [item["number"] for item in items_of(document)] == ["1", "2", "1"]


def test_several_sheets_are_read_in_their_order_and_hidden_ones_named(tmp_path: Path) -> None:
    second = [HEADING, ["1", "Báo cáo", "Văn phòng", "Quý II/2026"]]
    document = read(workbook(tmp_path, [HEADING, ROW], second, [["ẩn"]], hidden=(2,)))
    assert [item["text"] for item in items_of(document)] == ["Rà soát", "Báo cáo"]
    assert document.warnings == ("Bỏ qua trang tính ẩn “Biểu 3”; nếu cần đọc, hãy bỏ ẩn rồi nạp lại",)
    assert [str(place) for place in document.places.values()][:2] == ["Biểu 1!A1", "Biểu 1!A2"]
    assert str(document.places[4].cell(3)) == "Biểu 2!D2"


def test_merged_cells_hold_for_their_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:D1", "BIỂU NHIỆM VỤ NĂM 2026")
        sheet.write_row("A2", HEADING)
        sheet.merge_range("A3:D3", "Việc chung")
        sheet.write_row("A4", ["1", "Việc một", "", "Tháng 3/2026"])
        sheet.write_row("A5", ["2", "Việc hai", "", "Tháng 4/2026"])
        sheet.merge_range("C4:C5", "Phòng Kinh tế")
    document = read(path)
    assert texts_of(document) == ["BIỂU NHIỆM VỤ NĂM 2026"]
    assert [(i["section"], i["lead"]) for i in items_of(document)] == [
        (["Việc chung"], ["Phòng Kinh tế"])
    ] * 2


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (date(2026, 3, 5), "dd/mm/yyyy", "05/03/2026"),
        (date(2026, 3, 5), "m/d/yyyy", "05/03/2026"),
        (date(2026, 3, 1), "mm/yyyy", "03/2026"),
        (date(2026, 1, 1), "yyyy", "2026"),
        (datetime.fromisoformat("2026-03-05T17:30"), "dd/mm/yyyy hh:mm", "05/03/2026 17:30"),
        (0.95, "0%", "95%"),
        (0.985, "0.0%", "98,5%"),
        (3, "General", "3"),
        (1.1, "General", "1.1"),
    ],
)
def test_values_are_read_as_they_are_shown(
    tmp_path: Path, value: Any, number_format: str, shown: str
) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADING)
        sheet.write_row(1, 0, ROW[:3])
        sheet.write(1, 3, value, book.add_format({"num_format": number_format}))
    assert rows_of(read(path))[1][3] == shown


def test_a_formula_is_its_saved_value_and_one_without_is_warned_of(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Biểu")
        sheet.write_row(0, 0, HEADING)
        sheet.write_row(1, 0, ROW)
        sheet.write_formula(1, 3, '="Tháng "&3', value="Tháng 3")
        sheet.write_row(2, 0, ["2", "Báo cáo", "Văn phòng"])
        sheet.write_formula(2, 3, "=A1", value="")
    document = read(path)
    assert rows_of(document)[1:] == [
        ("1", "Rà soát", "Phòng Kinh tế", "Tháng 3"),
        ("2", "Báo cáo", "Văn phòng", ""),
    ]
    assert len(document.warnings) == 1
    assert "Biểu!D3" in document.warnings[0]


def test_a_cell_far_away_does_not_make_a_large_sheet(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADING)
        sheet.write_row(1, 0, ROW)
        sheet.write("XFD1048576", "xa")
    assert rows_of(read(path)) == [tuple(HEADING), tuple(ROW)]


def test_more_rows_than_a_plan_has_are_refused(tmp_path: Path) -> None:
    text = "\n".join(",".join([*ROW[:1], f"việc {at}", *ROW[2:]]) for at in range(50_001))
    with pytest.raises(ReadError, match="hơn 50000 hàng"):
        csv_of(tmp_path, f"{','.join(HEADING)}\n{text}")


def test_csv_cells_may_hold_line_breaks_and_delimiters(tmp_path: Path) -> None:
    text = f'{",".join(HEADING)}\r\n1,"Rà soát, cắt giảm","Phòng Kinh tế\nVăn phòng",Tháng 3/2026\r\n'
    document = csv_of(tmp_path, text)
    assert rows_of(document)[1] == ("1", "Rà soát, cắt giảm", "Phòng Kinh tế\nVăn phòng", "Tháng 3/2026")
    assert str(document.places[2].cell(1)) == "hàng 2, cột 2"


def test_a_text_with_commas_is_no_csv(tmp_path: Path) -> None:
    text = "Nội dung, đơn vị chủ trì, thời gian thực hiện như sau:\n\n1. Rà soát, báo cáo, tổng hợp."
    document = read_bytes(text.encode(), tmp_path, "a.txt")
    assert texts_of(document) == text.split("\n\n")


def test_an_open_quote_is_an_error_and_no_half_import(tmp_path: Path) -> None:
    text = f'{",".join(HEADING)}\n{",".join(ROW)}\n2,"' + "chữ " * 50_000
    with pytest.raises(ReadError, match=r"\(hàng 3\), có thể thiếu dấu ngoặc kép đóng"):
        csv_of(tmp_path, text)
