"""The audit trail (nhật ký hệ thống): who did what to which, when."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.base import instant, json_column


class AuditEntry(SQLModel, table=True):
    """One act. Rows are only added."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject", "subject_id"),)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_column=instant(nullable=False))
    actor: str = Field(max_length=320)
    action: str = Field(max_length=60)
    subject: str = Field(max_length=40)
    subject_id: int | None = None
    details: dict[str, Any] = Field(default_factory=dict, sa_column=json_column())
