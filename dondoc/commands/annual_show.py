"""`dondoc annual show|missing`: where a year's review stands, its frozen scores, and what still lacks."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from config.clock import now
from dondoc.commands.criteria_plan import one_unit, year_review
from dondoc.common import as_of_option, echo_json, json_option
from dondoc.opening import open_session
from dondoc.words import day_text
from models import Plan, ReviewRound, Unit
from tasks_registry.days.phases import PHASE_NAMES, PUBLISHED
from tasks_registry.plans.listings import find_plan
from tasks_registry.rounds.sheets import find_sheet
from tasks_registry.year.annual import frozen_score, published_scores
from tasks_registry.year.gaps import UNDECLARED, Gap, by_unit
from tasks_registry.year.stages import decided_as_is, missing_scores

FIRST_UNITS, FIRST_CODES = 10, 5  # that a summary names
WHOLE = "Cả kế hoạch"
plan_argument = click.argument("plan", metavar="KẾ_HOẠCH")
year_argument = click.argument("year", metavar="NĂM", type=int)

as_is_option = click.option(
    "--as-is",
    metavar="LÝ_DO",
    default="",
    help="Công bố như hiện có dù bảng điểm năm còn thiếu, vì lý do này; nhật ký ghi lý do và người công bố.",
)


@click.command
@plan_argument
@year_argument
@click.option("--unit", metavar="ĐƠN_VỊ", help="Điểm của một đơn vị được chấm riêng.")
@as_of_option
@json_option
def show(plan: str, year: int, unit: str | None, as_of: date, as_json: bool) -> None:
    """Xem các giai đoạn, bảng điểm đã chốt của một năm, hoặc còn thiếu gì để công bố."""
    with open_session() as session:
        found = find_plan(session, plan)
        review = year_review(session, found, year)
        of_unit = one_unit(session, unit) if unit else None
        score = frozen_score(session, review, of_unit)
        units = [] if unit else published_scores(session, review)
        if as_json:
            about = {"phase": review.phase, "phases": review.phases, "facts": review.facts}
            echo_json({**about, "score": score, "units": units})
            return
        for each in review.phases:
            mark = "→" if each["phase"] == review.phase else " "
            day = day_text(date.fromisoformat(each["ends_on"]))
            click.echo(f"{mark} {PHASE_NAMES[each['phase']]}: đến hết {day}")
        if review.phase != PUBLISHED:
            click.echo("Chưa công bố điểm.")
            echo_gaps(found, review, missing_scores(session, review, as_of=as_of, now=now()))
            return
        decided = decided_as_is(session, review)
        if decided:
            click.echo(
                f"Công bố khi bảng điểm còn thiếu, người quyết định {decided[0]}, lý do: {decided[1]}."
            )
        if score is not None:
            _print_score(score)
        elif of_unit is not None:
            click.echo(f"{of_unit.name} không có bảng điểm riêng trong đợt này.")
        elif units:
            _print_units(units)


def _print_score(score: dict[str, Any]) -> None:
    table = Table("Mã", "Tiêu chí", "Tối đa", "Tự chấm", "Thẩm định", "Chốt", "Căn cứ")
    for line in score["lines"]:
        points = (line["max_points"], line["self_points"], line["appraised_points"], line["points"])
        cells = (line["code"], line["name"], *map(_text, points), line["reason"])
        table.add_row(*map(escape, cells))
    Console().print(table)
    level = score["level"] or "chưa xếp mức"
    click.echo(f"Tự chấm {_text(score['self_total'])} điểm; chốt {_text(score['total'])} điểm, {level}.")
    if score["note"]:
        click.echo(score["note"])


def _print_units(units: Iterable[dict[str, Any]]) -> None:
    table = Table("Mã", "Đơn vị", "Tối đa", "Tự chấm", "Chốt", "Xếp mức")
    for each in units:
        points = map(_text, (each["maximum"], each["self_total"], each["total"]))
        table.add_row(
            *map(escape, (each["unit_code"], each["unit"], *points, each["level"] or "chưa xếp mức"))
        )
    Console().print(table)


def _text(value: float | None) -> str:
    return "chưa có" if value is None else f"{value}".replace(".", ",")


@click.command
@plan_argument
@year_argument
@click.option("--unit", metavar="ĐƠN_VỊ", help="Chỉ bảng điểm của đơn vị này.")
@as_of_option
@json_option
def missing(plan: str, year: int, unit: str | None, as_of: date, as_json: bool) -> None:
    """Liệt kê đủ những gì bảng điểm của năm còn thiếu: tiêu chí chưa có điểm, điều kiện chưa khai."""
    with open_session() as session:
        review = year_review(session, find_plan(session, plan), year)
        gaps = missing_scores(session, review, as_of=as_of, now=now())
        if unit:
            own = find_sheet(session, review, one_unit(session, unit))
            code = session.get_one(Unit, own.unit_id).code
            gaps = tuple(gap for gap in gaps if gap.unit_code in ("", code))
    if as_json:
        echo_json([gap.as_dict() for gap in gaps])
        return
    if not gaps:
        click.echo("Bảng điểm không còn thiếu gì.")
        return
    table = Table("Đơn vị", "Còn thiếu", "Mã", "Nội dung")
    for gap in gaps:
        table.add_row(*map(escape, (gap.unit or WHOLE, gap.what, gap.code, gap.name)))
    Console().print(table)


def echo_gaps(plan: Plan, review: ReviewRound, gaps: Sequence[Gap]) -> None:
    """What sheets lack in a few lines: the first units, the first codes of each, and how to see all of it."""
    if not gaps:
        return
    units = by_unit(gaps)
    click.echo(f"Bảng điểm năm {review.period} còn thiếu:")
    for unit, kinds in units[:FIRST_UNITS]:
        told = [f"{len(codes)} {what} ({_first(codes)})" for what, codes in kinds.items()]
        click.echo(f"- {unit or WHOLE}: {'; '.join(told)}.")
    if len(units) > FIRST_UNITS:
        click.echo(f"- … và {len(units) - FIRST_UNITS} đơn vị khác.")
    click.echo(f"Xem đủ: dondoc annual missing {plan.code} {review.period}")
    click.echo(f"Xem số mục để cho điểm: dondoc review show {review.id}")
    if any(gap.what == UNDECLARED for gap in gaps):
        command = f"dondoc criteria declare {plan.code} {review.period} MÃ yes|no"
        click.echo(f"Khai điều kiện: {command} (MÃ là all: mọi điều kiện chưa khai)")


def _first(codes: Sequence[str]) -> str:
    return ", ".join([*codes[:FIRST_CODES], *["…"] * (len(codes) > FIRST_CODES)])
