"""Review rounds (đợt rà soát), what each unit says in them, and the frozen score."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint, text
from sqlalchemy.orm import deferred
from sqlmodel import Field, SQLModel

from models.base import enum_column, instant, json_column, points_column, reference


class RoundKind(StrEnum):
    """What period the round looks at."""

    QUARTER = "quarter"
    HALF = "half"  # sáu tháng đầu năm
    NINE_MONTHS = "nine_months"
    YEAR = "year"
    REPORT = "report"  # up to one of the plan's own report dates


class RoundStage(StrEnum):
    """A round is open to answers, or closed for good with its snapshot."""

    OPEN = "open"
    CLOSED = "closed"


class EntryState(StrEnum):
    """Whether the unit has answered."""

    WAITING = "waiting"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"  # the round closed without an answer


def _frozen_json(name: str) -> Column[Any]:
    """A column for what is frozen once, NULL until then; older rows may hold JSON's null, also None."""
    return Column(name, JSON(none_as_null=True), nullable=True)


_snapshot = _frozen_json("snapshot")


class ReviewRound(SQLModel, table=True):
    """A plan looked at for a period ("2026-Q2", "2026"): one row for each, however often a flow runs.

    Units may answer until the end of `closes_on`; the round closes with the first run after it. A year's
    goes through `phases` ({"phase", "ends_on"}, in order) and stands at `phase`. `facts` are what people
    declared of the year (a leader disciplined, …) by the codes of the criteria set's conditions.
    `evidence_set` is the evidence as it was frozen before scoring. `snapshot`, which may be large, is read
    only when it is asked for.
    """

    __tablename__ = "review_round"
    __mapper_args__ = {"properties": {"snapshot": deferred(_snapshot)}}
    __table_args__ = (
        UniqueConstraint("plan_id", "kind", "period"),
        CheckConstraint("window_from <= window_to", name="window_in_order"),
        CheckConstraint("opens_on <= closes_on", name="dates_in_order"),
        CheckConstraint("(stage = 'closed') = (closed_at IS NOT NULL)", name="closed_has_its_time"),
    )

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(sa_column=reference("plan.id", "CASCADE"))
    kind: RoundKind = Field(sa_column=enum_column(RoundKind))
    period: str = Field(max_length=10)
    window_from: date
    window_to: date
    opens_on: date
    closes_on: date
    stage: RoundStage = Field(default=RoundStage.OPEN, sa_column=enum_column(RoundStage))
    closed_at: datetime | None = Field(default=None, sa_column=instant())
    snapshot: dict[str, Any] | None = Field(default=None, sa_column=_snapshot)
    phase: str = Field(default="", max_length=24)
    phases: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_column())
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=json_column())
    evidence_set: dict[str, Any] | None = Field(default=None, sa_column=_frozen_json("evidence_set"))


class SheetStage(StrEnum):
    """Where a unit's sheet stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    MISSING = "missing"  # the round closed and it had not been handed in


class UnitSheet(SQLModel, table=True):
    """A unit's sheet in a round (phiếu tự rà soát): all its entries, handed in together.

    `reason` is why it was returned or reopened; `explanation` (giải trình) is owed by a unit that was late.
    """

    __tablename__ = "unit_sheet"
    __table_args__ = (UniqueConstraint("round_id", "unit_id"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(sa_column=reference("review_round.id", "CASCADE"))
    unit_id: int = Field(sa_column=reference("unit.id", "RESTRICT"))
    stage: SheetStage = Field(default=SheetStage.DRAFT, sa_column=enum_column(SheetStage))
    submitted_by: str | None = Field(default=None, max_length=320)
    submitted_at: datetime | None = Field(default=None, sa_column=instant())
    decided_by: str | None = Field(default=None, max_length=320)
    decided_at: datetime | None = Field(default=None, sa_column=instant())
    reason: str = ""
    explanation: str = ""
    explained_by: str | None = Field(default=None, max_length=320)
    explained_at: datetime | None = Field(default=None, sa_column=instant())


class ReviewEntry(SQLModel, table=True):
    """A unit's word on one task or one criterion of a round (one of the two).

    `declared` is the rate or the count that a criterion's method asks for. Where the appraisers differ they
    give a reason, the unit explains, and `final_score` is what stands in the end.
    """

    __tablename__ = "review_entry"
    __table_args__ = (
        UniqueConstraint("round_id", "task_id"),
        UniqueConstraint("round_id", "criterion_id", "unit_id"),
        Index(
            "uq_review_entry_of_no_unit",
            "round_id",
            "criterion_id",
            unique=True,
            sqlite_where=text("unit_id IS NULL"),
            postgresql_where=text("unit_id IS NULL"),
        ),
        CheckConstraint("(task_id IS NULL) <> (criterion_id IS NULL)", name="task_or_criterion"),
    )

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(sa_column=reference("review_round.id", "CASCADE"))
    task_id: int | None = Field(default=None, sa_column=reference("task.id", "CASCADE", nullable=True))
    criterion_id: int | None = Field(
        default=None, sa_column=reference("criterion.id", "RESTRICT", nullable=True)
    )
    unit_id: int | None = Field(default=None, sa_column=reference("unit.id", "RESTRICT", nullable=True))
    state: EntryState = Field(default=EntryState.WAITING, sa_column=enum_column(EntryState))
    done: str = ""
    difficulties: str = ""
    proposals: str = ""
    self_score: Decimal | None = Field(default=None, sa_column=points_column())
    appraised_score: Decimal | None = Field(default=None, sa_column=points_column())
    appraised_reason: str = ""
    declared: Decimal | None = Field(default=None, sa_column=points_column())
    explanation: str = ""
    final_score: Decimal | None = Field(default=None, sa_column=points_column())
    answered_by: str | None = Field(default=None, max_length=320)
    answered_at: datetime | None = Field(default=None, sa_column=instant())


class Score(SQLModel, table=True):
    """The score of a round, frozen: its lines, the version of its rules and a checksum over both.

    One for the plan as a whole (`unit_id` None), or one for each unit that is scored by itself. `self_total`
    and `self_level` are what the unit's own points would give.
    """

    __table_args__ = (
        UniqueConstraint("round_id", "unit_id"),
        Index(
            "uq_score_of_the_whole",
            "round_id",
            unique=True,
            sqlite_where=text("unit_id IS NULL"),
            postgresql_where=text("unit_id IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(sa_column=reference("review_round.id", "CASCADE"))
    unit_id: int | None = Field(default=None, sa_column=reference("unit.id", "RESTRICT", nullable=True))
    self_total: Decimal | None = Field(default=None, sa_column=points_column())
    self_level: str | None = Field(default=None, max_length=80)
    total: Decimal | None = Field(default=None, sa_column=points_column())
    maximum: Decimal | None = Field(default=None, sa_column=points_column())
    level: str | None = Field(default=None, max_length=80)
    lines: list[dict[str, Any]] = Field(sa_column=json_column())
    rules_version: str = Field(max_length=80)
    checksum: str = Field(max_length=64)
    frozen_at: datetime = Field(sa_column=instant(nullable=False))
