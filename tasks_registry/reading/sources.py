"""Where each field of an item stands in the document, and the words that say it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

SEAM = " … "  # between the parts of a quote that do not adjoin
_SENTENCE_END = re.compile(r"[.;!?]\s+")


class Place(Protocol):
    """Where a block stands in its file; `str(place)` says it: "trang 3", "bảng 2, hàng 5", "Sheet1!A7"."""

    def cell(self, at: int) -> "Place":
        """The place of the cell at index `at` (from 0) of the row that stands here."""


@dataclass(frozen=True)
class Source:
    """What the document says for one field.

    `line` is that of the block, `column` (from 1) that of the cell where a row gives several fields, else 0.
    `quote` is as printed, white space folded; parts that do not adjoin are parted by " … ".
    `place` says in Vietnamese where it stands; it is empty until the whole document has been read.
    """

    line: int
    quote: str
    column: int = 0
    place: str = ""

    def joined(self, other: "Source") -> "Source":
        """This source, its quote going on with that of `other`, unless it says the same already."""
        if other.quote in self.quote.split(SEAM):
            return self
        return replace(self, quote=f"{self.quote}{SEAM}{other.quote}")

    def placed(self, places: Mapping[int, Place]) -> "Source":
        """This source with its place, by the places of the lines of the document.

        A line without a place is called "dòng N", a cell whose place does not name it "…, cột N".
        """
        place = places.get(self.line)
        named = str(place) if place else f"dòng {self.line}"
        if not self.column:
            return replace(self, place=named)
        cell = str(place.cell(self.column - 1)) if place else named
        return replace(self, place=f"{named}, cột {self.column}" if cell == named else cell)

    def as_dict(self) -> dict[str, object]:
        return {"line": self.line, "place": self.place, "quote": self.quote}


def source_in(texts: Iterable[tuple[int, str]], phrases: Iterable[str]) -> Source | None:
    """The sentences in which `phrases` stand, among the texts of lines; None where no text has any.

    The line is that of the first phrase; each phrase is looked for in the first text that has it.
    """
    lines = list(texts)
    found: Source | None = None
    for phrase in phrases:
        held = next(((line, text, text.find(phrase)) for line, text in lines if phrase in text), None)
        if held and phrase:
            source = Source(held[0], _sentence(held[1], held[2], len(phrase)))
            found = found.joined(source) if found else source
    return found


def _sentence(text: str, at: int, length: int) -> str:
    """The sentence of `text`, or its part between semicolons, that holds `length` characters from `at`."""
    before = [match.end() for match in _SENTENCE_END.finditer(text, 0, at)]
    after = _SENTENCE_END.search(text, at + length)
    return text[before[-1] if before else 0 : after.start() + 1 if after else len(text)].strip()
