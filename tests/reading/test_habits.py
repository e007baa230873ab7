"""Habits of layout that plans differ in: rows parted by blank lines, labels inside cells, broken names."""

import pytest

from tasks_registry.reading.deadlines import find_deadlines
from tasks_registry.reading.items import ReadItem
from tasks_registry.reading.reader import read_text

ROWS = [
    "Stt | Nhiệm vụ | Chủ trì | Phối hợp | Hạn hoàn thành",
    "1. Môi trường | | | |",
    "1.1 | Trồng cây | Phòng Kinh tế | Đoàn Thanh niên xã | 31/01/2026",
    "1.2 | Dọn kênh | Công an xã | Các thôn | Hằng tháng",
    " | Quét vôi gốc cây | Hội Nông dân xã | Các thôn | Quý II/2026",
]


def items(text: str, kind: str = "table") -> list[ReadItem]:
    return [item for item in read_text(text).items if item.kind == kind]


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n\n\n"])
def test_rows_without_frames_are_one_table(gap: str) -> None:
    """With no pipe at their ends, on lines that blank ones may part; also after the heading again."""
    text = gap.join([*ROWS, ROWS[0], "1.3 | Kẻ vạch | Công an xã | | Quý III/2026"])
    assert [(i.section, i.number, i.text, i.lead) for i in items(text)] == [
        (("Môi trường",), "1.1", "Trồng cây", ("Phòng Kinh tế",)),
        (("Môi trường",), "1.2", "Dọn kênh", ("Công an xã",)),
        (("Môi trường",), "", "Quét vôi gốc cây", ("Hội Nông dân xã",)),
        (("Môi trường",), "1.3", "Kẻ vạch", ("Công an xã",)),
    ]


def test_another_heading_begins_another_table() -> None:
    """Two tables of as many columns, parted by a blank line, keep their own columns."""
    first = "| TT | Việc | Chủ trì |\n| 1 | Trồng cây | Sở A |"
    text = f"{first}\n\n| TT | Chủ trì | Việc |\n| 1 | Sở B | Dọn kênh |"
    assert [(i.text, i.lead) for i in items(text)] == [
        ("Trồng cây", ("Sở A",)),
        ("Dọn kênh", ("Sở B",)),
    ]


def test_labels_on_lines_of_one_cell() -> None:
    """ "Chủ trì: A" over "Phối hợp: B" in the one cell of units, one cell a line."""
    cells = ["TT", "Nội dung", "Thời gian", "Phân công thực hiện", "1", "Trồng cây", "Quý I/2026"]
    text = "".join(f"{cell}\n|\n" for cell in [*cells, "Chủ trì: Sở A\nPhối hợp: Sở B; Sở C"])
    (item,) = items(text)
    assert (item.lead, item.coordinators) == (("Sở A",), ("Sở B", "Sở C"))


def test_a_name_cut_by_a_page_end_is_whole() -> None:
    """A name goes on in the next row where that begins with no unit; so does a time without a date."""
    rows = [
        "TT\tNhiệm vụ\tChủ trì\tPhối hợp\tThời gian",
        "1\tVận động phân loại rác tại các\tPhòng Kinh tế\tBan Nhân dân các ấp; Đoàn\tTheo kế hoạch của",
        "\ttuyến đường hoa\t\tThanh niên xã\tTrung ương",
    ]
    (item,) = items("\n".join(rows))
    assert item.coordinators == ("Ban Nhân dân các ấp", "Đoàn Thanh niên xã")
    assert item.deadline_raw == "Theo kế hoạch của Trung ương"


def test_bullets_of_the_last_cell_go_on_below_a_tabbed_row() -> None:
    """A list in the last cell has its further bullets on lines of their own."""
    text = (
        "TT\tNhiệm vụ\tChủ trì\tKết quả\n1\tLấy mẫu nước\tSở A\t- 40 mẫu\n- Báo cáo\n2\tDọn kênh\tSở B\t12 km"
    )
    assert [item.deliverables for item in items(text)] == [("40 mẫu", "Báo cáo"), ("12 km",)]


def test_targets_are_no_work() -> None:
    """A level set for a year is a target, no content; hồ sơ to reach one is."""
    text = """II. LỘ TRÌNH THỰC HIỆN
- Năm 2026 đạt Mức độ 1 (từ 80 đến dưới 85 điểm);
- Duy trì Mức độ 1 trong các năm 2027 - 2028.
- Lập hồ sơ đề nghị công nhận đạt Mức độ 1 năm 2026."""
    assert [item.text[:10] for item in items(text, "content")] == ["Lập hồ sơ "]
    assert len(read_text(text).targets) == 3


