"""Evidence (minh chứng): a link, what it shows, and whether it stands."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import instant, reference


class Evidence(SQLModel, table=True):
    """A document behind a link, or a file kept by its SHA-256; `accepted` is None until someone judges it.

    `url` is unique; a file has "tep:" and its `sha256` there. `kind`, `number` and `issued_on` are the
    document's own (Báo cáo số 12/BC-UBND), `period_from` to `period_to` what it speaks of, and after
    `expires_on` it stands no longer. The last check of a link found `http_status`, a `page_title`, and
    `final_url` where it led elsewhere; `sha256` is then the checksum of what a small document held.
    """

    __table_args__ = (
        CheckConstraint("period_to IS NULL OR period_from <= period_to", name="period_in_order"),
    )

    id: int | None = Field(default=None, primary_key=True)
    url: str = Field(max_length=2000, unique=True)
    title: str = ""
    period_from: date | None = None
    period_to: date | None = None
    added_by: str = Field(max_length=320)
    added_at: datetime = Field(sa_column=instant(nullable=False))
    accepted: bool | None = None
    judged_by: str | None = Field(default=None, max_length=320)
    judged_reason: str = ""
    checked_at: datetime | None = Field(default=None, sa_column=instant())
    check_result: str | None = Field(default=None, max_length=300)
    reachable: bool | None = None
    kind: str = Field(default="", max_length=60)
    number: str = Field(default="", max_length=60)
    issued_on: date | None = None
    expires_on: date | None = None
    file_name: str = Field(default="", max_length=300)
    media_type: str = Field(default="", max_length=120)
    size: int | None = None
    sha256: str | None = Field(default=None, max_length=64)
    http_status: int | None = None
    final_url: str = Field(default="", max_length=2000)
    page_title: str = Field(default="", max_length=300)


class EvidenceUse(SQLModel, table=True):
    """That a piece of evidence speaks for a task or for a review entry (one of the two)."""

    __tablename__ = "evidence_use"
    __table_args__ = (
        UniqueConstraint("evidence_id", "task_id"),
        UniqueConstraint("evidence_id", "entry_id"),
        CheckConstraint("(task_id IS NULL) <> (entry_id IS NULL)", name="task_or_entry"),
    )

    id: int | None = Field(default=None, primary_key=True)
    evidence_id: int = Field(sa_column=reference("evidence.id", "CASCADE"))
    task_id: int | None = Field(default=None, sa_column=reference("task.id", "CASCADE", nullable=True))
    entry_id: int | None = Field(
        default=None, sa_column=reference("review_entry.id", "CASCADE", nullable=True)
    )
