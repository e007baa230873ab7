"""Deadlines in running prose: the phrases as printed, and what only names or describes."""

from unicodedata import normalize

import pytest

from tasks_registry.reading.deadlines import find_deadlines
from tests.reading.deadlines_notation import ISSUED, YEAR, shown

# A sentence, the phrases found in it, and their deadlines in short.
ORDERED = """
Hoàn thành việc rà soát, gửi báo cáo về Phòng Nội vụ trước ngày 15/11/2026 để tổng hợp.
    => trước ngày 15/11/2026 => 2026-11-14
Đăng ký sáng kiến trước ngày 31/10/2026 để triển khai trong năm 2027.
    => trước ngày 31/10/2026 => 2026-10-30
Báo cáo kết quả định kỳ: báo cáo 6 tháng trước ngày 10/6/2026, báo cáo năm trước ngày 10/12/2026.
    => trước ngày 10/6/2026; trước ngày 10/12/2026 => 2026-06-09 | 2026-12-09
Bao cao ket qua truoc ngay 20 thang cu6i quy.
    => truoc ngay 20 thang cu6i quy => every quarter on 03-19 06-19 09-19 12-19
Định kỳ hằng quý (trước ngày 20 của tháng cuối quý) báo cáo UBND xã.
    => Định kỳ hằng quý (trước ngày 20 của tháng cuối quý) => every quarter on 03-19 06-19 09-19 12-19
Báo cáo kết quả thực hiện định kỳ 6 tháng, năm về UBND tỉnh.
    => định kỳ 6 tháng, năm => every half-year | every year
Xây dựng kế hoạch của đơn vị, hoàn thành trong tháng 3/2026.
    => trong tháng 3/2026 => 2026-03-01..2026-03-31
Phối hợp tổ chức hội nghị đối thoại ít nhất 02 lần/năm.
    => ít nhất 02 lần/năm => every year x2
Thường xuyên đôn đốc, kiểm tra; hằng tháng tổng hợp báo cáo Chủ tịch UBND xã.
    => hằng tháng => every month
Tham mưu UBND xã ban hành Kế hoạch cải cách hành chính năm 2026 trước ngày 31/01/2026.
    => trước ngày 31/01/2026 => 2026-01-30
Đến năm 2030, 100% hồ sơ được số hóa.
    => Đến năm 2030 => 2030-12-31
Phấn đấu đến hết năm 2026 đạt 90%.
    => đến hết năm 2026 => 2026-12-31
Trong quý II/2026, hoàn thành lắp đặt camera.
    => Trong quý II/2026 => 2026-04-01..2026-06-30
Quý IV/2026: tổ chức tổng kết.
    => Quý IV/2026 => 2026-10-01..2026-12-31
Tháng 12/2026, tham mưu tổ chức hội nghị tổng kết.
    => Tháng 12/2026 => 2026-12-01..2026-12-31
Tổ chức sơ kết vào tháng 6/2026 và tổng kết vào tháng 12/2026.
    => vào tháng 6/2026; vào tháng 12/2026 => 2026-06-01..2026-06-30 | 2026-12-01..2026-12-31
Chủ trì tổ chức hội thi trong tháng 10 năm 2026.
    => trong tháng 10 năm 2026 => 2026-10-01..2026-10-31
Đảm bảo chế độ thông tin thường xuyên, kịp thời.
    => thường xuyên => always
Cập nhật thường xuyên dữ liệu trên hệ thống.
    => thường xuyên => always
Các thôn, tổ dân phố thường xuyên tuyên truyền đến Nhân dân.
    => thường xuyên => always
Thực hiện chế độ báo cáo định kỳ, đột xuất theo quy định.
    => định kỳ => other
Báo cáo kết quả sau khi kết thúc đợt kiểm tra.
    => sau khi kết thúc đợt kiểm tra => other
Trong thời hạn 05 ngày làm việc kể từ ngày ban hành Kế hoạch, các đơn vị gửi danh sách về Văn phòng.
    => Trong thời hạn 05 ngày làm việc kể từ ngày ban hành Kế hoạch => 5 days to 2026-01-22
Gửi danh sách chậm nhất ngày 20/02/2026 (qua Văn phòng).
    => chậm nhất ngày 20/02/2026 => 2026-02-20
Tổ chức thăm hỏi, tặng quà nhân dịp Tết Nguyên đán và các ngày lễ lớn.
    => nhân dịp Tết Nguyên đán và các ngày lễ lớn => other
Trực tiếp tiếp công dân vào ngày 15 và ngày 30 hằng tháng.
    => vào ngày 15 và ngày 30 hằng tháng => every month on 15 30
Tổ chức ra quân vệ sinh môi trường vào sáng thứ Bảy hằng tuần.
    => thứ Bảy hằng tuần => every week
Hằng năm, trước ngày 15/12, tổng hợp kết quả báo cáo UBND tỉnh.
    => Hằng năm, trước ngày 15/12 => every year on 12-14
Hằng năm tổng hợp, báo cáo kết quả về UBND tỉnh trước ngày 15/12.
    => Hằng năm; trước ngày 15/12 => every year on 12-14
Tổ chức đối thoại ít nhất 01 lần trong năm.
    => ít nhất 01 lần trong năm => every year
Niêm yết công khai trong vòng 05 ngày làm việc kể từ khi có quyết định.
    => trong vòng 05 ngày làm việc kể từ khi có quyết định => other
Báo cáo 6 tháng gửi trước ngày 10/6, báo cáo năm trước ngày 10/11.
    => trước ngày 10/6; trước ngày 10/11 => 2026-06-09 | 2026-11-09
Định kỳ 6 tháng (trước ngày 10/6), năm (trước ngày 10/12) báo cáo kết quả.
    => Định kỳ 6 tháng (trước ngày 10/6); năm (trước ngày 10/12)
    => every half-year on 06-09 | every year on 12-09
Đánh giá, xếp loại cán bộ hằng năm theo quy định.
    => hằng năm => every year
Từ tháng 3 đến tháng 10/2026, tổ chức kiểm tra tại 12 thôn.
    => Từ tháng 3 đến tháng 10/2026 => 2026-03-01..2026-10-31
Từ ngày 01/7/2026 thực hiện tiếp nhận hồ sơ trực tuyến.
    => Từ ngày 01/7/2026 => 2026-07-01..
Thực hiện trong năm 2026 và các năm tiếp theo.
    => trong năm 2026 và các năm tiếp theo => 2026-01-01..2026-12-31 | every year
Mỗi quý tổ chức 01 buổi đối thoại với thanh niên.
    => Mỗi quý tổ chức 01 buổi => every quarter
Phát thanh 02 lần/ngày vào khung giờ 5h và 17h.
    => 02 lần/ngày => always
Chủ tịch UBND xã tiếp công dân ít nhất 01 ngày/tuần.
    => ít nhất 01 ngày/tuần => every week
Ban hành kế hoạch trong quý I hằng năm.
    => trong quý I hằng năm => every year on 03-31
Tổng hợp kết quả, báo cáo UBND tỉnh trước ngày 20 hằng tháng.
    => trước ngày 20 hằng tháng => every month on 19
Hoàn thành trước khi kết thúc năm học.
    => trước khi kết thúc năm học => other
100% cán bộ ký cam kết trong tháng 01/2026.
    => trong tháng 01/2026 => 2026-01-01..2026-01-31
Hoàn thành trước 30/6/2026; chậm nhất đến 31/7/2026 đối với các thôn còn lại.
    => trước 30/6/2026; chậm nhất đến 31/7/2026 => 2026-06-29 | 2026-07-31
Báo cáo kết quả hằng quý về Văn phòng.
    => hằng quý => every quarter
Báo cáo kết quả thực hiện Kế hoạch hằng quý.
    => hằng quý => every quarter
Tuyên truyền, phổ biến pháp luật hằng quý.
    => hằng quý => every quarter
Kiểm tra việc chấp hành quy định hằng quý.
    => hằng quý => every quarter
Gửi về UBND tỉnh trước ngày 20/6.
    => trước ngày 20/6 => 2026-06-19
gui ve UBND tinh truoc ngay 20/6
    => truoc ngay 20/6 => 2026-06-19
Tổng kết công tác năm 2026, hoàn thành trước 20/12/2026.
    => trước 20/12/2026 => 2026-12-19
Định kỳ vào ngày 25 hằng tháng báo cáo tiến độ.
    => vào ngày 25 hằng tháng => every month on 25
Hoàn thành, báo cáo UBND xã trước 17 giờ 00 ngày 25/11/2026.
    => trước 17 giờ 00 ngày 25/11/2026 => 2026-11-25
Thời gian hoàn thành: trước ngày 30/9/2026.
    => trước ngày 30/9/2026 => 2026-09-29
Ngày 10/10/2026, tổ chức lễ phát động.
    => Ngày 10/10/2026 => 2026-10-10
Tổ chức hội nghị ngày 10/10/2026 tại trụ sở UBND xã.
    => ngày 10/10/2026 => 2026-10-10
Triển khai ngay sau khi kế hoạch được ban hành.
    => sau khi kế hoạch được ban hành => other
Lãnh đạo trực tiếp đối thoại với Nhân dân mỗi năm ít nhất 02 lần.
    => mỗi năm ít nhất 02 lần => every year x2
Tổ chức kiểm tra thường xuyên hoặc đột xuất.
    => thường xuyên => always
Cập nhật hằng ngày trên hệ thống.
    => hằng ngày => always
Hằng ngày, công chức trực tại bộ phận một cửa.
    => Hằng ngày => always
Sinh hoạt chi bộ hằng tháng.
    => hằng tháng => every month
Sơ kết 6 tháng đầu năm trong tháng 7/2026.
    => trong tháng 7/2026 => 2026-07-01..2026-07-31
Tổ chức đợt cao điểm từ ngày 15/5 đến ngày 15/6/2026.
    => từ ngày 15/5 đến ngày 15/6/2026 => 2026-05-15..2026-06-15
Tổ chức Tháng hành động từ 15/4-15/5 hằng năm.
    => từ 15/4-15/5 hằng năm => every year on 05-15
Hoàn thành trước khi có ý kiến thẩm định của Sở Tư pháp để trình ký.
    => trước khi có ý kiến thẩm định của Sở Tư pháp => other
Chủ trì xây dựng Kế hoạch, trình Chủ tịch UBND xã trong quý I/2026; báo cáo kết quả trước ngày 15/12/2026.
    => trong quý I/2026; trước ngày 15/12/2026 => 2026-01-01..2026-03-31 | 2026-12-14
Kiểm tra công vụ ít nhất 02 đợt/năm, báo cáo kết quả sau mỗi đợt kiểm tra.
    => ít nhất 02 đợt/năm => every year x2
Công khai kết quả giải quyết hồ sơ hằng tháng trên Trang thông tin điện tử.
    => hằng tháng => every month
Thường xuyên cập nhật; định kỳ báo cáo kết quả về Văn phòng HĐND và UBND xã.
    => Thường xuyên; định kỳ => always | other
Phòng Kinh tế thường xuyên theo dõi, đôn đốc các đơn vị.
    => thường xuyên => always
Báo cáo số liệu từ ngày 15/12/2025 đến ngày 14/6/2026 trước ngày 20/6/2026.
    => trước ngày 20/6/2026 => 2026-06-19
Gửi phiếu khảo sát về UBND phường trước 16h ngày thứ Sáu hằng tuần.
    => ngày thứ Sáu hằng tuần => every week
Báo cáo kết quả theo định kỳ (tháng, quý, năm) cho UBND tỉnh.
    => định kỳ (tháng, quý, năm) => every month | every quarter | every year
Báo cáo định kỳ hằng tháng trước ngày 25, hằng quý trước ngày 25 của tháng cuối quý.
    => định kỳ hằng tháng trước ngày 25; hằng quý trước ngày 25 của tháng cuối quý
    => every month on 24 | every quarter on 03-24 06-24 09-24 12-24
Triển khai thực hiện từ ngày ban hành Kế hoạch này đến hết năm 2026.
    => từ ngày ban hành Kế hoạch này đến hết năm 2026 => 2026-01-15..2026-12-31
Lập dự toán kinh phí thực hiện năm 2027 gửi Phòng Kinh tế trước ngày 30/7/2026.
    => trước ngày 30/7/2026 => 2026-07-29
Sơ kết giữa năm 2026 và tổng kết cuối năm 2026.
    => giữa năm 2026; cuối năm 2026 => 2026-06-30 | 2026-12-31
Hằng quý, 6 tháng và cả năm tổng hợp kết quả báo cáo cấp trên.
    => Hằng quý, 6 tháng và cả năm => every quarter | every half-year | every year
Xây dựng phóng sự, phát sóng tối thiểu 02 tin, bài/tháng.
    => tối thiểu 02 tin, bài/tháng => every month x2
Khen thưởng đột xuất hoặc định kỳ hằng năm.
    => định kỳ hằng năm => every year
Hoàn thành trong tháng 02 (trước ngày 20/02/2026).
    => trước ngày 20/02/2026 => 2026-02-19
Trước ngày 10/6 và trước ngày 10/12 hằng năm, báo cáo kết quả về Phòng Văn hóa - Xã hội.
    => Trước ngày 10/6 và trước ngày 10/12 hằng năm => every year on 06-09 12-09
Ngay từ đầu năm, xây dựng kế hoạch và phân công nhiệm vụ.
    => Ngay từ đầu năm => 2026-01-01..
Phấn đấu trong quý III/2026 có 80% hộ dân cài đặt ứng dụng.
    => trong quý III/2026 => 2026-07-01..2026-09-30
UBND các xã hoàn thành kê khai chậm nhất 10 ngày kể từ ngày ký Kế hoạch.
    => chậm nhất 10 ngày kể từ ngày ký Kế hoạch => 10 days to 2026-01-25
Định kỳ vào tuần đầu của tháng, họp giao ban với các tổ dân phố.
    => vào tuần đầu của tháng => every month on 07
Phối hợp với Công an xã trong dịp lễ, tết bảo đảm trật tự.
    => trong dịp lễ, tết => other
Hướng dẫn số 05/HD-SNV ngày 20/02/2026 về chấm điểm, hoàn thành trước 30/6/2026.
    => trước 30/6/2026 => 2026-06-29
bao cao UBND phuong trudc ngay 15/6/2026 va 15/12/2026
    => trudc ngay 15/6/2026 va 15/12/2026 => 2026-06-14 | 2026-12-14
Thudng xuyén kiém tra, dinh ky hang quy bao cao ket qua.
    => dinh ky hang quy => every quarter
Hàng nam to chuc doi thoai it nhat 1 lan.
    => Hàng nam to chuc doi thoai it nhat 1 lan => every year
Tham mưu kiện toàn Ban Chỉ đạo, hoàn thành quý I.
    => quý I => 2026-01-01..2026-03-31
Ngày 15/6, tổ chức ra quân.
    => Ngày 15/6 => 2026-06-15
"""

