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
# Rarer ones: only where they are printed whole, for a scanner makes others of them.
RARE_HEADS = """
đồn; huyện đoàn; tỉnh đoàn; thành đoàn; thị đoàn; quận đoàn;
công đoàn; chi hội; chi đoàn; liên hiệp; câu lạc bộ; tiểu ban; cảng vụ; hải quan; thuế; chính quyền; cấp ủy;
lực lượng; thành viên; già làng; người có uy tín; chủ; kế toán; nhà văn hóa; nhà thiếu nhi; nhà trường; thư
viện; bảo tàng; xí nghiệp; nhà máy; đại học; học viện; vnpt; viettel; mobifone; vinaphone; báo; viễn thông;
ngành; ga; cảng; doanh nghiệp; hộ kinh doanh; hộ gia đình; khu phố; khóm; buôn
"""
# Common words too; heads only before a name written large: "Báo Lâm Đồng", "ngành Y tế".
BEFORE_CAPITALS = "báo; viễn thông; ngành; ga; cảng; đại học; học viện; xí nghiệp; buôn"
# The same first word, but no unit: "hội nghị", "ban hành", "phòng, chống", "tổ chức".
NOT_AFTER = {
    "hoi": "nghi thao truong thi dien cho vien nhap hop tu dong thoai",
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
    "don": "bien cong",
    "thue": "co tinh thanh khu",
    "chinh quyen": "cac dia cap xa phuong thi huyen quan tinh thanh",
    "luc luong": "cong dan quan bo bao kiem",
    "thanh vien": "ban to hoi uy ubnd doan cac",
    "chu": "cac co dau ho rung tau nha",
    "ke toan": "ngan truong xa phuong ubnd",
    "thu vien": "tinh huyen thanh xa phuong quan thi truong",
    "bao tang": "tinh thanh",
    "lanh dao": "ubnd uy cac phong don co so ban dang hdnd xa phuong tinh thanh thi huyen chu hoi doan cong",
}
PLURALS = "các; những; toàn thể; mọi; tất cả các; một số; mỗi; từng"
# After a plural, the heads and these name units of a kind: "các xã, phường", "các đoàn thể".
KINDS = """
ngành; xã; phường; thị trấn; quận; huyện; tỉnh; địa phương; thành viên; khu dân cư; khu phố; cấp ủy; cấp;
doanh nghiệp; hộ; đoàn thể; câu lạc bộ; nhà trường; bản; xóm; cá nhân; chủ đầu tư; chủ hộ; tổ trưởng;
tổ chức; cơ sở giáo dục; cơ sở y tế; cơ sở kinh doanh; cơ sở sản xuất; đoàn viên thanh niên; thành phố;
thị xã; cơ sở lưu trú; cơ sở dịch vụ; cơ sở đào tạo; cơ sở tôn giáo; cơ sở tín ngưỡng; cơ sở ăn uống;
cơ sở chế biến; nhà hàng; khách sạn; dòng họ; chủ tàu
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
# As with heads: only where they are printed whole.
RARE_PREDICATES = """
đảm nhiệm; đảm đương; phun thuốc; phun hóa chất; phun khử; khử khuẩn; khử trùng; tiêu độc; tiêm phòng; tiêm
chủng; trực 24; ứng trực; trang trí; thu hồi; thu phí; thu nộp; thu nhận; cấp giấy; cấp tài khoản;
cấp kinh phí; cấp thuốc; cấp cứu; cấp thẻ; nhắn tin; gọi điện; điều động; điều hành; tăng thời lượng; dành
thời lượng; dành kinh phí; ghi âm; ghi hình; quay phim; chụp ảnh; biên soạn; biên tập; biên dịch; in ấn; in
tờ; cắt giảm; cắt tỉa; dẫn đầu; cho ý kiến; cho vay; giải trình; giải đáp; giải thích; nhập dữ liệu; nhập
thông tin; nhập liệu; đồng bộ; tích hợp; xác thực; cài đặt; hoàn chỉnh; hoàn tất; chứng thực; bàn giao; giải
phóng mặt bằng; thi công; bê tông hóa; cứng hóa; chỉnh trang; chỉnh lý; chấn chỉnh; tổng vệ sinh; nạo vét;
khơi thông; gia cố; tu sửa; tu bổ; sửa đường; sửa đổi; hiến đất; ủng hộ; quyên góp; trao quà; trao giải;
trao giấy; trao tặng; bình xét; bình chọn; suy tôn; tôn vinh; tuyên dương; phê bình; bắt giữ; cảnh báo;
khuyến cáo; cứu nạn; cứu hộ; cứu chữa; sơ tán; di dời; diễn tập; thực tập; huấn luyện; luyện tập; canh gác;
chốt chặn; chốt trực; phân luồng; cách ly; truy vết; sàng lọc; khoanh vùng; khám sàng lọc; khám sức khỏe;
khám bệnh; điều trị; cung ứng; dự trữ; bình ổn; tính toán; phân tích; dự báo; quan trắc; giám định; truy
xuất; thí điểm; sáng tạo; luân chuyển; tuyển dụng; tuyển chọn; bổ nhiệm; xếp loại; xếp hạng; điểm danh; đeo
thẻ; mặc trang phục; mặc đồng phục; học tập; nêu cao; đề cao; không để; không được; không gây; không thu;
không yêu cầu; luôn; sẽ; bám cơ sở; bám địa bàn; xuống cơ sở; đi cơ sở; về cơ sở; cùng nhân dân; cùng với;
kết hợp; lưu trữ; lưu giữ; lưu hồ sơ; bảo quản; bảo mật; bảo trì; bảo dưỡng; bảo tồn; sao lưu; khôi phục;
khai trương; khánh thành; ra mắt; trợ giúp; khởi kiện; tháo dỡ; tạm dừng; tạm đình chỉ; đình chỉ; gia hạn;
định giá; đấu giá; đấu thầu; chỉ định; ủy nhiệm; đốc thúc; theo sát; dự họp; dự sinh hoạt; chủ tọa; thay
mặt; tiếp công dân; tiếp dân; tiếp sóng; lấy mẫu; lấy phiếu; lấy số liệu; phúc tra; truy cập; khai báo; nhận
xét; nhận diện; chăm lo; chuyển hồ sơ; chuyển giao; chuyển tải; củng cố; cổ vũ; đối soát; đón tiếp; đặt
hàng; gia tăng; hình thành; khảo nghiệm; khơi dậy; khích lệ; khống chế; kích hoạt; làm rõ; lan tỏa; liên hệ;
loại bỏ; mở rộng; mở lớp; sẵn sàng; soát xét; tập kết; tham vấn; tham khảo; thay đổi; thăm dò; thăm hỏi; thể
hiện; thúc đẩy; thuyết minh; thuyết phục; thực thi; tiết kiệm; tìm hiểu; tìm kiếm; tôn trọng; tranh thủ;
trích lập; trích kinh phí; triệu tập; truyền đạt; tự giác; tự kiểm điểm; tự phê bình; ứng phó; ứng cứu; vận
chuyển; viết; có kế hoạch; có biện pháp; có văn bản; có phương án; có giải pháp; nhận nhiệm vụ; dựa trên;
phù hợp; phấn đấu; đẩy nhanh; phủ sóng
"""
# Right after one of these heads, a predicate makes its name: "ban chỉ đạo", "bộ phận tiếp nhận".
NAMED_BY_WORK = """
ban; vien; doi; to; doan; phong; so; hoi; khoi; cuc; tram; trung tam; bo phan; can bo; cong chuc; vien chuc;
chi cuc; hoi dong; uy ban; van phong; luc luong
"""
NAMING = """
chỉ đạo; quản lý; giám sát; thanh tra; kiểm tra; nghiên cứu; tuyên truyền; vận động; tổ chức; xây dựng; tiếp
nhận; phụ trách; hướng dẫn; thẩm định; đào tạo; bồi dưỡng; khảo sát; đánh giá; soạn thảo; hỗ trợ; ứng dụng;
khai thác; theo dõi; xử lý; tham mưu; quản; giúp; đưa; điều hành; điều phối; vận hành; cứu hộ; cứu nạn; truy
vết; khám bệnh; điều trị; tuần tra; trực; tiêm phòng; thu gom; bảo vệ; phòng ngừa; ứng phó; ứng cứu; diễn tập;
bồi thường; đấu giá; đăng ký đất; vệ sinh; huấn luyện; sáng tạo; cung ứng; lưu trữ; bảo tồn; phân tích; dự báo
"""
# Names in which a predicate stands further on: "Ban Chỉ đạo thực hiện Quy chế".
NAMED_FOR_WORK = "ban chi dao; to cong tac; hoi dong; ban van dong; bcd; ban dieu hanh; to giup viec"
# What such a body is named for, also where it is not written large: "Ban Chỉ đạo thực hiện dân chủ".
WORK_NAMED = "quy che; dan chu; de an; cuoc van dong; phong trao"
# A predicate that names a trade is none after these: "đầu tư xây dựng", "văn phòng đăng ký".
TRADES = {
    "xay dung": "dau tu; trat tu; tu van; thi cong; vat lieu; quan ly; dia chinh; su nghiep",
    "tu van": "don vi; to chuc; cong ty; nha thau",
    "thi cong": "don vi; to chuc; cong ty; nha thau",
    "cung cap": "don vi; nha; cong ty",
    "giai phong mat bang": "ban; boi thuong; hoi dong",
    "dang ky": "van phong",
    "hinh thanh": "truyen",
}
# After a name, and after the level of the place that ends one, these go on with it: "xã đảo", "và các …".
LEVELS = "xã; phường; thị trấn; huyện; quận; thị xã; tỉnh; thành phố; đặc khu; khu phố; thôn; ấp"
AFTER_NAMES = "va; hoac; thuoc; truc; cap; cac; cung; tren; khac; lien; phu; tai; cua; co; khong; duoc"
AFTER_LEVELS = """
va; hoac; thuoc; truc; tren; tai; noi; co; lien; khac; theo; do; gan; mien; bien; vung; dao; nong; loai;
diem; hoi; doan; doi; uy; lan; duoc; dang; chua; da; trong; cua; so; cap; phia; phu; ban; khong; cung;
nay; minh; moi; gom; cac; dac; ngheo; bai; xom; van; trung; ngoai; giap; thong; nha; sau; truoc; khi; nhu
"""
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
    "ky": "dinh nhiem thu the truong chu dang",
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
# No name of a unit begins with one of these: notes, times, further remarks.
NO_NAMES = """
luu chu rieng ghi ve trong hang ngoai dong cuoi dau giai buoc dot quy thang nam tuan ngay tu den
"""
