"""The neutral shape between a file format and the rules of reading: paragraphs and tables.

Every format (plain text today) makes these blocks; nothing after them knows where they came from.
"""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Paragraph:
    """One paragraph on one line, white space folded and emphasis marks stripped.

    `line` is the 1-based line of the source. `heading` is a hint of style: the source sets the
    whole paragraph as a heading (bold, a heading style, a Markdown `#`). `joined`: put together from
    parts that a page end had broken.
    """

    text: str
    line: int
    heading: bool = False
    joined: bool = False


@dataclass(frozen=True)
class Row:
    """The cells of one table row from left to right; a line break in a cell is one of the author's.

    `cell_lines`: the line of each cell, of a source that sets cells on lines of their own; else empty.
    `joined`: put together from parts that a page end had broken.
    """

    cells: tuple[str, ...]
    line: int
    cell_lines: tuple[int, ...] = ()
    joined: bool = False


@dataclass(frozen=True)
class Table:
    rows: tuple[Row, ...]


Block = Paragraph | Table


def paragraphs_of(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    """The paragraphs among the blocks, in their order."""
    return (block for block in blocks if isinstance(block, Paragraph))


def tables_of(blocks: tuple[Block, ...]) -> Iterator[Table]:
    """The tables among the blocks, in their order."""
    return (block for block in blocks if isinstance(block, Table))
