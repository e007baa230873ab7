"""The pages of a year: where its reviews stand, what they lack, what came out, what can still be won."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from config import clock
from config.errors import DondocError
from models import Plan, ReviewRound, RoundKind
from models.database import transaction
from tasks_registry.days.phases import FINAL, PHASE_NAMES, PUBLISHED, SELF_SCORE, ends_on
from tasks_registry.rounds.reviews import round_of
from tasks_registry.rounds.snapshot import round_rows
from tasks_registry.year.annual import frozen_score, published_scores
from tasks_registry.year.forecast import forecast_plan, forecast_units
from tasks_registry.year.gaps import by_unit, gaps_text
from tasks_registry.year.stages import decided_as_is, missing_scores
from web.showing import page


def years(request: Request) -> Response:
    """All annual reviews, the latest first; of those at their last stage what they lack."""
    now = clock.now()
    with transaction(request.app.state.engine) as session:
        rows = [
            {
                "plan": row.plan,
                "review": row.review,
                "phase": PHASE_NAMES[row.review.phase or SELF_SCORE],
                "ends_on": _last_day(row.review),
                "answered": f"{row.answered}/{row.entries}",
                "missing": _missing(session, row.review, now) if row.review.phase == FINAL else "",
            }
            for row in round_rows(session)
            if row.review.kind is RoundKind.YEAR
        ]
        return page(request, "years.html", clock.local_day(now), rows=rows)


def _last_day(review: ReviewRound) -> date:
    return ends_on(review, review.phase) if review.phases else review.closes_on


def _missing(session: Session, review: ReviewRound, now: datetime) -> str:
    return gaps_text(missing_scores(session, review, as_of=clock.local_day(now), now=now))


def year(request: Request) -> Response:
    """A plan's year: its review if there is one, the result once it is out, until then the forecast."""
    now = clock.now()
    today, number = clock.local_day(now), request.path_params["year"]
    with transaction(request.app.state.engine) as session:
        plan_id = request.path_params["plan_id"]
        plan = session.get(Plan, plan_id) if plan_id < 2**31 else None
        if plan is None:
            raise HTTPException(404, "Không có kế hoạch này.")
        review = round_of(session, plan, RoundKind.YEAR, str(number))
        shown: dict[str, Any] = {"plan": plan, "year": number, "review": review, "phases": PHASE_NAMES}
        if review is not None and review.phase == PUBLISHED:
            shown |= _result(session, review)
        else:
            shown |= _outlook(session, plan, number, today)
            if review is not None:
                gaps = missing_scores(session, review, as_of=today, now=now)
                shown |= {"gaps": by_unit(gaps), "missing": gaps_text(gaps)}
        return page(request, "year.html", today, **shown)


def _result(session: Session, review: ReviewRound) -> dict[str, Any]:
    return {
        "score": frozen_score(session, review),
        "units": published_scores(session, review),
        "decided": decided_as_is(session, review),
    }


def _outlook(session: Session, plan: Plan, number: int, today: date) -> dict[str, Any]:
    try:
        if plan.by_unit:
            return {"forecasts": forecast_units(session, plan, number, today)}
        return {"forecast": forecast_plan(session, plan, number, today)}
    except DondocError as error:
        raise HTTPException(404, str(error)) from None
