"""What holds for every date and every text."""

import json
import time
from datetime import date, timedelta
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks_registry.reading.deadlines import Deadline, find_deadlines, read_deadlines

UNHURRIED = settings(deadline=None)
DAYS = st.dates(date(1900, 1, 2), date(2100, 12, 31))
THIS_CENTURY = st.dates(date(2000, 1, 1), date(2099, 12, 31))
_WORDS = """
ngày tháng quý năm tuần trước đến hết từ sau hằng hàng mỗi định kỳ thường xuyên lần lần/năm 6 02 15 31
2026 2030 / - . , ; ( ) : và của các trong vào thứ sáu ba năm một theo khi báo cáo đầu giữa cuối I II IV
IX ít nhất kể từ ngày ban hành kế hoạch dịp tết số 12/QĐ-UBND 5/4 30/2 15/6/2026 tháng 5 quý III 6 tháng
đầu năm trở đi các năm tiếp theo tổ chức sơ kết tổng kết 17h00 giờ T6/2026 trudc thudng xuyen 05-4 hằng
tháng Tết âm lịch nay
"""
PHRASES = st.lists(st.sampled_from(_WORDS.split()), max_size=14).map(" ".join)


def _written(day: date) -> list[str]:
    """`day` in every form that official documents use."""
    return [
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day:02}/{day.month:02}/{day.year}",
        f"{day.day:02}/{day.month}/{day.year}",
        f"{day.day:02}-{day.month:02}-{day.year}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day.day} / {day.month} / {day.year}",
        f"{day.day} tháng {day.month} năm {day.year}",
        f"{day.day:02} tháng {day.month:02} năm {day.year}",
        f"{day.day}/{day.month} năm {day.year}",
    ]


@UNHURRIED
@given(DAYS)
def test_a_day_comes_back_from_every_form(day: date) -> None:
    for form in _written(day):
        for phrase in (form, f"ngày {form}", f"chậm nhất ngày {form}", f"Đến hết ngày {form}."):
            assert read_deadlines(phrase) == [Deadline("by", due=day)], phrase


@UNHURRIED
@given(DAYS)
def test_before_a_day_is_the_eve(day: date) -> None:
    eve = [Deadline("by", due=day - timedelta(days=1))]
    for form in _written(day):
        assert read_deadlines(f"trước ngày {form}") == eve
        phrase = f"trước ngày {form}"
        assert find_deadlines(f"Gửi báo cáo về Phòng Nội vụ {phrase}; rút kinh nghiệm.") == (phrase, eve)


@UNHURRIED
@given(THIS_CENTURY)
def test_two_digits_of_a_year_are_of_this_century(day: date) -> None:
    assert read_deadlines(f"{day.day}/{day.month}/{day:%y}") == [Deadline("by", due=day)]


@UNHURRIED
@given(THIS_CENTURY)
def test_a_day_without_a_year_takes_the_plans(day: date) -> None:
    for form in (
        f"{day.day}/{day.month}",
        f"ngày {day.day:02}-{day.month}",
        f"ngày {day.day} tháng {day.month}",
    ):
        assert read_deadlines(form, year=day.year) == [Deadline("by", due=day)]
        assert read_deadlines(form, issued=date(day.year, 1, 5)) == [Deadline("by", due=day)]
        assert read_deadlines(form) == [Deadline("other")]


@UNHURRIED
@given(st.integers(2000, 2098), st.integers(1, 12))
def test_a_month_comes_back_from_every_form(year: int, month: int) -> None:
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    whole = [Deadline("by", start=date(year, month, 1), due=last)]
    for form in (
        f"tháng {month}/{year}",
        f"T{month}/{year}",
        f"{month:02}/{year}",
        f"Tháng {month} năm {year}",
    ):
        assert read_deadlines(form) == whole
    assert read_deadlines(f"sau tháng {month}/{year}") == [Deadline("continuous", start=last + timedelta(1))]


@UNHURRIED
@given(THIS_CENTURY, THIS_CENTURY)
def test_a_range_gives_both_ends(one: date, other: date) -> None:
    first, last = sorted((one, other))
    for form in (f"từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}", f"{first:%d/%m/%Y} - {last:%d/%m/%Y}"):
        assert read_deadlines(form) == [Deadline("by", start=first, due=last)]


@UNHURRIED
@given(DAYS)
def test_a_yearly_day_fits_every_year(day: date) -> None:
    found = read_deadlines(f"ngày {day.day}/{day.month} hằng năm")
    if (day.day, day.month) != (29, 2):
        assert found == [Deadline("recurring", every="year", dates=(f"{day:%m-%d}",))]


@UNHURRIED
@given(PHRASES)
def test_marks_and_capitals_change_nothing(phrase: str) -> None:
    found = read_deadlines(phrase, year=2026)
    assert read_deadlines(normalize("NFD", phrase), year=2026) == found
    assert read_deadlines(phrase.upper(), year=2026) == found
    assert find_deadlines(phrase.upper(), year=2026)[1] == find_deadlines(phrase, year=2026)[1]


@UNHURRIED
@given(st.one_of(PHRASES, st.text(max_size=80), st.text("0123456789/-. ngáthq", max_size=40)))
def test_every_text_gives_sound_deadlines(text: str) -> None:
    """Nothing raises, nothing is empty, no due day is before its start, and the shape is JSON."""
    raw, found = find_deadlines(text, year=2026, issued=date(2026, 1, 15))
    assert (raw == "") == (found == [Deadline("none")])
    for deadline in [*found, *read_deadlines(text, year=2026, issued=date(2026, 1, 15))]:
        assert not (deadline.start and deadline.due) or deadline.start <= deadline.due
        assert all(deadline.as_dict().values())
        assert json.loads(json.dumps(deadline.as_dict())) == deadline.as_dict()


@UNHURRIED
@given(PHRASES)
def test_the_raw_phrases_are_printed_in_the_text(phrase: str) -> None:
    printed = " ".join(normalize("NFC", phrase).split())
    assert all(part in printed for part in find_deadlines(phrase, year=2026)[0].split("; ")[:1])


def test_a_shape_names_only_what_is_set() -> None:
    deadline = Deadline("recurring", every="year", dates=("03-14", "11-19"))
    assert deadline.as_dict() == {"kind": "recurring", "every": "year", "dates": ["03-14", "11-19"]}
    by = Deadline("by", start=date(2026, 1, 1), due=date(2026, 3, 31))
    assert by.as_dict() == {"kind": "by", "start": "2026-01-01", "due": "2026-03-31"}


@pytest.mark.parametrize(
    "text",
    ["trước ", "ngày 5/4, ", "2026 ", "hằng năm (trước ngày 5/4) ", "sơ kết 03 lần; ", "\x00\x1bthudng 1-"],
)
def test_long_texts_are_read_in_linear_time(text: str) -> None:
    """A hundred thousand characters; the bound is loose for slow machines, a squared time far beyond it."""
    long_text = text * (100_000 // len(text))
    begun = time.process_time()
    assert read_deadlines(long_text, year=2026)
    assert time.process_time() - begun < 4
