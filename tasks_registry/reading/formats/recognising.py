"""What a file is, told by its content; its name only decides between kinds of text."""

import re
from dataclasses import dataclass
from pathlib import Path

from tasks_registry.reading.formats.gathering import refused
from tasks_registry.reading.source import ReadError


@dataclass(frozen=True)
class Format:
    """A kind of file: its name on the page, and the endings under which it goes (the first is its own)."""

    name: str
    endings: tuple[str, ...]


TEXT = Format("văn bản thuần", (".txt", ".md", ".text", ".markdown", ""))
CSV = Format("CSV", (".csv", ".tsv", ".txt"))
HTML = Format("trang web", (".html", ".htm", ".xhtml", ".mht", ".mhtml"))
WORD = Format("Word", (".docx", ".docm", ".dotx", ".dotm"))
EXCEL = Format("Excel", (".xlsx", ".xlsm", ".xltx", ".xltm"))
PDF = Format("PDF", (".pdf",))
PICTURE = Format("ảnh", (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp", ".gif"))
OLD_WORD = Format("Word đời cũ", (".doc", ".dot"))
OLD_EXCEL = Format("Excel đời cũ", (".xls", ".xlt"))
RICH_TEXT = Format("RTF", (".rtf", ".doc"))
OPEN_TEXT = Format("OpenDocument văn bản", (".odt", ".ott"))
OPEN_SHEET = Format("OpenDocument bảng tính", (".ods", ".ots"))
BINARY_EXCEL = Format("Excel nhị phân", (".xlsb",))
ZIP = Format("tệp nén zip", (".zip",))  # before its members tell what it is

HEAD = 64 * 1024  # bytes that are enough to tell a format, but of a zip
_ANYWHERE_IN = 1024  # bytes in which "%PDF-" may stand
_MAGIC = (
    (b"PK\x03\x04", ZIP),
    (b"{\\rtf", RICH_TEXT),
    (b"\x89PNG\r\n", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"II*\x00", PICTURE),
    (b"MM\x00*", PICTURE),
    (b"GIF8", PICTURE),
    (b"MIME-Version:", HTML),
)
_OTHERS = (
    (b"PK\x05\x06", "là tệp nén rỗng; hãy chọn tệp khác"),
    (b"Rar!", "là tệp nén RAR; hãy giải nén rồi nạp tệp kế hoạch bên trong"),
    (b"7z\xbc\xaf", "là tệp nén 7z; hãy giải nén rồi nạp tệp kế hoạch bên trong"),
    (b"\x1f\x8b", "là tệp nén gzip; hãy giải nén rồi nạp tệp kế hoạch bên trong"),
    (b"MZ", "là chương trình, không phải văn bản; hãy chọn tệp khác"),
    (b"\x7fELF", "là chương trình, không phải văn bản; hãy chọn tệp khác"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (("WordDocument", OLD_WORD), ("Workbook", OLD_EXCEL), ("Book", OLD_EXCEL))
_ZIP_MEMBERS = (("word/", WORD), ("xl/workbook.bin", BINARY_EXCEL), ("xl/", EXCEL))
_MIME_TYPES = (
    ("application/vnd.oasis.opendocument.text", OPEN_TEXT),
    ("application/vnd.oasis.opendocument.spreadsheet", OPEN_SHEET),
)
_HTML = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|meta|title|body|table|div|p|h1)[\s>/]",
    re.IGNORECASE | re.DOTALL,
)


def recognised(head: bytes, name: str) -> Format:
    """The format of a file that begins with `head`; raises ReadError for one that holds no document."""
    for magic, found in _MAGIC:
        if head.startswith(magic):
            return found
    for magic, why in _OTHERS:
        if head.startswith(magic):
            raise refused(name, why)
    if head.startswith(b"BM") and head[6:10] == b"\x00" * 4:
        return PICTURE
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return PICTURE
    if b"%PDF-" in head[:_ANYWHERE_IN]:
        return PDF
    if head.startswith(_OLE):
        return OLD_WORD  # its streams, anywhere in the file, tell more
    return HTML if _HTML.match(head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")) else TEXT


def recognised_zip(members: list[str], mime_type: bytes, name: str) -> Format:
    """What a zip file is, by its members and its member `mimetype`; raises ReadError for a mere archive."""
    for start, found in _ZIP_MEMBERS:
        if any(member.startswith(start) for member in members):
            return found
    for text, found in _MIME_TYPES:
        if mime_type.decode("ascii", errors="replace").startswith(text):
            return found
    if any(member.startswith("ppt/") for member in members):
        raise refused(name, "là bản trình chiếu; hãy chọn tệp kế hoạch dạng văn bản")
    raise refused(name, "là tệp nén; hãy giải nén rồi nạp tệp kế hoạch bên trong")


def recognised_ole(data: bytes, name: str) -> Format:
    """What a file in the old format of Office is; raises ReadError for one that holds no document."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise encrypted(name)
    for stream, found in _OLE_STREAMS:
        if stream.encode("utf-16-le") + b"\x00\x00" in data:
            return found
    raise refused(name, "không phải văn bản Word hay bảng tính Excel; hãy chọn tệp khác")


def encrypted(name: str) -> ReadError:
    """The error for a file with a password."""
    return refused(name, "có mật khẩu; hãy mở tệp, bỏ mật khẩu, lưu lại rồi nạp lại")


def ending_warning(path: Path, found: Format) -> str:
    """The warning that the ending of a file's name is not that of its content; "" where it is."""
    ending = path.suffix.lower()
    if ending in found.endings:
        return ""
    named = f"có đuôi {ending}" if ending else "không có đuôi tên"
    return f"Tệp “{path.name}” {named} nhưng nội dung là {found.name}; đã đọc theo nội dung"
