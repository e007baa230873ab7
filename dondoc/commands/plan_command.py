"""`dondoc plan`: one plan, and what it settles for its own tasks."""

from typing import Any

import click
from sqlmodel import Session

from config.clock import now, today
from config.errors import DondocError
from dondoc.common import by_option, echo_json, json_option
from dondoc.opening import open_session
from dondoc.words import day_text
from models import Person, Plan
from tasks_registry.plans.listings import count_tasks, find_plan, task_rows
from tasks_registry.plans.plan_settings import score_by_unit
from tasks_registry.plans.rolling import switch

ROLLING = {True: "chuyển sang ngày làm việc tiếp theo", False: "giữ nguyên, chỉ nhắc sớm hơn"}
SCORING = {True: "chấm từng đơn vị chủ trì", False: "chấm chung cả kế hoạch"}
REFERENCE = click.argument("reference", metavar="KẾ_HOẠCH")


@click.group
def command() -> None:
    """Xem một kế hoạch, đặt cách tính hạn và chấm điểm của kế hoạch."""


@command.command
@REFERENCE
@json_option
def show(reference: str, as_json: bool) -> None:
    """Xem KẾ_HOẠCH (mã, số hiệu hoặc tên) và các thiết đặt của nó."""
    with open_session() as session:
        facts = _facts(session, find_plan(session, reference))
    if as_json:
        echo_json(facts)
    else:
        _print(facts)


def _facts(session: Session, plan: Plan) -> dict[str, Any]:
    coordinator = session.get(Person, plan.coordinator_id) if plan.coordinator_id else None
    rows = task_rows(session, plan=plan, as_of=today())
    moved = [row.task for row in rows if row.task.due_on != row.task.scheduled_on]
    return {
        "plan": plan.code,
        "title": plan.title,
        "number": plan.number,
        "issuer": plan.issuer,
        "year": plan.year,
        "end_year": plan.end_year,
        "issued_on": plan.issued_on,
        "coordinator": coordinator.email if coordinator else None,
        "roll_forward": plan.roll_forward,
        "by_unit": plan.by_unit,
        "tasks": len(rows),
        "overdue": count_tasks(session, plan=plan, overdue=True, as_of=today()),
        "moved": len(moved),
    }


def _print(facts: dict[str, Any]) -> None:
    years = f"{facts['year']}" + (f"–{facts['end_year']}" if facts["end_year"] > facts["year"] else "")
    lines = {
        f"Kế hoạch {facts['plan']}": facts["title"],
        "Số hiệu": facts["number"] or "chưa ghi",
        "Cơ quan ban hành": facts["issuer"] or "chưa rõ",
        "Ngày ban hành": day_text(facts["issued_on"]) or "chưa rõ",
        "Năm": years,
        "Đầu mối theo dõi": facts["coordinator"] or "chưa có",
        "Hạn rơi vào ngày nghỉ": ROLLING[facts["roll_forward"]],
        "Điểm năm": SCORING[facts["by_unit"]],
        "Nhiệm vụ": f"{facts['tasks']}, trong đó {facts['overdue']} quá hạn chưa hoàn thành, "
        f"{facts['moved']} có hạn hiện hành khác hạn theo kế hoạch",
    }
    for name, value in lines.items():
        click.echo(f"{name}: {value}")


@command.command("set")
@REFERENCE
@click.option(
    "--roll-forward/--no-roll-forward",
    default=None,
    help="Hạn rơi vào ngày nghỉ: chuyển sang ngày làm việc tiếp theo (Bộ luật Dân sự, Điều 148), hoặc giữ.",
)
@click.option(
    "--by-unit/--as-a-whole", default=None, help="Chấm điểm năm: chấm từng đơn vị chủ trì, hay cả kế hoạch."
)
@by_option
def settle(reference: str, roll_forward: bool | None, by_unit: bool | None, by: str) -> None:
    """Đặt cách tính hạn (hạn đã gia hạn giữ nguyên) và cách chấm điểm năm của KẾ_HOẠCH."""
    if roll_forward is None and by_unit is None:
        raise DondocError("Chưa nêu gì để đặt; xem các lựa chọn bằng: dondoc plan set --help")
    with open_session() as session:
        plan = find_plan(session, reference)
        if roll_forward is not None:
            moved = switch(session, plan, roll_forward, by=by, now=now())
            rolling = ROLLING[roll_forward]
            click.echo(f"Kế hoạch {plan.code}: hạn rơi vào ngày nghỉ {rolling}; {moved} nhiệm vụ đổi hạn.")
        if by_unit is not None:
            score_by_unit(session, plan, by_unit, by=by, now=now())
            click.echo(f"Kế hoạch {plan.code}: điểm năm {SCORING[by_unit]}.")
