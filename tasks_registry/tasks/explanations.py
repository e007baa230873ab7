"""Written explanations (giải trình) that late work owes: who owes which, and what was answered."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, or_, select

from config.errors import DondocError
from models import Explanation, Item, Task, TaskEvent, TaskState, Unit
from tasks_registry.days.working_days import load_calendar
from tasks_registry.tasks.moves import LONGEST_ACTOR, record

EXPLAIN = "explain"


@dataclass(frozen=True)
class Owed:
    """An explanation that was asked for. `days_late`: working days up to the submission, else the day asked.

    `due_on` is the day by which it is owed; `answer` is empty until it was given.
    """

    task_id: int
    text: str
    unit: str
    days_late: int
    asked_on: date
    due_on: date
    answer: str

    def as_dict(self) -> dict[str, Any]:
        """The form of `dondoc task explanations --json`."""
        return dict(vars(self))


def owed(session: Session, as_of: date) -> list[Owed]:
    """Explanations asked up to `as_of`, first asked first: of work that is still open, or none given yet.

    A moved deadline or a cancelled task owes none.
    """
    query = (
        select_columns(Explanation, Task, Item.text, Unit.name)  # type: ignore[call-overload]
        .join(Task, col(Task.id) == Explanation.task_id)
        .join(Item, col(Item.id) == Task.item_id)
        .join(Unit, col(Unit.id) == Task.unit_id, isouter=True)
        .where(
            Explanation.due_version == Task.due_version,
            Explanation.asked_on <= as_of,
            Task.state != TaskState.CANCELLED,
            or_(Task.state != TaskState.DONE, col(Explanation.answered_at).is_(None)),
        )
        .order_by(Explanation.asked_on, Explanation.id)
    )
    calendar = load_calendar(session)
    return [
        Owed(
            task_id=task.id,
            text=text,
            unit=unit or task.lead_name,
            days_late=calendar.between(task.due_on, task.submitted_on or as_of),
            asked_on=row.asked_on,
            due_on=row.due_on,
            answer=row.text,
        )
        for row, task, text, unit in session.execute(query)
    ]


def answer(session: Session, task: Task, text: str, *, by: str, now: datetime) -> TaskEvent:
    """Write down the explanation of `task`; a later one replaces it, and the events keep both.

    Raises:
        DondocError: none was asked for the deadline in force, or nothing is said.
    """
    asked = select(Explanation).where(
        Explanation.task_id == task.id, Explanation.due_version == task.due_version
    )
    row = session.exec(asked).first()
    if row is None:
        raise DondocError(f"Nhiệm vụ {task.id} chưa được yêu cầu giải trình; xem: dondoc task explanations")
    if not text.strip():
        raise DondocError(f'Cần ghi nội dung giải trình: dondoc task explain {task.id} "…"')
    row.text, row.answered_by, row.answered_at = text.strip(), by[:LONGEST_ACTOR], now
    session.add(row)
    return record(session, task, EXPLAIN, by=by, now=now, reason=text)
