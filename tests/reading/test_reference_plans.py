"""Real plans, read as a careful reader reads them, also when they are set in another way."""

import importlib.util
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from tasks_registry.reading.reader import read_file, read_text
from tests.reading.layouts import LAYOUTS

PLANS = Path(__file__).parents[2] / "../shared/plans"
NAMES = ["duc-pho-2022", "ho-chi-minh-2019", "phu-lien-2026", "thanh-dong-2025", "xuong-giang-2024"]

pytestmark = pytest.mark.skipif(not PLANS.is_dir(), reason="the reference plans are not beside this checkout")


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", PLANS / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def gold(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((PLANS / "gold" / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded


def figures(scorer: ModuleType, name: str, text: str) -> dict[str, float]:
    """The item F1, and the share of paired items whose units, deadlines and deliverables are right."""
    wanted, read = gold(name)["items"], read_text(text).as_dict()["items"]
    assert isinstance(read, list)
    pairs, missed, extra = scorer.pairs(wanted, read)
    right = {
        "lead": [scorer.same_units(g["lead"], r["lead"]) for g, r in pairs],
        "coordinators": [scorer.same_units(g["coordinators"], r["coordinators"]) for g, r in pairs],
        "deadlines": [
            scorer.deadline_key(g["deadlines"]) == scorer.deadline_key(r["deadlines"]) for g, r in pairs
        ],
        "deliverables": [
            [*map(scorer.fold, g["deliverables"])] == [*map(scorer.fold, r["deliverables"])] for g, r in pairs
        ],
    }
    shares = {field: sum(found) / len(pairs) for field, found in right.items()}
    return {"items": 2 * len(pairs) / (2 * len(pairs) + len(missed) + len(extra)), **shares}


@pytest.mark.parametrize("name", NAMES)
def test_every_item_is_read(scorer: ModuleType, name: str) -> None:
    """Items, leads, coordinators, deadlines and deliverables are those of the careful reader."""
    found = figures(scorer, name, (PLANS / f"{name}.txt").read_text(encoding="utf-8"))
    assert min(found.values()) == 1.0, found


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name != "as it is"])
def test_layout_does_not_matter(scorer: ModuleType, name: str, layout: str) -> None:
    """The same plan wrapped, without marks, with other tables and columns gives the same items."""
    text = LAYOUTS[layout]((PLANS / f"{name}.txt").read_text(encoding="utf-8"))
    found = figures(scorer, name, text)
    assert min(found.values()) >= 0.97, found


@pytest.mark.parametrize("name", NAMES)
def test_facts_and_targets(name: str) -> None:
    """Title, issuer, year and yearly targets are those of the careful reader."""
    wanted, read = gold(name), read_file(PLANS / f"{name}.txt")
    assert {key: read.plan.as_dict()[key] for key in wanted["plan"]} == wanted["plan"]
    assert [target.as_dict() for target in read.targets] == wanted["targets"]


@pytest.mark.parametrize("name", NAMES)
def test_sections_are_named(name: str) -> None:
    """Nine items in ten stand in the section in which the careful reader puts them."""
    wanted = {(item["text"][:60], tuple(item["section"])) for item in gold(name)["items"]}
    read = {(item.text[:60], item.section) for item in read_file(PLANS / f"{name}.txt").items}
    assert len(wanted & read) >= 0.9 * len(wanted), sorted(wanted - read)[:3]


def test_what_differs_is_told() -> None:
    """A percent that differs between table and prose, and a section number used twice, are warned of."""
    warnings = " ".join(read_file(PLANS / "xuong-giang-2024.txt").warnings)
    assert "99%" in warnings
    assert "100%" in warnings
    assert "Mục IV được đánh số 2 lần" in warnings
