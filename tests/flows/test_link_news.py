"""What checking links found reaches the owners, once for each thing that is new."""

from datetime import date

from sqlmodel import Session, col, select

from flows.link_news import keep_checks
from models import Notice, NoticeKind, Role
from tasks_registry.evidence.links import Check
from tasks_registry.evidence.standing import doubts
from tasks_registry.evidence.taking_in import add_evidence
from tests.registry.workroom import LATER, NOW, add_person, add_plan, add_task, add_unit

DAY = date(2026, 6, 15)
DEAD, OPENS = Check(False, "không tìm thấy tài liệu (404)"), Check(True, "mở được (200)")


def test_owners_hear_once_of_each_thing_that_is_new(session: Session) -> None:
    unit = add_unit(session, "VP", "Văn phòng")
    person = add_person(session, unit, "an", Role.STAFF)
    tasks = [add_task(session, add_plan(session), None, unit=unit, owner=person, done=DAY)]
    tasks.append(add_task(session, add_plan(session, "kh-08"), None, unit=unit, owner=person))
    for task in tasks:
        document = add_evidence(session, url="https://a.example/1", by="an", now=NOW, task=task)
    found = [
        keep_checks(session, [(document.id or 0, check)], as_of=day, now=LATER)
        for day, check in (
            (DAY, DEAD), (DAY, DEAD), (date(2026, 6, 16), DEAD), (date(2026, 6, 17), OPENS),
            (date(2026, 6, 18), DEAD),
        )
    ]  # fmt: skip
    assert found == [1, 0, 0, 0, 1]
    told = session.exec(select(Notice).order_by(col(Notice.id))).all()
    assert [(each.kind, each.step, each.person_id, each.task_id, each.due_day) for each in told] == [
        (NoticeKind.EVIDENCE, "dead", person.id, tasks[0].id, DAY),
        (NoticeKind.EVIDENCE, "dead", person.id, tasks[0].id, date(2026, 6, 18)),
    ]


def test_nobody_is_told_that_a_link_is_dead_where_we_may_not_look(session: Session) -> None:
    """The office's own network: the link may open for everyone there."""
    unit = add_unit(session, "VP", "Văn phòng")
    task = add_task(
        session, add_plan(session), None, unit=unit, owner=add_person(session, unit, "an", Role.STAFF)
    )
    document = add_evidence(session, url="https://10.0.0.1/1", by="an", now=NOW, task=task)
    assert keep_checks(session, [(document.id or 0, Check(None, "nội bộ"))], as_of=DAY, now=LATER) == 0
    assert document.reachable is None
    assert doubts(document, DAY) == ["chương trình chưa kiểm tra được: nội bộ"]


def test_nothing_to_tell(session: Session) -> None:
    assert keep_checks(session, [], as_of=DAY, now=NOW) == 0
