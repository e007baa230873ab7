"""Reading a plan document into its facts, items and targets: the public door of this room."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from tasks_registry.reading.blocks import Block, paragraphs_of, tables_of
from tasks_registry.reading.checks import plan_warnings, with_doubts
from tasks_registry.reading.doubts import Doubt, Reason
from tasks_registry.reading.facts import read_facts
from tasks_registry.reading.formats import load
from tasks_registry.reading.items import ReadPlan
from tasks_registry.reading.outline import outline_of, repeated_numbers
from tasks_registry.reading.plain_text import read_blocks
from tasks_registry.reading.prose_items import prose_items
from tasks_registry.reading.source import ReadError
from tasks_registry.reading.sources import Place, Source
from tasks_registry.reading.table_items import repeated_headings, table_items, task_columns
from tasks_registry.reading.targets import read_targets

__all__ = ["ReadError", "ReadPlan", "read_file", "read_text"]


def read_file(path: Path) -> ReadPlan:
    """What the plan in a file of any supported format says (`formats.load`).

    Raises ReadError for a file that cannot be read: missing, a folder, empty, damaged, encrypted, too
    large, of no known format. A document without items is read, with a warning.
    """
    document = load(path)
    read = read_document(document.blocks, document.places, scanned=document.scanned)
    return replace(read, warnings=(*document.warnings, *read.warnings), scanned=document.scanned)


def read_text(text: str) -> ReadPlan:
    """What a plan in plain text says; never raises, a text without items has a warning."""
    return read_document(read_blocks(text))


def read_document(
    blocks: tuple[Block, ...],
    places: Mapping[int, Place] = MappingProxyType({}),
    *,
    scanned: bool = False,
) -> ReadPlan:
    """What a plan says, from the blocks of any format; items in the order of the document.

    `places` says for the `line` of a block where it stands; one that it lacks is called "dòng N".
    `scanned`: the blocks were read from pictures, so that every item is in doubt.
    """
    facts = read_facts(blocks)
    outline = outline_of(paragraphs_of(blocks))
    tables = task_columns(tuple(tables_of(blocks)))
    items = [item for table, columns in tables for item in table_items(table, columns, facts)]
    items += prose_items(outline, facts, has_table=bool(items))
    targets = read_targets(blocks, facts)
    years = [facts.end_year or 0, *(target.year for target in targets)]
    facts = replace(facts, end_year=max(years) or None)
    twice = [*repeated_numbers(outline), *(r for each in tables for r in repeated_headings(*each))]

    def where(line: int) -> str:
        return Source(line, "").placed(places).place

    items.sort(key=lambda item: item.line)
    items = [item.placed(places) for item in with_doubts(items, outline, twice, where)]
    if scanned:
        items = [item.doubted(Doubt(Reason.SCANNED)) for item in items]
    return ReadPlan(facts, tuple(items), targets, tuple(plan_warnings(items, twice, where)))
