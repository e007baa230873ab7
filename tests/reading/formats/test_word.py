"""Word documents: lists, changes, boxes, merged and nested tables."""

from pathlib import Path

import pytest

from tasks_registry.reading.blocks import Paragraph
from tests.reading.formats.packages import cell, docx, level, listed, lists, paragraph, table
from tests.reading.formats.reading import items_of, read_bytes, rows_of, shape_of, texts_of

HEADING = ["TT", "Nội dung", "Đơn vị chủ trì", "Thời gian"]
DOWN, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def texts(tmp_path: Path, body: str, **parts: str) -> list[str]:
    return texts_of(read_bytes(docx(body, **parts), tmp_path, "a.docx"))


def rows(tmp_path: Path, body: str, **parts: str) -> list[tuple[str, ...]]:
    return rows_of(read_bytes(docx(body, **parts), tmp_path, "a.docx"))


def test_numbers_that_word_shows_are_read(tmp_path: Path) -> None:
    numbering = lists(
        level(0, "upperRoman", "%1."), level(1, "decimal", "%2."), level(2, "lowerLetter", "%3)")
    )
    body = (
        listed("Mục đích", 1)
        + listed("Mục đích chung", 1, 1)
        + listed("Ý thứ nhất", 1, 2)
        + listed("Ý thứ hai", 1, 2)
        + listed("Yêu cầu", 1, 1)
        + listed("Nhiệm vụ", 1)
        + listed("Tuyên truyền", 1, 1)
    )
    assert texts(tmp_path, body, numbering=numbering) == [
        "I. Mục đích",
        "1. Mục đích chung",
        "a) Ý thứ nhất",
        "b) Ý thứ hai",
        "2. Yêu cầu",
        "II. Nhiệm vụ",
        "1. Tuyên truyền",
    ]


def test_a_number_of_several_levels_shows_each_of_them(tmp_path: Path) -> None:
    numbering = lists(
        level(0, "upperRoman", "%1."),
        level(1, "decimal", "%1.%2.", more="<w:isLgl/>"),
        level(2, "decimal", "%2.%3"),
    )
    body = listed("A", 1) + listed("B", 1, 1) + listed("C", 1, 2)
    assert texts(tmp_path, body, numbering=numbering) == ["I. A", "1.1. B", "1.1 C"]


def test_a_list_begins_where_it_says(tmp_path: Path) -> None:
    numbering = lists(level(0, "decimal", "%1.", start=4))
    assert texts(tmp_path, listed("Bốn", 1) + listed("Năm", 1), numbering=numbering) == ["4. Bốn", "5. Năm"]


def test_two_uses_of_a_list_count_on_and_a_new_start_begins_anew(tmp_path: Path) -> None:
    uses = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    body = listed("một", 1) + listed("hai", 2) + listed("lại một", 3) + listed("lại hai", 3)
    assert texts(tmp_path, body, numbering=lists(level(0, "decimal", "%1."), numbers=uses)) == [
        "1. một",
        "2. hai",
        "1. lại một",
        "2. lại hai",
    ]


@pytest.mark.parametrize(
    ("shown", "read"), [("-", "-"), ("+", "+"), ("\uf0b7", "•"), ("o", "○"), ("\uf0a7", "▪"), ("", "•")]
)
def test_bullets_are_read_as_the_mark_that_they_look_like(tmp_path: Path, shown: str, read: str) -> None:
    numbering = lists(level(0, "bullet", shown))
    assert texts(tmp_path, listed("Rà soát hồ sơ", 1), numbering=numbering) == [f"{read} Rà soát hồ sơ"]


