"""Evidence: which links are taken in, what becomes of them, and what is missing."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from config.errors import DondocError
from models import (
    AuditEntry,
    Evidence,
    EvidenceUse,
    Plan,
    ReviewEntry,
    Role,
    RoundKind,
    Task,
    TaskState,
)
from tasks_registry.evidence.about import checked_url, document_name, safe_link, shown_link, unkept
from tasks_registry.evidence.frozen_set import freeze_evidence
from tasks_registry.evidence.links import Check, Link, links_to_check, record_check
from tasks_registry.evidence.standing import doubts, stands
from tasks_registry.evidence.taking_in import (
    Missing,
    add_evidence,
    edit_evidence,
    entry_evidence,
    judge_evidence,
    known_document,
    missing_evidence,
    task_evidence,
)
from tasks_registry.plans.listings import task_rows
from tasks_registry.rounds.reviews import close_round, open_round
from tasks_registry.rounds.view import shown_entries
from tests.registry.workroom import LATER, NOW, add_person, add_plan, add_task, add_unit

URL = "https://tailieu.binhan.example/bien-ban.pdf"
DUE = date(2026, 5, 20)


@pytest.fixture
def task(session: Session) -> Task:
    """A task that was done in time, without evidence."""
    return add_task(session, add_plan(session), DUE, done=DUE)


def _add(session: Session, task: Task, url: str = URL, title: str = "") -> Evidence:
    return add_evidence(session, url=url, title=title, by="an", now=NOW, task=task)


def test_the_same_link_for_the_same_task_is_kept_once(session: Session, task: Task) -> None:
    first = _add(session, task, title="  Biên bản\n họp ")
    again = _add(session, task, f" {URL}\n", title="Tên khác")
    assert (again.id, again.title, again.added_by) == (first.id, "Biên bản họp", "an")
    assert len(session.exec(select(EvidenceUse)).all()) == 1


def test_one_document_can_speak_for_several_tasks(session: Session, task: Task) -> None:
    other = add_task(session, add_plan(session, "kh-08"), DUE)
    document = _add(session, task)
    second = _add(session, task, f"{URL}?ban=2")
    _add(session, other)
    found = task_evidence(session, [task.id or 0, other.id or 0, 99])
    assert found == {task.id: [document, second], other.id: [document]}


@pytest.mark.parametrize(
    "url",
    [
        "ftp://tailieu.binhan.example/a",
        "javascript:alert(1)",
        "tailieu.binhan.example/a.pdf",
        "/home/an/a.pdf",
        "https://",
        "https:///a",
        "http://[::1",
        "https://tailieu.example:abc/",
        "",
        "https://tailieu.example/a b",
        "https://tailieu.example/\x00",
        "https://tailieu.example/\u202efdp",
        "https://tailieu.example/\ud800",
        "https://tailieu.example/" + "a" * 2000,
        "https://tailieu.example/" + "ấ" * 700,
    ],
)
def test_what_is_no_web_link_is_refused(url: str) -> None:
    with pytest.raises(DondocError, match="ường dẫn"):
        checked_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://an:matkhau@noibo.example/a",
        "HTTPS://an%40x:matkhau@noibo.example",
        "https://matkhau@noibo.example/?to=@b",
        "https://:matkhau@noibo.example#a@b",
        "https://an:mat@khau@noibo.example/a",
        "smb://an:matkhau@noibo.example/a",
        "https://an:mat/khau@noibo.example/a",
        "gopher://an:matkhau@noibo.example/a",
    ],
)
def test_a_password_in_a_link_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(DondocError) as refused:
        checked_url(url)
    assert "noibo.example" in str(refused.value)
    assert "khau" not in str(refused.value).replace("mật khẩu", "")
    assert "\n" not in str(refused.value)


def test_only_the_password_of_a_link_is_hidden() -> None:
    for link in (
        "https://a.example/@an/bai",
        "https://a.example?to=b@c",
        "tep:0a",
        "",
        "https://a.example:80/x",
    ):
        assert safe_link(link) == link
    assert safe_link("https://an:x@a.example:80/@b?c=d@e#f") == "https://a.example:80/@b?c=d@e#f"


def test_a_link_kept_with_a_password_is_nowhere_shown_or_opened_with_it(session: Session) -> None:
    plan = add_plan(session)
    task = add_task(session, plan, DUE)
    review = open_round(session, plan, RoundKind.QUARTER, "2026-Q2", as_of=date(2026, 6, 15), now=NOW)
    document = _add(session, task)
    document.url = "https://an:matkhau@noibo.example/a"
    safe = "https://noibo.example/a"
    assert links_to_check(session, plan, NOW) == [Link(document.id or 0, safe)]
    assert (shown_link(document), document_name(document)) == (safe, safe)
    assert any("mật khẩu" in line for line in doubts(document, DUE))
    frozen = [freeze_evidence(session, review, NOW), shown_entries(session, review)]
    close_round(session, review, now=LATER)
    assert review.snapshot is not None
    [row] = task_rows(session, task_ids=[task.id or 0], as_of=DUE)
    for shown in (*frozen, review.snapshot, row.as_dict()):
        assert safe in str(shown)
        assert "matkhau" not in str(shown)
    review.snapshot["entries"][0]["evidence"][0]["url"] = document.url
    assert safe in str(shown_entries(session, review))
    assert "matkhau" not in str(shown_entries(session, review))


def test_what_is_said_of_a_document_is_mended_and_leaves_a_trail(session: Session, task: Task) -> None:
    document = _add(session, task)
    judge_evidence(session, document, accepted=True, by="thammuu", now=NOW)
    said = {"title": " Báo\ncáo ", "number": "12/BC", "expires_on": DUE}
    assert edit_evidence(session, document, by="an", now=LATER, **said) == ["title", "number", "expires_on"]
    assert edit_evidence(session, document, by="an", now=LATER, title="Báo cáo", expires_on=None) == [
        "expires_on"
    ]
    assert (document.title, document.number, document.expires_on, document.accepted) == (
        "Báo cáo", "12/BC", None, True,
    )  # fmt: skip
    with pytest.raises(DondocError, match="trước khi bắt đầu"):
        edit_evidence(session, document, by="an", now=LATER, period_from=DUE, period_to=date(2026, 1, 1))
    acts = session.exec(select(AuditEntry).where(AuditEntry.action == "edit_evidence")).all()
    assert [(act.actor, act.at, act.details.get("expires_on")) for act in acts] == [
        ("an", LATER, {"from": None, "to": DUE.isoformat()}),
        ("an", LATER, {"from": DUE.isoformat(), "to": None}),
    ]


def test_what_was_said_of_a_document_first_is_kept(session: Session, task: Task) -> None:
    document = add_evidence(session, url=URL, by="an", now=NOW, task=task, title="Báo cáo", kind="Báo cáo")
    assert known_document(session, URL) == document
    assert known_document(session, f"{URL}?") is None
    assert unkept(document, title="Báo cáo ", number="", issued_on=None) == []
    assert unkept(document, title="Khác", kind="Báo cáo", issued_on=DUE) == ["tên tài liệu", "ngày ban hành"]


def test_of_a_refused_link_nothing_is_kept(session: Session, task: Task) -> None:
    with pytest.raises(DondocError, match="http://"):
        _add(session, task, "ftp://tailieu.binhan.example/a")
    assert session.exec(select(Evidence)).all() == []


def test_the_longest_link_fits_both_databases(session: Session, task: Task) -> None:
    start = "https://tailieu.example/"
    longest = start + "".join(chr(97 + n * 7919 % 26) for n in range(2000 - len(start)))
    assert _add(session, task, longest).url == longest


def test_a_link_with_vietnamese_letters_is_kept_as_typed(session: Session, task: Task) -> None:
    assert _add(session, task, "HTTPS://tailieu.example/biên-bản.pdf").url.endswith("biên-bản.pdf")


def test_a_period_must_not_end_before_it_starts(session: Session, task: Task) -> None:
    with pytest.raises(DondocError, match="trước khi bắt đầu"):
        add_evidence(
            session, url=URL, by="an", now=NOW, task=task, period_from=DUE, period_to=DUE - timedelta(days=1)
        )


def test_evidence_speaks_for_something(session: Session) -> None:
    with pytest.raises(ValueError, match="task or for a review entry"):
        add_evidence(session, url=URL, by="an", now=NOW)


def test_evidence_of_an_entry_is_taken_until_its_round_closes(session: Session) -> None:
    plan = add_plan(session)
    add_task(session, plan, DUE)
    review = open_round(session, plan, RoundKind.QUARTER, "2026-Q2", as_of=date(2026, 6, 15), now=NOW)
    entry = session.exec(select(ReviewEntry)).one()
    document = add_evidence(session, url=URL, by="an", now=NOW, entry=entry)
    add_evidence(session, url=URL, by="an", now=NOW, entry=entry)
    assert entry_evidence(session, [entry.id or 0]) == {entry.id: [document]}
    assert links_to_check(session, plan, NOW) == [Link(document.id or 0, URL)]
    close_round(session, review, now=LATER)
    with pytest.raises(DondocError, match="đã chốt"):
        add_evidence(session, url=f"{URL}?2", by="an", now=NOW, entry=entry)


def test_rejecting_owes_a_reason_and_leaves_a_trail(session: Session, task: Task) -> None:
    document = _add(session, task)
    assert stands(document, DUE)
    with pytest.raises(DondocError, match="lý do"):
        judge_evidence(session, document, accepted=False, by="thammuu", now=LATER, reason=" \n")
    judge_evidence(session, document, accepted=False, by="thammuu", now=LATER, reason="sai nội dung")
    assert not stands(document, DUE)
    act = session.exec(select(AuditEntry).where(AuditEntry.action == "reject_evidence")).one()
    assert (act.at, act.actor, act.subject_id, act.details) == (
        LATER, "thammuu", document.id, {"reason": "sai nội dung", "sha256": None},
    )  # fmt: skip
    judge_evidence(session, document, accepted=True, by="thammuu", now=LATER)
    assert stands(document, DUE)


def test_links_are_checked_again_only_when_their_check_is_old(session: Session, task: Task) -> None:
    other, own = add_plan(session, "kh-08"), session.exec(select(Plan).where(Plan.code == "kh-07")).one()
    document = _add(session, task)
    assert links_to_check(session, own, NOW) == [Link(document.id or 0, URL)]
    record_check(session, document.id or 0, Check(False, "không tìm thấy\n (404)" + "x" * 400), NOW)
    assert links_to_check(session, own, NOW) == []
    assert links_to_check(session, own, LATER) == [Link(document.id or 0, URL)]
    assert links_to_check(session, other, LATER) == []
    assert (document.reachable, document.checked_at) == (False, NOW)
    assert document.check_result is not None
    assert document.check_result.startswith("không tìm thấy (404)x")


def test_missing_is_what_is_said_to_be_finished_and_shows_nothing(session: Session) -> None:
    plan, unit = add_plan(session), add_unit(session, "VP", "Văn phòng")
    bare = add_task(session, plan, DUE, done=DUE, unit=unit)
    waiting = add_task(session, plan, DUE, submitted=DUE, state=TaskState.SUBMITTED)
    add_task(session, plan, DUE)
    add_task(session, plan, DUE, submitted=DUE, state=TaskState.CANCELLED)
    proven = add_task(session, plan, DUE, done=DUE)
    _add(session, proven)
    rejected = add_task(session, plan, None, done=DUE)
    judge_evidence(session, _add(session, rejected, f"{URL}?x"), accepted=False, by="b", now=NOW, reason="mờ")
    head = add_person(session, unit, "truong", Role.HEAD)
    bare.owner_id, waiting.owner_id, plan.coordinator_id = head.id, None, head.id
    text = "Sắp xếp lại phòng tiếp dân"
    assert missing_evidence(session, plan, DUE) == [
        Missing(bare.id or 0, text, "Văn phòng", head.id, DUE),
        Missing(waiting.id or 0, text, "Tổ công tác mới", head.id, DUE),
        Missing(rejected.id or 0, text, "Tổ công tác mới", head.id, None),
    ]
    head.active = False
    assert {each.answering_id for each in missing_evidence(session, plan, DUE)} == {None}
    assert missing_evidence(session, plan, DUE - timedelta(days=1)) == []
