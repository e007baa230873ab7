"""Scores frozen (chốt điểm): saved once for a round, with lines, the version of the rules and a checksum."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from models import Plan, ReviewRound, Score, Target, Unit
from tasks_registry.criteria.form import SHARES, CriterionForm, SetForm
from tasks_registry.criteria.points import number
from tasks_registry.criteria.scoring import ScoreSheet
from tasks_registry.criteria.sets import form_of_plan, rules_version
from tasks_registry.frozen import checksum, is_intact
from tasks_registry.year.facts import Answer, YearData, plan_data, units_data


@dataclass(frozen=True)
class Sheets:
    """A year scored three times: by the unit's own points, by the appraisers', by what counts.

    The first two take points as they were given; only what counts asks for evidence.
    """

    own: ScoreSheet
    appraised: ScoreSheet
    counting: ScoreSheet


def sheets_of(form: SetForm, data: YearData) -> Sheets:
    """The three sheets of a year; one that cannot differ from another is not computed again."""
    answers = data.answers.values()
    appraised = data.sheet(form, "appraised")
    differs = any(answer.appraised_score is not None for answer in answers)
    counts = any(answer.final_score is not None or not answer.evidence for answer in answers)
    return Sheets(
        own=data.sheet(form, "self_score") if differs else appraised,
        appraised=appraised,
        counting=data.sheet(form) if counts else appraised,
    )


def target_of(session: Session, plan: Plan, year: int) -> Target | None:
    """The level that the plan sets itself for the year, else the one of its criteria set, if any does."""
    found = session.exec(select(Target).where(Target.plan_id == plan.id, Target.year == year)).first()
    return found or _target_of_form(form_of_plan(session, plan), plan, year)


def _target_of_form(form: SetForm, plan: Plan, year: int) -> Target | None:
    wanted = {target.year: target.level for target in form.targets}.get(year)
    for place, level in enumerate(form.levels, 1):
        if level.name == wanted:
            return Target(
                plan_id=plan.id or 0, year=year, level=place, points_from=level.bound, points_to=level.to
            )
    return None


def missing_to_target(total: Decimal | None, complete: bool, target: Target | None) -> Decimal | None:
    """Points still missing to the target's lower bound; None without a target or a complete score."""
    if target is None or total is None or not complete:
        return None
    return max(target.points_from - total, Decimal(0))


def sheet_as_dict(sheet: ScoreSheet, target: Target | None) -> dict[str, Any]:
    """What a sheet says beside its lines, total and level, in JSON."""
    return {
        "unknown_points": number(sheet.unknown_points),
        "complete": sheet.complete,
        "note": sheet.note,
        "conditions": [each.as_dict() for each in sheet.verdicts],
        "target": _target_as_dict(target),
        "missing_to_target": number(missing_to_target(sheet.total, sheet.complete, target)),
        "tasks": sheet.facts.as_dict(),
    }


def _target_as_dict(target: Target | None) -> dict[str, Any] | None:
    if target is None:
        return None
    return {"level": target.level, "from": number(target.points_from), "to": number(target.points_to)}


def made_scores(session: Session, review: ReviewRound, *, as_of: date, now: datetime) -> list[Score]:
    """What the score of the plan, or of each of its units, would be if it were frozen; nothing is saved.

    As of the day until which the units answered, at the latest; what is due only after that day counts too,
    because the score is that of the whole year.
    """
    plan = session.get_one(Plan, review.plan_id)
    year, day = int(review.period), min(as_of, review.closes_on)
    due_by = date(year, 12, 31)
    read: Mapping[Any, YearData]
    if plan.by_unit:
        read = units_data(session, plan, year, as_of=day, due_by=due_by)
    else:
        read = {None: plan_data(session, plan, year, as_of=day, due_by=due_by)}
    form, target = form_of_plan(session, plan), target_of(session, plan, year)
    common: dict[str, Any] = {
        "round_id": review.id,
        "rules_version": rules_version(form),
        "checksum": "",
        "frozen_at": now,
    }
    scores = [
        Score(unit_id=unit_id, **_figures(form, data, target), **common) for unit_id, data in read.items()
    ]
    for score in scores:
        score.checksum = score_checksum(score)
    return scores


def _figures(form: SetForm, data: YearData, target: Target | None) -> dict[str, Any]:
    """What a year comes to. What the sheet says beside its lines stands after them."""
    sheets = sheets_of(form, data)
    lines = [
        _frozen_line(*each, data)
        for each in zip(sheets.own.lines, sheets.appraised.lines, sheets.counting.lines, strict=True)
    ]
    return {
        "total": sheets.counting.total,
        "maximum": sheets.counting.maximum,
        "level": sheets.counting.level,
        "self_total": sheets.own.total,
        "self_level": sheets.own.level,
        "lines": [*lines, {"sheet": sheet_as_dict(sheets.counting, target)}],
    }


