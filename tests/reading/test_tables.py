"""Task tables: headings of any order and name, sections and groups, rows broken by a page end."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks_registry.reading.items import ReadItem
from tasks_registry.reading.reader import read_text
from tasks_registry.reading.roles import Role, label_role, role_of
from tests.reading.layouts import cells_on_lines, markdown, tabs, trailing_pipes

HEADING = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian", "Sản phẩm"]
ROW = ["1", "Trồng cây xanh", "Phòng Kinh tế", "Đoàn Thanh niên", "Tháng 2/2026", "Báo cáo"]


def table(*rows: list[str], heading: list[str] = HEADING) -> list[ReadItem]:
    padded = [[*row, *[""] * (len(heading) - len(row))] for row in rows]
    return list(read_text(markdown([heading, *padded])).items)


NAMES = [
    ("STT", Role.NUMBER),
    ("Nội dung công việc", Role.TASK),
    ("Nhiệm vụ, giải pháp", Role.TASK),
    ("Nội dung thực hiện", Role.TASK),
    ("ĐƠN VỊ CHỦ TRÌ", Role.LEAD),
    ("Đơn vị đầu mối", Role.LEAD),
    ("Người phụ trách", Role.LEAD),
    ("Đơn vị thực hiện", Role.UNITS),
    ("Phân công thực hiện", Role.UNITS),
    ("Cơ quan, đơn vị phối hợp", Role.COORDINATORS),
    ("Thời gian thực hiện", Role.DEADLINE),
    ("Tiến độ", Role.DEADLINE),
    ("Hạn hoàn thành", Role.DEADLINE),
    ("Thời hạn", Role.DEADLINE),
    ("Kết quả/sản phẩm", Role.DELIVERABLES),
    ("Sản phẩm đầu ra", Role.DELIVERABLES),
    ("Ghi chú", Role.OTHER),
    ("Kinh phí (triệu đồng)", Role.OTHER),
    ("Lãnh đạo phụ trách", Role.OTHER),
    ("Cong viec cu the", Role.TASK),
    ("Thoi gian hoan thanh", Role.DEADLINE),
    ("Ngày thực hiện", Role.DEADLINE),
    ("Đơn vị được kiểm tra", Role.OTHER),
    ("Phòng Nội vụ", None),
]


@pytest.mark.parametrize(("name", "role"), NAMES)
def test_a_column_is_known_by_its_name(name: str, role: Role | None) -> None:
    """Under each of its usual names, with and without diacritics."""
    assert role_of(name) is role


def test_a_label_is_nothing_but_a_label() -> None:
    """Words that say more than a label are prose; so is a heading of a part."""
    assert label_role("Cơ quan chủ trì") is Role.LEAD
    assert label_role("Thoi gian trién khai thyuc hién") is Role.DEADLINE
    assert label_role("Các đơn vị có trách nhiệm") is None
    assert label_role("Tổ chức thực hiện") is None
    assert label_role("Thời gian họp tổ dân phố") is None


@given(st.permutations(range(6)), st.sampled_from([markdown, tabs, trailing_pipes]))
@settings(max_examples=60, deadline=None)
def test_columns_stand_in_any_order(order: list[int], lay: object) -> None:
    """The same rows give the same items, however their columns are ordered and drawn."""
    rows = [HEADING, ROW, ["2", "Dọn kênh mương", "Công an xã", "", "30/4/2026", ""]]
    assert callable(lay)
    items = read_text(str(lay([[row[at] for at in order] for row in rows]))).items
    assert [(i.number, i.text, i.lead, i.coordinators, i.deliverables) for i in items] == [
        ("1", "Trồng cây xanh", ("Phòng Kinh tế",), ("Đoàn Thanh niên",), ("Báo cáo",)),
        ("2", "Dọn kênh mương", ("Công an xã",), (), ()),
    ]
    assert [item.deadlines[0].due for item in items] == [date(2026, 2, 28), date(2026, 4, 30)]


def test_the_one_column_of_units_leads() -> None:
    """*Thực hiện* leads alone, and coordinates beside *chủ trì*."""
    alone = table(["1", "Trồng cây", "Phòng Kinh tế"], heading=["TT", "Nội dung", "Đơn vị thực hiện"])
    beside = table(
        ["1", "Trồng cây", "Công an xã", "Phòng Kinh tế"],
        heading=["TT", "Nội dung", "Thực hiện", "Đơn vị chủ trì"],
    )
    assert [(item.lead, item.coordinators) for item in (*alone, *beside)] == [
        (("Phòng Kinh tế",), ()),
        (("Phòng Kinh tế",), ("Công an xã",)),
    ]


def test_a_heading_of_two_rows() -> None:
    """The names under "Đơn vị thực hiện" are those of its columns."""
    heading = ["TT", "Nội dung", "Đơn vị thực hiện", "", "Thời gian"]
    below = ["", "", "Chủ trì", "Phối hợp", ""]
    (item,) = table(below, ["1", "Trồng cây", "Sở A", "Sở B", "Quý I/2026"], heading=heading)
    assert (item.lead, item.coordinators, item.deadline_raw) == (("Sở A",), ("Sở B",), "Quý I/2026")


def test_a_heading_of_two_rows_over_times_and_units() -> None:
    """A time to begin and a time to end make one span, wherever they stand."""
    heading = ["TT", "Nội dung", "Thời gian", "", "Phân công", ""]
    below = ["", "", "Bắt đầu", "Kết thúc", "Chủ trì", "Phối hợp"]
    (item,) = table(below, ["1", "Trồng cây", "01/2/2026", "28/2/2026", "Sở A", "Sở B"], heading=heading)
    assert (item.lead, item.coordinators) == (("Sở A",), ("Sở B",))
    assert [(d.start, d.due) for d in item.deadlines] == [(date(2026, 2, 1), date(2026, 2, 28))]


def test_a_title_before_the_column_of_tasks() -> None:
    """A section whose title stands in the column after the number, whatever that column holds."""
    heading = ["TT", "Sản phẩm", "Nhiệm vụ", "Chủ trì", "Thời gian"]
    (item,) = table(
        ["A", "Môi trường"], ["1", "", "Trồng cây", "Phòng Kinh tế", "Quý I/2026"], heading=heading
    )
    assert (item.section, item.deliverables) == (("Môi trường",), ())


def test_sections_and_groups() -> None:
    """A row with a title only is a section; the cells of a group hold where its rows are empty."""
    items = table(
        ["I", "Môi trường"],
        ["1", "Trồng cây", "Phòng Kinh tế", "", "Tháng 2/2026"],
        ["II", "Trật tự", "Công an xã", "", "Quý II/2026", "Biên bản"],
        ["2", "Dẹp lòng đường"],
        ["3", "Kẻ vạch", "Phòng Kinh tế", "", "Tháng 5/2026"],
    )
    assert [(i.section, i.lead, i.deadline_raw, i.deliverables) for i in items] == [
        (("Môi trường",), ("Phòng Kinh tế",), "Tháng 2/2026", ()),
        (("Trật tự",), ("Công an xã",), "Quý II/2026", ("Biên bản",)),
        (("Trật tự",), ("Phòng Kinh tế",), "Tháng 5/2026", ("Biên bản",)),
    ]


def test_a_numbered_row_takes_nothing_from_another() -> None:
    """Empty cells of a numbered row stay empty, and are warned of."""
    items = table(ROW, ["2", "Dọn kênh mương"])
    assert items[1].lead == ()
    assert items[1].warnings == ("chưa rõ đơn vị chủ trì", "chưa có thời hạn")


def test_a_row_with_no_number_but_a_unit_is_an_item() -> None:
    """It takes the cells that it lacks from the numbered row above."""
    items = table(ROW, ["", "Tưới cây", "Hội Nông dân xã"])
    assert [(i.text, i.lead, i.deadline_raw) for i in items] == [
        ("Trồng cây xanh", ("Phòng Kinh tế",), "Tháng 2/2026"),
        ("Tưới cây", ("Hội Nông dân xã",), "Tháng 2/2026"),
    ]


def test_a_row_broken_by_a_page_end_is_one_item() -> None:
    """Its text goes on in a row with no number; a heading printed again and leftovers are dropped."""
    items = table(
        ["1", "Trồng cây xanh dọc các tuyến", "Phòng Kinh tế", "", "Tháng"],
        HEADING,
        ["", "đường trục xã"],
        ["", "trục xã"],
        ["Phòng", "", "", "", "", ""],
        ["2", "Dọn kênh mương", "Công an xã", "", "30/4/2026"],
    )
    assert [i.text for i in items] == ["Trồng cây xanh dọc các tuyến đường trục xã", "Dọn kênh mương"]


def test_the_same_as_above_is_put_into_words() -> None:
    """ "nt" and "như trên" stand for the cell above."""
    items = table(ROW, ["2", "Dọn kênh mương", "nt", "", "Như trên"])
    assert (items[1].lead, items[1].deadline_raw) == (("Phòng Kinh tế",), "Tháng 2/2026")


def test_a_cell_of_units_may_hold_labels() -> None:
    """ "Chủ trì: A; phối hợp: B" in the one column of units."""
    heading = ["TT", "Nội dung", "Phân công", "Thời gian"]
    (item,) = table(["1", "Trồng cây", "Chủ trì: Sở A; Phối hợp: Sở B, Sở C", "Quý I"], heading=heading)
    assert (item.lead, item.coordinators) == (("Sở A",), ("Sở B", "Sở C"))


def test_a_time_to_begin_and_a_time_to_end_are_one_span() -> None:
    """Two columns of times are a span from the one to the other."""
    heading = ["TT", "Nội dung", "Chủ trì", "Thời gian bắt đầu", "Thời gian kết thúc"]
    (item,) = table(["1", "Trồng cây", "Sở A", "01/3/2026", "30/4/2026"], heading=heading)
    assert (item.deadlines[0].start, item.deadlines[0].due) == (date(2026, 3, 1), date(2026, 4, 30))


def test_deliverables_are_listed() -> None:
    """One a bullet, or a line ended by `;`; a wrapped line goes on."""
    row = [*ROW[:5], "- Kế hoạch;<br>- Báo cáo kết quả<br>thực hiện"]
    assert table(row)[0].deliverables == ("Kế hoạch", "Báo cáo kết quả thực hiện")


def test_cells_on_lines_of_their_own_with_merged_cells() -> None:
    """Sections of one cell and a row short of cells are told by numbers, units and times."""
    full = cells_on_lines(
        [HEADING, ["I. Môi trường"], ROW, ["2", "Dọn kênh", "Tháng 3/2026"], ["II. Trật tự"]]
    )
    items = read_text(
        full + "\n" + cells_on_lines([["1", "Kẻ vạch", "Công an xã", "", "Quý I/2026", ""]])
    ).items
    assert [(i.section, i.text, i.lead, i.deadline_raw) for i in items] == [
        (("Môi trường",), "Trồng cây xanh", ("Phòng Kinh tế",), "Tháng 2/2026"),
        (("Môi trường",), "Dọn kênh", (), "Tháng 3/2026"),
        (("Trật tự",), "Kẻ vạch", ("Công an xã",), "Quý I/2026"),
    ]


def test_other_tables_give_no_items() -> None:
    """A letterhead, a table of money, a table of points."""
    assert not table(["1", "Giấy", "10"], heading=["TT", "Tên hàng", "Số tiền"])
    assert not read_text(
        "UBND XÃ A | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\nSố: 1/KH-UBND | Xã A, ngày 2/3/2026 |"
    ).items


def test_a_table_goes_on_without_its_heading() -> None:
    """Rows parted from their table by a page belong to it where they have its columns."""
    rows = markdown([HEADING, ROW]) + "\n\nTrang sau\n\n" + "| 2 | Dọn kênh | Công an xã | | 30/4/2026 | |"
    assert [item.number for item in read_text(rows).items] == ["1", "2"]
