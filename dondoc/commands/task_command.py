"""`dondoc task`: one task, and what people say of it."""

from datetime import date

import click
from sqlmodel import col, select

from config.clock import ZONE, now, today
from config.errors import DondocError
from dondoc.commands.evidence_adding import take_in
from dondoc.common import Day, as_of_option, by_option, echo_json, json_option
from dondoc.opening import open_session
from dondoc.words import day_text, unit_text
from models import TaskEvent, TaskState
from tasks_registry.evidence.about import document_name, shown_link
from tasks_registry.plans.assigning import assign
from tasks_registry.plans.listings import TaskRow, find_person, find_task, find_units, task_rows
from tasks_registry.tasks.explanations import EXPLAIN, Owed, answer, owed
from tasks_registry.tasks.extensions import decide_extension, pending_extension, request_extension
from tasks_registry.tasks.health import HEALTH_NAMES
from tasks_registry.tasks.moves import ACTION_NAMES, STATE_NAMES, Action, move

FIRST_DAY = date(2000, 1, 1)
EVENT_NAMES: dict[str, str] = {
    **{action.value: name for action, name in ACTION_NAMES.items()},
    "assign": "giao",
    "redate": "đổi hạn theo kế hoạch",
    "ask_extension": "xin gia hạn",
    "extend": "đồng ý gia hạn",
    "refuse_extension": "không đồng ý gia hạn",
    EXPLAIN: "giải trình",
}


@click.group
def command() -> None:
    """Xem một nhiệm vụ và cập nhật tình hình thực hiện."""


@command.command
@click.argument("task_id", metavar="SỐ", type=int)
@as_of_option
@json_option
def show(task_id: int, as_of: date, as_json: bool) -> None:
    """Xem nhiệm vụ, minh chứng và những việc đã xảy ra."""
    with open_session() as session:
        find_task(session, task_id)
        row = task_rows(session, task_ids=[task_id], as_of=as_of)[0]
        events = session.exec(
            select(TaskEvent).where(TaskEvent.task_id == task_id).order_by(col(TaskEvent.id))
        ).all()
        if as_json:
            echo_json({**row.as_dict(), "events": [_event(event) for event in events]})
        else:
            _print(row, list(events))


def _event(event: TaskEvent) -> dict[str, object]:
    fields = ("actor", "action", "from_state", "to_state", "reason")
    return {"at": event.at.isoformat(), **{name: getattr(event, name) for name in fields}}


def _print(row: TaskRow, events: list[TaskEvent]) -> None:
    task = row.task
    lines = {
        f"Nhiệm vụ {task.id}": row.item.text,
        "Kế hoạch": f"{row.plan.code}, mục {row.item.position}",
        "Chủ trì": unit_text(row),
        "Phụ trách": f"{row.owner.name} <{row.owner.email}>" if row.owner else "chưa có",
        "Phối hợp": "; ".join(each.name for each in row.coordinators) or "không",
        "Thời hạn ghi trong kế hoạch": task.deadline_raw or "không ghi",
        "Hạn theo kế hoạch": day_text(task.scheduled_on) or "không có",
        "Hạn hiện hành": day_text(task.due_on) or "không có",
        "Trạng thái": STATE_NAMES[task.state],
        "Tình hình": HEALTH_NAMES[row.health],
    }
    for name, value in lines.items():
        click.echo(f"{name}: {value}")
    for evidence in row.evidence:
        told = dict.fromkeys(filter(None, (document_name(evidence), shown_link(evidence))))
        click.echo(f"Minh chứng {evidence.id}: {' – '.join(told)}")
    for event in events:
        when = event.at.astimezone(ZONE)
        state = f" → {STATE_NAMES[TaskState(event.to_state)]}" if event.to_state else ""
        what = EVENT_NAMES.get(event.action, event.action)
        click.echo(f"  {when:%d/%m/%Y %H:%M} {event.actor}: {what}{state} {event.reason}".rstrip())


def _act(action: Action, text: str) -> None:
    """Add the command of one action."""

    @click.argument("task_id", metavar="SỐ", type=int)
    @click.option("--why", default="", metavar="LÝ_DO", help="Lý do (bắt buộc khi trả lại, hủy, mở lại).")
    @click.option("--on", "day", type=Day(), default=today, show_default="hôm nay", help="Ngày thực hiện.")
    @by_option
    def run(task_id: int, why: str, day: date, by: str) -> None:
        with open_session() as session:
            task = find_task(session, task_id)
            _require_past(day)
            move(session, task, action, by=by, now=now(), on=day, reason=why)
            click.echo(f"Nhiệm vụ {task_id}: {STATE_NAMES[task.state]}.")

    command.command(action.value, help=text)(run)


def _require_past(day: date) -> None:
    if not (FIRST_DAY <= day <= today()):
        raise DondocError(
            f"Ngày thực hiện {day:%d/%m/%Y} không hợp lý: phải từ năm 2000 và không sau hôm nay."
        )


