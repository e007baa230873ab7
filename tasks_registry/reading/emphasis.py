"""Emphasis marks of Markdown, taken out of a text."""

import re

_STRONG = re.compile(r"(\*\*\*|\*\*|__)(?=\S)((?:(?!\1).)+)(?<=\S)\1")
_SLANTED = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_]*?)(?<=\S)\1(?![\w*])")
_ESCAPED = re.compile(r"\\([-.*_#+()\[\]!|])")


def without_emphasis(text: str) -> str:
    """`text` without bold, italics and backslash escapes; a bullet `* ` stays."""
    text = _SLANTED.sub(r"\2", _STRONG.sub(r"\2", text)).replace("**", "")
    return _ESCAPED.sub(r"\1", text)
