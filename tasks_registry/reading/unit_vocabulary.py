"""The words of which names of units, and orders to them, are made: lists parted by `;`.

Heads, plurals, kinds and predicates bear their marks, for "sở" is a unit and "số" is not; what
stands beside them is folded.
"""

# A name of a unit begins with one of these (its head).
HEADS = """
sở; phòng; ban; văn phòng; vp; trung tâm; ủy ban; ubnd; ub; ubmttq; ubmttqvn; mttq; mặt trận; hđnd; hội
đồng; hội đồng nhân dân; hội; đoàn; công an; bộ chỉ huy; bộ tư lệnh; bộ phận; bộ; thanh tra; viện; chi
cục; cục; kho bạc; bảo hiểm xã hội; bhxh; tòa án; ngân hàng; liên đoàn; liên minh; đài; trường; trạm; tổ;
khối; công chức; cán bộ; viên chức; thường trực; đảng ủy; thành ủy; tỉnh ủy; huyện ủy; quận ủy; thị ủy;
chi bộ; đảng bộ; giám đốc; chủ tịch; phó chủ tịch; phó giám đốc; thủ trưởng; trưởng; phó trưởng; bí thư;
phó bí thư; người đứng đầu; lãnh đạo; cơ quan; đội; đơn vị; bưu điện; điện lực; hợp tác xã; công ty; bcđ;
tổng công ty; trưởng phòng; trưởng ban; hiệu trưởng; chánh văn phòng; hội liên hiệp; cổng thông tin; chi
nhánh; ttphvcc; ttpvhcc; tand; vksnd; vks; đồng chí; đ c; bchqs; bệnh viện; thôn; ấp; tổ dân phố; thuế cơ
sở; hạt kiểm lâm; quỹ tín dụng; nhóm công tác
"""
# The same first word, but no unit: "hội nghị", "ban hành", "phòng, chống", "tổ chức".
NOT_AFTER = {
    "hoi": "nghi thao truong thi vien nhap hop tu dong thoai",
    "to": "chuc quoc hop",
    "ban": "hanh dau tin do",
    "phong": "chong ngua trao tranh cach",
    "doi": "ngu voi moi thoai",
    "truong": "hop",
    "doan": "ket vien the",
    "khoi": "luong phuc cong",
    "vien": "dan tro",
    "so": "huu di hoa voi sanh lieu luong dien tay nha luu tien ket bo",
    "bo": "tieu tri sung luat thu quy",
    "cuc": "bo",
    "dai": "han",
    "tram": "nguoi",
}
# Verbs as well as units; units only before one of these: "Thanh tra tỉnh", not "thanh tra, kiểm tra".
ONLY_BEFORE = {
    "thanh tra": "thi huyen tinh so thanh bo nha chinh quan xa phuong cap",
    "lanh dao": "ubnd uy cac phong don co so ban dang hdnd xa phuong tinh thanh thi huyen chu hoi doan cong",
}
PLURALS = "các; những; toàn thể; mọi; tất cả các; một số"
# After a plural, the heads and these name units of a kind: "các xã, phường", "các đoàn thể".
KINDS = """
ngành; xã; phường; thị trấn; quận; huyện; tỉnh; địa phương; thành viên; khu dân cư; khu phố; cấp ủy; cấp;
doanh nghiệp; hộ; đoàn thể; câu lạc bộ; nhà trường; bản; xóm; cá nhân; chủ đầu tư; chủ hộ; tổ trưởng;
tổ chức; cơ sở giáo dục; cơ sở y tế; cơ sở kinh doanh; cơ sở sản xuất; đoàn viên thanh niên; thành phố; thị xã
"""
# What a unit is told to do begins with one of these; written small, for names write them large.
PREDICATES = """
chủ trì; chủ động; phối hợp; có trách nhiệm; có nhiệm vụ; chịu trách nhiệm; tăng cường; tiếp tục; thường
xuyên; xây dựng; tham mưu; tổ chức; thực hiện; triển khai; hướng dẫn; kiểm tra; đôn đốc; theo dõi; rà soát;
báo cáo; đề xuất; bố trí; căn cứ; quán triệt; chỉ đạo; đẩy mạnh; nghiêm túc; kịp thời; là đầu mối; làm đầu
mối; là cơ quan; là đơn vị; cử; hoàn thành; gửi; đăng ký; lập; ban hành; tuyên truyền; vận động; giám sát;
nghiên cứu; tiến hành; sử dụng; giải quyết; khảo sát; cung cấp; cập nhật; công khai; niêm yết; đánh giá;
tổng hợp; thẩm định; trình; phân công; phân bổ; cân đối; đảm bảo; bảo đảm; hỗ trợ; quản lý; vận hành; thu
thập; chuẩn bị; đăng tải; đưa tin; phát động; phát hiện; phát huy; chấm điểm; phải; cần; giúp; để; trong
việc; trong công tác; trong quá trình; trong thực hiện; nhằm; về việc; khi; thông qua; định kỳ; hằng năm;
hàng năm; hằng quý; hàng quý; hằng tháng; hàng tháng; hằng tuần; hàng tuần; lồng ghép; gắn; nâng cao; tập
trung; đổi mới; tạo điều kiện; khẩn trương; nhanh chóng; tích cực; trực tiếp; tiếp nhận; xử lý; xem xét;
quyết định; ký kết; huy động; kiện toàn; khen thưởng; biểu dương; kêu gọi; duy trì; lắp đặt; thiết kế; tập
huấn; bồi dưỡng; đào tạo; thống nhất; thành lập; khai thác; số hóa; trang bị; mua sắm; cải tạo; giao; yêu
cầu; đề nghị; lựa chọn; tham gia; như; nếu; soạn thảo; lấy ý kiến; tiếp thu; chấp hành; khuyến khích; phổ
biến; hoàn thiện; ứng dụng; đưa; mở; giữ; cấp phát; trả lời; cụ thể hóa; đề ra; gắn với; ưu tiên; tổng kết;
sơ kết; nắm; bám sát; quan tâm; làm tốt; làm việc; làm; rút kinh nghiệm; bổ sung; điều chỉnh; chịu; là; vận
dụng; tham dự; cụ thể; thẩm tra; thanh tra; giới thiệu; công bố; phê duyệt; tự đánh giá; tự kiểm tra; phản
ánh; ký; đăng; treo; nộp; xác nhận; chấm; họp; mời; thăm; tặng; trồng; sửa chữa; thay thế; thống kê; điều
tra; nhân rộng; khắc phục; bảo vệ; ngăn chặn; phòng ngừa; đấu tranh; tuần tra; xác minh; hòa giải; tiếp xúc;
đối thoại; trao đổi; chia sẻ; kết nối; liên kết; thu hút; kiến nghị; nâng cấp; cải thiện; chuẩn hóa; điều
phối; phân loại; sắp xếp; nhắc nhở; thông báo; tư vấn; gương mẫu; nêu gương; cam kết; nghiệm thu; thanh
toán; quyết toán; giải ngân; xét; công nhận; kê khai; rút ngắn; kiểm soát; kiểm điểm; ra quân; đồng hành;
hưởng ứng; góp ý; đóng góp; tự rà soát; tự chấm điểm; ngay sau; trong thời gian; theo chức năng; theo nhiệm
vụ; cùng phối hợp; phát hành; phát thanh; phát sóng; dọn vệ sinh; dọn dẹp; phụ trách; giải tỏa; tháo gỡ; tạo
lập; chăm sóc; thu gom; chi trả; giảm thiểu; xóa bỏ; đo đạc; khởi công; hoàn trả; viết tin; viết bài; tập
hợp; phân cấp; ủy quyền; đối chiếu; tiếp đón; trả kết quả; ghi nhận; xử phạt; cưỡng chế; kiểm kê
"""
# Right after one of these heads, a predicate makes its name: "ban chỉ đạo", "bộ phận tiếp nhận".
NAMED_BY_WORK = """
ban; vien; doi; to; doan; phong; so; hoi; khoi; cuc; tram; trung tam; bo phan; can bo; cong chuc; vien chuc;
chi cuc; hoi dong; uy ban
"""
NAMING = """
chỉ đạo; quản lý; giám sát; thanh tra; kiểm tra; nghiên cứu; tuyên truyền; vận động; tổ chức; xây dựng; tiếp
nhận; phụ trách; hướng dẫn; thẩm định; đào tạo; bồi dưỡng; khảo sát; đánh giá; soạn thảo; hỗ trợ; ứng dụng;
khai thác; theo dõi; xử lý; tham mưu; quản; giúp; đưa
"""
# Names in which a predicate stands further on: "Ban Chỉ đạo thực hiện Quy chế".
NAMED_FOR_WORK = "ban chi dao; to cong tac; hoi dong; ban van dong; bcd; ban dieu hanh; to giup viec"
# A predicate of one syllable is none in a compound: "sự nghiệp công lập", "chương trình", "được giao".
COMPOUNDS = {
    "cong": "chinh vu nghiep san",
    "lap": "cong thanh doc",
    "trinh": "chuong quy lo cong giao to qua hanh thuyet tien",
    "cu": "bau ung de",
    "giao": "duoc ban ngoai chuyen da",
    "lam": "viec",
    "giu": "canh luu",
    "mo": "coi",
    "dua": "thi",
    "can": "nhu yeu",
    "ky": "dinh nhiem thu the truong chu",
    "xet": "nhan",
    "hop": "phoi tong phu to tich lien hoi ket",
}
# In a text without marks, these alone of the predicates of one syllable are sure.
SURE_SYLLABLES = "de; nham; phai; khi"
# Office-holders, whose name goes on with what they are in charge of: "công chức phụ trách …".
PERSONS = "cong; can; vien; dong; thanh; lanh; pho; nguoi; cac"
# After "tổ chức" these tell the noun (an organisation) from the verb (to organise).
AFTER_ORGANISATION = """
chinh; ct; doan; xa; hoi; lien; co; kinh; ton; ca; dang; thanh; tren; thuoc; khac; cong; nghe; phi; quan
"""
