"""The year's list with where each day comes from, and the office's own table as a file."""

from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from config.errors import DondocError
from tasks_registry.days.calendar_years import (
    CalendarYear,
    ListedDay,
    Source,
    calendar_year,
    clear_day,
    office_days,
    replace_years,
    set_day,
)
from tasks_registry.days.day_table import TableDay, read_table, write_table

STORM = TableDay(date(2026, 6, 1), False, "Bão số 1")
MADE_UP = TableDay(date(2026, 6, 6), True, "Làm bù ngày bão")


def day_of(year: CalendarYear, day: date) -> ListedDay | None:
    return next((each for each in year.days if each.day == day), None)


def test_each_day_says_where_it_comes_from(session: Session) -> None:
    set_day(session, STORM)
    year = calendar_year(session, 2026)
    sources = {each.day: each.source for each in year.days}
    assert sources[date(2026, 2, 17)] is Source.LAW
    assert sources[date(2026, 1, 10)] is Source.NOTICE
    assert sources[STORM.day] is Source.OFFICE
    assert day_of(year, date(2026, 11, 24)) == ListedDay(
        date(2026, 11, 24), False, "Ngày Văn hóa Việt Nam", Source.LAW
    )
    assert list(sources) == sorted(sources)
    assert (year.worked, year.warning) == (248, "")


def test_the_office_has_the_last_word_and_can_take_it_back(session: Session) -> None:
    set_day(session, TableDay(date(2026, 2, 20), True, "Trực giải quyết hồ sơ"))
    worked = day_of(calendar_year(session, 2026), date(2026, 2, 20))
    assert worked is not None
    assert (worked.working, worked.source) == (True, Source.OFFICE)
    assert clear_day(session, date(2026, 2, 20))
    assert not clear_day(session, date(2026, 2, 20))
    back = day_of(calendar_year(session, 2026), date(2026, 2, 20))
    assert back is not None
    assert (back.working, back.source) == (False, Source.LAW)


def test_a_year_without_its_notice_is_warned_of_until_the_office_speaks(session: Session) -> None:
    assert calendar_year(session, 2027).warning == "chưa có thông báo hoán đổi ngày làm việc năm 2027"
    set_day(session, TableDay(date(2027, 1, 2), True, ""))
    assert calendar_year(session, 2027).warning == ""


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_the_years_that_are_shipped_are_known(session: Session, year: int) -> None:
    assert calendar_year(session, year).warning == ""


def test_an_import_replaces_the_years_it_speaks_of(session: Session) -> None:
    kept = TableDay(date(2025, 6, 2), False, "Năm khác")
    for each in (STORM, kept):
        set_day(session, each)
    table = {MADE_UP.day: MADE_UP}
    done = replace_years(session, table)
    assert (done.set, done.cleared) == ((MADE_UP.day,), (STORM.day,))
    assert office_days(session) == [kept, MADE_UP]
    again = replace_years(session, table)
    assert (again.set, again.cleared) == ((), ())


@given(
    st.lists(
        st.builds(
            TableDay,
            st.dates(date(2024, 1, 1), date(2028, 1, 1)),
            st.booleans(),
            st.text("ăâ: #'\"{}[]-01", max_size=20).map(lambda text: " ".join(text.split())),
        ),
        unique_by=lambda each: each.day,
    )
)
def test_what_is_exported_is_read_back(days: list[TableDay]) -> None:
    read = read_table(yaml.safe_load(write_table(days)))
    assert sorted(read.values(), key=lambda each: each.day) == sorted(days, key=lambda each: each.day)


def test_days_may_be_written_as_people_do() -> None:
    document = yaml.safe_load("days_off:\n  01/6/2026: Bão\n  2026-06-02:\nworking_days:\n")
    assert list(read_table(document)) == [date(2026, 6, 1), date(2026, 6, 2)]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "days_off"),
        ("nghỉ: {2026-06-01: a}", "days_off"),
        ("days_off: [2026-06-01]", "mỗi dòng"),
        ("days_off: {31/6/2026: a}", "31/6/2026"),
        ("days_off: {mai: a}", "mai"),
        ("days_off: {1026-06-01: a}", "1026-06-01"),
        ("days_off: {2026-06-01: a}\nworking_days: {01/06/2026: b}", "01/06/2026"),
        (f"days_off: {{2026-06-01: {'a' * 201}}}", "200"),
    ],
)
def test_a_wrong_file_is_told_in_one_line(text: str, word: str) -> None:
    with pytest.raises(DondocError, match=word):
        read_table(yaml.safe_load(text))
