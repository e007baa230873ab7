"""Single dates and periods in a deadline cell (RULES.md, "Deadlines")."""

import pytest

from tests.reading.deadlines_notation import cases, check_cell

SINGLE_DAYS = """
ngày 15/8/2019 => 2019-08-15
15/8/2019 => 2019-08-15
ngày 15 tháng 8 năm 2019 => 2019-08-15
Ngày 15 tháng 8 => 2026-08-15
15 tháng 8 năm 2026 => 2026-08-15
ngày 15, tháng 8, năm 2026 => 2026-08-15
ngày 15/8 năm 2026 => 2026-08-15
ngày mười lăm tháng tám năm 2026 => 2026-08-15
ngày 15 (mười lăm) tháng 8 => 2026-08-15
mùng 5/4 => 2026-04-05
ngày mùng 5 tháng 4 => 2026-04-05
5/4 => 2026-04-05
05/4 => 2026-04-05
05/04 => 2026-04-05
5/04/2026 => 2026-04-05
05-4 => 2026-04-05
5-4 => 2026-04-05
5.4 => 2026-04-05
05.4. => 2026-04-05
5.4.2022 => 2022-04-05
05-4-2022 => 2022-04-05
05/4/22 => 2022-04-05
20/6/26 => 2026-06-20
15 - 8 - 2026 => 2026-08-15
15/8-2026 => 2026-08-15
2026-03-15 => 2026-03-15
ngày  15 / 8 / 2026 => 2026-08-15
Ngày 15/ 8/2026. => 2026-08-15
ngày 15 tháng¶8 năm 2026 => 2026-08-15
(15/8/2026) => 2026-08-15
“15/8/2026” => 2026-08-15
**15/8/2026** => 2026-08-15
Thứ Sáu, ngày 15/8/2025 => 2025-08-15
Thứ Hai (16/3/2026) => 2026-03-16
8 giờ 00 ngày 12/3/2026 => 2026-03-12
Lúc 14 giờ, ngày 15/5 => 2026-05-15
14h00 thứ Sáu (15/5/2026) => 2026-05-15
15/01 năm sau => 2027-01-15
Tháng 12 năm trước => 2025-12-01..2025-12-31
15/12 cùng năm => 2026-12-15
29/02/2028 => 2028-02-29
"""

WORDS_BEFORE_A_DAY = """
chậm nhất ngày 15/8 => 2026-08-15
Chậm nhất là ngày 15/8/2026 => 2026-08-15
muộn nhất ngày 20/12/2026 => 2026-12-20
không quá ngày 15/12/2026 => 2026-12-15
không chậm hơn ngày 15/7 => 2026-07-15
đến ngày 30/6 => 2026-06-30
đến hết ngày 30 tháng 6 năm 2026 => 2026-06-30
hết ngày 30/6/2026 => 2026-06-30
trong ngày 15/5 => 2026-05-15
hạn chót: ngày 05/4/22 => 2022-04-05
Hạn cuối 15/12/2026 => 2026-12-15
vào ngày 15/5 => 2026-05-15
xong trước ngày 30 tháng 6 => 2026-06-29
trước ngày 05/4/2022 => 2022-04-04
trước 15/6 => 2026-06-14
Trước ngày 01/3 => 2026-02-28
trước ngày 01/3/2028 => 2028-02-29
Trước ngày 1/1/2027 => 2026-12-31
trước ngày 15-8-2026 => 2026-08-14
trước ngày 5.4 => 2026-04-04
trước hoặc trong ngày 15/6 => 2026-06-15
trước 17 giờ ngày 25/11 => 2026-11-25
trước 16h30 ngày 20/11 => 2026-11-20
trước 17 giờ 00 phút ngày 25/11/2026 => 2026-11-25
trước 17:00 ngày 25/11 => 2026-11-25
đến trước ngày 15/5/2026 => 2026-05-14
sau ngày 30/6/2026 => 2026-07-01..
sau 30/6 => 2026-07-01..
từ nay đến 30/6 => 2026-06-30
Từ nay đến hết năm 2026 => 2026-12-31
"""

MONTHS = """
tháng 6/2026 => 2026-06-01..2026-06-30
Tháng 6 năm 2026 => 2026-06-01..2026-06-30
trong tháng 6 năm 2026 => 2026-06-01..2026-06-30
Tháng 06/2026 => 2026-06-01..2026-06-30
6/2026 => 2026-06-01..2026-06-30
06/2026 => 2026-06-01..2026-06-30
Tháng 6-2026 => 2026-06-01..2026-06-30
Tháng 6.2026 => 2026-06-01..2026-06-30
tháng 6, năm 2026 => 2026-06-01..2026-06-30
T6/2026 => 2026-06-01..2026-06-30
T.6/2026 => 2026-06-01..2026-06-30
Th6/2026 => 2026-06-01..2026-06-30
T12/25 => 2025-12-01..2025-12-31
tháng 5/26 => 2026-05-01..2026-05-31
tháng ba => 2026-03-01..2026-03-31
tháng tư => 2026-04-01..2026-04-30
tháng Tư năm 2026 => 2026-04-01..2026-04-30
Tháng Giêng => 2026-01-01..2026-01-31
Tháng Một/2026 => 2026-01-01..2026-01-31
tháng năm năm 2026 => 2026-05-01..2026-05-31
tháng mười => 2026-10-01..2026-10-31
tháng mười một => 2026-11-01..2026-11-30
tháng mười hai năm 2026 => 2026-12-01..2026-12-31
Tháng 2/2028 => 2028-02-01..2028-02-29
Trước tháng 7 => 2026-06-30
xong trước tháng 6/2026 => 2026-05-31
đến hết tháng 6 => 2026-06-30
hết tháng 6/2026 => 2026-06-30
chậm nhất trong tháng 6/2026 => 2026-06-30
sau tháng 6/2026 => 2026-07-01..
đầu tháng 5 => 2026-05-01
giữa tháng 5/2026 => 2026-05-15
cuối tháng 2/2026 => 2026-02-28
trước giữa tháng 6 => 2026-06-14
thượng tuần tháng 3 => 2026-03-01..2026-03-10
trung tuần tháng 6/2026 => 2026-06-11..2026-06-20
hạ tuần tháng 2/2026 => 2026-02-21..2026-02-28
tuần đầu tháng 5 => 2026-05-01..2026-05-07
tuần 2 tháng 6/2026 => 2026-06-08..2026-06-14
tuần thứ ba tháng 9 => 2026-09-15..2026-09-21
tuần cuối tháng 12 => 2026-12-25..2026-12-31
nửa đầu tháng 6 => 2026-06-01..2026-06-15
nửa cuối tháng 6 => 2026-06-16..2026-06-30
tháng cuối quý I/2026 => 2026-03-01..2026-03-31
ngày 20 tháng cuối quý II/2026 => 2026-06-20
"""

