"""Chấm điểm năm: opens the year's reviews, and brings every one to the stage that its dates have come to."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from prefect import State, flow, task
from prefect.cache_policies import NO_CACHE
from sqlalchemy import Engine
from sqlmodel import Session

from config.clock import now
from config.settings import load_settings
from flows.annual_steps import step_for
from flows.collect_evidence import collect
from flows.forms import AnnualForm
from flows.runs import business_day, chosen_plans, leave_table, office, params_of, plan_label
from models import Plan, ReviewRound, RoundKind, RoundStage, Target
from models.database import open_engine, transaction
from reports.files import write_reports
from tasks_registry.criteria.points import points_text
from tasks_registry.days.periods import quarter_of
from tasks_registry.days.phases import PHASE_NAMES
from tasks_registry.rounds.reviews import STAGE_NAMES, round_of
from tasks_registry.year.annual import AnnualOutcome
from tasks_registry.year.frozen_rounds import frozen_round
from tasks_registry.year.gaps import gaps_text
from tasks_registry.year.stages import reviews_to_advance

SCHEDULED = AnnualForm()


def _year(params: AnnualForm) -> int:
    """The year of the form, else the one whose figures were cut off last (14 December)."""
    return params.year or quarter_of(business_day(params)).year - 1


def _name() -> str:
    params = params_of(AnnualForm)
    return f"Chấm điểm năm {_year(params)} – {office(params.plan)}"


@flow(name="Chấm điểm năm", flow_run_name=_name)
def annual_review(params: AnnualForm = SCHEDULED) -> list[State[Any]]:
    """Mở đợt chấm điểm năm, đến hạn thì chuyển giai đoạn, chốt điểm và công bố. Chạy lại không đổi gì."""
    engine, day = open_engine(), business_day(params)
    work = _due(engine, params, day)
    states: list[State[Any]] = []
    rows = []
    for each in work:
        if not each.settled:
            states.append(collect(engine, each.plan, day, return_state=True))
        scored = score_for(engine, each.plan, each.year, day, return_state=True)
        states.append(scored)
        if not scored.is_completed():
            continue
        rows.append(_row(each, scored.result()))
        if scored.result().stage is RoundStage.CLOSED and not each.published:
            states.append(report_on(engine, scored.result().round_id, return_state=True))
    leave_table("cham-diem-nam", f"Chấm điểm năm {_year(params)}: {len(work)} kế hoạch.", rows)
    return states


@dataclass(frozen=True)
class _Scored:
    """A plan and a year of it; `settled` once its evidence is frozen, `published` once it is closed."""

    plan: Plan
    year: int
    settled: bool
    published: bool


def _due(engine: Engine, params: AnnualForm, day: date) -> list[_Scored]:
    """The plans of the year asked for; and where none is asked for, what other years have left to do."""
    year = _year(params)
    with Session(engine) as session:
        plans = {plan.id: plan for plan in _plans(session, params)}
        waiting = [] if params.year else reviews_to_advance(session, day)
        pairs = [(plan.id, year) for plan in _plans(session, params, year)]
        pairs += [(each.plan_id, int(each.period)) for each in waiting if each.plan_id in plans]
        return [_scored(session, plans[plan_id], scored) for plan_id, scored in dict.fromkeys(pairs)]


def _plans(session: Session, params: AnnualForm, year: int | None = None) -> list[Plan]:
    """The plans of the form, which names one, several parted by semicolons, or none: all."""
    names = [name.strip() for name in params.plan.split(";") if name.strip()] or [""]
    found = [plan for name in names for plan in chosen_plans(session, name, year)]
    return list({plan.id: plan for plan in found}.values())


def _scored(session: Session, plan: Plan, year: int) -> _Scored:
    review = round_of(session, plan, RoundKind.YEAR, str(year))
    if review is None:
        return _Scored(plan, year, settled=False, published=False)
    published = review.stage is RoundStage.CLOSED
    return _Scored(plan, year, settled=published or review.evidence_set is not None, published=published)


@task(name="Chấm điểm kế hoạch", cache_policy=NO_CACHE)
def score_for(engine: Engine, plan: Plan, year: int, day: date) -> AnnualOutcome:
    """Bring a plan's annual review as far as `day` allows, and tell those whom it concerns."""
    with transaction(engine) as session:
        return step_for(session, plan, year, as_of=day, now=now())


@task(name="Viết báo cáo năm", cache_policy=NO_CACHE)
def report_on(engine: Engine, round_id: int) -> list[str]:
    """Write the reports of a year that has just been published; their paths."""
    with Session(engine) as session:
        frozen = frozen_round(session, session.get_one(ReviewRound, round_id))
    return [str(path) for path in write_reports(frozen, load_settings().reports)]


def _row(scored: _Scored, found: AnnualOutcome) -> dict[str, object]:
    return {
        "Kế hoạch": plan_label(scored.plan),
        "Năm": scored.year,
        "Đợt": STAGE_NAMES[found.stage],
        "Giai đoạn": PHASE_NAMES[found.phase],
        "Đến ngày": found.phase_ends_on,
        "Hạn trả lời": found.closes_on,
        "Đã trả lời": f"{found.answered}/{found.entries}",
        "Chưa đủ để công bố": gaps_text(found.gaps),
        "Tổng điểm": f"theo {found.units} đơn vị" if found.units else points_text(found.total),
        "Điểm tối đa": points_text(found.maximum),
        "Xếp loại": found.level or "chưa xếp loại",
        "Mức độ phấn đấu": _target(found.target),
        "Còn thiếu (điểm)": points_text(found.missing_to_target),
    }


def _target(target: Target | None) -> str:
    if target is None:
        return "không đặt"
    return f"Mức độ {target.level} (từ {points_text(target.points_from)} điểm)"
