"""The ladders in force: the file's, before it the office's own, a unit's, a plan's, a unit's in one plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, and_, case, literal, or_, true
from sqlmodel import Session, select

from models import LadderOverride, TaskState
from notifications.ladder import Hours, Ladder, Until
from notifications.ladder_file import HOURS, parse, read_ladder
from notifications.tables import item, task

SHIPPED: Final = Path(__file__).with_name("ladder.yaml")
SHIPPED_DOCUMENT: Final = read_ladder(SHIPPED, of_office=True)
LADDER: Final = parse(SHIPPED_DOCUMENT, of_office=True)


@dataclass(frozen=True)
class Scope:
    """Whose ladder: the tasks of a plan, of a unit, of a unit in a plan; all others where both are None."""

    plan_id: int | None = None
    unit_id: int | None = None

    @property
    def name(self) -> str:
        """By which its row is found: "office", "plan:3", "unit:5", "plan:3/unit:5"."""
        parts = {"plan": self.plan_id, "unit": self.unit_id}
        return "/".join(f"{name}:{number}" for name, number in parts.items() if number) or "office"

    @property
    def precedence(self) -> int:
        """A unit in a plan goes before the plan, that before the unit, that before the office."""
        return 2 * (self.plan_id is not None) + (self.unit_id is not None)

    @property
    def wider(self) -> tuple["Scope", ...]:
        """The scopes that may speak for it, the nearest first."""
        return self, Scope(self.plan_id), Scope(unit_id=self.unit_id), Scope()

    def holds(self) -> ColumnElement[bool]:
        """Whether a row of `task` and `item` belongs to it."""
        parts = ((item.c.plan_id, self.plan_id), (task.c.unit_id, self.unit_id))
        return and_(true(), *(column.is_not_distinct_from(is_) for column, is_ in parts if is_ is not None))


@dataclass(frozen=True)
class Ladders:
    """All ladders in force by their scopes; that of the office is always there."""

    found: Mapping[Scope, Ladder]

    @property
    def hours(self) -> Hours:
        """When mail goes out by itself."""
        return self.found[Scope()].hours

    @cached_property
    def _numbered(self) -> list[Scope]:
        return sorted(self.found, key=lambda scope: (-scope.precedence, scope.name))

    @cached_property
    def _number(self) -> ColumnElement[int]:
        """Which of the ladders a row of `task` and `item` climbs."""
        own = [(scope.holds(), number) for number, scope in enumerate(self._numbered) if scope.precedence]
        return case(*own, else_=len(own)) if own else literal(0)

    def climbing(self, scope: Scope) -> ColumnElement[bool]:
        """Whether a row of `task` and `item` climbs the ladder of `scope`."""
        return self._number == self._numbered.index(scope) if len(self.found) > 1 else true()

    def awaited(self) -> ColumnElement[bool]:
        """Whether a row of `task` and `item` was handed in and climbs on until it is approved."""
        patient = [scope for scope, ladder in self.found.items() if ladder.until is Until.DONE]
        climbing = or_(*map(self.climbing, patient)) if patient else ~true()
        return and_(task.c.state == TaskState.SUBMITTED, climbing)

    def off(self, told_by: FromClause) -> ColumnElement[bool]:
        """Whether a notice (`told_by`, `task` and `item`) is of a step that its ladder does not have."""
        told = told_by.c.step + "/" + told_by.c.audience
        steps = {scope: sorted(map("/".join, ladder.told())) for scope, ladder in self.found.items()}
        return or_(*(and_(self.climbing(scope), told.not_in(has)) for scope, has in steps.items()))


def load_ladders(session: Session) -> Ladders:
    """The ladders in force."""
    own = {
        Scope(row.plan_id, row.unit_id): parse(row.document, of_office=row.plan_id is row.unit_id is None)
        for row in session.exec(select(LadderOverride))
    }
    return Ladders({Scope(): LADDER} | own)


def ladder_document(session: Session, scope: Scope) -> tuple[Scope | None, dict[str, Any]]:
    """The document that speaks for `scope`, and whose it is (None: the shipped one).

    It can be put in force for `scope` as it is: the hours of sending stand in the office's alone.
    """
    rows = {row.scope: row.document for row in session.exec(select(LadderOverride))}
    whose = next((each for each in scope.wider if each.name in rows), None)
    document = SHIPPED_DOCUMENT if whose is None else rows[whose.name]
    left_out = () if scope == Scope() else HOURS
    return whose, {name: value for name, value in document.items() if name not in left_out}


def set_ladder(session: Session, scope: Scope, document: dict[str, Any], *, by: str, now: datetime) -> None:
    """Put the ladder of `document` (as `read_ladder` gave it) in force for `scope`."""
    clear_ladder(session, scope)
    session.add(
        LadderOverride(
            scope=scope.name,
            plan_id=scope.plan_id,
            unit_id=scope.unit_id,
            document=document,
            set_by=by,
            set_at=now,
        )
    )


def clear_ladder(session: Session, scope: Scope) -> bool:
    """Let go of the ladder of `scope`; whether it had one."""
    row = session.exec(select(LadderOverride).where(LadderOverride.scope == scope.name)).first()
    if row is None:
        return False
    session.delete(row)
    session.flush()
    return True
