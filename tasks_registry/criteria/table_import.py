"""A criteria set drafted from the table of a Word or Excel document; what is doubtful is told, never guessed.

Columns are known by their headings: STT, tiêu chí (nội dung), điểm tối đa, cách chấm, minh chứng. A row whose
number has others below it (I, 1 → 1.1) or that has no points of its own above rows that have some is a group.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from config.errors import DondocError
from tasks_registry.criteria.cells import ScoringRow, ScoringTable, scoring_tables
from tasks_registry.criteria.points import number, points_text
from tasks_registry.reading.folding import fold
from tasks_registry.reading.formats import load
from tasks_registry.reading.formats.places import Place
from tasks_registry.reading.source import ReadError

HEADINGS = {
    "points": ("diem toi da", "diem chuan", "thang diem", "diem quy dinh", "diem"),
    "evidence": ("minh chung", "kiem chung", "ho so", "tai lieu"),
    "note": ("cach cham", "cach tinh", "phuong phap", "huong dan", "ghi chu"),
    "name": ("tieu chi", "noi dung", "chi tieu"),
    "code": ("stt", "tt", "so tt", "ma"),
}
SELF_SCORES = ("tu cham", "tu danh gia", "tham dinh")  # columns to be filled in, not the maximum
TOTALS = ("tong", "cong", "tong cong", "tong diem", "tong so")
WRITTEN = re.compile(r"[0-9]{1,5}(?:[.,][0-9]{1,4})?")
ROMAN = re.compile(r"[IVXLC]+\.?")
LETTER = re.compile(r"[A-ZĐ]\.?")
UNNAMED = "Tiêu chí"


@dataclass(frozen=True)
class Drafted:
    """A set as plain data, ready to be written as YAML, and what a person must look at."""

    document: dict[str, Any]
    doubts: tuple[str, ...]


@dataclass(frozen=True)
class _Line:
    number: str
    name: str
    written: str  # the points as they stand there
    note: str
    evidence: str
    table: int
    place: Place

    @property
    def points(self) -> Decimal | None:
        plain = re.sub(r"\s*(điểm|đ)\.?$", "", self.written, flags=re.IGNORECASE)
        return Decimal(plain.replace(",", ".")) if WRITTEN.fullmatch(plain) else None

    @property
    def row(self) -> int:
        return self.place.row or self.place.line


class _Doubts:
    """What a person must look at, told in the order of the rows, each with its own."""

    def __init__(self, lines: Sequence[_Line]) -> None:
        self._order = {line: at for at, line in enumerate(lines)}
        self._several = len({line.table for line in lines}) > 1
        self._told: list[tuple[int, str]] = []

    def tell(self, line: _Line, text: str) -> None:
        """Keep a doubt about a row."""
        self._told.append((self._order[line], f"{self._where(line)}: {text}"))

    def tell_of_all(self, text: str) -> None:
        """Keep a doubt about the whole."""
        self._told.append((len(self._order), text))

    def in_order(self) -> tuple[str, ...]:
        """All of them."""
        return tuple(text for _, text in sorted(self._told, key=lambda told: told[0]))

    def _where(self, line: _Line) -> str:
        place = line.place
        table = f"trang tính “{place.sheet}”" if place.sheet else f"bảng điểm thứ {line.table}"
        several = self._several and not place.line
        parts = (f"trang {place.page}" if place.page else "", table if several else "", f"dòng {line.row}")
        return ", ".join(filter(None, parts))


def draft_set(path: Path, code: str) -> Drafted:
    """The set in the tables of a document; points that are not stated stay null.

    Raises:
        DondocError: the file cannot be read, or holds no table with criteria and points.
    """
    try:
        loaded = load(path)
    except ReadError as error:
        raise DondocError(f"{error}.") from None
    tables = filter(None, (list(_rows(table)) for table in scoring_tables(loaded)))
    lines = [_line(*row, table) for table, rows in enumerate(tables, 1) for row in rows]
    if not lines:
        raise DondocError(
            f"Tệp {path.name} không có bảng nào có cột tiêu chí (nội dung) và cột điểm tối đa; "
            "kiểm tra tiêu đề cột."
        )
    doubts = _Doubts(lines)
    groups = _groups([line for line in lines if not _is_total(line)], doubts)
    total = _total(groups, [line for line in lines if _is_total(line)], doubts)
    document = {
        "code": code,
        "title": f"Bộ tiêu chí đọc từ tệp {path.name}",
        "source": f"Bảng điểm trong tệp {path.name}; chưa đối chiếu văn bản gốc",
        "total": number(total),
        "groups": groups,
    }
    return Drafted(document, doubts.in_order())


def _rows(table: ScoringTable) -> Iterator[tuple[ScoringRow, dict[str, int]]]:
    """The rows under the headings of a table, with their columns; none without the two headings."""
    columns: dict[str, int] = {}
    for row in table:
        found = _columns(row)
        if {"name", "points"} <= set(found):
            columns = found
        elif columns and _cell(row, columns, "name") and not _counts_columns(row):
            yield row, columns


def _columns(row: ScoringRow) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(row.cells):
        heading = fold(cell)
        if len(heading) > 80 or any(words in heading for words in SELF_SCORES):
            continue
        for name, starts in HEADINGS.items():
            if name not in found and _is_heading(name, heading, starts):
                found[name] = place
                break
    return found


def _is_heading(name: str, heading: str, starts: Sequence[str]) -> bool:
    if name == "code":
        return heading in starts
    return any(words in heading for words in starts)


def _counts_columns(row: ScoringRow) -> bool:
    """A row like (1) (2) (3) under the headings."""
    cells = [cell.strip(" ()") for cell in row.cells if cell.strip()]
    return len(cells) > 2 and cells == [str(place) for place in range(1, len(cells) + 1)]


def _cell(row: ScoringRow, columns: dict[str, int], name: str) -> str:
    place = columns.get(name, -1)
    return " ".join(row.cells[place].split()) if 0 <= place < len(row.cells) else ""


def _line(row: ScoringRow, columns: dict[str, int], table: int) -> _Line:
    def cell(name: str) -> str:
        return _cell(row, columns, name)

    return _Line(cell("code"), cell("name"), cell("points"), cell("note"), cell("evidence"), table, row.place)


def _is_total(line: _Line) -> bool:
    return fold(line.name).strip(" :.") in TOTALS


def _depth(code: str) -> int:
    """How deep a number stands: A and I above 1, 1 above 1.1; 0 where there is no number."""
    plain = code.strip(" .)")
    if not plain:
        return 0
    if ROMAN.fullmatch(plain) or LETTER.fullmatch(plain):
        return 1
    return 2 + plain.count(".")


def _is_group(lines: Sequence[_Line], place: int) -> bool:
    """Whether the row heads those below it: the next one stands deeper, or it alone has no number."""
    line, rest = lines[place], lines[place + 1 :]
    if not rest:
        return False
    depth, below = _depth(line.number), _depth(rest[0].number)
    if depth and below:
        return below > depth
    return not depth and bool(below)


def _groups(lines: Sequence[_Line], doubts: _Doubts) -> list[dict[str, Any]]:
    groups: list[tuple[_Line, dict[str, Any]]] = []
    codes: Counter[str] = Counter()
    for place, line in enumerate(lines):
        if _is_group(lines, place):
            heading = f"{line.number.rstrip('.')}. {line.name}" if line.number else line.name
            groups.append((line, {"name": heading, "points": number(line.points), "criteria": []}))
            _tell_of_points(line, doubts)
            continue
        if not groups:
            groups.append((line, {"name": UNNAMED, "points": None, "criteria": []}))
        groups[-1][1]["criteria"].append(_criterion(line, codes, doubts))
    kept = []
    for line, group in groups:
        if group["criteria"]:
            kept.append(_checked(line, group, doubts))
        elif group["points"] is not None or not line.number:
            doubts.tell(line, f"nhóm “{_brief(group)}” không có tiêu chí ngay dưới nên không ghi vào bộ")
    return kept


def _brief(group: dict[str, Any]) -> str:
    return str(group["name"])[:60]


def _tell_of_points(line: _Line, doubts: _Doubts) -> None:
    if line.written and line.points is None:
        doubts.tell(
            line, f"“{line.name[:60]}” chưa rõ điểm tối đa: “{line.written}” đọc không chắc nên để trống"
        )


def _criterion(line: _Line, codes: Counter[str], doubts: _Doubts) -> dict[str, Any]:
    wanted = line.number.rstrip(". )") or f"d{line.row}"
    codes[wanted] += 1
    code = wanted if codes[wanted] == 1 else f"{wanted}-{codes[wanted]}"
    if code != wanted:
        doubts.tell(line, f"số thứ tự {wanted} có hai lần, tiêu chí sau đặt mã {code}")
    _tell_of_points(line, doubts)
    if not line.written:
        doubts.tell(line, f"“{line.name[:60]}” chưa rõ điểm tối đa")
    found = {"code": code[:40], "name": line.name, "points": number(line.points), "method": "manual"}
    extra = {"evidence": line.evidence, "note": line.note}
    return {**found, **{name: text for name, text in extra.items() if text}}


def _checked(line: _Line, group: dict[str, Any], doubts: _Doubts) -> dict[str, Any]:
    """The group without points of its own where they are not what its criteria come to."""
    points = [each["points"] for each in group["criteria"]]
    known = sum((Decimal(str(each)) for each in points if each is not None), Decimal(0))
    stated = group["points"]
    wrong = stated is not None and (known > stated or (None not in points and known != stated))
    if wrong:
        doubts.tell(
            line,
            f"nhóm “{_brief(group)}” ghi {points_text(Decimal(str(stated)))} điểm, các tiêu chí cộng "
            f"lại được {points_text(known)}: bỏ điểm nhóm, hãy đối chiếu",
        )
    return {name: value for name, value in group.items() if name != "points" or not (wrong or value is None)}


def _total(groups: Sequence[dict[str, Any]], lines: Sequence[_Line], doubts: _Doubts) -> Decimal:
    """The stated total where the criteria fit it, else what they come to."""
    points = [each["points"] for group in groups for each in group["criteria"]]
    known = sum((Decimal(str(each)) for each in points if each is not None), Decimal(0))
    for line in lines:
        _tell_of_points(line, doubts)
    stated = next((line for line in reversed(lines) if line.points is not None), None)
    total = known if stated is None or stated.points is None else stated.points
    if stated is None:
        if None in points:
            doubts.tell_of_all("bảng không có dòng tổng điểm: total ghi bằng tổng đã biết, hãy sửa")
    elif known > total or (None not in points and known != total):
        doubts.tell(
            stated,
            f"dòng tổng ghi {points_text(total)} điểm, các tiêu chí cộng lại được {points_text(known)}: "
            f"total ghi {points_text(known)}, hãy đối chiếu",
        )
        return known
    return total
