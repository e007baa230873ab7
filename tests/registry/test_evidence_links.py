"""Links among the evidence: batches by host, what a check leaves, and whom it concerns."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from models import Evidence, Item, Plan, ReviewEntry, ReviewRound, Role, RoundKind, Task
from tasks_registry.evidence.about import StoredFile
from tasks_registry.evidence.links import (
    Check,
    Link,
    News,
    Owner,
    batches,
    links_to_check,
    owners,
    record_check,
)
from tasks_registry.evidence.taking_in import add_evidence, add_file, judge_evidence
from tests.registry.workroom import LATER, NOW, add_person, add_plan, add_task, add_unit

DUE = date(2026, 5, 20)
HOSTS = st.sampled_from(["a.example", "B.example", "b.example", "c.example:8080", "c.example", "[::1"])


@given(st.lists(HOSTS), st.integers(1, 7))
def test_a_host_is_in_one_batch_and_no_link_is_lost(hosts: list[str], most: int) -> None:
    links = [Link(number, f"https://{host}/{number}") for number, host in enumerate(hosts)]
    found = batches(links, most)
    assert sorted(link.id for batch in found for link in batch) == [link.id for link in links]
    where: dict[str, int] = {}
    for number, batch in enumerate(found):
        names = {link.url.split("/")[2].lower().removesuffix(":8080") for link in batch}
        assert len(batch) <= most or len(names) == 1
        assert all(where.setdefault(name, number) == number for name in names)


@pytest.fixture
def task(session: Session) -> Task:
    unit = add_unit(session, "VP", "Văn phòng")
    return add_task(
        session, add_plan(session), DUE, unit=unit, owner=add_person(session, unit, "an", Role.STAFF)
    )


def _link(session: Session, task: Task, name: str = "1") -> Evidence:
    return add_evidence(session, url=f"https://a.example/{name}", by="an", now=NOW, task=task)


def _checked(session: Session, document: Evidence, check: Check) -> News | None:
    return record_check(session, document.id or 0, check, LATER)


def _opens(sha256: str, media_type: str = "application/pdf") -> Check:
    return Check(True, "mở được (200)", status=200, media_type=media_type, sha256=sha256)


DEAD = Check(False, "không tìm thấy tài liệu (404)", status=404)


def test_a_dead_link_is_news_once_until_it_comes_back(session: Session, task: Task) -> None:
    document = _link(session, task)
    found = [_checked(session, document, check) for check in (DEAD, DEAD, _opens("1"), DEAD)]
    assert found == [News.DEAD, None, None, News.DEAD]
    assert (document.http_status, document.sha256) == (404, "1"), "what it held stays known"


def test_a_link_that_moved_for_good_is_news_once(session: Session, task: Task) -> None:
    document = _link(session, task)
    moved = Check(True, "mở được (200)", final_url="https://b.example/1", moved=True)
    assert [_checked(session, document, moved) for _ in range(2)] == [News.MOVED, None]
    assert document.final_url == "https://b.example/1"
    passing_by = Check(True, "mở được (200)", final_url="https://c.example/1")
    assert _checked(session, document, passing_by) is None
    _checked(session, document, Check(True, "mở được (200)", final_url="https://c.example/" + "x" * 2000))
    assert document.final_url == ""


def test_another_content_than_was_accepted_is_news_once_and_stays_written(
    session: Session, task: Task
) -> None:
    document = _link(session, task)
    assert [_checked(session, document, _opens(each)) for each in "12"] == [None, None], "nobody accepted it"
    judge_evidence(session, document, accepted=True, by="b", now=NOW)
    found = [_checked(session, document, _opens(each)) for each in "2332"]
    assert found == [None, News.CHANGED, None, None]
    _checked(session, document, _opens("3"))
    _checked(session, document, _opens("3"))
    assert document.check_result == "mở được (200); nội dung đã khác lúc chấp nhận"
    judge_evidence(session, document, accepted=True, by="b", now=NOW)
    assert _checked(session, document, _opens("3")) is None
    assert document.check_result == "mở được (200)"


def test_pages_made_anew_at_each_call_are_not_news(session: Session, task: Task) -> None:
    document = _link(session, task)
    judge_evidence(session, document, accepted=True, by="b", now=NOW)
    assert [_checked(session, document, _opens(each, "text/html")) for each in "12"] == [None, None]


def test_what_a_server_says_is_cut_to_fit(session: Session, task: Task) -> None:
    document = _link(session, task)
    said = Check(True, "x" * 400, title="t\n" * 400, media_type="m" * 400, size=2**31 - 1, status=299)
    _checked(session, document, said)
    assert (len(document.check_result or ""), len(document.page_title), len(document.media_type)) == (
        300,
        300,
        120,
    )


def test_files_are_no_links(session: Session, task: Task) -> None:
    add_file(session, StoredFile("a" * 64, 9, "application/pdf", "a.pdf"), by="an", now=NOW, task=task)
    plan = session.get_one(Plan, session.get_one(Item, task.item_id).plan_id)
    assert links_to_check(session, plan, LATER) == []
    link = _link(session, task)
    assert links_to_check(session, plan, LATER) == [Link(link.id or 0, link.url)]


def test_owners_are_those_of_the_tasks_and_of_the_entries_tasks(session: Session, task: Task) -> None:
    document, other = _link(session, task), _link(session, task, "2")
    plan = add_plan(session, "kh-08")
    head = add_person(session, add_unit(session, "B", "Ban"), "dau-moi", Role.COORDINATOR)
    plan.coordinator_id = head.id
    followed, entered = add_task(session, plan, DUE), add_task(session, plan, DUE)
    review = ReviewRound(
        plan_id=plan.id or 0, kind=RoundKind.QUARTER, period="2026-Q2", window_from=DUE, window_to=DUE,
        opens_on=DUE, closes_on=DUE,
    )  # fmt: skip
    session.add(review)
    session.flush()
    entry = ReviewEntry(round_id=review.id or 0, task_id=entered.id)
    session.add(entry)
    session.flush()
    add_evidence(session, url=document.url, by="an", now=NOW, task=followed)
    add_evidence(session, url=document.url, by="an", now=NOW, entry=entry)
    one, two = document.id or 0, other.id or 0
    assert owners(session, [one, two]) == [
        Owner(one, task.owner_id or 0, task.id or 0),
        Owner(one, head.id or 0, followed.id or 0),
        Owner(two, task.owner_id or 0, task.id or 0),
    ]
    assert owners(session, []) == []
