"""Lists of units, headings that name units, orders to units, and units named with *phối hợp*."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks_registry.reading.unit_orders import (
    coordinators_in,
    lead_and_coordinators,
    ordered_units,
    run_in_units,
    said_to_lead,
)
from tasks_registry.reading.units import heading_units, split_units

LISTS = [
    ("", ()),
    ("Sở Y tế", ("Sở Y tế",)),
    ("Sở Y tế, Sở Công Thương", ("Sở Y tế", "Sở Công Thương")),
    ("Sở Y tế; Sở Công Thương", ("Sở Y tế", "Sở Công Thương")),
    ("Sở Y tế\nSở Công Thương", ("Sở Y tế", "Sở Công Thương")),
    ("- Sở Y tế;\n- Sở Công Thương.", ("Sở Y tế", "Sở Công Thương")),
    ("Sở Y tế và các đơn vị liên quan", ("Sở Y tế và các đơn vị liên quan",)),
    ("Sở Y tế, các sở, ban, ngành liên quan", ("Sở Y tế", "các sở, ban, ngành liên quan")),
    ("Các phòng, ban, đơn vị trực thuộc", ("Các phòng, ban, đơn vị trực thuộc",)),
    ("Các sở, ban, ngành, UBND các xã, phường", ("Các sở, ban, ngành, UBND các xã, phường",)),
    ("Sở Y tế, UBND các xã, phường", ("Sở Y tế", "UBND các xã, phường")),
    ("Phòng Văn hóa, Khoa học và Thông tin", ("Phòng Văn hóa, Khoa học và Thông tin",)),
    ("Phòng Nội vụ, Phòng Kinh tế, Hạ tầng và Đô thị", ("Phòng Nội vụ", "Phòng Kinh tế, Hạ tầng và Đô thị")),
    ("Giám đốc các sở, Chủ tịch UBND các xã", ("Giám đốc các sở", "Chủ tịch UBND các xã")),
    ("MTTQ, các đoàn thể phường", ("MTTQ", "các đoàn thể phường")),
    ("Công an xã, Ban Chỉ huy Quân sự xã", ("Công an xã", "Ban Chỉ huy Quân sự xã")),
    ("UBND xã Đoài, xã Thượng, xã Hạ", ("UBND xã Đoài, xã Thượng, xã Hạ",)),
    ("Văn phòng HĐND, UBND thành phố", ("Văn phòng HĐND, UBND thành phố",)),
    ("Đề nghị Hội Nông dân xã", ("Hội Nông dân xã",)),
    ("Trạm Y tế (đầu mối tổng hợp)", ("Trạm Y tế",)),
    ("Trạm Y tế, phụ trách tiêm chủng", ("Trạm Y tế",)),
    ("Trạm Y tế - đơn vị thường trực", ("Trạm Y tế",)),
    ("Trạm Y tế tiến hành điều tra", ("Trạm Y tế",)),
    ("Phòng Tài chính - Kế hoạch", ("Phòng Tài chính - Kế hoạch",)),
    ("Công chức phụ trách văn hóa", ("Công chức phụ trách văn hóa",)),
    ("Các đơn vị sự nghiệp công lập", ("Các đơn vị sự nghiệp công lập",)),
    ("Ban Chỉ đạo thực hiện Quy chế dân chủ", ("Ban Chỉ đạo thực hiện Quy chế dân chủ",)),
    ("Viện nghiên cứu phát triển", ("Viện nghiên cứu phát triển",)),
    ("Sở Y tế, Sở Y tế", ("Sở Y tế",)),
    ("Phong Noi vu, Cong an xa", ("Phong Noi vu", "Cong an xa")),
    ("VNPT An Bình, Viettel An Bình", ("VNPT An Bình", "Viettel An Bình")),
    ("Báo An Bình, Đài Phát thanh tỉnh", ("Báo An Bình", "Đài Phát thanh tỉnh")),
    ("Phòng Giáo dục và đào tạo", ("Phòng Giáo dục và đào tạo",)),
    ("Ban Quản lý dự án đầu tư xây dựng xã", ("Ban Quản lý dự án đầu tư xây dựng xã",)),
    ("Chi nhánh Văn phòng đăng ký đất đai", ("Chi nhánh Văn phòng đăng ký đất đai",)),
    ("Đài Phát thanh và Truyền hình thành phố", ("Đài Phát thanh và Truyền hình thành phố",)),
    ("Thường trực Ban Chỉ đạo phường", ("Thường trực Ban Chỉ đạo phường",)),
    ("Cấp ủy, chính quyền các thôn", ("Cấp ủy, chính quyền các thôn",)),
    ("Các phòng, trung tâm, đơn vị", ("Các phòng, trung tâm, đơn vị",)),
    ("Các đơn vị được kiểm tra", ("Các đơn vị được kiểm tra",)),
    ("Ban Chỉ đạo thực hiện dân chủ xã", ("Ban Chỉ đạo thực hiện dân chủ xã",)),
    ("Ông (bà) Trưởng các thôn", ("Trưởng các thôn",)),
    ("Các phòng, Trung tâm Y tế", ("Các phòng", "Trung tâm Y tế")),
]


@pytest.mark.parametrize(("text", "units"), LISTS)
def test_a_list_is_split_where_a_unit_begins(text: str, units: tuple[str, ...]) -> None:
    """At `;`, line breaks and commas before a new unit; never at "và", in a collective or a name."""
    assert split_units(text) == units


NAMED = st.sampled_from(
    ["Sở Y tế", "Phòng Nội vụ", "Công an xã", "Trạm Y tế", "Hội Nông dân xã", "Văn phòng"]
)


@given(st.lists(NAMED, min_size=1, max_size=6, unique=True), st.sampled_from(["; ", ", ", "\n", ";\n- "]))
def test_named_units_come_back_whole(units: list[str], separator: str) -> None:
    """Named units, however parted, are the units of their list."""
    assert split_units(separator.join(units)) == tuple(units)


@given(st.text(max_size=200))
def test_no_text_is_too_odd(text: str) -> None:
    """Any text can be asked for its units, and none of them is empty."""
    assert all(split_units(text))
    assert all(heading_units(text) + ordered_units(text) + coordinators_in(text))


HEADINGS = [
    ("Phòng Nội vụ", ("Phòng Nội vụ",)),
    ("Phòng Nội vụ:", ("Phòng Nội vụ",)),
    ("Trách nhiệm của Phòng Nội vụ", ("Phòng Nội vụ",)),
    ("Phòng Nội vụ - Cơ quan thường trực Ban Chỉ đạo", ("Phòng Nội vụ",)),
    ("Đề nghị Ủy ban MTTQ và các đoàn thể", ("Ủy ban MTTQ và các đoàn thể",)),
    ("Trưởng các thôn, tổ dân phố", ("Trưởng các thôn, tổ dân phố",)),
    ("Pé nghi Uy ban MTTQ phuong", ("Uy ban MTTQ phuong",)),
    ("Trung tdm Phuc vu hanh chinh cong", ("Trung tdm Phuc vu hanh chinh cong",)),
    ("Công tác tuyên truyền", ()),
    ("Tổ chức thực hiện", ()),
    ("Ban hành kế hoạch", ()),
    ("Hội nghị tổng kết", ()),
    ("Phòng, chống tham nhũng", ()),
    ("Các nhiệm vụ chủ yếu", ()),
    ("Số điện thoại đường dây nóng", ()),
    ("Phòng Nội vụ tổng hợp báo cáo", ()),
    (
        "Đề nghị Đồn Biên phòng, các doanh nghiệp viễn thông",
        ("Đồn Biên phòng", "các doanh nghiệp viễn thông"),
    ),
    ("Báo cáo kết quả thực hiện", ()),
    ("Chính quyền công khai, minh bạch", ()),
    ("Ngành nghề nông thôn", ()),
    ("Văn phòng UBND lo hội trường, phát hành giấy mời.", ()),
]


@pytest.mark.parametrize(("title", "units"), HEADINGS)
def test_a_heading_names_units_or_none(title: str, units: tuple[str, ...]) -> None:
    """A heading that says more than names, or names something else, names no unit."""
    assert heading_units(title) == units


ORDERS = [
    ("Phòng Nội vụ chủ trì tham mưu Kế hoạch.", ("Phòng Nội vụ",)),
    ("Giao Phòng Nội vụ theo dõi việc thực hiện.", ("Phòng Nội vụ",)),
    ("Đề nghị Đảng ủy xã, Hội Nông dân xã tăng cường giám sát.", ("Đảng ủy xã", "Hội Nông dân xã")),
    (
        "Đối với các trường học tổ chức ký cam kết; đối với Trạm Y tế báo cáo.",
        ("các trường học", "Trạm Y tế"),
    ),
    ("Căn cứ Kế hoạch này, các phòng chuyên môn có trách nhiệm:", ("các phòng chuyên môn",)),
    ("Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị báo cáo.", ("các đơn vị",)),
    ("Tăng cường kiểm tra các phòng chuyên môn.", ()),
    ("Các nội dung phải công khai theo quy định.", ()),
    ("Tổ chức hội nghị đối thoại.", ()),
    ("Đối với UBND các xã: huy động lực lượng tại chỗ.", ("UBND các xã",)),
    ("Đối với các hồ sơ tồn đọng: lập danh sách.", ()),
    ("Mỗi thôn đăng ký một mô hình.", ("Mỗi thôn",)),
    ("Trạm Y tế xã soi đèn bắt muỗi tại các thôn.", ("Trạm Y tế xã",)),
    ("UBND các xã vùng ven sắm thuyền.", ()),
    ("Trưởng các thôn ghi sổ theo dõi.", ("Trưởng các thôn",)),
    ("PHÒNG NỘI VỤ CHỦ TRÌ THAM MƯU KẾ HOẠCH.", ("PHÒNG NỘI VỤ",)),
    ("Phòng Văn hóa - Xã hội phun thuốc diệt muỗi.", ("Phòng Văn hóa - Xã hội",)),
    ("Đơn vị tư vấn viết báo cáo.", ("Đơn vị tư vấn",)),
    ("Diễn tập trong quý III, giao Ban Chỉ huy Quân sự xã chủ trì.", ("Ban Chỉ huy Quân sự xã",)),
    ("Uy ban Mat tran xa và cac doàn the phat đong hoi vien.", ("Uy ban Mat tran xa và cac doàn the",)),
]


@pytest.mark.parametrize(("text", "units"), ORDERS)
def test_a_paragraph_orders_units(text: str, units: tuple[str, ...]) -> None:
    """The units that a paragraph orders to act, "Đề nghị" and its like aside."""
    assert ordered_units(text) == units


COORDINATED = [
    ("Chủ trì, phối hợp với Công an xã tuần tra.", ("Công an xã",)),
    ("Phối hợp Trạm Y tế trong việc tiêm chủng.", ("Trạm Y tế",)),
    (
        "Phối hợp chặt chẽ với các trường học, Đoàn Thanh niên tổ chức tập huấn.",
        ("các trường học", "Đoàn Thanh niên"),
    ),
    ("Phối hợp với Ban Dân vận Đảng ủy để vận động Nhân dân.", ("Ban Dân vận Đảng ủy",)),
    ("Phoi hop voi Dai ly thu bao hiem to chuc hoi nghi.", ("Dai ly thu bao hiem",)),
    ("Phối hợp tuyên truyền sâu rộng trong Nhân dân.", ()),
    ("Thực hiện kế hoạch phối hợp giữa các ngành.", ()),
    ("Phdi hop véi Cong an xa tuan tra.", ("Cong an xa",)),
    ("Giao Phòng Nội vụ chủ trì, Công an xã phối hợp thực hiện.", ("Công an xã",)),
    ("PHỐI HỢP VỚI PHÒNG TƯ PHÁP TUYÊN TRUYỀN PHÁP LUẬT.", ("PHÒNG TƯ PHÁP",)),
]


@pytest.mark.parametrize(("text", "units"), COORDINATED)
def test_coordinators_are_those_named_with_phoi_hop(text: str, units: tuple[str, ...]) -> None:
    """The units named with *phối hợp*, up to the order or the purpose that follows."""
    assert coordinators_in(text) == units


def test_a_run_in_heading_is_parted_from_its_text() -> None:
    """The units before the colon lead; a colon after anything else is part of the text."""
    assert run_in_units("Phòng Nội vụ: Tổng hợp báo cáo.") == (("Phòng Nội vụ",), "Tổng hợp báo cáo.")
    assert run_in_units("Tuyên truyền: Phát thanh hằng tuần.") == ((), "Tuyên truyền: Phát thanh hằng tuần.")


def test_a_cell_may_say_who_leads() -> None:
    """A cell that names both parts them: "A chủ trì, phối hợp với B", "A chủ trì; B phối hợp"."""
    both = (("Trạm Y tế",), ("Công an xã",))
    assert lead_and_coordinators("Trạm Y tế chủ trì, phối hợp với Công an xã") == both
    assert said_to_lead("Mô hình do Trạm Y tế chủ trì, Công an xã phối hợp") == ("Trạm Y tế",)
    assert said_to_lead("Mô hình do Nhân dân đóng góp") == ()


def test_a_name_keeps_the_syllable_that_an_order_could_begin_with() -> None:
    """«… hành chính công | bố trí …», not «… hành chính | công bố trí …»."""
    assert coordinators_in("Phối hợp với Trung tâm Phục vụ hành chính công bố trí nơi tiếp dân.") == (
        "Trung tâm Phục vụ hành chính công",
    )
    assert coordinators_in("Phối hợp với Văn phòng UBND phường công bố danh mục.") == (
        "Văn phòng UBND phường",
    )
