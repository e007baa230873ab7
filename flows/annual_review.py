"""Chấm điểm năm: opens the year's rounds, and scores and freezes every year's whose closing day has come."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from prefect import State, flow, task
from prefect.cache_policies import NO_CACHE
from sqlalchemy import Engine
from sqlmodel import Session

from config.clock import now
from flows.asking import announce_closing, ask_units
from flows.collect_evidence import collect
from flows.forms import AnnualForm
from flows.runs import business_day, chosen_plans, leave_table, office, params_of, plan_label
from models import Plan, ReviewRound, RoundKind, RoundStage, Target
from models.database import open_engine, transaction
from tasks_registry.annual import AnnualOutcome, run_annual_review
from tasks_registry.periods import quarter_of
from tasks_registry.points import points_text
from tasks_registry.reviews import STAGE_NAMES, round_of, rounds_to_close

SCHEDULED = AnnualForm()


def _year(params: AnnualForm) -> int:
    """The year of the form, else the one whose figures were cut off last (14 December)."""
    return params.year or quarter_of(business_day(params)).year - 1


def _name() -> str:
    params = params_of(AnnualForm)
    return f"Chấm điểm năm {_year(params)} – {office(params.plan)}"


@flow(name="Chấm điểm năm", flow_run_name=_name)
def annual_review(params: AnnualForm = SCHEDULED) -> list[State[Any]]:
    """Mở đợt chấm điểm năm; đến hạn thì chấm, chốt điểm và xếp loại. Chạy lại không đổi gì."""
    engine, day = open_engine(), business_day(params)
    work = _due(engine, params, day)
    states: list[State[Any]] = []
    rows = []
    for each in work:
        if not each.frozen:
            states.append(collect(engine, each.plan, day, return_state=True))
        scored = score_for(engine, each.plan, each.year, day, return_state=True)
        states.append(scored)
        if scored.is_completed():
            rows.append(_row(each, scored.result()))
    leave_table("cham-diem-nam", f"Chấm điểm năm {_year(params)}: {len(work)} kế hoạch.", rows)
    return states


@dataclass(frozen=True)
class _Scored:
    """A plan and a year of it; `frozen` once its round is closed."""

    plan: Plan
    year: int
    frozen: bool


def _due(engine: Engine, params: AnnualForm, day: date) -> list[_Scored]:
    """The plans of the year asked for; and where none is asked for, what other years have left to close."""
    year = _year(params)
    with Session(engine) as session:
        plans = {plan.id: plan for plan in chosen_plans(session, params.plan)}
        waiting = [] if params.year else rounds_to_close(session, RoundKind.YEAR, day)
        pairs = [(plan.id, year) for plan in chosen_plans(session, params.plan, year)]
        pairs += [(each.plan_id, int(each.period)) for each in waiting if each.plan_id in plans]
        return [_scored(session, plans[plan_id], scored) for plan_id, scored in dict.fromkeys(pairs)]


def _scored(session: Session, plan: Plan, year: int) -> _Scored:
    review = round_of(session, plan, RoundKind.YEAR, str(year))
    return _Scored(plan, year, review is not None and review.stage is RoundStage.CLOSED)


@task(name="Chấm điểm kế hoạch", cache_policy=NO_CACHE)
def score_for(engine: Engine, plan: Plan, year: int, day: date) -> AnnualOutcome:
    """Bring a plan's annual review as far as `day` allows, and tell those whom it concerns."""
    with transaction(engine) as session:
        found = run_annual_review(session, plan, year, as_of=day, now=now())
        review = session.get_one(ReviewRound, found.round_id)
        if review.stage is RoundStage.OPEN:
            ask_units(session, review, as_of=day, now=now())
        else:
            announce_closing(session, plan, review, as_of=day, now=now())
        return found


def _row(scored: _Scored, found: AnnualOutcome) -> dict[str, object]:
    return {
        "Kế hoạch": plan_label(scored.plan),
        "Năm": scored.year,
        "Đợt": STAGE_NAMES[found.stage],
        "Hạn trả lời": found.closes_on,
        "Đã trả lời": f"{found.answered}/{found.entries}",
        "Tổng điểm": points_text(found.total),
        "Điểm tối đa": points_text(found.maximum),
        "Xếp loại": found.level or "chưa xếp loại",
        "Mức độ phấn đấu": _target(found.target),
        "Còn thiếu (điểm)": points_text(found.missing_to_target),
    }


def _target(target: Target | None) -> str:
    if target is None:
        return "không đặt"
    return f"Mức độ {target.level} (từ {points_text(target.points_from)} điểm)"
