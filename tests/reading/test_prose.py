"""Prose: label blocks, duties, contents, criteria; what is an item and what is none."""

import pytest

from tasks_registry.reading.items import ReadItem
from tasks_registry.reading.reader import read_text


def items(text: str, kind: str | None = None) -> list[ReadItem]:
    return [item for item in read_text(text).items if kind in (None, item.kind)]


def said(text: str, kind: str | None = None) -> list[tuple[str, tuple[str, ...]]]:
    return [(item.text, item.lead) for item in items(text, kind)]


LABELLED = [
    "Đơn vị thực hiện: Phòng Kinh tế\nĐơn vị phối hợp: Công an xã\nThời gian: Quý I/2026",
    "- Chủ trì: Phòng Kinh tế; phối hợp: Công an xã; thời gian hoàn thành: Quý I/2026.",
    "(Chủ trì: Phòng Kinh tế; phối hợp: Công an xã; thời hạn: Quý I/2026)",
    "**Chủ trì**: Phòng Kinh tế - **Phối hợp**: Công an xã - **Tiến độ**: Quý I/2026",
    "a) Đơn vị chủ trì: Phòng Kinh tế.\nb) Đơn vị phối hợp: Công an xã.\nc) Thời gian: Quý I/2026.",
    "Co quan thyuc hién: Phòng Kinh tế\nCo quan phéi hop: Công an xã\nThoi gian: Quý I/2026",
    "Đơn vị chủ trì: Phòng Kinh tế · Đơn vị phối hợp: Công an xã · Thời gian: Quý I/2026",
]


@pytest.mark.parametrize("labels", LABELLED)
def test_labels_in_their_many_forms(labels: str) -> None:
    """On lines of their own, as bullets, on one line, in brackets, bold, numbered, damaged."""
    (item,) = items(f"II. NHIỆM VỤ\n1. Sửa nhà văn hóa.\n{labels}")
    assert (item.kind, item.number, item.text) == ("labelled", "1", "Sửa nhà văn hóa.")
    assert (item.lead, item.coordinators) == (("Phòng Kinh tế",), ("Công an xã",))
    assert item.deadline_raw == "Quý I/2026"


def test_text_since_the_last_label_block_is_one_item() -> None:
    """With its dated sub-points; the labels of contents and products are no part of it."""
    text = """II. NHIỆM VỤ
1. Chỉnh trang đô thị
- Nội dung: Sơn vỉa hè; xong trước ngày 15/3/2026.
+ Thay đèn hỏng.
Đơn vị chủ trì: Phòng Kinh tế
Sản phẩm: Biên bản nghiệm thu; ảnh chụp
- Gắn biển tên phố.
Đơn vị chủ trì: Công an phường
2. Trồng hoa"""
    first, second, third = items(text)
    assert (first.text, first.deadlines[0].kind) == (
        "Sơn vỉa hè; xong trước ngày 15/3/2026. Thay đèn hỏng.",
        "none",
    )
    assert first.deliverables == ("Biên bản nghiệm thu", "ảnh chụp")
    assert (second.text, second.lead) == ("Gắn biển tên phố.", ("Công an phường",))
    assert (third.kind, third.text, third.number) == ("content", "Trồng hoa", "2")


def test_sub_bullets_with_labels_are_items_and_their_intro_a_section() -> None:
    """The bullet that only heads them is a section."""
    text = """II. NHIỆM VỤ
1. Mô hình mới
- Xây dựng các mô hình:
+ Tuyến phố sạch.
Đơn vị thực hiện: Hội Phụ nữ
+ Chợ không rác.
Đơn vị thực hiện: Ban quản lý chợ"""
    found = items(text)
    assert [item.text for item in found] == ["Tuyến phố sạch.", "Chợ không rác."]
    assert {item.section[-1] for item in found} == {"Xây dựng các mô hình"}


