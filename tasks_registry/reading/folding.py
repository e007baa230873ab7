"""Folding Vietnamese text: the one way in which words are compared and searched."""

import unicodedata


def one_line(text: str) -> str:
    """`text` in NFC with all white space (line breaks too) folded to single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def without_marks(text: str) -> str:
    """`text` without diacritics, đ as d; case and everything else kept, one character for one.

    The length equals that of `unicodedata.normalize("NFC", text)`, so that a position in the
    result is a position in the NFC text.
    """
    return unicodedata.normalize("NFC", text).translate(_BARE)


def _bare(char: str) -> str:
    if char in "đĐ":
        return "d" if char == "đ" else "D"
    base = unicodedata.normalize("NFD", char)[0]
    return base if base.isalpha() and base.isascii() else char


# Every Latin letter that NFC composes; a character that is not here is kept.
_BARE = {code: _bare(chr(code)) for code in (*range(0x250), *range(0x1E00, 0x1F00))}


def fold(text: str) -> str:
    """`text` for comparing: no diacritics, lower case, white space folded."""
    return one_line(without_marks(text)).lower()


def words(text: str) -> list[str]:
    """The words of `text` (letters and digits only), folded."""
    return "".join(char if char.isalnum() else " " for char in fold(text)).split()