QUARTERS = """
Quý I => 2026-01-01..2026-03-31
quý 1 => 2026-01-01..2026-03-31
Quý I/2026 => 2026-01-01..2026-03-31
Quý 2/2026 => 2026-04-01..2026-06-30
Quí II năm 2026 => 2026-04-01..2026-06-30
QUÝ IV NĂM 2026 => 2026-10-01..2026-12-31
quý bốn năm 2026 => 2026-10-01..2026-12-31
Quý I, năm 2026 => 2026-01-01..2026-03-31
Quý III 2026 => 2026-07-01..2026-09-30
Quý 3-2026 => 2026-07-01..2026-09-30
Q2/2026 => 2026-04-01..2026-06-30
QII/2026 => 2026-04-01..2026-06-30
Q.III/2026 => 2026-07-01..2026-09-30
đầu quý II => 2026-04-01
giữa quý II/2026 => 2026-05-15
cuối quý IV => 2026-12-31
trước quý 3 => 2026-06-30
xong trước quý II/2026 => 2026-03-31
hết quý II => 2026-06-30
trong quý III => 2026-07-01..2026-09-30
"""

YEARS_AND_PARTS_OF_THEM = """
năm 2026 => 2026-01-01..2026-12-31
Năm 2027 => 2027-01-01..2027-12-31
2026 => 2026-01-01..2026-12-31
cả năm => 2026-01-01..2026-12-31
Cả năm 2026 => 2026-01-01..2026-12-31
trong năm => 2026-01-01..2026-12-31
trong năm 2026 => 2026-01-01..2026-12-31
trong 2026 => 2026-01-01..2026-12-31
suốt năm => 2026-01-01..2026-12-31
năm nay => 2026-01-01..2026-12-31
đến năm 2030 => 2030-12-31
đến hết năm 2026 => 2026-12-31
hết năm => 2026-12-31
trước năm 2027 => 2026-12-31
đầu năm 2026 => 2026-01-01
giữa năm => 2026-06-30
cuối năm => 2026-12-31
Cuối năm 2026 => 2026-12-31
trước cuối năm 2026 => 2026-12-30
6 tháng đầu năm => 2026-01-01..2026-06-30
06 tháng đầu năm 2026 => 2026-01-01..2026-06-30
sáu tháng đầu năm => 2026-01-01..2026-06-30
6 tháng cuối năm => 2026-07-01..2026-12-31
9 tháng đầu năm 2026 => 2026-01-01..2026-09-30
9 tháng năm 2026 => 2026-01-01..2026-09-30
3 tháng đầu năm => 2026-01-01..2026-03-31
nửa đầu năm 2026 => 2026-01-01..2026-06-30
nửa cuối năm => 2026-07-01..2026-12-31
"""

IMPOSSIBLE_ONES = """
30/2 => other
ngày 30/02/2026 => other
31/11 => other
31/6/2026 => other
45/13 => other
32/1/2026 => other
trước ngày 31/6 => other
tháng 13/2026 => other
quý 5/2026 => other
Quý V/2026 => other
29/02/2026 => other
năm 3026 => other
15/8/1850 => other
tháng Chạp => other
ngày 10/3 âm lịch => other
mùng 10 tháng 3 (âm lịch) => other
"""


@pytest.mark.parametrize(("phrase", "expected"), cases(SINGLE_DAYS))
def test_single_days(phrase: str, expected: str) -> None:
    check_cell(phrase, expected)


@pytest.mark.parametrize(("phrase", "expected"), cases(WORDS_BEFORE_A_DAY))
def test_words_before_a_day(phrase: str, expected: str) -> None:
    check_cell(phrase, expected)


@pytest.mark.parametrize(("phrase", "expected"), cases(MONTHS))
def test_months(phrase: str, expected: str) -> None:
    check_cell(phrase, expected)


@pytest.mark.parametrize(("phrase", "expected"), cases(QUARTERS))
def test_quarters(phrase: str, expected: str) -> None:
    check_cell(phrase, expected)


@pytest.mark.parametrize(("phrase", "expected"), cases(YEARS_AND_PARTS_OF_THEM))
def test_years_and_parts_of_them(phrase: str, expected: str) -> None:
    check_cell(phrase, expected)


@pytest.mark.parametrize(("phrase", "expected"), cases(IMPOSSIBLE_ONES))
def test_impossible_ones(phrase: str, expected: str) -> None:
    check_cell(phrase, expected)
