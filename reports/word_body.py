"""The body of a report: what an official writes of a round, from its figures and the units' own words."""

from collections.abc import Iterable, Sequence

from docx.document import Document as WordDocument

from reports.rounds import Counts, Entry, Explanation, Round, UnitCounts, by_unit
from reports.scores import ScoreFacts, UnitScore
from reports.word_blocks import Column, add, add_table, gap
from reports.word_score import add_score, add_unit_scores
from reports.wording import (
    NOTHING,
    UNKNOWN,
    clean,
    count,
    enumerated,
    grouped,
    moment,
    percent,
    plan_title,
    sentence,
    short_day,
    stripped_end,
    tasks,
    two_digits,
)
from tasks_registry.plain_text import shorten
from tasks_registry.tasks.health import Health

UNITS_IN_BODY = 25  # more of them stand in an annex
NAMED = 15  # units named in a sentence
LISTED = 20  # late tasks, explanations
SAID = 60  # lines of difficulties or of proposals; the annex has them all
NO_SHEET = "missing"  # the stage of a sheet that was not handed in

UNIT_COLUMNS = (
    Column("TT", 10, centred=True),
    Column("Đơn vị", 47),
    Column("Tổng số", 15, centred=True),
    Column("Hoàn thành đúng hạn", 18, centred=True),
    Column("Hoàn thành quá hạn", 18, centred=True),
    Column("Chưa hoàn thành, trong hạn", 19, centred=True),
    Column("Chưa hoàn thành, quá hạn", 19, centred=True),
    Column("Không có thời hạn", 19, centred=True),
)


def plan_name(looked_at: Round, full: bool = True) -> str:
    """The plan as a document cites it; with number, date and issuer where `full` and known."""
    plan = looked_at.plan
    number = f" số {plan.number}" if any(map(str.isdigit, plan.number)) else ""
    day = f" ngày {short_day(plan.issued_on)}" if plan.issued_on else ""
    issuer = f" của {plan.issuer}" if plan.issuer else ""
    told = f"{number}{day}{issuer} về" if full and number else ""
    named = plan_title(plan.title or plan.code)
    return named.replace("Kế hoạch", f"Kế hoạch{told}", 1)


def summary(looked_at: Round) -> str:
    """Trích yếu of the report."""
    return f"Kết quả {looked_at.name} thực hiện {plan_name(looked_at, full=False)}"


def add_body(
    word: WordDocument,
    looked_at: Round,
    score: ScoreFacts | None,
    unit_scores: Sequence[UnitScore],
    *,
    issuer: str,
    annexes: str,
) -> None:
    """All sections from the opening sentence on; `annexes` says where the details stand."""
    add(
        word,
        f"Thực hiện {plan_name(looked_at)}, {issuer} báo cáo kết quả {looked_at.name} như sau:",
        "Nội dung",
    )
    _situation(word, looked_at)
    add(word, "II. KẾT QUẢ THỰC HIỆN", "Mục lớn")
    _results(word, looked_at, annexes)
    _evidence(word, looked_at)
    _explanations(word, looked_at)
    if score is not None:
        add_score(word, score, looked_at)
    elif unit_scores:
        add_unit_scores(word, unit_scores, with_table=len(unit_scores) <= UNITS_IN_BODY)
    elif looked_at.is_year:
        add(word, "4. Kết quả chấm điểm", "Mục nhỏ")
        add(word, f"Kết quả chấm điểm {looked_at.name}: {UNKNOWN}.", "Nội dung")
    answered = [entry for entry in looked_at.entries if not entry.cancelled]
    add(word, "III. KHÓ KHĂN, VƯỚNG MẮC", "Mục lớn")
    _said(word, ((entry.unit, entry.difficulties) for entry in answered), annexes)
    add(word, "IV. KIẾN NGHỊ, ĐỀ XUẤT", "Mục lớn")
    _said(word, ((entry.unit, entry.proposals) for entry in answered), annexes)