NOT_ORDERED = """
Bố trí kinh phí trong dự toán ngân sách hằng năm.
Thực hiện Quyết định số 25/QĐ-UBND ngày 10/01/2026 của UBND tỉnh về kế hoạch năm 2026.
Căn cứ Nghị quyết số 12-NQ/TU ngày 15/12/2025 của Tỉnh ủy, xây dựng chương trình hành động.
Thực hiện Chương trình chuyển đổi số quốc gia đến năm 2025, định hướng đến năm 2030.
Triển khai Đề án giai đoạn 2021 - 2025.
Kinh phí chi thường xuyên năm 2026 của đơn vị.
Có sự phối hợp chặt chẽ, thường xuyên, hiệu quả giữa các phòng.
Thông báo lịch tiếp công dân định kỳ tại trụ sở.
Báo cáo đột xuất khi có yêu cầu.
Giải quyết hồ sơ đúng hạn, không để quá hạn.
Làm cơ sở xét thi đua vào dịp tổng kết năm.
Trả kết quả ngay trong ngày cho người dân.
Số liệu báo cáo tính từ ngày 15/12 năm trước đến ngày 14/6 năm báo cáo.
Xây dựng kế hoạch công tác năm, quý, tháng của đơn vị.
Hoàn thành 100% nhiệm vụ được giao năm 2026.
Văn bản có hiệu lực từ ngày 01/7/2025.
Vận động mỗi hộ gia đình tham gia ít nhất 01 buổi lao động.
Xây dựng kế hoạch hằng năm của đơn vị.
Hạ kết quả thi đua theo kết quả đánh giá hằng năm.
Rà soát, cập nhật danh mục hằng năm.
Lồng ghép trong kinh phí hoạt động hằng năm của đơn vị.
Tổng kết phong trào thi đua năm 2026.
Theo Kế hoạch ngày 15/01/2026 của UBND tỉnh.
Tiếp tục thực hiện cho đến khi có văn bản thay thế.
Nhiệm vụ thường xuyên của cơ quan.
Công việc hằng ngày của công chức.
Bảo đảm trong năm không có đơn thư vượt cấp.
Trước mắt, tập trung rà soát hồ sơ tồn đọng.
Giải trình trước Nhân dân về kết quả thực hiện.
Trả hồ sơ trước hạn và đúng hạn.
Tuyển dụng trước ngày 01/7/2016.
Trích 10% quỹ khen thưởng năm 2026.
Tổng hợp ý kiến trước và sau hội nghị.
Tiếp nhận 24/7 phản ánh của người dân.
Công khai số điện thoại 0203.3825.111 tại trụ sở.
Đạt từ 90 đến dưới 95 điểm.
Điều 5, khoản 2 Luật Tiếp công dân.
Hoàn thành mục tiêu 6 tháng đầu năm.
Tổ chức ký cam kết thi đua đầu năm.
Nâng cao chất lượng các hoạt động thường xuyên của Trung tâm.
Tăng cường kiểm tra việc niêm yết, nhất là tại các đơn vị thường xuyên tiếp nhận hồ sơ.
Rà soát, thống kê số liệu đến ngày 30/11/2026.
Đề nghị các hội, đoàn thể phối hợp thực hiện trước, trong và sau đợt cao điểm.
Kế hoạch này có hiệu lực từ ngày 01/3/2026.
Rút kinh nghiệm sau hội nghị, hoàn thiện tài liệu.
Mua sắm trang thiết bị theo kế hoạch năm 2026 đã được phê duyệt.
Làm đầu mối tổng hợp các nhiệm vụ năm 2026.
100/100 hộ ký cam kết.
2/3 số thôn đạt chuẩn.
Hoàn thành 5/6 tiêu chí.
"""