for _action, _text in {
    Action.ACCEPT: "Nhận nhiệm vụ.",
    Action.START: "Bắt đầu thực hiện.",
    Action.SUBMIT: "Trình kết quả để duyệt.",
    Action.RETURN: "Trả lại kết quả để làm lại.",
    Action.DONE: "Duyệt hoàn thành.",
    Action.CANCEL: "Hủy nhiệm vụ.",
    Action.REOPEN: "Mở lại nhiệm vụ đã hủy.",
}.items():
    _act(_action, _text)


@command.command
@click.argument("task_id", metavar="SỐ", type=int)
@click.option("--to", "day", type=Day(), required=True, help="Hạn mới xin được.")
@click.option("--why", required=True, metavar="LÝ_DO", help="Lý do xin gia hạn.")
@by_option
def extend(task_id: int, day: date, why: str, by: str) -> None:
    """Xin gia hạn một nhiệm vụ."""
    with open_session() as session:
        request_extension(session, find_task(session, task_id), day, by=by, now=now(), reason=why)
        click.echo(f"Đã ghi đề nghị gia hạn nhiệm vụ {task_id} đến {day:%d/%m/%Y}, chờ quyết định.")


@command.command
@click.argument("task_id", metavar="SỐ", type=int)
@click.option("--approve/--refuse", required=True, help="Đồng ý hoặc không đồng ý gia hạn.")
@click.option("--why", default="", metavar="LÝ_DO", help="Lý do.")
@by_option
def decide(task_id: int, approve: bool, why: str, by: str) -> None:
    """Quyết định đề nghị gia hạn đang chờ của một nhiệm vụ."""
    with open_session() as session:
        task = find_task(session, task_id)
        decide_extension(
            session, pending_extension(session, task), approve=approve, by=by, now=now(), reason=why
        )
        verdict = f"đồng ý, hạn mới {day_text(task.due_on)}" if approve else "không đồng ý"
        click.echo(f"Nhiệm vụ {task_id}: {verdict}.")


@command.command("assign")
@click.argument("task_id", metavar="SỐ", type=int)
@click.option("--unit", metavar="ĐƠN_VỊ", required=True, help="Đơn vị chủ trì (mã hoặc tên).")
@click.option("--owner", metavar="THƯ", help="Người phụ trách; mặc định là trưởng đơn vị.")
@click.option("--why", default="", metavar="LÝ_DO", help="Lý do giao lại.")
@by_option
def assign_task(task_id: int, unit: str, owner: str | None, why: str, by: str) -> None:
    """Giao nhiệm vụ cho một đơn vị."""
    with open_session() as session:
        task = find_task(session, task_id)
        person = find_person(session, owner) if owner else None
        found = find_units(session, unit)
        assign(session, task, found, person, by=by, as_of=today(), now=now(), reason=why)
        click.echo(f"Đã giao nhiệm vụ {task_id}.")


@command.command
@click.argument("task_id", metavar="SỐ", type=int)
@click.argument("text", metavar="NỘI_DUNG")
@by_option
def explain(task_id: int, text: str, by: str) -> None:
    """Ghi giải trình của đơn vị về việc chậm hạn."""
    with open_session() as session:
        answer(session, find_task(session, task_id), text, by=by, now=now())
        click.echo(f"Đã ghi giải trình của nhiệm vụ {task_id}.")


@command.command
@as_of_option
@json_option
def explanations(as_of: date, as_json: bool) -> None:
    """Liệt kê các giải trình đã yêu cầu."""
    with open_session() as session:
        found = owed(session, as_of)
    if as_json:
        echo_json([each.as_dict() for each in found])
        return
    for each in found:
        click.echo(f"{each.task_id}. {each.text}")
        click.echo(f"   {each.unit}; quá hạn {each.days_late} ngày làm việc; {_owed_text(each, as_of)}")
    click.echo(f"{len(found)} giải trình, {sum(not each.answer for each in found)} chưa có.")


def _owed_text(each: Owed, as_of: date) -> str:
    if each.answer:
        return f"giải trình: {each.answer}"
    over = " (đã quá hạn giải trình)" if each.due_on < as_of else ""
    return f"yêu cầu {each.asked_on:%d/%m/%Y}, phải giải trình trước hết ngày {each.due_on:%d/%m/%Y}{over}"


@command.group
def evidence() -> None:
    """Minh chứng của nhiệm vụ."""


@evidence.command
@click.argument("task_id", metavar="SỐ", type=int)
@click.argument("document", metavar="TỆP_HOẶC_ĐƯỜNG_DẪN")
@click.option("--title", default="", help="Tên tài liệu.")
@by_option
def add(task_id: int, document: str, title: str, by: str) -> None:
    """Thêm minh chứng: đường dẫn http(s), hoặc tệp trên máy này."""
    with open_session() as session:
        task = find_task(session, task_id)
        take_in(session, document, task, None, by=by, title=title)
