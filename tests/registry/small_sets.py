"""Small criteria sets for tests, and reading a sheet."""

from typing import Any

from tasks_registry.criteria.form import SetForm
from tasks_registry.criteria.form_reading import checked_form
from tasks_registry.criteria.points import number
from tasks_registry.criteria.scoring import ScoreSheet


def form(*groups: list[dict[str, Any]], total: object, **fields: object) -> SetForm:
    """A set of these groups of criteria."""
    document = {
        "code": "thu",
        "title": "Bộ thử",
        "source": "Tự đặt",
        "total": total,
        "groups": [{"name": f"Nhóm {place}", "criteria": group} for place, group in enumerate(groups, 1)],
        **fields,
    }
    return checked_form(document, "thử")


def criterion(code: str, points: object, method: str = "manual", **fields: object) -> dict[str, Any]:
    """A criterion of a set."""
    return {"code": code, "name": f"Tiêu chí {code}", "points": points, "method": method, **fields}


def points(sheet: ScoreSheet) -> dict[str, Any]:
    """The points of each line, by code."""
    return {line.criterion.code: number(line.points) for line in sheet.lines}
