"""Column types and names that every table shares."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, DateTime, Dialect, Enum, ForeignKey, Numeric
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the database, aware again when read (SQLite forgets zones)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def enum_column(kind: type[StrEnum], **options: Any) -> Column[Any]:
    """A text column that the database itself holds to the values of `kind`."""
    values = Enum(
        kind,
        name=kind.__name__.lower(),
        native_enum=False,
        create_constraint=True,
        length=24,
        values_callable=lambda members: [member.value for member in members],
    )
    return Column(values, nullable=False, **options)


def instant(*, nullable: bool = True) -> Column[Any]:
    """A column for an instant."""
    return Column(UTCDateTime(), nullable=nullable)


def json_column() -> Column[Any]:
    """A column for lists and mappings; a change is saved only when the whole value is set anew."""
    return Column(JSON().with_variant(JSONB(), "postgresql"), nullable=False)


def points_column(*, nullable: bool = True) -> Column[Any]:
    """A column for points: exact, up to 99,999.9999."""
    return Column(Numeric(9, 4), nullable=nullable)


def reference(target: str, ondelete: str, *, nullable: bool = False, **options: Any) -> Column[Any]:
    """A foreign key to `table.column` with an index of its own."""
    return Column(ForeignKey(target, ondelete=ondelete), nullable=nullable, index=True, **options)