def test_the_rest_of_a_title_is_no_criterion() -> None:
    """The second line, in capitals, of the title of a set of criteria."""
    text = "BỘ TIÊU CHÍ\nCÔNG SỞ KIỂU MẪU XÃ AN BÌNH\n\nI. CẢNH QUAN\n- Có cây xanh."
    assert [item.text for item in items(text, "criterion")] == ["Có cây xanh."]


@pytest.mark.parametrize(
    "closing", ["Quá trình triển khai nếu có vướng mắc, báo cáo UBND xã./.", "Nếu có vướng mắc, báo cáo."]
)
def test_closing_words_belong_to_no_duty(closing: str) -> None:
    """They follow the last numbered duty without a number of their own."""
    text = f"III. TỔ CHỨC THỰC HIỆN\n1. Công an xã tuần tra.\n2. Trạm Y tế báo cáo kết quả.\n\n{closing}"
    assert [item.text for item in items(text, "duty")] == [
        "Công an xã tuần tra.",
        "Trạm Y tế báo cáo kết quả.",
    ]


def led(text: str, kind: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(item.text, item.lead) for item in items(text, kind)]


def test_a_name_beside_names_of_units_is_one() -> None:
    """A short run-in name that no known word begins; notes, labels and times are none."""
    text = """IV. TỔ CHỨC THỰC HIỆN
1. Phòng Y tế: Chủ trì thực hiện.
2. Công an huyện: Giữ gìn an ninh.
3. Kho lương thực: Dự trữ gạo.
4. Kinh phí: 20 triệu đồng.
5. Lưu ý: không phô trương."""
    assert led(text, "duty") == [
        ("Chủ trì thực hiện.", ("Phòng Y tế",)),
        ("Giữ gìn an ninh.", ("Công an huyện",)),
        ("Dự trữ gạo.", ("Kho lương thực",)),
    ]


def test_orders_under_a_unit_are_duties_whatever_they_name() -> None:
    """Money, grounds and assignments are its work there; a title over bullets is no order."""
    text = """IV. TỔ CHỨC THỰC HIỆN
1. Phòng Tài chính
a. Bố trí kinh phí.
b. Căn cứ dự toán, cấp phát kịp thời.
2. Phòng Kinh tế
2.1. Nhiệm vụ thường xuyên
- Theo dõi giá cả."""
    assert [item.text for item in items(text, "duty")] == [
        "Bố trí kinh phí.",
        "Căn cứ dự toán, cấp phát kịp thời.",
        "Theo dõi giá cả.",
    ]


def test_contents_under_a_unit_are_led_by_it() -> None:
    """By a heading that addresses it, a run-in name, or a later clause that says "chủ trì"."""
    text = """II. NHIỆM VỤ
1. Đối với Trạm Y tế:
- Bố trí đủ thuốc.
2. Công an xã: Cấp căn cước tại các thôn.
3. Đẩy mạnh tuyên truyền: Phòng Văn hóa chủ trì, phối hợp Đoàn Thanh niên viết tin.
4. Bố trí kinh phí thực hiện các mô hình điểm.
5. Phân công cán bộ phụ trách;"""
    assert [(item.text[:9], item.lead) for item in items(text, "content")] == [
        ("Bố trí đủ", ("Trạm Y tế",)),
        ("Công an x", ("Công an xã",)),
        ("Đẩy mạnh ", ("Phòng Văn hóa",)),
        ("Bố trí ki", ()),
        ("Phân công", ()),
    ]


def test_steps_with_dates_are_contents() -> None:
    """A part on steps or a timetable, beside the one on contents."""
    steps = "- Tháng 6/2026: sơ kết.\n- Tháng 12/2026: tổng kết."
    text = f"II. NỘI DUNG\n1. Trồng cây.\nIII. CÁC BƯỚC TIẾN HÀNH\n{steps}"
    assert [item.text for item in items(text, "content")] == [
        "Trồng cây.",
        "Tháng 6/2026: sơ kết.",
        "Tháng 12/2026: tổng kết.",
    ]


LABELLED = [
    "(Chủ trì: Phòng A; phối hợp: Phòng B; hoàn thành trước ngày 30/6/2026).",
    "- Chủ trì: Phòng A; phối hợp: Phòng B; chậm nhất ngày 29/6/2026.",
    "\n- Tổ chức thực hiện: Phòng A.\n- Phối hợp: Phòng B.\n- Thời gian: 29/6/2026.",
]


