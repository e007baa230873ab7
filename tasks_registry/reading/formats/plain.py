"""The bytes of a text file → text, and plain text and Markdown → blocks."""

import re

from tasks_registry.reading.blocks import Block, Paragraph, tables_of
from tasks_registry.reading.formats.gathering import refused, require_short, too_long, with_fonts_checked
from tasks_registry.reading.formats.legacy_fonts import legacy_encoding
from tasks_registry.reading.formats.limits import ROWS, TEXT
from tasks_registry.reading.formats.places import LoadedDocument, Place
from tasks_registry.reading.plain_text import read_blocks
from tasks_registry.reading.source import ReadError

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SAMPLE = 4096  # bytes
_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?(windows-125[28]|iso-8859-1)\b", re.IGNORECASE)
_TO_DO = "hãy mở tệp, lưu lại với mã UTF-8 rồi nạp lại"


def decoded(data: bytes, name: str) -> str:
    """The text of a file: UTF-8, UTF-16 with its mark or without, or what an HTML page declares.

    Raises ReadError for anything else.
    """
    if not data.strip(b" \t\r\n\x00"):
        raise refused(name, "không có nội dung; hãy chọn tệp khác")
    encoding = next((encoding for bom, encoding in _BOMS if data.startswith(bom)), "") or _unmarked(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(data, encoding, error.start, name) from None
    if "\x00" in text:
        raise _binary(name)
    return text


def _binary(name: str) -> ReadError:
    return refused(name, f"là tệp nhị phân, không phải văn bản; {_TO_DO}")


def _unmarked(data: bytes) -> str:
    """The encoding of a text without a mark: every other byte of Vietnamese in UTF-16 is small."""
    even, odd = data[0:_SAMPLE:2], data[1:_SAMPLE:2]
    small = [
        sum(byte in (0x00, 0x01, 0x1E, 0x20) for byte in half) / max(len(half), 1) for half in (even, odd)
    ]
    if b"\x00" not in data[:_SAMPLE] or max(small) < 0.9:
        declared = _CHARSET.search(data[:_SAMPLE])
        return declared[1].decode().lower() if declared else "utf-8"
    return "utf-16-le" if small[1] > small[0] else "utf-16-be"


def _undecodable(data: bytes, encoding: str, at: int, name: str) -> ReadError:
    """The error for bytes that are no text in `encoding`: an old Vietnamese encoding is named."""
    if encoding == "utf-8" and b"\x00" in data:
        return _binary(name)
    legacy = legacy_encoding(data.decode("cp1252", errors="replace")) if encoding.startswith("utf-8") else ""
    if legacy:
        return refused(name, f"dùng phông chữ cũ mã {legacy}; hãy chuyển sang Unicode (UniKey) rồi nạp lại")
    line = data.count(b"\n", 0, at) + 1
    return refused(name, f"không dùng mã {encoding.upper().removesuffix('-SIG')} từ dòng {line}; {_TO_DO}")


def read(text: str, name: str) -> LoadedDocument:
    """The blocks of a plain text or Markdown; every place is a line. A text without words has none."""
    if len(text) > TEXT:
        raise too_long(name)
    blocks = read_blocks(text)
    places = {line: Place(line=line) for block in blocks for line in _lines(block)}
    if len(places) > ROWS:
        raise too_long(name)
    for row in (row for table in tables_of(blocks) for row in table.rows):
        require_short(row.cells, places[row.line], name)
    return with_fonts_checked(LoadedDocument(blocks, places), name)


def _lines(block: Block) -> list[int]:
    return [block.line] if isinstance(block, Paragraph) else [row.line for row in block.rows]
