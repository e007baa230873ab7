"""A page of a PDF → its words and the straight lines drawn on it, through pdfium.

pdfium gives characters and paths in the space of the page, whose y grows upwards and which may be
turned or cut; here they are put as they are seen: x to the right and y downwards, in points.
"""

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from tasks_registry.reading.formats.page_edges import Edge
from tasks_registry.reading.formats.page_lines import Word
from tasks_registry.reading.formats.pages import Page

_FINE = 100  # parts of a point, since pdfium counts whole dots of a device
_FAR = 1000  # points between the corners by which the space of a page is measured
_DESCENT = 0.22  # of the size of letters: what stands below the base line
_GAP = 0.35  # of the size: a wider gap parts words
_STRAIGHT = 0.05  # a line leans no more than this, of its length
_DEEPEST = 4  # forms within one another
_MOST_OBJECTS = 30_000  # of a page; more make a drawing, no table
_FONT_NAME = 128  # bytes
_BOLD = (b"bold", b"black", b"heavy", b"demi", b"-bd", b",bd")
_HYPHENS = (0x02, 0xAD, 0xFFFE)  # as which pdfium gives a hyphen at the end of a line

Point = tuple[float, float]


@dataclass(frozen=True)
class Space:
    """A change of coordinates: (a, b) is where a step to the right goes, (c, d) a step upwards."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def seen(self, x: float, y: float) -> Point:
        """Where a point is seen."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def within(self, inner: "Space") -> "Space":
        """The change that first makes `inner`, then this one."""
        (a, b), (c, d) = self._turned(inner.a, inner.b), self._turned(inner.c, inner.d)
        return Space(a, b, c, d, *self.seen(inner.e, inner.f))

    def _turned(self, x: float, y: float) -> Point:
        return self.a * x + self.c * y, self.b * x + self.d * y


def page_of(page: Any, number: int) -> Page:
    """The words and lines of an open page of pypdfium2; `number` counts from 1."""
    space = _space(page)
    text = page.get_textpage()
    try:
        words = tuple(_words(text, space))
    finally:
        text.close()
    return Page(number, float(page.get_width()), float(page.get_height()), words, tuple(_edges(page, space)))


def _space(page: Any) -> Space:
    """How the space of a page is seen, whatever its rotation and its visible part."""
    width, height = page.get_size()
    x, y = ctypes.c_int(), ctypes.c_int()
    found = []
    for corner in ((0, 0), (_FAR, 0), (0, _FAR)):
        size = (round(width * _FINE), round(height * _FINE))
        pdfium.FPDF_PageToDevice(page, 0, 0, *size, 0, *corner, x, y)
        found.append((x.value / _FINE, y.value / _FINE))
    (e, f), (right_x, right_y), (up_x, up_y) = found
    return Space((right_x - e) / _FAR, (right_y - f) / _FAR, (up_x - e) / _FAR, (up_y - f) / _FAR, e, f)


@dataclass
class _Open:
    """A word of which more letters may come."""

    letters: list[str]
    x0: float
    x1: float
    base: float
    size: float
    bold: bool

    def closed(self) -> Word:
        bottom = self.base + _DESCENT * self.size
        return Word("".join(self.letters), self.x0, bottom - self.size, self.x1, bottom, self.bold)


def _words(text: Any, space: Space) -> Iterator[Word]:
    """The upright words of a page in the order in which they were written."""
    word: _Open | None = None
    for at in range(pdfium.FPDFText_CountChars(text)):
        code = pdfium.FPDFText_GetUnicode(text, at)
        letter = (
            "-" if code in _HYPHENS else chr(code) if code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd"
        )
        if code == 0 or letter.isspace():
            if word:
                yield word.closed()
            word = None
            continue
        x0, x1, base = _place(text, at, space)
        if word and abs(base - word.base) < word.size / 2 and -word.size < x0 - word.x1 < _GAP * word.size:
            word.letters.append(letter)
            word.x1 = max(word.x1, x1)
            continue
        if word:
            yield word.closed()
        size = _size(text, at, space)
        word = _Open([letter], x0, x1, base, size, _is_bold(text, at)) if size else None
    if word:
        yield word.closed()


def _place(text: Any, at: int, space: Space) -> tuple[float, float, float]:
    """Where a letter begins and ends across the page, and where its base line stands."""
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetLooseCharBox(text, at, box)
    pdfium.FPDFText_GetCharOrigin(text, at, x, y)
    one, _ = space.seen(box.left, box.bottom)
    other, _ = space.seen(box.right, box.top)
    return min(one, other), max(one, other), space.seen(x.value, y.value)[1]


def _size(text: Any, at: int, space: Space) -> float:
    """The height of the letters from `at` on; 0 where they do not run to the right (a stamp, a margin)."""
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFText_GetMatrix(text, at, matrix):
        return float(pdfium.FPDFText_GetFontSize(text, at))
    seen = space.within(Space(matrix.a, matrix.b, matrix.c, matrix.d, 0, 0))
    if seen.a <= 0 or abs(seen.b) > _STRAIGHT * seen.a:
        return 0.0
    return math.hypot(seen.c, seen.d) * float(pdfium.FPDFText_GetFontSize(text, at))


def _is_bold(text: Any, at: int) -> bool:
    name, flags = ctypes.create_string_buffer(_FONT_NAME), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, at, name, _FONT_NAME, flags)
    return any(mark in name.value.lower() for mark in _BOLD)


def _edges(page: Any, space: Space) -> Iterator[Edge]:
    count = pdfium.FPDFPage_CountObjects(page)
    if count <= _MOST_OBJECTS:
        for at in range(count):
            yield from _edges_of(pdfium.FPDFPage_GetObject(page, at), space, 0)


def _edges_of(drawn: Any, space: Space, depth: int) -> Iterator[Edge]:
    """The straight lines of a path; of a form, those of the paths in it."""
    kind = pdfium.FPDFPageObj_GetType(drawn)
    if kind not in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_FORM) or depth > _DEEPEST:
        return
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(drawn, matrix)
    inner = space.within(Space(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f))
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        yield from _path_edges(drawn, inner)
        return
    count = pdfium.FPDFFormObj_CountObjects(drawn)
    for at in range(count if count <= _MOST_OBJECTS else 0):
        yield from _edges_of(pdfium.FPDFFormObj_GetObject(drawn, at), inner, depth + 1)


def _path_edges(path: Any, space: Space) -> Iterator[Edge]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    count = pdfium.FPDFPath_CountSegments(path)
    if not (fill.value or stroke.value) or count > _MOST_OBJECTS:
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = (0.0, 0.0)
    for at in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, at)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point, kind = space.seen(x.value, y.value), pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield from _edge(last, point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield from _edge(point, start)
        last = point


def _edge(one: Point, other: Point) -> Iterator[Edge]:
    """The line between two points, where it runs along or down the page."""
    across, down = abs(one[0] - other[0]), abs(one[1] - other[1])
    if down <= _STRAIGHT * across:
        yield Edge(True, (one[1] + other[1]) / 2, min(one[0], other[0]), max(one[0], other[0]))
    elif across <= _STRAIGHT * down:
        yield Edge(False, (one[0] + other[0]) / 2, min(one[1], other[1]), max(one[1], other[1]))