def _situation(word: WordDocument, looked_at: Round) -> None:
    add(word, "I. TÌNH HÌNH CHUNG", "Mục lớn")
    units = len(looked_at.working)
    scope = f"Có {tasks(looked_at.counts.total)} thuộc phạm vi rà soát {looked_at.name}"
    add(word, f"{scope}, do {two_digits(units)} đơn vị thực hiện." if units else f"{scope}.", "Nội dung")
    window = f"từ ngày {short_day(looked_at.window_from)} đến hết ngày {short_day(looked_at.window_to)}"
    closed = f"; chốt lúc {moment(looked_at.closed_at)}" if looked_at.closed_at else ""
    add(word, f"Số liệu báo cáo tính {window}{closed}.", "Nội dung")
    asked, answered = _total(looked_at.units, "entries"), _total(looked_at.units, "answered")
    if asked:
        told = f"Các đơn vị đã trả lời {count(answered)}/{grouped(asked)} mục tự rà soát"
        behind = [unit.unit for unit in looked_at.units if _is_behind(unit)]
        silent = [unit.unit for unit in looked_at.units if unit.stage == NO_SHEET]
        rest = f"; chưa trả lời đầy đủ: {_names(behind)}" if behind else ""
        missing = f"; không nộp phiếu: {_names(silent)}" if silent else ""
        add(word, f"{told}{rest}{missing}.", "Nội dung")


def _is_behind(unit: UnitCounts) -> bool:
    return unit.entries is not None and unit.answered is not None and unit.answered < unit.entries


def _total(units: Iterable[UnitCounts], name: str) -> int | None:
    figures = [getattr(unit, name) for unit in units]
    return None if None in figures else sum(figures)


def _names(units: Sequence[str]) -> str:
    if len(units) <= NAMED:
        return enumerated(units)
    return f"{', '.join(units[:NAMED])} và {len(units) - NAMED} đơn vị khác"


def _results(word: WordDocument, looked_at: Round, annexes: str) -> None:
    add(word, "1. Kết quả thực hiện nhiệm vụ", "Mục nhỏ")
    if not looked_at.tasks and not looked_at.counts.total:
        add(word, "Trong kỳ không có nhiệm vụ thuộc phạm vi rà soát.", "Nội dung")
        return
    add(word, f"{_count_sentence(looked_at)}{annexes}", "Nội dung")
    cancelled = sum(entry.cancelled for entry in looked_at.entries)
    if cancelled:
        add(word, f"Ngoài ra có {tasks(cancelled)} đã hủy, không tính vào số liệu trên.", "Nội dung")
    if len(looked_at.working) <= UNITS_IN_BODY:
        add(word, f"Kết quả thực hiện nhiệm vụ {looked_at.name} theo đơn vị", "Tên bảng")
        add_unit_table(word, looked_at)
    _late_tasks(word, [entry for entry in looked_at.tasks if entry.health is Health.OPEN_LATE])


def _count_sentence(looked_at: Round) -> str:
    counts = looked_at.counts
    if counts.total is None:
        return f"Kết quả thực hiện nhiệm vụ: {UNKNOWN} đầy đủ của các đơn vị."
    done, left = counts.done or 0, (counts.open_in_time or 0) + (counts.open_late or 0)
    text = (
        f"Tính đến hết ngày {short_day(looked_at.window_to)}, trong tổng số {tasks(counts.total)} có "
        f"{tasks(counts.dated)} có thời hạn. Trong đó: {_parts('đã hoàn thành', done, counts, True)}; "
        f"{_parts('chưa hoàn thành', left, counts, False)}."
    )
    if counts.dated:
        on_time = percent(counts.done_on_time, counts.dated)
        text += (
            f" Tỷ lệ hoàn thành đạt {percent(counts.done, counts.dated)}, hoàn thành đúng hạn đạt {on_time}"
        )
        text += " số nhiệm vụ có thời hạn."
    if counts.no_deadline:
        text += f" Có {tasks(counts.no_deadline)} thường xuyên hoặc không quy định thời hạn."
    return text


def _parts(words: str, number: int, counts: Counts, done: bool) -> str:
    """ "đã hoàn thành 08 nhiệm vụ (đúng hạn 07, quá hạn 01)"."""
    if not number:
        return f"không có nhiệm vụ {words}"
    first, second = (
        (("đúng hạn", counts.done_on_time), ("quá hạn", counts.done_late))
        if done
        else (("còn trong hạn", counts.open_in_time), ("quá hạn", counts.open_late))
    )
    told = ", ".join(f"{name} {two_digits(figure or 0)}" for name, figure in (first, second))
    return f"{words} {tasks(number)} ({told})"


def add_unit_table(word: WordDocument, looked_at: Round) -> None:
    """The four-way count, a row a unit and one for all."""
    rows = [(str(place), unit.unit, *unit.counts.shown) for place, unit in enumerate(looked_at.working, 1)]
    total = ("", "Tổng cộng", *looked_at.counts.shown)
    add_table(word, UNIT_COLUMNS, [*rows, total], strong=[len(rows)])
    if any("–" in row for row in (*rows, total)):
        add(word, f"Dấu “–”: {UNKNOWN}.", "Ghi chú bảng")
    gap(word)


