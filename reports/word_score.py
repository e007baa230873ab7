"""The score of a year in a report: twice scored by group, the level, and how far the target is."""

from collections import Counter
from collections.abc import Sequence

from docx.document import Document as WordDocument

from reports.rounds import Round
from reports.scores import ScoreFacts, UnitScore
from reports.word_blocks import Column, add, add_table, gap
from reports.wording import UNKNOWN, points, sentence, two_digits

GROUP_COLUMNS = (
    Column("TT", 10, centred=True),
    Column("Nhóm tiêu chí", 63),
    Column("Điểm tối đa", 23, centred=True),
    Column("Điểm tự chấm", 23, centred=True),
    Column("Điểm thẩm định", 23, centred=True),
    Column("Điểm cuối cùng", 23, centred=True),
)

UNIT_COLUMNS = (
    Column("TT", 11, centred=True),
    Column("Đơn vị", 62),
    Column("Điểm tối đa", 20, centred=True),
    Column("Điểm tự chấm", 20, centred=True),
    Column("Điểm cuối cùng", 20, centred=True),
    Column("Xếp loại", 32, centred=True),
)


def add_score(word: WordDocument, score: ScoreFacts, looked_at: Round) -> None:
    """The section of the score."""
    add(word, "4. Kết quả chấm điểm", "Mục nhỏ")
    for text in score_sentences(score, looked_at):
        add(word, text, "Nội dung")
    add(word, f"Điểm {looked_at.name} theo nhóm tiêu chí", "Tên bảng")
    rows = [
        (
            str(place),
            group.name,
            *(each.text for each in (group.maximum, group.self_points, group.appraised, group.final)),
        )
        for place, group in enumerate(score.groups, 1)
    ]
    total = ("", "Tổng điểm", points(score.maximum), points(score.self_total), "", points(score.total))
    add_table(word, GROUP_COLUMNS, [*rows, total], strong=[len(rows)])
    gap(word)


def add_unit_scores(word: WordDocument, scores: Sequence[UnitScore], with_table: bool) -> None:
    """The section of the scores of units that are scored by themselves."""
    add(word, "4. Kết quả chấm điểm", "Mục nhỏ")
    grades = Counter(score.grade for score in scores)
    parts = [f"{grade}: {two_digits(number)} đơn vị" for grade, number in sorted(grades.items())]
    add(
        word, f"Có {two_digits(len(scores))} đơn vị được chấm điểm, trong đó: {'; '.join(parts)}.", "Nội dung"
    )
    if with_table:
        add(word, "Kết quả chấm điểm theo đơn vị", "Tên bảng")
        add_unit_score_table(word, scores)


def add_unit_score_table(word: WordDocument, scores: Sequence[UnitScore]) -> None:
    """A row a unit: its own points, those that count, its level."""
    rows = [
        (str(place), each.unit, *map(points, (each.maximum, each.self_total, each.total)), each.grade)
        for place, each in enumerate(scores, 1)
    ]
    add_table(word, UNIT_COLUMNS, rows)
    gap(word)


def score_sentences(score: ScoreFacts, looked_at: Round) -> list[str]:
    """What an official says of the score: totals, levels, target, what is not known."""
    named = score.title if score.title.startswith("Bộ ") else f"bộ tiêu chí {score.title}"
    said = [sentence(f"Chấm theo {named}")] if score.title else []
    own = f", xếp loại tự chấm: {score.self_level}" if score.self_level else ""
    said.append(f"Điểm tự chấm: {_out_of(score, score.self_total)}{own}.")
    said.append(f"Điểm cuối cùng sau thẩm định: {_out_of(score, score.total)}.{_level(score)}")
    if score.target_level:
        start = f" (từ {points(score.target_from)} điểm)" if score.target_from is not None else ""
        said.append(f"Mức độ phấn đấu {looked_at.name}: {score.target_level}{start}. {_distance(score)}")
    if score.note:
        said.append(sentence(score.note))
    return said


def _out_of(score: ScoreFacts, total: object) -> str:
    if total is None:
        return UNKNOWN
    whole = f"/{points(score.maximum)}" if score.maximum is not None else ""
    return f"{points(total)}{whole} điểm"


def _level(score: ScoreFacts) -> str:
    if not score.complete:
        unknown = f" ({points(score.unknown_points)} điểm)" if score.unknown_points else ""
        return f" Bảng điểm còn tiêu chí chưa có điểm{unknown} nên chưa xếp loại."
    return f" Xếp loại: {score.level}." if score.level else " Không xếp loại."


def _distance(score: ScoreFacts) -> str:
    if score.missing is None:
        return f"Số điểm còn thiếu: {UNKNOWN}."
    return f"Còn thiếu {points(score.missing)} điểm." if score.missing > 0 else "Đã đạt mức độ phấn đấu."
