"""Pictures of pages → words and drawn lines, through tesseract with its Vietnamese letters.

What is read from a picture is marked as scanned: a person has to confirm every word of it.
"""

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from statistics import pvariance

from PIL import Image, ImageDraw, ImageOps, ImageSequence, UnidentifiedImageError

from tasks_registry.reading.formats.gathering import Gathering, refused
from tasks_registry.reading.formats.limits import PAGE_SECONDS, PIXELS, SCANNED_PAGES
from tasks_registry.reading.formats.page_edges import Edge, Ruled, ruled
from tasks_registry.reading.formats.page_lines import Word
from tasks_registry.reading.formats.pages import Page, add_pages

DOTS = 200  # per inch, at which a page is read
_POINTS = 72 / DOTS
_PAPER_WIDTH = 8.27  # inches; the width of A4, taken for a picture that does not say its size
_DARK = 160  # of 255: darker dots are ink
_LINE = 60  # dots in a row that make a drawn line; no letter has so many
_SMALL = 700  # dots along the longer side, enough to see how lines run
_COARSE, _FINE, _TURNS = 0.4, 0.1, 5  # degrees, and steps to each side
_LEAST_SURE = 20  # percent; below it tesseract has read a stain
_PROSE, _BLOCK, _SPARSE = "3", "6", "11"  # a page; a column of cells; letters anywhere, as in a table
_LINE_LEVEL, _WORD_LEVEL = "4", "5"
_PEN = 3  # dots; a drawn line is thinner
_NOISE = frozenset("|_—–-=~.,:;'‘’“”\"`¬\\/[]{}()")
TO_INSTALL = "hãy cài gói tesseract-ocr và tesseract-ocr-vie, hoặc nạp bản Word của kế hoạch"


