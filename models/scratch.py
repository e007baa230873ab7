"""A copy of the whole database to try things on: the real one is only read, and never locked for others."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, Table
from sqlmodel import SQLModel, create_engine

from models.database import make_engine

ROWS_AT_A_TIME: Final = 2_000


@contextmanager
def scratch_copy(engine: Engine) -> Iterator[Engine]:
    """An SQLite database with all that `engine`'s holds at this moment; it is gone after the block."""
    with tempfile.TemporaryDirectory(prefix="dondoc-") as folder:
        file = Path(folder) / "scratch.db"
        if engine.url.get_backend_name() == "sqlite":
            _copy_file(Path(engine.url.database or ""), file)
        else:
            _copy_rows(engine, file)
        copy = make_engine(f"sqlite:///{file}")
        try:
            yield copy
        finally:
            copy.dispose()


def _copy_file(source: Path, target: Path) -> None:
    """All pages in one step, of one moment: readers of a write-ahead log hold up nobody."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def _copy_rows(engine: Engine, file: Path) -> None:
    """Table by table, of one moment; without foreign keys, since a unit may come before the one above it."""
    target = create_engine(f"sqlite:///{file}")
    SQLModel.metadata.create_all(target)
    with (
        engine.connect().execution_options(isolation_level="REPEATABLE READ") as source,
        target.begin() as copy,
    ):
        for table in SQLModel.metadata.sorted_tables:
            _copy_table(source, copy, table)
    target.dispose()


def _copy_table(source: Connection, copy: Connection, table: Table) -> None:
    rows = source.execution_options(yield_per=ROWS_AT_A_TIME).execute(table.select()).mappings()
    for some in rows.partitions():
        copy.execute(table.insert(), [dict(row) for row in some])
