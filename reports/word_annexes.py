"""The annexes (phụ lục) of a report: tasks, units, score sheet, charts, each with page numbers of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from docx.document import Document as WordDocument

from reports.charts import UNITS_SHOWN, progress_chart, score_chart, trend_chart
from reports.facts import ReportFacts
from reports.form30 import TEXT_WIDTH, new_part
from reports.rounds import Entry, Round
from reports.scores import ScoreFacts, UnitScore
from reports.tables import Value, score_rows
from reports.word_blocks import Column, add, add_picture, add_table
from reports.word_body import UNITS_IN_BODY, add_unit_table
from reports.word_score import add_unit_score_table
from reports.wording import BLANK, day_month, points, status, table_day

ROMAN = ("I", "II", "III", "IV", "V")
TASK_COLUMNS = (
    Column("TT", 11, centred=True),
    Column("Nội dung nhiệm vụ", 58),
    Column("Đơn vị chủ trì", 27),
    Column("Thời hạn", 22, centred=True),
    Column("Ngày hoàn thành", 22, centred=True),
    Column("Tình trạng", 22, centred=True),
    Column("Kết quả", 48),
    Column("Minh chứng", 16, centred=True),
    Column("Khó khăn, kiến nghị", 31),
)
LINE_COLUMNS = (
    Column("TT", 13, centred=True),
    Column("Tiêu chí", 80),
    Column("Điểm tối đa", 19, centred=True),
    Column("Điểm tự chấm", 19, centred=True),
    Column("Điểm thẩm định", 19, centred=True),
    Column("Điểm cuối", 19, centred=True),
    Column("Lý do", 68),
    Column("Minh chứng", 20, centred=True),
)


@dataclass(frozen=True)
class Annex:
    """An annex: its name, whether its pages lie on their side, and who writes it."""

    title: str
    write: Callable[[WordDocument], None]
    wide: bool = False


def annexes_of(looked_at: Round, score: ScoreFacts | None, unit_scores: Sequence[UnitScore]) -> list[Annex]:
    """The annexes for which there is something to show."""
    name = looked_at.name
    found = []
    if any(not entry.criterion for entry in looked_at.entries):
        found.append(
            Annex(f"Tình hình thực hiện nhiệm vụ {name}", lambda word: _tasks(word, looked_at), wide=True)
        )
    if len(looked_at.working) > UNITS_IN_BODY:
        found.append(Annex(f"Kết quả theo đơn vị {name}", lambda word: add_unit_table(word, looked_at)))
    if score is not None and score.lines:
        found.append(Annex(f"Bảng điểm {name}", lambda word: _lines(word, score), wide=True))
    if len(unit_scores) > UNITS_IN_BODY:
        title = f"Kết quả chấm điểm theo đơn vị {name}"
        found.append(Annex(title, lambda word: add_unit_score_table(word, unit_scores)))
    charts = _charts(looked_at, score)
    if charts:
        found.append(Annex(f"Biểu đồ {name}", lambda word: _pictures(word, charts)))
    return found


def pointer(annexes: Sequence[Annex]) -> str:
    """How the body points to its annexes (mục III.1a), to be set behind a sentence."""
    if not annexes:
        return ""
    return f" (Chi tiết tại {', '.join(labels(annexes))} kèm theo.)"


def labels(annexes: Sequence[Annex]) -> list[str]:
    """ "Phụ lục I", "Phụ lục II", …; one alone has no number."""
    return ["Phụ lục"] if len(annexes) == 1 else [f"Phụ lục {ROMAN[place]}" for place in range(len(annexes))]


def add_annexes(word: WordDocument, annexes: Sequence[Annex], facts: ReportFacts, issuer: str) -> None:
    """Each annex on a page of its own, with its number, its name and the line that ties it to the report."""
    day, month, year = (
        (*day_month(facts.issued_on), facts.issued_on.year) if facts.issued_on else (BLANK,) * 3
    )
    number = f"{BLANK}/{facts.symbol.upper()}"
    tie = f"(Kèm theo Báo cáo số {number} ngày {day} tháng {month} năm {year} của {issuer})"
    for label, annex in zip(labels(annexes), annexes, strict=True):
        new_part(word, annex.wide)
        add(word, label, "Phụ lục")
        add(word, annex.title.upper(), "Tên phụ lục")
        add(word, tie, "Chỉ dẫn phụ lục")
        annex.write(word)


def _tasks(word: WordDocument, looked_at: Round) -> None:
    entries = [entry for entry in looked_at.entries if not entry.criterion]
    rows = [(str(place), *_task_cells(entry)) for place, entry in enumerate(entries, 1)]
    add_table(word, TASK_COLUMNS, rows, small=True)


def _task_cells(entry: Entry) -> tuple[str, ...]:
    trouble = [
        f"{words}: {text}"
        for words, text in (("Khó khăn", entry.difficulties), ("Kiến nghị", entry.proposals))
        if text
    ]
    return (
        entry.text,
        entry.unit,
        table_day(entry.due_on) or entry.deadline_raw,
        table_day(entry.finished_on),
        status(entry.health, entry.cancelled),
        entry.done or ("" if entry.answered else "Đơn vị chưa trả lời"),
        str(len(entry.evidence)) if entry.evidence else "chưa có",
        "\n".join(trouble),
    )


def _lines(word: WordDocument, score: ScoreFacts) -> None:
    rows, strong = score_rows(score)
    add_table(word, LINE_COLUMNS, [list(map(_shown, row)) for row in rows], small=True, strong=strong)


def _shown(value: Value) -> str:
    return points(value) if isinstance(value, Decimal) else "" if value is None else str(value)


def _charts(looked_at: Round, score: ScoreFacts | None) -> list[tuple[str, bytes]]:
    many = len([unit for unit in looked_at.units if unit.counts.total]) > UNITS_SHOWN
    which = f" ({UNITS_SHOWN} đơn vị có nhiều nhiệm vụ quá hạn nhất)" if many else ""
    drawn = (
        (f"Tiến độ thực hiện nhiệm vụ theo đơn vị, {looked_at.name}{which}", progress_chart(looked_at)),
        ("Diễn biến qua các kỳ", trend_chart(looked_at)),
        (
            f"Điểm tự chấm và điểm thẩm định theo nhóm, {looked_at.name}",
            score_chart(score) if score else None,
        ),
    )
    return [(title, picture) for title, picture in drawn if picture is not None]


def _pictures(word: WordDocument, charts: Sequence[tuple[str, bytes]]) -> None:
    for place, (title, picture) in enumerate(charts, 1):
        add_picture(word, picture, TEXT_WIDTH)
        add(word, f"Biểu đồ {place}. {title}", "Tên bảng").paragraph_format.keep_with_next = False
