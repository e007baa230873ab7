"""Claims, leases, and what becomes of a notice."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, update

from models import Notice, NoticeKind, NoticeState, Task, TaskState
from models.database import transaction
from notifications import outbox
from notifications.due import enqueue
from notifications.tell import tell
from tasks_registry.days.working_days import WorkingCalendar
from tests.notifications.office import MONDAY, NOW, Office

LEASE = timedelta(minutes=5)
LATER = NOW + LEASE + timedelta(seconds=1)


@pytest.fixture
def waiting(office: Office) -> Office:
    """A task of each department, both due today, and their notices."""
    office.task(MONDAY)
    office.task(MONDAY, unit_id=office.economy.id, owner_id=office.other.id)
    enqueue(office.session, as_of=MONDAY, now=NOW, calendar=WorkingCalendar())
    office.session.commit()
    return office


def claim(session: Session, token: str, **options: object) -> int | None:
    given = {"token": token, "as_of": MONDAY, "now": NOW, "lease": LEASE} | options
    return outbox.claim(session, **given)  # type: ignore[arg-type]


def run_again(session: Session, _: str) -> None:
    enqueue(session, as_of=MONDAY, now=LATER, calendar=WorkingCalendar())


def states(office: Office) -> set[NoticeState]:
    return {each.state for each in office.notices()}


def mail_of(office: Office, mailbox: str) -> str:
    person = {"anh": office.head, "ben": office.other}[mailbox].id
    return next(each.message_id or "" for each in office.notices() if each.person_id == person)


def test_a_person_is_claimed_whole_and_by_one_sender(waiting: Office, engine: Engine) -> None:
    """A second sender takes other people while the first still holds its transaction open."""
    first = claim(waiting.session, "a", people=1)
    if engine.dialect.name == "sqlite":
        waiting.session.commit()  # SQLite has one writer at a time
    with transaction(engine) as other:
        second = claim(other, "b", people=1, after=0 if engine.dialect.name == "postgresql" else first or 0)
    waiting.session.commit()
    assert first is not None
    assert second is not None
    assert first != second
    holders = {(each.person_id, each.claimed_by) for each in waiting.notices()}
    assert holders == {(first, "a"), (second, "b")}


def test_what_is_held_is_not_taken_again_until_its_lease_runs_out(waiting: Office) -> None:
    claim(waiting.session, "a")
    assert claim(waiting.session, "b", now=NOW + LEASE) is None
    names = {each.id: each.message_id for each in waiting.notices()}
    assert claim(waiting.session, "b", now=LATER) is not None
    assert {each.claimed_by for each in waiting.notices()} == {"b"}
    assert {each.id: each.message_id for each in waiting.notices()} == names


def test_who_lost_the_lease_has_nothing_to_say(waiting: Office) -> None:
    claim(waiting.session, "a")
    claim(waiting.session, "b", now=LATER)
    outbox.mark_sent(waiting.session, "a", mail_of(waiting, "anh"), now=LATER)
    outbox.release(waiting.session, "a")
    assert {(each.state, each.claimed_by) for each in waiting.notices()} == {(NoticeState.CLAIMED, "b")}


def test_sent_is_sent(waiting: Office) -> None:
    claim(waiting.session, "a")
    for mailbox in ("anh", "ben"):
        outbox.mark_sent(waiting.session, "a", mail_of(waiting, mailbox), now=LATER)
    assert {(each.state, each.sent_at, each.attempts) for each in waiting.notices()} == {
        (NoticeState.SENT, LATER, 1)
    }
    assert claim(waiting.session, "b", now=LATER) is None


def test_a_mail_that_may_be_out_keeps_its_name_and_its_notices(waiting: Office) -> None:
    """A second copy must be known by its Message-ID, so nothing new may travel under that name."""
    claim(waiting.session, "a")
    name = mail_of(waiting, "anh")
    outbox.put_back(waiting.session, "a", name, error="ngắt", now=NOW, maybe_sent=True)
    outbox.release(waiting.session, "a")
    waiting.task(None)
    enqueue(waiting.session, as_of=MONDAY, now=LATER, calendar=WorkingCalendar())
    claim(waiting.session, "b", now=LATER)
    outbox.release(waiting.session, "b")  # the server was away: nothing was tried
    claim(waiting.session, "c", now=LATER)
    mails = [each.message_id for each in waiting.notices() if each.person_id == waiting.head.id]
    assert mails.count(name) == 2
    assert len(set(mails)) == 2


def test_a_mail_that_surely_is_not_out_takes_newer_notices_along(waiting: Office) -> None:
    claim(waiting.session, "a")
    name = mail_of(waiting, "anh")
    outbox.put_back(waiting.session, "a", name, error="450", now=NOW, maybe_sent=False)
    waiting.task(None)
    enqueue(waiting.session, as_of=MONDAY, now=LATER, calendar=WorkingCalendar())
    claim(waiting.session, "b", now=LATER)
    mails = [each.message_id for each in waiting.notices() if each.person_id == waiting.head.id]
    assert len(mails) == 3
    assert len(set(mails)) == 1


def test_the_patient_wait_for_the_next_try(waiting: Office) -> None:
    claim(waiting.session, "a")
    outbox.put_back(waiting.session, "a", mail_of(waiting, "anh"), error="x" * 900, now=NOW, maybe_sent=False)
    assert claim(waiting.session, "b", patient=True) is None
    assert claim(waiting.session, "b", patient=True, now=NOW + outbox.wait(0)) == waiting.head.id
    assert {each.last_error for each in waiting.notices() if each.claimed_by == "b"} == {"x" * 500}


def test_the_impatient_do_not(waiting: Office) -> None:
    claim(waiting.session, "a")
    outbox.put_back(waiting.session, "a", mail_of(waiting, "anh"), error="450", now=NOW, maybe_sent=False)
    assert claim(waiting.session, "b") == waiting.head.id


def test_the_wait_doubles_up_to_an_hour() -> None:
    assert [outbox.wait(tries).total_seconds() / 60 for tries in (0, 1, 2, 5, 6, 10**6)] == [
        1,
        2,
        4,
        32,
        60,
        60,
    ]


def test_released_notices_are_as_before(waiting: Office) -> None:
    before = [each.model_dump() for each in waiting.notices()]
    claim(waiting.session, "a")
    outbox.release(waiting.session, "a")
    assert [each.model_dump() for each in waiting.notices()] == before


def test_a_failed_mail_is_not_tried_again(waiting: Office) -> None:
    claim(waiting.session, "a")
    name = mail_of(waiting, "anh")
    outbox.mark_failed(waiting.session, "a", name, address="anh@donvi.test", error="550 không có người này")
    outbox.release(waiting.session, "a")
    assert claim(waiting.session, "b", after=0) == waiting.other.id
    assert {each.state for each in waiting.notices() if each.person_id == waiting.head.id} == {
        NoticeState.FAILED
    }


def _finish(office: Office, task: Task) -> None:
    task.state, task.done_on = TaskState.DONE, MONDAY


def _hand_in(office: Office, task: Task) -> None:
    task.state = TaskState.SUBMITTED


def _leave(office: Office, task: Task) -> None:
    office.head.active = False


def _hand_over(office: Office, task: Task) -> None:
    task.owner_id = office.other.id


def _drop(office: Office, task: Task) -> None:
    task.state = TaskState.CANCELLED


@pytest.mark.parametrize("later", [claim, run_again], ids=["at the claim", "at the next run"])
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_finish, "nhiệm vụ đã hoàn thành"),
        (_hand_in, "đã nộp kết quả, đang chờ duyệt"),
        (_drop, "nhiệm vụ đã hủy"),
        (_leave, "người nhận đã nghỉ hoặc chuyển công tác"),
        (_hand_over, "nhiệm vụ đã giao người khác phụ trách"),
    ],
)
def test_what_nobody_needs_to_hear_any_more_is_cancelled_with_its_reason(
    waiting: Office, change: Callable[[Office, Task], None], reason: str, later: Callable[..., object]
) -> None:
    """Things change between the morning's enqueue and the sending; the next run sees them too."""
    task = waiting.session.get_one(Task, 1)
    change(waiting, task)
    later(waiting.session, "a")
    of_head = [each for each in waiting.notices() if each.person_id == waiting.head.id]
    assert {each.state for each in of_head} == {NoticeState.CANCELLED}
    assert {each.last_error for each in of_head} == {reason}
    if later is run_again:
        return
    assert {each.state for each in waiting.notices() if each.person_id == waiting.other.id} == {
        NoticeState.CLAIMED
    }


