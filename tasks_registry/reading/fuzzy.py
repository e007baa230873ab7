"""Recognising known phrases in text that a scanner has damaged by a letter or two."""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from tasks_registry.reading.folding import fold

_LETTERS_OF_DIGITS = str.maketrans({"0": "o", "1": "l", "6": "o", "4": "a"})
_LONGEST_PHRASE = 6  # words
_LONG = 8  # words of which a share can be told
_FEWEST_MARKED = 0.4  # of the words of a whole text 0.7 and more bear marks
_WORD = re.compile(r"[^\W_]+")
# Letters that a scanner set to another language never puts out.
_VIETNAMESE = re.compile("[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)


def plain_words(text: str) -> list[str]:
    """The folded words of `text`; digits that a scanner put for letters ("t6 chuc") made letters again."""
    return [_mended(word) for word in _WORD.findall(fold(text))]


def _mended(word: str) -> str:
    if word.isalpha() or word.isdigit():
        return word
    return word.translate(_LETTERS_OF_DIGITS)


def is_damaged(text: str) -> bool:
    """Whether `text` has lost its marks: no letter that only Vietnamese has, or few marks in a long text."""
    if not _VIETNAMESE.search(text):
        return True
    words = _WORD.findall(text)
    return len(words) >= _LONG and sum(not word.isascii() for word in words) < _FEWEST_MARKED * len(words)


def near(words: str, phrase: str) -> bool:
    """Whether folded `words` are `phrase` with at most one letter in six, none below six letters."""
    if words == phrase:
        return True
    allowed = len(phrase) // 6
    if abs(len(words) - len(phrase)) > allowed or not allowed:
        return False
    return (
        words.count(" ") == phrase.count(" ") and OSA.distance(words, phrase, score_cutoff=allowed) <= allowed
    )


def one_letter_off(words: str, phrase: str) -> bool:
    """Whether folded `words` are `phrase` with at most one letter damaged (none below four letters)."""
    if words == phrase:
        return True
    if max(len(words), len(phrase)) < 4 or abs(len(words) - len(phrase)) > 1:
        return False
    return OSA.distance(words, phrase, score_cutoff=1) <= 1


@lru_cache(maxsize=4096)
def _runs(words: tuple[str, ...], size: int) -> tuple[str, ...]:
    """Every run of `size` words that follow one another."""
    return tuple(" ".join(words[at : at + size]) for at in range(len(words) - size + 1))


def position_of(words: list[str], phrase: str) -> int:
    """Where `phrase` (folded, words parted by spaces) first stands in `words`, damaged or not; else -1."""
    runs = _runs(tuple(words), phrase.count(" ") + 1)
    return next((at for at, run in enumerate(runs) if near(run, phrase)), -1)


def has_any(words: list[str], phrases: tuple[str, ...]) -> bool:
    """Whether any of the folded `phrases` stands in `words`."""
    return any(position_of(words, phrase) >= 0 for phrase in phrases)


def begins_with_any(words: list[str], phrases: tuple[str, ...]) -> bool:
    """Whether `words` begin with any of the folded `phrases`."""
    openings = [" ".join(words[:size]) for size in range(_LONGEST_PHRASE + 1)]
    return any(near(openings[phrase.count(" ") + 1], phrase) for phrase in phrases)
