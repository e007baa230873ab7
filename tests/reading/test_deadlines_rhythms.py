"""What repeats, and on which days."""

import pytest

from tests.reading.deadlines_notation import cases, check_cell

GOVERNED_PERIODS = """
hằng năm => every year
Hàng quý => every quarter
hằng tháng => every month
hằng tuần => every week
mỗi tháng => every month
Mỗi 6 tháng => every half-year
Mỗi quý 1 cuộc => every quarter
mỗi 2 tuần => every 2 week
từng quý => every quarter
định kỳ hằng quý => every quarter
Định kỳ hàng năm => every year
định kỳ hằng 6 tháng => every half-year
Định kỳ (hằng quý) => every quarter
Định kỳ: hằng tháng => every month
Định kì, hằng tuần => every week
định kỳ 6 tháng, năm => every half-year | every year
Định kỳ tháng, quý, năm => every month | every quarter | every year
định kỳ 6 tháng và hằng năm => every half-year | every year
định kỳ báo cáo 6 tháng, năm => every half-year | every year
hằng tháng, quý, 6 tháng, 9 tháng, 01 năm => every month | every quarter | every half-year | every year
hằng tháng/quý/năm => every month | every quarter | every year
06 tháng, hàng năm => every half-year | every year
Báo cáo định kỳ 6 tháng, 9 tháng, năm => every half-year | every year on 09-30 | every year
Quý, 6 tháng, năm => every quarter | every half-year | every year
theo quý => every quarter
theo quý, năm => every quarter | every year
các quý trong năm => every quarter
Các tháng trong năm => every month
Định kỳ 3 tháng => every 3 month
"""

COUNTS = """
1 lần/tuần => every week
ít nhất 1 lần/tuần => every week
01 lần/quý => every quarter
1lần/năm => every year
1 lần/ tháng => every month
02 lần/tháng => every month x2
02 cuộc/năm => every year x2
1-2 lần/tháng => every month
02 tin, bài/tháng => every month x2
01 ngày/tuần => every week
01 lần/đơn vị/năm => every year
1 lần/2 tuần => every 2 week
hai lần mỗi năm => every year x2
1 lần một năm => every year
ít nhất 02 lần trong năm => every year x2
1 tháng/lần => every month
3 tháng/lần => every 3 month
06 tháng/lần => every half-year
6 tháng/1 lần => every half-year
quý/lần => every quarter
hằng quý/lần => every quarter
02 tuần một lần => every 2 week
02 tuần/lần => every 2 week
6 tháng một lần => every half-year
nửa năm một lần => every half-year
2 năm một lần => every 2 year
hai tháng một lần => every 2 month
mỗi tháng một lần => every month
mỗi năm hai lần => every year x2
tháng 1 lần => every month
quý 1 lần => every quarter
một năm hai lần => every year x2
tuần 2 buổi => every week x2
mỗi năm ít nhất 1 cuộc => every year
Mỗi năm tổ chức ít nhất 02 cuộc đối thoại => every year x2
Hằng năm, ít nhất 02 lần => every year x2
không ít hơn 2 lần/năm => every year x2
tối thiểu 01 cuộc/quý => every quarter
7 ngày/lần => every week
15 ngày/lần => every month x2
nửa tháng một lần => every month x2
"""

WEEKDAYS = """
Thứ Sáu hằng tuần => every week
chiều thứ 6 hàng tuần => every week
Hằng tuần vào thứ Sáu => every week
Thứ Hai, thứ Năm hằng tuần => every week x2
T2, T4, T6 hằng tuần => every week x3
thứ 2 đến thứ 6 hằng tuần => every week
Chủ nhật hằng tuần => every week
Thứ Sáu tuần cuối trong tháng => every month
Các Chủ nhật trong tháng 3/2026 => 2026-03-01..2026-03-31
Thứ Sáu tuần cuối tháng 3/2026 => 2026-03-25..2026-03-31
trước 10 giờ thứ Sáu hằng tuần => every week
Thứ Hai trong tuần => every week
Thứ Bảy tuần cuối hằng tháng => every month
thứ Hai đầu tháng => every month
"""

