"""What a round asks (mục rà soát): its entries and the units' sheets, put in by the database itself."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, literal, or_, select, update
from sqlmodel import Session, SQLModel, col

from models import (
    EntryState,
    Person,
    Plan,
    ReviewEntry,
    ReviewRound,
    RoundKind,
    RoundStage,
    SheetStage,
    Task,
    TaskState,
    UnitSheet,
)
from tasks_registry.criteria.form import MARKED
from tasks_registry.once import INSERTS
from tasks_registry.tasks.standing import tasks_in_window

HANDED_IN = (SheetStage.SUBMITTED, SheetStage.ACCEPTED)
MORE_ASKED = "Bộ tiêu chí đã đổi, còn tiêu chí chưa trả lời."
_UNSAID = dict.fromkeys(("done", "difficulties", "proposals", "appraised_reason", "explanation"), "")
_entry = SQLModel.metadata.tables["review_entry"]
_criterion = SQLModel.metadata.tables["criterion"]


def ask_about_tasks(session: Session, review: ReviewRound) -> int:
    """Settle the entries of a round that is being opened: one for each task of its data window; how many."""
    tasks = tasks_in_window(review.plan_id, review.window_from, review.window_to)
    return _ask(session, review.id or 0, "task_id", tasks)


def ask_about_criteria(session: Session, plan: Plan) -> int:
    """Let the open annual rounds of `plan` ask about each criterion of its set that people score.

    Asked is the coordinator's unit for the whole plan, or, where each unit is scored by itself, every unit
    with a task in the round. How many entries were missing: a set may be chosen when the round is open
    already; a sheet that was handed in then goes back to its unit.
    """
    rounds = (
        select(col(ReviewRound.id))
        .where(col(ReviewRound.plan_id) == plan.id, col(ReviewRound.kind) == RoundKind.YEAR)
        .where(col(ReviewRound.stage) == RoundStage.OPEN)
    )
    asked = 0
    for round_id in session.execute(rounds).scalars().all():
        wanted = _of_each_unit(round_id) if plan.by_unit else _of_the_whole(session, round_id, plan)
        criteria = wanted.where(
            _criterion.c.set_id == plan.criteria_set_id, _criterion.c.method.in_(sorted(MARKED))
        )
        asked += _ask(session, round_id, "criterion_id", criteria)
        make_sheets(session, round_id)
        _call_back(session, round_id)
    return asked


def _of_the_whole(session: Session, round_id: int, plan: Plan) -> Select[Any]:
    coordinator = session.get(Person, plan.coordinator_id) if plan.coordinator_id else None
    unit = literal(coordinator.unit_id if coordinator else None, _entry.c.unit_id.type)
    there = exists().where(_entry.c.round_id == round_id, _entry.c.criterion_id == _criterion.c.id)
    return select(_criterion.c.id, unit).where(~there).order_by(_criterion.c.position)


def _of_each_unit(round_id: int) -> Select[Any]:
    lead = (
        select(_entry.c.unit_id)
        .where(_entry.c.round_id == round_id, _entry.c.task_id.is_not(None), _entry.c.unit_id.is_not(None))
        .distinct()
        .subquery("lead")
    )
    return (
        select(_criterion.c.id, lead.c.unit_id)
        .join(lead, literal(value=True))
        .order_by(lead.c.unit_id, _criterion.c.position)
    )


def _ask(session: Session, round_id: int, subject: str, rows: Select[Any]) -> int:
    """Put in an entry for each of `rows` (task or criterion, unit) that has none yet."""
    fixed = {"round_id": round_id, "state": EntryState.WAITING.value, **_UNSAID}
    return _put_in(session, "review_entry", (subject, "unit_id"), rows, fixed)


def make_sheets(session: Session, round_id: int) -> int:
    """A sheet for each unit that a round asks and that has none; how many were made."""
    asked = _entry.c.round_id == round_id
    units = select(_entry.c.unit_id).where(asked, _entry.c.unit_id.is_not(None)).distinct()
    fixed = {"round_id": round_id, "stage": SheetStage.DRAFT.value, "reason": "", "explanation": ""}
    return _put_in(session, "unit_sheet", ("unit_id",), units, fixed)


def _put_in(
    session: Session, name: str, columns: Sequence[str], rows: Select[Any], fixed: Mapping[str, object]
) -> int:
    """Insert what `rows` selects into `columns`, the rest `fixed`; rows that are there stay. How many."""
    session.flush()
    connection = session.connection()
    filled = rows.add_columns(*map(literal, fixed.values()))
    insert = INSERTS[connection.dialect.name](SQLModel.metadata.tables[name])
    inserting = insert.from_select([*columns, *fixed], filled, include_defaults=False)
    made: int = connection.execute(
        inserting.on_conflict_do_nothing(), execution_options={"preserve_rowcount": True}
    ).rowcount
    return made


def still_asked(round_id: object, unit_id: object) -> Sequence[ColumnElement[bool]]:
    """The conditions on `ReviewEntry`, joined to its task or none, that a unit's sheet asks about it.

    Nobody is asked about a task that was cancelled after the round had opened.
    """
    dropped = select(Task.id).where(  # type: ignore[call-overload]
        col(Task.id) == ReviewEntry.task_id, col(Task.state) == TaskState.CANCELLED
    )
    return (
        col(ReviewEntry.round_id) == round_id,
        col(ReviewEntry.unit_id) == unit_id,
        or_(col(ReviewEntry.task_id).is_(None), ~dropped.exists()),
    )


def _call_back(session: Session, round_id: int) -> None:
    """Give back sheets that were handed in and now have more to answer."""
    unanswered = exists(col(ReviewEntry.id)).where(
        *still_asked(UnitSheet.round_id, UnitSheet.unit_id), col(ReviewEntry.state) == EntryState.WAITING
    )
    calling = update(UnitSheet).where(
        col(UnitSheet.round_id) == round_id, col(UnitSheet.stage).in_(HANDED_IN), unanswered
    )
    session.execute(calling.values(stage=SheetStage.RETURNED, reason=MORE_ASKED))
