"""PDF files → blocks: by their layer of text where they have one, else read as pictures."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

from tasks_registry.reading.formats import scans
from tasks_registry.reading.formats.gathering import Gathering, refused
from tasks_registry.reading.formats.limits import PAGES, PIXELS, SCANNED_PAGES, TEXT
from tasks_registry.reading.formats.page_lines import Word
from tasks_registry.reading.formats.pages import Page, add_pages
from tasks_registry.reading.formats.pdf_pages import page_of
from tasks_registry.reading.formats.recognising import encrypted

_FEWEST_CHARACTERS = 20  # a page; a scanned page may bear a stamp or a number of text
_UNREADABLE = 0.3  # of the characters; a font without a table of letters makes nonsense of its text
_POINTS_AN_INCH = 72
_MOST_LISTED = 5  # pages named in one warning


def read(path: Path, found: Gathering) -> None:
    """Add the blocks of a PDF to `found`."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise encrypted(found.name) from error
        raise refused(
            found.name, "là PDF bị hỏng hoặc chưa tải về đủ; hãy tải lại tệp rồi nạp lại"
        ) from error
    with document:
        count = len(document)
        if count > PAGES:
            raise refused(found.name, f"có {count} trang, quá {PAGES} trang; hãy tách riêng phần kế hoạch")
        pages = _pages(document, found.name)
        pictures = [page.number for page in pages if not _has_text(page.words)]
        scanned = _scanned(document, pictures, found)
    add_pages(found, [scanned.get(page.number, page) for page in pages])


def _pages(document: Any, name: str) -> list[Page]:
    pages: list[Page] = []
    characters = 0
    for number in range(1, len(document) + 1):
        page = document[number - 1]
        text = page.get_textpage()
        characters += text.count_chars()
        text.close()
        if characters > TEXT:
            raise refused(name, "quá dài so với một kế hoạch; hãy tách riêng phần kế hoạch rồi nạp lại")
        pages.append(page_of(page, number))
        page.close()
    return pages


def _has_text(words: Sequence[Word]) -> bool:
    letters = "".join(word.text for word in words)
    nonsense = sum(letter == "\ufffd" or "\ue000" <= letter <= "\uf8ff" for letter in letters)
    return len(letters) >= _FEWEST_CHARACTERS and nonsense <= _UNREADABLE * len(letters)


def _scanned(document: Any, numbers: list[int], found: Gathering) -> dict[int, Page]:
    """Those of the pages on which something is drawn, read as pictures; by their numbers."""
    shown = [number for number in numbers if next(document[number - 1].get_objects(max_depth=1), None)]
    if len(shown) > SCANNED_PAGES:
        raise refused(found.name, f"có {len(shown)} trang ảnh, quá {SCANNED_PAGES}; hãy tách thành nhiều tệp")
    if shown and not scans.is_installed() and len(shown) < len(document):
        listed = ", ".join(map(str, shown[:_MOST_LISTED]))
        found.warn(f"Chưa đọc {len(shown)} trang ảnh (trang {listed}); {scans.TO_INSTALL}")
        return {}
    if shown:
        scans.require(found.name)
    return {number: scans.page_of(_picture(document[number - 1]), number, found) for number in shown}


def _picture(page: Any) -> Image.Image:
    """A page as a picture; one that would be too large, at fewer dots."""
    width, height = page.get_size()
    scale = scans.DOTS / _POINTS_AN_INCH
    scale *= min(1.0, (PIXELS / max(width * height * scale * scale, 1.0)) ** 0.5)
    picture: Image.Image = page.render(scale=scale, grayscale=True).to_pil()
    return picture
