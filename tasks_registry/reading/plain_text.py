"""Plain text → blocks: tables of three kinds, and paragraphs out of hard-wrapped lines.

Tables are tab-separated, Markdown, or pipes with one cell a line. Lines are joined into paragraphs
where the text is wrapped, and across a page end where a sentence plainly goes on.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from tasks_registry.reading.blocks import Block, Paragraph, Row, Table
from tasks_registry.reading.folding import one_line
from tasks_registry.reading.labels import opens_with_label
from tasks_registry.reading.marks import split_mark
from tasks_registry.reading.pipe_tables import (
    cells_one_a_line,
    is_markdown_row,
    markdown_rows,
    rows_of_cells,
)

_LINE_END = re.compile(r"\r\n|\r|\n")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]")
_PAGE_NUMBER = re.compile(r"^\s*[-–]?\s*(?:trang\s+)?\d{1,3}(?:\s*/\s*\d{1,3})?\s*[-–]?\s*$", re.IGNORECASE)
_RULE_LINE = re.compile(r"^\s*[-_=*~–—.]{3,}\s*$")
_HASHES = re.compile(r"^\s{0,3}#{1,6}\s+")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_]*?)(?<=\S)\1(?![\w*])")
_ESCAPE = re.compile(r"\\([-.*_#+()\[\]!|])")
_TERMINAL = (".", ";", ":", "!", "?", "/")
_WRAPPED_WIDTH = 110  # no wrapped line is longer; a longer one is a whole paragraph
_LONG = 250  # a paragraph this long without an end mark goes on after a page end
_UNFINISHED = re.compile(
    r"(?:,|\b(?:và|hoặc|của|với|các|cho|theo|về|tại|trên|do|bởi|va|cua|voi|cac|theo|ve))$"
)
_PIPE_GAP = 45  # lines that one cell may take, one cell a line
_FEWEST_PIPES = 6


@dataclass(frozen=True)
class _Line:
    text: str
    number: int


def read_blocks(text: str) -> tuple[Block, ...]:
    """The paragraphs and tables of a plain text, in their order."""
    lines = [_CONTROL.sub(" ", line) for line in _LINE_END.split(text)]
    blocks: list[Block] = []
    prose: list[_Line] = []
    at = 0
    ends = _pipe_regions(lines)
    while at < len(lines):
        end, rows = _table_at(lines, at, ends)
        if rows:
            blocks += [*_paragraphs(prose), Table(tuple(rows))]
            prose, at = [], end
        else:
            prose.append(_Line(lines[at], at + 1))
            at += 1
    return (*blocks, *_paragraphs(prose))


def _table_at(lines: list[str], at: int, pipe_ends: dict[int, int]) -> tuple[int, list[Row]]:
    """Where the table that begins at line `at` ends, and its rows; no rows where none begins."""
    if at in pipe_ends:
        end = pipe_ends[at]
        return end, rows_of_cells(cells_one_a_line(lines[at:end], at + 1))
    if is_markdown_row(lines[at]):
        end = _while(lines, at, lambda line: "|" in line)
        return end, markdown_rows(lines[at:end], at + 1)
    if len([cell for cell in lines[at].split("\t") if cell.strip()]) >= 3:
        return _tab_table(lines, at)
    return at, []


def _while(lines: list[str], at: int, belongs: Callable[[str], bool]) -> int:
    while at < len(lines) and belongs(lines[at]):
        at += 1
    return at


def _tab_table(lines: list[str], start: int) -> tuple[int, list[Row]]:
    """A tab-separated table: blank lines of a page end and cells broken over lines are passed over."""
    width = lines[start].count("\t") + 1
    rows: list[Row] = []
    at = end = start
    while at < len(lines) and at - end <= 3:
        line = lines[at]
        if _goes_on(rows, line, width) and at == end:
            cells = line.split("\t")
            last = rows[-1]
            joined = (*last.cells[:-1], f"{last.cells[-1]} {cells[0]}".strip(), *cells[1:])
            rows[-1], end = Row(tuple(cell.strip() for cell in joined), last.line), at + 1
        elif "\t" in line:
            rows.append(Row(tuple(cell.strip() for cell in line.split("\t")), at + 1))
            end = at + 1
        elif line.strip():
            break
        at += 1
    return end, rows


def _goes_on(rows: list[Row], line: str, width: int) -> bool:
    """Whether a line carries on the last cell of a row that is still short of cells."""
    if not rows or not line.strip() or line.startswith("\t"):
        return False
    have, more = len(rows[-1].cells), line.count("\t")
    if split_mark(line.strip() + " x")[0] or line.split("\t")[0].strip().isdigit():
        return False
    return have + more <= width and have < width and (more > 0 or have > 1)


def _pipe_regions(lines: list[str]) -> dict[int, int]:
    """Where the tables with one cell a line begin (their first cell) and end."""
    pipes = [i for i, line in enumerate(lines) if "|" in line and not is_markdown_row(line)]
    regions: dict[int, int] = {}
    group: list[int] = []
    for at in [*pipes, 10**9]:
        if group and at - group[-1] > _PIPE_GAP:
            if sum(lines[i].count("|") for i in group) >= _FEWEST_PIPES:
                regions[_first_cell(lines, group[0])] = group[-1] + 1
            group = []
        group.append(at)
    return regions


def _first_cell(lines: list[str], pipe: int) -> int:
    """The first line of the cell that the first pipe ends."""
    at = pipe
    while lines[pipe].strip() == "|" and at and pipe - at < 3:
        above = lines[at - 1].strip()
        if not above or above.endswith(_TERMINAL) or (at < pipe and len(above) > 40):
            break
        at -= 1
    return at


def _paragraphs(lines: list[_Line]) -> list[Paragraph]:
    """Paragraphs of lines without tables."""
    wrapped = _is_wrapped(lines)
    groups: list[list[_Line]] = []
    fresh = True
    for line in lines:
        if not line.text.strip() or _RULE_LINE.match(line.text) or _PAGE_NUMBER.match(line.text):
            fresh = True
        elif fresh or _begins_paragraph(groups[-1][-1].text, line.text, wrapped):
            groups.append([line])
            fresh = False
        else:
            groups[-1].append(line)
    return _across_pages([_paragraph(group) for group in groups])


def _is_wrapped(lines: list[_Line]) -> bool:
    """Whether a text is hard-wrapped: hardly a line longer than a page is wide."""
    lengths = [len(line.text.strip()) for line in lines if line.text.strip()]
    return bool(lengths) and sum(length > _WRAPPED_WIDTH for length in lengths) * 20 <= len(lengths)


def _begins_paragraph(before: str, line: str, wrapped: bool) -> bool:
    before, line = before.strip(), line.strip()
    bare = _ESCAPE.sub(r"\1", _STRONG.sub(r"\2", line))
    if _HASHES.match(line) or _HASHES.match(before) or _is_capitals(before) != _is_capitals(line):
        return True
    mark, rest = split_mark(bare)
    ended = before.endswith(_TERMINAL)
    if mark and (ended or not rest[:1].islower()):
        return True
    if opens_with_label(bare):
        return True
    starts_sentence = line[:1].isupper() or not line[:1].isalpha()
    if not wrapped or len(before) > _WRAPPED_WIDTH:
        return starts_sentence or ended
    return starts_sentence and (before.endswith(":") or (ended and len(before) < 0.7 * 80))


def _is_capitals(line: str) -> bool:
    letters = [char for char in line if char.isalpha()]
    return len(letters) >= 3 and sum(char.isupper() for char in letters) >= 0.9 * len(letters)


def _paragraph(lines: list[_Line]) -> Paragraph:
    text = one_line(" ".join(line.text for line in lines))
    heading = bool(_HASHES.match(text)) or bool(re.fullmatch(r"(\*\*|__)[^*]+\1:?", text))
    return Paragraph(_unmarked(_HASHES.sub("", text)), lines[0].number, heading)


def _unmarked(text: str) -> str:
    """`text` without emphasis marks and escapes."""
    text = _EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", text)).replace("**", "")
    return one_line(_ESCAPE.sub(r"\1", text))


def _across_pages(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Paragraphs with those joined that a page end has broken."""
    joined: list[Paragraph] = []
    for paragraph in paragraphs:
        if joined and _carries_on(joined[-1], paragraph):
            last = joined[-1]
            joined[-1] = Paragraph(f"{last.text} {paragraph.text}", last.line, last.heading)
        else:
            joined.append(paragraph)
    return [paragraph for paragraph in joined if paragraph.text]


def _carries_on(before: Paragraph, after: Paragraph) -> bool:
    text = before.text
    if text.endswith((*_TERMINAL, "”", '"', ")")) and not after.text[:1].islower():
        return False
    if after.heading or split_mark(after.text)[0] or opens_with_label(after.text) or _is_capitals(after.text):
        return False
    if after.text[:1].islower():
        return not text.endswith((".", ";", ":")) or text.endswith("...")
    unfinished = len(text) > _LONG or bool(_UNFINISHED.search(text))
    return unfinished and not _is_capitals(text) and not before.heading
