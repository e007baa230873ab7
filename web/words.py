"""How values read on a page."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from models import Evidence
from notifications.words import SOURCE, catalogue, day_text, standing_text
from tasks_registry.criteria.points import points_text
from tasks_registry.days.working_days import WorkingCalendar
from tasks_registry.evidence.about import document_name, shown_link
from tasks_registry.evidence.standing import doubts
from tasks_registry.plans.listings import TaskRow
from tasks_registry.tasks.health import CLOSED, HEALTH_NAMES, Health
from tasks_registry.tasks.moves import STATE_NAMES

NO_DEADLINE = HEALTH_NAMES[Health.NO_DEADLINE]


def day(value: date | None) -> str:
    """05/04/2026, as in tables."""
    return f"{value:%d/%m/%Y}" if value else NO_DEADLINE


def long_day(value: date | None) -> str:
    """04/4/2026 (thứ Bảy), as in documents."""
    return day_text(value) if value else NO_DEADLINE


def time_left(row: TaskRow, calendar: WorkingCalendar, as_of: date) -> str:
    """How far an open task is from its due date, in working days; empty for a closed or undated one."""
    due = row.task.due_on
    if due is None or row.task.state in CLOSED:
        return ""
    return standing_text(due, calendar.between(as_of, due), as_of, catalogue(SOURCE))


def web_link(evidence: Evidence) -> str:
    """The link of a document; only http and https, because anything else could run in the reader's page."""
    link = shown_link(evidence)
    return link if link.lower().startswith(("http://", "https://")) else ""


def points(value: Decimal | float | None) -> str:
    """12,5; what is not known is said, never 0."""
    return points_text(None if value is None else Decimal(str(value)))


FILTERS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        "day": day,
        "iso_day": lambda text: day(date.fromisoformat(text)),
        "points": points,
        "long_day": long_day,
        "time_left": time_left,
        "document": document_name,
        "doubts": doubts,
        "web_link": web_link,
        "health": HEALTH_NAMES.__getitem__,
        "state": STATE_NAMES.__getitem__,
    }
)
