"""Keeps the tasks of an item in step with what the item asks for, without losing what people did."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, delete, select

from models import EvidenceUse, Item, Plan, Task, TaskCoordinator, TaskEvent, TaskState
from tasks_registry.days.working_days import load_calendar
from tasks_registry.directory.fan_out import Owners, WantedTask, fan_out, span_of_work
from tasks_registry.directory.resolving import SURE, Directory, Match
from tasks_registry.plans.rolling import granted_date, in_force
from tasks_registry.plans.task_matching import match_tasks
from tasks_registry.tasks.giving import give
from tasks_registry.tasks.health import CLOSED
from tasks_registry.tasks.moves import Action, move, record

AMENDED = "Kế hoạch đã được sửa đổi"


@dataclass
class Made:
    """How many tasks of one item were added, given another date, cancelled."""

    added: int = 0
    redated: int = 0
    cancelled: int = 0


class TaskMaker:
    """Makes the tasks of one plan in one import; `warnings` says what a person must decide."""

    def __init__(
        self,
        session: Session,
        plan: Plan,
        directory: Directory,
        owners: Owners,
        *,
        by: str,
        as_of: date,
        now: datetime,
    ) -> None:
        self.session, self.plan, self.directory, self.owners = session, plan, directory, owners
        self.by, self.as_of, self.now = by, as_of, now
        self._calendar = load_calendar(session)
        self._unknown: Counter[str] = Counter()
        self._nearest: dict[str, Match] = {}
        self._guessed: dict[str, Match] = {}
        self._begun: list[int] = []

    def make(self, item: Item) -> Made:
        """Bring the tasks of `item` in step: add, re-date, cancel; done work and extensions stay.

        Who comes to lead an item that had tasks before is not asked for its past occurrences.
        """
        present = self._tasks(item)
        held = {task.slot: task.unit_id for task in present}
        wanted = fan_out(item, self.plan, self.directory, self.as_of, held)
        self._note(item)
        _, last = span_of_work(self.plan, self.as_of)
        in_span = [task for task in present if task.scheduled_on is None or task.scheduled_on <= last]
        pairs, left = match_tasks(in_span, wanted)
        made = Made(cancelled=sum(map(self._drop, left)))
        for each, task in pairs:
            if task is not None:
                made.redated += self._follow(task, each, item)
            elif not (present and self._is_past(each)):
                self._add(item, each)
                made.added += 1
        return made

    def _is_past(self, wanted: WantedTask) -> bool:
        due = wanted.occurrence.due
        return wanted.occurrence.recurring and due is not None and due < self.as_of

    def retire(self, item: Item) -> int:
        """Drop the tasks of an item that the plan no longer has; how many were cancelled."""
        return sum(map(self._drop, self._tasks(item)))

    def _tasks(self, item: Item) -> list[Task]:
        return list(self.session.exec(select(Task).where(Task.item_id == item.id).order_by(col(Task.id))))

    def _add(self, item: Item, wanted: WantedTask) -> None:
        task = Task(
            item_id=item.id or 0,
            slot=wanted.slot,
            unit_id=wanted.unit_id,
            lead_name=wanted.lead_name,
            owner_id=self.owners.of(wanted.unit_id),
            deadline_raw=item.deadline_raw,
            scheduled_on=wanted.occurrence.due,
            due_on=in_force(wanted.occurrence.due, None, self.plan, self._calendar),
            assigned_on=self.as_of,
        )
        self.session.add(task)
        self.session.flush()
        record(self.session, task, "assign", by=self.by, now=self.now, to_state=task.state)
        self._set_coordinators(task, item)

    def _set_coordinators(self, task: Task, item: Item) -> None:
        """A row for each printed name, or for each member of the group it names, the lead itself left out."""
        named = [(name, self.directory.resolve(name).unit_ids or (None,)) for name in item.coordinators]
        rows = dict.fromkeys((name, unit) for name, units in named for unit in units)
        wanted = [row for row in rows if row[1] is None or row[1] != task.unit_id]
        query = select(TaskCoordinator).where(TaskCoordinator.task_id == task.id)
        present = self.session.exec(query.order_by(col(TaskCoordinator.position))).all()
        if [(row.name, row.unit_id) for row in present] == wanted:
            return
        self.session.exec(delete(TaskCoordinator).where(col(TaskCoordinator.task_id) == task.id))
        for position, (name, unit_id) in enumerate(wanted):
            self.session.add(
                TaskCoordinator(task_id=task.id or 0, position=position, name=name, unit_id=unit_id)
            )

    def _follow(self, task: Task, wanted: WantedTask, item: Item) -> bool:
        """Bring an open task in step with its item; whether its date moved."""
        self._take_slot(task, wanted)
        if self._was_dropped(task):
            move(self.session, task, Action.REOPEN, by=self.by, now=self.now, on=self.as_of, reason=AMENDED)
        if task.state in CLOSED:
            return False
        task.deadline_raw = item.deadline_raw
        self._set_coordinators(task, item)
        return self._redate(task, wanted.occurrence.due)

    def _redate(self, task: Task, due: date | None) -> bool:
        """Move a task to the date that the plan now gives; a later date that was granted stays."""
        due_on = in_force(due, granted_date(self.session, task), self.plan, self._calendar)
        if (task.scheduled_on, task.due_on) == (due, due_on):
            return False
        if task.due_on != due_on:
            task.due_on = due_on
            task.due_version += 1
        task.scheduled_on = due
        record(self.session, task, "redate", by=self.by, now=self.now, reason=AMENDED)
        return True

    def _take_slot(self, task: Task, wanted: WantedTask) -> None:
        """A lead that was open is known now, or the plan names another; whoever it was given to keeps it."""
        if task.slot == wanted.slot:
            return
        lead_changed = task.lead_name != wanted.lead_name and task.state not in CLOSED
        task.slot = wanted.slot
        if task.unit_id is None and wanted.unit_id is not None:
            task.assigned_on = self.as_of
        if task.unit_id is None or lead_changed:
            task.unit_id, task.lead_name = wanted.unit_id, wanted.lead_name
            give(task, self.owners.of(wanted.unit_id))
            record(self.session, task, "assign", by=self.by, now=self.now, reason=AMENDED)

    def _was_dropped(self, task: Task) -> bool:
        """Whether an amendment cancelled the task, not a person: then the plan can bring it back."""
        if task.state is not TaskState.CANCELLED:
            return False
        events = select(TaskEvent).where(TaskEvent.task_id == task.id).order_by(col(TaskEvent.id).desc())
        last = self.session.exec(events).first()
        return last is not None and last.reason == AMENDED

    def _drop(self, task: Task) -> bool:
        """Cancel a task that the plan no longer asks for; work that was begun is a person's to decide."""
        if task.state in CLOSED:
            return False
        used = select(EvidenceUse.id).where(EvidenceUse.task_id == task.id)
        if task.state is not TaskState.ASSIGNED or self.session.exec(used).first():
            self._begun.append(task.id or 0)
            return False
        move(self.session, task, Action.CANCEL, by=self.by, now=self.now, on=self.as_of, reason=AMENDED)
        return True

    @property
    def warnings(self) -> list[str]:
        """A line for each lead without a unit or with one by guess; one for work begun and not asked now."""
        lines = [self._open_lead(name, count) for name, count in self._unknown.items()]
        lines += [
            f"Hiểu '{name}' là '{match.candidates[0].name}' vì tên gần giống; nếu sai, giao lại bằng "
            "dondoc task assign."
            for name, match in self._guessed.items()
        ]
        if self._begun:
            numbers = ", ".join(map(str, self._begun))
            lines.append(
                f"Kế hoạch không còn các nhiệm vụ đã bắt đầu làm: số {numbers}; xem lại rồi hủy bằng "
                "dondoc task cancel nếu không cần nữa."
            )
        return lines

    def _note(self, item: Item) -> None:
        """Remember the leads of an item that a person should look at."""
        for name in item.lead:
            match = self.directory.resolve(name)
            if not match.unit_ids:
                self._unknown[name] += 1
                self._nearest[name] = match
            elif match.score < SURE:
                self._guessed[name] = match

    def _open_lead(self, name: str, count: int) -> str:
        near = ", ".join(candidate.name for candidate in self._nearest[name].candidates)
        hint = f"; gần giống: {near}" if near else ""
        return (
            f"Chưa rõ đơn vị chủ trì '{name}' ({count} mục): đầu mối theo dõi giao lại bằng "
            f"dondoc task assign{hint}."
        )
