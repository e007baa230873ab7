"""A unit's sheet of a round (phiếu tự rà soát): handed in, given back, accepted; explained where missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import update
from sqlmodel import Session, col, exists, func, select

from config.clock import ZONE
from config.errors import DondocError
from models import (
    EntryState,
    Person,
    ReviewEntry,
    ReviewRound,
    Role,
    SheetStage,
    Unit,
    UnitSheet,
)
from tasks_registry.auditing import audit
from tasks_registry.days.phases import require_self_scoring
from tasks_registry.holding import hold, hold_in_open_round
from tasks_registry.plain_text import one_line, paragraphs
from tasks_registry.rounds.entries import still_asked

SHEET_NAMES: Mapping[SheetStage, str] = MappingProxyType(
    {
        SheetStage.DRAFT: "đang soạn",
        SheetStage.SUBMITTED: "đã nộp",
        SheetStage.RETURNED: "trả lại",
        SheetStage.ACCEPTED: "đã duyệt",
        SheetStage.MISSING: "không nộp",
    }
)
NOT_HANDED_IN = (SheetStage.DRAFT, SheetStage.RETURNED)


@dataclass(frozen=True)
class _Step:
    """What a person does with a sheet: its name in words, where it may begin, where it leads."""

    verb: str
    sources: tuple[SheetStage, ...]
    target: SheetStage


SUBMIT = _Step("nộp", NOT_HANDED_IN, SheetStage.SUBMITTED)
RETURN = _Step("trả lại", (SheetStage.SUBMITTED,), SheetStage.RETURNED)
ACCEPT = _Step("duyệt", (SheetStage.SUBMITTED,), SheetStage.ACCEPTED)
REOPEN = _Step("mở lại", (SheetStage.ACCEPTED,), SheetStage.RETURNED)


def find_sheet(session: Session, review: ReviewRound, unit: Unit) -> UnitSheet:
    """The sheet of a unit in a round.

    Raises:
        DondocError: the round asks that unit nothing.
    """
    query = select(UnitSheet).where(UnitSheet.round_id == review.id, UnitSheet.unit_id == unit.id)
    sheet = session.exec(query).first()
    if sheet is None:
        raise DondocError(f"Đợt rà soát {review.id} không có phiếu của {unit.name}.")
    return sheet


def submit(session: Session, sheet: UnitSheet, *, by: str, now: datetime) -> UnitSheet:
    """Hand in a sheet (nộp) of which every entry is answered.

    Raises:
        DondocError: the round is closed, the sheet is handed in already, or entries wait for an answer.
    """
    _begin(session, sheet, SUBMIT)
    left = _waiting(session, sheet)
    if left:
        raise DondocError(
            f"Còn {left} mục chưa trả lời nên chưa nộp phiếu được; xem các mục bằng: "
            f"dondoc review show {sheet.round_id}"
        )
    sheet.submitted_by, sheet.submitted_at = by, now
    sheet.decided_by, sheet.decided_at, sheet.reason = None, None, ""
    return _kept(session, sheet, "submit_sheet", SUBMIT, by=by, now=now)


def give_back(session: Session, sheet: UnitSheet, *, why: str, by: str, now: datetime) -> UnitSheet:
    """Give a sheet back to its unit (trả lại) with the reason; it can be corrected and handed in again.

    Raises:
        DondocError: the round is closed, the sheet is not handed in, or no reason is given.
    """
    return _decide(session, sheet, "return_sheet", RETURN, why=why, by=by, now=now)


def accept(session: Session, sheet: UnitSheet, *, by: str, now: datetime) -> UnitSheet:
    """Accept a sheet (duyệt) that was handed in.

    Raises:
        DondocError: the round is closed, or the sheet is not handed in.
    """
    return _decide(session, sheet, "accept_sheet", ACCEPT, why=None, by=by, now=now)


def reopen_sheet(session: Session, sheet: UnitSheet, *, why: str, by: str, now: datetime) -> UnitSheet:
    """Open an accepted sheet again (mở lại), with the reason.

    Raises:
        DondocError: the round is closed, the sheet is not accepted, or no reason is given.
    """
    return _decide(session, sheet, "reopen_sheet", REOPEN, why=why, by=by, now=now)


def explain(session: Session, sheet: UnitSheet, text: str, *, by: str, now: datetime) -> UnitSheet:
    """Keep why a unit did not hand in its sheet (giải trình); a later text takes the place of the earlier.

    Raises:
        DondocError: the unit owes none, or nothing is said.
    """
    hold(session, sheet)
    if sheet.stage is not SheetStage.MISSING:
        raise DondocError(f"{_unit(session, sheet)} không phải giải trình: phiếu {SHEET_NAMES[sheet.stage]}.")
    said = paragraphs(text)
    if not said:
        raise DondocError("Cần ghi nội dung giải trình.")
    sheet.explanation, sheet.explained_by, sheet.explained_at = said, by, now
    audit(session, sheet, "explain_sheet", {"text": said}, by=by, now=now)
    return sheet


def _begin(session: Session, sheet: UnitSheet, step: _Step) -> None:
    """Hold the sheet, and require that the step may begin where it stands."""
    hold_in_open_round(session, sheet, f"{step.verb} phiếu")
    if step.target is SheetStage.RETURNED:  # the unit could not correct it any more
        require_self_scoring(session.get_one(ReviewRound, sheet.round_id), f"{step.verb} phiếu")
    if sheet.stage in step.sources:
        return
    told = ""
    if sheet.stage is SheetStage.SUBMITTED and sheet.submitted_at:
        moment = sheet.submitted_at.astimezone(ZONE)
        told = f" ({sheet.submitted_by}, {moment:%H:%M ngày %d/%m/%Y})"
    allowed = ", ".join(SHEET_NAMES[stage] for stage in step.sources)
    raise DondocError(
        f"Không {step.verb} phiếu của {_unit(session, sheet)} được: phiếu {SHEET_NAMES[sheet.stage]}{told}, "
        f"chỉ làm được khi phiếu {allowed}."
    )


def _decide(
    session: Session,
    sheet: UnitSheet,
    action: str,
    step: _Step,
    *,
    why: str | None,
    by: str,
    now: datetime,
) -> UnitSheet:
    """What the coordinator does; `why` is None where no reason is owed."""
    _begin(session, sheet, step)
    reason = one_line(why or "")
    if why is not None and not reason:
        raise DondocError(f'Cần nêu lý do khi {step.verb} phiếu: thêm --why "…".')
    sheet.reason, sheet.decided_by, sheet.decided_at = reason, by, now
    return _kept(session, sheet, action, step, by=by, now=now)


def _kept(
    session: Session, sheet: UnitSheet, action: str, step: _Step, *, by: str, now: datetime
) -> UnitSheet:
    details = {"from": sheet.stage.value, "to": step.target.value, "reason": sheet.reason}
    sheet.stage = step.target
    audit(session, sheet, action, details, by=by, now=now)
    return sheet


def _unit(session: Session, sheet: UnitSheet) -> str:
    return session.get_one(Unit, sheet.unit_id).name


def _waiting(session: Session, sheet: UnitSheet) -> int:
    asked = still_asked(sheet.round_id, sheet.unit_id)
    query = select(func.count(col(ReviewEntry.id))).where(*asked, ReviewEntry.state == EntryState.WAITING)
    return session.exec(query).one()


def mark_missing(session: Session, review: ReviewRound) -> None:
    """Mark the sheets that were not handed in; one that asks nothing any more stays as it is."""
    asked = exists().where(*still_asked(UnitSheet.round_id, UnitSheet.unit_id))
    marking = update(UnitSheet).where(
        col(UnitSheet.round_id) == review.id, col(UnitSheet.stage).in_(NOT_HANDED_IN), asked
    )
    session.execute(marking.values(stage=SheetStage.MISSING))


def heads_of(
    session: Session, review: ReviewRound, *stages: SheetStage, unit_id: int | None = None
) -> list[int]:
    """The ids of the heads, who still work here, of units (or one) whose sheet stands at one of `stages`."""
    query = (
        select(Person.id)
        .join(UnitSheet, col(UnitSheet.unit_id) == Person.unit_id)
        .where(UnitSheet.round_id == review.id, col(UnitSheet.stage).in_(stages))
        .where(Person.role == Role.HEAD, col(Person.active))
        .order_by(col(Person.id))
    )
    if unit_id is not None:
        query = query.where(UnitSheet.unit_id == unit_id)
    return [person for person in session.exec(query) if person is not None]
