"""Tự rà soát quý: opens the rounds that are due, asks the units, closes those whose day has come."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from prefect import State, flow, task
from prefect.cache_policies import NO_CACHE
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from config.clock import now
from flows.asking import announce_closing, ask_units
from flows.collect_evidence import collect
from flows.forms import QuarterForm
from flows.runs import business_day, chosen_plans, leave_table, office, params_of, plan_label
from models import Plan, ReviewRound, RoundKind, RoundStage
from models.database import open_engine, transaction
from tasks_registry.periods import Period, last_ended_quarter, parse_period
from tasks_registry.reviews import STAGE_NAMES, close_round, open_round, rounds_to_close, rounds_to_open
from tasks_registry.round_snapshot import outcome

SCHEDULED = QuarterForm()


def _period(params: QuarterForm) -> Period:
    return parse_period(params.quarter) if params.quarter else last_ended_quarter(business_day(params))


def _name() -> str:
    params = params_of(QuarterForm)
    return f"Tự rà soát {_period(params).name} – {office(params.plan)}"


@flow(name="Tự rà soát quý", flow_run_name=_name)
def quarterly_self_review(params: QuarterForm = SCHEDULED) -> list[State[Any]]:
    """Mở các đợt tự rà soát đến kỳ, nhắc đơn vị trả lời, chốt các đợt hết hạn. Chạy lại không đổi gì."""
    engine, day, period = open_engine(), business_day(params), _period(params)
    plans, opening, closing = _due(engine, params, period, day)
    states: list[State[Any]] = [open_for(engine, plan, period, day, return_state=True) for plan in opening]
    for review in closing:
        plan = plans[review.plan_id]
        states.append(collect(engine, plan, day, return_state=True))
        states.append(close_for(engine, plan, review, day, return_state=True))
    _leave_table(engine, plans, period)
    return states


def _due(
    engine: Engine, params: QuarterForm, period: Period, day: date
) -> tuple[dict[int | None, Plan], list[Plan], list[ReviewRound]]:
    """The plans by their id, those to open or, where someone opened them by hand, to ask; rounds to close."""
    with Session(engine) as session:
        plans = _plans(session, params, period)
        closing = [
            review
            for review in rounds_to_close(session, RoundKind.QUARTER, day)
            if review.plan_id in plans and params.quarter in ("", review.period)
        ]
        present = _rounds(session, plans, period)
        waiting = {each.plan_id for each in present if each.stage is RoundStage.OPEN and each not in closing}
        due = set(plans) if params.quarter else {plan.id for plan, _ in rounds_to_open(session, day)}
    return plans, [plan for plan in plans.values() if plan.id in due | waiting], closing


def _plans(session: Session, params: QuarterForm, period: Period) -> dict[int | None, Plan]:
    year = period.year if params.quarter else None
    return {plan.id: plan for plan in chosen_plans(session, params.plan, year)}


def _rounds(session: Session, plans: Iterable[int | None], period: Period) -> Sequence[ReviewRound]:
    wanted = select(ReviewRound).where(
        ReviewRound.kind == RoundKind.QUARTER,
        ReviewRound.period == period.code,
        col(ReviewRound.plan_id).in_(plans),
    )
    return session.exec(wanted.order_by(col(ReviewRound.plan_id))).all()


@task(name="Mở đợt tự rà soát", cache_policy=NO_CACHE)
def open_for(engine: Engine, plan: Plan, period: Period, day: date) -> int:
    """Open a plan's round, if it is not open yet, and ask those who owe an answer; how many were asked."""
    with transaction(engine) as session:
        review = open_round(session, plan, RoundKind.QUARTER, period.code, as_of=day, now=now())
        return ask_units(session, review, as_of=day, now=now()) if review.stage is RoundStage.OPEN else 0


@task(name="Chốt đợt tự rà soát", cache_policy=NO_CACHE)
def close_for(engine: Engine, plan: Plan, review: ReviewRound, day: date) -> None:
    """Freeze a round and tell the plan's coordinator."""
    with transaction(engine) as session:
        closed = close_round(session, session.get_one(ReviewRound, review.id), now=now())
        announce_closing(session, plan, closed, as_of=day, now=now())


def _leave_table(engine: Engine, plans: dict[int | None, Plan], period: Period) -> None:
    with Session(engine) as session:
        reviews = _rounds(session, plans, period)
        rows = [row for review in reviews for row in _rows(session, plans[review.plan_id], review)]
    leave_table("tu-ra-soat-quy", f"Tự rà soát {period.name}: {len(reviews)} kế hoạch.", rows)


def _rows(session: Session, plan: Plan, review: ReviewRound) -> Sequence[dict[str, object]]:
    return [
        {
            "Kế hoạch": plan_label(plan),
            "Đợt": STAGE_NAMES[review.stage],
            "Đơn vị": unit.unit,
            "Số mục": unit.entries,
            "Đã trả lời": unit.answered,
            "Hoàn thành đúng hạn": unit.done_on_time,
            "Hoàn thành quá hạn": unit.done_late,
            "Chưa hoàn thành trong hạn": unit.open_in_time,
            "Chưa hoàn thành quá hạn": unit.open_late,
            "Không có hạn": unit.no_deadline,
        }
        for unit in outcome(session, review).units
    ]