@pytest.mark.parametrize("labels", LABELLED)
def test_labels_may_leave_the_time_or_the_lead_unsaid(labels: str) -> None:
    """A time without a label after those of units; "Tổ chức thực hiện:" before a unit."""
    (item,) = items(f"II. NHIỆM VỤ\n1. Sửa trụ sở {labels}", "labelled")
    assert (item.text, item.lead, item.coordinators) == ("Sửa trụ sở", ("Phòng A",), ("Phòng B",))
    assert str(item.deadlines[0].due) == "2026-06-29"


def test_labels_with_letters_and_lists_make_one_item() -> None:
    """ "a) Nhiệm vụ: … b) Phân công: … c) Thời gian: …", each with its value or a list under it."""
    text = """II. NHIỆM VỤ
1. Cải cách thể chế
a) Nhiệm vụ:
- Rà soát văn bản.
- Kiểm tra văn bản.
b) Phân công thực hiện:
- Phòng Tư pháp chủ trì, phối hợp với các thôn.
c) Thời gian: Tháng 6/2026."""
    (item,) = items(text, "labelled")
    assert (item.section[-1], item.text) == ("Cải cách thể chế", "Rà soát văn bản. Kiểm tra văn bản.")
    assert (item.lead, item.coordinators) == (("Phòng Tư pháp",), ("các thôn",))


def test_an_office_after_a_person_is_a_remark() -> None:
    """ "Đồng chí An, Phó Chủ tịch xã" is one; two office-holders are two."""
    text = "IV. TỔ CHỨC THỰC HIỆN\n1. Đồng chí Lê An, Phó Chủ tịch UBND xã: phụ trách chung."
    assert led(text, "duty") == [("phụ trách chung.", ("Đồng chí Lê An",))]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Ra quân đồng loạt vào sáng ngày 15/3/2026.", "2026-03-15"),
        ("Nộp báo cáo năm vào 10/12/2026.", "2026-12-10"),
    ],
)
def test_a_day_counts_with_its_part_of_day_or_its_report(text: str, due: str) -> None:
    """ "Vào sáng ngày …" sets a time as "vào ngày" does; a report's name takes no day from it."""
    assert [str(deadline.due) for deadline in find_deadlines(text, year=2026)[1]] == [due]


@pytest.mark.parametrize("bullet", ["→", "⇒", "➢", "❖", "\uf0b7", "\uf0d8"])
def test_arrows_and_symbols_are_bullets(bullet: str) -> None:
    """Whatever a word processor draws before a line, private characters too."""
    text = f"II. NHIỆM VỤ\n1. Trồng cây ven đường.\n{bullet} Chủ trì: Phòng A. Thời gian: quý I/2026."
    assert led(text, "labelled") == [("Trồng cây ven đường.", ("Phòng A",))]


def test_a_name_known_from_the_document_ends_before_an_unknown_order() -> None:
    """No word list has "lo" or "soi"; the labels and headings show where the names end."""
    text = """II. NHIỆM VỤ
1. Trồng cây.
- Chủ trì: Văn phòng HĐND và UBND; phối hợp: Phòng Văn hóa - Xã hội.
III. TRÁCH NHIỆM THI HÀNH
1. Văn phòng HĐND và UBND lo hội trường, phát hành giấy mời.
2. Phòng Văn hóa - Xã hội soi đèn, treo cờ."""
    assert [lead for _, lead in led(text, "duty")] == [
        ("Văn phòng HĐND và UBND",),
        ("Phòng Văn hóa - Xã hội",),
    ]


def test_a_signature_is_no_duty() -> None:
    """The name of who signs, under an office in capitals, where no list of recipients stands before it."""
    text = "IV. TỔ CHỨC THỰC HIỆN\n1. Công an xã: Tuần tra.\n\nTRƯỞNG BAN\nCHỦ TỊCH UBND XÃ\n\nNguyễn Văn Huy"
    assert led(text, "duty") == [("Tuần tra.", ("Công an xã",))]


def test_a_row_with_a_time_of_its_own_is_an_item() -> None:
    """Its unit is merged with that of the numbered row above; a row without a time goes on with it."""
    rows = [
        "TT\tĐơn vị\tNội dung công việc\tBắt đầu\tHoàn thành",
        "1\tTrạm Y tế\tBố trí quầy tiếp đón\t01/3/2026\t30/4/2026",
        "\t\tLắp thêm ghế chờ tại khu khám\t01/3/2026\t30/6/2026",
        "\t\tbệnh",
    ]
    assert [(i.text, i.lead, str(i.deadlines[0].due)) for i in items("\n".join(rows))] == [
        ("Bố trí quầy tiếp đón", ("Trạm Y tế",), "2026-04-30"),
        ("Lắp thêm ghế chờ tại khu khám bệnh", ("Trạm Y tế",), "2026-06-30"),
    ]
