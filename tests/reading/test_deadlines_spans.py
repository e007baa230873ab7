"""Lists, ranges and several deadlines in one cell."""

import pytest

from tests.reading.deadlines_notation import cases, check_cell

LISTS = """
Tháng 5,6,7 năm 2026 => 2026-05-01..2026-07-31
Tháng 7 và tháng 8 năm 2025 => 2025-07-01..2025-08-31
tháng 5 và 6 => 2026-05-01..2026-06-30
Tháng 5&6/2026 => 2026-05-01..2026-06-30
Tháng 5+6/2026 => 2026-05-01..2026-06-30
Tháng 10, tháng 11, tháng 12 năm 2026 => 2026-10-01..2026-12-31
tháng 11, 12/2025 và tháng 1/2026 => 2025-11-01..2026-01-31
tháng 4 và tháng 8 => 2026-04-01..2026-04-30 | 2026-08-01..2026-08-31
tháng 3 và 9/2026 => 2026-03-01..2026-03-31 | 2026-09-01..2026-09-30
tháng 5, 8, 11 => 2026-05-01..2026-05-31 | 2026-08-01..2026-08-31 | 2026-11-01..2026-11-30
các tháng 3, 6, 9 và 12
    => 2026-03-01..2026-03-31 | 2026-06-01..2026-06-30 | 2026-09-01..2026-09-30 | 2026-12-01..2026-12-31
Tháng 3; tháng 4 => 2026-03-01..2026-03-31 | 2026-04-01..2026-04-30
Quý I, II/2026 => 2026-01-01..2026-06-30
Quý I và quý II năm 2026 => 2026-01-01..2026-06-30
Quý I, III/2026 => 2026-01-01..2026-03-31 | 2026-07-01..2026-09-30
quý 1,2,3,4 => 2026-01-01..2026-12-31
Q1, Q2/2026 => 2026-01-01..2026-06-30
Quý II, quý IV => 2026-04-01..2026-06-30 | 2026-10-01..2026-12-31
Năm 2026, 2027 => 2026-01-01..2027-12-31
2026, 2027 và 2028 => 2026-01-01..2028-12-31
ngày 5, 10, 15/6 => 2026-06-05 | 2026-06-10 | 2026-06-15
ngày 5 và 20 tháng 6 => 2026-06-05 | 2026-06-20
ngày 15/6 và ngày 15/12/2026 => 2026-06-15 | 2026-12-15
ngày 15 các tháng 3, 6, 9, 12 => 2026-03-15 | 2026-06-15 | 2026-09-15 | 2026-12-15
ngày 15 tháng 6 và tháng 12 => 2026-06-15 | 2026-12-15
trước ngày 5/6, 10/7 và 15/8/2026 => 2026-06-04 | 2026-07-09 | 2026-08-14
trước tháng 6 và tháng 12 => 2026-05-31 | 2026-11-30
Trước ngày 15/6 và trước ngày 15/12/2027 => 2027-06-14 | 2027-12-14
tháng 6 và quý IV/2026 => 2026-06-01..2026-06-30 | 2026-10-01..2026-12-31
trong 6 tháng đầu năm và cả năm 2026 => 2026-01-01..2026-06-30 | 2026-01-01..2026-12-31
"""