def test_a_style_numbers_its_paragraphs_and_a_paragraph_may_refuse(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Muc">'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="MucCon"><w:basedOn w:val="Muc"/></w:style>'
    )
    body = (
        paragraph("một", '<w:pStyle w:val="Muc"/>')
        + paragraph("hai", '<w:pStyle w:val="MucCon"/>')
        + paragraph("không số", '<w:pStyle w:val="Muc"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    numbering = lists(level(0, "decimal", "%1."))
    assert texts(tmp_path, body, styles=styles, numbering=numbering) == ["1. một", "2. hai", "không số"]


def test_an_empty_numbered_cell_shows_its_number_and_an_empty_paragraph_none(tmp_path: Path) -> None:
    numbering = lists(level(0, "decimal", "%1"))
    body = table(HEADING, [cell(listed("", 1)), "A", "B", "C"], [cell(listed("", 1)), "D", "E", "F"])
    assert [row[0] for row in rows(tmp_path, body, numbering=numbering)] == ["TT", "1", "2"]
    assert texts(tmp_path, listed("", 1) + listed("hai", 1), numbering=numbering) == ["2 hai"]


def test_a_circle_of_linked_lists_and_styles_ends(tmp_path: Path) -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="S"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    styles = (
        '<w:style w:styleId="S"><w:basedOn w:val="S"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = paragraph("chữ", '<w:pStyle w:val="S"/>')
    assert texts(tmp_path, body, styles=styles, numbering=numbering) == ["chữ"]


def test_changes_are_read_as_accepted(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>Báo cáo trước ngày </w:t></w:r>"
        "<w:del><w:r><w:delText>15/6</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>20/6/2026</w:t></w:r></w:ins></w:p>"
        "<w:p><w:moveFrom><w:r><w:t>chuyển đi</w:t></w:r></w:moveFrom></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>Hai đoạn </w:t></w:r></w:p>"
        "<w:p><w:r><w:t>nối làm một</w:t></w:r></w:p>"
    )
    document = read_bytes(docx(body), tmp_path, "a.docx")
    assert texts_of(document) == ["Báo cáo trước ngày 20/6/2026", "Hai đoạn nối làm một"]
    assert len(document.warnings) == 1
    assert "Track Changes" in document.warnings[0]


def test_a_deleted_row_is_no_row(tmp_path: Path) -> None:
    body = table(HEADING, ["1", "A", "B", "C"], ["2", "D", "E", "F"])
    body = body.replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>", 2).replace(
        "<w:trPr><w:del/></w:trPr>", "", 1
    )
    assert rows(tmp_path, body) == [tuple(HEADING), ("2", "D", "E", "F")]


def test_text_boxes_are_read_once_and_hidden_text_is_not(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph('Số: 12/KH-UBND')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>Kế hoạch</w:t></w:r><w:r><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r><w:r><w:t>hiện</w:t></w:r></w:p>"
    )
    assert texts(tmp_path, body) == ["Kế hoạch", "Số: 12/KH-UBND", "hiện"]


def test_content_controls_and_links_are_read(tmp_path: Path) -> None:
    body = (
        f"<w:sdt><w:sdtContent>{paragraph('Trong khung nhập')}</w:sdtContent></w:sdt>"
        "<w:p><w:hyperlink><w:r><w:t>Đường dẫn</w:t></w:r></w:hyperlink>"
        "<w:sdt><w:sdtContent><w:r><w:t> năm 2026</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    )
    assert texts(tmp_path, body) == ["Trong khung nhập", "Đường dẫn năm 2026"]


def test_a_line_break_parts_paragraphs_but_not_a_sentence(tmp_path: Path) -> None:
    run = "<w:r><w:t>{}</w:t></w:r><w:r><w:br/></w:r>"
    body = "<w:p>" + "".join(run.format(t) for t in ("Việc một;", "Việc hai gồm", "hai phần")) + "</w:p>"
    assert texts(tmp_path, body) == ["Việc một;", "Việc hai gồm hai phần"]


def test_headings_are_told_by_style_and_by_bold(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="H"><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="toc 1"/></w:style>'
    )
    body = (
        paragraph("Theo kiểu", '<w:pStyle w:val="H"/>')
        + paragraph("Chữ đậm", run="<w:b/>")
        + paragraph("Kiểu đậm", '<w:pStyle w:val="B"/>')
        + paragraph("Bỏ đậm", '<w:pStyle w:val="B"/>', '<w:b w:val="0"/>')
        + paragraph("Một câu in đậm để nhấn mạnh.", run="<w:b/>")
        + paragraph("Mục lục ........ 3", '<w:pStyle w:val="T"/>')
    )
    document = read_bytes(docx(body, styles=styles), tmp_path, "a.docx")
    assert {b.text: b.heading for b in document.blocks if isinstance(b, Paragraph)} == {
        "Theo kiểu": True,
        "Chữ đậm": True,
        "Kiểu đậm": True,
        "Bỏ đậm": False,
        "Một câu in đậm để nhấn mạnh.": False,
    }


def test_a_title_over_the_whole_row_is_a_section(tmp_path: Path) -> None:
    body = table(
        HEADING,
        [cell("Việc thường xuyên", '<w:gridSpan w:val="4"/>')],
        ["1", "Trực tiếp công dân", "Văn phòng UBND phường", "Tháng 3/2026"],
        ["II", cell("Việc đột xuất", '<w:gridSpan w:val="3"/>')],
        ["1", "Kiểm tra hồ sơ", "Phòng Kinh tế", "Tháng 4/2026"],
    )
    items = items_of(read_bytes(docx(body), tmp_path, "a.docx"))
    assert [(item["section"], item["text"], item["lead"]) for item in items] == [
        (["Việc thường xuyên"], "Trực tiếp công dân", ["Văn phòng UBND phường"]),
        (["Việc đột xuất"], "Kiểm tra hồ sơ", ["Phòng Kinh tế"]),
    ]


def test_a_unit_merged_downwards_leads_every_row(tmp_path: Path) -> None:
    body = table(
        HEADING,
        ["1", "Việc thứ nhất", cell("Phòng Kinh tế", DOWN), "Tháng 3/2026"],
        ["2", "Việc thứ hai", cell("", ON), "Tháng 4/2026"],
        ["3", "Việc thứ ba", cell("", ON), "Tháng 5/2026"],
        ["4", "Việc thứ tư", "Văn phòng UBND phường", "Tháng 6/2026"],
    )
    items = items_of(read_bytes(docx(body), tmp_path, "a.docx"))
    assert [item["lead"] for item in items] == [["Phòng Kinh tế"]] * 3 + [["Văn phòng UBND phường"]]


def test_a_task_merged_downwards_is_one_item_of_several_units(tmp_path: Path) -> None:
    body = table(
        HEADING,
        [cell("1", DOWN), cell("Tổ chức hội nghị", DOWN), "Phòng Kinh tế", cell("Tháng 3/2026", DOWN)],
        [cell("", ON), cell("", ON), "Phòng Văn hóa - Xã hội", cell("", ON)],
        ["2", "Báo cáo", "Văn phòng UBND phường", "Tháng 4/2026"],
    )
    items = items_of(read_bytes(docx(body), tmp_path, "a.docx"))
    assert [(item["number"], item["lead"]) for item in items] == [
        ("1", ["Phòng Kinh tế", "Phòng Văn hóa - Xã hội"]),
        ("2", ["Văn phòng UBND phường"]),
    ]
    assert len(items[0]["deadlines"]) == 1


def test_a_column_of_groups_makes_sections(tmp_path: Path) -> None:
    body = table(
        ["TT", "Nhóm nhiệm vụ", "Nhiệm vụ cụ thể", "Đơn vị chủ trì", "Thời gian"],
        ["1", cell("Tuyên truyền", DOWN), "Làm pa nô", "Phòng Kinh tế", "Quý I/2026"],
        ["2", cell("", ON), "Phát thanh", "Phòng Văn hóa - Xã hội", "Quý II/2026"],
        ["3", "Rà soát", "Rà soát hồ sơ", "Phòng Kinh tế", "Quý II/2026"],
    )
    items = items_of(read_bytes(docx(body), tmp_path, "a.docx"))
    assert [(item["section"], item["number"], item["text"]) for item in items] == [
        (["Tuyên truyền"], "1", "Làm pa nô"),
        (["Tuyên truyền"], "2", "Phát thanh"),
        (["Rà soát"], "3", "Rà soát hồ sơ"),
    ]


def test_a_heading_of_two_rows_with_merged_cells_is_understood(tmp_path: Path) -> None:
    body = table(
        [
            cell("TT", DOWN),
            cell("Nội dung", DOWN),
            cell("Phân công", '<w:gridSpan w:val="2"/>'),
            cell("Thời gian", DOWN),
        ],
        [cell("", ON), cell("", ON), "Chủ trì", "Phối hợp", cell("", ON)],
        ["1", "Rà soát", "Phòng Kinh tế", "Văn phòng UBND phường", "Tháng 3/2026"],
    )
    (item,) = items_of(read_bytes(docx(body), tmp_path, "a.docx"))
    assert (item["lead"], item["coordinators"], item["deadline_raw"]) == (
        ["Phòng Kinh tế"],
        ["Văn phòng UBND phường"],
        "Tháng 3/2026",
    )


def test_a_nested_table_is_read_as_lines_of_its_cell(tmp_path: Path) -> None:
    inner = table(["Chủ trì:", "Phòng Kinh tế"]) + paragraph("")
    body = table(HEADING, ["1", "Rà soát", cell(inner), "Tháng 3/2026"])
    assert rows(tmp_path, body)[1] == ("1", "Rà soát", "Chủ trì:\nPhòng Kinh tế", "Tháng 3/2026")


def test_a_frame_around_a_task_table_vanishes(tmp_path: Path) -> None:
    inner = paragraph("PHỤ LỤC") + table(HEADING, ["1", "Rà soát", "Phòng Kinh tế", "Tháng 3/2026"])
    document = read_bytes(docx(table([cell(inner)])), tmp_path, "a.docx")
    assert shape_of(document.blocks) == "pt"
    assert rows_of(document) == [tuple(HEADING), ("1", "Rà soát", "Phòng Kinh tế", "Tháng 3/2026")]


def test_places_name_the_paragraph_the_table_and_the_row(tmp_path: Path) -> None:
    body = (
        paragraph("Mở đầu")
        + table(HEADING, ["1", "A", "Phòng Kinh tế", "Tháng 3/2026"])
        + paragraph("Kết thúc")
        + table(HEADING, ["1", "B", "Phòng Kinh tế", "Tháng 4/2026"])
    )
    document = read_bytes(docx(body), tmp_path, "a.docx")
    assert [str(place) for place in document.places.values()] == [
        "đoạn 1",
        "bảng 1, hàng 1",
        "bảng 1, hàng 2",
        "đoạn 2",
        "bảng 2, hàng 1",
        "bảng 2, hàng 2",
    ]
    assert str(document.places[3].cell(2)) == "bảng 1, hàng 2, cột 3"
