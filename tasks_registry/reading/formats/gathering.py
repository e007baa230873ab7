"""The blocks that a reader of a format finds, gathered in their order, within the limits."""

from collections.abc import Callable, Container, Iterable

from tasks_registry.reading.blocks import Block, Paragraph, Row, Table
from tasks_registry.reading.formats.cleaning import clean_lines
from tasks_registry.reading.formats.grids import Grid, Line
from tasks_registry.reading.formats.legacy_fonts import legacy_encoding
from tasks_registry.reading.formats.limits import CELL, ROWS, TEXT
from tasks_registry.reading.formats.places import LoadedDocument, Place
from tasks_registry.reading.source import ReadError

_LEGACY_SHARE = 0.3  # of the text; a document with less is read, with a warning


def refused(name: str, why: str) -> ReadError:
    """The error for a file that is not read: `why` says what is wrong with it and what to do."""
    return ReadError(f"Tệp “{name}” {why}")


def too_long(name: str) -> ReadError:
    """The error for a document beyond the limits of characters, paragraphs and rows."""
    return refused(name, "quá dài so với một kế hoạch; hãy tách riêng phần kế hoạch rồi nạp lại")


def require_short(cells: Iterable[str], place: Place, name: str) -> None:
    """Raise ReadError where a cell of a row is longer than any person writes."""
    longest = max(map(len, cells), default=0)
    if longest > CELL:
        raise refused(name, f"có một ô dài {longest} ký tự ({place}); hãy xóa phần thừa của ô đó")


class Gathering:
    """What has been found so far in the file called `name`; every `add` may raise ReadError."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.scanned = False
        self._blocks: list[Block] = []
        self._places: dict[int, Place] = {}
        self._warnings: list[str] = []
        self.tables = 0  # task tables so far
        self._characters = self._paragraphs = 0

    def warn(self, warning: str) -> None:
        """Keep a warning in Vietnamese about the document, once."""
        if warning not in self._warnings:
            self._warnings.append(warning)

    def add_content(self, content: Iterable[Line | Grid]) -> None:
        """Add paragraphs and tables of a document without pages; frames around them vanish."""
        for piece in content:
            if isinstance(piece, Line):
                self.add_paragraph(piece.text, heading=piece.heading)
            elif piece.is_layout:
                for cell in piece.cells:
                    self.add_content(cell.content)
            else:
                self.add_grid(piece)

    def add_paragraph(
        self, text: str, place: Place | None = None, *, heading: bool = False, joined: bool = False
    ) -> None:
        """Add a paragraph, or one for each of its lines; without a place it is counted.

        `joined`: put together from parts that a page end had broken.
        """
        for line in clean_lines(text):
            self._paragraphs += 1
            number = self._next(place or Place(paragraph=self._paragraphs), len(line))
            self._blocks.append(Paragraph(line, number, heading, joined))

    def add_grid(
        self,
        grid: Grid,
        place_of: Callable[[int], Place] | None = None,
        joined: Container[int] = (),
    ) -> None:
        """Add a table; `place_of` gives the place of a row (from 0) where it is not just counted.

        `joined`: the rows that a page end had cut.
        """
        self.tables += grid.columns is not None
        kept: list[Row] = []
        for at, cells in grid.rows():
            place = place_of(at) if place_of else Place(table=self.tables, row=at + 1)
            cleaned = tuple("\n".join(clean_lines(cell)) for cell in cells)
            require_short(cleaned, place, self.name)
            if any(cleaned):
                number = self._next(place, sum(map(len, cleaned)))
                kept.append(Row(cleaned, number, joined=at in joined))
        if kept:
            self._blocks.append(Table(tuple(kept)))

    def _next(self, place: Place, characters: int) -> int:
        """The running number of the next paragraph or row."""
        self._characters += characters
        number = len(self._places) + 1
        if self._characters > TEXT or number > ROWS:
            raise too_long(self.name)
        self._places[number] = place
        return number

    def done(self) -> LoadedDocument:
        """The document; raises ReadError where it has no text or is typed for old fonts."""
        if not self._blocks:
            raise refused(
                self.name, "không có nội dung chữ; hãy chọn tệp khác hoặc nạp bản PDF, ảnh quét của nó"
            )
        if self.scanned:
            self.warn("Văn bản được đọc từ ảnh quét; hãy đối chiếu từng mục với bản gốc trước khi xác nhận")
        document = LoadedDocument(tuple(self._blocks), self._places, tuple(self._warnings), self.scanned)
        return with_fonts_checked(document, self.name)


def with_fonts_checked(document: LoadedDocument, name: str) -> LoadedDocument:
    """`document`, with a warning where parts of it are typed for old fonts; ReadError where most is."""
    texts = [(line, text) for block in document.blocks for line, text in _texts(block)]
    legacy = [(line, len(text), found) for line, text in texts if (found := legacy_encoding(text))]
    if not legacy:
        return document
    share = sum(size for _, size, _ in legacy) / sum(len(text) for _, text in texts)
    line, _, encoding = legacy[0]
    if share > _LEGACY_SHARE:
        raise refused(
            name,
            f"dùng phông chữ cũ mã {encoding}; hãy chuyển sang Unicode (UniKey: Ctrl+Shift+F6) rồi nạp lại",
        )
    return document.with_warning(
        f"Có {len(legacy)} đoạn dùng phông chữ cũ mã {encoding}"
        f" (đoạn đầu: {document.places[line]}); hãy kiểm tra"
    )


def _texts(block: Block) -> list[tuple[int, str]]:
    if isinstance(block, Paragraph):
        return [(block.line, block.text)]
    return [(row.line, " ".join(row.cells)) for row in block.rows]
