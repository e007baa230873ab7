"""`dondoc why`: what was, will be and will not be told of a task or a criterion, and why."""

from datetime import date
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from config.clock import ZONE
from config.errors import DondocError
from dondoc.common import as_of_option, echo_json, json_option
from dondoc.mailing import AUDIENCE_NAMES, STATE_NAMES, step_text
from dondoc.opening import open_session
from dondoc.words import day_text
from models import Criterion, ReviewEntry
from notifications.why import Told, Why, why
from notifications.why_entry import why_entry
from tasks_registry.plans.listings import TaskRow, find_task, task_rows
from tasks_registry.rounds.reviews import find_entry
from tasks_registry.tasks.moves import STATE_NAMES as WORK_STATES


@click.command
@click.argument("task_id", metavar="[SỐ]", type=int, required=False)
@click.option("--entry", "entry_id", type=int, metavar="MỤC", help="Của một tiêu chí: số của mục rà soát.")
@as_of_option
@json_option
def command(task_id: int | None, entry_id: int | None, as_of: date, as_json: bool) -> None:
    """Vì sao nhiệm vụ SỐ (hoặc tiêu chí) đã, sẽ hoặc không được nhắc: thông báo, ngày, người nhận, lý do."""
    with open_session() as session:
        if task_id is not None and entry_id is None:
            find_task(session, task_id)
            row = task_rows(session, task_ids=[task_id], as_of=as_of)[0]
            found, about, heading = why(session, task_id, as_of=as_of), {"task": task_id}, _of_task(row)
        elif entry_id is not None and task_id is None:
            entry = find_entry(session, entry_id)
            found, about = why_entry(session, entry, as_of=as_of), {"entry": entry_id}
            heading = _of_criterion(session.get_one(Criterion, entry.criterion_id), entry)
        else:
            raise DondocError("Cần đúng một trong hai: số nhiệm vụ, hoặc --entry và số mục rà soát.")
    if as_json:
        echo_json(about | _plain(found))
        return
    click.echo(heading)
    _print(found)


def _of_task(row: TaskRow) -> str:
    due = f"hạn {day_text(row.task.due_on)}" if row.task.due_on else "không có hạn"
    return (
        f"Nhiệm vụ {row.task.id}: {row.item.text}\n{due[0].upper()}{due[1:]}, {WORK_STATES[row.task.state]}."
    )


def _of_criterion(criterion: Criterion, entry: ReviewEntry) -> str:
    return f"Mục rà soát {entry.id}, tiêu chí {criterion.code}: {criterion.name}"


def _plain(found: Why) -> dict[str, Any]:
    told = [{**vars(each), "sent_at": each.sent_at and each.sent_at.isoformat()} for each in found.told]
    coming = [vars(each) for each in found.coming]
    return {"told": told, "coming": coming, "reasons": list(found.reasons)}


def _print(found: Why) -> None:
    address, state = Column("Người nhận", overflow="fold"), Column("Tình trạng", overflow="fold")
    table = Table("Ngày", "Bước", address, state)
    for each in found.told:
        table.add_row(day_text(each.day), _step(each.step, each.audience), each.email, escape(_state(each)))
    for step in found.coming:
        wait = f"; {step.wait}" if step.wait else ""
        table.add_row(
            day_text(step.day), _step(step.step, step.audience), step.email, escape(f"sẽ báo{wait}")
        )
    if table.rows:
        Console().print(table)
    else:
        click.echo("Chưa có thông báo nào và không có bước nào sẽ đến.")
    for reason in found.reasons:
        click.echo(f"Lưu ý: {reason}.")


def _step(step: str, audience: str) -> str:
    heard_as = AUDIENCE_NAMES.get(audience)
    return f"{step_text(step)} ({heard_as})" if heard_as else step_text(step)


def _state(each: Told) -> str:
    at = f" {each.sent_at.astimezone(ZONE):%H:%M %d/%m/%Y}" if each.sent_at else ""
    reason = f": {each.reason}" if each.reason else ""
    return f"{STATE_NAMES[each.state]}{at}{reason}"
