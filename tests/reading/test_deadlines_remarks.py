"""What has no date, what adds nothing, and text damaged by a scanner."""

import pytest

from tests.reading.deadlines_notation import cases, check_cell

ALWAYS = """
Thường xuyên => always
thường xuyên, liên tục => always
Quanh năm => always
Thường xuyên trong năm 2026 => always
Thường xuyên, theo kế hoạch => always
Thường xuyên và đột xuất => always
Thường xuyên khi có phát sinh => always
Thường xuyên, định kỳ => always
Thường xuyên (báo cáo trước ngày 15/12/2026) => always | 2026-12-14
Thường xuyên, từ tháng 3/2026 => 2026-03-01..
Thường xuyên từ quý I/2026 => 2026-01-01..
Năm 2026; thường xuyên => 2026-01-01..2026-12-31 | always
"""

FROM_THE_ISSUE = """
15 ngày kể từ ngày ban hành kế hoạch => 15 days to 2026-01-30
Trong vòng 15 ngày kể từ ngày ban hành Kế hoạch này => 15 days to 2026-01-30
trong thời hạn ba mươi ngày kể từ ngày ban hành => 30 days to 2026-02-14
sau 10 ngày kể từ ngày ký ban hành => 10 days to 2026-01-25
chậm nhất 07 ngày sau ngày ban hành kế hoạch => 7 days to 2026-01-22
02 tuần kể từ ngày kế hoạch có hiệu lực => 14 days to 2026-01-29
01 tháng kể từ ngày ban hành kế hoạch => 30 days to 2026-02-14
năm ngày kể từ ngày ký => 5 days to 2026-01-20
10 ngày làm việc kể từ ngày ban hành => 10 days to 2026-01-29
05 ngày làm việc, kể từ ngày Kế hoạch được ban hành => 5 days to 2026-01-22
"""

NOTHING_OR_NO_DATE_OF_ITS_OWN = """
- => none
... => none
./. => none
Không => other
Đang thực hiện => other
nt => other
15 ngày => other
Ngày 15 => other
Năm => other
6 tháng => other
Trong tháng => other
Định kỳ => other
định kỳ theo quy định => other
đột xuất => other
khi có phát sinh => other
Khi có yêu cầu => other
Theo quy định của Nghị định 118/2025/NĐ-CP => other
Theo Kế hoạch số 12/KH-UBND ngày 15/3/2026 của UBND tỉnh => other
Theo Kế hoạch số /KH-UBND ngày /3/2026 => other
Thực hiện theo Công văn số 45/UBND-NV ngày 05/01/2026 => other
Quyết định số 12/QĐ-UBND ngày 15 tháng 3 năm 2026 => other
theo kế hoạch năm 2026 của UBND tỉnh => other
Theo tiến độ đề án => other
Tùy theo tình hình thực tế => other
sau khi có hướng dẫn => other
Trước khi trình HĐND thành phố => other
ngay sau khi ban hành kế hoạch => other
từ khi nhận được hồ sơ => other
10 ngày sau khi nhận được văn bản => other
30 ngày kể từ ngày ban hành Nghị quyết => other
27300 ngày kể từ ngày ban hành => 27300 days to 2100-10-14
27400 ngày kể từ ngày ban hành => other
1300 tháng kể từ ngày ban hành kế hoạch => other
10 ngày kể từ ngày nhận được văn bản => other
trong 05 ngày làm việc kể từ khi nhận hồ sơ => other
trước kỳ họp HĐND tháng 7/2026 => other
Sau Đại hội => other
Trước Tết Nguyên đán 2026 => other
Dịp 27/7 và 2/9 => other
năm học 2025-2026 => other
Đầu năm học => other
tháng … năm … => other
ngày tháng năm => other
"""

REMARKS_BESIDE_A_DATE = """
Dự kiến tháng 11/2025 (sau khi có hướng dẫn) => 2025-11-01..2025-11-30
theo tiến độ của Trung ương, trong năm 2026 => 2026-01-01..2026-12-31
đề xuất hạn là 15/5/2026 => 2026-05-15
Theo yêu cầu; báo cáo trước ngày 15/12/2026 => 2026-12-14
Theo đề án được duyệt, hoàn thành trước 30/11/2026 => 2026-11-29
Sau khi có hướng dẫn của tỉnh, dự kiến quý II/2026 => 2026-04-01..2026-06-30
Hoàn thành sau khi có hướng dẫn, dự kiến tháng 11/2025 => 2025-11-01..2025-11-30
Tháng 3/2026 ban hành kế hoạch, triển khai thực hiện theo quy định => 2026-03-01..2026-03-31
Quyết định số 12/QĐ-UBND ngày 05/01/2026; hoàn thành trước 30/6/2026 => 2026-06-29
Quý I/2026, đột xuất khi có yêu cầu => 2026-01-01..2026-03-31
15/6/2026; định kỳ => 2026-06-15
Tổ chức 02 lần trong năm 2026 => 2026-01-01..2026-12-31
tháng 3/2026 và sau khi có hướng dẫn => 2026-03-01..2026-03-31
"""

