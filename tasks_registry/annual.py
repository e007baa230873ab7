"""A year scored (chấm điểm năm): the live sheet of a plan, and the annual review that freezes it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session, select

from models import EntryState, Plan, ReviewEntry, ReviewRound, RoundKind, RoundStage, Score, Target
from tasks_registry.criteria_sets import form_of_plan, rules_version
from tasks_registry.frozen import checksum
from tasks_registry.periods import checked_year
from tasks_registry.points import number
from tasks_registry.reviews import close_round, open_round
from tasks_registry.round_snapshot import snapshot_is_intact
from tasks_registry.scoring import ScoreSheet, score_sheet
from tasks_registry.year_facts import year_facts, year_marks


def score_plan(session: Session, plan: Plan, year: int, as_of: date) -> ScoreSheet:
    """The score of `plan` for a calendar year as of a day, from what is known now; nothing is kept.

    Only what is due by that day counts.

    Raises:
        DondocError: the year is outside 1900–2100.
    """
    return _sheet(session, plan, checked_year(year), as_of=as_of, due_by=as_of)


def _sheet(session: Session, plan: Plan, year: int, *, as_of: date, due_by: date) -> ScoreSheet:
    facts = year_facts(session, plan, year, as_of=as_of, due_by=due_by)
    return score_sheet(form_of_plan(session, plan), year_marks(session, plan, year), facts)


def target_of(session: Session, plan: Plan, year: int) -> Target | None:
    """The level that the plan sets itself for the year, if it does."""
    return session.exec(select(Target).where(Target.plan_id == plan.id, Target.year == year)).first()


def missing_to_target(total: Decimal | None, complete: bool, target: Target | None) -> Decimal | None:
    """Points still missing to the target's lower bound; None without a target or a complete score."""
    if target is None or total is None or not complete:
        return None
    return max(target.points_from - total, Decimal(0))


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
        "unknown_points": number(sheet.unknown_points),
        "complete": sheet.complete,
        "level": sheet.level,
        "note": sheet.note,
        "target": _target_as_dict(target),
        "missing_to_target": number(missing_to_target(sheet.total, sheet.complete, target)),
        "lines": [line.as_dict() for line in sheet.lines],
        "tasks": sheet.facts.as_dict(),
    }


def _target_as_dict(target: Target | None) -> dict[str, Any] | None:
    if target is None:
        return None
    return {"level": target.level, "from": number(target.points_from), "to": number(target.points_to)}


@dataclass(frozen=True)
class AnnualOutcome:
    """Where the annual review of a plan stands; the figures are frozen once `stage` is closed."""

    round_id: int
    stage: RoundStage
    closes_on: date
    entries: int
    answered: int
    total: Decimal | None
    maximum: Decimal | None
    complete: bool
    level: str | None
    target: Target | None

    @property
    def missing_to_target(self) -> Decimal | None:
        """Points still missing to the target, where both are known."""
        return missing_to_target(self.total, self.complete, self.target)


def run_annual_review(
    session: Session, plan: Plan, year: int, *, as_of: date, now: datetime
) -> AnnualOutcome:
    """Bring the annual review of `plan` as far as `as_of` allows.

    Opens the year's round, and from its closing day on closes it and freezes the score; until then the
    outcome is the live score. Running it again changes nothing.

    Raises:
        DondocError: the year is not one of the plan's.
    """
    review = open_round(session, plan, RoundKind.YEAR, str(year), as_of=as_of, now=now)
    if review.stage is RoundStage.CLOSED or as_of >= review.closes_on:
        figures = _frozen_figures(close_annual_round(session, review, as_of=as_of, now=now))
    else:
        figures = _live_figures(score_plan(session, plan, year, as_of))
    states = session.exec(select(ReviewEntry.state).where(ReviewEntry.round_id == review.id)).all()
    return AnnualOutcome(
        round_id=review.id or 0,
        stage=review.stage,
        closes_on=review.closes_on,
        entries=len(states),
        answered=states.count(EntryState.ANSWERED),
        target=target_of(session, plan, year),
        **figures,
    )


def _live_figures(sheet: ScoreSheet) -> dict[str, Any]:
    return {name: getattr(sheet, name) for name in ("total", "maximum", "complete", "level")}


def _frozen_figures(score: Score) -> dict[str, Any]:
    complete = not any(line["open"] for line in score.lines)
    return {"total": score.total, "maximum": score.maximum, "complete": complete, "level": score.level}


def close_annual_round(session: Session, review: ReviewRound, *, as_of: date, now: datetime) -> Score:
    """Close a year's round and freeze its score, as of its closing day at the latest; twice is once.

    The frozen score is that of the whole year: what is due only after the closing day counts too.
    """
    close_round(session, review, now=now)
    score = session.exec(select(Score).where(Score.round_id == review.id)).first()
    if score is not None:
        return score
    plan = session.get_one(Plan, review.plan_id)
    year = int(review.period)
    day = min(as_of, review.closes_on)
    sheet = _sheet(session, plan, year, as_of=day, due_by=date(year, 12, 31))
    score = Score(
        round_id=review.id or 0,
        total=sheet.total,
        maximum=sheet.maximum,
        level=sheet.level,
        lines=[line.as_dict() for line in sheet.lines],
        rules_version=rules_version(form_of_plan(session, plan)),
        checksum="",
        frozen_at=now,
    )
    score.checksum = score_checksum(score)
    session.add(score)
    session.flush()
    return score


def changed_since_frozen(session: Session, review: ReviewRound) -> list[str]:
    """What of a closed round no longer fits its checksum, in words for a person; of an open one nothing."""
    score = session.exec(select(Score).where(Score.round_id == review.id)).first()
    changed = []
    if review.snapshot is not None and not snapshot_is_intact(review.snapshot):
        changed.append("bản chốt số liệu")
    if score is not None and score.checksum != score_checksum(score):
        changed.append("bảng điểm đã chốt")
    return changed


def score_checksum(score: Score) -> str:
    """The checksum that a frozen score must have."""
    figures = {"total": number(score.total), "maximum": number(score.maximum), "level": score.level}
    return checksum({**figures, "lines": score.lines, "rules_version": score.rules_version})
