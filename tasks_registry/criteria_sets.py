"""Criteria sets: those that ship with the program, those taken in, and the one that a plan is scored by."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sqlmodel import Session, col, delete, select

from config.errors import DondocError
from models import CriteriaSet, Criterion, CriterionItem, Plan, ReviewEntry, ReviewRound, RoundStage
from tasks_registry.criteria_form import CriterionForm, NoEvidence, Rules, SetForm
from tasks_registry.criteria_reading import checked_form, read_form_file
from tasks_registry.frozen import checksum
from tasks_registry.marks import count_points, rate_points
from tasks_registry.phases import require_self_scoring
from tasks_registry.round_entries import ask_about_criteria

SHIPPED = Path(__file__).parent / "criteria"
DEFAULT_CODE = "nhiem-vu-ke-hoach"


@cache
def shipped_sets() -> Mapping[str, SetForm]:
    """The sets that come with the program, by code."""
    forms = map(read_form_file, sorted(SHIPPED.glob("*.yaml")))
    return MappingProxyType({form.code: form for form in forms})


def known_sets(session: Session) -> dict[str, SetForm]:
    """All sets that a plan can use: the shipped ones and those taken in, which go first, by code."""
    taken_in = {row.code: form_of_row(row) for row in session.exec(select(CriteriaSet))}
    return dict(sorted({**shipped_sets(), **taken_in}.items()))


def find_set(session: Session, reference: str) -> SetForm:
    """The set that `reference` names: its code, or the path of a YAML file.

    Raises:
        DondocError: no such set, or a file that is not by the form.
    """
    if reference.endswith((".yaml", ".yml")):
        return read_form_file(Path(reference))
    known = known_sets(session)
    if reference not in known:
        raise DondocError(f"Không có bộ tiêu chí '{reference}'; các bộ hiện có: {', '.join(known)}.")
    return known[reference]


def attach_set(session: Session, plan: Plan, code: str) -> CriteriaSet:
    """Score `plan` by the set of that code (or file) from now on; an open annual review asks about it too.

    Raises:
        DondocError: no such set; other content under its code is in use; or an open annual review of the
            plan asks about another set, or is past its self-scoring.
    """
    row = _taken_in(session, find_set(session, code))
    _require_no_open_review(session, plan, row)
    plan.criteria_set_id = row.id
    session.add(plan)
    session.flush()
    ask_about_criteria(session, plan)
    return row


def form_of_plan(session: Session, plan: Plan) -> SetForm:
    """The set that `plan` is scored by, with the plan's own rule of evidence where it has one.

    Its own set, else the one computed from its tasks alone.
    """
    form = shipped_sets()[DEFAULT_CODE]
    if plan.criteria_set_id is not None:
        form = form_of_row(session.get_one(CriteriaSet, plan.criteria_set_id))
    if plan.no_evidence is None:
        return form
    return form.model_copy(update={"rules": Rules(no_evidence=NoEvidence(plan.no_evidence))})


def form_of_row(row: CriteriaSet) -> SetForm:
    """The set as it was taken in."""
    return checked_form(row.document, row.code)


def points_for_rate(session: Session, criterion_id: int | None, rate: Decimal) -> Decimal:
    """The points that a declared rate in percent gives a criterion that was taken in.

    Raises:
        DondocError: no criterion, or not one that is scored by a rate.
    """
    criterion, decimals = _criterion_form(session, criterion_id)
    return rate_points(criterion, rate, decimals)


def points_for_count(session: Session, criterion_id: int | None, count: Decimal) -> Decimal:
    """The points that a declared count of events gives a criterion that was taken in.

    Raises:
        DondocError: no criterion, or not one that is scored by a count.
    """
    criterion, decimals = _criterion_form(session, criterion_id)
    return count_points(criterion, count, decimals)


def _criterion_form(session: Session, criterion_id: int | None) -> tuple[CriterionForm, int]:
    criterion = session.get(Criterion, criterion_id) if criterion_id else None
    if criterion is None:
        raise DondocError("Mục rà soát này không phải là tiêu chí nên không khai được; hãy nhập điểm.")
    form = form_of_row(session.get_one(CriteriaSet, criterion.set_id))
    return next(each for each in form.criteria() if each.code == criterion.code), form.rounding


def rules_version(form: SetForm) -> str:
    """What names the set with its present content: its code and the start of its checksum."""
    return f"{form.code}@{checksum(_document(form))[:12]}"


def _document(form: SetForm) -> dict[str, Any]:
    return form.model_dump(mode="json", by_alias=True)


def _taken_in(session: Session, form: SetForm) -> CriteriaSet:
    """The set's row; a set that no review asks about yet takes the content now given."""
    document = _document(form)
    row = session.exec(select(CriteriaSet).where(CriteriaSet.code == form.code)).first()
    if row is not None and form_of_row(row) == form:  # an older document may lack newer fields
        return row
    if row is None:
        row = CriteriaSet(code=form.code, title="", document={}, checksum="")
    elif _is_asked(session, row):
        raise DondocError(
            f"Mã bộ tiêu chí '{form.code}' đã dùng trong đợt đánh giá với nội dung khác; hãy đặt mã mới."
        )
    row.title, row.document, row.checksum = form.title, document, checksum(document)
    session.add(row)
    session.flush()
    linked = _links(session, row)
    session.exec(delete(Criterion).where(col(Criterion.set_id) == row.id))
    criteria = _criteria(row, form)
    session.add_all(criteria)
    session.flush()
    ids = {criterion.code: criterion.id or 0 for criterion in criteria}
    session.add_all(
        CriterionItem(criterion_id=ids[code], item_id=item) for code, item in linked if code in ids
    )
    session.flush()
    return row


