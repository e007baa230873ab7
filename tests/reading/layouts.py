"""The same document set in other ways: tables of other kinds, other columns, wrapped and unmarked text."""

import random
import textwrap
import unicodedata
from collections.abc import Callable

from tasks_registry.reading.blocks import Paragraph, Table
from tasks_registry.reading.folding import without_marks
from tasks_registry.reading.plain_text import read_blocks

OTHER_NAMES = {
    "đơn vị chủ trì": "Cơ quan được giao chủ trì",
    "cơ quan chủ trì": "Chủ trì thực hiện",
    "chủ trì": "Đơn vị đầu mối",
    "phối hợp": "Các đơn vị tham gia phối hợp",
    "cơ quan phối hợp": "Đơn vị phối hợp",
    "thực hiện": "Phối hợp thực hiện",
    "thời gian": "Hạn hoàn thành",
    "thời hạn": "Tiến độ thực hiện",
    "thời gian hoàn thành": "Tiến độ",
    "sản phẩm dự kiến": "Kết quả, đầu ra",
    "sản phẩm": "Kết quả cần đạt",
    "nhiệm vụ": "Nội dung công việc",
    "nội dung công việc": "Nhiệm vụ cụ thể",
    "stt": "Số TT",
    "tt": "STT",
}


def _full_rows(table: Table) -> list[list[str]]:
    width = max(len(row.cells) for row in table.rows)
    return [[*row.cells, *[""] * (width - len(row.cells))] for row in table.rows]


def markdown(rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(cell.replace("\n", "<br>") for cell in row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def tabs(rows: list[list[str]]) -> str:
    return "\n".join("\t".join(cell.replace("\n", " ") for cell in row) for row in rows)


def cells_on_lines(rows: list[list[str]]) -> str:
    return "\n".join(f"{cell}\n|" for row in rows for cell in row)


def trailing_pipes(rows: list[list[str]]) -> str:
    return "\n".join(" | ".join(cell.replace("\n", " ") for cell in row) + " |" for row in rows)


def grid(rows: list[list[str]]) -> str:
    """Rows between rules, their cells wrapped at 24 characters."""
    rule = "+" + ("-" * 26 + "+") * len(rows[0])
    lines = [rule]
    for row in rows:
        wrapped_cells = [
            [part for line in cell.split("\n") for part in textwrap.wrap(line, 24, break_on_hyphens=False)]
            for cell in row
        ]
        for at in range(max(1, *map(len, wrapped_cells))):
            parts = [cell[at] if at < len(cell) else "" for cell in wrapped_cells]
            lines.append("|" + "|".join(f" {part:<24} " for part in parts) + "|")
        lines.append(rule)
    return "\n".join(lines)


def columns_shuffled(seed: int) -> Callable[[list[list[str]]], str]:
    """Columns in another order, the headings under other names, in Markdown."""

    def lay(rows: list[list[str]]) -> str:
        order = list(range(len(rows[0])))
        random.Random(seed).shuffle(order)  # noqa: S311 (an order, no secret)
        heading = [[OTHER_NAMES.get(cell.lower(), cell) for cell in row] for row in rows[:2]]
        return markdown([[row[at] for at in order] for row in [*heading, *rows[2:]]])

    return lay


def with_tables(text: str, lay: Callable[[list[list[str]]], str]) -> str:
    """`text` with its tables laid out by `lay`, its paragraphs on a line each."""
    parts = [
        block.text if isinstance(block, Paragraph) else lay(_full_rows(block)) for block in read_blocks(text)
    ]
    return "\n\n".join(parts)


def ragged(text: str, seed: int) -> str:
    """`text` wrapped at another width in every line, as converters leave it; no blank lines."""
    widths = random.Random(seed)  # noqa: S311 (widths, no secret)
    lines: list[str] = []
    for line in text.split("\n"):
        rest = line
        while "\t" not in rest and "|" not in rest and len(rest) > 85:
            head = textwrap.wrap(rest, widths.randint(45, 85), break_on_hyphens=False)[0]
            lines.append(head)
            rest = rest.strip()[len(head) :].strip()
        lines.append(rest)
    return "\n".join(line for line in lines if line.strip())


def wrapped(text: str, width: int, *, spaced: bool) -> str:
    """`text` hard-wrapped, its tables as they are; without `spaced` the blank lines are taken out."""
    lines: list[str] = []
    for line in text.split("\n"):
        table = "\t" in line or "|" in line
        lines += (
            [line]
            if table
            else textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""]
        )
    return "\n".join(line for line in lines if spaced or line.strip())


LAYOUTS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "Windows line ends": lambda text: text.replace("\n", "\r\n"),
    "wrapped at 80": lambda text: wrapped(text, 80, spaced=True),
    "wrapped at 80, no blank lines": lambda text: wrapped(text, 80, spaced=False),
    "wrapped at any width": lambda text: ragged(text, 1),
    "no blank lines": lambda text: "\n".join(line for line in text.split("\n") if line.strip()),
    "Markdown tables": lambda text: with_tables(text, markdown),
    "tab-separated tables": lambda text: with_tables(text, tabs),
    "one cell a line": lambda text: with_tables(text, cells_on_lines),
    "pipes at the end": lambda text: with_tables(text, trailing_pipes),
    "a grid": lambda text: with_tables(text, grid),
    "columns shuffled": lambda text: with_tables(text, columns_shuffled(1)),
    "columns shuffled again": lambda text: with_tables(text, columns_shuffled(2)),
    "no diacritics": without_marks,
}