DAYS_OF_A_YEAR = """
trước các ngày 20/3, 20/6, 5/9, 25/11 hằng năm => every year on 03-19 06-19 09-04 11-24
trước ngày 15/12 hằng năm => every year on 12-14
ngày 22/12 hằng năm => every year on 12-22
22/12 hàng năm => every year on 12-22
chậm nhất 31/3 hằng năm => every year on 03-31
trước ngày 15/6 và 15/12 hằng năm => every year on 06-14 12-14
Trước ngày 15/6, trước ngày 15/12 hằng năm => every year on 06-14 12-14
Trước ngày 15/6; trước ngày 15/12 hằng năm => every year on 06-14 12-14
trước ngày 01/3 hằng năm => every year on 02-28
trước ngày 01/01 hằng năm => every year on 12-31
tháng 12 hằng năm => every year on 12-31
trong tháng 2 hằng năm => every year on 02-28
tháng 3, tháng 9 hằng năm => every year on 03-31 09-30
Tháng 5 - 6 hằng năm => every year on 06-30
quý I hằng năm => every year on 03-31
Trong quý IV hàng năm => every year on 12-31
6 tháng đầu năm hằng năm => every year on 06-30
cuối năm hằng năm => every year on 12-31
cuối mỗi năm => every year on 12-31
từ ngày 16 đến ngày 31 tháng 12 hằng năm => every year on 12-31
từ 15/4-15/5 hằng năm => every year on 05-15
ngày 15 các tháng 3, 6, 9, 12 hằng năm => every year on 03-15 06-15 09-15 12-15
ngày 15 tháng 6 và tháng 12 hằng năm => every year on 06-15 12-15
trước ngày 15/12 năm báo cáo => every year on 12-14
Hằng năm (trước ngày 15/12) => every year on 12-14
Hằng năm, trước ngày 15/12 => every year on 12-14
Hằng năm, tháng 12 => every year on 12-31
hằng năm vào tháng 12 => every year on 12-31
Hằng năm tổng hợp, báo cáo trước ngày 15/12 => every year on 12-14
Mỗi năm 2 lần vào tháng 6 và tháng 12 => every year on 06-30 12-31
02 lần/năm (tháng 6 và tháng 12) => every year on 06-30 12-31
02 lần/năm: trước 15/6 và trước 15/12 => every year on 06-14 12-14
Định kỳ tháng 6 và tháng 12 => every year on 06-30 12-31
"""

DAYS_OF_A_MONTH = """
trước ngày 16 hằng tháng => every month on 15
trước ngày 01 hằng tháng => every month on 31
ngày 25 hằng tháng => every month on 25
Trước 25 hằng tháng => every month on 24
ngày 15 và ngày 30 hằng tháng => every month on 15 30
từ ngày 20 đến ngày 25 hằng tháng => every month on 25
Hằng tháng (trước ngày 25) => every month on 24
hằng tháng, trước ngày 25 => every month on 24
02 lần/tháng (ngày 15 và ngày 30) => every month on 15 30
trước ngày 25 của tháng => every month on 24
Chậm nhất ngày 15 (mười lăm) của tháng báo cáo => every month on 15
trước ngày 05 tháng sau => every month on 04
báo cáo tháng trước ngày 20 => every month on 19
cuối tháng => every month on 31
cuối hằng tháng => every month on 31
đầu mỗi tháng => every month on 01
ngày cuối cùng của tháng => every month on 31
trước 17h00 ngày 25 hằng tháng => every month on 25
"""

DAYS_OF_A_QUARTER = """
Hàng quý (trước ngày 15 của tháng cuối quý) => every quarter on 03-14 06-14 09-14 12-14
ngày 20 của tháng cuối quý => every quarter on 03-20 06-20 09-20 12-20
hằng quý, trước ngày 20 tháng cuối quý => every quarter on 03-19 06-19 09-19 12-19
Hằng quý báo cáo kết quả về Văn phòng trước ngày 20 của tháng cuối quý
    => every quarter on 03-19 06-19 09-19 12-19
chậm nhất ngày 20 tháng cuối của quý => every quarter on 03-20 06-20 09-20 12-20
ngày 20 tháng thứ ba của quý => every quarter on 03-20 06-20 09-20 12-20
trước ngày 10 tháng đầu tiên của quý tiếp theo => every quarter on 01-09 04-09 07-09 10-09
trước ngày 05 của tháng tiếp theo quý báo cáo => every quarter on 01-04 04-04 07-04 10-04
ngày 31 tháng giữa quý => every quarter on 02-28 05-31 08-31 11-30
tháng cuối quý => every quarter on 03-31 06-30 09-30 12-31
cuối quý => every quarter on 03-31 06-30 09-30 12-31
ngày cuối quý => every quarter on 03-31 06-30 09-30 12-31
cuối mỗi quý => every quarter on 03-31 06-30 09-30 12-31
Hằng quý (tháng 3, 6, 9, 12) => every quarter on 03-31 06-30 09-30 12-31
hằng quý trước ngày 15/3, 15/6, 15/9, 15/12 => every quarter on 03-14 06-14 09-14 12-14
Mỗi quý 1 lần, vào tháng cuối quý => every quarter on 03-31 06-30 09-30 12-31
trước ngày 15 hằng quý => every quarter
"""

