"""Notices: one thing to tell one person once. The table is the outbox."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from models.base import enum_column, instant, reference


class NoticeKind(StrEnum):
    """What a notice is about."""

    ASSIGNMENT = "assignment"
    REMINDER = "reminder"
    ESCALATION = "escalation"
    REVIEW = "review"
    EVIDENCE = "evidence"
    WATCH = "watch"  # the program about itself: a run that did not come, mail that does not move


class NoticeState(StrEnum):
    """Where a notice stands on its way."""

    PENDING = "pending"
    CLAIMED = "claimed"
    SENT = "sent"
    CANCELLED = "cancelled"
    FAILED = "failed"
    MISSED = "missed"  # a newer step took its place before it went out


class Notice(SQLModel, table=True):
    """A row of the outbox. `key` is unique: the same thing is never told twice.

    `step` names the rung of the ladder ("before-7", "due", "late-3", …) and `due_version` the version of
    the deadline that it speaks of (`given_version`, where it tells that a task was given). A claim holds
    until `lease_until`; `message_id` is set before the first attempt and kept, so that a mail sent twice is
    known by its Message-ID. `audience` and `tag` come from the rung: as what the person is told, and the
    words that head the mail. `entry_id` is a criterion of a round for which evidence is asked, or whose
    document `evidence_id` does not open any more, has moved or was changed.
    """

    __table_args__ = (
        Index("ix_notice_state_next_try_at", "state", "next_try_at"),
        Index("ix_notice_task_id_person_id", "task_id", "person_id"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_has_its_time"),
        CheckConstraint("state <> 'claimed' OR lease_until IS NOT NULL", name="claimed_has_a_lease"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=200)
    person_id: int = Field(sa_column=reference("person.id", "CASCADE"))
    kind: NoticeKind = Field(sa_column=enum_column(NoticeKind))
    task_id: int | None = Field(default=None, sa_column=reference("task.id", "CASCADE", nullable=True))
    round_id: int | None = Field(
        default=None, sa_column=reference("review_round.id", "CASCADE", nullable=True)
    )
    entry_id: int | None = Field(
        default=None, sa_column=reference("review_entry.id", "CASCADE", nullable=True)
    )
    evidence_id: int | None = Field(
        default=None, sa_column=reference("evidence.id", "CASCADE", nullable=True)
    )
    step: str = Field(max_length=24)
    audience: str = Field(default="", max_length=24)
    tag: str = Field(default="", max_length=120)
    due_version: int = 0
    due_day: date
    state: NoticeState = Field(default=NoticeState.PENDING, sa_column=enum_column(NoticeState))
    created_at: datetime = Field(sa_column=instant(nullable=False))
    next_try_at: datetime = Field(sa_column=instant(nullable=False))
    attempts: int = 0
    claimed_by: str | None = Field(default=None, max_length=80)
    lease_until: datetime | None = Field(default=None, sa_column=instant())
    last_error: str | None = Field(default=None, max_length=500)
    message_id: str | None = Field(default=None, max_length=200)
    sent_at: datetime | None = Field(default=None, sa_column=instant())
