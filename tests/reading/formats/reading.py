"""Looking at what was read."""

from pathlib import Path
from typing import Any

from tasks_registry.reading.blocks import Block, Paragraph, paragraphs_of, tables_of
from tasks_registry.reading.formats import LoadedDocument
from tasks_registry.reading.formats.inside import read
from tasks_registry.reading.reader import read_document

FIELDS = (
    "kind",
    "section",
    "number",
    "text",
    "lead",
    "coordinators",
    "deadline_raw",
    "deadlines",
    "deliverables",
)


def items_of(document: LoadedDocument) -> list[dict[str, Any]]:
    """What the items of a document say, wherever they stand in it."""
    items = (item.as_dict() for item in read_document(document.blocks).items)
    return [{name: item[name] for name in FIELDS} for item in items]


def texts_of(document: LoadedDocument) -> list[str]:
    """The paragraphs of a document."""
    return [paragraph.text for paragraph in paragraphs_of(document.blocks)]


def rows_of(document: LoadedDocument) -> list[tuple[str, ...]]:
    """The rows of all tables of a document."""
    return [row.cells for table in tables_of(document.blocks) for row in table.rows]


def shape_of(blocks: tuple[Block, ...]) -> str:
    """The kinds of the blocks in their order: "p" for a paragraph, "t" for a table."""
    return "".join("p" if isinstance(block, Paragraph) else "t" for block in blocks)


def read_bytes(data: bytes, folder: Path, name: str) -> LoadedDocument:
    """What is read from bytes under a name, in this process."""
    path = folder / name
    path.write_bytes(data)
    return read(path)