def _late_tasks(word: WordDocument, late: Sequence[Entry]) -> None:
    if not late:
        return
    shown = add(word, "Các nhiệm vụ chưa hoàn thành, đã quá hạn:", "Nội dung")
    shown.paragraph_format.keep_with_next = True
    for entry in late[:LISTED]:
        text = stripped_end(shorten(entry.text, 200))
        add(word, f"- {text} ({entry.unit}; thời hạn {short_day(entry.due_on)}).", "Nội dung")
    if len(late) > LISTED:
        add(word, f"- Và {tasks(len(late) - LISTED)} khác, chi tiết tại phụ lục.", "Nội dung")


def _evidence(word: WordDocument, looked_at: Round) -> None:
    add(word, "2. Minh chứng", "Mục nhỏ")
    documents = {str(each.id): each for entry in looked_at.entries for each in entry.evidence}.values()
    if not documents:
        add(word, "Các đơn vị chưa gửi minh chứng nào.", "Nội dung")
    else:
        judged = [("được chấp nhận", True), ("không được chấp nhận", False), ("chưa xem xét", None)]
        parts = [
            f"{two_digits(number)} {words}"
            for words, state in judged
            if (number := sum(each.accepted is state for each in documents))
        ]
        dead = sum(each.reachable is False for each in documents)
        lost = f" Có {two_digits(dead)} đường dẫn không truy cập được khi kiểm tra." if dead else ""
        told = f"Các đơn vị đã gửi {two_digits(len(documents))} minh chứng, trong đó {enumerated(parts)}."
        add(word, told + lost, "Nội dung")
    bare = [entry for entry in looked_at.tasks if entry.is_done and not _stands(entry)]
    if bare:
        units = _names(list(dict.fromkeys(entry.unit for entry in bare)))
        add(
            word,
            f"Có {tasks(len(bare))} báo cáo đã hoàn thành nhưng không có minh chứng ({units}).",
            "Nội dung",
        )


def _stands(entry: Entry) -> bool:
    return any(each.accepted is not False for each in entry.evidence)


def _explanations(word: WordDocument, looked_at: Round) -> None:
    add(word, "3. Giải trình", "Mục nhỏ")
    owed = looked_at.explanations or ()
    units = [(unit.unit, unit.explanation) for unit in looked_at.units if unit.explanation]
    if not owed and not units:
        known = looked_at.explanations is not None
        text = "Trong kỳ không có nhiệm vụ phải giải trình" if known else f"Việc giải trình: {UNKNOWN}"
        add(word, f"{text}.", "Nội dung")
        return
    given = [each for each in owed if each.text]
    if owed:
        text = f"Có {tasks(len(owed))} chậm tiến độ phải giải trình; đã giải trình {two_digits(len(given))}"
        silent = list(dict.fromkeys(each.unit for each in owed if not each.text))
        rest = f", chưa giải trình {two_digits(len(owed) - len(given))} ({_names(silent)})" if silent else ""
        add(word, f"{text}{rest}.", "Nội dung")
    for line in [
        *map(_explanation, given[:LISTED]),
        *(f"- {unit}: {sentence(clean(text))}" for unit, text in units),
    ]:
        add(word, line, "Nội dung")
    if len(given) > LISTED:
        add(word, f"- Và {two_digits(len(given) - LISTED)} giải trình khác.", "Nội dung")


def _explanation(each: Explanation) -> str:
    late = f", quá hạn {each.days_late} ngày" if each.days_late else ""
    task = stripped_end(shorten(each.task, 160)) or "nhiệm vụ"
    return f"- {task} ({each.unit}{late}): {sentence(clean(each.text))}"


def _said(word: WordDocument, pairs: Iterable[tuple[str, str]], annexes: str) -> None:
    """The units' own words, by unit; nothing is added to them."""
    lines = [
        (unit, stripped)
        for unit, text in pairs
        for line in text.split("\n")
        if (stripped := line.strip("-+• "))
    ]
    if not lines:
        add(word, NOTHING, "Nội dung")
        return
    left = SAID
    for unit, texts in by_unit(lines):
        if left <= 0:
            break
        shown, left = texts[:left], left - len(texts)
        if len(shown) == 1:
            add(word, f"- {unit}: {sentence(shown[0])}", "Nội dung")
            continue
        add(word, f"- {unit}:", "Nội dung").paragraph_format.keep_with_next = True
        for text in shown:
            add(word, f"+ {sentence(text)}", "Nội dung")
    if left < 0:
        add(word, "Các ý kiến khác của đơn vị được nêu tại phụ lục.", "Nội dung")
