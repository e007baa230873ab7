"""The pages: what they show, whom they answer, and how they fail."""

import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime

import httpx
import pytest
from _pytest.logging import LogCaptureHandler
from sqlalchemy import Engine, event, text
from sqlmodel import Session, col, select

from config.errors import DondocError
from models import Evidence, EvidenceUse, Notice, NoticeKind, Person, Task
from tests.browsing import browsing
from tests.small_plan import put_plan
from web.app import ROWS_A_PAGE, require_loopback

TODAY = date(2026, 3, 12)
NOW = datetime(2026, 3, 12, 1, tzinfo=UTC)


@pytest.fixture
def filled(lite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """A ward's plan, looked at on 12 March 2026."""
    monkeypatch.setattr("config.clock.today", lambda: TODAY)
    with Session(lite_engine) as session:
        put_plan(session, "an-hoa", "UBND phường An Hòa")
        session.commit()
    return lite_engine


@pytest.fixture
def client(filled: Engine) -> Iterator[httpx.Client]:
    with browsing(filled) as client:
        yield client


def test_the_home_page_shows_what_is_late(client: httpx.Client) -> None:
    page = client.get("/").text
    assert "Quá hạn (1)" in page
    assert "Niêm yết thủ tục hành chính" in page
    assert "quá hạn 4 ngày làm việc" in page
    assert "12/3/2026 (thứ Năm)" in page
    assert "Tổ chức đối thoại" not in page


def test_the_list_shows_all_tasks_or_the_late_ones(client: httpx.Client) -> None:
    assert "Nhiệm vụ (3)" in client.get("/nhiem-vu").text
    assert "Nhiệm vụ quá hạn (1)" in client.get("/nhiem-vu?qua-han").text


def test_the_list_of_one_plan(client: httpx.Client, filled: Engine) -> None:
    with Session(filled) as session:
        put_plan(session, "an-binh", "UBND phường An Bình")
        session.commit()
    page = client.get("/nhiem-vu", params={"ke-hoach": "an-binh"}).text
    assert "Nhiệm vụ (3)" in page
    assert "Kế hoạch của UBND phường An Bình" in page


def test_a_long_list_comes_in_pages(client: httpx.Client, filled: Engine) -> None:
    with Session(filled) as session:
        first = session.exec(select(Task)).first()
        assert first is not None
        session.add_all(
            Task(item_id=first.item_id, slot=f"x{n}", assigned_on=TODAY) for n in range(ROWS_A_PAGE)
        )
        session.commit()
    assert client.get("/nhiem-vu").text.count("<tr class") == ROWS_A_PAGE
    last = client.get("/nhiem-vu?trang=2").text
    assert last.count("<tr class") == 3
    assert "Trang 2/2" in last
    assert client.get("/nhiem-vu?trang=99999999999").status_code == 200


def test_a_page_reads_no_more_tasks_than_it_shows(client: httpx.Client, filled: Engine) -> None:
    with Session(filled) as session:
        first = session.exec(select(Task)).first()
        assert first is not None
        late = date(2026, 3, 2)
        session.add_all(
            Task(item_id=first.item_id, slot=f"x{n}", assigned_on=TODAY, scheduled_on=late, due_on=late)
            for n in range(3 * ROWS_A_PAGE)
        )
        session.commit()
    read: list[Task] = []

    def count(task: Task, _: object) -> None:
        read.append(task)

    event.listen(Task, "load", count)
    try:
        assert "Nhiệm vụ (303)" in client.get("/nhiem-vu").text
        assert len(read) == ROWS_A_PAGE
        assert "Quá hạn (301)" in client.get("/").text
        assert len(read) == 2 * ROWS_A_PAGE
    finally:
        event.remove(Task, "load", count)


def test_the_page_of_a_task(client: httpx.Client, filled: Engine) -> None:
    with Session(filled) as session:
        for url, more in (
            ("https://anhoa.example/bien-ban.pdf", {"title": "Biên bản <b>"}),
            ("javascript:alert(1)", {"title": "Biên bản <b>"}),
            (f"tep:{'0a' * 32}", {"file_name": "anh-chup.png", "accepted": False, "judged_reason": "mờ"}),
            ("https://an:matkhau@anhoa.example/", {}),
        ):
            evidence = Evidence(url=url, added_by="an", added_at=NOW, **more)
            session.add(evidence)
            session.flush()
            session.add(EvidenceUse(evidence_id=evidence.id or 0, task_id=1))
        session.commit()
    page = client.get("/nhiem-vu/1").text
    for shown in ("Lê Thị Mai", "06/3/2026 (thứ Sáu)", "đã giao (chưa hoàn thành quá hạn)", "Minh chứng (4)"):
        assert shown in page
    assert 'href="https://anhoa.example/bien-ban.pdf"' in page
    assert 'href="javascript:' not in page
    assert "Biên bản &lt;b&gt;" in page
    assert "anh-chup.png (tệp)" in page
    assert "Lưu ý: đã bị bác: mờ." in page
    assert "tep:" not in page
    assert 'href="https://anhoa.example/"' in page
    assert "matkhau" not in page


def test_a_task_whose_unit_is_not_known(client: httpx.Client) -> None:
    page = client.get("/nhiem-vu/3").text
    assert "Tổ số 9" in page
    assert "không có hạn" in page


def with_key(engine: Engine, key: str) -> None:
    with Session(engine) as session:
        person = session.exec(select(Person).where(Person.id == 1)).one()
        person.calendar_key = key
        session.add(person)
        session.commit()


def test_the_calendar_of_who_has_the_key(client: httpx.Client, filled: Engine) -> None:
    with_key(filled, "Kh-oa_1")
    answer = client.get("/lich/Kh-oa_1.ics")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "nhiem-vu-1@dondoc.anhoa.example" in answer.text


@pytest.mark.parametrize("key", ["kh-oa_1", "Kh-oa_", "%00", "%C3%A9", "' OR 1=1 --", "None", "null"])
def test_a_wrong_key_is_a_page_that_is_not_there(client: httpx.Client, filled: Engine, key: str) -> None:
    with_key(filled, "Kh-oa_1")
    answer, unknown = client.get(f"/lich/{key}.ics"), client.get("/khac")
    assert (answer.status_code, answer.text, answer.headers["Content-Type"]) == (
        unknown.status_code,
        unknown.text,
        unknown.headers["Content-Type"],
    )


def test_no_key_is_ever_logged(
    capfd: pytest.CaptureFixture[str], client: httpx.Client, filled: Engine
) -> None:
    """Not even where someone has the server's log say everything."""
    with_key(filled, "Kh-oa_1")
    for name in ("uvicorn.access", "uvicorn.error"):
        log = logging.getLogger(name)
        log.handlers = [each for each in log.handlers if not isinstance(each, LogCaptureHandler)]
        log.setLevel(logging.DEBUG)
    assert client.get("/lich/Kh-oa_1.ics").status_code == 200
    assert "Kh-oa_1" not in "".join(capfd.readouterr())


@pytest.mark.parametrize(
    "path",
    [
        "/nhiem-vu/99",
        "/nhiem-vu/99999999999999999999",
        f"/nhiem-vu/{'9' * 5000}",
        f"/danh-gia-nam/2026/{'9' * 5000}",
        f"/danh-gia-nam/{'9' * 5000}/1",
        "/khac",
        "/nhiem-vu?ke-hoach=zzz",
    ],
)
def test_what_is_not_there(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "Không mở được" in answer.text


def test_the_pages_only_show(client: httpx.Client) -> None:
    assert client.post("/nhiem-vu/1").status_code == 405


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8080", 200),
        ("localhost:1", 200),
        ("[::1]:8080", 200),
        ("dondoc.anhoa.example", 200),
        ("evil.example", 400),
        ("", 400),
    ],
)
def test_only_known_names_are_answered(client: httpx.Client, host: str, status: int) -> None:
    """A page of another site must not read the tasks through the reader's browser."""
    assert client.get("/", headers={"Host": host}).status_code == status


