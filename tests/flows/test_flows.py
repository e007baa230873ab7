"""Each flow run for real: what it does, what it leaves to read, and that a second run changes nothing."""

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from prefect.runtime import flow_run
from prefect.states import State
from sqlalchemy import Engine, text
from sqlmodel import Session, col, select

from config.errors import DondocError
from flows import collect_evidence as collecting
from flows import quarterly_self_review as reviewing
from flows.annual_review import annual_review
from flows.collect_evidence import collect_evidence
from flows.escalate_overdue import escalate_overdue
from flows.forms import AnnualForm, DayForm, PeriodForm, PlanForm
from flows.quarterly_self_review import quarterly_self_review
from models import (
    Evidence,
    EvidenceUse,
    Notice,
    NoticeKind,
    Plan,
    ReviewRound,
    RoundKind,
    RoundStage,
    Score,
    Task,
)
from tests.flows.reading_back import artifact, run_name
from tests.small_plan import put_plan

pytestmark = pytest.mark.usefixtures("prefect")
PUBLISHING = date(2027, 1, 26)  # after the last day of the usual stages of a review opened on 15 December
TABLES = ("notice", "review_round", "review_entry", "score", "evidence", "audit_entry", "task_event")


def run(flow: Any, form: DayForm) -> State[Any]:
    state: State[Any] = flow(form, return_state=True)
    assert state.is_completed(), state.message
    return state


def rows(engine: Engine) -> dict[str, list[Any]]:
    """Everything that a flow may write."""
    with engine.connect() as connection:
        return {name: list(connection.execute(text(f"SELECT * FROM {name}"))) for name in TABLES}  # noqa: S608


def notices(engine: Engine, kind: NoticeKind) -> list[Notice]:
    with Session(engine) as session:
        return list(session.exec(select(Notice).where(Notice.kind == kind).order_by(col(Notice.id))))


def rounds(engine: Engine) -> list[ReviewRound]:
    with Session(engine) as session:
        return list(session.exec(select(ReviewRound).order_by(col(ReviewRound.id))))


def test_late_tasks_are_passed_on_once(office: Engine) -> None:
    form = DayForm(as_of=date(2026, 3, 12))
    state = run(escalate_overdue, form)
    heading, table = artifact(state, "don-doc-qua-han")
    assert run_name(state) == "Đôn đốc quá hạn 12/03/2026 – UBND phường An Hòa"
    assert {row["Báo cho"] for row in table} == {"head@an-hoa.example", "coordinator@an-hoa.example"}
    assert table[0]["Nhiệm vụ"] == "Niêm yết thủ tục hành chính"
    assert (table[0]["Thời hạn"], table[0]["Quá hạn (ngày làm việc)"]) == ("06/03/2026", 4)
    assert heading.startswith("Đôn đốc ngày 12/03/2026")
    before = rows(office)
    assert artifact(run(escalate_overdue, form), "don-doc-qua-han")[1] == table
    assert rows(office) == before


def test_explanations_that_are_owed_stand_in_a_table_of_their_own(office: Engine) -> None:
    assert artifact(run(escalate_overdue, DayForm(as_of=date(2026, 3, 12))), "giai-trinh")[1] == []
    heading, table = artifact(run(escalate_overdue, DayForm(as_of=date(2026, 3, 20))), "giai-trinh")
    assert heading == "Giải trình đến ngày 20/03/2026: 1 nhiệm vụ, 1 chưa giải trình."
    (row,) = table
    assert (row["Yêu cầu ngày"], row["Phải giải trình trước"]) == ("20/03/2026", "25/03/2026")
    assert (row["Quá hạn (ngày làm việc)"], row["Giải trình"]) == (10, "chưa có")


def test_a_quarter_opens_asks_and_closes(office: Engine) -> None:
    opening = PeriodForm(as_of=date(2026, 3, 16))
    state = run(quarterly_self_review, opening)
    assert run_name(state) == "Tự rà soát quý I/2026 – UBND phường An Hòa"
    _, table = artifact(state, "tu-ra-soat-quy")
    assert {row["Đợt"] for row in table} == {"đang mở"}
    assert sum(row["Chưa hoàn thành quá hạn"] for row in table) == 1
    assert sum(row["Hoàn thành đúng hạn"] for row in table) == 1
    assert {each.step for each in notices(office, NoticeKind.REVIEW)} == {"open"}
    before = rows(office)
    run(quarterly_self_review, opening)
    assert rows(office) == before

    run(quarterly_self_review, PeriodForm(as_of=date(2026, 3, 23)))
    assert [each.stage for each in rounds(office)] == [RoundStage.OPEN], "the last day is the units' own"
    closing = PeriodForm(as_of=date(2026, 3, 24))
    _, table = artifact(run(quarterly_self_review, closing), "tu-ra-soat-quy")
    assert {row["Đợt"] for row in table} == {"đã chốt"}
    assert [each.stage for each in rounds(office)] == [RoundStage.CLOSED]
    assert [each.step for each in notices(office, NoticeKind.REVIEW)[-2:]] == ["closed", "missing"]
    before = rows(office)
    run(quarterly_self_review, closing)
    assert rows(office) == before


