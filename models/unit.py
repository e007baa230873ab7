"""Units (cơ quan, đơn vị), their names and groups, and the people who work there."""

from datetime import date
from enum import StrEnum

from sqlalchemy import Column, Index, String, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import enum_column, reference


class Role(StrEnum):
    """What a person does for the unit."""

    HEAD = "head"  # trưởng phòng, thủ trưởng đơn vị
    COORDINATOR = "coordinator"  # đầu mối theo dõi
    STAFF = "staff"
    LEADER = "leader"  # lãnh đạo UBND
    ADMIN = "admin"


class Unit(SQLModel, table=True):
    """An office. `folded` is the name without diacritics, by which it is found."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=40)
    name: str = Field(max_length=300)
    folded: str = Field(unique=True, max_length=300)
    parent_id: int | None = Field(default=None, sa_column=reference("unit.id", "SET NULL", nullable=True))


class UnitAlias(SQLModel, table=True):
    """Another name of a unit: from the units file, or learned when a person corrects a match."""

    __tablename__ = "unit_alias"

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(sa_column=reference("unit.id", "CASCADE"))
    name: str = Field(max_length=300)
    folded: str = Field(unique=True, max_length=300)
    learned: bool = False


class UnitGroup(SQLModel, table=True):
    """A collective name ("các phòng chuyên môn") that stands for several units."""

    __tablename__ = "unit_group"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=300)
    folded: str = Field(unique=True, max_length=300)


class UnitGroupMember(SQLModel, table=True):
    """That a unit belongs to a group."""

    __tablename__ = "unit_group_member"

    group_id: int = Field(sa_column=reference("unit_group.id", "CASCADE", primary_key=True))
    unit_id: int = Field(sa_column=reference("unit.id", "CASCADE", primary_key=True))


class Person(SQLModel, table=True):
    """Someone who works in a unit. `email` is lower case and names the person everywhere.

    `weekly` has the digest come once a week; until `paused_until` (the day of return) none comes. Neither
    holds back escalations. `calendar_key` is the secret part of the address of the person's calendar.
    """

    __table_args__ = (
        UniqueConstraint("email"),
        Index("uq_person_calendar_key", "calendar_key", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(sa_column=reference("unit.id", "RESTRICT"))
    name: str = Field(max_length=200)
    email: str = Field(sa_column=Column(String(320), nullable=False))
    role: Role = Field(sa_column=enum_column(Role))
    active: bool = True
    language: str = Field(default="vi", max_length=2)
    weekly: bool = False
    paused_until: date | None = None
    calendar_key: str | None = Field(default=None, max_length=64)
