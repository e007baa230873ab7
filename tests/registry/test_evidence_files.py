"""Files as evidence: what is taken, what is refused in one line, and that nothing is ever half kept."""

import hashlib
import io
import os
import tracemalloc
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from PIL import Image

from config.errors import DondocError
from tasks_registry.evidence import files as evidence_files
from tasks_registry.evidence.about import StoredFile
from tasks_registry.evidence.files import ENDINGS, copy_out, file_path, store_file

PDF = b"%PDF-1.4\n%%EOF\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def _picture(kind: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (4, 4)).save(made, kind)
    return made.getvalue()


def _zip(*members: tuple[str, bytes], stored: bool = False) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return made.getvalue()


def _office(kind: str) -> bytes:
    made = io.BytesIO()
    Document().save(made) if kind == "docx" else Workbook().save(made)
    return made.getvalue()


def _odf(kind: str) -> bytes:
    return _zip(
        ("mimetype", f"application/vnd.oasis.opendocument.{kind}".encode()),
        ("content.xml", b"<x/>"),
        stored=True,
    )


def _old(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + b"\0" * 64


def _store(folder: Path, content: bytes, name: str = "a.pdf", megabytes: int = 1) -> StoredFile:
    source = folder / name
    source.write_bytes(content)
    return store_file(folder / "kho", source, megabytes=megabytes)


def _kept(folder: Path) -> list[Path]:
    return [path for path in (folder / "kho").rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (PDF, ".pdf"),
        (b"\xef\xbb\xbf\r\n" + PDF, ".pdf"),
        (_picture("PNG"), ".png"),
        (_picture("JPEG"), ".jpg"),
        (_office("docx"), ".docx"),
        (_office("xlsx"), ".xlsx"),
        (_zip(("ppt/presentation.xml", b"<p/>")), ".pptx"),
        (_odf("text"), ".odt"),
        (_odf("spreadsheet"), ".ods"),
        (_odf("presentation"), ".odp"),
        (_old("WordDocument"), ".doc"),
        (_old("Workbook"), ".xls"),
        (_old("PowerPoint Document"), ".ppt"),
    ],
)
def test_the_kind_is_told_by_the_content(tmp_path: Path, content: bytes, ending: str) -> None:
    stored = _store(tmp_path, content, "tên bất kỳ")
    assert ENDINGS[stored.media_type] == ending
    assert (stored.size, stored.name) == (len(content), "tên bất kỳ")
    assert file_path(tmp_path / "kho", stored.sha256).read_bytes() == content


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"MZ\x90\0" + b"\0" * 100, "là chương trình"),
        (b"MZ" + PDF, "là chương trình"),
        (b"\x7fELF\x02" + b"\0" * 100, "là chương trình"),
        (b"#!/bin/sh\nrm -rf /\n", "là chương trình"),
        (b"", "rỗng"),
        (b"x" * 2000 + PDF, "không phải là tài liệu"),
        (b"<html>%PDF-", "không phải là tài liệu"),
        ("Chỉ là chữ".encode(), "không phải là tài liệu"),
        (_zip(("a.exe", b"MZ")), "không phải là tài liệu"),
        (OLE + b"\0" * 100, "không phải là tài liệu"),
        (b"PK\x03\x04hong", "hỏng"),
        (_zip(("word/document.xml", b"\0" * 30_000_000)), "nén bất thường"),
        (_zip(*((f"word/{n}", b"") for n in range(10_001)), ("word/document.xml", b"")), "phình quá lớn"),
        (b"x" * (1024 * 1024 + 1), "lớn hơn 1 MB"),
    ],
)
def test_what_is_no_document_is_refused_and_not_kept(tmp_path: Path, content: bytes, why: str) -> None:
    megabytes = 1 if "MB" in why else 50
    with pytest.raises(DondocError, match=why) as refused:
        _store(tmp_path, content, "bao-cao.pdf", megabytes)
    assert "\n" not in str(refused.value)
    assert "“bao-cao.pdf”" in str(refused.value)
    assert _kept(tmp_path) == []


