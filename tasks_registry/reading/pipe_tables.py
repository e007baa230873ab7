"""Tables drawn with pipes: Markdown rows, and text that a converter has laid out one cell a line.

Cells laid out one a line have no end of row. Rows are told by the number of columns (from the
heading), and cut earlier where a number or a title of a section begins a row.
"""

import re
from itertools import zip_longest

from tasks_registry.reading.blocks import Row
from tasks_registry.reading.columns import columns_of, is_numbering
from tasks_registry.reading.deadlines import read_deadlines
from tasks_registry.reading.emphasis import without_emphasis
from tasks_registry.reading.folding import fold, one_line
from tasks_registry.reading.labels import opens_with_label
from tasks_registry.reading.roles import Role, role_of, says_lead
from tasks_registry.reading.units import heading_units

_RULE = re.compile(r"^[\s|:+=\-–—]*$")
_GRID_RULE = re.compile(r"^\s*\+(?:[-=:]{2,}\+)+\s*$")
_NUMBER = re.compile(r"^\(?\d{1,3}(?:\.\d{1,2})*[.)]?$")
_ROMAN_ALONE = re.compile(r"^[IVX]{1,5}[.)]?$|^[A-H][.)]?$")
_SECTION = re.compile(
    r"^(?:[IVX]{1,5}|[A-H])\s?[.)/:-]\s*\S|^(?:giai đoạn|phần|nhóm|đợt|chương)\s", re.IGNORECASE
)
_LONGEST_GAP = 4  # blank lines between two rows of a table
_BREAK = re.compile(r"(?<!\s)\s*<br\s*/?>\s*", re.IGNORECASE)
_BULLET_LINE = re.compile(r"^\s*[-–+•*]\s")
_UNDATED = ("theo ", "khi ", "sau khi ", "truoc khi ", "dinh ky", "dot xuat")

Cell = tuple[str, int]  # the text of a cell and its line


def is_markdown_row(line: str) -> bool:
    """Whether a line is a whole row: two pipes or more, and something between them."""
    return line.count("|") >= 2 and bool(line.replace("|", "").strip())


def begins_markdown(line: str) -> bool:
    """Whether a line begins a table of rows: a whole row, or the rule that opens a grid."""
    return is_markdown_row(line) or bool(_GRID_RULE.match(line))


def markdown_end(lines: list[str], at: int) -> int:
    """The first line after the table that begins at `at`; a framed row may go on for some lines."""
    start = at
    while at < len(lines):
        line = lines[at].strip()
        before = lines[at - 1].strip() if at else ""
        if not line and (after := _row_after_gap(lines, at, lines[start])):
            at = after
            continue
        unfinished = before.startswith("|") and not before.endswith("|") and bool(line)
        if not ("|" in line or _GRID_RULE.match(line) or unfinished):
            break
        at += 1
    return at


def _row_after_gap(lines: list[str], at: int, first: str) -> int:
    """The line after blank ones at which the table that begins with the row `first` goes on; 0 for none.

    A row of as many cells goes on with it, but for the heading of another table.
    """
    after = next((n for n in range(at, min(at + _LONGEST_GAP, len(lines))) if lines[n].strip()), 0)
    if not after or not is_markdown_row(lines[after]) or lines[after].count("|") != first.count("|"):
        return 0
    repeated = one_line(lines[after]) == one_line(first)
    return after if repeated or columns_of(_markdown_cells(lines[after], framed=False)) is None else 0


def markdown_rows(lines: list[str], first_line: int) -> list[Row]:
    """Rows of Markdown lines; a line that begins with no pipe may go on with the row before it.

    A pipe that opens a line frames the row where it opens every row; else it ends an empty first cell.
    """
    if any(_GRID_RULE.match(line) for line in lines):
        return _grid_rows(lines, first_line)
    joined: list[tuple[str, int]] = []
    pipes = max(line.count("|") for line in lines)
    for offset, line in enumerate(lines):
        text = line.strip()
        if joined and not text.startswith("|") and _is_cut_off(joined[-1][0], text, pipes):
            joined[-1] = (f"{joined[-1][0]} {text}", joined[-1][1])
        elif text and not _RULE.match(text):
            joined.append((text, first_line + offset))
    framed = all(text.startswith("|") for text, _ in joined)
    return [Row(_over_the_row(text) or tuple(_markdown_cells(text, framed)), line) for text, line in joined]


def _is_cut_off(row: str, line: str, pipes: int) -> bool:
    """Whether `line` is the rest of `row`: that has no last pipe, and not all the `pipes` of a row."""
    return not row.endswith("|") and row.count("|") + line.count("|") <= pipes