def _links(session: Session, row: CriteriaSet) -> list[tuple[str, int]]:
    """Which criteria, by code, the items of plans are linked to: new content keeps what it still can."""
    query = (
        select(Criterion.code, CriterionItem.item_id)
        .join(CriterionItem, col(CriterionItem.criterion_id) == Criterion.id)
        .where(Criterion.set_id == row.id)
    )
    return list(session.exec(query))


def _criteria(row: CriteriaSet, form: SetForm) -> list[Criterion]:
    places = [(group, criterion) for group in form.groups for criterion in group.criteria]
    return [
        Criterion(
            set_id=row.id or 0,
            position=position,
            code=criterion.code,
            group_name=group.name,
            name=criterion.name,
            max_points=criterion.points,
            method=criterion.method.value,
        )
        for position, (group, criterion) in enumerate(places, 1)
    ]


def _is_asked(session: Session, row: CriteriaSet) -> bool:
    asked = (
        select(ReviewEntry.id)
        .join(Criterion, col(ReviewEntry.criterion_id) == Criterion.id)
        .where(Criterion.set_id == row.id)
    )
    return session.exec(asked.limit(1)).first() is not None


def _require_no_open_review(session: Session, plan: Plan, row: CriteriaSet) -> None:
    asked = (
        select(ReviewRound.id)
        .join(ReviewEntry, col(ReviewEntry.round_id) == ReviewRound.id)
        .join(Criterion, col(ReviewEntry.criterion_id) == Criterion.id)
        .where(ReviewRound.plan_id == plan.id, ReviewRound.stage == RoundStage.OPEN)
        .where(Criterion.set_id != row.id)
    )
    still_open = select(ReviewRound).where(
        ReviewRound.plan_id == plan.id, ReviewRound.stage == RoundStage.OPEN
    )
    if plan.criteria_set_id != row.id:
        for review in session.exec(still_open):  # nobody could answer for the new criteria any more
            require_self_scoring(review, "đổi bộ tiêu chí")
    open_round = session.exec(asked.limit(1)).first()
    if open_round is not None:
        raise DondocError(
            f"Đợt đánh giá số {open_round} đang mở theo bộ tiêu chí khác; hãy chốt đợt đó trước khi đổi."
        )