@pytest.mark.parametrize("comment", [b"", b"c" * 60_000])
@pytest.mark.parametrize("large", [False, True])
def test_a_list_of_a_million_members_is_not_read(tmp_path: Path, comment: bytes, large: bool) -> None:
    entry = b"PK\x01\x02" + b"\0" * 24 + b"\x04\0\0\0\0\0" + b"\0" * 12 + b"aaaa"
    entries = entry * (2 if large else 200_000)
    said = b"\0" * 8 + len(entries).to_bytes(4, "little") + (30).to_bytes(4, "little")
    last = b"PK\x05\x06" + said + len(comment).to_bytes(2, "little") + comment
    locator = b"PK\x06\x07" + b"\0" * 16 if large else b""
    tracemalloc.start()
    with pytest.raises(DondocError, match="nén bất thường"):
        _store(tmp_path, b"PK\x03\x04" + b"\0" * 26 + entries + locator + last, megabytes=50)
    assert tracemalloc.get_traced_memory()[1] < 40_000_000
    tracemalloc.stop()


def test_two_gigabytes_are_refused_before_they_are_read(tmp_path: Path) -> None:
    source = tmp_path / "to.pdf"
    with source.open("wb") as file:
        file.write(PDF)
        file.truncate(2 * 1024**3)
    tracemalloc.start()
    with pytest.raises(DondocError, match="lớn hơn 50 MB"):
        store_file(tmp_path / "kho", source, megabytes=50)
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()
    assert _kept(tmp_path) == []


def test_a_file_that_grows_while_it_is_read_is_stopped_at_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence_files.os, "fstat", lambda number: os.stat(tmp_path / "nho"))
    (tmp_path / "nho").write_bytes(PDF)
    with pytest.raises(DondocError, match="lớn hơn 1 MB"):
        _store(tmp_path, PDF + b"x" * 3_000_000)
    assert _kept(tmp_path) == []


@pytest.mark.parametrize("name", ["/dev/zero", ".", "pipe"])
def test_what_has_no_end_is_not_read(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(DondocError, match="không phải là tệp"):
        store_file(tmp_path / "kho", tmp_path / name, megabytes=1)


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file whose reading fails")
def test_a_file_that_stops_being_readable_is_the_one_that_is_told(tmp_path: Path) -> None:
    with pytest.raises(DondocError, match="Không đọc được tệp “mem”"):
        store_file(tmp_path / "kho", Path("/proc/self/mem"), megabytes=1)
    assert list((tmp_path / "kho").iterdir()) == []


def test_the_same_content_is_kept_once_and_heals_a_damaged_copy(tmp_path: Path) -> None:
    first = _store(tmp_path, PDF, "a.pdf")
    again = _store(tmp_path, PDF, "b.pdf")
    assert (first.sha256, again.name) == (again.sha256, "b.pdf")
    [kept] = _kept(tmp_path)
    kept.write_bytes(b"hong")
    _store(tmp_path, PDF)
    assert kept.read_bytes() == PDF


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(evidence_files.os, "fsync", full)
    with pytest.raises(DondocError, match="hết chỗ trên đĩa"):
        _store(tmp_path, PDF)
    assert _kept(tmp_path) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "kho").write_text("a file")
    with pytest.raises(DondocError, match=r"Không ghi được tệp vào thư mục .*đã có tệp cùng tên"):
        _store(tmp_path, PDF)


@given(st.binary(max_size=3000))
@settings(max_examples=40)
def test_what_goes_in_comes_out(tmp_path_factory: pytest.TempPathFactory, rest: bytes) -> None:
    folder = tmp_path_factory.mktemp("kho")
    stored = _store(folder, PDF + rest)
    assert stored.sha256 == hashlib.sha256(PDF + rest).hexdigest()
    copy_out(folder / "kho", stored.sha256, folder / "ra.pdf")
    assert (folder / "ra.pdf").read_bytes() == PDF + rest
    with pytest.raises(DondocError, match="không ghi đè"):
        copy_out(folder / "kho", stored.sha256, folder / "ra.pdf")


@given(st.binary(max_size=300))
@settings(max_examples=100)
def test_whatever_is_given_is_taken_or_refused_in_a_line(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.mktemp("kho")
    for start in (b"", b"PK\x03\x04", OLE, b"PK\x03\x04" + b"\0" * 22 + b"\x08\0\0\0mimetype"):
        with suppress(DondocError):
            _store(folder, start + content)
            assert not (start + content).startswith((b"MZ", b"\x7fELF"))
