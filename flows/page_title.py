"""The title of a web page (tiêu đề), from its first bytes."""

import re
from html import unescape

from tasks_registry.plain_text import one_line

LONGEST = 300
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_DECLARED_WITHIN = 1024  # bytes of a page in which it may say its character set


def page_title(start: bytes, content_type: str) -> str:
    """What stands in the first `<title>` of a page that begins with `start`, cut; "" where there is none."""
    lowered = start.lower()
    opening = lowered.find(b"<title")
    begins = lowered.find(b">", opening) + 1
    if opening < 0 or not begins:
        return ""
    ends = lowered.find(b"</title", begins)
    title = start[begins : ends if ends >= 0 else len(start)][: 4 * LONGEST]
    return one_line(unescape(_decoded(title, start, content_type)))[:LONGEST]


def _decoded(text: bytes, page: bytes, content_type: str) -> str:
    """By the character set of the header, of the page itself, else UTF-8."""
    said = _CHARSET.search(content_type.encode("ascii", "replace")) or _CHARSET.search(
        page[:_DECLARED_WITHIN]
    )
    try:
        return text.decode(said[1].decode() if said else "utf-8", "replace")
    except (LookupError, ValueError):
        return text.decode("utf-8", "replace")
