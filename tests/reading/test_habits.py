"""Habits of layout that plans differ in: rows parted by blank lines, labels inside cells, broken names."""

import pytest

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
