"""Pages of words and drawn lines (of a PDF, or of pictures that were read) → blocks."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tasks_registry.reading.formats.gathering import Gathering
from tasks_registry.reading.formats.page_columns import column_after_column
from tasks_registry.reading.formats.page_edges import Edge
from tasks_registry.reading.formats.page_lines import TextLine, Word, lines_of
from tasks_registry.reading.formats.page_prose import (
    Setting,
    continues,
    is_heading,
    setting_of,
    text_of,
    without_running,
)
from tasks_registry.reading.formats.page_stitching import goes_on, stitched
from tasks_registry.reading.formats.page_tables import PageTable, ruled_tables
from tasks_registry.reading.formats.page_unruled import with_tables
from tasks_registry.reading.formats.places import Place

Piece = PageTable | list[TextLine]
_Prose = tuple[list[int], list[TextLine]]


@dataclass(frozen=True)
class Page:
    """A page (from 1) with its words and the straight lines drawn on it; sizes in points."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    edges: tuple[Edge, ...]


@dataclass
class _Run:
    """A stretch of prose, or the parts of one table, in the order of the pages.

    A paragraph is the page of each of its lines, and its lines.
    """

    paragraphs: list[_Prose] = field(default_factory=list)
    parts: list[PageTable] = field(default_factory=list)


def add_pages(found: Gathering, pages: Sequence[Page]) -> None:
    """Add the paragraphs and tables of a document's pages."""
    tables = {page.number: ruled_tables(page.edges, page.words, page.number) for page in pages}
    free = [_free_lines(page, tables[page.number]) for page in pages]
    prose = without_running([(lines, page.height) for lines, page in zip(free, pages, strict=True)])
    setting = setting_of(prose, max((page.width for page in pages), default=0.0))
    runs: list[_Run] = []
    for page, lines in zip(pages, prose, strict=True):
        before = runs[-1].parts[-1] if runs and runs[-1].parts else None
        for piece in _in_order(lines, tables[page.number], page.number, before):
            _add_piece(runs, piece, page.number, setting)
    for run in runs:
        _add_run(found, run)


def _free_lines(page: Page, tables: list[PageTable]) -> list[TextLine]:
    return lines_of([word for word in page.words if not any(table.holds(word) for table in tables)])


def _in_order(
    lines: list[TextLine], drawn: list[PageTable], page: int, before: PageTable | None
) -> list[Piece]:
    """Tables, and the lines before, between and after them, from top to bottom.

    `before`: the table with which the page before ends.
    """
    pieces: list[Piece] = []
    for table in drawn:
        above = [line for line in lines if line.top < table.top]
        lines = lines[len(above) :]
        pieces += [*with_tables(above, page, None if pieces else before), table]
    return [*pieces, *with_tables(lines, page, None if pieces else before)]


def _add_piece(runs: list[_Run], piece: Piece, page: int, setting: Setting) -> None:
    last = runs[-1] if runs else None
    if isinstance(piece, PageTable):
        if last and last.parts and goes_on(last.parts[-1], piece):
            last.parts.append(piece)
        else:
            runs.append(_Run(parts=[piece]))
        return
    if last is None or last.parts:
        runs.append(_Run())
    for group in column_after_column(piece):
        _add_lines(runs[-1].paragraphs, group, page, setting)


def _add_lines(paragraphs: list[_Prose], lines: list[TextLine], page: int, setting: Setting) -> None:
    """Add the lines of one column to paragraphs; the first may go on with one of the page before."""
    for at, line in enumerate(lines):
        last = paragraphs[-1] if paragraphs else None
        new_page = last is not None and last[0][-1] != page
        if last and (at or new_page) and continues(last[1], line, setting, new_page=at == 0):
            last[0].append(page)
            last[1].append(line)
        else:
            paragraphs.append(([page], [line]))


def _add_run(found: Gathering, run: _Run) -> None:
    for pages, paragraph in run.paragraphs:
        text = text_of(paragraph)
        heading, joined = is_heading(paragraph, text), pages[-1] != pages[0]
        found.add_paragraph(text, Place(page=pages[0]), heading=heading, joined=joined)
    if run.parts:
        table = stitched(run.parts)
        number = found.tables + 1
        places = [Place(page=page, table=number, row=row + 1) for page, row in table.origins]
        found.add_grid(table.grid(), lambda at: places[at], table.joined)
