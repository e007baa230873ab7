"""`dondoc period`: when a plan is reviewed and reported, editable until each period opens."""

from datetime import date
from typing import Any

import click
from rich.console import Console
from rich.table import Column, Table
from sqlmodel import Session, select

from config.clock import now, today
from config.errors import DondocError
from dondoc.common import Day, by_option, echo_json, json_option
from dondoc.opening import open_session
from dondoc.words import day_text
from models import Plan, ReportPeriod, ReviewRound
from tasks_registry.days.periods import checked_year, parse_period
from tasks_registry.plans.listings import find_plan
from tasks_registry.rounds.period_setting import Change, set_period
from tasks_registry.rounds.report_calendar import period_of, periods_of
from tasks_registry.rounds.reviews import STAGE_NAMES

REFERENCE = click.argument("reference", metavar="KẾ_HOẠCH")
DAYS = ("window_from", "window_to", "opens_on", "closes_on")


@click.group
def command() -> None:
    """Các kỳ rà soát, báo cáo của một kế hoạch: xem, đặt ngày trước khi mở đợt."""


@command.command("list")
@REFERENCE
@click.option("--year", type=int, metavar="NĂM", help="Mặc định: năm nay, hoặc năm đầu của kế hoạch.")
@json_option
def list_periods(reference: str, year: int | None, as_json: bool) -> None:
    """Liệt kê các kỳ trong năm của KẾ_HOẠCH; 6 tháng, 9 tháng, cả năm chỉ có khi được đặt hoặc mở."""
    with open_session() as session:
        plan = find_plan(session, reference)
        shown = checked_year(year) if year else _usual_year(plan)
        reviews = _reviews(session, plan)
        rows = [_facts(period, reviews.get(period.code)) for period in periods_of(session, plan, shown)]
    if as_json:
        echo_json({"plan": plan.code, "year": shown, "periods": rows})
        return
    headings = ("Kỳ", "Tên", "Số liệu\ntừ, đến", "Mở đợt", "Hạn\ntrả lời")
    whole = (Column(heading, no_wrap=True) for heading in headings)
    table = Table(*whole, "Nhắc trước (ngày làm việc)", "Đợt")
    for row in rows:
        first, last, *days = (day_text(row[name]) for name in DAYS)
        stage = STAGE_NAMES[row["stage"]] if row["stage"] else "chưa mở"
        name = row["name"].replace(" ", "\n", 1)
        table.add_row(row["code"], name, f"{first}\n{last}", *days, _listed(row["remind"]), stage)
    Console().print(table)


def _usual_year(plan: Plan) -> int:
    return min(max(today().year, plan.year), plan.end_year)


def _reviews(session: Session, plan: Plan) -> dict[str, ReviewRound]:
    found = session.exec(select(ReviewRound).where(ReviewRound.plan_id == plan.id))
    return {review.period: review for review in found}


def _facts(period: ReportPeriod, review: ReviewRound | None) -> dict[str, Any]:
    return {
        "code": period.code,
        "name": parse_period(period.code).name,
        "kind": period.kind.value,
        **{name: getattr(period, name) for name in DAYS},
        "remind": list(period.remind),
        "round": review.id if review else None,
        "stage": review.stage if review else None,
    }


def _listed(counts: list[int]) -> str:
    return ", ".join(map(str, counts)) or "không nhắc"


@command.command("set")
@REFERENCE
@click.argument("code", metavar="KỲ")
@click.option("--window-from", type=Day(), metavar="NGÀY", help="Ngày đầu của kỳ số liệu.")
@click.option("--window-to", type=Day(), metavar="NGÀY", help="Ngày cuối của kỳ số liệu.")
@click.option("--opens", "opens_on", type=Day(), metavar="NGÀY", help="Ngày mở đợt.")
@click.option(
    "--closes", "closes_on", type=Day(), metavar="NGÀY", help="Hạn trả lời: hết ngày này thì chốt số liệu."
)
@click.option(
    "--remind", metavar="3,1", help="Nhắc trước hạn trả lời mấy ngày làm việc; để trống: không nhắc."
)
@click.option("--add", is_flag=True, help="Đưa kỳ vào lịch với các ngày thông thường (6 tháng, 9 tháng).")
@by_option
def settle(
    reference: str,
    code: str,
    window_from: date | None,
    window_to: date | None,
    opens_on: date | None,
    closes_on: date | None,
    remind: str | None,
    add: bool,
    by: str,
) -> None:
    """Đặt ngày của KỲ (2026-Q2, 2026-6T, 2026-9T, 2026-BC1, 2026) trước khi mở đợt.

    Không nêu gì thì chỉ xem kỳ, không thay đổi gì.
    """
    counts = None if remind is None else _counts(remind)
    change = Change(window_from, window_to, opens_on, closes_on, counts)
    with open_session() as session:
        plan = find_plan(session, reference)
        period = period_of(session, plan, code)
        listed = {each.code for each in periods_of(session, plan, parse_period(period.code).year)}
        hint = ""
        if change != Change() or (add and period.code not in listed):
            period = set_period(session, plan, code, change, by=by, now=now())
        else:
            review = _reviews(session, plan).get(period.code)
            hint = _standing(review, in_calendar=period.code in listed)
        click.echo(_line(plan, period))
        if hint:
            click.echo(hint)


def _line(plan: Plan, period: ReportPeriod) -> str:
    return (
        f"Kế hoạch {plan.code}, {parse_period(period.code).name}: số liệu từ {day_text(period.window_from)} "
        f"đến {day_text(period.window_to)}; mở đợt {day_text(period.opens_on)}, trả lời đến hết ngày "
        f"{day_text(period.closes_on)}; nhắc trước (ngày làm việc): {_listed(period.remind)}."
    )


def _standing(review: ReviewRound | None, *, in_calendar: bool) -> str:
    """Why nothing was changed, and how it can be."""
    if review is not None:
        return f"Kỳ này đã mở (đợt {review.id}) nên không đổi được nữa."
    how = "muốn đổi thì thêm --window-from, --window-to, --opens, --closes hoặc --remind"
    if in_calendar:
        return f"Không thay đổi gì; {how}."
    return f"Kỳ này chưa có trong lịch: đưa vào với các ngày trên thì thêm --add; {how}."


def _counts(text: str) -> tuple[int, ...]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not all(part.isascii() and part.isdigit() for part in parts):
        raise DondocError(
            f"'{text}' không phải là các ngày nhắc; viết như 3,1 (ngày làm việc trước hạn trả lời)."
        )
    return tuple(map(int, parts))
