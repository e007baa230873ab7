"""What a reader should look at again: warnings on items and on the document, in Vietnamese."""

import re
from dataclasses import replace
from itertools import islice, product

from rapidfuzz import fuzz

from tasks_registry.reading.folding import fold
from tasks_registry.reading.items import ReadItem
from tasks_registry.reading.outline import Section, repeated_numbers

_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d+)?)\s*%")
_LED = ("table", "labelled", "duty")
_SAME = 88.0  # alike enough to be one promise said twice
_LONGEST_QUOTE = 60
_MOST_SHOWN = 5  # line numbers in one warning
_MOST_COMPARED = 200  # paragraphs, and rows, with percents; a longer text is no plan

NO_ITEMS = (
    "Không tìm thấy nhiệm vụ nào trong văn bản; hãy kiểm tra tệp có đúng là kế hoạch và còn đủ nội dung"
)


def with_warnings(item: ReadItem) -> ReadItem:
    """`item` with its warnings: no lead unit, a deadline that has no date."""
    warnings = []
    if item.kind in _LED and not item.lead:
        warnings.append("chưa rõ đơn vị chủ trì")
    if any(deadline.kind == "other" for deadline in item.deadlines):
        warnings.append(f"thời hạn không nêu ngày cụ thể: “{_quoted(item.deadline_raw)}”")
    elif item.kind in ("table", "labelled") and all(deadline.kind == "none" for deadline in item.deadlines):
        warnings.append("chưa có thời hạn")
    return replace(item, warnings=tuple(warnings))


def plan_warnings(items: list[ReadItem], outline: Section, rows: list[tuple[str, list[int]]]) -> list[str]:
    """Warnings on the document: numbers that stand twice, percents that differ, nothing found.

    `rows` are the section numbers that stand twice in its tables, with their lines.
    """
    warnings = [
        f"Mục {number} được đánh số {len(lines)} lần (dòng {_listed(lines)})"
        for number, lines in [*repeated_numbers(outline), *rows]
    ]
    warnings += _percents_that_differ(items, outline)
    return warnings if items else [*warnings, NO_ITEMS]


def _percents_that_differ(items: list[ReadItem], outline: Section) -> list[str]:
    """A table row and a paragraph of the prose that say the same with other percents."""
    points = (point for section in outline.walk() for point in section.points if _PERCENT.search(point.text))
    prose = list(islice(points, _MOST_COMPARED))
    rows = (item for item in items if item.kind == "table" and _PERCENT.search(item.text))
    found = []
    for item, point in product(islice(rows, _MOST_COMPARED), prose):
        said, other = _PERCENT.findall(item.text), _PERCENT.findall(point.text)
        if said != other and fuzz.ratio(_worded(item.text), _worded(point.text)) >= _SAME:
            found.append(
                f"Tỷ lệ trong bảng ({said[0]}%, dòng {item.line}) khác tỷ lệ trong phần lời"
                f" ({other[0]}%, dòng {point.line}): “{_quoted(item.text)}”"
            )
    return found


def _worded(text: str) -> str:
    return fold(_PERCENT.sub("%", text))


def _listed(lines: list[int]) -> str:
    shown = ", ".join(map(str, lines[:_MOST_SHOWN]))
    return f"{shown}, …" if len(lines) > _MOST_SHOWN else shown


def _quoted(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE].rsplit(' ', 1)[0]} …"
