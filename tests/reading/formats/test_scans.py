"""Pictures of pages, read through tesseract: the same items, always marked as scanned."""

from pathlib import Path

import docx
import pypdfium2
import pytest
from PIL import Image

from tasks_registry.reading.formats import load, scans
from tasks_registry.reading.formats.inside import read
from tasks_registry.reading.source import ReadError
from tests.reading.formats.conftest import Convert
from tests.reading.formats.reading import items_of, rows_of, texts_of
from tests.reading.formats.sample import HEADING, ROWS
from tests.reading.formats.test_pdf import add_paragraphs, official

DOTS = 200


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, convert: Convert) -> list[Image.Image]:
    """The pages of an official plan as pictures, a little askew as a scanner leaves them."""
    path = tmp_path_factory.mktemp("scan") / "plan.docx"
    official().save(str(path))
    with pypdfium2.PdfDocument(convert(path, "pdf")) as document:
        drawn = [document[at].render(scale=DOTS / 72, grayscale=True).to_pil() for at in range(len(document))]
    return [page.rotate(0.7, Image.Resampling.BICUBIC, fillcolor=255) for page in drawn]


@pytest.mark.usefixtures("tesseract")
def test_a_scanned_pdf_gives_rows_and_duties(tmp_path: Path, pages: list[Image.Image]) -> None:
    """Letters may be wrong here and there; the rows, their units and their days are the same."""
    path = tmp_path / "scan.pdf"
    pages[0].save(path, save_all=True, append_images=pages[1:], resolution=DOTS)
    document = load(path)
    assert document.scanned
    rows = [row for row in rows_of(document) if row[0].strip(".").isdigit()]
    expected = [row for row in ROWS if row[2]]
    assert len(rows) == len(expected)
    assert len(rows[0]) == len(HEADING)
    dates = [item["deadlines"] for item in items_of(document)]
    assert [{"kind": "by", "due": "2026-02-14"}] in dates
    assert len([item for item in items_of(document) if item["kind"] == "duty"]) == 5
    assert str(document.places[1]) == "trang 1"


@pytest.mark.usefixtures("tesseract")
def test_a_picture_is_read(tmp_path: Path, pages: list[Image.Image]) -> None:
    path = tmp_path / "page.jpg"
    pages[0].save(path, quality=80)
    document = read(path)
    assert document.scanned
    assert "KẾ HOẠCH" in texts_of(document)


@pytest.mark.usefixtures("tesseract")
def test_one_scanned_page_among_others_is_read_in_its_place(tmp_path: Path, convert: Convert) -> None:
    path = tmp_path / "plan.docx"
    document = docx.Document()
    add_paragraphs(document, ["Trang thứ nhất có chữ rõ ràng."])
    document.save(str(path))
    text = convert(path, "pdf")
    with pypdfium2.PdfDocument(text) as first, pypdfium2.PdfDocument.new() as both:
        both.import_pages(first)
        image = first[0].render(scale=DOTS / 72, grayscale=True).to_pil().convert("RGB")
        image.save(tmp_path / "page.pdf", resolution=DOTS)
        with pypdfium2.PdfDocument(tmp_path / "page.pdf") as scanned:
            both.import_pages(scanned)
        both.save(tmp_path / "both.pdf")
    found = read(tmp_path / "both.pdf")
    assert found.scanned
    assert [(str(found.places[at]), text) for at, text in enumerate(texts_of(found), 1)] == [
        ("trang 1", "Trang thứ nhất có chữ rõ ràng."),
        ("trang 2", "Trang thứ nhất có chữ rõ ràng."),
    ]


def test_without_tesseract_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scans, "is_installed", lambda: False)
    path = tmp_path / "page.png"
    Image.new("L", (400, 600), 255).save(path)
    with pytest.raises(ReadError, match="tesseract-ocr-vie"):
        read(path)
    Image.new("L", (400, 600), 255).convert("RGB").save(tmp_path / "page.pdf")
    with pytest.raises(ReadError, match=r"“page\.pdf” là ảnh quét, cần chương trình tesseract"):
        read(tmp_path / "page.pdf")


def test_a_picture_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "is_installed", lambda: True)
    monkeypatch.setattr(scans, "PIXELS", 1000)
    path = tmp_path / "page.png"
    Image.new("L", (100, 100), 255).save(path)
    with pytest.raises(ReadError, match="ảnh quá lớn"):
        read(path)
