"""`dondoc forecast`: the year's score if nothing changes, and where points can still be won."""

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
from models import Plan, Unit
from tasks_registry.criteria.points import points_text
from tasks_registry.plans.listings import find_plan
from tasks_registry.year.forecast import Forecast, forecast_plan, forecast_units

FIRST = 3  # chances that a unit's row names


@click.command
@click.argument("plan", metavar="KẾ_HOẠCH")
@click.option("--year", type=int, metavar="NĂM", help="Năm dự báo; mặc định là năm của kế hoạch.")
@click.option("--unit", metavar="ĐƠN_VỊ", help="Dự báo cho một đơn vị được chấm riêng.")
@as_of_option
@json_option
def command(plan: str, year: int | None, unit: str | None, as_of: date, as_json: bool) -> None:
    """Dự báo điểm cả năm nếu không làm gì thêm, còn thiếu bao nhiêu điểm và có thể lấy thêm ở đâu.

    Kế hoạch chấm từng đơn vị thì mỗi đơn vị một dòng, trừ khi nêu --unit.
    """
    with open_session() as session:
        found = find_plan(session, plan)
        looked_at = found.year if year is None else year
        about = {"plan": found.code, "year": looked_at, "as_of": as_of}
        heading = f"Kế hoạch {found.code}, dự báo năm {looked_at}, tính đến hết {as_of:%d/%m/%Y}."
        if found.by_unit and not unit:
            units = forecast_units(session, found, looked_at, as_of)
            if as_json:
                echo_json([{**about, **unit_dict(each), **seen.as_dict()} for each, seen in units])
                return
            click.echo(heading)
            _print_units(found, units)
            return
        seen = forecast_plan(session, found, looked_at, as_of, one_unit(session, unit) if unit else None)
        if as_json:
            echo_json({**about, **seen.as_dict()})
            return
        click.echo(heading)
        _print(seen)


def _print_units(plan: Plan, units: Sequence[tuple[Unit, Forecast]]) -> None:
    """A row a unit: what it comes to if nothing more is done, and where to begin."""
    if not units:
        click.echo(NO_UNITS)
        return
    table = Table("Mã", "Đơn vị", "Điểm nếu không làm gì thêm", "Xếp mức", "Còn thiếu", "Nên lấy điểm trước")
    for unit, seen in units:
        points = f"{points_text(seen.sheet.total)}/{points_text(seen.sheet.maximum)}"
        missing = (
            f"{points_text(seen.missing_to_next)} điểm để đến {seen.next_level}" if seen.next_level else ""
        )
        first = [f"{each.code}: +{points_text(each.to_win)} ({each.how})" for each in seen.chances[:FIRST]]
        cells = (unit.code, unit.name, points, seen.sheet.level or "chưa xếp mức", missing, "; ".join(first))
        table.add_row(*map(escape, cells))
    Console().print(table)
    click.echo(
        f"Kế hoạch chấm từng đơn vị; đơn vị ít điểm ở trên. Xem hết một đơn vị: "
        f"dondoc forecast {plan.code} --unit {units[0][0].code}"
    )


def _print(seen: Forecast) -> None:
    sheet = seen.sheet
    click.echo(
        f"Nếu không làm gì thêm: {points_text(sheet.total)}/{points_text(sheet.maximum)} điểm, "
        f"{sheet.level or 'chưa xếp mức'}. Nhiều nhất còn có thể đạt: {points_text(seen.best_total)}."
    )
    if sheet.note:
        click.echo(sheet.note)
    if seen.next_level:
        click.echo(f"Còn thiếu {points_text(seen.missing_to_next)} điểm để đến {seen.next_level}.")
    if seen.target is not None:
        click.echo(
            f"Mức độ phấn đấu: Mức độ {seen.target.level} (từ {points_text(seen.target.points_from)} điểm), "
            f"còn thiếu {points_text(seen.missing_to_target)} điểm."
        )
    table = Table("Mã", "Tiêu chí", "Hiện có", "Có thể thêm", "Cách lấy điểm", "Ở đơn vị")
    for each in seen.chances:
        owners = "; ".join(f"{name} ({count})" if count else name for name, count in each.owners)
        cells = (each.code, each.name, points_text(each.points), points_text(each.to_win), each.how, owners)
        table.add_row(*map(escape, cells))
    Console().print(table)
