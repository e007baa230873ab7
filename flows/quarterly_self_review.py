"""Tự rà soát: opens rounds that are due, asks and reminds the units, closes those whose last day is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from prefect import State, flow, task
from prefect.cache_policies import NO_CACHE
from sqlalchemy import Engine
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from config.clock import now
from config.settings import load_settings
from flows.asking import announce_closing, ask_units
from flows.collect_evidence import collect
from flows.forms import PeriodForm
from flows.runs import business_day, chosen_plans, leave_table, office, params_of, plan_label
from models import Plan, ReviewRound, RoundKind, RoundStage, SheetStage
from models.database import open_engine, transaction
from reports.files import write_reports
from tasks_registry.days.periods import parse_period
from tasks_registry.rounds.report_calendar import due_periods
from tasks_registry.rounds.reviews import (
    STAGE_NAMES,
    close_round,
    open_round,
    rounds_to_close,
    rounds_to_open,
)
from tasks_registry.rounds.sheets import SHEET_NAMES
from tasks_registry.rounds.snapshot import outcome
from tasks_registry.year.frozen_rounds import frozen_round

SCHEDULED = PeriodForm()


def _name() -> str:
    params = params_of(PeriodForm)
    return f"Tự rà soát {_which(params)} – {office(params.plan)}"


def _which(params: PeriodForm) -> str:
    """What is reviewed, in words: the period asked for, or the one that all plans have just now."""
    day = business_day(params)
    codes = {params.period} if params.period else _current(params, day)
    return parse_period(codes.pop()).name if len(codes) == 1 else f"đến ngày {day:%d/%m/%Y}"


def _current(params: PeriodForm, day: date) -> set[str]:
    with Session(open_engine()) as session:
        plans = chosen_plans(session, params.plan)
        return {period.code for _, period in due_periods(session, plans, day)}


@flow(name="Tự rà soát quý", flow_run_name=_name)
def quarterly_self_review(params: PeriodForm = SCHEDULED) -> list[State[Any]]:
    """Mở các đợt tự rà soát đến kỳ, nhắc đơn vị trả lời, chốt các đợt hết hạn. Chạy lại không đổi gì."""
    engine, day = open_engine(), business_day(params)
    work = _due(engine, params, day)
    states: list[State[Any]] = [
        open_for(engine, plan, code, day, return_state=True) for plan, code in work.opening
    ]
    for review in work.closing:
        plan = work.plans[review.plan_id]
        states.append(collect(engine, plan, day, return_state=True))
        states.append(close_for(engine, plan, review, day, return_state=True))
    _leave_table(engine, work)
    return states


@dataclass(frozen=True)
class _Work:
    """The plans by their id; periods to open or to ask about again; rounds to close; periods to tell of."""

    plans: dict[int | None, Plan]
    opening: list[tuple[Plan, str]]
    closing: list[ReviewRound]
    shown: set[tuple[int | None, str]]


def _due(engine: Engine, params: PeriodForm, day: date) -> _Work:
    with Session(engine) as session:
        year = parse_period(params.period).year if params.period else None
        plans = {plan.id: plan for plan in chosen_plans(session, params.plan, year)}
        every = list(plans.values())
        if params.period:
            current = opening = [(plan, params.period) for plan in every]
        else:
            current = [(plan, period.code) for plan, period in due_periods(session, every, day)]
            opening = rounds_to_open(session, day, every)
        due = {review.id for review in rounds_to_close(session, day)}
        present = [
            each
            for each in session.exec(_open_rounds())
            if each.plan_id in plans and params.period in ("", each.period)
        ]
    closing = [each for each in present if each.id in due]
    asked = {(plan.id, code): (plan, code) for plan, code in opening}
    asked |= {_key(each): (plans[each.plan_id], each.period) for each in present}
    for each in closing:
        del asked[_key(each)]
    shown = {(plan.id, code) for plan, code in current} | set(map(_key, present))
    return _Work(plans, list(asked.values()), closing, shown)


def _key(review: ReviewRound) -> tuple[int | None, str]:
    return review.plan_id, review.period


def _open_rounds() -> SelectOfScalar[ReviewRound]:
    """The open rounds, but those of a year: the flow of the annual review sees to them."""
    return (
        select(ReviewRound)
        .where(ReviewRound.stage == RoundStage.OPEN, ReviewRound.kind != RoundKind.YEAR)
        .order_by(col(ReviewRound.closes_on), col(ReviewRound.id))
    )


@task(name="Mở đợt tự rà soát", cache_policy=NO_CACHE)
def open_for(engine: Engine, plan: Plan, code: str, day: date) -> int:
    """Open a plan's round, if it is not open yet, and ask those who owe an answer; how many were asked."""
    with transaction(engine) as session:
        kind = parse_period(code).kind
        review = open_round(session, plan, kind, code, as_of=day, now=now())
        return ask_units(session, review, as_of=day, now=now()) if review.stage is RoundStage.OPEN else 0


@task(name="Chốt đợt tự rà soát", cache_policy=NO_CACHE)
def close_for(engine: Engine, plan: Plan, review: ReviewRound, day: date) -> list[str]:
    """Freeze a round, tell the plan's coordinator and those who owe an explanation, write its reports.

    The paths of the reports: what cannot be written leaves the round closed, and fails the task.
    """
    with transaction(engine) as session:
        closed = close_round(session, session.get_one(ReviewRound, review.id), now=now())
        announce_closing(session, plan, closed, as_of=day, now=now())
        frozen = frozen_round(session, closed)
    return [str(path) for path in write_reports(frozen, load_settings().reports)]


def _leave_table(engine: Engine, work: _Work) -> None:
    with Session(engine) as session:
        codes = {code for _, code in work.shown}
        wanted = select(ReviewRound).where(
            col(ReviewRound.plan_id).in_(work.plans), col(ReviewRound.period).in_(codes)
        )
        found = session.exec(wanted.order_by(col(ReviewRound.plan_id), col(ReviewRound.closes_on)))
        reviews = [review for review in found if _key(review) in work.shown]
        rows = [row for review in reviews for row in _rows(session, work.plans[review.plan_id], review)]
    leave_table("tu-ra-soat-quy", f"Tự rà soát: {len(reviews)} đợt.", rows)


def _rows(session: Session, plan: Plan, review: ReviewRound) -> Sequence[dict[str, object]]:
    return [
        {
            "Kế hoạch": plan_label(plan),
            "Kỳ": parse_period(review.period).name,
            "Đợt": STAGE_NAMES[review.stage],
            "Trả lời đến hết ngày": review.closes_on,
            "Đơn vị": unit.unit,
            "Phiếu": SHEET_NAMES[SheetStage(unit.stage)] if unit.stage else "",
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
