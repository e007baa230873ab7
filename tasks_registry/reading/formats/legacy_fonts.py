"""Vietnamese typed for the fonts of before Unicode: TCVN3 (ABC: .VnTime) and VNI (VNI-Times).

Such a text holds Latin letters and signs that only its font shows as Vietnamese: "Uû ban nh©n d©n",
"UÛy ban nhaân daân". It is told by signs that stand inside words, which no Vietnamese text has.
"""

import re

_WORD = re.compile(r"[^\W\d_]\S*|®\S+")
_TCVN3 = re.compile(r"[A-Za-z][¨©ª«¬µ¶·¸¹¼½¾]|®[A-Za-zÀ-ÿ¬¨©ª«]")
_VNI = re.compile(
    r"[aeoAEO][âÂùÙøØûÛõÕïÏ]|[aA][êÊåÅäÄëËüÜúÚ]|[uU][øØûÛïÏõÕ]|[ñÑ][aeiouAEIOUöÖ]|[öÖ][ôÔøØûÛïÏõÕùÙ]"
)
_UNICODE = re.compile("[\u1ea0-\u1ef9đĐưƯơƠăĂ]")
_SHARE = 0.15  # of the words


def legacy_encoding(text: str) -> str:
    """The name of the old encoding that a text is typed in; "" for a text in Unicode."""
    words = _WORD.findall(text)
    for name, pattern in (("TCVN3 (ABC)", _TCVN3), ("VNI", _VNI)):
        found = sum(bool(pattern.search(word)) for word in words)
        if found > max(1, _SHARE * len(words)) and found > sum(bool(_UNICODE.search(w)) for w in words):
            return name
    return ""