HALF_YEARS_AND_SEVERAL_RHYTHMS = """
6 tháng (trước ngày 16/6) => every half-year on 06-15
Định kỳ 6 tháng trước ngày 15/6 => every half-year on 06-14
Định kỳ 6 tháng (tháng 6 và tháng 12) => every half-year on 06-30 12-31
6 tháng (trước ngày 15/6), năm (trước ngày 15/12) => every half-year on 06-14 | every year on 12-14
6 tháng, năm (trước ngày 15/6, 15/12) => every half-year on 06-14 | every year on 12-14
Định kỳ 6 tháng (trước ngày 10/6), hằng năm (trước ngày 10/12)
    => every half-year on 06-09 | every year on 12-09
Tháng: trước ngày 20 hằng tháng; quý: trước ngày 20 của tháng cuối quý
    => every month on 19 | every quarter on 03-19 06-19 09-19 12-19
Báo cáo quý: trước ngày 15 tháng cuối quý; báo cáo năm: trước ngày 15/12
    => every quarter on 03-14 06-14 09-14 12-14 | 2026-12-14
"""

BESIDE_OTHER_WORDS = """
Thường xuyên, định kỳ hằng quý báo cáo => every quarter
Thường xuyên, hằng năm => every year
Thường xuyên; hằng quý báo cáo => every quarter
Định kỳ hằng năm hoặc đột xuất => every year
Hằng quý; đột xuất khi có yêu cầu => every quarter
Hằng tháng theo kế hoạch => every month
hằng quý năm 2026 => every quarter
Hằng tháng trong năm 2026 => every month
Hằng năm (2026-2030) => every year
Hằng năm, giai đoạn 2026-2030 => every year
Hằng năm từ 2026 đến 2030 => every year
Hằng quý, từ quý II/2026 => every quarter
Từ năm 2026, hằng năm => every year
Năm 2026 và hằng năm => 2026-01-01..2026-12-31 | every year
Tháng 01/2026 và hằng tháng => 2026-01-01..2026-01-31 | every month
Định kỳ hằng quý; tổng kết trước 15/12/2026 => every quarter | 2026-12-14
Hằng tuần, hằng tháng => every week | every month
hằng ngày => always
"""


@pytest.mark.parametrize(("phrase", "expected"), cases(GOVERNED_PERIODS))
def test_governed_periods(phrase: str, expected: str) -> None:
    check_cell(phrase, expected)


@pytest.mark.parametrize(("phrase", "expected"), cases(COUNTS))
def test_counts(phrase: str, expected: str) -> None:
    check_cell(phrase, expected)


@pytest.mark.parametrize(("phrase", "expected"), cases(WEEKDAYS))
def test_weekdays(phrase: str, expected: str) -> None:
    check_cell(phrase, expected)


@pytest.mark.parametrize(("phrase", "expected"), cases(DAYS_OF_A_YEAR))
def test_days_of_a_year(phrase: str, expected: str) -> None:
    check_cell(phrase, expected)


@pytest.mark.parametrize(("phrase", "expected"), cases(DAYS_OF_A_MONTH))
def test_days_of_a_month(phrase: str, expected: str) -> None:
    check_cell(phrase, expected)


@pytest.mark.parametrize(("phrase", "expected"), cases(DAYS_OF_A_QUARTER))
def test_days_of_a_quarter(phrase: str, expected: str) -> None:
    check_cell(phrase, expected)


@pytest.mark.parametrize(("phrase", "expected"), cases(HALF_YEARS_AND_SEVERAL_RHYTHMS))
def test_half_years_and_several_rhythms(phrase: str, expected: str) -> None:
    check_cell(phrase, expected)


@pytest.mark.parametrize(("phrase", "expected"), cases(BESIDE_OTHER_WORDS))
def test_beside_other_words(phrase: str, expected: str) -> None:
    check_cell(phrase, expected)
