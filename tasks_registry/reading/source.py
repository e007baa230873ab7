"""Opening a plan file: its format, its text, and the errors that a person can put right."""

from pathlib import Path

from config.errors import DondocError
from tasks_registry.reading.blocks import Block
from tasks_registry.reading.plain_text import read_blocks

LARGEST_TEXT = 20 * 1024 * 1024  # bytes
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_OTHER_FORMATS = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "Word, Excel hoặc tệp nén"),
    (b"\xd0\xcf\x11\xe0", "Word hoặc Excel đời cũ"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "ảnh"),
    (b"\xff\xd8\xff", "ảnh"),
)
_TO_DO = "hãy mở tệp, lưu lại dạng văn bản thuần (.txt, mã UTF-8) rồi nạp lại"


class ReadError(DondocError):
    """A file that cannot be read as a plan; the message says why and what to do."""


def load_blocks(path: Path) -> tuple[Block, ...]:
    """The blocks of a plan file.

    Raises ReadError for what cannot be read: a missing file, a folder, an empty or binary file, a
    format that is not supported, bytes that are no text, more than 20 MB.
    """
    return read_blocks(_decoded(_bytes_of(path), path.name))


def _bytes_of(path: Path) -> bytes:
    if path.is_dir():
        raise ReadError(f"“{path.name}” là thư mục; hãy chọn một tệp kế hoạch")
    try:
        if path.stat().st_size > LARGEST_TEXT:
            raise ReadError(f"Tệp “{path.name}” lớn hơn 20 MB; hãy tách hoặc lưu lại riêng phần kế hoạch")
        return path.read_bytes()
    except FileNotFoundError:
        raise ReadError(f"Không tìm thấy tệp “{path.name}”; hãy kiểm tra lại đường dẫn") from None
    except OSError as error:
        raise ReadError(
            f"Không mở được tệp “{path.name}” ({error.strerror}); hãy kiểm tra quyền đọc tệp"
        ) from error


def _decoded(data: bytes, name: str) -> str:
    """The text of a file: UTF-8, or UTF-16 with its mark."""
    if not data.strip():
        raise ReadError(f"Tệp “{name}” không có nội dung; hãy chọn tệp khác")
    for magic, format_name in _OTHER_FORMATS:
        if data.startswith(magic):
            raise ReadError(f"Chưa đọc được định dạng {format_name} của tệp “{name}”; {_TO_DO}")
    encoding = next((encoding for bom, encoding in _BOMS if data.startswith(bom)), "utf-8")
    if encoding != "utf-16" and b"\x00" in data:
        raise ReadError(f"Tệp “{name}” là tệp nhị phân, không phải văn bản; {_TO_DO}")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise ReadError(f"Tệp “{name}” không dùng mã UTF-8; {_TO_DO}") from None
