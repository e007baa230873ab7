"""A year scored (chấm điểm năm): the live sheet of a plan, and the annual review from stage to stage."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from config.errors import DondocError
from models import EntryState, Plan, ReviewEntry, RoundKind, RoundStage, Score, Target, Unit
from tasks_registry.criteria.points import number
from tasks_registry.criteria.scoring import ScoreSheet
from tasks_registry.criteria.sets import form_of_plan
from tasks_registry.days.periods import checked_year
from tasks_registry.days.phases import FINAL, ends_on
from tasks_registry.rounds.reviews import open_round
from tasks_registry.year.facts import YearData, plan_data, units_data
from tasks_registry.year.gaps import Gap
from tasks_registry.year.scores import (
    changed_since_frozen,
    frozen_score,
    frozen_scores,
    missing_to_target,
    published_scores,
    score_checksum,
    sheet_as_dict,
    sheet_of,
    target_of,
)
from tasks_registry.year.stages import advance, close_annual_round, missing_scores

__all__ = [
    "AnnualOutcome",
    "changed_since_frozen",
    "close_annual_round",
    "frozen_score",
    "frozen_scores",
    "missing_to_target",
    "plans_of_year",
    "published_scores",
    "run_annual_review",
    "score_as_dict",
    "score_checksum",
    "score_plan",
    "score_units",
    "target_of",
    "units_by_code",
    "year_data",
]


def score_plan(session: Session, plan: Plan, year: int, as_of: date, unit: Unit | None = None) -> ScoreSheet:
    """The score of `plan`, or of one of its units, for a calendar year as of a day; nothing is kept.

    From what is known now. Only what is due by that day counts.

    Raises:
        DondocError: the year is outside 1900–2100, or the unit leads nothing in the plan.
    """
    data = year_data(session, plan, checked_year(year), as_of=as_of, due_by=as_of, unit=unit)
    return data.sheet(form_of_plan(session, plan))


def score_units(session: Session, plan: Plan, year: int, as_of: date) -> list[tuple[Unit, ScoreSheet]]:
    """The same of each unit that leads something in `plan` that year, by the units' codes.

    Raises:
        DondocError: the year is outside 1900–2100.
    """
    form = form_of_plan(session, plan)
    found = units_data(session, plan, checked_year(year), as_of=as_of, due_by=as_of)
    return [(unit, found[unit.id or 0].sheet(form)) for unit in units_by_code(session, found)]


def units_by_code(session: Session, chosen: Collection[int]) -> list[Unit]:
    """The units of those ids, by their codes."""
    return [unit for unit in session.exec(select(Unit).order_by(col(Unit.code))) if unit.id in chosen]


def year_data(
    session: Session, plan: Plan, year: int, *, as_of: date, due_by: date, unit: Unit | None
) -> YearData:
    """What is known of the year, of the whole plan or of one unit.

    Raises:
        DondocError: the unit leads nothing in the plan that year.
    """
    if unit is None:
        return plan_data(session, plan, year, as_of=as_of, due_by=due_by)
    found = units_data(session, plan, year, as_of=as_of, due_by=due_by).get(unit.id or 0)
    if found is None:
        raise DondocError(f"{unit.name} không chủ trì việc nào của kế hoạch {plan.code} trong năm {year}.")
    return found


def plans_of_year(session: Session, year: int) -> list[Plan]:
    """The plans that cover a year."""
    covering = select(Plan).where(Plan.year <= year, Plan.end_year >= year)
    return list(session.exec(covering.order_by(col(Plan.id))))


def score_as_dict(
    plan: Plan, year: int, as_of: date, sheet: ScoreSheet, target: Target | None
) -> dict[str, Any]:
    """A sheet in JSON: points as numbers, null where unknown."""
    return {
        "plan": plan.code,
        "year": year,
        "criteria_set": sheet.criteria_set,
        "as_of": as_of,
        "total": number(sheet.total),
        "maximum": number(sheet.maximum),
        "level": sheet.level,
        **sheet_as_dict(sheet, target),
        "lines": [line.as_dict() for line in sheet.lines],
    }


@dataclass(frozen=True)
class AnnualOutcome:
    """Where the annual review of a plan stands; the figures are frozen once `stage` is closed.

    `phase_ends_on` is the last day of the present stage. Of a plan that is scored by unit its units are
    counted, and there is no total of all. `gaps` are what its sheets still lack, or lacked when they were
    frozen.
    """

    round_id: int
    stage: RoundStage
    phase: str
    phase_ends_on: date
    closes_on: date
    entries: int
    answered: int
    total: Decimal | None
    maximum: Decimal | None
    complete: bool
    level: str | None
    target: Target | None
    units: int = 0
    gaps: tuple[Gap, ...] = ()

    def waits_for_somebody(self, as_of: date) -> bool:
        """Whether its last stage is over and it is not published, because something lacks."""
        return self.phase == FINAL and as_of > self.phase_ends_on

    @property
    def missing_to_target(self) -> Decimal | None:
        """Points still missing to the target, where both are known."""
        return missing_to_target(self.total, self.complete, self.target)


def run_annual_review(
    session: Session, plan: Plan, year: int, *, as_of: date, now: datetime
) -> AnnualOutcome:
    """Bring the annual review of `plan` as far as `as_of` allows, from stage to stage.

    Opens the year's round; when the last day of a stage is over the next one begins, and after that of the
    last one the round is closed and the score frozen, unless something lacks; until then the outcome is the
    live score. Running it again changes nothing.

    Raises:
        DondocError: the year is not one of the plan's.
    """
    review = open_round(session, plan, RoundKind.YEAR, str(year), as_of=as_of, now=now)
    advance(session, review, as_of=as_of, now=now)
    if review.stage is RoundStage.CLOSED:
        figures = _frozen_figures(frozen_scores(session, review))
    else:
        figures = _live_figures(session, plan, year, as_of)
    states = session.exec(select(ReviewEntry.state).where(ReviewEntry.round_id == review.id)).all()
    return AnnualOutcome(
        round_id=review.id or 0,
        stage=review.stage,
        phase=review.phase,
        phase_ends_on=ends_on(review, review.phase),
        closes_on=review.closes_on,
        entries=len(states),
        answered=states.count(EntryState.ANSWERED),
        target=target_of(session, plan, year),
        gaps=missing_scores(session, review, as_of=as_of, now=now),
        **figures,
    )


NO_FIGURES = {"total": None, "maximum": None, "complete": False, "level": None}


def _live_figures(session: Session, plan: Plan, year: int, as_of: date) -> dict[str, Any]:
    if plan.by_unit:
        return {**NO_FIGURES, "units": len(units_data(session, plan, year, as_of=as_of, due_by=as_of))}
    sheet = score_plan(session, plan, year, as_of)
    return {name: getattr(sheet, name) for name in NO_FIGURES}


def _frozen_figures(scores: list[Score]) -> dict[str, Any]:
    if len(scores) != 1 or scores[0].unit_id is not None:
        return {**NO_FIGURES, "units": len(scores)}
    score = scores[0]
    known = {"total": score.total, "maximum": score.maximum, "level": score.level}
    return {**known, "complete": sheet_of(score)["complete"]}
