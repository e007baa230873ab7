"""Setting text on pages: words with boxes, as a reader of PDF or of pictures finds them."""

from collections.abc import Iterable

from tasks_registry.reading.formats.page_edges import Edge
from tasks_registry.reading.formats.page_lines import Word

LETTER = 6.0  # points; every letter is as wide
SIZE = 12.0
PITCH = 15.0


def set_line(text: str, x: float, y: float) -> list[Word]:
    """The words of a line that begins at x, its top at y."""
    words = []
    for word in text.split():
        width = LETTER * len(word)
        words.append(Word(word, x, y, x + width, y + SIZE))
        x += width + LETTER / 2
    return words


def wrapped(text: str, width: float, first: float = 0.0) -> list[str]:
    """The lines of a text as wide as `width`, the first set in."""
    lines: list[list[str]] = [[]]
    room = width - first
    for word in text.split():
        used = LETTER * len(word)
        if lines[-1] and used > room:
            lines.append([])
            room = width
        lines[-1].append(word)
        room -= used + LETTER / 2
    return [" ".join(line) for line in lines]


def set_paragraphs(
    paragraphs: Iterable[str], *, left: float, top: float, width: float, first: float = 0.0, gap: float = 0.0
) -> list[Word]:
    """The words of paragraphs below one another: `first`: how far the first line is set in."""
    words: list[Word] = []
    y = top
    for text in paragraphs:
        for at, line in enumerate(wrapped(text, width, first)):
            words += set_line(line, left + (0 if at else first), y)
            y += PITCH
        y += gap
    return words


def box(x0: float, top: float, x1: float, bottom: float) -> list[Edge]:
    """The four sides of a rectangle."""
    return [
        Edge(True, top, x0, x1),
        Edge(True, bottom, x0, x1),
        Edge(False, x0, top, bottom),
        Edge(False, x1, top, bottom),
    ]


def set_table(
    rows: list[list[str]], xs: list[float], top: float, padding: float = 5.0
) -> tuple[list[Word], list[Edge], float]:
    """The words and the lines of a table with columns between `xs`, and where it ends."""
    words: list[Word] = []
    edges: list[Edge] = []
    for row in rows:
        lines = [
            [part for line in cell.split("\n") for part in wrapped(line, xs[at + 1] - xs[at] - 2 * padding)]
            for at, cell in enumerate(row)
        ]
        bottom = top + PITCH * max(map(len, lines)) + 2
        for at, found in enumerate(lines):
            edges += box(xs[at], top, xs[at + 1], bottom)
            for number, line in enumerate(found):
                words += set_line(line, xs[at] + padding, top + 1 + PITCH * number)
        top = bottom
    return words, edges, top
