"""How late work is urged: ladders of a plan's or a unit's own, and the explanations that are owed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import instant, json_column, reference


class LadderOverride(SQLModel, table=True):
    """A ladder that goes before the default one: of a plan, a unit, a unit in one plan, or the office.

    `scope` names which, so that there is one for each; `document` is the ladder as its file says it.
    """

    __tablename__ = "ladder_override"

    id: int | None = Field(default=None, primary_key=True)
    scope: str = Field(unique=True, max_length=40)
    plan_id: int | None = Field(default=None, sa_column=reference("plan.id", "CASCADE", nullable=True))
    unit_id: int | None = Field(default=None, sa_column=reference("unit.id", "CASCADE", nullable=True))
    document: dict[str, Any] = Field(sa_column=json_column())
    set_by: str = Field(max_length=320)
    set_at: datetime = Field(sa_column=instant(nullable=False))


class Explanation(SQLModel, table=True):
    """A written explanation (giải trình) owed for late work, one for each version of its deadline.

    It was asked of the unit by the last step of the ladder on `asked_on` and is owed by `due_on`.
    """

    __table_args__ = (UniqueConstraint("task_id", "due_version"),)

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(sa_column=reference("task.id", "CASCADE"))
    due_version: int
    asked_on: date
    due_on: date
    text: str = ""
    answered_by: str | None = Field(default=None, max_length=320)
    answered_at: datetime | None = Field(default=None, sa_column=instant())
