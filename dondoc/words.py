"""How the commands print what several of them show."""

from datetime import date

from models import Unit
from tasks_registry.plans.listings import TaskRow

NO_UNITS = "Chưa có đơn vị nào chủ trì nhiệm vụ được tính cho năm này."


def day_text(day: date | None) -> str:
    """A date as tables print it, "05/04/2026"; empty where there is none."""
    return f"{day:%d/%m/%Y}" if day else ""


def unit_dict(unit: Unit) -> dict[str, str]:
    """A unit in JSON, beside what is told of it."""
    return {"unit": unit.name, "unit_code": unit.code}


def unit_text(row: TaskRow) -> str:
    """The lead unit's name, or that it is still to be assigned."""
    if row.unit:
        return row.unit.name
    return f"chưa giao ({row.task.lead_name})" if row.task.lead_name else "chưa giao"
