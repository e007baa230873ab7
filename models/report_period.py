"""When a plan is reviewed and reported (kỳ báo cáo): its periods, editable until they open."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import enum_column, json_column, reference
from models.review import RoundKind


class ReportPeriod(SQLModel, table=True):
    """One period of a plan: what it covers, when its round opens, the last day to answer (`closes_on`).

    `remind` are the working days before that day on which those who have not answered are reminded.
    """

    __tablename__ = "report_period"
    __table_args__ = (
        UniqueConstraint("plan_id", "code"),
        CheckConstraint("window_from <= window_to", name="window_in_order"),
        CheckConstraint("opens_on <= closes_on", name="dates_in_order"),
    )

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(sa_column=reference("plan.id", "CASCADE"))
    kind: RoundKind = Field(sa_column=enum_column(RoundKind))
    code: str = Field(max_length=10)
    window_from: date
    window_to: date
    opens_on: date
    closes_on: date
    remind: list[Any] = Field(default_factory=list, sa_column=json_column())