STAGES_OF_THEIR_OWN = """
Sơ kết: 02 lần trong đợt thí điểm Tổng kết: 20/9/2026 => other | 2026-09-20
Sơ kết 02 lần trong đợt thí điểm; tổng kết 20/9/2026 => other | 2026-09-20
Tổng kết: 20/9/2026. Sơ kết: 02 lần trong đợt thí điểm => 2026-09-20 | other
Triển khai sau khi có hướng dẫn; báo cáo trước 15/11/2026 => other | 2026-11-14
Thí điểm theo hướng dẫn; tổng kết tháng 12/2026 => other | 2026-12-01..2026-12-31
"""

DAMAGED_BY_A_SCANNER_OR_WITHOUT_DIACRITICS = """
Thuong xuyén => always
Thudng xuyên => always
thirong xuyen => always
Quy 1/2026 => 2026-01-01..2026-03-31
Quy Il/2026 => 2026-04-01..2026-06-30
Quy III nam 2026 => 2026-07-01..2026-09-30
Quý l/2026 => 2026-01-01..2026-03-31
Quy |/2026 => 2026-01-01..2026-03-31
Quy HI/2026 => 2026-07-01..2026-09-30
Quy 11/2026 => 2026-04-01..2026-06-30
Thang 12/2025 => 2025-12-01..2025-12-31
Tháug 12/2025 => 2025-12-01..2025-12-31
thang 12 nam 2025 => 2025-12-01..2025-12-31
Tháng 5 ndm 2026 => 2026-05-01..2026-05-31
trudc ngay 05/4/2026 => 2026-04-04
trwoc ngay 30/6/2026 => 2026-06-29
Trước ngảy 15/6 => 2026-06-14
chdm nhat ngay 15/8 => 2026-08-15
Tu thang 3 den thang 5/2026 => 2026-03-01..2026-05-31
tir ngay 10/3 dén ngay 20/3/2026 => 2026-03-10..2026-03-20
Dén hét ngay 30/6/2026 => 2026-06-30
Pén nam 2027 => 2027-12-31
6 thang dau nam 2026 => 2026-01-01..2026-06-30
ca nam 2026 => 2026-01-01..2026-12-31
Cuoi thang 6/2026 => 2026-06-30
dinh ky hang quy => every quarter
Pinh ky hang nam => every year
Hang nim => every year
moi thang 1 lan => every month
it nhat 1 lan/tuan => every week
thu sau hang tuan => every week
O5/4/2026 => 2026-04-05
l5/4/2026 => 2026-04-15
15/O4/2026 => 2026-04-15
Quy 1/2O26 => 2026-01-01..2026-03-31
"""


@pytest.mark.parametrize(("phrase", "expected"), cases(ALWAYS))
def test_always(phrase: str, expected: str) -> None:
    check_cell(phrase, expected)


@pytest.mark.parametrize(("phrase", "expected"), cases(FROM_THE_ISSUE))
def test_from_the_issue(phrase: str, expected: str) -> None:
    check_cell(phrase, expected)


@pytest.mark.parametrize(("phrase", "expected"), cases(NOTHING_OR_NO_DATE_OF_ITS_OWN))
def test_nothing_or_no_date_of_its_own(phrase: str, expected: str) -> None:
    check_cell(phrase, expected)


@pytest.mark.parametrize(("phrase", "expected"), cases(REMARKS_BESIDE_A_DATE))
def test_remarks_beside_a_date(phrase: str, expected: str) -> None:
    check_cell(phrase, expected)


@pytest.mark.parametrize(("phrase", "expected"), cases(STAGES_OF_THEIR_OWN))
def test_stages_of_their_own(phrase: str, expected: str) -> None:
    check_cell(phrase, expected)


@pytest.mark.parametrize(("phrase", "expected"), cases(DAMAGED_BY_A_SCANNER_OR_WITHOUT_DIACRITICS))
def test_damaged_by_a_scanner_or_without_diacritics(phrase: str, expected: str) -> None:
    check_cell(phrase, expected)
