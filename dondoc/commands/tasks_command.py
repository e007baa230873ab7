"""`dondoc tasks`: lists of tasks."""

from datetime import date

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from dondoc.common import as_of_option, echo_json, json_option
from dondoc.opening import open_session
from dondoc.words import day_text, unit_text
from tasks_registry.plain_text import shorten
from tasks_registry.plans.listings import TaskRow, find_plan, find_units, task_rows
from tasks_registry.tasks.health import HEALTH_NAMES, Health
from tasks_registry.tasks.moves import STATE_NAMES

COLOURS = {Health.OPEN_LATE: "red", Health.DONE_LATE: "yellow", Health.DONE_ON_TIME: "green"}


@click.command
@click.option("--plan", metavar="KẾ_HOẠCH", help="Chỉ kế hoạch này (mã, số hiệu hoặc tên).")
@click.option("--unit", metavar="ĐƠN_VỊ", help="Chỉ đơn vị chủ trì này (mã hoặc tên).")
@click.option("--overdue", is_flag=True, help="Chỉ nhiệm vụ quá hạn chưa hoàn thành.")
@click.option(
    "--due-within", type=click.IntRange(0, 3660), metavar="N", help="Chỉ nhiệm vụ đến hạn trong N ngày."
)
@click.option("--search", default="", metavar="TỪ", help="Chỉ nhiệm vụ có các từ này (không cần gõ dấu).")
@as_of_option
@json_option
def command(
    plan: str | None,
    unit: str | None,
    overdue: bool,
    due_within: int | None,
    search: str,
    as_of: date,
    as_json: bool,
) -> None:
    """Liệt kê nhiệm vụ theo thời hạn."""
    with open_session() as session:
        rows = task_rows(
            session,
            plan=find_plan(session, plan) if plan else None,
            units=find_units(session, unit) if unit else None,
            overdue=overdue,
            due_within=due_within,
            search=search,
            as_of=as_of,
        )
        if as_json:
            echo_json([row.as_dict() for row in rows])
        else:
            _print(rows, as_of)


def _print(rows: list[TaskRow], as_of: date) -> None:
    if not rows:
        click.echo("Không có nhiệm vụ nào.")
        return
    table = Table("Số", "Nhiệm vụ", "Chủ trì", "Hạn", "Trạng thái", "Tình hình", show_lines=False)
    for row in rows:
        colour = COLOURS.get(row.health) if row.health else None
        health = HEALTH_NAMES[row.health]
        table.add_row(
            str(row.task.id),
            escape(shorten(row.item.text, 90)),
            escape(unit_text(row)),
            day_text(row.task.due_on),
            STATE_NAMES[row.task.state],
            f"[{colour}]{health}[/{colour}]" if colour else health,
        )
    Console().print(table)
    late = sum(row.health is Health.OPEN_LATE for row in rows)
    click.echo(f"{len(rows)} nhiệm vụ, {late} quá hạn chưa hoàn thành (tính đến hết {as_of:%d/%m/%Y}).")
