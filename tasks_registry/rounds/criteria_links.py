"""Criteria linked to items of a plan: the items' tasks and their evidence speak for the criterion."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, delete, select

from config.errors import DondocError
from models import Criterion, CriterionItem, Item, Plan, ReviewRound, RoundKind, RoundStage
from tasks_registry.once import insert_once


@dataclass(frozen=True)
class Link:
    """A criterion and an item that serves it; `position` is the item's place in the plan, from 1."""

    criterion: str
    name: str
    position: int
    text: str


def links_of(session: Session, plan: Plan) -> list[Link]:
    """The links of a plan, by the order of the criteria and of the items."""
    query = (
        select(Criterion.code, Criterion.name, Item.position, Item.text)
        .join(CriterionItem, col(CriterionItem.criterion_id) == Criterion.id)
        .join(Item, col(CriterionItem.item_id) == Item.id)
        .where(Criterion.set_id == plan.criteria_set_id, Item.plan_id == plan.id)
        .order_by(col(Criterion.position), col(Item.position))
    )
    return [Link(*row) for row in session.exec(query)]


def link_items(session: Session, plan: Plan, code: str, positions: Sequence[int]) -> int:
    """Link items of the plan, by their places, to a criterion of its set; how many links are new.

    Raises:
        DondocError: no such criterion or item, or the evidence of a year is being appraised.
    """
    criterion, items = _found(session, plan, code, positions)
    rows = [CriterionItem(criterion_id=criterion.id or 0, item_id=item) for item in items]
    return insert_once(session, rows)


def unlink_items(session: Session, plan: Plan, code: str, positions: Sequence[int]) -> int:
    """Take links away; how many there were.

    Raises:
        DondocError: no such criterion or item.
    """
    criterion, items = _found(session, plan, code, positions)
    gone = delete(CriterionItem).where(
        col(CriterionItem.criterion_id) == criterion.id, col(CriterionItem.item_id).in_(items)
    )
    return session.connection().execute(gone).rowcount


def _found(session: Session, plan: Plan, code: str, positions: Sequence[int]) -> tuple[Criterion, list[int]]:
    _require_set(session, plan)
    query = select(Criterion).where(Criterion.set_id == plan.criteria_set_id, Criterion.code == code)
    criterion = session.exec(query).first()
    if criterion is None:
        raise DondocError(f"Bộ tiêu chí của kế hoạch {plan.code} không có tiêu chí '{code}'.")
    wanted = select(Item.position, Item.id).where(
        Item.plan_id == plan.id, col(Item.position).in_(positions), col(Item.retired_on).is_(None)
    )
    items = {position: item_id or 0 for position, item_id in session.exec(wanted)}
    unknown = [str(position) for position in positions if position not in items]
    if unknown:
        raise DondocError(
            f"Kế hoạch {plan.code} không có mục {', '.join(unknown)}; tìm số mục bằng: dondoc search"
        )
    return criterion, list(items.values())


def _require_set(session: Session, plan: Plan) -> None:
    if plan.criteria_set_id is None:
        raise DondocError(
            f"Kế hoạch {plan.code} chưa chọn bộ tiêu chí; chọn bằng: dondoc criteria use {plan.code} MÃ"
        )
    open_years = select(ReviewRound).where(
        ReviewRound.plan_id == plan.id,
        ReviewRound.kind == RoundKind.YEAR,
        ReviewRound.stage == RoundStage.OPEN,
    )
    settled = [review.id for review in session.exec(open_years) if review.evidence_set is not None]
    if settled:
        raise DondocError(
            f"Đợt đánh giá năm số {settled[0]} đã chốt minh chứng để thẩm định nên không đổi gắn kết nữa."
        )
