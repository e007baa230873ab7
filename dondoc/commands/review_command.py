"""`dondoc review`: the rounds of review, what units say in them, and closing them."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from config.clock import local_day, now
from config.errors import DondocError
from dondoc.commands.annual_show import as_is_option
from dondoc.commands.review_answering import answer
from dondoc.commands.review_sheets import SHEET_COMMANDS
from dondoc.common import as_of_option, by_option, echo_json, json_option
from dondoc.opening import open_session
from dondoc.words import day_text
from flows.asking import announce_closing, ask_units
from models import EntryState, Plan, ReviewRound, RoundKind, RoundStage, SheetStage
from tasks_registry.criteria.points import points_text
from tasks_registry.days.periods import parse_period
from tasks_registry.evidence.about import document_name
from tasks_registry.evidence.taking_in import find_evidence, judge_evidence
from tasks_registry.plain_text import shorten
from tasks_registry.plans.listings import find_plan
from tasks_registry.rounds.closing import begin_closing
from tasks_registry.rounds.reviews import (
    STAGE_NAMES,
    close_round,
    find_round,
    open_round,
)
from tasks_registry.rounds.sheets import SHEET_NAMES
from tasks_registry.rounds.snapshot import outcome, round_rows
from tasks_registry.rounds.view import shown_entries
from tasks_registry.tasks.health import HEALTH_NAMES, Health
from tasks_registry.year.annual import changed_since_frozen, close_annual_round

ENTRY_NAMES = {
    EntryState.WAITING: "chưa trả lời",
    EntryState.ANSWERED: "đã trả lời",
    EntryState.UNANSWERED: "không trả lời",
}
NOBODY_NEW = "Không có thêm người cần đề nghị trả lời."


@click.group
def command() -> None:
    """Đợt tự rà soát: danh sách, nội dung, trả lời, nộp phiếu, chốt số liệu."""


for each in (answer, *SHEET_COMMANDS):
    command.add_command(each)


@command.command("list")
@click.option("--plan", metavar="KẾ_HOẠCH", help="Chỉ kế hoạch này (mã, số hiệu hoặc tên).")
@json_option
def list_rounds(plan: str | None, as_json: bool) -> None:
    """Liệt kê các đợt rà soát, đợt mới nhất trước."""
    with open_session() as session:
        rows = round_rows(session, find_plan(session, plan) if plan else None)
        if as_json:
            counts = [{"entries": row.entries, "answered": row.answered} for row in rows]
            echo_json([_round(row.review, row.plan) | count for row, count in zip(rows, counts, strict=True)])
            return
        if not rows:
            click.echo("Chưa có đợt rà soát nào.")
            return
        table = Table("Số", "Kế hoạch", "Kỳ", "Tình trạng", "Hạn trả lời", "Đã trả lời")
        for row in rows:
            period = parse_period(row.review.period).name
            table.add_row(
                str(row.review.id),
                escape(row.plan.code),
                period,
                STAGE_NAMES[row.review.stage],
                day_text(row.review.closes_on),
                f"{row.answered}/{row.entries}",
            )
        Console().print(table)


def _round(review: ReviewRound, plan: Plan) -> dict[str, Any]:
    days = ("window_from", "window_to", "opens_on", "closes_on")
    return {
        "id": review.id,
        "plan": plan.code,
        "kind": review.kind.value,
        "period": review.period,
        **{name: getattr(review, name) for name in days},
        "stage": review.stage.value,
    }


@command.command
@click.argument("round_id", metavar="ĐỢT", type=int)
@json_option
def show(round_id: int, as_json: bool) -> None:
    """Xem các mục của một đợt và số liệu theo đơn vị."""
    with open_session() as session:
        review = find_round(session, round_id)
        plan = session.get_one(Plan, review.plan_id)
        entries = shown_entries(session, review)
        units = [asdict(unit) for unit in outcome(session, review).units]
        changed = changed_since_frozen(session, review)
        if as_json:
            echo_json({**_round(review, plan), "entries": entries, "units": units, "changed": changed})
            return
        click.echo(
            f"Đợt rà soát {round_id}: {parse_period(review.period).name}, kế hoạch {plan.code}, "
            f"{STAGE_NAMES[review.stage]}, hạn trả lời {day_text(review.closes_on)}."
        )
        for what in changed:
            click.echo(f"Cảnh báo: {what} đã bị sửa sau khi chốt (mã kiểm tra không khớp).")
        _print_entries(entries)
        for unit in units:
            sheet = f"phiếu {SHEET_NAMES[SheetStage(unit['stage'])]}; " if unit["stage"] else ""
            click.echo(
                "{unit}: {sheet}{answered}/{entries} mục đã trả lời; hoàn thành đúng hạn {done_on_time}, "
                "quá hạn {done_late}; chưa hoàn thành trong hạn {open_in_time}, quá hạn {open_late}; không "
                "có hạn {no_deadline}.".format(**unit, sheet=sheet)
            )
            if unit["explanation"]:
                click.echo(f"  Giải trình: {unit['explanation']}")


def _print_entries(entries: list[dict[str, Any]]) -> None:
    table = Table("Mục", "Đơn vị", "Nội dung", "Tình hình", "Trả lời", "Tự chấm")
    for entry in entries:
        score = entry["self_score"]
        table.add_row(
            str(entry["id"]),
            escape(entry["unit"]),
            escape(shorten(" ".join(filter(None, (entry.get("criterion"), entry["text"]))), 90)),
            _standing(entry),
            escape(entry["done"] or ENTRY_NAMES[EntryState(entry["state"])]),
            "" if score is None else points_text(Decimal(str(score))) + _declared_text(entry),
        )
    Console().print(table)


def _standing(entry: dict[str, Any]) -> str:
    """How the task stands, with its deadline: the days of a recurring item are otherwise alike."""
    if entry["task_state"] == "cancelled":
        return HEALTH_NAMES[None]
    if not entry["health"]:
        return "tiêu chí"
    due = f", hạn {date.fromisoformat(entry['due_on']):%d/%m/%Y}" if entry.get("due_on") else ""
    return f"{HEALTH_NAMES[Health(entry['health'])]}{due}"


def _declared_text(entry: dict[str, Any]) -> str:
    """The rate or the count behind the points; older rounds do not say."""
    declared = entry.get("declared")
    return "" if declared is None else f" (khai {points_text(Decimal(str(declared)))})"


@command.command("open")
@click.argument("plan", metavar="KẾ_HOẠCH")
@click.argument("period", metavar="KỲ")
@as_of_option
def open_for(plan: str, period: str, as_of: date) -> None:
    """Mở đợt rà soát của một KỲ: 2026-Q2, 2026-6T, 2026-9T, 2026-BC1 hoặc 2026 (năm).

    Người phải trả lời được đề nghị trong lượt thư tới.
    """
    with open_session() as session:
        found = find_plan(session, plan)
        kind = parse_period(period).kind
        review = open_round(session, found, kind, period, as_of=as_of, now=now())
        click.echo(
            f"Đợt rà soát {review.id}: {parse_period(review.period).name}, {STAGE_NAMES[review.stage]}, "
            f"hạn trả lời {day_text(review.closes_on)}."
        )
        if review.stage is not RoundStage.CLOSED:
            asked = ask_units(session, review, as_of=as_of, now=now())
            click.echo(f"Đề nghị {asked} người trả lời; thư đi trong lượt gửi tới." if asked else NOBODY_NEW)


@command.command
@click.argument("evidence_id", metavar="MINH_CHỨNG", type=int)
@click.option("--accept", "verdict", flag_value="accept", help="Chấp nhận.")
@click.option("--reject", "verdict", flag_value="reject", help="Bác, phải nêu lý do.")
@click.option("--why", default="", metavar="LÝ_DO", help="Lý do.")
@by_option
def judge(evidence_id: int, verdict: str | None, why: str, by: str) -> None:
    """Xét một minh chứng; minh chứng bị bác coi như không có khi chấm điểm."""
    if verdict is None:
        raise DondocError("Cần một trong hai: --accept (chấp nhận) hoặc --reject (bác).")
    accepted = verdict == "accept"
    with open_session() as session:
        found = find_evidence(session, evidence_id)
        judge_evidence(session, found, accepted=accepted, by=by, reason=why, now=now())
        verdict = "chấp nhận" if accepted else "không chấp nhận"
        click.echo(f"Minh chứng {evidence_id}: {verdict} ({document_name(found)}).")


@command.command
@click.argument("round_id", metavar="ĐỢT", type=int)
@click.option("--confirm", is_flag=True, help="Vẫn chốt khi chưa hết hạn hoặc còn mục, phiếu chưa có.")
@as_is_option
@as_of_option
@by_option
def close(round_id: int, confirm: bool, as_is: str, as_of: date, by: str) -> None:
    """Chốt số liệu một đợt sau hạn trả lời; đợt năm thì chốt cả điểm."""
    with open_session() as session:
        review = find_round(session, round_id)
        if not begin_closing(session, review, confirmed=confirm, as_of=as_of, by=by, now=now()):
            day = local_day(review.closed_at) if review.closed_at else None
            click.echo(f"Đợt {round_id} đã chốt ngày {day_text(day)} nên không thay đổi gì.")
            return
        if review.kind is RoundKind.YEAR:
            scores = close_annual_round(session, review, as_of=as_of, by=by, now=now(), as_is=as_is)
            if len(scores) != 1:
                click.echo(f"Đã chốt đợt {round_id}: điểm của {len(scores)} đơn vị.")
                return
            level = f", {scores[0].level}" if scores[0].level else ""
            click.echo(f"Đã chốt đợt {round_id}: {points_text(scores[0].total)} điểm{level}.")
            return
        close_round(session, review, now=now())
        announce_closing(session, session.get_one(Plan, review.plan_id), review, as_of=as_of, now=now())
        counts = outcome(session, review)
        click.echo(f"Đã chốt đợt {round_id}: {counts.answered}/{counts.entries} mục có trả lời.")
