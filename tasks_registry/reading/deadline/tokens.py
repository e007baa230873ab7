"""From text to tokens: numbers, keywords (also damaged ones), other words, punctuation."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from tasks_registry.reading.deadline.words import (
    KEYWORDS,
    LONGEST_KEYWORDS,
    NUMBER_WORDS,
    OTHER_WORDS,
    SCANNED,
    TIME_SYLLABLES,
)
from tasks_registry.reading.folding import without_marks


class Token(NamedTuple):
    """A number ("num"), a keyword (its symbol), a plain "word", or a punctuation mark (itself).

    `text` is folded, `printed` in lower case with its marks; `start` and `end` are positions in the
    NFC text, and `glued` tells that no white space stands before it.
    """

    symbol: str
    text: str
    printed: str
    start: int
    end: int
    value: int
    glued: bool


_DASHES = str.maketrans(dict.fromkeys("–—−‐‑‒~÷", "-") | {"∕": "/", "⁄": "/", "＆": "&"})
# A clock time is one token; a digit that a scanner took for a letter is read where a slash is beside it.
_PIECE = re.compile(
    r"(?P<clock>\d{1,2}(?:[hg](?!\w)|[hg]\d{2}(?!\d)|:\d{2}(?!\d))(?:['’′p])?)"
    r"|(?P<damaged>\b(?=[ol|]*\d)[\dol|]{2}(?=/)|(?<=/)(?=[ol|]*\d)[\dol|]{2,4}\b)"
    r"|(?P<num>\d+)"
    r"|(?P<short>\bth?(?=\.?\d)|\bq(?=\.?(?:\d|i{1,3}\b|iv\b)))"
    r"|(?P<word>[^\W\d_]+(?:[0146][^\W\d_]+)?)"
    r"|(?P<mark>\S)"
)
_DIGITS = str.maketrans("ol|", "011")
_LETTERS = str.maketrans("0146", "olao")  # inside a word
_SHORT = {"t": "month", "th": "month", "q": "quarter"}
_LARGEST = 9999_9999


def tokenize(text: str) -> list[Token]:
    """The tokens of `text`, which must be in NFC."""
    kept = [at for at, char in enumerate(text) if not _is_invisible(char)]
    printed = "".join(text[at].lower() if len(text[at].lower()) == 1 else text[at] for at in kept)
    folded = without_marks(printed).lower().translate(_DASHES)
    return list(_with_keywords(list(_pieces(folded, printed, kept))))


@lru_cache(maxsize=4096)
def _is_invisible(char: str) -> bool:
    """Soft hyphens and the like, loose marks, and the emphasis marks of Markdown."""
    return char in "*_`" or unicodedata.category(char) in ("Cf", "Mn")


def _pieces(folded: str, printed: str, positions: Sequence[int]) -> Iterator[Token]:
    last_end = -1
    for piece in _PIECE.finditer(folded):
        kind, start, end = piece.lastgroup or "mark", *piece.span()
        span = (positions[start], positions[end - 1] + 1)
        symbol, value, bare = _read_piece(kind, piece.group())
        yield Token(symbol, bare, printed[start:end], *span, value, start == last_end)
        last_end = end


def _read_piece(kind: str, bare: str) -> tuple[str, int, str]:
    if kind in ("num", "damaged"):
        digits = bare.translate(_DIGITS)
        return "num", int(digits) if len(digits) < 9 else _LARGEST, digits
    if kind == "short":
        return _SHORT[bare], 0, bare
    if kind == "word":
        return "word", 0, mended(bare.translate(_LETTERS))
    return ("clock" if kind == "clock" else bare), 0, bare


def _with_keywords(pieces: Sequence[Token]) -> Iterator[Token]:
    at = 0
    while at < len(pieces):
        token, at = _keyword(pieces, at) or (pieces[at], at + 1)
        yield token


def _keyword(pieces: Sequence[Token], at: int) -> tuple[Token, int] | None:
    """The longest keyword that begins at `at`, and where it ends."""
    run: list[Token] = []
    found: tuple[Token, int] | None = None
    for piece in pieces[at : at + LONGEST_KEYWORDS.get(pieces[at].text, 0)]:
        if piece.symbol != "word":
            break
        run.append(piece)
        entry = KEYWORDS.get(tuple(word.text for word in run))
        if entry and _printed_so(run, entry[1]):
            first = run[0]
            text, printed = " ".join(word.text for word in run), " ".join(word.printed for word in run)
            found = Token(entry[0], text, printed, first.start, piece.end, 0, first.glued), at + len(run)
    return found


def _printed_so(run: Sequence[Token], proper: Sequence[str]) -> bool:
    return all(
        word.printed == syllable or word.printed not in OTHER_WORDS
        for word, syllable in zip(run, proper, strict=True)
    )


# -- words damaged by OCR --------------------------------------------------------------------------

_SYLLABLE = re.compile(
    r"(?:b|ch|c|d|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|qu|r|s|th|tr|t|v|x)?"
    r"(?:i?e|ye|uye|uo|uu|ua|ue|uy|oo|oa|oe|ia|i|y|e|u|o|a)"
    r"(?:ng|nh|ch|[cmnpt])?"
    r"|(?:b|ch|c|d|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|qu|r|s|th|tr|t|v|x)?"
    r"(?:[aou]i|[aeiou]u|[ae]o|[auo]y|ieu|yeu|uoi|uou|oai|oay|oeo|uya|uyu|uay|iu|eo)"
)
_MENDABLE = sorted(syllable for syllable in TIME_SYLLABLES if len(syllable) > 2)
_CONFUSED = (("ir", "u"), ("ur", "u"), ("w", "u"), ("rn", "m"), ("vv", "u"))


def is_syllable(word: str) -> bool:
    """Whether a Vietnamese syllable can be written so (folded)."""
    return _SYLLABLE.fullmatch(word) is not None


@lru_cache(maxsize=4096)
def mended(word: str) -> str:
    """`word` (folded), or the time syllable that it is a damaged form of.

    Only a word that no Vietnamese syllable can be ("trudc", "thudng") is mended: "thuộc" is near
    "trước", but it is a word of its own.
    """
    if word in SCANNED:
        return SCANNED[word]
    if not 2 < len(word) < 9 or word in TIME_SYLLABLES or is_syllable(word):
        return word
    for wrong, right in _CONFUSED:
        if (again := word.replace(wrong, right)) in TIME_SYLLABLES:
            return again
    if word[0] == "p" and "d" + word[1:] in TIME_SYLLABLES:
        return "d" + word[1:]
    return _nearest(word)


def _nearest(word: str) -> str:
    allowed = 2 if len(word) > 5 else 1
    near = [
        (_letters_off(word, syllable), syllable)
        for syllable in _MENDABLE
        if syllable[0] == word[0] and abs(len(syllable) - len(word)) <= allowed
    ]
    distance, syllable = min(near, default=(9, word))
    return syllable if distance <= allowed else word


def _letters_off(word: str, other: str) -> int:
    """How many letters must be changed, put in or left out to make `word` the `other`."""
    row = list(range(len(other) + 1))
    for n, letter in enumerate(word, start=1):
        above, row[0] = row[0], n
        for m, counterpart in enumerate(other, start=1):
            above, row[m] = row[m], min(row[m] + 1, row[m - 1] + 1, above + (letter != counterpart))
    return row[-1]


class Line:
    """Tokens that may be asked for beyond both ends, as far as any reader looks."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._length = len(tokens)
        self._tokens = [*tokens, *[_BEYOND] * _MARGIN]
        self._symbols = [token.symbol for token in self._tokens]

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, at: int) -> Token:
        return self._tokens[at]

    def symbol(self, at: int) -> str:
        return self._symbols[at]

    def starts(self, at: int, *symbols: str) -> bool:
        """Whether these symbols stand one after another from `at` on."""
        return self._symbols[at : at + len(symbols)] == list(symbols)

    def past(self, at: int, *symbols: str) -> int:
        """`at`, or the next position where one of `symbols` stands at `at`."""
        return at + (self._symbols[at] in symbols)


_BEYOND = Token("", "", "", 0, 0, 0, False)
_MARGIN = 128


def number_word(token: Token) -> int | None:
    """The number from 1 to 10 that a word names. "Sau" and "từ" name none where their marks show it."""
    is_number = token.symbol in ("word", "year") or token.printed.isascii()
    return NUMBER_WORDS.get(token.text) if is_number else None


def read_count(line: Line, at: int) -> tuple[int, int] | None:
    """A number in digits or words ("mười lăm", "ba mươi"), and the position after it."""
    if line.symbol(at) == "num":
        return line[at].value, at + 1
    five = line.symbol(at) == "year" and line.symbol(at + 1) in ("day", "times")  # "năm ngày"
    first = number_word(line[at]) if five or line.symbol(at) == "word" else None
    if first is None:
        return None
    tens, after = (10, at + 1) if first == 10 else (10 * first, at + 2)
    if first != 10 and line[at + 1].text != "muoi":
        return first, at + 1
    ones = number_word(line[after]) if line.symbol(after) == "word" else None
    return (tens + ones, after + 1) if ones and ones < 10 else (tens, after)