def _grid_rows(lines: list[str], first_line: int) -> list[Row]:
    """Rows of a grid: the lines between two rules are one row, its cells wrapped."""
    rows: list[Row] = []
    held: list[list[str]] = []
    for offset, line in enumerate(lines):
        if not _GRID_RULE.match(line):
            held.append(_markdown_cells(line.strip(), framed=True))
        elif held:
            wrapped = zip_longest(*held, fillvalue="")
            rows.append(
                Row(tuple(_unwrapped(list(cell)) for cell in wrapped), first_line + offset - len(held))
            )
            held = []
    return rows


def _over_the_row(text: str) -> tuple[str, ...]:
    """The one cell of a row that holds nothing but a title in bold: it stands over the whole row."""
    filled = [cell.strip() for cell in text.split("|") if cell.strip()]
    title = re.fullmatch(r"\*\*([^*]+)\*\*", filled[0]) if len(filled) == 1 else None
    return (title[1],) if title else ()


def _markdown_cells(text: str, framed: bool) -> list[str]:
    text = text.removeprefix("|") if framed else text
    text = text[:-1] if text.endswith("|") and not text.endswith("\\|") else text
    cells = re.split(r"(?<!\\)\|", text)
    return [_BREAK.sub("\n", without_emphasis(cell.replace("\\|", "|"))).strip() for cell in cells]


def cells_one_a_line(lines: list[str], first_line: int) -> list[Cell]:
    """The cells of lines in which each cell ends with a pipe; lines of one cell are joined."""
    cells: list[Cell] = []
    held: list[str] = []
    start = first_line
    for offset, line in enumerate(lines):
        parts = line.split("|")
        for part in parts[:-1]:
            cells.append((_unwrapped([*held, part]), start))
            held, start = [], first_line + offset
        if not any(text.strip() for text in held):
            held, start = [], first_line + offset
        held.append(parts[-1])
    return [*cells, (_unwrapped(held), start)] if any(text.strip() for text in held) else cells


def _unwrapped(lines: list[str]) -> str:
    """Hard-wrapped lines joined; a line ended by `;` and a bullet stay lines of their own.

    A dash that goes on with a name ("Văn hóa" / "- Xã hội") is no bullet: none stands before it.
    """
    text = ""
    for line in filter(None, map(str.strip, lines)):
        listed = not text or text.endswith((".", ":", ";")) or any(map(_BULLET_LINE.match, text.split("\n")))
        own_line = text.endswith(";") or (listed and _BULLET_LINE.match(line)) or opens_with_label(line)
        text = f"{text}{chr(10) if own_line else ' '}{line}" if text else line
    return text


def rows_of_cells(cells: list[Cell]) -> list[Row]:
    """The rows of cells that came one a line, led by one row of heading."""
    heading, used = _heading(cells)
    rows = [Row(tuple(heading), cells[0][1])] if heading else []
    whole = _whole_rows(cells[used:], heading)
    if whole:
        return [*rows, *whole]
    roles = [role_of(name) for name in heading]
    held: list[Cell] = []
    for at in range(used, len(cells)):
        if held and (len(held) >= max(len(heading), 1) or _begins_row(cells, at, held)):
            rows.append(_row(held, roles))
            held = []
        if held or cells[at][0] or not _is_stray(cells, at, len(heading)):
            held.append(cells[at])
    return [*rows, _row(held, roles)] if held else rows


def _whole_rows(cells: list[Cell], heading: list[str]) -> list[Row]:
    """Rows cut at the width of the heading, where that makes every row begin as a row does; else none.

    Where the first column has no numbers, a row may begin with anything.
    """
    width = len(heading)
    if not width or len(cells) % width:
        return []
    rows = [cells[at : at + width] for at in range(0, len(cells), width)]
    firsts = {row[0][0] for row in rows} - {"", heading[0]}
    if role_of(heading[0]) in (Role.NUMBER, None) and not all(map(_opens, firsts)):
        return []
    return list(map(_cells_row, rows))


def _cells_row(cells: list[Cell]) -> Row:
    """The row of cells that stand on lines of their own."""
    return Row(tuple(text for text, _ in cells), cells[0][1], tuple(line for _, line in cells))


def _is_stray(cells: list[Cell], at: int, width: int) -> bool:
    """Whether an empty cell stands between rows: the next row begins right after it."""
    return at + 1 < len(cells) and _opens(cells[at + 1][0]) and width > 1


