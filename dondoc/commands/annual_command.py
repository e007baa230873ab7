"""`dondoc annual`: the review of a year from stage to stage, for one plan or many."""

from datetime import date
from decimal import Decimal
from typing import Any

import click

from config.clock import now
from config.errors import DondocError
from dondoc.commands.annual_show import as_is_option, echo_gaps, missing, plan_argument, show, year_argument
from dondoc.commands.criteria_plan import year_review
from dondoc.common import as_of_option, by_option, echo_json, json_option, parse_day
from dondoc.opening import open_session
from dondoc.words import day_text
from flows.annual_steps import step_for, tell_stage
from models import Plan, RoundStage
from tasks_registry.criteria.points import number, parse_points, points_text
from tasks_registry.days.periods import checked_year, quarter_of
from tasks_registry.days.phases import FINAL, PHASE_NAMES
from tasks_registry.plans.listings import find_plan
from tasks_registry.rounds.reviews import find_entry
from tasks_registry.year.annual import AnnualOutcome, plans_of_year
from tasks_registry.year.appraisal import appraise, explain, finalise
from tasks_registry.year.gaps import counts_of, gaps_text
from tasks_registry.year.stages import change_dates, missing_scores, publish

SIGNED = {"ignore_unknown_options": True}  # points below nothing look like options
entry_argument = click.argument("entry_id", metavar="MỤC", type=int)
points_argument = click.argument("points", metavar="ĐIỂM", callback=lambda _, __, text: parse_points(text))
why_option = click.option("--why", default="", metavar="LÝ_DO", help="Lý do; bắt buộc khi điểm khác trước.")


@click.group
def command() -> None:
    """Đánh giá năm: chuyển giai đoạn, đặt ngày, thẩm định, giải trình, chốt điểm, công bố."""


@command.command
@click.argument("plans", metavar="[KẾ_HOẠCH...]", nargs=-1)
@click.option("--year", type=int, metavar="NĂM", help="Mặc định: năm đã khóa số liệu gần nhất (14/12).")
@as_of_option
@json_option
def run(plans: tuple[str, ...], year: int | None, as_of: date, as_json: bool) -> None:
    """Mở đợt đánh giá năm, hoặc chuyển giai đoạn đến đâu ngày cho phép; chạy lại không đổi gì."""
    scored = quarter_of(as_of).year - 1 if year is None else checked_year(year)
    with open_session() as session:
        chosen = [find_plan(session, name) for name in plans] or plans_of_year(session, scored)
        found = [(plan, step_for(session, plan, scored, as_of=as_of, now=now())) for plan in chosen]
        if as_json:
            echo_json([_as_dict(plan, scored, each) for plan, each in found])
            return
        for plan, each in found:
            click.echo(_line(plan, scored, each, as_of))
        if not found:
            click.echo(f"Không có kế hoạch nào của năm {scored}.")


def _as_dict(plan: Plan, year: int, found: AnnualOutcome) -> dict[str, Any]:
    return {
        "plan": plan.code,
        "year": year,
        "round": found.round_id,
        "phase": found.phase,
        "phase_ends_on": found.phase_ends_on,
        "entries": found.entries,
        "answered": found.answered,
        "total": number(found.total),
        "level": found.level,
        "complete": found.complete,
        "units": found.units,
        "missing": counts_of(found.gaps),
    }


def _line(plan: Plan, year: int, found: AnnualOutcome, as_of: date) -> str:
    score = f"{found.units} đơn vị" if found.units else f"{points_text(found.total)} điểm"
    level = f", {found.level}" if found.level else ""
    held_up = "chưa công bố vì " if found.waits_for_somebody(as_of) else ""
    held_up = "công bố khi " if found.stage is RoundStage.CLOSED else held_up
    lacking = f"; {held_up}còn thiếu: {gaps_text(found.gaps)}" if found.gaps else ""
    return (
        f"Kế hoạch {plan.code}, năm {year}, đợt {found.round_id}: {PHASE_NAMES[found.phase]} "
        f"(đến hết {day_text(found.phase_ends_on)}); đã trả lời {found.answered}/{found.entries}; "
        f"{score}{level}{lacking}."
    )


