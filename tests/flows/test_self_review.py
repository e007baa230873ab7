"""Rounds by the plan's own calendar, and what a closed one leaves to read."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from flows.forms import PeriodForm
from flows.quarterly_self_review import quarterly_self_review
from models import Plan, RoundStage
from tasks_registry.rounds.period_setting import Change, set_period
from tests.flows.reading_back import artifact, run_name
from tests.flows.test_flows import rounds, run

pytestmark = pytest.mark.usefixtures("prefect")


def test_a_closed_round_leaves_its_reports_and_stages_of_sheets(office: Engine, tmp_path: Path) -> None:
    run(quarterly_self_review, PeriodForm(as_of=date(2026, 3, 16)))
    _, table = artifact(run(quarterly_self_review, PeriodForm(as_of=date(2026, 3, 31))), "tu-ra-soat-quy")
    assert [(row["Kỳ"], row["Phiếu"]) for row in table] == [("quý I/2026", ""), ("quý I/2026", "không nộp")]
    assert (tmp_path / "bao-cao" / "an-hoa" / "2026-Q1" / "bao-cao.docx").is_file()


def test_a_plan_with_report_dates_is_reviewed_by_them_and_six_months_where_taken_in(office: Engine) -> None:
    with Session(office) as session:
        plan = session.exec(select(Plan)).one()
        plan.report_dates = [{"month": 6, "day": 14}, {"month": 11, "day": 19}]
        session.add(plan)
        now = datetime(2026, 1, 5, tzinfo=UTC)
        set_period(session, plan, "2026-6T", Change(), by="an", now=now)
        session.commit()
    state = run(quarterly_self_review, PeriodForm(as_of=date(2026, 6, 8)))
    assert run_name(state) == "Tự rà soát kỳ báo cáo 1 năm 2026 – UBND phường An Hòa"
    state = run(quarterly_self_review, PeriodForm(as_of=date(2026, 6, 15)))
    assert run_name(state) == "Tự rà soát đến ngày 15/06/2026 – UBND phường An Hòa"
    found = {(each.period, each.stage) for each in rounds(office)}
    assert found == {("2026-BC1", RoundStage.CLOSED), ("2026-6T", RoundStage.OPEN)}
    run(quarterly_self_review, PeriodForm(as_of=date(2026, 6, 22), period="2026-6T"))
    assert RoundStage.OPEN in {each.stage for each in rounds(office)}, "the last day is the units' own"
    run(quarterly_self_review, PeriodForm(as_of=date(2026, 6, 23), period="2026-6T"))
    assert {each.stage for each in rounds(office)} == {RoundStage.CLOSED}
