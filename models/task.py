"""Tasks (nhiệm vụ): one unit's duty for one due date, and all that happened to it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.base import enum_column, instant, reference


class TaskState(StrEnum):
    """What people say of the work; its health is computed for a day and never stored."""

    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    DONE = "done"
    CANCELLED = "cancelled"


class Task(SQLModel, table=True):
    """A duty. `slot` says which lead and which occurrence of its item it is, whoever holds it now.

    `scheduled_on` is the date of the rule; `due_on` the date in force, each move raising `due_version`
    (but not where a deadline that has passed is rolled off a day off). Each change of owner raises
    `given_version`. `submitted_on` is the day of the submission that stands: timeliness is judged by it, not
    by how long the approval takes.
    """

    __table_args__ = (
        UniqueConstraint("item_id", "slot"),
        CheckConstraint("(scheduled_on IS NULL) = (due_on IS NULL)", name="both_dates_or_none"),
        CheckConstraint("(state = 'done') = (done_on IS NOT NULL)", name="done_has_its_day"),
        Index("ix_task_state_due_on", "state", "due_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(sa_column=reference("item.id", "CASCADE"))
    slot: str = Field(max_length=400)
    unit_id: int | None = Field(default=None, sa_column=reference("unit.id", "RESTRICT", nullable=True))
    lead_name: str = ""
    owner_id: int | None = Field(default=None, sa_column=reference("person.id", "SET NULL", nullable=True))
    state: TaskState = Field(default=TaskState.ASSIGNED, sa_column=enum_column(TaskState))
    deadline_raw: str = ""
    scheduled_on: date | None = None
    due_on: date | None = None
    due_version: int = 0
    given_version: int = 0
    assigned_on: date
    submitted_on: date | None = None
    done_on: date | None = None


class TaskCoordinator(SQLModel, table=True):
    """A coordinating unit (đơn vị phối hợp), as printed and, where it is known, as a unit."""

    __tablename__ = "task_coordinator"

    task_id: int = Field(sa_column=reference("task.id", "CASCADE", primary_key=True))
    position: int = Field(primary_key=True)
    name: str
    unit_id: int | None = Field(default=None, sa_column=reference("unit.id", "SET NULL", nullable=True))


class TaskEvent(SQLModel, table=True):
    """What happened to a task: who, when, why. Rows are only added.

    `at` is when it was entered, `on_day` the day on which it is said to have happened.
    """

    __tablename__ = "task_event"

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(sa_column=reference("task.id", "CASCADE"))
    at: datetime = Field(sa_column=instant(nullable=False))
    actor: str = Field(max_length=320)
    action: str = Field(max_length=24)
    from_state: str | None = Field(default=None, max_length=24)
    to_state: str | None = Field(default=None, max_length=24)
    on_day: date | None = None
    reason: str = ""


class ExtensionState(StrEnum):
    """What became of a request for more time."""

    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"


class Extension(SQLModel, table=True):
    """A request to move the due date (xin gia hạn); one at a time for a task."""

    __table_args__ = (
        Index(
            "uq_extension_one_pending",
            "task_id",
            unique=True,
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
        CheckConstraint("(state = 'pending') = (decided_at IS NULL)", name="decided_has_its_time"),
    )

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(sa_column=reference("task.id", "CASCADE"))
    requested_by: str = Field(max_length=320)
    requested_at: datetime = Field(sa_column=instant(nullable=False))
    reason: str
    new_due_on: date
    state: ExtensionState = Field(default=ExtensionState.PENDING, sa_column=enum_column(ExtensionState))
    decided_by: str | None = Field(default=None, max_length=320)
    decided_at: datetime | None = Field(default=None, sa_column=instant())
