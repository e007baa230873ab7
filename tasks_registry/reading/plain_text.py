"""Plain text → blocks: tables (tab-separated, Markdown, or pipes with one cell a line) and paragraphs."""

import re
import unicodedata

from tasks_registry.reading.blocks import Block, Row, Table
from tasks_registry.reading.folding import fold, one_line
from tasks_registry.reading.pipe_tables import (
    begins_markdown,
    cells_one_a_line,
    is_markdown_row,
    markdown_end,
    markdown_rows,
    rows_of_cells,
)
from tasks_registry.reading.roles import role_of
from tasks_registry.reading.wrapping import Line, begins_document_part, paragraphs_of_lines

_LINE_END = re.compile(r"\r\n|\r|\n")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]")
_ROW_NUMBER = re.compile(r"^\s*\(?(?:\d{1,3}(?:\.\d{1,2})*|[IVX]{1,5}|[A-Za-zđĐ])[.)]?\)?\s*\t")
_BULLET = re.compile(r"\s*[-–+•*]\s")
_PIPE_GAP = 45  # lines that one cell may take, one cell a line
_FEWEST_PIPES = 6


def read_blocks(text: str) -> tuple[Block, ...]:
    """The paragraphs and tables of a plain text, in their order."""
    text = unicodedata.normalize("NFC", text)
    lines = [_CONTROL.sub(" ", line) for line in _LINE_END.split(text)]
    blocks: list[Block] = []
    prose: list[Line] = []
    at = 0
    ends = _pipe_regions(lines)
    while at < len(lines):
        end, rows = _table_at(lines, at, ends)
        if rows:
            blocks += [*paragraphs_of_lines(prose), Table(tuple(rows))]
            prose, at = [], end
        else:
            prose.append(Line(lines[at], at + 1))
            at += 1
    return (*blocks, *paragraphs_of_lines(prose))


def _table_at(lines: list[str], at: int, pipe_ends: dict[int, int]) -> tuple[int, list[Row]]:
    """Where the table that begins at line `at` ends, and its rows; no rows where none begins."""
    if at in pipe_ends:
        end = pipe_ends[at]
        return end, rows_of_cells(cells_one_a_line(lines[at:end], at + 1))
    if begins_markdown(lines[at]):
        end = markdown_end(lines, at)
        return end, markdown_rows(lines[at:end], at + 1)
    if len([cell for cell in lines[at].split("\t") if cell.strip()]) >= 3:
        return _tab_table(lines, at)
    return at, []


def _tab_table(lines: list[str], start: int) -> tuple[int, list[Row]]:
    """A tab-separated table: blank lines of a page end and cells broken over lines are passed over."""
    width = lines[start].count("\t") + 1
    rows: list[Row] = []
    at = end = start
    while at < len(lines) and at - end <= 3:
        line = lines[at]
        longer = _longer(rows[-1], line, width) if rows and at == end else None
        if longer:
            rows[-1], end = longer, at + 1
        elif "\t" in line:
            rows.append(Row(tuple(cell.strip() for cell in line.split("\t")), at + 1))
            end = at + 1
        elif line.strip():
            break
        at += 1
    return end, rows


def _longer(row: Row, line: str, width: int) -> Row | None:
    """`row` with a line that carries on its last cell; None where the line does not."""
    *before, last = row.cells
    if _BULLET.match(line) and "\t" not in line and _BULLET.match(last):
        return Row((*before, f"{last}\n{line.strip()}"), row.line)
    if not _goes_on(row, line, width):
        return None
    first, *more = line.split("\t")
    return Row(tuple(cell.strip() for cell in (*before, f"{last} {first}", *more)), row.line)


def _goes_on(row: Row, line: str, width: int) -> bool:
    """Whether a line carries on the last cell of a row that is still short of cells."""
    if not line.strip() or line.startswith("\t"):
        return False
    have, more = len(row.cells), line.count("\t")
    if _ROW_NUMBER.match(line):
        return False
    return have + more <= width and have < width and (more > 0 or have > 1)


def _pipe_regions(lines: list[str]) -> dict[int, int]:
    """Where the tables with one cell a line begin (their first cell) and end."""
    pipes = [i for i, line in enumerate(lines) if "|" in line and not is_markdown_row(line)]
    regions: dict[int, int] = {}
    group: list[int] = []
    for at in [*pipes, len(lines) + _PIPE_GAP]:
        if group and (at - group[-1] > _PIPE_GAP or any(map(_parts_tables, lines[group[-1] : at]))):
            if sum(lines[i].count("|") for i in group) >= _FEWEST_PIPES:
                regions[_first_cell(lines, group[0])] = group[-1] + 1
            group = []
        group.append(at)
    return regions


def _parts_tables(line: str) -> bool:
    """Whether a line stands between two tables, or begins the heading of another."""
    return begins_document_part(line) or fold(line) in ("tt", "stt", "so tt")


def _first_cell(lines: list[str], pipe: int) -> int:
    """The first line of the cell that the first pipe ends: the name of a column, on however many lines."""
    if lines[pipe].strip() != "|":
        return pipe
    for at in range(pipe - 1, max(pipe - 4, -1), -1):
        if role_of(one_line(" ".join(lines[at:pipe]))):
            return at
    return max(pipe - 1, 0)
