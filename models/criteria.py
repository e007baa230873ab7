"""Criteria sets (bộ tiêu chí): data, never code. Points may be unknown, and unknown is not zero."""

from decimal import Decimal
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import json_column, points_column, reference


class CriteriaSet(SQLModel, table=True):
    """A set as it was taken in: `document` is the whole of its YAML, `checksum` its SHA-256."""

    __tablename__ = "criteria_set"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=80)
    title: str
    document: dict[str, Any] = Field(sa_column=json_column())
    checksum: str = Field(max_length=64)


class Criterion(SQLModel, table=True):
    """One criterion of a set; what its `method` needs stands in the set's document."""

    __table_args__ = (UniqueConstraint("set_id", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    set_id: int = Field(sa_column=reference("criteria_set.id", "CASCADE"))
    position: int
    code: str = Field(max_length=40)
    group_name: str
    name: str
    max_points: Decimal | None = Field(default=None, sa_column=points_column())
    method: str = Field(max_length=24)


class CriterionItem(SQLModel, table=True):
    """That an item of a plan serves a criterion: its tasks and their evidence speak for it."""

    __tablename__ = "criterion_item"

    criterion_id: int = Field(sa_column=reference("criterion.id", "CASCADE", primary_key=True))
    item_id: int = Field(sa_column=reference("item.id", "CASCADE", primary_key=True))
