"""The marks that open a paragraph: numbers of headings and bullets, and how deep each stands."""

import re
from dataclasses import dataclass

_ROMAN_DAMAGED = str.maketrans({"l": "I", "|": "I", "1": "I", "!": "I", "L": "I"})

# Depths: a smaller one holds a larger one. Bullets stand below every number.
PART, CAPITAL, ROMAN, NAMED, ARABIC, LETTER, PAREN, BULLET = 0, 1, 2, 3, 4, 8, 9, 11


@dataclass(frozen=True)
class Mark:
    """The mark of a paragraph: its style, how deep it stands, and its number as printed ("" for a bullet)."""

    style: str
    depth: int
    number: str = ""

    @property
    def is_bullet(self) -> bool:
        return self.depth >= BULLET


_PART = re.compile(
    r"^(?P<n>(?:phần|chương|phan|chuong)\s+(?:thứ\s+\w+|[IVX]{1,5}|\d{1,2}))\s*[.:\-–]?\s*", re.IGNORECASE
)
_ROMAN = re.compile(r"^(?P<n>[IVX]{1,5})(?:\s?[.)/:]|\s[-–]|[-–](?=\s))(?:\s+(?=\S)|(?=[^\W\d_a-zà-ỹđ]))")
_ROMAN_OCR = re.compile(r"^(?P<n>[IVXl|1!L]{1,5})\.\s+(?=[^\W\d_a-zà-ỹđ]{2})")
_CAPITAL = re.compile(r"^(?P<n>[A-HĐ])\s?[.)/](?:\s+(?=\S)|(?=[^\W\d_a-zà-ỹđ]))")
_BARE = re.compile(r"\(?(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}|[A-Ha-zđĐ])[.)]|[-–+•]")
_NAMED = re.compile(
    r"^(?:nhiệm vụ|nội dung|giải pháp|hoạt động|nhóm(?: nhiệm vụ| tiêu chí)?|tiêu chí|giai đoạn|bước)\s+"
    r"(?:số\s+)?"
    r"(?P<n>\d{1,2}|[IVX]{1,4})\s*[.:](?=\s)",
    re.IGNORECASE,
)
_ARABIC = re.compile(
    r"^(?P<n>\d{1,2}(?:\.\d{1,2}){1,3})(?:[.)/]\s*|\s+)(?=[^\s\d])|^(?P<m>\d{1,2})(?:\s*[.)]\s*|\s*/\s+|\s*/(?![A-ZĐ]{2})|-\s+)(?=[^\s\d.,])"
)
_PERCENT = re.compile(r"^(?P<m>\d{1,2})\.\s+(?=\d)")
_LETTER = re.compile(r"^(?P<n>\(?[a-zđ]\)|[a-zđ]\.(?=\s))\s*(?=\S)")
_PAREN = re.compile(r"^(?P<n>\((?:\d{1,2}|[ivx]{1,4})\))\s*(?=\S)")
_BULLET = re.compile(
    r"^(?P<b>[-–—+*•·▪■●○◦✓✔➢»→⇒➔►▶❖♦◆◇‣⁃∙\uf000-\uf0ff])(?:\s+(?=\S)|(?<=[-–+•▪●])(?=[^\W\d_]|[\"“”]))"
)


def split_mark(text: str) -> tuple[Mark | None, str]:
    """The mark that opens `text`, and the text after it; (None, text) where none does.

    A number after a bullet ("+ (1) …") is kept as the bullet's number; a number with a word before it
    ("Nhiệm vụ 1: …") stays in the text.
    """
    named = _NAMED.match(text)
    if named:
        return Mark("named", NAMED, named["n"]), text
    bullet = _BULLET.match(text)
    if bullet:
        inner, rest = _numbered(text[bullet.end() :])
        return Mark(_bullet_style(bullet["b"]), BULLET, inner.number if inner else ""), rest
    return _numbered(text)


def _bullet_style(char: str) -> str:
    return "-" if char in "–—" else char


def _numbered(text: str) -> tuple[Mark | None, str]:
    for pattern, style, depth in (
        (_PART, "part", PART),
        (_ROMAN, "roman", ROMAN),
        (_CAPITAL, "capital", CAPITAL),
        (_ROMAN_OCR, "roman", ROMAN),
        (_LETTER, "letter", LETTER),
        (_PAREN, "paren", PAREN),
    ):
        match = pattern.match(text)
        if match and not (style == "roman" and depth == ROMAN and _is_arabic(match["n"])):
            return Mark(style, depth, match["n"].rstrip(".")), text[match.end() :]
    return _arabic(text)


def _is_arabic(number: str) -> bool:
    """ "1." and "11." are taken as printed; "111." and "Il." can only be a damaged roman number."""
    return number in ("1", "11")


def _arabic(text: str) -> tuple[Mark | None, str]:
    match = _ARABIC.match(text) or _PERCENT.match(text)
    if not match:
        return None, text
    number = match.groupdict().get("n") or match["m"]
    return Mark(f"arabic{number.count('.')}", ARABIC + number.count("."), number), text[match.end() :]


def ordinal(mark: Mark) -> int:
    """The place of a numbered mark among its siblings, from 1; 0 where it cannot be told."""
    last = mark.number.strip("()").split(".")[-1]
    if last.isdigit():
        return int(last) if mark.style != "roman" else len(last)
    if mark.style == "roman":
        return _roman_value(last.translate(_ROMAN_DAMAGED))
    return ord(last.lower()) - ord("a") + 1 if len(last) == 1 and last.isascii() else 0


def _roman_value(number: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}.get(char, 0) for char in number.upper()]
    return sum(-v if any(v < w for w in values[i + 1 :]) else v for i, v in enumerate(values))


def is_bare_mark(text: str) -> bool:
    """Whether a text is a mark and nothing else: a converter has put its paragraph on the next line."""
    return bool(_BARE.fullmatch(text))
