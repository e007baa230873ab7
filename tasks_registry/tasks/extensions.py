"""Extensions (gia hạn): the only way in which a deadline in force moves away from the rule's date."""

from datetime import date, datetime

from sqlmodel import Session, select

from config.errors import DondocError
from models import Extension, ExtensionState, Task
from tasks_registry.tasks.health import CLOSED
from tasks_registry.tasks.moves import record


def request_extension(
    session: Session, task: Task, new_due_on: date, *, by: str, now: datetime, reason: str
) -> Extension:
    """Ask for a later deadline (xin gia hạn).

    Raises:
        DondocError: the task is closed or has no deadline, the date is not later, no reason is given,
            a request is waiting already, or one was granted before (one extension for a task: domain.md 8).
    """
    _require_possible(session, task, new_due_on, reason)
    extension = Extension(
        task_id=task.id or 0, requested_by=by, requested_at=now, reason=reason.strip(), new_due_on=new_due_on
    )
    session.add(extension)
    record(session, task, "ask_extension", by=by, now=now, reason=f"đến {new_due_on:%d/%m/%Y}: {reason}")
    return extension


def _require_possible(session: Session, task: Task, new_due_on: date, reason: str) -> None:
    if task.state in CLOSED or task.due_on is None:
        raise DondocError(
            f"Nhiệm vụ {task.id} đã kết thúc hoặc không có thời hạn nên không xin gia hạn được."
        )
    if new_due_on <= task.due_on:
        raise DondocError(f"Hạn mới phải sau hạn hiện hành {task.due_on:%d/%m/%Y} của nhiệm vụ {task.id}.")
    if not reason.strip():
        raise DondocError("Cần nêu lý do xin gia hạn.")
    earlier = session.exec(select(Extension.state).where(Extension.task_id == task.id)).all()
    if ExtensionState.PENDING in earlier:
        raise DondocError(f"Nhiệm vụ {task.id} đang có một đề nghị gia hạn chờ quyết định.")
    if ExtensionState.APPROVED in earlier:
        raise DondocError(f"Nhiệm vụ {task.id} đã được gia hạn một lần; mỗi nhiệm vụ chỉ gia hạn một lần.")


def pending_extension(session: Session, task: Task) -> Extension:
    """The request of `task` that waits for a decision.

    Raises:
        DondocError: there is none.
    """
    waiting = select(Extension).where(Extension.task_id == task.id, Extension.state == ExtensionState.PENDING)
    found = session.exec(waiting).first()
    if found is None:
        raise DondocError(f"Nhiệm vụ {task.id} không có đề nghị gia hạn nào đang chờ.")
    return found


def decide_extension(
    session: Session, extension: Extension, *, approve: bool, by: str, now: datetime, reason: str = ""
) -> Task:
    """Grant or refuse a request; a granted one moves `due_on` and raises `due_version`.

    Raises:
        DondocError: it has been decided already.
    """
    if extension.state is not ExtensionState.PENDING:
        raise DondocError("Đề nghị gia hạn này đã được quyết định.")
    extension.state = ExtensionState.APPROVED if approve else ExtensionState.REFUSED
    extension.decided_by, extension.decided_at = by, now
    task = session.get_one(Task, extension.task_id)
    if approve:
        task.due_on = extension.new_due_on
        task.due_version += 1
    session.add(extension)
    record(session, task, "extend" if approve else "refuse_extension", by=by, now=now, reason=reason)
    return task
