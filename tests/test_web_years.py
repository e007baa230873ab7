"""The pages of a year: what lacks, what came out, what can still be won; of units each by itself."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import httpx
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from starlette.templating import Jinja2Templates

from config.settings import Settings
from models import Plan, ReviewRound
from tasks_registry.rounds.attaching import attach_set
from tasks_registry.year.annual import run_annual_review
from tasks_registry.year.stages import publish
from tests.browsing import browsing
from tests.small_plan import put_plan
from web.app import make_app

NOW = datetime(2027, 2, 1, 1, tzinfo=UTC)
OPENING, AFTER = date(2026, 12, 15), date(2027, 2, 1)


@pytest.fixture
def filled(lite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """A ward's plan of 2026, looked at on 1 February 2027."""
    monkeypatch.setattr("config.clock.now", lambda: NOW)
    with Session(lite_engine) as session:
        put_plan(session, "an-hoa", "UBND phường An Hòa")
        session.commit()
    return lite_engine


@pytest.fixture
def client(filled: Engine) -> Iterator[httpx.Client]:
    with browsing(filled) as client:
        yield client


def run(engine: Engine, *days: date, code: str = "") -> None:
    with Session(engine) as session:
        plan = session.exec(select(Plan)).one()
        if code:
            attach_set(session, plan, code)
        for day in days:
            run_annual_review(session, plan, 2026, as_of=day, now=NOW)
        session.commit()


def test_a_year_without_a_review_shows_what_can_be_won(client: httpx.Client) -> None:
    assert "Chưa có đợt đánh giá năm nào." in client.get("/danh-gia-nam").text
    page = client.get("/danh-gia-nam/2026/1").text
    assert "Chưa mở đợt đánh giá năm." in page
    assert "Dự báo nếu không làm gì thêm: 0/100 điểm" in page
    assert "nhiệm vụ còn phải làm" in page


@pytest.mark.parametrize("path", ["1990/1", "2026/99", "2026/99999999999", "99999/1"])
def test_what_is_not_there_is_said(client: httpx.Client, path: str) -> None:
    assert client.get(f"/danh-gia-nam/{path}").status_code == 404


def test_what_holds_up_the_publication_is_shown(client: httpx.Client, filled: Engine) -> None:
    run(filled, OPENING, AFTER, code="bacgiang-qd3064-2022")
    rows = client.get("/danh-gia-nam").text
    assert "chốt điểm, đến hết 25/01/2027" in rows
    assert "5 tiêu chí chưa chấm" in rows
    page = client.get("/danh-gia-nam/2026/1").text
    assert '<li aria-current="step">chốt điểm: đến hết 25/01/2027</li>' in page
    assert "Còn thiếu để công bố" in page
    assert "(21, 22, 23, 24, 25)" in page


def test_the_result_is_shown_with_who_published_it_as_it_was(client: httpx.Client, filled: Engine) -> None:
    run(filled, OPENING, AFTER, code="bacgiang-qd3064-2022")
    with Session(filled) as session:
        review = session.exec(select(ReviewRound)).one()
        publish(session, review, as_of=AFTER, by="td@a.vn", now=NOW, as_is="<b>Chờ</b> văn bản")
        session.commit()
    page = client.get("/danh-gia-nam/2026/1").text
    assert "người quyết định: td@a.vn; lý do: &lt;b&gt;Chờ&lt;/b&gt; văn bản." in page
    assert "Kết quả: chưa có/100 điểm, chưa xếp mức" in page
    assert "Dự báo" not in page


def test_an_explanation_stands_on_a_line_of_its_own(filled: Engine) -> None:
    line = {"code": "1", "name": "Niêm yết", "reason": "Kết luận: giữ điểm", "explanation": "Đã đủ ảnh"}
    unknown = dict.fromkeys(("max_points", "self_points", "appraised_points", "points"))
    score = dict.fromkeys(("total", "maximum", "self_total")) | {"lines": [line | unknown]}
    templates: Jinja2Templates = make_app(filled, Settings(_env_file=None)).state.templates
    page = templates.get_template("year.html").render(score=score, plan={"title": "Kế hoạch"}, today=AFTER)
    assert "Kết luận: giữ điểm<br>Giải trình: Đã đủ ảnh" in page


def test_units_that_are_scored_by_themselves_have_a_row_each(client: httpx.Client, filled: Engine) -> None:
    with Session(filled) as session:
        session.exec(select(Plan)).one().by_unit = True
        session.commit()
    page = client.get("/danh-gia-nam/2026/1").text
    assert "theo đơn vị</h2>" in page
    assert "0/100 điểm, chưa xếp mức" in page
    run(filled, OPENING, AFTER)
    assert "Kết quả theo đơn vị (1)" in client.get("/danh-gia-nam/2026/1").text
