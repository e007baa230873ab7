"""What a piece of evidence is: a link or a file, what a person says of it, and how it is shown."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, TypedDict, Unpack
from urllib.parse import urlsplit

from config.errors import DondocError
from models import Evidence
from tasks_registry.plain_text import one_line

LONGEST_URL = 2000
LONGEST_NAME = 60  # of a kind or a number
FILE_SCHEME = "tep:"  # the url of a file is this and its SHA-256
FILE_SERVERS = ("\\\\", "//", "file:", "smb:", "cifs:", "nfs:", "ftp:", "sftp:")
_SIGNED_IN = re.compile(r"^([^/?#]*//)[^/?#]*@")  # a name, and often a password, before the host


class About(TypedDict, total=False):
    """What a person says of a document: `kind` (loại văn bản), `number` and `issued_on` are its own,
    `period_from` to `period_to` is what it speaks of, and after `expires_on` it stands no longer."""

    title: str
    kind: str
    number: str
    issued_on: date | None
    period_from: date | None
    period_to: date | None
    expires_on: date | None


@dataclass(frozen=True)
class StoredFile:
    """A file in the folder of evidence; `name` is a mere label."""

    sha256: str
    size: int
    media_type: str
    name: str


ABOUT_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "title": "tên tài liệu",
        "kind": "loại văn bản",
        "number": "số văn bản",
        "issued_on": "ngày ban hành",
        "period_from": "kỳ từ ngày",
        "period_to": "kỳ đến ngày",
        "expires_on": "ngày hết hiệu lực",
    }
)
"""What people call each thing that is said of a document."""


def said_of(evidence: Evidence) -> dict[str, Any]:
    """What is said of a document, as `About` names it."""
    return {name: getattr(evidence, name) for name in ABOUT_NAMES}


def unkept(evidence: Evidence, **about: Unpack[About]) -> list[str]:
    """What people call the things that `about` says otherwise than the document that was there first."""
    said = checked_about(**about)
    return [
        words
        for name, words in ABOUT_NAMES.items()
        if said.get(name) and said.get(name) != getattr(evidence, name)
    ]


def checked_about(**about: Unpack[About]) -> About:
    """What is said of a document, on one line each.

    Raises:
        DondocError: a kind or number that is too long, or days in the wrong order.
    """
    said = About(**about)
    said["title"] = one_line(said.get("title", ""))
    said["kind"] = _short("Loại văn bản", said.get("kind", ""))
    said["number"] = _short("Số văn bản", said.get("number", ""))
    first, last = said.get("period_from"), said.get("period_to")
    if first and last and last < first:
        raise DondocError(f"Kỳ của minh chứng kết thúc ({last:%d/%m/%Y}) trước khi bắt đầu.")
    issued, expires = said.get("issued_on"), said.get("expires_on")
    if issued and expires and expires < issued:
        raise DondocError(f"Minh chứng hết hiệu lực ({expires:%d/%m/%Y}) trước ngày ban hành.")
    return said


def _short(name: str, text: str) -> str:
    line = one_line(text)
    if len(line) > LONGEST_NAME:
        raise DondocError(f"{name} dài quá {LONGEST_NAME} ký tự; hãy viết gọn lại.")
    return line


def checked_url(url: str) -> str:
    """`url` without surrounding white space.

    Raises:
        DondocError: not http or https, no host, a password in it, too long, or with characters that no link
            has.
    """
    link = url.strip()
    shown = link.rpartition("@")[2][:80]  # whatever stands before may be a password
    if link.lower().startswith(FILE_SERVERS):
        raise DondocError(
            f"'{shown}' là đường dẫn đến máy chủ tệp hoặc ổ đĩa, người khác có thể không mở được; "
            "chép tệp về máy rồi thêm bằng dondoc evidence add, hoặc dùng đường dẫn http:// hoặc https://."
        )
    if not link.isprintable() or " " in link:
        raise DondocError("Đường dẫn minh chứng có dấu cách hoặc ký tự lạ; thay dấu cách bằng %20.")
    # Bytes, because the index of the database measures them.
    if len(link.encode()) > LONGEST_URL:
        raise DondocError(f"Đường dẫn minh chứng dài quá {LONGEST_URL} ký tự; hãy dùng đường dẫn ngắn hơn.")
    if not _is_web_link(link):
        raise DondocError(
            f"'{shown}' không dùng được: minh chứng phải là đường dẫn http:// hoặc https://, "
            "hoặc là tệp, thêm bằng dondoc evidence add."
        )
    if link != safe_link(link):
        raise DondocError(
            "Không để tên đăng nhập, mật khẩu trong đường dẫn; bỏ phần trước dấu @ rồi thêm lại: "
            f"{safe_link(link)[:200]}"
        )
    return link


def safe_link(url: str) -> str:
    """`url` without the name and password of somebody: the only form that is shown, frozen or opened."""
    return _SIGNED_IN.sub(r"\1", url)


def file_url(sha256: str) -> str:
    """What a stored file has in the place of a link."""
    return f"{FILE_SCHEME}{sha256}"


def shown_link(evidence: Evidence) -> str:
    """The link as it may be shown and opened; empty for a file, which has none."""
    return "" if evidence.url.startswith(FILE_SCHEME) else safe_link(evidence.url)


def document_name(evidence: Evidence) -> str:
    """What the document is called: its title, the name of its file, the title of its page, else the link."""
    return evidence.title or evidence.file_name or evidence.page_title or safe_link(evidence.url)


def _is_web_link(link: str) -> bool:
    try:
        parts = urlsplit(link)
        _ = parts.port  # read only to have it parsed
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
