"""Đôn đốc quá hạn: passes late tasks on, step by step, and leaves a table of who was told."""

from datetime import date

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from sqlalchemy import Engine

from config.clock import now
from flows.forms import DayForm
from flows.runs import business_day, end_of_day, leave_table, office, params_of, titles
from models.database import open_engine, transaction
from notifications.due import Escalation, enqueue_escalations
from tasks_registry.days.working_days import load_calendar
from tasks_registry.tasks.explanations import Owed, owed

SCHEDULED = DayForm()


def _name() -> str:
    day = business_day(params_of(DayForm))
    return f"Đôn đốc quá hạn {day:%d/%m/%Y} – {office('')}"


@flow(name="Đôn đốc quá hạn", flow_run_name=_name)
def escalate_overdue(params: DayForm = SCHEDULED) -> int:
    """Đưa vào hộp thư đi các bước đôn đốc đã đến hạn tính đến hết ngày. Chạy lại không gửi thêm gì."""
    day = business_day(params)
    found = escalate(open_engine(), day)
    title = titles(open_engine())
    rows = [
        {
            "Nhiệm vụ": title(each.task_id, each.text),
            "Đơn vị chủ trì": each.unit,
            "Thời hạn": each.due_on,
            "Quá hạn (ngày làm việc)": each.days_late,
            "Báo cho": each.told,
            "Bước": each.step,
        }
        for each in found
    ]
    heading = f"Đôn đốc ngày {day:%d/%m/%Y}: {len(rows)} lượt báo. {end_of_day(open_engine(), day)}"
    leave_table("don-doc-qua-han", heading.rstrip(), rows)
    _leave_explanations(explanations(open_engine(), day), day)
    return len(rows)


def _leave_explanations(found: list[Owed], day: date) -> None:
    title = titles(open_engine())
    rows = [
        {
            "Nhiệm vụ": title(each.task_id, each.text),
            "Đơn vị chủ trì": each.unit,
            "Quá hạn (ngày làm việc)": each.days_late,
            "Yêu cầu ngày": each.asked_on,
            "Phải giải trình trước": each.due_on,
            "Giải trình": title(each.task_id, each.answer) if each.answer else "chưa có",
        }
        for each in found
    ]
    missing = sum(not each.answer for each in found)
    heading = f"Giải trình đến ngày {day:%d/%m/%Y}: {len(rows)} nhiệm vụ, {missing} chưa giải trình."
    leave_table("giai-trinh", heading, rows)


@task(name="Đôn đốc", cache_policy=NO_CACHE)
def escalate(engine: Engine, day: date) -> list[Escalation]:
    """All steps in one transaction: statements are by step, never by task."""
    with transaction(engine) as session:
        return enqueue_escalations(session, as_of=day, now=now(), calendar=load_calendar(session))


@task(name="Giải trình", cache_policy=NO_CACHE)
def explanations(engine: Engine, day: date) -> list[Owed]:
    """What was asked for up to the day, for the leader to see."""
    with transaction(engine) as session:
        return owed(session, day)
