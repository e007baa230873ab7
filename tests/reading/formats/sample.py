"""A plan of our own words, as paragraphs (strings) and tables (rows of cells), to be put in files."""

Table = list[list[str]]
Plan = list[str | Table]

HEADING = [
    "TT",
    "Nội dung công việc",
    "Đơn vị chủ trì",
    "Đơn vị phối hợp",
    "Thời gian hoàn thành",
    "Sản phẩm",
]

ROWS: Table = [
    ["I", "Công tác chỉ đạo, điều hành", "", "", "", ""],
    [
        "1",
        "Ban hành quyết định kiện toàn Tổ công tác giúp việc, phân công nhiệm vụ cụ thể cho từng thành viên",
        "Văn phòng HĐND và UBND phường",
        "Phòng Văn hóa - Xã hội",
        "Trước ngày 15/02/2026",
        "Quyết định",
    ],
    [
        "2",
        "Xây dựng lịch tiếp công dân và công khai trên trang thông tin điện tử của phường",
        "Văn phòng HĐND và UBND phường",
        "",
        "Tháng 3/2026",
        "Lịch tiếp công dân",
    ],
    [
        "3",
        "Báo cáo kết quả thực hiện nhiệm vụ với Ủy ban nhân dân thành phố",
        "Phòng Văn hóa - Xã hội",
        "Các phòng chuyên môn",
        "Định kỳ hằng quý",
        "Báo cáo",
    ],
    ["II", "Cải cách thủ tục hành chính", "", "", "", ""],
    [
        "1",
        "Rà soát, cắt giảm thời gian giải quyết thủ tục hành chính, bảo đảm hồ sơ được trả trước hạn",
        "Trung tâm Phục vụ hành chính công",
        "Văn phòng HĐND và UBND phường",
        "Quý II/2026",
        "Danh mục thủ tục được rút ngắn",
    ],
    [
        "2",
        "Khảo sát mức độ hài lòng của người dân sau mỗi lần giao dịch",
        "Trung tâm Phục vụ hành chính công",
        "Đoàn Thanh niên phường",
        "Thường xuyên",
        "Phiếu khảo sát",
    ],
    [
        "3",
        "Lắp đặt bảng hướng dẫn và bố trí ghế chờ, nước uống tại nơi tiếp nhận hồ sơ",
        "Phòng Kinh tế, Hạ tầng và Đô thị",
        "Trung tâm Phục vụ hành chính công",
        "Từ tháng 4 đến tháng 6 năm 2026",
        "Nơi tiếp nhận hồ sơ được sửa sang",
    ],
]

BEFORE: list[str] = [
    "ỦY BAN NHÂN DÂN",
    "PHƯỜNG AN HÒA",
    "Số: 21/KH-UBND",
    "An Hòa, ngày 15 tháng 01 năm 2026",
    "KẾ HOẠCH",
    "Nâng cao chất lượng phục vụ người dân phường An Hòa năm 2026",
    "Ủy ban nhân dân phường An Hòa ban hành Kế hoạch nâng cao chất lượng phục vụ người dân như sau:",
    "I. MỤC ĐÍCH, YÊU CẦU",
    "1. Mục đích",
    "- Người dân đến phường được đón tiếp lịch sự, hồ sơ được giải quyết đúng hẹn, thắc mắc được trả lời rõ"
    " ràng; cán bộ, công chức nắm vững công việc và giữ thái độ đúng mực trong mọi lần giao dịch.",
    "2. Yêu cầu",
    "- Mỗi nhiệm vụ có một đơn vị chủ trì, một thời hạn và một kết quả có thể kiểm chứng.",
    "II. NHIỆM VỤ",
    "Các nhiệm vụ cụ thể được giao cho từng đơn vị theo bảng dưới đây.",
]

AFTER: list[str] = [
    "III. TỔ CHỨC THỰC HIỆN",
    "1. Phòng Văn hóa - Xã hội",
    "- Làm đầu mối theo dõi, đôn đốc việc thực hiện Kế hoạch; tổng hợp, báo cáo Ủy ban nhân dân phường trước"
    " các ngày 14/3, 14/6, 14/9, 14/12 hằng năm.",
    "- Chủ trì, phối hợp với Đoàn Thanh niên phường tổ chức tập huấn kỹ năng giao tiếp, hoàn thành trước"
    " ngày 30/4/2026.",
    "2. Trung tâm Phục vụ hành chính công",
    "- Niêm yết công khai danh mục thủ tục hành chính trước ngày 01/3/2026.",
    "- Thường xuyên tiếp nhận, trả lời phản ánh của người dân qua đường dây nóng.",
    "3. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam phường",
    "- Giám sát việc thực hiện Kế hoạch này trước ngày 30/10/2026.",
    "Trên đây là Kế hoạch nâng cao chất lượng phục vụ người dân năm 2026, yêu cầu các đơn vị thực hiện./.",
]

PLAN: Plan = [*BEFORE, [HEADING, *ROWS], *AFTER]


def long_plan(rows: int) -> Plan:
    """The plan with a table of as many numbered rows, the rows of the sample over and over."""
    tasks = [row for row in ROWS if row[2]]
    numbered = [[str(at + 1), *tasks[at % len(tasks)][1:]] for at in range(rows)]
    for at, row in enumerate(numbered):
        row[1] = f"{row[1]} (lần {at + 1})"
    return [*BEFORE, [HEADING, *numbered], *AFTER]
