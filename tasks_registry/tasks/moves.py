"""The state of a task: one table of allowed moves, one function that writes it."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from sqlmodel import Session, col, update

from config.errors import DondocError
from models import Task, TaskEvent, TaskState

S = TaskState
LONGEST_ACTOR = 320


class Action(StrEnum):
    """What a person does to a task."""

    ACCEPT = "accept"
    START = "start"
    SUBMIT = "submit"
    RETURN = "return"
    DONE = "done"
    CANCEL = "cancel"
    REOPEN = "reopen"


MOVES: Mapping[Action, tuple[frozenset[TaskState], TaskState]] = MappingProxyType(
    {
        Action.ACCEPT: (frozenset({S.ASSIGNED}), S.ACCEPTED),
        Action.START: (frozenset({S.ASSIGNED, S.ACCEPTED, S.RETURNED}), S.IN_PROGRESS),
        Action.SUBMIT: (frozenset({S.ASSIGNED, S.ACCEPTED, S.IN_PROGRESS, S.RETURNED}), S.SUBMITTED),
        Action.RETURN: (frozenset({S.SUBMITTED}), S.RETURNED),
        Action.DONE: (frozenset({S.SUBMITTED}), S.DONE),
        Action.CANCEL: (frozenset(S) - {S.DONE, S.CANCELLED}, S.CANCELLED),
        Action.REOPEN: (frozenset({S.CANCELLED}), S.ASSIGNED),
    }
)
CALLS_BACK = frozenset({Action.RETURN, Action.REOPEN})  # the submission no longer stands
NEEDS_REASON = frozenset({Action.RETURN, Action.CANCEL, Action.REOPEN})
STATE_NAMES: Mapping[TaskState, str] = MappingProxyType(
    {
        S.ASSIGNED: "đã giao",
        S.ACCEPTED: "đã nhận",
        S.IN_PROGRESS: "đang thực hiện",
        S.SUBMITTED: "chờ duyệt",
        S.RETURNED: "trả lại",
        S.DONE: "hoàn thành",
        S.CANCELLED: "hủy",
    }
)
ACTION_NAMES: Mapping[Action, str] = MappingProxyType(
    {
        Action.ACCEPT: "nhận",
        Action.START: "bắt đầu",
        Action.SUBMIT: "trình duyệt",
        Action.RETURN: "trả lại",
        Action.DONE: "duyệt hoàn thành",
        Action.CANCEL: "hủy",
        Action.REOPEN: "mở lại",
    }
)


def move(
    session: Session, task: Task, action: Action, *, by: str, now: datetime, on: date, reason: str = ""
) -> TaskEvent:
    """Take `task` through `action` and leave the event; nobody else writes `Task.state`.

    `on` is the day in Vietnam on which it happened, by which timeliness is judged.

    Raises:
        DondocError: the table of moves does not allow it, or a reason is owed and missing.
    """
    _require_allowed(task, action, reason)
    before, after = task.state, MOVES[action][1]
    days = {Action.SUBMIT: {"submitted_on": on}, Action.DONE: {"done_on": on}}
    values = days.get(action, {"submitted_on": None} if action in CALLS_BACK else {})
    _write(session, task, before, {"state": after, **values})
    return record(
        session, task, action.value, by=by, now=now, on=on, reason=reason, from_state=before, to_state=after
    )


def _write(session: Session, task: Task, before: TaskState, values: Mapping[str, object]) -> None:
    """Change the row only if nobody else has moved it meanwhile."""
    session.flush()
    unmoved = update(Task).where(col(Task.id) == task.id, col(Task.state) == before)
    done = session.execute(unmoved.values(**values).execution_options(synchronize_session=False))
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise DondocError(f"Nhiệm vụ {task.id} vừa được người khác cập nhật; xem lại rồi làm lại.")
    session.refresh(task)


def _require_allowed(task: Task, action: Action, reason: str) -> None:
    sources, _ = MOVES[action]
    if task.state not in sources:
        allowed = ", ".join(STATE_NAMES[state] for state in TaskState if state in sources)
        raise DondocError(
            f"Không thể {ACTION_NAMES[action]} nhiệm vụ {task.id}: đang ở trạng thái "
            f"'{STATE_NAMES[task.state]}', chỉ làm được khi '{allowed}'."
        )
    if action in NEEDS_REASON and not reason.strip():
        raise DondocError(f'Cần nêu lý do khi {ACTION_NAMES[action]} nhiệm vụ {task.id}: thêm --why "…".')


def record(
    session: Session,
    task: Task,
    action: str,
    *,
    by: str,
    now: datetime,
    on: date | None = None,
    reason: str = "",
    from_state: TaskState | None = None,
    to_state: TaskState | None = None,
) -> TaskEvent:
    """Leave an event: who did what to `task`, when (`on`: on which day it happened) and why."""
    event = TaskEvent(
        task_id=task.id or 0,
        at=now,
        actor=by[:LONGEST_ACTOR],
        action=action,
        from_state=from_state,
        to_state=to_state,
        on_day=on,
        reason=reason.strip(),
    )
    session.add_all([task, event])
    session.flush()
    return event
