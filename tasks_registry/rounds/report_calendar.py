"""When a plan is reviewed and reported (kỳ báo cáo): by its own report dates, else each quarter.

The usual periods follow from the plan and the calendar of working days, and are kept only once somebody sets
one or its round opens: until then they go with every change of either.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date

from sqlmodel import Session, col, select

from config.errors import DondocError
from models import Plan, ReportPeriod, ReviewRound, RoundKind
from tasks_registry.days.periods import CUT_OFF, REPORT, Period, parse_period
from tasks_registry.days.working_days import ONE_DAY, WorkingCalendar, load_calendar
from tasks_registry.holding import hold
from tasks_registry.once import insert_once
from tasks_registry.reading.folding import fold
from tasks_registry.reading.items import ReadItem

DAYS_TO_ANSWER = 5  # working days
REMIND = (3, 1)

AUTOMATIC = (RoundKind.QUARTER, RoundKind.REPORT)


def own_report_dates(items: Iterable[ReadItem]) -> list[dict[str, int]]:
    """The plan's own days of reporting ({"month", "day"}: the last day in time), where it names several.

    Those of the item that names most: "tổng hợp báo cáo định kỳ trước các ngày 15/3, 15/6, 10/9, 20/11 hằng
    năm" gives 14/3, 14/6, 9/9, 19/11.
    """
    found: list[tuple[str, ...]] = [
        deadline.dates
        for item in items
        if "bao cao" in fold(item.text)
        for deadline in item.deadlines
        if deadline.every == "year" and len(deadline.dates) > 1
    ]
    found.sort(key=len)
    days = sorted(found[-1]) if found else []
    return [{"month": int(day[:2]), "day": int(day[3:])} for day in days]


def periods_of(session: Session, plan: Plan, year: int) -> list[ReportPeriod]:
    """The periods of `plan` in a year, in the order of their opening, each as somebody set it or as usual.

    Usual are the plan's own report dates, else the quarters; six months, nine months and the year belong to
    it once they were set or opened. Those that nobody touched are values that are not saved.
    """
    return _merged(usual_periods(plan, year, load_calendar(session)), _kept(session, [plan], [year]))


def _merged(usual: Iterable[ReportPeriod], kept: Iterable[ReportPeriod]) -> list[ReportPeriod]:
    found = {period.code: period for period in (*usual, *kept)}
    return sorted(found.values(), key=lambda period: (period.opens_on, period.code))


def _kept(session: Session, plans: Iterable[Plan], years: Sequence[int]) -> Sequence[ReportPeriod]:
    """The rows of some plans (one or all), of some years."""
    ids = {plan.id for plan in plans}
    query = select(ReportPeriod)
    if len(ids) == 1:
        query = query.where(col(ReportPeriod.plan_id).in_(ids))
    rows = session.exec(query.order_by(col(ReportPeriod.id)))
    return [row for row in rows if row.plan_id in ids and parse_period(row.code).year in years]


def usual_periods(plan: Plan, year: int, calendar: WorkingCalendar) -> list[ReportPeriod]:
    """The periods that open by themselves: those of the plan's own report dates, else four quarters."""
    if plan.report_dates:
        return _own_periods(plan, year, calendar)
    return [_by_rule(plan, Period(year, f"Q{number}"), calendar) for number in (1, 2, 3, 4)]


def _by_rule(plan: Plan, period: Period, calendar: WorkingCalendar) -> ReportPeriod:
    """A period with the data window of the rules: it opens the day after, or with the next working day."""
    return ReportPeriod(
        plan_id=plan.id or 0,
        kind=period.kind,
        code=period.code,
        window_from=period.window_from,
        window_to=period.window_to,
        opens_on=period.opens_on,
        closes_on=calendar.shift(calendar.on_or_after(period.opens_on), DAYS_TO_ANSWER),
        remind=list(REMIND),
    )


def _own_periods(plan: Plan, year: int, calendar: WorkingCalendar) -> list[ReportPeriod]:
    """One period for each report date: units answer on the five working days before the report goes out.

    It goes out on the last working day in time, which is left to the coordinator. Its figures end on the eve
    of the opening and begin where those of the report before ended; those of the plan's first year on 15
    December, as a year's do. A date too near to the one before gives no period.
    """
    start = _first_day(plan, year, calendar)
    periods: list[ReportPeriod] = []
    for day in plan.report_dates:
        last = date(year, day["month"], min(day["day"], monthrange(year, day["month"])[1]))
        report_on = calendar.on_or_before(last)
        opens_on = calendar.shift(report_on, -DAYS_TO_ANSWER)
        if opens_on <= start:
            continue
        period = Period(year, f"{REPORT}{len(periods) + 1}")
        periods.append(
            ReportPeriod(
                plan_id=plan.id or 0,
                kind=period.kind,
                code=period.code,
                window_from=start,
                window_to=opens_on - ONE_DAY,
                opens_on=opens_on,
                closes_on=calendar.shift(report_on, -1),
                remind=list(REMIND),
            )
        )
        start = opens_on
    return periods


