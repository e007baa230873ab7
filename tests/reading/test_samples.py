"""Plans of other layouts, each held whole: samples/NAME.txt reads as samples/NAME.yaml says."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tasks_registry.reading.reader import read_file, read_text
from tests.reading.layouts import LAYOUTS

SAMPLES = Path(__file__).parent / "samples"
NAMES = sorted(path.stem for path in SAMPLES.glob("*.txt"))
SPACED = [name for name in NAMES if "scanned" not in name and "converted" not in name]


def expected(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((SAMPLES / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded


def items_of(read: dict[str, Any]) -> list[dict[str, Any]]:
    """The items without what only their setting decides."""
    set_by_layout = ("line", "sources", "confidence")
    return [{key: value for key, value in item.items() if key not in set_by_layout} for item in read["items"]]


@pytest.mark.parametrize("name", NAMES)
def test_sample_reads_as_expected(name: str) -> None:
    """Facts, items, targets and warnings of a sample are all as written beside it."""
    read, wanted = read_file(SAMPLES / f"{name}.txt").as_dict(), expected(name)
    assert items_of(read) == wanted["items"]
    assert {key: read[key] for key in ("plan", "targets", "warnings")} == {
        key: wanted[key] for key in ("plan", "targets", "warnings")
    }


@pytest.mark.parametrize(
    "layout", ["decomposed", "Windows line ends", "tab-separated tables", "Markdown tables"]
)
@pytest.mark.parametrize("name", SPACED)
def test_sample_reads_the_same_in_another_layout(name: str, layout: str) -> None:
    """Line ends, forms of the letters and kinds of tables change nothing but the numbers of lines."""
    text = (SAMPLES / f"{name}.txt").read_text(encoding="utf-8")
    read = read_text(LAYOUTS[layout](text)).as_dict()
    assert [(i["kind"], i["text"], i["lead"], i["deadlines"]) for i in items_of(read)] == [
        (i["kind"], i["text"], i["lead"], i["deadlines"]) for i in expected(name)["items"]
    ]


@pytest.mark.parametrize("name", NAMES)
def test_line_is_where_the_item_begins(name: str) -> None:
    """The line of an item holds the first words of its text."""
    path = SAMPLES / f"{name}.txt"
    lines = path.read_text(encoding="utf-8").split("\n")
    for item in read_file(path).items:
        near = " ".join(lines[item.line - 1 : item.line + 3])
        assert item.text.split()[0] in near, (item.line, item.text)
