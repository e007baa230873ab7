"""The same plan in every format gives the same items."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tasks_registry.reading.formats import load
from tasks_registry.reading.formats.inside import read
from tests.reading.formats.conftest import Convert
from tests.reading.formats.reading import items_of
from tests.reading.formats.sample import AFTER, HEADING, PLAN, ROWS, long_plan
from tests.reading.formats.writers import (
    as_csv,
    as_html,
    as_markdown,
    as_text,
    text_writer,
    write_docx,
    write_xlsx,
)

Writer = Callable[..., None]

WRITERS: dict[str, Writer] = {
    "plan.txt": text_writer(as_text),
    "utf16.txt": text_writer(as_text, "utf-16"),
    "unmarked-utf16.txt": text_writer(as_text, "utf-16-le"),
    "bom.txt": text_writer(as_text, "utf-8-sig"),
    "plan.md": text_writer(as_markdown),
    "plan.html": text_writer(as_html),
    "comma.csv": text_writer(as_csv),
    "semicolon.csv": text_writer(lambda plan: as_csv(plan, ";"), "utf-8-sig"),
    "tab.csv": text_writer(lambda plan: as_csv(plan, "\t"), "utf-16"),
    "plan.docx": write_docx,
    "plan.xlsx": write_xlsx,
}
CONVERTED = [
    ("plan.docx", "pdf"),
    ("plan.docx", "odt"),
    ("plan.docx", "doc"),
    ("plan.docx", "rtf"),
    ("plan.xlsx", "ods"),
    ("plan.xlsx", "xls"),
]


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, object]]:
    """The items of the plan in plain text."""
    path = tmp_path_factory.mktemp("text") / "plan.txt"
    WRITERS["plan.txt"](PLAN, path)
    return items_of(read(path))


def test_the_sample_is_a_plan_worth_comparing(expected: list[dict[str, object]]) -> None:
    """Rows in two sections and duties, with units, deadlines of several kinds, products."""
    assert len([item for item in expected if item["kind"] == "table"]) == len([r for r in ROWS if r[2]])
    assert len([item for item in expected if item["kind"] == "duty"]) == len(
        [t for t in AFTER if t[0] == "-"]
    )
    assert {tuple(item["section"]) for item in expected if item["kind"] == "table"} == {  # type: ignore[arg-type]
        ("Công tác chỉ đạo, điều hành",),
        ("Cải cách thủ tục hành chính",),
    }
    assert all(item["lead"] for item in expected)


@pytest.mark.parametrize("name", WRITERS)
def test_a_format_gives_the_same_items(name: str, tmp_path: Path, expected: list[dict[str, object]]) -> None:
    path = tmp_path / name
    WRITERS[name](PLAN, path)
    document = read(path)
    assert items_of(document) == expected
    assert document.warnings == ()
    assert not document.scanned


@pytest.mark.parametrize(("name", "ending"), CONVERTED)
def test_a_converted_file_gives_the_same_items(
    name: str, ending: str, tmp_path: Path, convert: Convert, expected: list[dict[str, object]]
) -> None:
    path = tmp_path / name
    WRITERS[name](PLAN, path)
    document = load(convert(path, ending))
    assert items_of(document) == expected
    assert document.warnings == ()


def test_a_table_over_many_pages_gives_the_same_items(tmp_path: Path, convert: Convert) -> None:
    """Pages end between rows and within them."""
    plan = long_plan(60)
    path = tmp_path / "plan.docx"
    write_docx(plan, path)
    text = tmp_path / "plan.txt"
    WRITERS["plan.txt"](plan, text)
    document = read(convert(path, "pdf"))
    assert items_of(document) == items_of(read(text))
    assert max(place.page for place in document.places.values()) > 5


def test_columns_in_another_order_give_the_same_items(
    tmp_path: Path, expected: list[dict[str, object]]
) -> None:
    order = [0, 4, 2, 3, 1, 5]
    table = [[row[at] for at in order] for row in [HEADING, *ROWS]]
    plan = [block if isinstance(block, str) else table for block in PLAN]
    path = tmp_path / "plan.docx"
    write_docx(plan, path)
    assert items_of(read(path)) == expected
