"""What people are told of a round: asked once, reminded on its days, told of its end; nothing twice."""

from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from flows.asking import announce_closing, ask_again, ask_units, tell_unit
from models import Notice, Person, Plan, ReviewRound, Role, RoundKind, Task, Unit
from tasks_registry.rounds.period_setting import Change, set_period
from tasks_registry.rounds.reviews import close_round, open_round, reopen_round
from tasks_registry.rounds.sheets import find_sheet, give_back, submit
from tests.registry.rounds import answer, entries_of
from tests.registry.workroom import LATER, NOW, add_person
from tests.small_plan import put_plan

CLOSING = date(2026, 3, 20)


@pytest.fixture
def session(lite_engine: Engine) -> Session:
    """A plan with one unit: its head answers for two tasks, the coordinator for the third."""
    session = Session(lite_engine)
    put_plan(session, "an-hoa", "UBND phường An Hòa")
    return session


@pytest.fixture
def review(session: Session) -> ReviewRound:
    """The round of quarter I, from Sunday 15 March to Friday 20 March."""
    plan = session.exec(select(Plan)).one()
    set_period(session, plan, "2026-Q1", Change(closes_on=CLOSING), by="an", now=NOW)
    return open_round(session, plan, RoundKind.QUARTER, "2026-Q1", as_of=date(2026, 3, 16), now=NOW)


def told(session: Session) -> list[tuple[str, str]]:
    """To whom each notice of a round goes and of which step, in the order in which they were made."""
    query = select(Person.email, Notice.step).join(Person, col(Notice.person_id) == Person.id)
    return [(mail.partition("@")[0], step) for mail, step in session.exec(query.order_by(col(Notice.id)))]


def test_everyone_is_asked_once_and_reminded_on_the_period_s_days(
    session: Session, review: ReviewRound
) -> None:
    for day in (16, 16, 17, 17, 18, 19, 20, 23):
        ask_units(session, review, as_of=date(2026, 3, day), now=NOW)
    assert told(session) == [
        ("head", "open"), ("coordinator", "open"),
        ("head", "remind-3"), ("coordinator", "remind-3"),
        ("head", "remind-1"), ("coordinator", "remind-1"),
    ]  # fmt: skip


def test_a_missed_reminder_is_made_up_by_the_newest_alone(session: Session, review: ReviewRound) -> None:
    ask_units(session, review, as_of=date(2026, 3, 16), now=NOW)
    ask_units(session, review, as_of=CLOSING, now=NOW)
    assert {step for _, step in told(session)} == {"open", "remind-1"}


def test_whoever_is_asked_late_is_not_reminded_the_same_day(session: Session, review: ReviewRound) -> None:
    assert ask_units(session, review, as_of=date(2026, 3, 19), now=NOW) == 2
    assert {step for _, step in told(session)} == {"open"}


def test_whoever_has_answered_all_and_not_handed_in_is_reminded_of_the_sheet(
    session: Session, review: ReviewRound
) -> None:
    for entry in entries_of(session, review):
        answer(session, entry)
    for day in (16, 17):
        ask_units(session, review, as_of=date(2026, 3, day), now=NOW)
    assert told(session) == [("head", "open"), ("head", "remind-3")]
    sheet = find_sheet(session, review, session.exec(select(Unit)).one())
    submit(session, sheet, by="an", now=NOW)
    ask_units(session, review, as_of=date(2026, 3, 19), now=NOW)
    assert len(told(session)) == 2
    give_back(session, sheet, why="thiếu", by="an", now=NOW)
    for _ in range(2):
        tell_unit(session, sheet, "returned", as_of=date(2026, 3, 19), now=NOW)
    assert told(session)[2:] == [("head", "returned")]


def test_the_head_who_hands_the_sheet_in_is_asked_whoever_does_the_work(
    session: Session, review: ReviewRound
) -> None:
    worker = add_person(session, session.exec(select(Unit)).one(), "chuyenvien", Role.STAFF)
    for task in session.exec(select(Task)):
        task.owner_id = worker.id
    ask_units(session, review, as_of=date(2026, 3, 16), now=NOW)
    assert sorted(told(session)) == [("chuyenvien", "open"), ("head", "open")]


def test_who_handed_nothing_in_is_told_and_a_round_opened_again_tells_anew(
    session: Session, review: ReviewRound
) -> None:
    plan = session.exec(select(Plan)).one()
    for closes_on in (CLOSING, date(2026, 3, 27)):
        close_round(session, review, now=LATER)
        for _ in range(2):
            announce_closing(session, plan, review, as_of=closes_on, now=LATER)
        reopen_round(session, review, why="sót", closes_on=date(2026, 3, 27), by="an", now=LATER)
    closed = [("coordinator", "closed"), ("head", "missing")]
    assert told(session) == [*closed, *closed]
    assert ask_again(session, review, as_of=date(2026, 3, 24), now=LATER) == 2
    ask_units(session, review, as_of=date(2026, 3, 26), now=LATER)
    assert ("head", "open") in told(session)