def test_a_time_alone_belongs_to_the_unit_of_the_heading() -> None:
    """A label block that gives only a time, under a heading that names a unit."""
    (item,) = items("III. TỔ CHỨC THỰC HIỆN\n1. Phòng Nội vụ\n- Lập danh sách.\nThời gian: Quý II/2026")
    assert (item.kind, item.lead, item.deadline_raw) == ("labelled", ("Phòng Nội vụ",), "Quý II/2026")


PARTS = [
    "TỔ CHỨC THỰC HIỆN",
    "PHÂN CÔNG NHIỆM VỤ",
    "TRÁCH NHIỆM CỦA CÁC ĐƠN VỊ",
    "CHẾ ĐỘ BÁO CÁO",
    "NHIỆM VỤ CÁC NGÀNH",
]


@pytest.mark.parametrize("part", PARTS)
def test_the_part_of_duties_is_known_by_what_it_does(part: str) -> None:
    """Under any name, and its duties belong to the units of their headings."""
    lines = [
        "1. Phòng Nội vụ",
        "- Lập kế hoạch.",
        "2. Công an xã: Giữ trật tự.",
        "3. Trạm Y tế tổ chức khám bệnh.",
    ]
    text = "\n".join([f"IV. {part}", *lines])
    assert said(text) == [
        ("Lập kế hoạch.", ("Phòng Nội vụ",)),
        ("Giữ trật tự.", ("Công an xã",)),
        ("Trạm Y tế tổ chức khám bệnh.", ("Trạm Y tế",)),
    ]
    assert {item.kind for item in items(text)} == {"duty"}


def test_duties_of_headings_paragraphs_and_bullets() -> None:
    """Under a heading that names units, and where bullets and numbers name their own."""
    text = """III. TỔ CHỨC THỰC HIỆN
1. Phòng Nội vụ, Công an xã
1.1. Kiểm tra việc thực hiện.
1.2. Trạm Y tế gửi báo cáo trước ngày 20/6/2026.
2. Các phòng chuyên môn có trách nhiệm
- Cử cán bộ đầu mối.
3. Trưởng các thôn
Vận động Nhân dân.
4. Đoàn Thanh niên chủ trì, phối hợp với Hội Nông dân ra quân.
Tổng kết vào tháng 12/2026.
- Văn phòng: Tổng hợp.
Trên đây là Kế hoạch, yêu cầu các đơn vị thực hiện./."""
    both = ("Phòng Nội vụ", "Công an xã")
    assert said(text) == [
        ("Kiểm tra việc thực hiện.", both),
        ("Trạm Y tế gửi báo cáo trước ngày 20/6/2026.", both),
        ("Cử cán bộ đầu mối.", ("Các phòng chuyên môn",)),
        ("Vận động Nhân dân.", ("Trưởng các thôn",)),
        (
            "Đoàn Thanh niên chủ trì, phối hợp với Hội Nông dân ra quân. Tổng kết vào tháng 12/2026.",
            ("Đoàn Thanh niên",),
        ),
        ("Tổng hợp.", ("Văn phòng",)),
    ]
    assert items(text)[4].coordinators == ("Hội Nông dân",)
    assert str(items(text)[4].deadlines[0].due) == "2026-12-31"


NO_ITEMS = [
    "I. MỤC ĐÍCH, YÊU CẦU\n1. Nâng cao nhận thức.\n- Bảo đảm tiết kiệm.",
    "I. PHẠM VI, ĐỐI TƯỢNG\n1. Toàn xã.",
    "V. KINH PHÍ\n1. Phòng Kinh tế lập dự toán.",
    "IV. TỔ CHỨC THỰC HIỆN\nTrong quá trình thực hiện, các đơn vị báo cáo vướng mắc./.",
    "Nơi nhận:\n- UBND tỉnh;\n- Lưu: VT.\nCHỦ TỊCH",
    "II. NỘI DUNG\n1. Tài liệu\nGửi kèm:\n- Phụ lục I.\n- Phụ lục II.",
    "I. KẾT QUẢ THỰC HIỆN NHIỆM VỤ NĂM 2025\n1. Đã trồng 500 cây.",
    "PHỤ LỤC\nĐỀ CƯƠNG BÁO CÁO\nI. KẾT QUẢ\n1. Kết quả đạt được.",
]


