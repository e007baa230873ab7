"""Words that several commands print: states, health and dates in Vietnamese."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from tasks_registry.health import Health
from tasks_registry.listings import TaskRow

HEALTH_NAMES: Mapping[Health | None, str] = MappingProxyType(
    {
        Health.DONE_ON_TIME: "hoàn thành đúng hạn",
        Health.DONE_LATE: "hoàn thành quá hạn",
        Health.OPEN_IN_TIME: "chưa hoàn thành trong hạn",
        Health.OPEN_LATE: "chưa hoàn thành quá hạn",
        Health.NO_DEADLINE: "không có hạn",
        None: "đã hủy",
    }
)


def day_text(day: date | None) -> str:
    """A date as tables print it, "05/04/2026"; empty where there is none."""
    return f"{day:%d/%m/%Y}" if day else ""


def unit_text(row: TaskRow) -> str:
    """The lead unit's name, or that it is still to be assigned."""
    if row.unit:
        return row.unit.name
    return f"chưa giao ({row.task.lead_name})" if row.task.lead_name else "chưa giao"