def _opens(text: str) -> bool:
    return bool(_NUMBER.match(text) or _ROMAN_ALONE.match(text) or _SECTION.match(text))


def _begins_row(cells: list[Cell], at: int, held: list[Cell]) -> bool:
    """Whether the cell at `at` begins a row although the row before it is short of cells."""
    text = cells[at][0]
    if _SECTION.match(text) or (len(held) == 1 and _SECTION.match(held[0][0])):
        return not _ROMAN_ALONE.match(held[0][0]) if len(held) == 1 else True
    if not (_NUMBER.match(text) or _ROMAN_ALONE.match(text)):
        return False
    return len(held) > 1 and _follows(held[0][0], text)


def _follows(before: str, number: str) -> bool:
    """Whether `number` may stand right after the row `before`: 2 after 1, 1.1 after 1, 1 anywhere."""
    if not _NUMBER.match(before) or not _NUMBER.match(number):
        return _opens(before)
    old, new = (tuple(map(int, re.findall(r"\d+", text))) for text in (before, number))
    last = len(new) - 1
    counted_on = new[:last] == old[:last] and last < len(old) and new[last] == old[last] + 1
    return new[last] == 1 or counted_on


def _heading(cells: list[Cell]) -> tuple[list[str], int]:
    """The names of the columns and how many cells they take, a second row put in its places."""
    used = 0
    while (
        used < len(cells) and not _opens(cells[used][0]) and (not cells[used][0] or role_of(cells[used][0]))
    ):
        used += 1
    names = [text for text, _ in cells[:used]]
    names, second = _two_rows(names)
    numbered = used + len(names)
    if names and numbered <= len(cells) and is_numbering([text for text, _ in cells[used:numbered]]):
        used = numbered
    return _with_seconds(names, second), used


def _two_rows(names: list[str]) -> tuple[list[str], list[str]]:
    """First and second row of a heading, told apart where blanks or a second *chủ trì* begin."""
    half = len(names) // 2
    if len(names) == 2 * half and _is_below(names[:half], names[half:]):
        return names[:half], names[half:]
    lead_seen = False
    last_named = max((at for at, name in enumerate(names) if name), default=0)
    for at, name in enumerate(names):
        if not name and names[0] and at < last_named:
            return names[:at], names[at:]
        if lead_seen and says_lead(name):
            return names[:at], names[at:]
        lead_seen = lead_seen or role_of(name) in (Role.UNITS, Role.LEAD)
    return names, []


def _is_below(first: list[str], second: list[str]) -> bool:
    """Whether a second row of a heading stands cell for cell under the first: names of units, else blanks."""
    low = [name for name in second if name]
    units = all(role_of(name) in (Role.UNITS, Role.LEAD, Role.COORDINATORS) for name in low)
    return bool(low) and units and not second[0] and all(map(any, zip(first, second, strict=True)))


def _with_seconds(names: list[str], second: list[str]) -> list[str]:
    """One row of names: the heading over the units gives way to the names under it."""
    if len(second) == len(names) and _is_below(names, second):
        return [low or high for high, low in zip(names, second, strict=True)]
    below = [name for name in second if name]
    if not below:
        return [name for name in names if name] if all(names) else names
    over = next((at for at, name in enumerate(names) if role_of(name) in (Role.UNITS, Role.LEAD)), len(names))
    return [*names[:over], *below, *names[over + 1 :]]


def _row(cells: list[Cell], roles: list[Role | None]) -> Row:
    merged = 2 < len(cells) < len(roles) and _NUMBER.match(cells[0][0])
    return _cells_row(_placed(cells, roles) if merged else cells)


def _placed(cells: list[Cell], roles: list[Role | None]) -> list[Cell]:
    """The cells of a row with merged cells, each put under the column whose kind of thing it holds."""
    placed = [("", cells[0][1])] * len(roles)
    placed[:2] = cells[:2]
    free = list(range(2, len(roles)))
    for cell in cells[2:]:
        wanted = _kinds_of(cell[0])
        at = next((i for i in free if roles[i] in wanted), free[0] if free and not wanted else None)
        if at is not None:
            placed[at] = cell
            free = [i for i in free if i > at]
    return placed


def _kinds_of(text: str) -> tuple[Role, ...]:
    if heading_units(one_line(text)):
        return (Role.LEAD, Role.UNITS, Role.COORDINATORS)
    kinds = {deadline.kind for deadline in read_deadlines(text)}
    timed = kinds & {"by", "recurring", "continuous", "relative"} or fold(text).startswith(_UNDATED)
    return (Role.DEADLINE,) if timed else ()
