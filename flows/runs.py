"""What every run needs: its day, the database, the plans, a name that a person can read, a table to leave."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from prefect import get_run_logger
from prefect.artifacts import create_table_artifact
from prefect.runtime import flow_run
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from config.clock import local_day, now
from config.errors import DondocError
from flows.forms import DayForm
from models import Plan
from models.database import open_engine, transaction
from notifications.watch import flow_done, outbox_trouble
from notifications.words import SOURCE, catalogue, title_text
from tasks_registry.plans.listings import find_plan
from tasks_registry.tasks.secrecy import secret_tasks

Form = TypeVar("Form", bound=DayForm)
ROWS_SHOWN = 500
ALL_PLANS = "tất cả kế hoạch"


def params_of(form: type[Form]) -> Form:
    """What the present run was started with, for its name; Prefect leaves out what is the default."""
    return form.model_validate(flow_run.parameters.get("params", {}))


def business_day(params: DayForm) -> date:
    """The day of the form, else the day in Vietnam for which the run was scheduled, however late it is."""
    return params.as_of or local_day(flow_run.scheduled_start_time)


def chosen_plans(session: Session, reference: str, year: int | None = None) -> list[Plan]:
    """The plan that `reference` names; where it is empty every plan (that covers `year`).

    Raises:
        DondocError: it names none, or more than one.
    """
    if reference:
        return [find_plan(session, reference)]
    query = select(Plan).order_by(col(Plan.id))
    if year is not None:
        query = query.where(Plan.year <= year, Plan.end_year >= year)
    return list(session.exec(query))


def office(reference: str) -> str:
    """Whose run it is: the plan as people call it, the one issuer of all plans, or "all plans"."""
    try:
        with Session(open_engine()) as session:
            plans = chosen_plans(session, reference)
    except DondocError:  # the run itself will fail with this line; without a name it would not even start
        return reference or ALL_PLANS
    issuers = {plan.issuer for plan in plans if plan.issuer}
    if reference:
        return plan_label(plans[0])
    return issuers.pop() if len(issuers) == 1 else ALL_PLANS


def plan_label(plan: Plan) -> str:
    """A plan in one line: its issuer, and its number or code."""
    return f"{plan.issuer}, {plan.number or plan.code}" if plan.issuer else plan.number or plan.code


def end_of_day(engine: Engine, day: date) -> str:
    """Write down that the day was done; a line, in the log too, where the outbox stands still."""
    with transaction(engine) as session:
        flow_done(session, day=day, now=now())
        trouble = outbox_trouble(session, now=now())
    if trouble:
        get_run_logger().warning(trouble)
    return trouble


def titles(engine: Engine) -> Callable[[int | None, str], str]:
    """What the tables of a run, which Prefect keeps, call a task by its number and text."""
    with Session(engine) as session:
        secret = secret_tasks(session)
    return lambda number, text: title_text(number, "", catalogue(SOURCE)) if number in secret else text


def leave_table(key: str, heading: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Leave `rows` as an artifact of the run; a long table is cut, and says so."""
    cut = f" Bảng chỉ ghi {ROWS_SHOWN} dòng đầu." if len(rows) > ROWS_SHOWN else ""
    table = [{name: _cell(value) for name, value in row.items()} for row in rows[:ROWS_SHOWN]]
    create_table_artifact(key=key, table=table, description=f"{heading}{cut}")


def _cell(value: object) -> str | int:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return value if isinstance(value, int) else "" if value is None else str(value)
