"""What a unit says of an entry of its sheet; what somebody else said meanwhile is never lost."""

from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Literal

from sqlmodel import Session, select

from config.clock import ZONE
from config.errors import DondocError
from models import Criterion, EntryState, ReviewEntry, ReviewRound, UnitSheet
from tasks_registry.auditing import audit
from tasks_registry.criteria.form import Method
from tasks_registry.criteria.marks import HUNDRED, check_points
from tasks_registry.criteria.points import number
from tasks_registry.days.phases import require_self_scoring
from tasks_registry.holding import hold_in_open_round
from tasks_registry.plain_text import paragraphs
from tasks_registry.rounds.entries import HANDED_IN


class Points(Enum):
    """What may be said of points beside a number, or that there are none."""

    AS_THEY_ARE = "as they are"


AS_THEY_ARE: Literal[Points.AS_THEY_ARE] = Points.AS_THEY_ARE


def answer_entry(
    session: Session,
    entry: ReviewEntry,
    *,
    by: str,
    now: datetime,
    done: str | None = None,
    difficulties: str | None = None,
    proposals: str | None = None,
    self_score: Decimal | Literal[Points.AS_THEY_ARE] | None = AS_THEY_ARE,
    declared: Decimal | None = None,
    seen: datetime | None = None,
) -> ReviewEntry:
    """Keep a unit's word on an entry; until its sheet is handed in a new answer replaces the old one.

    Words that are None, and points that are not given, stay as they are; empty words and no points empty
    them. `self_score` (điểm tự chấm) is in points of the criterion, or of 100 for a task; `declared`, given
    with it, the rate in percent or the count from which it was computed. `seen` is the `answered_at` of the
    answer that the writer has before them: one that somebody else gave after it is not replaced. What was
    replaced stays in the audit trail.

    Raises:
        DondocError: the round is closed or past its self-scoring, the sheet is handed in, somebody else has
            answered meanwhile, nothing is said of what was done, or the points do not fit.
    """
    _hold(session, entry)
    _require_seen(entry, by, seen)
    given = {"done": done, "difficulties": difficulties, "proposals": proposals}
    words = {name: paragraphs(text) for name, text in given.items() if text is not None}
    if not words.get("done", entry.done):
        raise DondocError("Cần nêu kết quả đã thực hiện.")
    if self_score is not AS_THEY_ARE and self_score is not None:
        _check_self_score(session, entry, self_score)
    if entry.state is EntryState.ANSWERED:
        audit(session, entry, "replace_answer", _answer(entry), by=by, now=now)
    for name, text in words.items():
        setattr(entry, name, text)
    if self_score is not AS_THEY_ARE:
        entry.self_score, entry.declared = self_score, declared
    entry.answered_by, entry.answered_at, entry.state = by, now, EntryState.ANSWERED
    session.add(entry)
    session.flush()
    return entry


def _hold(session: Session, entry: ReviewEntry) -> None:
    query = select(UnitSheet).where(UnitSheet.round_id == entry.round_id, UnitSheet.unit_id == entry.unit_id)
    sheet = session.exec(query).first()
    hold_in_open_round(session, sheet or entry, "trả lời")
    session.refresh(entry)
    review = session.get_one(ReviewRound, entry.round_id)
    session.refresh(review)
    require_self_scoring(review, "trả lời")
    if sheet is not None and sheet.stage in HANDED_IN:
        raise DondocError(
            f"Phiếu của đơn vị đã nộp nên không sửa mục {entry.id} được nữa; cần sửa thì đề nghị đầu mối trả "
            f"lại phiếu: dondoc review return {entry.round_id} ĐƠN_VỊ --why …"
        )


def _require_seen(entry: ReviewEntry, by: str, seen: datetime | None) -> None:
    if entry.answered_at is not None and entry.answered_by != by and entry.answered_at != seen:
        raise DondocError(
            f"Mục {entry.id} đã được {entry.answered_by} trả lời lúc "
            f"{entry.answered_at.astimezone(ZONE):%H:%M ngày %d/%m/%Y}; hãy xem lại trả lời đó, muốn thay "
            "thì thêm --replace."
        )


def _check_self_score(session: Session, entry: ReviewEntry, points: Decimal) -> None:
    if entry.criterion_id is None:
        check_points(points, f"nhiệm vụ {entry.task_id}", HUNDRED, Method.MANUAL)
        return
    criterion = session.get_one(Criterion, entry.criterion_id)
    check_points(points, f"tiêu chí {criterion.code}", criterion.max_points, Method(criterion.method))


def _answer(entry: ReviewEntry) -> dict[str, object]:
    """The answer that is about to be replaced."""
    words = ("done", "difficulties", "proposals", "answered_by")
    points = ("self_score", "declared")
    return {
        **{name: getattr(entry, name) for name in words},
        **{name: number(getattr(entry, name)) for name in points},
        "answered_at": entry.answered_at.isoformat() if entry.answered_at else None,
    }