def test_a_moved_deadline_cancels_its_reminder_but_not_the_assignment(waiting: Office) -> None:
    waiting.session.get_one(Task, 1).due_version = 1
    claim(waiting.session, "a")
    of_head = {each.step: each.state for each in waiting.notices() if each.person_id == waiting.head.id}
    assert of_head == {"assigned": NoticeState.CLAIMED, "due": NoticeState.CANCELLED}


def test_an_assigned_unit_ends_the_request_to_assign(office: Office) -> None:
    task = office.task(None, unit_id=None, owner_id=None)
    enqueue(office.session, as_of=MONDAY, now=NOW, calendar=WorkingCalendar())
    task.unit_id = office.culture.id
    claim(office.session, "a")
    assert states(office) == {NoticeState.CANCELLED}


def test_a_step_that_the_ladder_has_no_more_is_not_sent(waiting: Office) -> None:
    waiting.session.execute(update(Notice).where(col(Notice.step) == "due").values(step="before-99"))
    claim(waiting.session, "a")
    assert {each.step: each.state for each in waiting.notices()} == {
        "assigned": NoticeState.CLAIMED,
        "before-99": NoticeState.CANCELLED,
    }


def test_what_is_due_later_waits(office: Office) -> None:
    told = tell(
        office.session,
        person_id=office.head.id,
        kind=NoticeKind.REVIEW,
        key="1/review/9",
        step="opened",
        due_day=MONDAY + timedelta(days=1),
        now=NOW,
    )
    assert told
    assert claim(office.session, "a") is None
    assert claim(office.session, "a", as_of=MONDAY + timedelta(days=1)) == office.head.id