def test_nothing_foreign_is_loaded(client: httpx.Client) -> None:
    answer = client.get("/")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "http" not in answer.text.replace("http-equiv", "")
    assert client.get("/static/dondoc.css").status_code == 200


def test_health_counts_the_outbox(client: httpx.Client, filled: Engine) -> None:
    with Session(filled) as session:
        person = session.exec(select(Person).order_by(col(Person.id))).first()
        assert person is not None
        session.add(
            Notice(
                key="1/assignment/1",
                person_id=person.id or 0,
                kind=NoticeKind.ASSIGNMENT,
                step="assigned",
                due_day=TODAY,
                created_at=NOW,
                next_try_at=NOW,
            )
        )
        session.commit()
    assert client.get("/suc-khoe").json() == {"database": "ok", "notices_pending": 1}


def test_a_database_that_fails_is_told(client: httpx.Client, filled: Engine) -> None:
    with filled.begin() as connection:
        connection.execute(text("ALTER TABLE notice RENAME TO gone"))
        connection.execute(text("ALTER TABLE task RENAME TO lost"))
    assert client.get("/suc-khoe").status_code == 503
    page = client.get("/")
    assert page.status_code == 503
    assert "cơ sở dữ liệu" in page.text


def test_a_fault_is_one_line_for_the_reader(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("web.app.task_rows")
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Lỗi của chương trình" in answer.text
    assert "NameError" not in answer.text


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "dondoc.anhoa.example", "::"])  # noqa: S104
def test_other_machines_are_not_served(host: str) -> None:
    with pytest.raises(DondocError, match="--host"):
        require_loopback(host)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_this_machine_is_served(host: str) -> None:
    require_loopback(host)


def test_prometheus_reads_the_outbox(client: httpx.Client) -> None:
    answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert "dondoc_notices_pending 0.0" in answer.text