RANGES = """
tháng 11 - 12/2025 => 2025-11-01..2025-12-31
Tháng 6 – 8/2026 => 2026-06-01..2026-08-31
6-8/2026 => 2026-06-01..2026-08-31
11-12/25 => 2025-11-01..2025-12-31
Tháng 01/2026 đến 12/2026 => 2026-01-01..2026-12-31
Tháng 9/2026 - tháng 5/2027 => 2026-09-01..2027-05-31
từ tháng 3 đến tháng 5/2026 => 2026-03-01..2026-05-31
từ tháng 3 đến hết tháng 5/2026 => 2026-03-01..2026-05-31
từ tháng 3 đến 5 năm 2026 => 2026-03-01..2026-05-31
từ tháng 9 đến tháng 5/2027 => 2026-09-01..2027-05-31
từ tháng 11 đến tháng 2 => 2026-11-01..2027-02-28
Quý I - Quý III/2026 => 2026-01-01..2026-09-30
Quý I-II/2026 => 2026-01-01..2026-06-30
Từ quý I đến quý III năm 2026 => 2026-01-01..2026-09-30
từ quý IV/2025 đến quý I/2026 => 2025-10-01..2026-03-31
2026 - 2030 => 2026-01-01..2030-12-31
2026-2030 => 2026-01-01..2030-12-31
giai đoạn 2026-2030 => 2026-01-01..2030-12-31
Giai đoạn từ 2026 đến 2030 => 2026-01-01..2030-12-31
từ năm 2026 đến năm 2030 => 2026-01-01..2030-12-31
Nhiệm kỳ 2025-2030 => 2025-01-01..2030-12-31
Giai đoạn 2026-2030, định hướng 2035 => 2026-01-01..2030-12-31
15-20/6/2026 => 2026-06-15..2026-06-20
ngày 15-20/6 => 2026-06-15..2026-06-20
từ ngày 10 đến ngày 20/5/2026 => 2026-05-10..2026-05-20
từ 10 đến 20/5 => 2026-05-10..2026-05-20
từ 10/5 đến 20/5/2026 => 2026-05-10..2026-05-20
10/5-20/5/2026 => 2026-05-10..2026-05-20
15.8.2026 - 20.8.2026 => 2026-08-15..2026-08-20
15-8-2026 đến 20-8-2026 => 2026-08-15..2026-08-20
Từ ngày 01/3, đến ngày 15/3/2026 => 2026-03-01..2026-03-15
từ 01/11/2026 đến 15/02 => 2026-11-01..2027-02-15
từ ngày 25/12/2025 đến 10/01/2026 => 2025-12-25..2026-01-10
từ ngày 10 đến hết tháng 6 => 2026-06-10..2026-06-30
từ 8h00 ngày 10/3 đến 17h00 ngày 12/3/2026 => 2026-03-10..2026-03-12
từ 01/3 đến trước 15/5/2026 => 2026-03-01..2026-05-14
từ ngày 15/3 đến hết quý II/2026 => 2026-03-15..2026-06-30
đầu tháng 6 đến cuối tháng 8/2026 => 2026-06-01..2026-08-31
từ ngày ban hành kế hoạch đến hết 31/12/2026 => 2026-01-15..2026-12-31
Từ ngày ký đến 30/6/2026 => 2026-01-15..2026-06-30
từ năm 2030 đến năm 2026 => other
từ ngày 20/3 đến ngày 15/3/2026 => other
"""

BEGINNINGS_WITHOUT_AN_END = """
từ năm 2026 => 2026-01-01..
Từ 2026 => 2026-01-01..
từ quý II/2026 => 2026-04-01..
bắt đầu từ tháng 3/2026 => 2026-03-01..
từ ngày 01/7/2026 trở đi => 2026-07-01..
Quý III/2026 trở đi => 2026-07-01..
từ tháng 3/2026 đến khi hoàn thành => 2026-03-01..
kể từ ngày 01/7/2026 => 2026-07-01..
từ ngày ban hành trở đi => 2026-01-15..
Từ ngày ban hành kế hoạch => 2026-01-15..
từ đầu năm 2026 => 2026-01-01..
"""

YEARS_TO_COME = """
năm 2026 và các năm tiếp theo => 2026-01-01..2026-12-31 | every year
Năm 2026 và những năm tiếp theo => 2026-01-01..2026-12-31 | every year
Năm 2026 và các năm sau => 2026-01-01..2026-12-31 | every year
Năm 2026; các năm tiếp theo => 2026-01-01..2026-12-31 | every year
Quý IV/2026 và các năm tiếp theo => 2026-10-01..2026-12-31 | every year
giai đoạn 2026-2030 và các năm tiếp theo => 2026-01-01..2030-12-31 | every year
Năm 2026 và năm tiếp theo => 2026-01-01..2027-12-31
"""

SEVERAL_IN_ONE_CELL = """
Quý I/2026 lựa chọn nhiệm vụ. Quý IV/2026 báo cáo kết quả => 2026-01-01..2026-03-31 | 2026-10-01..2026-12-31
31/3/2026; thường xuyên => 2026-03-31 | always
Tháng 6/2026 và thường xuyên => 2026-06-01..2026-06-30 | always
Tháng 3/2026¶Tháng 9/2026 => 2026-03-01..2026-03-31 | 2026-09-01..2026-09-30
a) Tháng 3/2026 b) Tháng 9/2026 => 2026-03-01..2026-03-31 | 2026-09-01..2026-09-30
Báo cáo 6 tháng gửi trước ngày 12/6/2026, báo cáo năm trước ngày 12/11/2026 => 2026-06-11 | 2026-11-11
Trước ngày 15/6 (báo cáo 6 tháng); trước ngày 15/12 (báo cáo năm) => 2026-06-14 | 2026-12-14
Ban hành: tháng 3/2026; triển khai: thường xuyên; tổng kết: tháng 12/2026
    => 2026-03-01..2026-03-31 | always | 2026-12-01..2026-12-31
Xây dựng trong tháng 3; thực hiện từ tháng 4 đến tháng 11; tổng kết trước ngày 15/12
    => 2026-03-01..2026-03-31 | 2026-04-01..2026-11-30 | 2026-12-14
Tháng 5/2026; tháng 5 năm 2026 => 2026-05-01..2026-05-31
2 đợt: tháng 4 và tháng 10 => 2026-04-01..2026-04-30 | 2026-10-01..2026-10-31
Quý I: 25/3; quý II: 25/6 => 2026-03-25 | 2026-06-25
Tháng 6/2026 (chậm nhất 15/6) => 2026-06-15
Báo cáo 6 tháng đầu năm trước ngày 10/7 => 2026-07-09
Quý I: trước 20/3, quý II: trước 20/6 => 2026-03-19 | 2026-06-19
"""

