"""Chấm điểm năm: opens the year's rounds, and scores and freezes them once their closing day has come."""

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
from flows.runs import (
    STAGES,
    business_day,
    chosen_plans,
    leave_table,
    office,
    open_engine,
    params_of,
    plan_label,
)
from models import Plan, ReviewRound, RoundStage, Target
from models.database import transaction
from tasks_registry.annual import AnnualOutcome, run_annual_review
from tasks_registry.periods import quarter_of
from tasks_registry.points import points_text

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
    engine, day, year = open_engine(), business_day(params), _year(params)
    with Session(engine) as session:
        plans = chosen_plans(session, params.plan, year)
    states, rows = [], []
    for plan in plans:
        collect(engine, plan, day)
        state = score_for(engine, plan, year, day, return_state=True)
        states.append(state)
        if state.is_completed():
            rows.append(_row(plan, state.result()))
    leave_table("cham-diem-nam", f"Chấm điểm năm {year}: {len(plans)} kế hoạch.", rows)
    return states


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


def _row(plan: Plan, found: AnnualOutcome) -> dict[str, object]:
    return {
        "Kế hoạch": plan_label(plan),
        "Đợt": STAGES[found.stage],
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
