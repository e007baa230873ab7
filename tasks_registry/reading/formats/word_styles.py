"""What the styles of a Word document say of its paragraphs: bold, headings, lists, tables of contents."""

from collections.abc import Iterator

from lxml import etree

from tasks_registry.reading.formats.word_text import W, is_on, value_of

_DEEPEST = 20  # styles based on one another; more can only be a circle
_BODY_LEVEL = "9"  # the outline level of text that is no heading


class Styles:
    """The styles of a document by their id; `root` is that of styles.xml, or None."""

    def __init__(self, root: etree._Element | None) -> None:
        styles = root.findall(W + "style") if root is not None else []
        self._by_id = {style.get(W + "styleId", ""): style for style in styles}
        on = (style for style in styles if style.get(W + "type") == "paragraph")
        self._default = next(
            (s.get(W + "styleId", "") for s in on if s.get(W + "default") in ("1", "true")), ""
        )

    def of_paragraph(self, paragraph: etree._Element) -> list[etree._Element]:
        """The styles of a paragraph, its own first, then those on which it is based."""
        return list(self._chain(value_of(paragraph, "pPr/pStyle") or self._default))

    def _chain(self, style_id: str) -> Iterator[etree._Element]:
        for _ in range(_DEEPEST):
            style = self._by_id.get(style_id)
            if style is None:
                return
            yield style
            style_id = value_of(style, "basedOn")

    def list_numbers(self) -> dict[str, str]:
        """For each style that numbers its paragraphs, the list that it uses."""
        numbers = {key: value_of(style, "pPr/numPr/numId") for key, style in self._by_id.items()}
        return {key: number for key, number in numbers.items() if number}

    def list_of(self, paragraph: etree._Element) -> tuple[str, int]:
        """The list that numbers a paragraph and its level (from 0); ("", 0) where none does."""
        sources = [paragraph, *self.of_paragraph(paragraph)]
        number = next(filter(None, (value_of(source, "pPr/numPr/numId") for source in sources)), "")
        level = next(filter(None, (value_of(source, "pPr/numPr/ilvl") for source in sources)), "0")
        return ("", 0) if number in ("", "0") else (number, int(level) if level in "012345678" else 0)

    def is_heading(self, paragraph: etree._Element) -> bool:
        """Whether a paragraph has an outline level, of its own or by its style."""
        sources = [paragraph, *self.of_paragraph(paragraph)]
        level = next(filter(None, (value_of(source, "pPr/outlineLvl") for source in sources)), _BODY_LEVEL)
        return level != _BODY_LEVEL

    def is_contents(self, paragraph: etree._Element) -> bool:
        """Whether a paragraph is a line of a table of contents."""
        return any(value_of(s, "name").lower().startswith("toc ") for s in self.of_paragraph(paragraph)[:1])

    def is_bold(self, run: etree._Element, paragraph: etree._Element) -> bool:
        """Whether a run is bold: by itself, by its style, else by the style of its paragraph."""
        of_run = self._chain(value_of(run, "rPr/rStyle"))
        sources = [run, *of_run, *self.of_paragraph(paragraph)]
        said = (is_on(source.find(W + "rPr"), "b") for source in sources)
        return next((bold for bold in said if bold is not None), False)
