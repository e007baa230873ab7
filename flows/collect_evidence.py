"""Thu thập minh chứng: opens every link once, and asks for the evidence that is missing."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from prefect import State, flow, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import wait
from prefect.runtime import task_run
from sqlalchemy import Engine
from sqlmodel import Session

from config.clock import ZONE, now
from config.settings import load_settings
from flows.asking import ask_for_evidence
from flows.forms import PlanForm
from flows.link_news import keep_checks
from flows.links import check_links
from flows.runs import business_day, chosen_plans, leave_table, office, params_of, plan_label, titles
from models import Plan
from models.database import open_engine, transaction
from tasks_registry.evidence.about import document_name, shown_link
from tasks_registry.evidence.gaps import Doubtful, Gap, doubtful_evidence, gaps
from tasks_registry.evidence.links import Link, batches, links_to_check
from tasks_registry.evidence.taking_in import Missing

SCHEDULED = PlanForm()
BATCH = 200
RETRY_SECONDS = [10.0, 60.0]


class NotAnsweringError(Exception):
    """Some links did not answer; they are tried again, and kept as dead only when that fails too."""


@dataclass(frozen=True)
class Collected:
    """What came of a plan: links looked at, evidence to look at again, what lacks evidence."""

    checked: int
    doubtful: list[Doubtful]
    gaps: list[Gap]


def _name() -> str:
    params = params_of(PlanForm)
    return f"Thu thập minh chứng {business_day(params):%d/%m/%Y} – {office(params.plan)}"


@flow(name="Thu thập minh chứng", flow_run_name=_name)
def collect_evidence(params: PlanForm = SCHEDULED) -> list[State[Any]]:
    """Kiểm tra đường dẫn minh chứng và nhắc nộp minh chứng còn thiếu. Chạy lại trong ngày không đổi gì."""
    engine, day = open_engine(), business_day(params)
    with Session(engine) as session:
        plans = chosen_plans(session, params.plan)
    states = [collect(engine, plan, day, return_state=True) for plan in plans]
    found = [
        (plan, state.result()) for plan, state in zip(plans, states, strict=True) if state.is_completed()
    ]
    _leave_tables(found, day)
    return states


@task(name="Thu thập minh chứng của kế hoạch", cache_policy=NO_CACHE)
def collect(engine: Engine, plan: Plan, day: date) -> Collected:
    """Check the links of `plan` not yet checked on `day`, in batches, and ask for what is missing.

    Batches run side by side; no host has links in two of them, so that none is asked more than its share.
    """
    since = datetime.combine(day, time(), ZONE)
    with Session(engine) as session:
        links = links_to_check(session, plan, since)
    running = [check_batch.submit(engine, plan, batch, since, day) for batch in batches(links, BATCH)]
    wait(running)  # all of them, before the first failure ends this
    for batch in running:
        batch.result()
    ask(engine, plan, day)
    with Session(engine) as session:
        return Collected(len(links), doubtful_evidence(session, plan, day), gaps(session, plan, day))


@task(
    name="Kiểm tra đường dẫn",
    cache_policy=NO_CACHE,
    retries=len(RETRY_SECONDS),
    retry_delay_seconds=RETRY_SECONDS,
)
def check_batch(engine: Engine, plan: Plan, batch: Sequence[Link], since: datetime, day: date) -> None:
    """Check the links of `batch` that are still to be checked, and tell their owners what is new.

    Raises:
        NotAnsweringError: a link did not answer and another attempt follows.
    """
    with Session(engine) as session:
        left = [link for link in links_to_check(session, plan, since) if link in batch]
    checks = asyncio.run(check_links([link.url for link in left], load_settings().evidence_hosts))
    last = task_run.run_count > len(RETRY_SECONDS)
    settled = [
        (link.id, check) for link, check in zip(left, checks, strict=True) if last or not check.passing
    ]
    with transaction(engine) as session:
        keep_checks(session, settled, as_of=day, now=now())
    if len(settled) < len(left):
        raise NotAnsweringError(f"{len(left) - len(settled)} đường dẫn chưa trả lời, sẽ thử lại")


@task(name="Nhắc minh chứng còn thiếu", cache_policy=NO_CACHE)
def ask(engine: Engine, plan: Plan, day: date) -> list[Missing]:
    """Ask for the evidence of finished tasks and of scored criteria that have none."""
    with transaction(engine) as session:
        return ask_for_evidence(session, plan, as_of=day, now=now())


def _leave_tables(found: Sequence[tuple[Plan, Collected]], day: date) -> None:
    doubtful = [
        {
            "Kế hoạch": plan_label(plan),
            "Minh chứng": each.evidence.id,
            "Tài liệu": document_name(each.evidence),
            "Đường dẫn": shown_link(each.evidence),
            "Cần xem lại": "; ".join(each.doubts),
        }
        for plan, collected in found
        for each in collected.doubtful
    ]
    dead = [
        {
            "Kế hoạch": plan_label(plan),
            "Đường dẫn": shown_link(each.evidence),
            "Kết quả": each.evidence.check_result,
        }
        for plan, collected in found
        for each in collected.doubtful
        if each.evidence.reachable is False
    ]
    title = titles(open_engine())
    missing = [
        {
            "Kế hoạch": plan_label(plan),
            "Người phụ trách": each.person,
            "Nhiệm vụ": title(each.task_id, each.text),
            "Minh chứng cần có": each.wanted,
            "Đơn vị chủ trì": each.unit,
            "Thời hạn": each.due_on,
        }
        for plan, collected in found
        for each in collected.gaps
    ]
    checked = sum(collected.checked for _, collected in found)
    heading = (
        f"Ngày {day:%d/%m/%Y}: đã kiểm tra {checked} đường dẫn, {len(dead)} đường dẫn không truy cập được."
    )
    leave_table("duong-dan-khong-truy-cap-duoc", heading, dead)
    leave_table("minh-chung-can-xem-lai", f"{len(doubtful)} minh chứng cần xem lại.", doubtful)
    leave_table(
        "minh-chung-con-thieu",
        f"{len(missing)} việc đã báo hoàn thành hoặc đã tự chấm mà chưa có minh chứng.",
        missing,
    )
