"""Opening the zip files that Word, Excel and LibreOffice write, within limits and without entities."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from posixpath import join, normpath

from lxml import etree

from tasks_registry.reading.formats.gathering import refused
from tasks_registry.reading.formats.limits import (
    LARGEST_PART,
    MEGABYTE,
    ZIP_BYTES,
    ZIP_MEMBERS,
    ZIP_RATIO,
    ZIP_RATIO_FROM,
)

_DAMAGED = "bị hỏng hoặc chưa tải về đủ; hãy mở bằng Word hoặc Excel, lưu lại rồi nạp lại"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_ENCRYPTED = 0x1


class Package:
    """The members of an open zip file of the Office kind."""

    def __init__(self, opened: zipfile.ZipFile, name: str) -> None:
        self.name = name
        self._zip = opened
        self.members = {info.filename: info for info in opened.infolist()}

    def xml(self, member: str) -> etree._Element | None:
        """The root of an XML member; None where the member is missing. Raises ReadError where damaged."""
        data = self.data(member)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return None if data is None else etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
                raise MemoryError from error
            raise refused(self.name, _DAMAGED) from error

    def data(self, member: str) -> bytes | None:
        """The bytes of a member; None where it is missing. Raises ReadError where too large or damaged."""
        info = self.members.get(member)
        if info is None:
            return None
        if info.file_size > LARGEST_PART:
            raise refused(
                self.name, f"có phần dài hơn {LARGEST_PART // MEGABYTE} MB; hãy tách riêng phần kế hoạch"
            )
        try:
            data = self._zip.read(info)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            OSError,
            RuntimeError,
        ) as error:
            raise refused(self.name, _DAMAGED) from error
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data or "<!DOCTYPE".encode("utf-16-le") in data:
            raise refused(
                self.name, "khai báo thực thể XML, điều mà Word và Excel không làm; không đọc vì an toàn"
            )
        return data

    def related(self, member: str) -> dict[str, str]:
        """The members that `member` ("" for the package) names as related, by the last word of their kind.

        Where several are of one kind, the first.
        """
        folder, _, file = member.rpartition("/")
        root = self.xml(join(folder, "_rels", f"{file}.rels"))
        found: dict[str, str] = {}
        for relation in root.iter(_RELATION) if root is not None else ():
            kind, target = relation.get("Type", ""), relation.get("Target", "")
            if relation.get("TargetMode") != "External":
                path = normpath(join("/", folder, target)).lstrip("/")
                found.setdefault(kind.rpartition("/")[2], path)
                found.setdefault(relation.get("Id", ""), path)
        return found


@contextmanager
def opened(path: Path, name: str) -> Iterator[Package]:
    """The package in a file; raises ReadError where it is damaged, encrypted or a zip bomb."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise refused(name, _DAMAGED) from error
    with archive:
        _check_sizes(archive.infolist(), name)
        yield Package(archive, name)


def _check_sizes(members: list[zipfile.ZipInfo], name: str) -> None:
    unpacked = sum(info.file_size for info in members)
    packed = sum(info.compress_size for info in members)
    if len(members) > ZIP_MEMBERS or unpacked > ZIP_BYTES:
        raise refused(
            name, "phình quá lớn khi giải nén; không đọc vì an toàn, hãy lưu lại từ Word hoặc Excel"
        )
    if unpacked > ZIP_RATIO_FROM and unpacked > ZIP_RATIO * max(packed, 1):
        raise refused(name, "nén bất thường (có thể là tệp gây hại); không đọc vì an toàn")
    if any(info.flag_bits & _ENCRYPTED for info in members):
        raise refused(name, "có mật khẩu; hãy mở tệp, bỏ mật khẩu, lưu lại rồi nạp lại")
