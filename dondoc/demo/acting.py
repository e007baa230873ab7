"""What the people of the demo do: some finish in time, some late, some forget the evidence, some nothing."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import cycle

from sqlmodel import Session, col, select

from dondoc.demo.days import morning_of
from dondoc.demo.evidence_site import EvidenceSite
from models import EntryState, Person, Plan, ReviewEntry, ReviewRound, Task, TaskState, Unit, UnitSheet
from tasks_registry.evidence.taking_in import add_evidence, missing_evidence
from tasks_registry.plans.assigning import assign
from tasks_registry.plans.listings import TaskRow
from tasks_registry.rounds.answers import answer_entry
from tasks_registry.rounds.sheets import accept, submit
from tasks_registry.tasks.moves import Action, move


@dataclass(frozen=True)
class Habit:
    """How somebody works: how many days from the due date, and with what evidence."""

    name: str
    days_from_due: int
    evidence: str  # "good", "dead" or ""


GOOD = "đúng hạn, có minh chứng"
HABITS = (
    Habit(GOOD, -1, "good"),
    Habit(GOOD, 0, "good"),
    Habit("quá hạn, có minh chứng", 6, "good"),
    Habit(GOOD, -3, "good"),
    Habit("đúng hạn, đường dẫn không truy cập được", -2, "dead"),
    Habit(GOOD, 0, "good"),
    Habit(GOOD, -5, "good"),
    Habit("đúng hạn, chưa có minh chứng", 0, ""),
    Habit(GOOD, -1, "good"),
    Habit(GOOD, -2, "good"),
)
WITHOUT_A_DATE = (12, 5)  # when work without a deadline is reported
IDLE_EVERY = 15  # every fifteenth task is left undone


@dataclass
class Acted:
    """How many tasks each habit finished."""

    counts: dict[str, int]

    def line(self) -> str:
        """In words."""
        return "; ".join(f"{count} nhiệm vụ {name}" for name, count in self.counts.items())


def work_until(session: Session, rows: list[TaskRow], day: date, site: EvidenceSite) -> Acted:
    """Let the owners finish what is due up to `day`, each by habit, and the plan's coordinator approve it.

    Which task gets which habit depends on its place among all of `rows` alone.
    """
    acted = Acted({})
    for row, habit in _habits(rows):
        due = row.task.due_on or date(row.plan.year, *WITHOUT_A_DATE)
        finished = due + timedelta(days=habit.days_from_due)
        if row.task.state in (TaskState.ASSIGNED, TaskState.ACCEPTED) and finished <= day:
            _finish(session, row, habit, finished, site)
            acted.counts[habit.name] = acted.counts.get(habit.name, 0) + 1
    return acted


def _habits(rows: list[TaskRow]) -> Iterator[tuple[TaskRow, Habit]]:
    owned = [row for row in rows if row.owner]
    at_work = (row for place, row in enumerate(owned, 1) if place % IDLE_EVERY)
    return zip(at_work, cycle(HABITS), strict=False)


def _finish(session: Session, row: TaskRow, habit: Habit, day: date, site: EvidenceSite) -> None:
    approver = approver_of(session, row.plan)
    owner = row.owner.email if row.owner else approver
    instant = morning_of(day)
    if row.task.state is TaskState.ASSIGNED:
        move(session, row.task, Action.ACCEPT, by=owner, now=instant, on=day)
    if habit.evidence:
        name, title = f"nhiem-vu-{row.task.id}", f"Kết quả nhiệm vụ {row.task.id}"
        link = site.publish(name, title) if habit.evidence == "good" else site.dead_link(name)
        add_evidence(session, url=link, title=title, by=owner, now=instant, task=row.task)
    move(session, row.task, Action.SUBMIT, by=owner, now=instant, on=day)
    move(session, row.task, Action.DONE, by=approver, now=instant, on=day)


def approver_of(session: Session, plan: Plan) -> str:
    """Who approves the work of a plan: the person who follows it."""
    return session.get_one(Person, plan.coordinator_id).email if plan.coordinator_id else "demo"


def give_open_tasks(session: Session, rows: list[TaskRow], day: date) -> Unit | None:
    """The coordinator gives whatever nobody leads to the unit that leads most; that unit, if there is one."""
    leading = Counter(row.unit.code for row in rows if row.unit and row.owner)
    if not leading:
        return None
    busiest = next(row.unit for row in rows if row.unit and row.unit.code == leading.most_common(1)[0][0])
    for row in rows:
        if row.unit is None and row.task.state is TaskState.ASSIGNED:
            by = approver_of(session, row.plan)
            assign(session, row.task, [busiest.id or 0], None, by=by, as_of=day, now=morning_of(day))
    return busiest


def add_missing(session: Session, plan: Plan, day: date, site: EvidenceSite) -> int:
    """Those who were asked for evidence add it; for how many tasks."""
    asked = missing_evidence(session, plan, day)
    for each in asked:
        link = site.publish(f"bo-sung-{each.task_id}", f"Minh chứng bổ sung của nhiệm vụ {each.task_id}")
        task = session.get_one(Task, each.task_id)
        add_evidence(session, url=link, title="Bổ sung", by="demo", now=morning_of(day), task=task)
    return len(asked)


@dataclass(frozen=True)
class Answered:
    """How many entries of a round were asked for, how many got an answer, how many sheets were handed in."""

    asked: int
    said: int
    sheets: int


def answer_entries(session: Session, review: ReviewRound, instant: datetime) -> Answered:
    """Every unit but the last answers its entries on tasks; nobody knows yet what to say on criteria.

    Those who have answered all hand in their sheets, and the plan's coordinator accepts them.
    """
    entries = session.exec(
        select(ReviewEntry).where(ReviewEntry.round_id == review.id).order_by(col(ReviewEntry.id))
    ).all()
    silent = max((entry.unit_id for entry in entries if entry.unit_id), default=None)
    said = 0
    for entry in entries:
        if entry.task_id and entry.unit_id not in (None, silent):
            done, difficulties = _word(session.get_one(Task, entry.task_id))
            answer_entry(session, entry, by="demo", now=instant, done=done, difficulties=difficulties)
            said += 1
    unfinished = {entry.unit_id for entry in entries if entry.state is EntryState.WAITING}
    sheets = session.exec(select(UnitSheet).where(UnitSheet.round_id == review.id)).all()
    handed_in = [sheet for sheet in sheets if sheet.unit_id not in unfinished]
    for sheet in handed_in:
        submit(session, sheet, by="demo", now=instant)
        accept(session, sheet, by="demo", now=instant)
    return Answered(len(entries), said, len(handed_in))


def _word(task: Task) -> tuple[str, str]:
    if task.state is TaskState.DONE:
        return "Đã hoàn thành, gửi kèm minh chứng.", ""
    return "Đang triển khai.", "Chờ ý kiến của đơn vị phối hợp."