def _sentences(table: str) -> list[tuple[str, str, str]]:
    one_each = table.replace("\n    =>", " =>").strip().splitlines()
    parts = [[part.strip() for part in line.split("=>")] for line in one_each]
    return [(sentence, raw, expected) for sentence, raw, expected in parts]


@pytest.mark.parametrize(("sentence", "raw", "expected"), _sentences(ORDERED))
def test_what_is_ordered(sentence: str, raw: str, expected: str) -> None:
    found = find_deadlines(sentence, year=YEAR, issued=ISSUED)
    assert (found[0], shown(found[1])) == (raw, expected)
    assert find_deadlines(normalize("NFD", sentence), year=YEAR, issued=ISSUED) == found
    assert find_deadlines(sentence.upper(), year=YEAR, issued=ISSUED)[1] == found[1]


@pytest.mark.parametrize("sentence", NOT_ORDERED.strip().splitlines())
def test_what_is_only_named_or_described(sentence: str) -> None:
    for printed in (sentence, sentence.upper()):
        found = find_deadlines(printed, year=YEAR, issued=ISSUED)
        assert (found[0], shown(found[1])) == ("", "none")


def test_no_prose_has_no_deadline() -> None:
    assert find_deadlines("") == ("", find_deadlines("Phối hợp với các đơn vị liên quan.")[1])
    assert shown(find_deadlines("")[1]) == "none"


def test_the_same_words_are_printed_once() -> None:
    """Two phrases alike make one deadline and one entry of the raw text."""
    prose = "Thường xuyên kiểm tra; thường xuyên nhắc nhở các bộ phận."
    assert find_deadlines(prose)[0] == "Thường xuyên"


def test_a_line_break_within_a_phrase_is_folded() -> None:
    assert find_deadlines("Gửi báo cáo trước ngày\n15/6/2026.")[0] == "trước ngày 15/6/2026"


def test_a_timetable_of_others_stands_beside_periodic_work() -> None:
    prose = "Định kỳ báo cáo kết quả đúng mẫu và thời gian quy định của cấp trên."
    assert find_deadlines(prose)[0] == "Định kỳ; đúng mẫu và thời gian quy định của cấp trên"
    assert find_deadlines("Giải quyết hồ sơ đúng thời gian quy định.")[0] == ""