def test_telling_the_same_thing_twice_is_telling_it_once(office: Office) -> None:
    again = [
        tell(
            office.session,
            person_id=office.head.id,
            kind=NoticeKind.EVIDENCE,
            key="1/evidence/1",
            step="missing",
            task_id=office.task(MONDAY).id,
            due_day=MONDAY,
            now=NOW,
        )
        for _ in range(2)
    ]
    assert again == [True, False]
    assert len(office.notices()) == 1


@pytest.mark.parametrize("change", [_finish, _hand_in, _drop, _leave, _hand_over])
def test_what_was_sent_is_kept_as_it_was(waiting: Office, change: Callable[[Office, Task], None]) -> None:
    """An escalation is a fact: no later run, claim or correction touches it."""
    claim(waiting.session, "a")
    for mailbox in ("anh", "ben"):
        outbox.mark_sent(waiting.session, "a", mail_of(waiting, mailbox), now=LATER)
    before = [each.model_dump() for each in waiting.notices()]
    change(waiting, waiting.session.get_one(Task, 1))
    for day in (MONDAY, MONDAY + timedelta(days=30)):
        enqueue(waiting.session, as_of=day, now=LATER, calendar=WorkingCalendar())
        claim(waiting.session, "b", as_of=day, now=LATER)
    outbox.try_new_addresses(waiting.session, now=LATER)
    outbox.release(waiting.session, "b")
    assert [each.model_dump() for each in waiting.notices()[: len(before)]] == before