FORMS_MET_LESS_OFTEN = """
Đợt 1 tháng 4, đợt 2 tháng 10 => 2026-04-01..2026-04-30 | 2026-10-01..2026-10-31
T1-T3/2026 => 2026-01-01..2026-03-31
T1-3/2026 => 2026-01-01..2026-03-31
Q1-Q3/2026 => 2026-01-01..2026-09-30
Q1-3/2026 => 2026-01-01..2026-09-30
Thường xuyên (năm 2026) => always
Thường xuyên (cả năm) => always
Hằng quý (năm 2026) => every quarter
các tháng trong năm => every month
các quý trong năm => every quarter
chậm nhất là ngày 10 của tháng sau quý báo cáo => every quarter on 01-10 04-10 07-10 10-10
Theo năm => every year
Lần 1: tháng 3; lần 2: tháng 9 => 2026-03-01..2026-03-31 | 2026-09-01..2026-09-30
30/6 & 31/12 => 2026-06-30 | 2026-12-31
6 và 12/2026 => 2026-06-01..2026-06-30 | 2026-12-01..2026-12-31
6/2026 và 12/2026 => 2026-06-01..2026-06-30 | 2026-12-01..2026-12-31
Trước 30/6 và 31/12 hằng năm => every year on 06-29 12-30
Ngày 10 tháng 01 năm sau => 2027-01-10
trước ngày 31 tháng 01 của năm tiếp theo => 2027-01-30
Quý II,III/2026 => 2026-04-01..2026-09-30
Từ 01 đến 05 hằng tháng => every month on 05
20/11 hằng năm (Ngày Nhà giáo Việt Nam) => every year on 11-20
Trong tháng 3, tháng 4/2026 => 2026-03-01..2026-04-30
Trước ngày 25/3, 25/6, 25/9, 25/12 => 2026-03-24 | 2026-06-24 | 2026-09-24 | 2026-12-24
Quý I, Quý II, Quý III, Quý IV năm 2026 => 2026-01-01..2026-12-31
Từ khi ban hành Kế hoạch => other
Trong quý I và quý III hằng năm => every year on 03-31 09-30
01 lần vào quý II => 2026-04-01..2026-06-30
2 lần: tháng 5, tháng 11 => 2026-05-01..2026-05-31 | 2026-11-01..2026-11-30
Tháng 5 (lần 1), tháng 11 (lần 2) => 2026-05-01..2026-05-31 | 2026-11-01..2026-11-30
Sau khi có kinh phí (quý II/2026) => 2026-04-01..2026-06-30
Khi được cấp kinh phí; dự kiến tháng 8/2026 => 2026-08-01..2026-08-31
31/10/2026 hoặc khi có hướng dẫn => 2026-10-31
trước ngày 05/01/2027 => 2027-01-04
Báo cáo tháng: ngày 20 hằng tháng => every month on 20
Trước ngày 20 của tháng cuối quý, 6 tháng, năm
    => every quarter on 03-19 06-19 09-19 12-19 | every half-year | every year
"""


@pytest.mark.parametrize(("phrase", "expected"), cases(LISTS))
def test_lists(phrase: str, expected: str) -> None:
    check_cell(phrase, expected)


@pytest.mark.parametrize(("phrase", "expected"), cases(RANGES))
def test_ranges(phrase: str, expected: str) -> None:
    check_cell(phrase, expected)


@pytest.mark.parametrize(("phrase", "expected"), cases(BEGINNINGS_WITHOUT_AN_END))
def test_beginnings_without_an_end(phrase: str, expected: str) -> None:
    check_cell(phrase, expected)


@pytest.mark.parametrize(("phrase", "expected"), cases(YEARS_TO_COME))
def test_years_to_come(phrase: str, expected: str) -> None:
    check_cell(phrase, expected)


@pytest.mark.parametrize(("phrase", "expected"), cases(SEVERAL_IN_ONE_CELL))
def test_several_in_one_cell(phrase: str, expected: str) -> None:
    check_cell(phrase, expected)


@pytest.mark.parametrize(("phrase", "expected"), cases(FORMS_MET_LESS_OFTEN))
def test_forms_met_less_often(phrase: str, expected: str) -> None:
    check_cell(phrase, expected)
