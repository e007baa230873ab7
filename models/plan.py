"""Plans (kế hoạch), what they promise (items) and the levels they set themselves (targets)."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import enum_column, instant, json_column, points_column, reference


class ItemKind(StrEnum):
    """Where an item stands in the document (RULES.md, "Items")."""

    TABLE = "table"
    LABELLED = "labelled"
    DUTY = "duty"
    CONTENT = "content"
    CRITERION = "criterion"


class Plan(SQLModel, table=True):
    """A document with the work of `year` (to `end_year`). `code` names it for people and commands.

    `roll_forward` moves a deadline on a day off to the next working day (Civil Code 2015, art. 148.5).
    `report_dates` are the plan's own days of reporting ({"month", "day"}: the last day that is in time).
    `by_unit`: each unit is scored by itself. `no_evidence`, where set, goes before the criteria set's rule.
    """

    __table_args__ = (CheckConstraint("end_year >= year", name="years_in_order"),)

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=80)
    title: str
    number: str = ""
    issuer: str = ""
    year: int = Field(ge=1900, le=2100)
    end_year: int
    issued_on: date | None = None
    source_name: str = ""
    coordinator_id: int | None = Field(
        default=None, sa_column=reference("person.id", "SET NULL", nullable=True)
    )
    criteria_set_id: int | None = Field(
        default=None, sa_column=reference("criteria_set.id", "SET NULL", nullable=True)
    )
    imported_at: datetime = Field(sa_column=instant(nullable=False))
    roll_forward: bool = False
    report_dates: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_column())
    by_unit: bool = False
    no_evidence: str | None = Field(default=None, max_length=24)


class Item(SQLModel, table=True):
    """One promise of the plan. `key` is the same whenever the same promise is read again.

    `folded` holds its words without diacritics, a space before and after each, to be searched. No mail
    carries the words of a `secret` item (tài liệu mật).
    """

    __table_args__ = (UniqueConstraint("plan_id", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(sa_column=reference("plan.id", "CASCADE"))
    key: str = Field(max_length=64)
    position: int
    kind: ItemKind = Field(sa_column=enum_column(ItemKind))
    section: list[str] = Field(default_factory=list, sa_column=json_column())
    number: str = ""
    text: str
    lead: list[str] = Field(default_factory=list, sa_column=json_column())
    coordinators: list[str] = Field(default_factory=list, sa_column=json_column())
    deadline_raw: str = ""
    deadlines: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_column())
    deliverables: list[str] = Field(default_factory=list, sa_column=json_column())
    line: int = 0
    folded: str = ""
    retired_on: date | None = None
    secret: bool = False


class Target(SQLModel, table=True):
    """The level that the plan sets itself for a year (mức độ phấn đấu)."""

    __table_args__ = (
        UniqueConstraint("plan_id", "year"),
        CheckConstraint("points_to >= points_from", name="points_in_order"),
    )

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(sa_column=reference("plan.id", "CASCADE"))
    year: int
    level: int
    points_from: Decimal = Field(sa_column=points_column(nullable=False))
    points_to: Decimal = Field(sa_column=points_column(nullable=False))
