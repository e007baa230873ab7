"""Web pages: lists, merged cells, hidden parts, deep nesting."""

from pathlib import Path

import pytest

from tasks_registry.reading.blocks import Paragraph
from tests.reading.formats.reading import items_of, read_bytes, rows_of, shape_of, texts_of

HEADING = "<tr><th>TT<th>Nội dung<th>Đơn vị chủ trì<th>Thời gian</tr>"


def page(body: str) -> bytes:
    return f"<!DOCTYPE html><html><meta charset=utf-8><body>{body}</body></html>".encode()


def texts(tmp_path: Path, body: str) -> list[str]:
    return texts_of(read_bytes(page(body), tmp_path, "a.html"))


def test_blocks_and_breaks_part_paragraphs_and_inline_tags_do_not(tmp_path: Path) -> None:
    body = (
        "<div>Mở <b>đầu</b> <i>kế</i> hoạch<div>Phần trong</div>phần sau</div>"
        "<p>Việc một;<br>Việc hai gồm<br>hai ý</p>"
    )
    assert texts(tmp_path, body) == [
        "Mở đầu kế hoạch",
        "Phần trong",
        "phần sau",
        "Việc một;",
        "Việc hai gồm hai ý",
    ]


def test_lists_are_numbered_as_a_browser_shows_them(tmp_path: Path) -> None:
    body = (
        "<ol type=I><li>Một<ol type=a start=2><li>Bê<li value=5>E</ol><li>Hai</ol>"
        "<ul><li>Gạch<ul><li>Cộng</ul><li>- Có sẵn dấu</ul><ol><li>Số</ol>"
    )
    assert texts(tmp_path, body) == [
        "I. Một",
        "b. Bê",
        "e. E",
        "II. Hai",
        "- Gạch",
        "+ Cộng",
        "- Có sẵn dấu",
        "1. Số",
    ]


def test_hidden_parts_are_left_out(tmp_path: Path) -> None:
    body = (
        "<script>mã</script><style>p{}</style><!-- lời --><p hidden>ẩn</p><p style='display: none'>ẩn</p>"
        "<p>Còn <del>mất</del> lại</p>"
    )
    assert texts(tmp_path, body) == ["Còn lại"]


def test_headings_are_told_by_tag_and_by_bold(tmp_path: Path) -> None:
    body = "<h2>Tiêu đề</h2><p><b>Chữ đậm</b></p><p style='font-weight:700'>Kiểu đậm</p><p>Có <b>đậm</b></p>"
    document = read_bytes(page(body), tmp_path, "a.html")
    assert {b.text: b.heading for b in document.blocks if isinstance(b, Paragraph)} == {
        "Tiêu đề": True,
        "Chữ đậm": True,
        "Kiểu đậm": True,
        "Có đậm": False,
    }


def test_merged_cells_hold_for_their_rows_and_push_others_aside(tmp_path: Path) -> None:
    body = (
        f"<table>{HEADING}<tr><td colspan=4>Việc chung</td></tr>"
        "<tr><td>1<td>Việc một<td rowspan=2>Phòng Kinh tế<td>Tháng 3/2026</tr>"
        "<tr><td>2<td>Việc hai<td>Tháng 4/2026</tr></table>"
    )
    items = items_of(read_bytes(page(body), tmp_path, "a.html"))
    assert [(i["section"], i["number"], i["lead"], i["deadline_raw"]) for i in items] == [
        (["Việc chung"], "1", ["Phòng Kinh tế"], "Tháng 3/2026"),
        (["Việc chung"], "2", ["Phòng Kinh tế"], "Tháng 4/2026"),
    ]


def test_line_breaks_in_a_cell_are_the_authors(tmp_path: Path) -> None:
    body = f"<table>{HEADING}<tr><td>1<td>Rà soát<td>UBND phường<br>các tổ dân phố<td>Tháng 3/2026</table>"
    assert rows_of(read_bytes(page(body), tmp_path, "a.html"))[1][2] == "UBND phường\ncác tổ dân phố"


def test_a_table_that_frames_the_page_vanishes(tmp_path: Path) -> None:
    inner = f"<table>{HEADING}<tr><td>1<td>Rà soát<td>Phòng Kinh tế<td>Tháng 3/2026</table>"
    document = read_bytes(
        page(f"<table><tr><td>Trái</td><td><p>Đầu</p>{inner}</td></tr></table>"), tmp_path, "a.html"
    )
    assert shape_of(document.blocks) == "ppt"


@pytest.mark.parametrize("span", ["rowspan=65000", "colspan=1000", "rowspan=0", "colspan=-4", "rowspan=x"])
def test_wild_spans_are_bounded(tmp_path: Path, span: str) -> None:
    body = (
        f"<table>{HEADING}<tr><td>1<td>Rà soát<td {span}>Phòng Kinh tế<td>Tháng 3</tr><tr><td>2<td>B</table>"
    )
    rows = rows_of(read_bytes(page(body), tmp_path, "a.html"))
    assert len(rows) == 3
    assert len(rows[0]) <= 100


def test_elements_deep_in_one_another_are_read(tmp_path: Path) -> None:
    assert texts(tmp_path, "<div>" * 5000 + "sâu" + "</div>" * 5000) == ["sâu"]


@pytest.mark.parametrize("charset", ["windows-1258", "windows-1252"])
def test_a_page_is_read_in_the_encoding_that_it_declares(tmp_path: Path, charset: str) -> None:
    text = {"windows-1258": "Kê\u0301 hoa\u0323ch", "windows-1252": "K&#7871; ho&#7841;ch – n\xe0y"}[charset]
    data = f"<html><head><meta charset='{charset}'></head><p>{text}</p></html>".encode(charset)
    assert texts_of(read_bytes(data, tmp_path, "a.html"))[0].startswith("Kế hoạch")


def test_a_page_saved_with_its_pictures_is_read(tmp_path: Path) -> None:
    mail = (
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=xx\n\n--xx\n"
        "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
        "<html><p>K=E1=BA=BF ho=E1=BA=A1ch</p></html>\n--xx\nContent-Type: image/png\n\nxx\n--xx--\n"
    )
    document = read_bytes(mail.encode(), tmp_path, "a.doc")
    assert texts_of(document) == ["Kế hoạch"]
    assert len(document.warnings) == 1


def test_an_html_file_under_another_name_is_read_with_a_warning(tmp_path: Path) -> None:
    document = read_bytes(page("<p>Kế hoạch</p>"), tmp_path, "ke-hoach.doc")
    assert texts_of(document) == ["Kế hoạch"]
    assert document.warnings == (
        "Tệp “ke-hoach.doc” có đuôi .doc nhưng nội dung là trang web; đã đọc theo nội dung",
    )
