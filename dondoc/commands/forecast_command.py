"""`dondoc forecast`: the year's score if nothing changes, and where points can still be won."""

from datetime import date

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from dondoc.commands.criteria_plan import one_unit
from dondoc.common import as_of_option, echo_json, json_option
from dondoc.opening import open_session
from tasks_registry.forecast import Forecast, forecast_plan
from tasks_registry.listings import find_plan
from tasks_registry.points import points_text


@click.command
@click.argument("plan", metavar="KẾ_HOẠCH")
@click.option("--year", type=int, metavar="NĂM", help="Năm dự báo; mặc định là năm của kế hoạch.")
@click.option("--unit", metavar="ĐƠN_VỊ", help="Dự báo cho một đơn vị được chấm riêng.")
@as_of_option
@json_option
def command(plan: str, year: int | None, unit: str | None, as_of: date, as_json: bool) -> None:
    """Dự báo điểm cả năm nếu không làm gì thêm, còn thiếu bao nhiêu điểm và có thể lấy thêm ở đâu."""
    with open_session() as session:
        found = find_plan(session, plan)
        looked_at = found.year if year is None else year
        of_unit = one_unit(session, unit) if unit else None
        seen = forecast_plan(session, found, looked_at, as_of, of_unit)
        if as_json:
            echo_json({"plan": found.code, "year": looked_at, "as_of": as_of, **seen.as_dict()})
            return
        click.echo(f"Kế hoạch {found.code}, dự báo năm {looked_at}, tính đến hết {as_of:%d/%m/%Y}.")
        _print(seen)


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
            f"Mức độ phấn đấu {seen.target.level} (từ {points_text(seen.target.points_from)} điểm): "
            f"còn thiếu {points_text(seen.missing_to_target)} điểm."
        )
    table = Table("Mã", "Tiêu chí", "Hiện có", "Có thể thêm", "Cách lấy điểm", "Ở đơn vị")
    for each in seen.chances:
        owners = "; ".join(f"{name} ({count})" if count else name for name, count in each.owners)
        cells = (each.code, each.name, points_text(each.points), points_text(each.to_win), each.how, owners)
        table.add_row(*map(escape, cells))
    Console().print(table)
