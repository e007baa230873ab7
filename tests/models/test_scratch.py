"""A copy to try things on: everything is in it, and the real database neither changes nor waits."""

from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, select

from models import Notice, Task, Unit
from models.scratch import scratch_copy
from tests.notifications.office import MONDAY, Office


def everything(engine: Engine) -> dict[str, list[Any]]:
    with engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(table.select())))
            for table in SQLModel.metadata.sorted_tables
        }


def with_office(engine: Engine) -> None:
    with Session(engine) as session:
        office = Office(session)
        office.task(MONDAY)
        office.item("Báo cáo", {"kind": "by", "due": "2026-06-15"})
        above = office.unit("Sở Nội vụ")  # made later than the unit below it
        office.committee.parent_id = above.id
        session.commit()


def test_all_tables_are_copied(engine: Engine) -> None:
    with_office(engine)
    before = everything(engine)
    with scratch_copy(engine) as copy:
        assert copy.dialect.name == "sqlite"
        assert everything(copy) == before


def test_what_happens_in_the_copy_stays_there(engine: Engine) -> None:
    with_office(engine)
    before = everything(engine)
    with scratch_copy(engine) as copy:
        file = Path(copy.url.database or "")
        with Session(copy) as session:
            task = session.exec(select(Task)).one()
            task.due_on = task.scheduled_on = date(2027, 1, 1)
            session.add(Unit(code="MOI", name="Phòng mới", folded="phong moi"))
            session.commit()
    assert everything(engine) == before
    assert not file.exists()
    assert not file.parent.exists()


def test_somebody_who_writes_does_not_hold_up_the_copy(engine: Engine) -> None:
    """What is not committed is not copied; whoever holds the database goes on after the copy is made."""
    with_office(engine)
    with Session(engine) as writer:
        task = writer.exec(select(Task)).one()
        task.lead_name = "Tổ công tác"
        writer.flush()
        with scratch_copy(engine) as copy, Session(copy) as session:
            assert session.exec(select(Task)).one().lead_name == ""
        writer.commit()
    with Session(engine) as session:
        assert session.exec(select(Task)).one().lead_name == "Tổ công tác"
        assert session.exec(select(Notice)).all() == []
