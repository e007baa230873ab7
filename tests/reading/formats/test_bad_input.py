"""Files that are damaged, locked, mislabelled or made to do harm: one clear line, or a safe reading."""

import random
import threading
import zipfile
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import ClassVar

import pytest

from tasks_registry.reading.formats import scans
from tasks_registry.reading.formats.inside import read
from tasks_registry.reading.source import ReadError
from tests.reading.formats.conftest import Convert
from tests.reading.formats.packages import W, docx, paragraph, relations, table, zipped
from tests.reading.formats.pdf_by_hand import pdf_of
from tests.reading.formats.reading import read_bytes, rows_of, texts_of
from tests.reading.formats.sample import PLAN
from tests.reading.formats.writers import as_text, write_docx, write_xlsx

BOMB = '<!DOCTYPE x [<!ENTITY a "chữ"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def workbook(sheet: str, names: str = "") -> bytes:
    """A workbook of one sheet, given by its XML."""
    space = (
        'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    kinds = f'<Override PartName="/xl/workbook.xml" ContentType="{kind}"/>'
    listed = '<sheet name="A" sheetId="1" r:id="r0"/>'
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{types}">{kinds}</Types>',
            "_rels/.rels": relations(officeDocument="xl/workbook.xml"),
            "xl/_rels/workbook.xml.rels": relations(worksheet="worksheets/sheet1.xml"),
            "xl/workbook.xml": f"{names}<workbook {space}><sheets>{listed}</sheets></workbook>",
            "xl/worksheets/sheet1.xml": f"<worksheet {space}><sheetData>{sheet}</sheetData></worksheet>",
        }
    )


