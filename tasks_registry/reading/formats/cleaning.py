"""Characters that a document format leaves in a text and that no reader needs."""

import re
import unicodedata

from tasks_registry.reading.folding import one_line

# Zero-width characters and soft hyphens show nothing; the other control characters stand for a space.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffb]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|[\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Word draws bullets with the fonts Symbol and Wingdings, whose characters lie in a private area.
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_DRAWN = {0xF02D: "-", 0xF02B: "+", 0xF0A7: "▪", 0xF0A8: "▪", 0xF0D8: "➢", 0xF0FC: "✓", 0xF0E0: "→"}
_BULLET = "•"
_SENTENCE_ENDS = (".", ";", ":")


def clean_lines(text: str) -> list[str]:
    """The lines of a text: NFC, white space folded, without invisible characters; empty ones left out."""
    text = _CONTROL.sub(" ", _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text)))
    text = unicodedata.normalize("NFC", drawn_bullets(text))
    return [line for line in map(one_line, text.split("\n")) if line]


def drawn_bullets(text: str) -> str:
    """`text` with the characters of picture fonts as the bullets that they draw."""
    return _PRIVATE.sub(lambda match: _DRAWN.get(ord(match.group()), _BULLET), text)


def unbroken(lines: list[str]) -> list[str]:
    """The lines of one paragraph; one that goes on in small letters is joined to the one before."""
    joined: list[str] = []
    for line in lines:
        if joined and line[:1].islower() and not joined[-1].endswith(_SENTENCE_ENDS):
            joined[-1] += f" {line}"
        else:
            joined.append(line)
    return joined
