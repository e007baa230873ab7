"""The criteria set by which a plan is scored (bộ tiêu chí áp dụng): taken in, attached, asked about."""

from sqlmodel import Session, col, delete, select

from config.errors import DondocError
from models import CriteriaSet, Criterion, CriterionItem, Plan, ReviewEntry, ReviewRound, RoundStage
from tasks_registry.criteria.form import SetForm
from tasks_registry.criteria.sets import document_of, find_set, form_of_row
from tasks_registry.days.phases import require_self_scoring
from tasks_registry.frozen import checksum
from tasks_registry.rounds.entries import ask_about_criteria


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


def _taken_in(session: Session, form: SetForm) -> CriteriaSet:
    """The set's row; a set that no review asks about yet takes the content now given."""
    document = document_of(form)
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
