"""Who answers for a task: its owner (người phụ trách), else who follows the plan (đầu mối theo dõi)."""

from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from models import Person, Plan, Task

Query = TypeVar("Query", bound=Select[Any])

_owner, _follower = aliased(Person), aliased(Person)

ANSWERING: ColumnElement[int | None] = func.coalesce(_owner.id, _follower.id)
"""The id of the person, where `with_answering` was joined; null where nobody of them works here any more."""


def with_answering(query: Query) -> Query:
    """`query`, which looks at tasks and their plans, joined to the people of `ANSWERING`."""
    owns = and_(col(Task.owner_id) == col(_owner.id), col(_owner.active))
    follows = and_(col(Plan.coordinator_id) == col(_follower.id), col(_follower.active))
    return query.join(_owner, owns, isouter=True).join(_follower, follows, isouter=True)


def follower(session: Session, plan: Plan) -> int | None:
    """The id of the person who follows `plan`, where that one still works here."""
    found = select(Person.id).where(Person.id == plan.coordinator_id, col(Person.active))
    return session.exec(found).first()
