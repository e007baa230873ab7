"""How values read on a page."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from notifications.words import SOURCE, catalogue, day_text, standing_text
from tasks_registry.health import CLOSED, HEALTH_NAMES, Health
from tasks_registry.listings import TaskRow
from tasks_registry.moves import STATE_NAMES
from tasks_registry.working_days import WorkingCalendar

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


def opens(url: str) -> bool:
    """Whether a page may make a link of `url`: anything but http and https could run in the reader's page."""
    return url.lower().startswith(("http://", "https://"))


FILTERS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        "day": day,
        "long_day": long_day,
        "time_left": time_left,
        "opens": opens,
        "health": HEALTH_NAMES.__getitem__,
        "state": STATE_NAMES.__getitem__,
    }
)
