"""Searching items and tasks as people type: without diacritics, đ as d, any order of words."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, select

from models import Item, Plan, Task
from tasks_registry.reading.folding import words


def searchable(*texts: str) -> str:
    """The words of `texts` without diacritics, a space before and after each."""
    found = dict.fromkeys(word for text in texts for word in words(text))
    return f" {' '.join(found)} "


def matches(text: str) -> ColumnElement[bool]:
    """The condition that an item holds every word of `text`, or one that begins with it."""
    return and_(True, *(col(Item.folded).contains(f" {word}") for word in words(text)))


@dataclass(frozen=True)
class FoundItem:
    """An item of a plan that is in force, and the numbers of its tasks."""

    plan: Plan
    item: Item
    tasks: tuple[int, ...]

    def as_dict(self) -> dict[str, Any]:
        """The item as other programs read it."""
        fields = ("kind", "section", "number", "text", "lead", "coordinators", "deadline_raw", "deliverables")
        shown = {name: getattr(self.item, name) for name in fields}
        return {"plan": self.plan.code, "item": self.item.position, **shown, "tasks": list(self.tasks)}


def search_items(session: Session, text: str, plan: Plan | None = None) -> list[FoundItem]:
    """The items in force that hold every word of `text`, in the order of their plans."""
    query = (
        select(Plan, Item)
        .join(Item, col(Item.plan_id) == Plan.id)
        .where(matches(text), col(Item.retired_on).is_(None))
        .order_by(col(Plan.id), col(Item.position))
    )
    if plan is not None:
        query = query.where(Plan.id == plan.id)
    found = session.exec(query).all()
    return [FoundItem(each, item, _tasks(session, item)) for each, item in found]


def _tasks(session: Session, item: Item) -> tuple[int, ...]:
    ids = session.exec(select(Task.id).where(Task.item_id == item.id).order_by(col(Task.id)))
    return tuple(task_id or 0 for task_id in ids)