@command.command
@plan_argument
@year_argument
@click.argument("dates", metavar="GIAI_ĐOẠN=NGÀY...", nargs=-1, required=True)
@by_option
def dates(plan: str, year: int, dates: tuple[str, ...], by: str) -> None:
    """Đặt ngày cuối của giai đoạn chưa bắt đầu: evidence, appraisal, explanation, final."""
    with open_session() as session:
        review = year_review(session, find_plan(session, plan), year)
        change_dates(session, review, dict(map(_phase_day, dates)), by=by, now=now())
        for each in review.phases:
            click.echo(
                f"{PHASE_NAMES[each['phase']]}: đến hết {day_text(date.fromisoformat(each['ends_on']))}"
            )


def _phase_day(text: str) -> tuple[str, date]:
    phase, mark, day = text.partition("=")
    if not mark:
        raise DondocError(f"'{text}' không đúng mẫu; viết như evidence=25/12/2026.")
    return phase.strip(), parse_day(day)


@command.command("appraise", context_settings=SIGNED)
@entry_argument
@points_argument
@why_option
@by_option
def appraise_entry(entry_id: int, points: Decimal, why: str, by: str) -> None:
    """Cho điểm thẩm định một mục; khác điểm tự chấm thì phải nêu lý do."""
    with open_session() as session:
        entry = find_entry(session, entry_id)
        before = entry.appraised_score
        appraise(session, entry, points, why=why, by=by, now=now())
        click.echo(f"Mục {entry_id}: điểm thẩm định {_changed(before, points)}.")


@command.command("explain")
@entry_argument
@click.argument("text", metavar="NỘI_DUNG")
@by_option
def explain_entry(entry_id: int, text: str, by: str) -> None:
    """Ghi giải trình của đơn vị về một mục."""
    with open_session() as session:
        explain(session, find_entry(session, entry_id), text, by=by, now=now())
        click.echo(f"Đã ghi giải trình của mục {entry_id}.")


@command.command("final", context_settings=SIGNED)
@entry_argument
@points_argument
@why_option
@by_option
def final_entry(entry_id: int, points: Decimal, why: str, by: str) -> None:
    """Chốt điểm một mục; khác điểm thẩm định thì phải nêu lý do."""
    with open_session() as session:
        entry = find_entry(session, entry_id)
        before = entry.final_score
        finalise(session, entry, points, why=why, by=by, now=now())
        click.echo(f"Mục {entry_id}: điểm chốt {_changed(before, points)}.")


def _changed(before: Decimal | None, points: Decimal) -> str:
    """The points now, and those of somebody's before that they replace."""
    replaced = f", thay cho {points_text(before)}" if before not in (None, points) else ""
    return f"{points_text(points)}{replaced}"


@command.command("publish")
@plan_argument
@year_argument
@as_is_option
@as_of_option
@by_option
def publish_year(plan: str, year: int, as_is: str, as_of: date, by: str) -> None:
    """Công bố ngay kết quả đã chốt, không chờ đến ngày; bảng điểm còn thiếu thì nêu rõ và không công bố."""
    with open_session() as session:
        found = find_plan(session, plan)
        review = year_review(session, found, year)
        if review.phase == FINAL:
            echo_gaps(found, review, missing_scores(session, review, as_of=as_of, now=now()))
        scores = publish(session, review, as_of=as_of, by=by, now=now(), as_is=as_is)
        tell_stage(session, found, review, as_of=as_of, now=now())
        if len(scores) != 1:
            click.echo(f"Đã công bố điểm năm {year} của {len(scores)} đơn vị.")
            return
        level = f", {scores[0].level}" if scores[0].level else ""
        click.echo(f"Đã công bố năm {year}: {points_text(scores[0].total)} điểm{level}.")


for each in (show, missing):
    command.add_command(each)