@cache
def is_installed() -> bool:
    """Whether tesseract is there with its Vietnamese letters."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    command = [program, "--list-langs"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  a fixed command
    return "vie" in listed.stdout.split()


def require(name: str) -> None:
    """Raise ReadError where pictures cannot be read on this machine."""
    if not is_installed():
        raise refused(name, f"là ảnh quét, cần chương trình tesseract với bộ chữ tiếng Việt; {TO_INSTALL}")


def read(path: Path, found: Gathering) -> None:
    """Add the blocks of a picture, or of a TIFF of several pages, to `found`."""
    require(found.name)
    try:
        with Image.open(path) as image:
            count = getattr(image, "n_frames", 1)
            if count > SCANNED_PAGES:
                raise refused(
                    found.name, f"có {count} trang ảnh, quá {SCANNED_PAGES}; hãy tách thành nhiều tệp"
                )
            frames = enumerate(ImageSequence.Iterator(image), 1)
            pages = [page_of(_sized(frame, found.name), number, found) for number, frame in frames]
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise refused(
            found.name, "là ảnh bị hỏng hoặc quá lớn; hãy chụp hoặc quét lại rồi nạp lại"
        ) from error
    add_pages(found, pages)


def _sized(image: Image.Image, name: str) -> Image.Image:
    """A picture upright and of the size of a page at the dots per inch that tesseract reads best."""
    if image.width * image.height > PIXELS:
        raise refused(name, "là ảnh quá lớn; hãy chụp hoặc quét lại ở 200-300 dpi rồi nạp lại")
    upright = ImageOps.exif_transpose(image).convert("L")
    dots = min(upright.width, upright.height) / _PAPER_WIDTH
    return ImageOps.scale(upright, DOTS / dots) if dots > DOTS else upright


def page_of(image: Image.Image, number: int, found: Gathering) -> Page:
    """The words and drawn lines of the picture of a page; raises ReadError where that takes too long."""
    found.scanned = True
    grey = _straightened(image.convert("L"))
    edges = tuple(_drawn(grey))
    width, height = grey.width * _POINTS, grey.height * _POINTS
    tables = ruled(edges)
    words = [*_words(_read(grey, _SPARSE if tables else _PROSE, number, found.name))]
    _wipe(grey, edges)
    for table in tables:
        words += _missed(grey, table, words, number, found.name)
    return Page(number, width, height, tuple(words), edges)


def _wipe(image: Image.Image, edges: Sequence[Edge]) -> None:
    """Paint drawn lines over, which stand in the way of letters that touch them."""
    pen = ImageDraw.Draw(image)
    for edge in edges:
        at, start, end = (value / _POINTS for value in (edge.at, edge.start, edge.end))
        ends = [(start, at), (end, at)] if edge.flat else [(at, start), (at, end)]
        pen.line(ends, fill=255, width=_PEN)


def _missed(image: Image.Image, table: Ruled, words: list[Word], number: int, name: str) -> Iterator[Word]:
    """The words of the first column not found yet: numbers that stand alone are missed in a whole page."""
    (left, right), (top, bottom) = table.xs[:2], (table.ys[0], table.ys[-1])
    inside = [word for word in words if left < word.x0 < right and top < word.middle < bottom]
    strip = image.crop(
        (round(left / _POINTS), round(top / _POINTS), round(right / _POINTS), round(bottom / _POINTS))
    )
    for word in _words(_read(strip, _BLOCK, number, name)):
        moved = Word(word.text, word.x0 + left, word.top + top, word.x1 + left, word.bottom + top)
        if not any(found.top < moved.middle < found.bottom for found in inside):
            yield moved


def _straightened(image: Image.Image) -> Image.Image:
    """A page that lies askew by at most two degrees, turned straight: so that its lines stand out most."""
    small = ImageOps.contain(image, (_SMALL, _SMALL))
    best = 0.0
    for step in (_COARSE, _FINE):
        angles = [best + step * turn for turn in range(-_TURNS, _TURNS + 1)]
        best = max(angles, key=lambda angle: _contrast(small, angle))
    return image.rotate(best, Image.Resampling.BICUBIC, fillcolor=255) if abs(best) >= _FINE else image


def _contrast(image: Image.Image, angle: float) -> float:
    """How much the rows of dots of a turned picture differ: most where lines of text run along them."""
    turned = image.rotate(angle, Image.Resampling.BILINEAR, fillcolor=255)
    return pvariance(turned.resize((1, turned.height), Image.Resampling.BOX).tobytes())


def _read(image: Image.Image, layout: str, number: int, name: str) -> str:
    """What tesseract finds in a picture in one of its page segmentation modes, as tab-separated values."""
    data = io.BytesIO()
    image.save(data, "PNG", compress_level=1)
    command = ["tesseract", "-", "-", "-l", "vie", "--psm", layout, "--dpi", str(DOTS), "tsv"]
    try:
        done = subprocess.run(  # noqa: S603  a fixed command
            command,
            input=data.getvalue(),
            capture_output=True,
            timeout=PAGE_SECONDS,
            check=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired as error:
        raise refused(
            name, f"có trang {number} quá lâu mới đọc được; hãy quét lại rõ hơn rồi nạp lại"
        ) from error
    except subprocess.CalledProcessError as error:
        raise refused(
            name, f"có trang {number} không đọc được bằng tesseract; hãy quét lại rồi nạp lại"
        ) from error
    return done.stdout.decode("utf-8", errors="replace")


def _words(table: str) -> Iterator[Word]:
    """The words of tesseract's table; each as high as the line in which it stands."""
    top = bottom = 0.0
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row.get("text") or "").strip()
        if row.get("level") == _LINE_LEVEL:
            top, bottom = _span(row, "top", "height")
        elif row.get("level") == _WORD_LEVEL and float(row["conf"]) >= _LEAST_SURE and _is_word(text):
            x0, x1 = _span(row, "left", "width")
            yield Word(text, x0, top, x1, bottom)


def _span(row: dict[str, str], start: str, size: str) -> tuple[float, float]:
    """Where a box begins and ends, in points."""
    begin = float(row[start]) * _POINTS
    return begin, begin + float(row[size]) * _POINTS


def _is_word(text: str) -> bool:
    """Whether a text is no remainder of a drawn line; a dash alone may be a bullet."""
    return bool(text) and (text in ("-", "–", "+") or not _NOISE.issuperset(text))


def _drawn(image: Image.Image) -> Iterator[Edge]:
    """The straight lines of a picture, along the page and down it."""
    ink = image.point(lambda value: 0 if value < _DARK else 1)
    for at, start, end in _runs(ink):
        yield Edge(True, at * _POINTS, start * _POINTS, end * _POINTS)
    for at, start, end in _runs(ink.transpose(Image.Transpose.TRANSPOSE)):
        yield Edge(False, at * _POINTS, start * _POINTS, end * _POINTS)


def _runs(image: Image.Image) -> Iterator[tuple[int, int, int]]:
    """The runs of ink in each row of dots: the row, where it begins and where it ends."""
    data, width = image.tobytes(), image.width
    line = bytes(_LINE)
    for at in range(image.height):
        row = data[at * width : (at + 1) * width]
        start = row.find(line)
        while start >= 0:
            end = row.find(b"\x01", start)
            end = width if end < 0 else end
            yield at, start, end
            start = row.find(line, end)
