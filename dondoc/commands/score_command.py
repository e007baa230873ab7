"""`dondoc score`: the score of a plan for a year."""

from collections.abc import Sequence
from datetime import date

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from dondoc.commands.criteria_plan import one_unit
from dondoc.common import as_of_option, echo_json, json_option
from dondoc.opening import open_session
from dondoc.words import NO_UNITS, unit_dict
from models import Plan, Target, Unit
from tasks_registry.criteria.points import points_text
from tasks_registry.criteria.scoring import ScoreSheet
from tasks_registry.plans.listings import find_plan
from tasks_registry.year.annual import missing_to_target, score_as_dict, score_plan, score_units, target_of


@click.command
@click.argument("plan", metavar="KẾ_HOẠCH")
@click.option("--year", type=int, metavar="NĂM", help="Năm chấm điểm; mặc định là năm của kế hoạch.")
@click.option("--unit", metavar="ĐƠN_VỊ", help="Chỉ chấm một đơn vị được chấm riêng.")
@as_of_option
@json_option
def command(plan: str, year: int | None, unit: str | None, as_of: date, as_json: bool) -> None:
    """Chấm điểm một kế hoạch theo bộ tiêu chí đã chọn, từ số liệu hiện có; không chốt gì.

    Kế hoạch chấm từng đơn vị thì mỗi đơn vị một dòng, trừ khi nêu --unit.
    """
    with open_session() as session:
        found = find_plan(session, plan)
        scored = found.year if year is None else year
        target = target_of(session, found, scored)
        heading = f"Kế hoạch {found.code}, năm {scored}, tính đến hết {as_of:%d/%m/%Y}."
        if found.by_unit and not unit:
            units = score_units(session, found, scored, as_of)
            if as_json:
                sheets = [(each, score_as_dict(found, scored, as_of, sheet, target)) for each, sheet in units]
                echo_json([{**unit_dict(each), **sheet} for each, sheet in sheets])
                return
            click.echo(heading)
            _print_units(found, units)
            return
        sheet = score_plan(session, found, scored, as_of, one_unit(session, unit) if unit else None)
        if as_json:
            echo_json(score_as_dict(found, scored, as_of, sheet, target))
            return
        click.echo(heading)
        print_sheet(sheet)
        if target is not None:
            click.echo(_target_line(sheet, target))


def _print_units(plan: Plan, units: Sequence[tuple[Unit, ScoreSheet]]) -> None:
    """A row a unit that is scored by itself."""
    if not units:
        click.echo(NO_UNITS)
        return
    table = Table("Mã", "Đơn vị", "Tổng điểm", "Chưa chấm", "Xếp mức", "Hoàn thành", "Quá hạn")
    for unit, sheet in units:
        facts = sheet.facts
        total = f"{points_text(sheet.total)}/{points_text(sheet.maximum)}"
        unknown = "" if sheet.complete else f"{points_text(sheet.unknown_points)} điểm"
        done = f"{facts.done}/{facts.assigned} nhiệm vụ"
        cells = (unit.code, unit.name, total, unknown, sheet.level or "chưa xếp", done, str(facts.late))
        table.add_row(*map(escape, cells))
    Console().print(table)
    click.echo(
        f"Kế hoạch chấm từng đơn vị. Xem từng tiêu chí của một đơn vị: "
        f"dondoc score {plan.code} --unit {units[0][0].code}"
    )


def print_sheet(sheet: ScoreSheet) -> None:
    """The lines, the total and the level, in words."""
    table = Table("Mã", "Tiêu chí", "Tối đa", "Điểm", "Căn cứ", title=f"Bộ tiêu chí {sheet.criteria_set}")
    group = ""
    for line in sheet.lines:
        if line.group != group:
            group = line.group
            table.add_row("", f"[bold]{escape(group)}[/bold]", "", "", "")
        cells = (
            line.criterion.code,
            line.criterion.name,
            points_text(line.max_points),
            points_text(line.points),
            line.reason,
        )
        table.add_row(*map(escape, cells))
    Console().print(table)
    open_points = "" if sheet.complete else f" (còn {points_text(sheet.unknown_points)} điểm chưa chấm)"
    click.echo(f"Tổng điểm: {points_text(sheet.total)}/{points_text(sheet.maximum)}{open_points}.")
    click.echo(f"Xếp mức: {sheet.level or 'chưa xếp'}. {sheet.note}".rstrip())
    facts = sheet.facts
    click.echo(
        f"Nhiệm vụ: {facts.assigned} được tính, {facts.done} hoàn thành ({facts.without_evidence} thiếu minh "
        f"chứng), {facts.on_time} đúng hạn, {facts.late} quá hạn."
    )


def _target_line(sheet: ScoreSheet, target: Target) -> str:
    bounds = f"từ {points_text(target.points_from)} đến {points_text(target.points_to)} điểm"
    missing = missing_to_target(sheet.total, sheet.complete, target)
    if missing is None:
        outlook = "chưa tính được còn thiếu bao nhiêu"
    else:
        outlook = f"còn thiếu {points_text(missing)} điểm" if missing else "đã đạt"
    return f"Mức độ phấn đấu: Mức độ {target.level} ({bounds}), {outlook}."
