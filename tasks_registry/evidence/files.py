"""Files as evidence: taken into a folder by their SHA-256, told by their content, and copied out again."""

import hashlib
import os
import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from mmap import ACCESS_READ, mmap
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from config.errors import DondocError, why_of
from tasks_registry.evidence.about import StoredFile
from tasks_registry.plain_text import one_line
from tasks_registry.reading.formats.zips import opened

BLOCK = 1024 * 1024
MEGABYTE = 1024 * 1024
LONGEST_NAME = 300
KINDS_TAKEN = "PDF, ảnh PNG hoặc JPEG, tài liệu Word, Excel, PowerPoint, OpenDocument"
ENDINGS: Mapping[str, str] = MappingProxyType(
    {
        "application/pdf": ".pdf",
        "image/png": ".png",
        "image/jpeg": ".jpg",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
        "application/vnd.oasis.opendocument.text": ".odt",
        "application/vnd.oasis.opendocument.spreadsheet": ".ods",
        "application/vnd.oasis.opendocument.presentation": ".odp",
        "application/msword": ".doc",
        "application/vnd.ms-excel": ".xls",
        "application/vnd.ms-powerpoint": ".ppt",
    }
)
"""The media types that are taken, each with the ending of its files."""

_TYPES = {ending: media_type for media_type, ending in ENDINGS.items()}
_MAGIC = ((b"%PDF-", ".pdf"), (b"\x89PNG\r\n\x1a\n", ".png"), (b"\xff\xd8\xff", ".jpg"))
_BEFORE_A_PDF = b"\xef\xbb\xbf \t\r\n"  # what some scanners put before its first byte
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"L\0\0\0",
)
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE_PARTS = (
    ("word/document.xml", ".docx"),
    ("xl/workbook.xml", ".xlsx"),
    ("ppt/presentation.xml", ".pptx"),
)
_OLD_PARTS = (
    ("WordDocument", ".doc"),
    ("Workbook", ".xls"),
    ("Book", ".xls"),
    ("PowerPoint Document", ".ppt"),
)
_HEAD = 1024
LARGEST_DIRECTORY = 4 * MEGABYTE
_LAST, _LAST_RECORD = b"PK\x05\x06", 22
_LARGE, _LARGE_RECORD = b"PK\x06\x07", 20
_TAIL = 65_536 + _LAST_RECORD + _LARGE_RECORD
_ODF_NAME, _ODF_FROM = slice(30, 38), 38  # in a zip whose first member is "mimetype", stored as it is


def store_file(folder: Path, source: Path, *, megabytes: int) -> StoredFile:
    """Take a copy of `source` into `folder`, under its SHA-256; the same content is kept once.

    It is there whole or not at all. Its name does not matter, only what it holds.

    Raises:
        DondocError: not a file that can be read, empty, larger than `megabytes`, of a kind that is not
            taken (a program, an archive, a zip bomb), or the folder cannot be written.
    """
    name = one_line(source.name)[:LONGEST_NAME]
    with _opened(source, name) as reading, _new_file(folder) as made:
        _require_size(os.fstat(reading.fileno()).st_size, megabytes, name)
        sha256, size = _copied(reading, made.file, megabytes, name)
        media_type = _TYPES[_ending(made.path, name)]
        made.put(file_path(folder, sha256))
    return StoredFile(sha256, size, media_type, name)


def file_path(folder: Path, sha256: str) -> Path:
    """Where the file of that SHA-256 is kept."""
    return folder / sha256[:2] / sha256


def copy_out(folder: Path, sha256: str, target: Path) -> None:
    """Write a copy of a stored file to `target`, which must not be there yet.

    Raises:
        DondocError: it is there, cannot be written, or the stored file is lost or was changed.
    """
    if target.exists():
        raise DondocError(f"Đã có tệp {target}; chọn tên khác để không ghi đè.")
    stored = file_path(folder, sha256)
    with _opened(stored, f"{stored}") as reading, _new_file(target.parent) as made:
        found = hashlib.sha256()
        for block in _blocks(reading, f"{stored}"):
            found.update(block)
            made.file.write(block)
        if found.hexdigest() != sha256:
            raise DondocError(f"Tệp {stored} không còn như lúc nhận; khôi phục tệp từ bản sao lưu.")
        made.put(target)


def _opened(source: Path, name: str) -> BinaryIO:
    """The file, to be read; only a regular one, because a pipe or a device may have no end."""
    try:
        if not stat.S_ISREG(source.stat().st_mode):
            raise DondocError(f"“{name}” không phải là tệp; hãy chọn một tệp.")
        return source.open("rb")
    except (ValueError, FileNotFoundError, NotADirectoryError):
        raise DondocError(f"Không có tệp “{name}”; kiểm tra lại đường dẫn.") from None
    except OSError as error:
        raise _unread(name, error) from None


