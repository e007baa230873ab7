"""The deadlines of real plans, against what a careful reader found in them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tasks_registry.reading.deadlines import find_deadlines, read_deadlines

GOLD = Path(__file__).parents[2] / "../shared/plans/gold"
LABELS = ("table", "labelled")


def _items() -> Iterator[Any]:
    for path in sorted(GOLD.glob("*.yaml")):
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        for number, item in enumerate(document["items"]):
            yield pytest.param(item, document["plan"]["year"], id=f"{path.stem}-{number}")


ITEMS = list(_items())
pytestmark = pytest.mark.skipif(not ITEMS, reason="the real plans are not beside this checkout")


def _shape(item: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            name: value.isoformat() if hasattr(value, "isoformat") else value
            for name, value in deadline.items()
        }
        for deadline in item["deadlines"]
    ]


@pytest.mark.parametrize(("item", "year"), [item for item in ITEMS if item.values[0]["kind"] in LABELS])
def test_cells_and_labels(item: dict[str, Any], year: int) -> None:
    found = read_deadlines(item["deadline_raw"], year=year)
    assert [deadline.as_dict() for deadline in found] == _shape(item)


@pytest.mark.parametrize(("item", "year"), [item for item in ITEMS if item.values[0]["kind"] not in LABELS])
def test_prose(item: dict[str, Any], year: int) -> None:
    raw, found = find_deadlines(item["text"], year=year)
    assert [deadline.as_dict() for deadline in found] == _shape(item)
    assert raw == item["deadline_raw"]
