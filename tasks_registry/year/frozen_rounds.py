"""What is frozen of a closed round, as the plain values that its reports are made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from config.errors import DondocError
from models import ReviewRound, RoundStage, Unit
from tasks_registry.year.scores import frozen_as_dict, frozen_score, frozen_scores


@dataclass(frozen=True)
class FrozenRound:
    """A closed round: its snapshot, its score, and those of units that are scored by themselves.

    Each of `unit_scores` has the unit's name as `unit`.
    """

    snapshot: Mapping[str, Any]
    score: Mapping[str, Any] | None
    unit_scores: Sequence[Mapping[str, Any]] = ()


def frozen_round(session: Session, review: ReviewRound, unit: Unit | None = None) -> FrozenRound:
    """What is frozen of a round; with `unit` the score is that unit's own.

    Raises:
        DondocError: the round is still open.
    """
    if review.stage is not RoundStage.CLOSED or review.snapshot is None:
        raise DondocError(f"Đợt rà soát {review.id} chưa chốt; chốt bằng: dondoc review close {review.id}")
    score = frozen_score(session, review, unit)
    if unit is not None:
        return FrozenRound(review.snapshot, score)
    of_units = [
        {**frozen_as_dict(each, ""), "unit": session.get_one(Unit, each.unit_id).name}
        for each in frozen_scores(session, review)
        if each.unit_id is not None
    ]
    return FrozenRound(review.snapshot, score, of_units)
