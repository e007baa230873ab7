"""Report calendars: a plan's own dates, else quarters; what a person sets until a period opens."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from config.errors import DondocError
from models import AuditEntry, CalendarDay, Plan, ReportPeriod, RoundKind
from tasks_registry.days.working_days import ONE_DAY, WorkingCalendar
from tasks_registry.reading.items import Deadline, ReadItem
from tasks_registry.reading.reader import read_file
from tasks_registry.rounds.period_setting import Change, set_period
from tasks_registry.rounds.report_calendar import (
    due_periods,
    own_report_dates,
    period_of,
    periods_of,
    reminder_due,
    usual_periods,
)
from tasks_registry.rounds.reviews import rounds_to_close, rounds_to_open
from tests.registry.rounds import opened
from tests.registry.workroom import NOW, add_plan, add_task

PHU_LIEN = [
    {"month": 3, "day": 14},
    {"month": 6, "day": 14},
    {"month": 9, "day": 9},
    {"month": 11, "day": 19},
]


@pytest.fixture
def plan(session: Session) -> Plan:
    """A plan of 2026 that names no report dates."""
    return add_plan(session)


@pytest.fixture
def dated(session: Session) -> Plan:
    """A plan of 2026 that reports before 15/3, 15/6, 10/9 and 20/11."""
    plan = add_plan(session, "kh-ngay")
    plan.report_dates = PHU_LIEN
    session.flush()
    return plan


def days(period: ReportPeriod) -> tuple[date, date, date, date]:
    return period.window_from, period.window_to, period.opens_on, period.closes_on


def test_a_plan_without_dates_of_its_own_is_reviewed_each_quarter(session: Session, plan: Plan) -> None:
    found = periods_of(session, plan, 2026)
    assert [period.code for period in found] == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    assert days(found[1]) == (date(2026, 3, 15), date(2026, 6, 14), date(2026, 6, 15), date(2026, 6, 22))
    assert [period.remind for period in found] == [[3, 1]] * 4
    assert session.exec(select(ReportPeriod)).all() == []  # nobody touched them


def test_units_answer_until_the_working_day_before_a_report_goes_out(session: Session, dated: Plan) -> None:
    """14/3 and 14/6 fall on a weekend: the report goes out on the Friday, units answer until Thursday."""
    found = periods_of(session, dated, 2026)
    assert [period.code for period in found] == ["2026-BC1", "2026-BC2", "2026-BC3", "2026-BC4"]
    assert [period.closes_on for period in found] == [
        date(2026, 3, 12), date(2026, 6, 11), date(2026, 9, 8), date(2026, 11, 18),
    ]  # fmt: skip
    assert days(found[0]) == (date(2025, 12, 15), date(2026, 3, 5), date(2026, 3, 6), date(2026, 3, 12))
    assert found[1].window_from == date(2026, 3, 6)
    assert {period.kind for period in found} == {RoundKind.REPORT}


def test_the_report_dates_of_a_real_plan_are_read(shared: Path) -> None:
    assert own_report_dates(read_file(shared / "plans" / "phu-lien-2026.txt").items) == PHU_LIEN
    for other in ("duc-pho-2022", "ho-chi-minh-2019", "xuong-giang-2024"):
        assert own_report_dates(read_file(shared / "plans" / f"{other}.txt").items) == []


def test_only_several_yearly_dates_of_reports_make_a_calendar() -> None:
    def item(text: str, *dates: str, every: str = "year") -> ReadItem:
        deadline = Deadline("recurring", every=every, dates=dates)  # type: ignore[arg-type]
        return ReadItem("duty", (), "", text, 1, deadlines=(deadline,))

    assert own_report_dates([item("Báo cáo kết quả", "12-14")]) == []
    assert own_report_dates([item("Tổ chức đối thoại", "03-14", "06-14")]) == []
    assert own_report_dates([item("Báo cáo tháng", "05", "20", every="month")]) == []
    several = [item("Báo cáo A", "11-19", "02-29"), item("Báo cáo B", "05-01", "04-01", "03-01")]
    assert [each["month"] for each in own_report_dates(several)] == [3, 4, 5]


@given(
    st.lists(st.dates(date(2024, 1, 1), date(2024, 12, 31)), min_size=1, max_size=8), st.integers(2024, 2028)
)
def test_windows_of_own_dates_follow_each_other_and_nothing_opens_before_its_window_ends(
    dates: list[date], year: int
) -> None:
    wanted = [{"month": each.month, "day": each.day} for each in sorted(set(dates))]
    plan = Plan(code="x", title="", year=2024, end_year=2028, imported_at=NOW, report_dates=wanted)
    calendar = WorkingCalendar()
    found = usual_periods(plan, year, calendar)
    before = usual_periods(plan, year - 1, calendar) if year > 2024 else []
    chain = [*before[-1:], *found]
    for earlier, later in pairwise(chain):
        assert (later.window_from - earlier.window_to).days == 1
    for period in found:
        assert period.window_from <= period.window_to < period.opens_on < period.closes_on
        assert calendar.is_working(period.closes_on)


def test_six_months_nine_months_and_the_year_on_request(session: Session, dated: Plan) -> None:
    windows = {code: days(period_of(session, dated, code))[:2] for code in ("2026-6T", "2026-9t", "2026")}
    assert windows == {
        "2026-6T": (date(2025, 12, 15), date(2026, 6, 14)),
        "2026-9t": (date(2025, 12, 15), date(2026, 9, 14)),
        "2026": (date(2025, 12, 15), date(2026, 12, 14)),
    }
    assert period_of(session, dated, "2026-Q2").kind is RoundKind.QUARTER
    for code, problem in (("2026-BC5", "không có kỳ báo cáo 5"), ("2027-BC1", "là của năm 2026")):
        with pytest.raises(DondocError, match=problem):
            period_of(session, dated, code)


def test_a_period_is_set_until_its_round_opens(session: Session, plan: Plan) -> None:
    change = Change(opens_on=date(2026, 6, 17), closes_on=date(2026, 6, 26), remind=(1, 5, 1))
    set_period(session, plan, "2026-Q2", change, by="an", now=NOW)
    act = session.exec(select(AuditEntry).where(AuditEntry.action == "set_period")).one()
    assert (act.details["before"]["closes_on"], act.details["after"]["closes_on"]) == (
        "2026-06-22",
        "2026-06-26",
    )
    review = opened(session, plan, as_of=date(2026, 6, 17))
    assert (review.opens_on, review.closes_on) == (date(2026, 6, 17), date(2026, 6, 26))
    assert periods_of(session, plan, 2026)[1].remind == [5, 1]
    with pytest.raises(DondocError, match=r"đã mở \(đợt 1\) nên không đổi kỳ"):
        set_period(session, plan, "2026-Q2", change, by="an", now=NOW)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (Change(window_from=date(2026, 6, 15)), "trước khi bắt đầu"),
        (Change(closes_on=date(2026, 6, 14)), "trước ngày mở đợt"),
        (Change(opens_on=date(2026, 6, 1), closes_on=date(2026, 6, 9)), "trước khi kỳ số liệu kết thúc"),
        (Change(window_to=date(2026, 6, 15)), "trùng với quý III/2026"),
        (Change(window_from=date(2026, 3, 14)), "trùng với quý I/2026"),
        (Change(remind=(0,)), "từ 1 đến 60"),
        (Change(remind=tuple(range(1, 12))), "nhiều nhất 10 lần"),
    ],
)
def test_a_period_that_makes_no_sense_is_refused_whole(
    session: Session, plan: Plan, change: Change, problem: str
) -> None:
    with pytest.raises(DondocError, match=problem):
        set_period(session, plan, "2026-Q2", change, by="an", now=NOW)
    assert days(period_of(session, plan, "2026-Q2"))[1:3] == (date(2026, 6, 14), date(2026, 6, 15))


def test_periods_of_different_kinds_may_cover_the_same_days(session: Session, plan: Plan) -> None:
    set_period(session, plan, "2026-6T", Change(), by="an", now=NOW)
    assert [period.code for period in periods_of(session, plan, 2026)][:3] == [
        "2026-Q1",
        "2026-6T",
        "2026-Q2",
    ]


def test_what_was_set_stays_when_the_calendar_changes_and_the_rest_follows(
    session: Session, plan: Plan
) -> None:
    set_period(session, plan, "2026-Q2", Change(remind=(2,)), by="an", now=NOW)
    for day in (date(2026, 6, 22), date(2026, 9, 22)):
        session.add(CalendarDay(day=day, working=False))
    session.flush()
    second, third = periods_of(session, plan, 2026)[1:3]
    assert (second.closes_on, third.closes_on) == (date(2026, 6, 22), date(2026, 9, 23))


def test_the_latest_period_that_has_begun_to_open_is_due(session: Session, plan: Plan, dated: Plan) -> None:
    def due(day: date) -> list[tuple[str, str]]:
        return [(found.code, period.code) for found, period in due_periods(session, [plan, dated], day)]

    assert due(date(2026, 3, 5)) == []  # the last of 2025 is no business of plans of 2026
    assert due(date(2026, 3, 6)) == [("kh-ngay", "2026-BC1")]
    assert due(date(2026, 3, 15)) == [("kh-07", "2026-Q1"), ("kh-ngay", "2026-BC1")]
    assert due(date(2027, 1, 10)) == [("kh-07", "2026-Q4"), ("kh-ngay", "2026-BC4")]
    assert due(date(2027, 4, 1)) == []


def test_six_months_open_by_themselves_once_somebody_took_them_in(session: Session, plan: Plan) -> None:
    add_task(session, plan, date(2026, 5, 1))
    assert rounds_to_open(session, date(2026, 6, 16)) == [(plan, "2026-Q2")]
    set_period(session, plan, "2026-6T", Change(), by="an", now=NOW)
    assert rounds_to_open(session, date(2026, 6, 16)) == [(plan, "2026-Q2"), (plan, "2026-6T")]
    assert rounds_to_open(session, date(2026, 6, 23)) == [(plan, "2026-Q2")]
    review = opened(session, plan, "2026-6T", date(2026, 6, 16))
    assert (review.kind, review.closes_on) == (RoundKind.HALF, date(2026, 6, 23))
    assert rounds_to_open(session, date(2026, 6, 16)) == [(plan, "2026-Q2")]
    assert rounds_to_close(session, review.closes_on + ONE_DAY) == [review]


def test_a_period_that_opens_on_a_day_off_opens_with_the_next_working_day(
    session: Session, plan: Plan
) -> None:
    first = periods_of(session, plan, 2026)[0]
    assert (first.opens_on, first.closes_on) == (date(2026, 3, 15), date(2026, 3, 23))  # a Sunday
    set_period(session, plan, "2026-Q1", Change(closes_on=date(2026, 3, 20)), by="an", now=NOW)
    assert opened(session, plan, "2026-Q1", date(2026, 3, 16)).closes_on == date(2026, 3, 20)


def test_a_report_that_opens_late_is_due_on_its_day_all_the_same(session: Session, dated: Plan) -> None:
    assert opened(session, dated, "2026-BC1", date(2026, 3, 12)).closes_on == date(2026, 3, 12)
    assert rounds_to_close(session, date(2026, 3, 12)) == []
    assert [each.period for each in rounds_to_close(session, date(2026, 3, 13))] == ["2026-BC1"]
    assert opened(session, dated, "2026-BC2", date(2026, 6, 15)).closes_on == date(2026, 6, 19)


def test_the_newest_reminder_that_has_come(session: Session, plan: Plan) -> None:
    review = opened(session, plan)  # closes on Monday 22 June
    steps = [reminder_due(session, review, date(2026, 6, day)) for day in (15, 16, 17, 18, 19, 21, 22, 23)]
    assert steps == ["", "", "remind-3", "remind-3", "remind-1", "remind-1", "remind-1", ""]
