"""The text of one paragraph of Word, as its last editor would see it with all changes accepted."""

from collections.abc import Iterator

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"

# Deleted text, properties, drawings (text boxes are read apart), notes.
_DROPPED = frozenset(
    W + name
    for name in ("del", "moveFrom", "pPr", "rPr", "drawing", "pict", "object", "instrText", "delText")
)
_SHOWN = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-", W + "ptab": "\t"}
_DIGITS = 7
_OFF = ("0", "false", "none", "off")


def is_on(properties: etree._Element | None, name: str) -> bool | None:
    """Whether a switch (bold, hidden) is on in run or paragraph properties; None where it says nothing."""
    switch = properties.find(W + name) if properties is not None else None
    return None if switch is None else switch.get(W + "val", "1") not in _OFF


def value_of(parent: etree._Element | None, path: str) -> str:
    """The `val` of the element under `parent` at a path of names ("pPr/pStyle"); "" where there is none."""
    found = parent.find("/".join(W + name for name in path.split("/"))) if parent is not None else None
    return "" if found is None else str(found.get(W + "val", ""))


def whole(text: str, otherwise: int) -> int:
    """The number that an attribute holds, of at most seven digits; `otherwise` where it holds none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else otherwise


def runs_of(element: etree._Element) -> Iterator[etree._Element]:
    """The runs of a paragraph that show, insertions and links included, in their order."""
    for child in element:
        if child.tag == W + "r":
            if not is_on(child.find(W + "rPr"), "vanish"):
                yield child
        elif isinstance(child.tag, str) and child.tag not in _DROPPED and child.tag != _FALLBACK:
            yield from runs_of(child)


def text_of_run(run: etree._Element) -> str:
    """The text of a run; breaks of lines and pages are line breaks."""
    return "".join(_pieces(run))


def _pieces(element: etree._Element) -> Iterator[str]:
    for child in element:
        if child.tag == W + "t":
            yield child.text or ""
        elif child.tag == W + "sym":
            yield _symbol(child.get(W + "char", ""))
        elif child.tag in _SHOWN:
            yield _SHOWN[child.tag]


def _symbol(code: str) -> str:
    """The character of a symbol by its hexadecimal code."""
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""


def boxes_of(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The contents of the text boxes that hang on a paragraph; each once, though Word keeps two copies."""
    for box in paragraph.iter(W + "txbxContent"):
        above = [ancestor.tag for ancestor in box.iterancestors()]
        if _FALLBACK not in above and W + "txbxContent" not in above[: _depth(box, paragraph)]:
            yield box


def _depth(element: etree._Element, ancestor: etree._Element) -> int:
    return next(at for at, found in enumerate(element.iterancestors()) if found is ancestor)
