"""The document itself, and the levels that it sets itself for its years."""

from datetime import date

import pytest

from tasks_registry.reading.items import PlanFacts
from tasks_registry.reading.reader import read_text

LETTERHEAD = """ỦY BAN NHÂN DÂN
XÃ HÒA LẠC
-------
Số: 27/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hòa Lạc, ngày 9 tháng 3 năm 2026

"""
BASES = "Căn cứ Luật Thực hiện dân chủ ở cơ sở ngày 10/11/2022;\n\n"


def facts(text: str) -> PlanFacts:
    return read_text(text).plan


def test_all_that_a_letterhead_says() -> None:
    """Number, date, issuer and title of a plan as offices print it."""
    found = facts(f"{LETTERHEAD}KẾ HOẠCH\nGiữ gìn vệ sinh đường làng\nnăm 2026\n\n{BASES}")
    assert (found.title, found.issuer) == (
        "Giữ gìn vệ sinh đường làng năm 2026",
        "Ủy ban nhân dân xã Hòa Lạc",
    )
    assert (found.number, found.issued) == ("27/KH-UBND", date(2026, 3, 9))
    assert (found.year, found.end_year) == (2026, 2026)


def test_a_letterhead_without_blank_lines() -> None:
    """The line KẾ HOẠCH stands alone also right under a name in capitals."""
    found = facts("ỦY BAN NHÂN DÂN\nXÃ HÒA LẠC\nKẾ HOẠCH\nGiữ gìn vệ sinh đường làng năm 2026\n")
    assert (found.title, found.issuer) == (
        "Giữ gìn vệ sinh đường làng năm 2026",
        "Ủy ban nhân dân xã Hòa Lạc",
    )


def test_a_letterhead_in_a_table() -> None:
    """The two columns of a letterhead, as converters lay them out."""
    text = "UBND XÃ A | CỘNG HÒA |\nSố: 5/KH-UBND | Xã A, ngày 02 tháng 4 năm 2025 |\n\nKẾ HOẠCH\nLàm đường\n"
    assert (facts(text).number, facts(text).issued) == ("5/KH-UBND", date(2025, 4, 2))


def test_blanks_of_a_draft_are_empty() -> None:
    """A number and a day left blank are not guessed; the year of the date line counts."""
    found = facts("Số: /KH-UBND\n\nHòa Lạc, ngày tháng 3 năm 2025\n\nKẾ HOẠCH\n\nLàm đường\n\n" + BASES)
    assert (found.number, found.issued, found.year) == ("", None, 2025)


ISSUERS = [
    ("UBND phường Tân Mai xây dựng Kế hoạch như sau:", "UBND phường Tân Mai"),
    ("Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:", "Ủy ban nhân dân tỉnh Đông La"),
    ("Theo Công văn của UBND tỉnh, UBND xã Đoài ban hành Kế hoạch này.", "UBND xã Đoài"),
]


@pytest.mark.parametrize(("sentence", "issuer"), ISSUERS)
def test_the_issuer_is_who_makes_the_plan(sentence: str, issuer: str) -> None:
    """A level with no name takes the place of the date line."""
    assert facts(f"Đông La, ngày 1 tháng 2 năm 2026\n\nKẾ HOẠCH\n\nLàm đường\n\n{sentence}").issuer == issuer


TITLES = [
    ("Chuyển đổi số năm 2025", (2025, 2025)),
    ("Chuyển đổi số giai đoạn 2026 - 2030", (2026, 2030)),
    ("Chuyển đổi số giai đoạn 2026-2028, định hướng đến năm 2035", (2026, 2028)),
    ("Thực hiện Nghị quyết số 12/2021/NQ-HĐND năm 2026", (2026, 2026)),
]


@pytest.mark.parametrize(("title", "years"), TITLES)
def test_the_years_of_a_title(title: str, years: tuple[int, int]) -> None:
    """The year whose work a plan plans, and the last one of a span."""
    found = facts(f"KẾ HOẠCH\n\n{title}\n\n{BASES}")
    assert (found.year, found.end_year) == years


def test_without_title_and_date_the_text_tells_the_year() -> None:
    """The year that the text speaks of most; the numbers of laws do not count."""
    found = facts(
        "Thực hiện Nghị định số 61/2018/NĐ-CP.\n1. Xong trong tháng 5/2021.\n2. Sơ kết tháng 9/2021."
    )
    assert (found.title, found.year) == ("", 2021)


def levels(*lines: str, title: str = "Làm đường năm 2026") -> list[tuple[int, int, float, float]]:
    text = "\n".join([f"KẾ HOẠCH\n{title}", "I. MỤC TIÊU", *(f"- {line}" for line in lines)])
    return [(t.year, t.level, t.lower, t.upper) for t in read_text(text).targets]


def test_targets_of_single_years() -> None:
    """A level with points for each year, before or after the year's name."""
    assert levels(
        "Năm 2026 đạt chuẩn Mức độ 2 (từ 85 đến dưới 90 điểm), tiệm cận Mức độ 3 (từ 90 đến dưới 95 điểm).",
        "Phấn đấu đạt Mức độ 3 (90 - 95 điểm) trong năm 2027.",
        "Năm 2028: Mức độ IV, từ 95,5 đến 100 điểm.",
    ) == [(2026, 2, 85, 90), (2027, 3, 90, 95), (2028, 4, 95.5, 100)]


def test_a_level_kept_for_a_span_is_that_of_each_year() -> None:
    """With the points last given; a span that begins too early follows on."""
    assert levels("Năm 2026 đạt Mức độ 1 (80 đến dưới 85 điểm).", "Năm 2006 - 2028 duy trì Mức độ 1.") == [
        (2026, 1, 80, 85),
        (2027, 1, 80, 85),
        (2028, 1, 80, 85),
    ]


def test_two_years_in_one_sentence() -> None:
    """Each year takes the level named after it."""
    assert levels("Năm 2026 đạt Mức độ 1 (80 - 85 điểm), năm 2027 đạt Mức độ 2 (85 - 90 điểm).") == [
        (2026, 1, 80, 85),
        (2027, 2, 85, 90),
    ]


def test_targets_in_a_table() -> None:
    """A row of year, level and points."""
    table = "| Năm | Mức độ | Điểm |\n|---|---|---|\n| 2026 | Mức độ 2 | từ 85 đến dưới 90 điểm |"
    assert [t.as_dict() for t in read_text(table).targets] == [
        {"year": 2026, "level": 2, "from": 85, "to": 90}
    ]


NO_TARGETS = [
    "Mức độ 1: từ 80 đến dưới 85 điểm.",
    "Năm 2026 đạt chuẩn 4 sao.",
    "Năm 2026 hướng tới Mức độ 2 (từ 85 đến dưới 90 điểm).",
    "Năm 2026 đạt 90% hồ sơ trực tuyến, tăng 5 điểm phần trăm.",
]


@pytest.mark.parametrize("line", NO_TARGETS)
def test_what_is_no_target(line: str) -> None:
    """Levels defined, stars without points, a level only neared, other figures."""
    assert levels(line) == []


def test_a_plan_works_until_its_last_target() -> None:
    """The last year of a plan is that of its title or of its last target."""
    assert facts("KẾ HOẠCH\nLàm đường năm 2026\n\n- Năm 2028 đạt Mức độ 2 (85 - 90 điểm).").end_year == 2028