@dataclass(frozen=True)
class _NewFile:
    """A file on its way: not there under its name before it is whole and on the disk."""

    file: BinaryIO
    path: Path

    def put(self, target: Path) -> None:
        """Give it its name; what was there under that name is replaced."""
        self.file.flush()
        os.fsync(self.file.fileno())
        target.parent.mkdir(exist_ok=True)
        self.path.replace(target)
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@contextmanager
def _new_file(folder: Path) -> Iterator[_NewFile]:
    """A new file in `folder`, gone at the end unless it was put somewhere."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(prefix=".dang-ghi-", dir=folder)
        try:
            with os.fdopen(number, "wb") as file:
                yield _NewFile(file, Path(name))
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise DondocError(f"Không ghi được tệp vào thư mục {folder} ({why_of(error)}).") from None


def _copied(source: BinaryIO, copy: BinaryIO, megabytes: int, name: str) -> tuple[str, int]:
    """Copy within the limit, whatever the size was said to be; the checksum and size of what was written."""
    found, size = hashlib.sha256(), 0
    for block in _blocks(source, name):
        size += len(block)
        _require_size(size, megabytes, name)
        found.update(block)
        copy.write(block)
    if not size:
        raise DondocError(f"Tệp “{name}” rỗng; hãy chọn tệp khác.")
    copy.flush()
    return found.hexdigest(), size


def _blocks(source: BinaryIO, name: str) -> Iterator[bytes]:
    try:
        yield from iter(partial(source.read, BLOCK), b"")
    except OSError as error:
        raise _unread(name, error) from None


def _unread(name: str, error: OSError) -> DondocError:
    return DondocError(f"Không đọc được tệp “{name}” ({why_of(error)}).")


def _require_size(size: int, megabytes: int, name: str) -> None:
    if size > megabytes * MEGABYTE:
        raise DondocError(
            f"Tệp “{name}” lớn hơn {megabytes} MB; hãy nén ảnh trong tệp, tách tệp, "
            "hoặc để tệp trên trang của cơ quan rồi thêm đường dẫn."
        )


def _ending(path: Path, name: str) -> str:
    """The usual ending of files of that content.

    Raises:
        DondocError: a kind that is not taken; what is compressed is not unpacked for it.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    for magic, ending in _MAGIC:
        if head.lstrip(_BEFORE_A_PDF).startswith(magic):
            return ending
    found = _zip_ending(path, head, name) if head.startswith(_ZIP) else _old_ending(path, head)
    if found:
        return found
    if head.startswith(_PROGRAMS):
        raise DondocError(f"Tệp “{name}” là chương trình, không phải tài liệu; hãy chọn tệp khác.")
    raise DondocError(f"Tệp “{name}” không phải là tài liệu nhận làm minh chứng; chỉ nhận {KINDS_TAKEN}.")


def _zip_ending(path: Path, head: bytes, name: str) -> str:
    """By the names of its members, or by the type that OpenDocument writes at the beginning."""
    if _directory_size(path) > LARGEST_DIRECTORY:
        raise DondocError(f"Tệp “{name}” nén bất thường (có thể là tệp gây hại); không nhận vì an toàn.")
    with opened(path, name) as package:
        for part, ending in _OFFICE_PARTS:
            if part in package.members:
                return ending
    said = head[_ODF_FROM:].split(b"PK", 1)[0] if head[_ODF_NAME].startswith(b"mimetype") else b""
    return ENDINGS.get(said.decode("ascii", "replace"), "")


def _directory_size(path: Path) -> int:
    """The bytes of the list of a zip's members, as its last record says; 0 where there is no such record.

    Looked at first, because a list of a million members takes half a gigabyte once it is read.
    """
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL))
        tail = file.read()
    at = len(tail) - _LAST_RECORD if tail.endswith(b"\0\0") else -1
    if at < 0 or not tail.startswith(_LAST, at):
        at = tail.rfind(_LAST)
    if at < 0 or len(tail) < at + _LAST_RECORD:
        return 0
    if tail.startswith(_LARGE, max(at - _LARGE_RECORD, 0)):
        return LARGEST_DIRECTORY + 1  # made for archives beyond 4 GB: no document needs it
    return int.from_bytes(tail[at + 12 : at + 16], "little")


def _old_ending(path: Path, head: bytes) -> str:
    """By the names of the streams in an old file of Office, wherever they stand."""
    if not head.startswith(_OLE):
        return ""
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        for stream, ending in _OLD_PARTS:
            if content.find(stream.encode("utf-16-le") + b"\0\0") >= 0:
                return ending
    return ""