def locked_zip() -> bytes:
    """A zip file whose members say that they are encrypted."""
    data = bytearray(zipped({"word/document.xml": "x"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def many_members() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for at in range(10_001):
            archive.writestr(f"word/{at}", "")
    return out.getvalue()


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing.docx": (lambda: b"", "không có nội dung; hãy chọn tệp khác"),
    "blank.txt": (lambda: b" \n\t\n", "không có nội dung; hãy chọn tệp khác"),
    "empty.docx": (lambda: docx(""), "không có nội dung chữ"),
    "bomb.docx": (lambda: zipped({"word/document.xml": " " * 30_000_000}), "nén bất thường"),
    "members.docx": (many_members, "phình quá lớn"),
    "entities.docx": (
        lambda: zipped({"word/document.xml": f"{BOMB}<w:document {W}>&b;</w:document>"}),
        "thực thể XML",
    ),
    "entities.xlsx": (lambda: workbook("", BOMB), "thực thể XML"),
    "locked.docx": (locked_zip, "có mật khẩu; hãy mở tệp, bỏ mật khẩu"),
    "locked-office.docx": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "có mật khẩu"),
    "unknown.doc": (lambda: OLE, "không phải văn bản Word"),
    "strict.docx": (
        lambda: zipped(
            {"word/document.xml": "<w:document xmlns:w='http://purl.oclc.org/ooxml/wordprocessingml/main'/>"}
        ),
        "Strict Open XML",
    ),
    "deep.docx": (lambda: docx("<w:sdt><w:sdtContent>" * 3000 + "</w:sdtContent></w:sdt>" * 3000), "bị hỏng"),
    "no-document.docx": (lambda: zipped({"word/other.xml": "<a/>"}), "không có phần văn bản của Word"),
    "archive.zip": (lambda: zipped({"ke-hoach.txt": "x"}), "là tệp nén; hãy giải nén"),
    "archive.rar": (lambda: b"Rar!\x1a\x07" + bytes(100), "tệp nén RAR"),
    "slides.pptx": (lambda: zipped({"ppt/presentation.xml": "x"}), "bản trình chiếu"),
    "program.docx": (lambda: b"MZ" + bytes(100), "là chương trình"),
    "binary.txt": (lambda: b"ab\x00cd\x01\x02" * 50, "tệp nhị phân"),
    "binary-with-letters.txt": (lambda: bytes(range(256)) * 50, "tệp nhị phân"),
    "pages.pdf": (lambda: pdf_of(5000), "có 5000 trang, quá 1000 trang; hãy tách riêng"),
    "damaged.pdf": (lambda: b"%PDF-1.7\n" + bytes(1000), "PDF bị hỏng"),
    "blank.pdf": (lambda: pdf_of(3), "không có nội dung chữ"),
    "locked.pdf": (
        lambda: pdf_of(
            1,
            trailer=b"/Encrypt<</Filter/Standard/V 1/R 2/O(%s)/U(%s)/P -4>>/ID[(a)(a)]"
            % (b"o" * 32, b"u" * 32),
        ),
        "có mật khẩu",
    ),
    "broken.png": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), "ảnh bị hỏng"),
    "cell.docx": (
        lambda: docx(table(["TT", "Nội dung", "Đơn vị chủ trì"], ["1", "chữ " * 250_000, "Phòng A"])),
        r"có một ô dài 999999 ký tự \(bảng 1, hàng 2\)",
    ),
    "cell.csv": (
        lambda: f"TT,Nội dung,Đơn vị chủ trì\n1,{'chữ ' * 250_000},Phòng A".encode(),
        r"có một ô dài 999999 ký tự \(hàng 2\)",
    ),
    "cell.txt": (
        lambda: f"TT\tNội dung\tĐơn vị chủ trì\n1\t{'chữ ' * 250_000}\tPhòng A".encode(),
        r"có một ô dài 999999 ký tự \(dòng 2\)",
    ),
    "paragraphs.txt": (lambda: b"1. a\n" * 50_001, "quá dài so với một kế hoạch"),
    "characters.txt": (lambda: b"1. a " * 1_000_001, "quá dài so với một kế hoạch"),
    "long.docx": (lambda: docx(paragraph("chữ") * 60_000), "quá dài so với một kế hoạch"),
    "long.txt": (lambda: b"a" * (20 * 1024 * 1024 + 1), "lớn hơn 20 MB"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_file_is_refused_in_one_line(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scans, "is_installed", lambda: True)
    make, why = REFUSED[name]
    with pytest.raises(ReadError, match=why) as caught:
        read_bytes(make(), tmp_path, name)
    assert f"“{name}”" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("write", [write_docx, write_xlsx])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_refused(tmp_path: Path, write: Callable[..., None], share: float) -> None:
    path = tmp_path / "plan.docx"
    write(PLAN, path)
    data = path.read_bytes()
    with pytest.raises(ReadError, match="bị hỏng hoặc chưa tải về đủ"):
        read_bytes(data[: int(len(data) * share)], tmp_path, "half.docx")


def test_control_characters_are_read_as_spaces(tmp_path: Path) -> None:
    noise = "".join(map(chr, [*range(1, 9), *range(14, 32), 127, 0x80, 0x9F]))
    document = read_bytes(f"Kế{noise}hoạch".encode(), tmp_path, "a.txt")
    assert texts_of(document) == ["Kế hoạch"]


def test_a_zip_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    """The directory says ten bytes; the member unpacks to millions."""
    data = bytearray(zipped({"word/document.xml": "<a>" + " " * 5_000_000}))
    for magic, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = data.index(magic) + at
        data[start : start + 4] = (10).to_bytes(4, "little")
    with pytest.raises(ReadError, match="bị hỏng"):
        read_bytes(bytes(data), tmp_path, "lie.docx")


def test_a_file_that_refers_to_the_outside_reads_nothing_there(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("bí mật")
    relation = relations(officeDocument="../../secret.txt", styles=secret.as_uri())
    members = {"_rels/.rels": relation, "word/document.xml": f"<w:document {W}><w:body/></w:document>"}
    with pytest.raises(ReadError, match="không có"):
        read_bytes(zipped(members), tmp_path, "a.docx")


def test_a_workbook_is_read_by_its_content_under_any_name(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    write_xlsx(PLAN, path)
    document = read_bytes(path.read_bytes(), tmp_path, "plan.docx")
    assert len(rows_of(document)) > 1
    assert ["nội dung là Excel" in warning for warning in document.warnings] == [True]


@pytest.mark.parametrize(
    ("name", "real"), [("plan.pdf", "Word"), ("plan.txt", "Word"), ("plan", "Word"), ("plan.DOCX", "")]
)
def test_a_wrong_ending_is_warned_of(tmp_path: Path, name: str, real: str) -> None:
    document = read_bytes(docx(paragraph("Kế hoạch")), tmp_path, name)
    assert texts_of(document) == ["Kế hoạch"]
    assert [f"nội dung là {real}" in warning for warning in document.warnings] == [True] * bool(real)


def test_a_document_with_macros_is_read_as_a_document(tmp_path: Path) -> None:
    assert read_bytes(docx(paragraph("Kế hoạch")), tmp_path, "plan.docm").warnings == ()


@pytest.mark.parametrize("name", ["plan.doc", "plan.odt"])
def test_without_libreoffice_it_is_said_what_to_install(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = {
        "plan.doc": OLE + "WordDocument\x00".encode("utf-16-le"),
        "plan.odt": zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
    }
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ReadError, match="cần LibreOffice để đọc; hãy cài LibreOffice"):
        read_bytes(data[name], tmp_path, name)


def test_libreoffice_fetches_nothing_that_a_document_links_to(tmp_path: Path, convert: Convert) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Noting) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        path = tmp_path / "plan.odt"
        path.write_bytes(odt_linking_to(f"http://127.0.0.1:{server.server_port}/a.png"))
        Noting.asked.clear()
        assert texts_of(read(path)) == ["Kế hoạch"]
        assert Noting.asked == []
        convert(path, "docx")  # as LibreOffice does by itself
        server.shutdown()
    assert "/a.png" in Noting.asked


class Noting(BaseHTTPRequestHandler):
    """A web server that has nothing, and notes what it is asked for."""

    asked: ClassVar[list[str]] = []

    def log_message(self, *words: object) -> None:
        """Note the path, whatever the method."""
        self.asked.append(self.path)


def odt_linking_to(url: str) -> bytes:
    """A text with a picture that lies elsewhere."""
    names = {"office": "office", "text": "text", "draw": "drawing", "svg": "svg-compatible"}
    spaces = " ".join(f'xmlns:{k}="urn:oasis:names:tc:opendocument:xmlns:{v}:1.0"' for k, v in names.items())
    image = f'<draw:frame svg:width="2cm" svg:height="2cm"><draw:image xlink:href="{url}"/></draw:frame>'
    content = (
        f'<office:document-content {spaces} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
        f"<office:body><office:text><text:p>Kế hoạch{image}</text:p></office:text></office:body>"
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    entries = "".join(
        f'<m:file-entry m:full-path="{path}" m:media-type="{media}"/>'
        for path, media in (("/", kind), ("content.xml", "text/xml"))
    )
    manifest = f'<m:manifest xmlns:m="{space}">{entries}</m:manifest>'
    return zipped({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def test_a_sheet_of_a_million_empty_rows_is_read_at_once(tmp_path: Path) -> None:
    row = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>{1}</t></is></c></row>'
    document = read_bytes(workbook(row.format(1, "Đầu") + row.format(1_048_576, "Cuối")), tmp_path, "a.xlsx")
    assert texts_of(document) == ["Đầu", "Cuối"]


def test_any_cut_of_a_text_is_read(tmp_path: Path) -> None:
    """A text cut in the middle of a letter is refused, cut elsewhere it is read."""
    data = as_text(PLAN).encode()
    rng = random.Random(7)  # noqa: S311  no secret
    for _ in range(30):
        end = rng.randrange(1, len(data))
        if (data[end] & 0xC0) == 0x80:
            with pytest.raises(ReadError, match="không dùng mã UTF-8"):
                read_bytes(data[:end], tmp_path, "a.txt")
        else:
            rows_of(read_bytes(data[:end], tmp_path, "a.txt"))