def _first_day(plan: Plan, year: int, calendar: WorkingCalendar) -> date:
    before = _own_periods(plan, year - 1, calendar) if plan.year < year else []
    return before[-1].window_to + ONE_DAY if before else date(year - 1, 12, CUT_OFF + 1)


def require_covered(plan: Plan, period: Period) -> None:
    """Hold a period to the years of `plan`.

    Raises:
        DondocError: it lies outside them.
    """
    if not plan.year <= period.year <= plan.end_year:
        years = plan.year if plan.year == plan.end_year else f"{plan.year}–{plan.end_year}"
        raise DondocError(f"Kế hoạch {plan.code} là của năm {years}, không có {period.name}.")


def period_of(session: Session, plan: Plan, code: str) -> ReportPeriod:
    """The period of that code, as somebody set it, else as usual (then not saved).

    Raises:
        DondocError: no such code, outside the plan's years, or a report date that the plan has not.
    """
    period = parse_period(code)
    require_covered(plan, period)
    known = {each.code: each for each in periods_of(session, plan, period.year)}
    if period.code in known:
        return known[period.code]
    if period.kind is RoundKind.REPORT:
        raise DondocError(
            f"Kế hoạch {plan.code} không có {period.name}; xem các kỳ bằng: dondoc period list {plan.code}"
        )
    return _by_rule(plan, period, load_calendar(session))


def kept_period(session: Session, plan: Plan, code: str) -> ReportPeriod:
    """The row of a period, made of the usual one where there is none, held until the transaction ends.

    Raises:
        DondocError: as `period_of`.
    """
    found = period_of(session, plan, code)
    if found.id is None:
        insert_once(session, [found])
    query = select(ReportPeriod).where(ReportPeriod.plan_id == plan.id, ReportPeriod.code == found.code)
    return hold(session, session.exec(query).one())


def due_periods(session: Session, plans: Sequence[Plan], as_of: date) -> list[tuple[Plan, ReportPeriod]]:
    """What each plan would review on a day: its latest usual period that has begun to open.

    Beside it the six or nine months that somebody took into the calendar, from opening to closing. Older
    periods are opened only on request.
    """
    years, calendar = (as_of.year - 1, as_of.year), load_calendar(session)
    kept: dict[int, list[ReportPeriod]] = {}
    for row in _kept(session, plans, years):
        kept.setdefault(row.plan_id, []).append(row)
    found = []
    for plan in plans:
        usual = [period for year in years for period in usual_periods(plan, year, calendar)]
        found += [(plan, each) for each in _due(_merged(usual, kept.get(plan.id or 0, [])), as_of)]
    return [
        (plan, period)
        for plan, period in found
        if plan.year <= parse_period(period.code).year <= plan.end_year
    ]


def _due(periods: Sequence[ReportPeriod], as_of: date) -> list[ReportPeriod]:
    begun = [period for period in periods if period.opens_on <= as_of and period.kind in AUTOMATIC]
    asked_for = (RoundKind.HALF, RoundKind.NINE_MONTHS)
    besides = [
        each for each in periods if each.kind in asked_for and each.opens_on <= as_of <= each.closes_on
    ]
    return begun[-1:] + besides


def reminder_due(session: Session, review: ReviewRound, as_of: date, last_day: date | None = None) -> str:
    """The newest reminder of a round that has come by `as_of`: "remind-3", three working days before its end.

    The end is the last day to answer, or another `last_day` on which something is owed. Empty where none has
    come yet, none falls after the opening, or that day is over.
    """
    last = last_day or review.closes_on
    if not review.opens_on < as_of <= last:
        return ""
    come = [count for count, day in reminder_days(session, review, last).items() if day <= as_of]
    return f"remind-{min(come)}" if come else ""


def reminder_days(session: Session, review: ReviewRound, last_day: date) -> dict[int, date]:
    """The days after the opening on which a round reminds of `last_day`, by the working days before it."""
    query = select(ReportPeriod.remind).where(
        ReportPeriod.plan_id == review.plan_id, ReportPeriod.code == review.period
    )
    settled, calendar = session.exec(query).first(), load_calendar(session)
    last = calendar.on_or_before(last_day)
    days = {count: calendar.shift(last, -count) for count in (REMIND if settled is None else settled)}
    return {count: day for count, day in days.items() if review.opens_on < day}