def test_a_round_that_was_opened_by_hand_is_asked_about(office: Engine) -> None:
    with Session(office) as session:
        plan = session.exec(select(Plan)).one()
        day, instant = date(2026, 3, 16), datetime(2026, 3, 16, tzinfo=UTC)
        reviewing.open_round(session, plan, RoundKind.QUARTER, "2026-Q1", as_of=day, now=instant)
        session.commit()
    run(quarterly_self_review, PeriodForm(as_of=date(2026, 3, 17)))
    assert {each.step for each in notices(office, NoticeKind.REVIEW)} == {"open"}


def test_a_quarter_of_one_plan_on_request(office: Engine) -> None:
    """An older quarter of the plan that was named, and nothing of the other plan."""
    with Session(office) as session:
        put_plan(session, "an-binh", "UBND phường An Bình")
        session.commit()
    form = PeriodForm(as_of=date(2026, 7, 1), period="2026-Q1", plan="an-binh")
    state = run(quarterly_self_review, form)
    assert run_name(state) == "Tự rà soát quý I/2026 – UBND phường An Bình, 12/KH-UBND"
    assert [(each.period, each.plan_id) for each in rounds(office)] == [("2026-Q1", 2)]


def test_the_scheduled_start_decides_the_day(office: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """23:30 in UTC is the next morning in Vietnam, and a late start does not change the day."""
    scheduled = datetime(2026, 3, 11, 23, 30, tzinfo=UTC)
    monkeypatch.setitem(flow_run.FIELDS, "scheduled_start_time", lambda: scheduled)
    state = run(escalate_overdue, DayForm())
    assert run_name(state).startswith("Đôn đốc quá hạn 12/03/2026")
    assert {each.due_day for each in notices(office, NoticeKind.ESCALATION)} == {date(2026, 3, 12)}


class _Document(BaseHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None: ...

    def do_HEAD(self) -> None:
        self.send_response(200 if self.path == "/good" else 404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD  # noqa: N815


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a site that the settings allow."""
    monkeypatch.setenv("DONDOC_EVIDENCE_HOSTS", "127.0.0.1")
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Document)
    thread = threading.Thread(target=server.serve_forever, args=[0.02])
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def attach(engine: Engine, *urls: str) -> None:
    with Session(engine) as session:
        task = session.exec(select(Task).where(col(Task.done_on).is_(None))).first()
        for url in urls:
            evidence = Evidence(url=url, added_by="an", added_at=datetime(2026, 3, 1, tzinfo=UTC))
            session.add(evidence)
            session.flush()
            session.add(EvidenceUse(evidence_id=evidence.id or 0, task_id=task.id if task else None))
        session.commit()


def test_links_are_opened_and_missing_evidence_is_asked_for(office: Engine, site: str) -> None:
    attach(office, f"{site}/good", f"{site}/gone")
    form = PlanForm(as_of=date(2026, 3, 12))
    state = run(collect_evidence, form)
    assert run_name(state) == "Thu thập minh chứng 12/03/2026 – UBND phường An Hòa"
    heading, dead = artifact(state, "duong-dan-khong-truy-cap-duoc")
    assert "đã kiểm tra 2 đường dẫn" in heading
    assert [(row["Đường dẫn"], row["Kết quả"]) for row in dead] == [
        (f"{site}/gone", "không tìm thấy tài liệu (404)")
    ]
    _, missing = artifact(state, "minh-chung-con-thieu")
    assert [row["Nhiệm vụ"] for row in missing] == ["Tổ chức đối thoại với người dân"]
    assert [each.step for each in notices(office, NoticeKind.EVIDENCE)] == ["dead", "missing"]
    before = rows(office)
    run(collect_evidence, form)
    assert rows(office) == before


def test_a_link_that_does_not_answer_is_tried_again_and_then_kept_as_dead(
    office: Engine, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collecting.check_batch, "retry_delay_seconds", [0, 0])
    attempts = []
    check = collecting.check_links

    async def counted(urls: list[str], allowed: frozenset[str]) -> object:
        attempts.append(urls)
        return await check(urls, allowed)

    monkeypatch.setattr(collecting, "check_links", counted)
    silent = "http://127.0.0.1:1/"
    attach(office, f"{site}/good", silent)
    state = run(collect_evidence, PlanForm(as_of=date(2026, 3, 12)))
    assert attempts == [[f"{site}/good", silent], [silent], [silent]]
    _, dead = artifact(state, "duong-dan-khong-truy-cap-duoc")
    assert [row["Kết quả"] for row in dead] == ["không kết nối được"]


def test_a_year_opens_and_is_scored_once(office: Engine) -> None:
    state = run(annual_review, AnnualForm(as_of=date(2026, 12, 15)))
    assert run_name(state) == "Chấm điểm năm 2026 – UBND phường An Hòa"
    assert artifact(state, "cham-diem-nam")[1][0]["Đợt"] == "đang mở"
    state = run(annual_review, AnnualForm(as_of=date(2026, 12, 31), year=2026, plan="an-hoa"))
    (row,) = artifact(state, "cham-diem-nam")[1]
    assert (row["Đợt"], row["Giai đoạn"], row["Đến ngày"]) == ("đang mở", "thẩm định", "11/01/2027")
    state = run(annual_review, AnnualForm(as_of=PUBLISHING, year=2026, plan="an-hoa; an-hoa"))
    (row,) = artifact(state, "cham-diem-nam")[1]
    assert (row["Kế hoạch"], row["Đợt"]) == ("UBND phường An Hòa, 12/KH-UBND", "đã chốt")
    told = [each.step for each in notices(office, NoticeKind.REVIEW)]
    assert told == ["open", "open", "missing", "appraisal", "closed"]
    with Session(office) as session:
        assert len(session.exec(select(Score)).all()) == 1
    before = rows(office)
    run(annual_review, AnnualForm(as_of=PUBLISHING, year=2026, plan="an-hoa"))
    assert rows(office) == before


def test_a_year_s_review_ends_in_the_next_year_and_however_late(office: Engine) -> None:
    """Opened on 28 December it asks to the end of 5 January; the flow, busy with a later year, finds it."""
    run(annual_review, AnnualForm(as_of=date(2026, 12, 28)))
    state = run(annual_review, AnnualForm(as_of=date(2027, 1, 5)))
    assert artifact(state, "cham-diem-nam")[1][0]["Đợt"] == "đang mở"
    run(annual_review, AnnualForm(as_of=date(2028, 1, 20), year=2027))
    assert [each.stage for each in rounds(office)] == [RoundStage.OPEN]
    (row,) = artifact(run(annual_review, AnnualForm(as_of=date(2028, 1, 20))), "cham-diem-nam")[1]
    assert (row["Năm"], row["Đợt"], row["Hạn trả lời"]) == (2026, "đã chốt", "05/01/2027")
    assert [each.stage for each in rounds(office)] == [RoundStage.CLOSED]


def test_links_that_cannot_be_looked_at_keep_no_round_open(
    office: Engine, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run tells of the failure; the rounds close all the same."""

    async def broken(urls: list[str], allowed: frozenset[str]) -> object:
        raise RuntimeError("no more sockets")

    monkeypatch.setattr(collecting, "check_links", broken)
    monkeypatch.setattr(collecting.check_batch, "retries", 0)
    attach(office, f"{site}/good")
    run(quarterly_self_review, PeriodForm(as_of=date(2026, 3, 16)))
    state = quarterly_self_review(PeriodForm(as_of=date(2026, 3, 31)), return_state=True)
    assert state.is_failed()
    assert [each.stage for each in rounds(office)] == [RoundStage.CLOSED]
    for day in (date(2026, 12, 15), PUBLISHING):
        assert annual_review(AnnualForm(as_of=day), return_state=True).is_failed()
    assert [each.stage for each in rounds(office)] == [RoundStage.CLOSED] * 2
    assert run(annual_review, AnnualForm(as_of=date(2027, 2, 5))), "what is frozen needs no links"


def test_one_plan_that_fails_does_not_hold_up_the_others(
    office: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Session(office) as session:
        put_plan(session, "an-binh", "UBND phường An Bình")
        session.commit()
    really_open = reviewing.open_round

    def open_round(session: Session, plan: Plan, *rest: Any, **more: Any) -> ReviewRound:
        if plan.code == "an-hoa":
            raise DondocError("Kế hoạch này hỏng.")
        return really_open(session, plan, *rest, **more)

    monkeypatch.setattr(reviewing, "open_round", open_round)
    state = quarterly_self_review(PeriodForm(as_of=date(2026, 3, 16)), return_state=True)
    assert state.is_failed()
    assert [each.plan_id for each in rounds(office)] == [2]


def test_a_year_that_the_plan_does_not_cover_fails(office: Engine) -> None:
    form = AnnualForm(as_of=date(2026, 12, 31), year=2030, plan="an-hoa")
    assert annual_review(form, return_state=True).is_failed()
    assert rounds(office) == []


def test_an_unknown_plan_fails_with_its_line(office: Engine) -> None:
    state = collect_evidence(PlanForm(plan="không có"), return_state=True)
    assert state.is_failed()
    assert "không phải là kế hoạch nào" in (state.message or "")