def _frozen_line(own: Any, appraised: Any, counting: Any, data: YearData) -> dict[str, Any]:
    code = counting.criterion.code
    answer = data.answers.get(code)
    return {
        **counting.as_dict(),
        "self_points": number(own.points),
        "appraised_points": number(appraised.points),
        "reason": _reason(counting.reason, answer),
        "explanation": answer.explanation if answer else "",
        "evidence": _evidence(counting.criterion, data),
    }


def _evidence(criterion: CriterionForm, data: YearData) -> int | None:
    """The documents behind a line, or the tasks with evidence that it is computed from; else None."""
    if criterion.method in SHARES:
        return data.linked.get(criterion.code, data.facts).with_evidence
    answer = data.answers.get(criterion.code)
    return answer.evidence if answer else None


def _reason(computed: str, answer: Answer | None) -> str:
    return f"{computed} {answer.appraised_reason}" if answer and answer.appraised_reason else computed


def frozen_scores(session: Session, review: ReviewRound) -> list[Score]:
    """The frozen scores of a round: one of the plan, or one of each unit by the units' codes."""
    query = (
        select(Score)
        .join(Unit, col(Score.unit_id) == Unit.id, isouter=True)
        .where(Score.round_id == review.id)
        .order_by(col(Unit.code), col(Score.id))
    )
    return list(session.exec(query))


def frozen_score(session: Session, review: ReviewRound, unit: Unit | None = None) -> dict[str, Any] | None:
    """The frozen score of a round in JSON, of the plan or of a unit that is scored by itself; None if none.

    `evidence` of a line counts the documents behind it, or the tasks with evidence that it is computed from.
    """
    query = select(Score).where(Score.round_id == review.id, Score.unit_id == (unit.id if unit else None))
    score = session.exec(query).first()
    if score is None:
        return None
    form = form_of_plan(session, session.get_one(Plan, review.plan_id))
    return frozen_as_dict(score, form.title if rules_version(form) == score.rules_version else "")


def frozen_as_dict(score: Score, title: str) -> dict[str, Any]:
    """A frozen score in JSON; one that was frozen before there were two sheets has no points of the unit."""
    beside = sheet_of(score)
    return {
        "criteria_set": score.rules_version.partition("@")[0],
        "title": title,
        "rules_version": score.rules_version,
        "total": number(score.total),
        "self_total": number(score.self_total),
        "maximum": number(score.maximum),
        "level": score.level,
        "self_level": score.self_level,
        **beside,
        "lines": [{**UNKNOWN_LINE, **line} for line in score.lines if "sheet" not in line],
        "checksum": score.checksum,
        "frozen_at": score.frozen_at.isoformat(),
    }


UNKNOWN_LINE = {"self_points": None, "appraised_points": None, "explanation": "", "evidence": None}


def sheet_of(score: Score) -> dict[str, Any]:
    """What a frozen sheet says beside its lines; of an older one what can be known."""
    for line in score.lines:
        if "sheet" in line:
            return dict(line["sheet"])
    return {
        "unknown_points": None,
        "complete": not any(line["open"] for line in score.lines),
        "note": "",
        "conditions": [],
        "target": None,
        "missing_to_target": None,
        "tasks": {},
    }


def published_scores(session: Session, review: ReviewRound) -> list[dict[str, Any]]:
    """What each unit that is scored by itself came to, in JSON; of a plan as a whole nothing."""
    scores = [score for score in frozen_scores(session, review) if score.unit_id is not None]
    found = ((score, session.get_one(Unit, score.unit_id)) for score in scores)
    return [
        {
            "unit": unit.name,
            "unit_code": unit.code,
            "total": number(score.total),
            "self_total": number(score.self_total),
            "maximum": number(score.maximum),
            "level": score.level,
            "complete": sheet_of(score)["complete"],
        }
        for score, unit in found
    ]


def changed_since_frozen(session: Session, review: ReviewRound) -> list[str]:
    """What of a closed round no longer fits its checksum, in words for a person; of an open one nothing."""
    changed = []
    if review.snapshot is not None and not is_intact(review.snapshot):
        changed.append("bản chốt số liệu")
    if review.evidence_set is not None and not is_intact(review.evidence_set):
        changed.append("danh mục minh chứng đã chốt")
    if any(score.checksum != score_checksum(score) for score in frozen_scores(session, review)):
        changed.append("bảng điểm đã chốt")
    return changed


def score_checksum(score: Score) -> str:
    """The checksum that a frozen score must have; older ones were made without the unit's own sheet."""
    figures = {"total": number(score.total), "maximum": number(score.maximum), "level": score.level}
    own = {"self_total": number(score.self_total), "self_level": score.self_level, "unit": score.unit_id}
    known = {name: value for name, value in own.items() if value is not None}
    return checksum({**figures, **known, "lines": score.lines, "rules_version": score.rules_version})