@pytest.mark.parametrize("text", NO_ITEMS)
def test_what_is_no_item(text: str) -> None:
    """Purposes, scope, money, closing words, recipients, enclosures and forms of reports."""
    read = read_text(text)
    assert not read.items
    assert any("Không tìm thấy nhiệm vụ" in warning for warning in read.warnings)


def test_contents_are_numbered_paragraphs_or_the_bullets_they_head() -> None:
    """Only where no task table stands for them; a unit that a paragraph orders leads it."""
    text = """II. NỘI DUNG
1. Tăng cường tuyên truyền trên loa phát thanh hằng tuần.
2. Vệ sinh môi trường
- Dọn kênh mương.
- Các thôn ra quân ngày Chủ nhật.
3. Chuyển đổi số
3.1. Lắp mạng tại nhà văn hóa.
"""
    assert said(text, "content") == [
        ("Tăng cường tuyên truyền trên loa phát thanh hằng tuần.", ()),
        ("Dọn kênh mương.", ()),
        ("Các thôn ra quân ngày Chủ nhật.", ("Các thôn",)),
        ("Lắp mạng tại nhà văn hóa.", ()),
    ]
    with_table = text + "\n| TT | Nhiệm vụ | Chủ trì |\n|---|---|---|\n| 1 | Dọn kênh | Công an xã |"
    assert [item.kind for item in items(with_table)] == ["table"]


def test_sub_bullets_join_their_bullet_unless_they_are_dated() -> None:
    """A dated one is an item, and the bullet above it too, where it orders something itself."""
    text = """BỘ TIÊU CHÍ NẾP SỐNG VĂN MINH
1. Công sở
- Giữ gìn cảnh quan:
+ Trồng hoa trước sân.
+ Lau cửa kính.
- Thường xuyên gặp gỡ Nhân dân.
+ Ít nhất 01 lần/tháng đối thoại.
- Có bảng hướng dẫn, gồm:
“Bảng ngoài”: treo ở cổng.
- Không hút thuốc."""
    assert [item.text for item in items(text, "criterion")] == [
        "Giữ gìn cảnh quan: Trồng hoa trước sân. Lau cửa kính.",
        "Thường xuyên gặp gỡ Nhân dân.",
        "Ít nhất 01 lần/tháng đối thoại.",
        "Có bảng hướng dẫn, gồm: “Bảng ngoài”: treo ở cổng.",
        "Không hút thuốc.",
    ]


def test_a_paragraph_broken_by_a_page_end_is_whole() -> None:
    """A sentence that plainly goes on is joined; a heading and the order under it are not."""
    text = (
        "III. TỔ CHỨC THỰC HIỆN\n\n1. Phòng Nội vụ\n\nTham mưu kế hoạch phát triển\n\nnguồn nhân lực của xã."
    )
    assert said(text) == [("Tham mưu kế hoạch phát triển nguồn nhân lực của xã.", ("Phòng Nội vụ",))]


def test_a_part_may_have_its_title_on_the_next_line() -> None:
    """ "Phần II" / "NHIỆM VỤ", with roman parts under it."""
    text = "Phần I\nMỤC TIÊU\n1. Sạch đẹp.\nPhần II\nNHIỆM VỤ\nI. MÔI TRƯỜNG\n1. Trồng cây ven đường."
    (item,) = items(text)
    assert (item.kind, item.section, item.text) == (
        "content",
        ("NHIỆM VỤ", "MÔI TRƯỜNG"),
        "Trồng cây ven đường.",
    )


def test_an_order_is_an_order_under_any_first_word() -> None:
    """A numbered "Yêu cầu …" that addresses units is a duty, not a part on requirements."""
    text = "III. TỔ CHỨC THỰC HIỆN\n1. Yêu cầu các phòng gửi báo cáo trước ngày 10/6/2026."
    assert said(text) == [("Yêu cầu các phòng gửi báo cáo trước ngày 10/6/2026.", ("các phòng",))]
