"""The tables as columns, for the set-based statements of this room, and their one kind of insert."""

from typing import Any, Final

from sqlalchemy import Table
from sqlmodel import Session

import models
from tasks_registry.once import INSERTS

_tables = models.Notice.metadata.tables

notice: Final[Table] = _tables["notice"]
task: Final[Table] = _tables["task"]
item: Final[Table] = _tables["item"]
plan: Final[Table] = _tables["plan"]
person: Final[Table] = _tables["person"]
unit: Final[Table] = _tables["unit"]
review_round: Final[Table] = _tables["review_round"]
task_coordinator: Final[Table] = _tables["task_coordinator"]
explanation: Final[Table] = _tables["explanation"]
unit_sheet: Final[Table] = _tables["unit_sheet"]
review_entry: Final[Table] = _tables["review_entry"]
criterion: Final[Table] = _tables["criterion"]
criterion_item: Final[Table] = _tables["criterion_item"]
evidence: Final[Table] = _tables["evidence"]
evidence_use: Final[Table] = _tables["evidence_use"]
task_event: Final[Table] = _tables["task_event"]
heartbeat: Final[Table] = _tables["heartbeat"]


def insert_into(session: Session, table: Table) -> Any:
    """An insert that knows `on_conflict_…`, in the words of the session's database."""
    return INSERTS[session.get_bind().dialect.name](table)


def run(session: Session, statement: Any, values: dict[str, object] | None = None) -> Any:
    """Execute in the session's transaction, after what it holds unsaved; the result knows its `rowcount`."""
    session.flush()
    return session.connection().execute(statement, values, execution_options={"preserve_rowcount": True})
