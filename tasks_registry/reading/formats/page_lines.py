"""Words with their boxes on a page → lines, and whether a line was broken by its author or by the width.

The same for a PDF and for a picture that was read: x grows to the right and y downwards, in points.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from tasks_registry.reading.marks import split_mark

_SPACE = 0.25  # of the height of a line
_SLACK = 1.5  # points
_SLACK_SMALL = 0.1  # of the width
_LETTER = 0.6  # of the height of a line: the width of a letter, and some more
_GLUED = ("-", "/", "–")  # a word is broken after these without a space
_ENDS = (".", ";", ":")


@dataclass(frozen=True)
class Word:
    """A word and its box."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    bold: bool = False

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)
class TextLine:
    """The words of one line from left to right."""

    words: tuple[Word, ...]

    @cached_property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return self.words[-1].x1

    @cached_property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @cached_property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def bold(self) -> bool:
        return all(word.bold for word in self.words)


def lines_of(words: Sequence[Word]) -> list[TextLine]:
    """The lines of words from top to bottom: words of one line overlap by half their height."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.middle, word.x0)):
        if lines and word.middle < lines[-1][0].bottom and word.top < lines[-1][0].middle:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [TextLine(tuple(sorted(line, key=lambda word: word.x0))) for line in lines]


def is_wrapped(before: TextLine, after: TextLine, width: float) -> bool:
    """Whether a line of at most `width` points had no room for the first word of the line after it.

    Programs measure letters a little differently, so that a line may fall short of its width; before a
    small letter, which seldom begins a line of its own, it may do so by more.
    """
    first = after.words[0]
    slack = _SLACK_SMALL * width if first.text[:1].islower() else _SLACK
    return before.x1 - before.x0 + _SPACE * before.height + first.x1 - first.x0 > width - slack


def joined(before: str, after: str) -> str:
    """Two parts of one line that the width has broken."""
    before_hyphen = before[-1:].isalnum() and after.startswith("-") and after[1:2].isalnum()
    after_hyphen = before.endswith(_GLUED) and before[-2:-1].isalnum() and after[:1].isalpha()
    return f"{before}{after}" if before_hyphen or after_hyphen else f"{before} {after}"


def _is_word_cut(before: TextLine, after: TextLine, width: float) -> bool:
    """Whether a line ends within a date or a sign wider than its cell: "15/02/202" and "6"."""
    if len(before.words) > 1 or before.x1 - before.x0 + _LETTER * before.height < width:
        return False
    digits = before.text[-1].isdigit() and after.text[0].isdigit()
    sign = "/" in before.text and before.text.isupper() and after.words[0].text.isupper()
    return digits or (sign and before.text[-1].isalpha())


def cell_lines(lines: Sequence[TextLine], width: float) -> list[str]:
    """The lines of a cell as its author broke them; `width`: what the cell has room for, in points."""
    texts: list[str] = []
    listed = bool(lines) and split_mark(lines[0].text)[0] is not None
    for at, line in enumerate(lines):
        if at and is_wrapped(lines[at - 1], line, width) and not _opens(texts[-1], line.text, listed):
            cut = _is_word_cut(lines[at - 1], line, width)
            texts[-1] = texts[-1] + line.text if cut else joined(texts[-1], line.text)
        else:
            texts.append(line.text)
    return texts


def _opens(before: str, line: str, listed: bool) -> bool:
    """Whether a mark opens a line of a list; a dash may also stand in a name or a sign broken before it."""
    if line[:1] == "-" and before.split()[-1].isupper() and line.split()[0][1:].isupper():
        return False
    return split_mark(line)[0] is not None and (listed or before.endswith(_ENDS))
