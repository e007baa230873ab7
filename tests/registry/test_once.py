"""Rows written once: how many went in is told truly on both databases."""

import pytest
from sqlmodel import Session, select

from models import Unit
from tasks_registry.once import insert_once


def _units(codes: str) -> list[Unit]:
    return [Unit(code=code, name=code.upper(), folded=code) for code in codes]


@pytest.mark.parametrize(
    ("present", "given", "new"), [("", "ab", 2), ("a", "abc", 2), ("ab", "ab", 0), ("a", "", 0)]
)
def test_only_new_rows_go_in_and_are_counted(session: Session, present: str, given: str, new: int) -> None:
    insert_once(session, _units(present))
    session.add(Unit(code="z", name="Z", folded="z"))  # waiting in the session
    assert insert_once(session, _units(given)) == new
    assert insert_once(session, _units("z")) == 0
    found = session.exec(select(Unit.code)).all()
    assert sorted(found) == sorted({*present, *given, "z"})


def test_many_rows_go_in_at_once(session: Session) -> None:
    units = [Unit(code=f"u{place}", name="x", folded=f"u{place}") for place in range(3000)]
    assert insert_once(session, units) == 3000
    assert insert_once(session, units) == 0
