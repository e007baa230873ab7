"""Where a block stands in its file, and a document as it was loaded."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tasks_registry.reading.blocks import Block

_LETTERS = 26


@dataclass(frozen=True)
class Place:
    """Where a paragraph, a row or a cell stands, so that a person finds it.

    Counted from 1; 0: does not apply.

    A PDF has pages, a text has lines, a workbook has sheets; Word and web pages have only their order.
    Of a row, `column` is that of its first cell.
    """

    page: int = 0
    line: int = 0
    paragraph: int = 0
    table: int = 0
    row: int = 0
    column: int = 0
    sheet: str = ""

    def cell(self, at: int) -> "Place":
        """The place of the cell at index `at` (from 0) of the row that stands here."""
        return replace(self, column=(self.column or 1) + at) if self.row else self

    def __str__(self) -> str:
        """ "trang 3", "dòng 41", "bảng 2, hàng 5", "Sheet1!B7"."""
        if self.sheet:
            return f"{self.sheet}!{_letters(self.column or 1)}{self.row}"
        named = (
            ("trang", self.page),
            ("dòng", self.line),
            ("đoạn", self.paragraph),
            ("bảng", self.table),
            ("hàng", self.row),
            ("cột", self.column),
        )
        return ", ".join(f"{name} {number}" for name, number in named if number)


def _letters(column: int) -> str:
    """The name of a sheet's column: 1 is A, 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        name = chr(ord("A") + rest) + name
    return name


@dataclass(frozen=True)
class LoadedDocument:
    """A document of any format as blocks, ready for `reader.read_document`.

    `places` gives for the `line` of every paragraph and row where it stands. Of a plain text the
    `line` is its line; of other formats a running number. `warnings` are Vietnamese, a line each.
    `scanned`: read from pictures, so that every word needs a person's confirmation.
    """

    blocks: tuple[Block, ...]
    places: Mapping[int, Place]
    warnings: tuple[str, ...] = ()
    scanned: bool = False

    def with_warning(self, warning: str) -> "LoadedDocument":
        """This document with one more warning; itself where the warning is empty."""
        return replace(self, warnings=(*self.warnings, warning)) if warning else self
