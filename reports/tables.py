"""Tables in Excel with the columns that offices use: the tasks of a round, the score sheet of a year.

Text is always text (never a formula, a link or a number that it only looks like), a day is a date.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from reports.rounds import Counts, Entry, Round
from reports.same_bytes import file_moment, without_times
from reports.scores import Points, ScoreFacts, read_score
from reports.snapshots import read_round
from reports.wording import plan_title, points, status
from tasks_registry.plain_text import shorten

A4 = 9
LONGEST_CELL = 32_000  # Excel holds 32,767 characters
CUT = "(còn nữa; xem đủ trong báo cáo Word)"
FIRST_DAY = date(1900, 3, 1)  # Excel's calendar has a 29 February 1900
LIKE_A_FORMULA = ("=", "+", "-", "@")
LINE_HEIGHT, TALLEST_ROW = 15.5, 400.0  # points
TITLE_ROWS = 3  # above the heading
Value = str | int | Decimal | date | None


@dataclass(frozen=True)
class SheetColumn:
    """A column: its heading, its width in characters, whether what stands in it is centred."""

    heading: str
    width: float
    centred: bool = False


TASK_COLUMNS = (
    SheetColumn("TT", 5, centred=True),
    SheetColumn("Nội dung nhiệm vụ", 34),
    SheetColumn("Đơn vị chủ trì", 18),
    SheetColumn("Thời hạn", 11, centred=True),
    SheetColumn("Ngày hoàn thành", 11, centred=True),
    SheetColumn("Kết quả", 26),
    SheetColumn("Tình trạng", 13, centred=True),
    SheetColumn("Minh chứng", 20),
    SheetColumn("Khó khăn, vướng mắc", 18),
    SheetColumn("Kiến nghị, đề xuất", 18),
)
UNIT_COLUMNS = (
    SheetColumn("TT", 5, centred=True),
    SheetColumn("Đơn vị", 44),
    SheetColumn("Tổng số", 12, centred=True),
    SheetColumn("Hoàn thành đúng hạn", 14, centred=True),
    SheetColumn("Hoàn thành quá hạn", 14, centred=True),
    SheetColumn("Chưa hoàn thành, trong hạn", 14, centred=True),
    SheetColumn("Chưa hoàn thành, quá hạn", 14, centred=True),
    SheetColumn("Không có thời hạn", 14, centred=True),
)
LINE_COLUMNS = (
    SheetColumn("TT", 7, centred=True),
    SheetColumn("Tiêu chí", 52),
    SheetColumn("Điểm tối đa", 11, centred=True),
    SheetColumn("Điểm tự chấm", 11, centred=True),
    SheetColumn("Điểm thẩm định", 11, centred=True),
    SheetColumn("Điểm cuối", 11, centred=True),
    SheetColumn("Lý do", 44),
    SheetColumn("Minh chứng", 12, centred=True),
)


def task_table(snapshot: Mapping[str, Any]) -> bytes:
    """The tasks of a round as an .xlsx, and a second sheet with the four-way count by unit.

    Raises:
        DondocError: the snapshot cannot be read.
    """
    looked_at = read_round(snapshot)
    tasks = [entry for entry in looked_at.entries if not entry.criterion]
    rows = [(place, *_task_cells(entry)) for place, entry in enumerate(tasks, 1)]
    units: list[Sequence[Value]] = [
        (place, unit.unit, *_count_cells(unit.counts)) for place, unit in enumerate(looked_at.working, 1)
    ]
    units.append((None, "Tổng cộng", *_count_cells(looked_at.counts)))

    def write(book: "_Book") -> None:
        book.sheet("Nhiệm vụ", f"Tình hình thực hiện nhiệm vụ {looked_at.name}", TASK_COLUMNS, rows)
        last = {len(units) - 1}
        book.sheet("Theo đơn vị", f"Kết quả theo đơn vị {looked_at.name}", UNIT_COLUMNS, units, strong=last)

    return _workbook(looked_at, write)


def score_table(snapshot: Mapping[str, Any], score: Mapping[str, Any]) -> bytes:
    """The score sheet of a round as an .xlsx, by group.

    Raises:
        DondocError: the snapshot or the score cannot be read.
    """
    looked_at, known = read_round(snapshot), read_score(score)
    rows, strong = score_rows(known)
    return _workbook(
        looked_at,
        lambda book: book.sheet(
            "Bảng điểm", f"Bảng điểm {looked_at.name}", LINE_COLUMNS, rows, strong=strong
        ),
    )


def score_rows(score: ScoreFacts) -> tuple[list[Sequence[Value]], set[int]]:
    """The rows of a score sheet in the order of `LINE_COLUMNS`, and which of them are sums."""
    rows: list[Sequence[Value]] = []
    strong = set()
    for place, group in enumerate(score.groups):
        strong.add(len(rows))
        sums = map(_points_cell, (group.maximum, group.self_points, group.appraised, group.final))
        rows.append((chr(ord("A") + place) if place < 26 else None, group.name, *sums, None, None))
        for line in group.lines:
            given = (line.max_points, line.self_points, line.appraised, line.final)
            figures = [None] * 4 if line.watched_only else [_or_unknown(each) for each in given]
            rows.append((line.code, line.name, *figures, line.reason, line.evidence))
    strong.add(len(rows))
    totals = (_or_unknown(score.maximum), _or_unknown(score.self_total), None, _or_unknown(score.total))
    rows.append((None, "Tổng điểm", *totals, score.level, None))
    return rows, strong


def _or_unknown(value: Decimal | None) -> Value:
    return points(None) if value is None else value


def _points_cell(sum_: Points) -> Value:
    return sum_.known if sum_.whole and sum_.known is not None else sum_.text


def _task_cells(entry: Entry) -> tuple[Value, ...]:
    return (
        entry.text,
        entry.unit,
        entry.due_on or entry.deadline_raw,
        entry.finished_on,
        entry.done,
        status(entry.health, entry.cancelled),
        _listed([document.label for document in entry.evidence]),
        entry.difficulties,
        entry.proposals,
    )


def _listed(labels: Sequence[str]) -> str:
    """One below the other, so that it shows where each begins."""
    return "\n".join(f"– {label}" for label in labels) if len(labels) > 1 else "".join(labels)


def _count_cells(counts: Counts) -> list[Value]:
    return ["–" if figure is None else figure for figure in counts.figures]


class _Book:
    """A workbook that is being written, and its formats."""

    def __init__(self, book: Any, looked_at: Round) -> None:
        self.book, self.looked_at = book, looked_at
        self.formats: dict[tuple[tuple[str, object], ...], Any] = {}

    def format(self, **how: object) -> Any:
        """The format that looks like that; each is made once."""
        key = tuple(sorted(how.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"font_name": "Times New Roman", "font_size": 12, **how})
        return self.formats[key]

    def sheet(
        self,
        name: str,
        title: str,
        columns: Sequence[SheetColumn],
        rows: Iterable[Sequence[Value]],
        strong: Iterable[int] = (),
    ) -> None:
        """A sheet with a title, a heading that stays, the rows with lines, ready to be printed on A4."""
        sheet, bold = self.book.add_worksheet(name), set(strong)
        last = len(columns) - 1
        centred = {"align": "center", "valign": "vcenter"}
        plan = self.looked_at.plan
        named = ((title.upper(), 14), (plan_title(plan.title or plan.code)[:LONGEST_CELL], 12))
        for row, (text, size) in enumerate(named):
            head = self.format(bold=row == 0, italic=row == 1, font_size=size, text_wrap=True, **centred)
            sheet.merge_range(row, 0, row, last, "", head)
            sheet.write_string(row, 0, text, head)
            sheet.set_row(row, _height([text], [SheetColumn("", sum(each.width for each in columns))]) + 4)
        heading = self.format(bold=True, text_wrap=True, border=1, bg_color="#D9D9D9", **centred)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
            sheet.write_string(TITLE_ROWS, place, column.heading, heading)
        sheet.set_row(TITLE_ROWS, 2 * LINE_HEIGHT)
        written = TITLE_ROWS
        for written, values in enumerate(rows, TITLE_ROWS + 1):
            sheet.set_row(written, _height(values, columns))
            for place, (value, column) in enumerate(zip(values, columns, strict=True)):
                self._write(sheet, written, place, value, column.centred, written - TITLE_ROWS - 1 in bold)
        sheet.autofilter(TITLE_ROWS, 0, max(written, TITLE_ROWS + 1), last)
        _set_up_print(sheet)

    def _write(self, sheet: Any, row: int, place: int, value: Value, centred: bool, bold: bool) -> None:
        how: dict[str, object] = {"border": 1, "text_wrap": True, "valign": "vcenter", "bold": bold}
        how["align"] = "center" if centred else "left"
        if isinstance(value, date) and value >= FIRST_DAY:
            moment = datetime(value.year, value.month, value.day)  # noqa: DTZ001  a day on a sheet has no zone
            sheet.write_datetime(row, place, moment, self.format(num_format="dd/mm/yyyy", **how))
        elif not value and value != 0:
            sheet.write_blank(row, place, None, self.format(**how))
        elif isinstance(value, int | Decimal):
            sheet.write_number(row, place, value, self.format(**how))
        else:
            text = str(value)
            if text.startswith(LIKE_A_FORMULA):
                how["quote_prefix"] = True  # stays text when somebody edits the cell
            sheet.write_string(row, place, _held(text), self.format(**how))


def _held(text: str) -> str:
    """What a cell can hold of a text; one that is cut says so."""
    return text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]}… {CUT}"


def _height(values: Sequence[Value], columns: Sequence[SheetColumn]) -> float:
    """The height of a row that shows its longest cell: some programs do not work it out."""
    lines = (
        sum(1 + int(len(line) // (1.08 * column.width)) for line in str(value).split("\n"))
        for value, column in zip(values, columns, strict=True)
        if isinstance(value, str)
    )
    return min(LINE_HEIGHT * max(lines, default=1), TALLEST_ROW)


def _set_up_print(sheet: Any) -> None:
    sheet.freeze_panes(TITLE_ROWS + 1, 2)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(TITLE_ROWS)
    sheet.center_horizontally()
    sheet.set_header("&C&P", {"margin": 0.4})


def _workbook(looked_at: Round, write: Callable[[_Book], None]) -> bytes:
    import xlsxwriter

    written = BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        title = shorten(f"{looked_at.plan.code} {looked_at.name}", 200)
        book.set_properties(
            {"title": title, "author": "Đôn Đốc", "created": file_moment(looked_at.closed_at)}
        )
        write(_Book(book, looked_at))
    return without_times(written.getvalue())
