"""A loaded document as JSON and back: how it comes out of the process that has read it.

JSON, not pickle: what comes out of a process that has parsed hostile bytes must not be able to run code.
"""

import json
from dataclasses import astuple
from typing import Any

from tasks_registry.reading.blocks import Block, Paragraph, Row, Table
from tasks_registry.reading.formats.places import LoadedDocument, Place


def to_json(document: LoadedDocument) -> str:
    """A document as one JSON text."""
    return json.dumps(
        {
            "blocks": [_packed(block) for block in document.blocks],
            "places": [[line, *astuple(place)] for line, place in document.places.items()],
            "warnings": document.warnings,
            "scanned": document.scanned,
        }
    )


def from_json(text: str) -> LoadedDocument:
    """The document of a JSON text made by `to_json`."""
    found: dict[str, Any] = json.loads(text)
    return LoadedDocument(
        tuple(_unpacked(block) for block in found["blocks"]),
        {line: Place(*fields) for line, *fields in found["places"]},
        tuple(found["warnings"]),
        bool(found["scanned"]),
    )


def _packed(block: Block) -> list[Any]:
    if isinstance(block, Paragraph):
        return [block.text, block.line, block.heading, block.joined]
    return [[[row.line, row.joined, *row.cells] for row in block.rows]]


def _unpacked(block: list[Any]) -> Block:
    if len(block) > 1:
        return Paragraph(*block)
    return Table(tuple(Row(tuple(cells), line, joined=joined) for line, joined, *cells in block[0]))
