"""Two people at one sheet at once: one of them is told, and nothing that either said is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from config.errors import DondocError
from models import AuditEntry, Plan, ReviewEntry, ReviewRound, UnitSheet
from tasks_registry.rounds.answers import answer_entry
from tasks_registry.rounds.reviews import close_round
from tasks_registry.rounds.sheets import submit
from tests.registry.rounds import answer, opened
from tests.registry.workroom import LATER, NOW, add_plan, add_task, add_unit


def _prepared(engine: Engine) -> None:
    with Session(engine) as session:
        add_task(session, add_plan(session), date(2026, 5, 1), unit=add_unit(session, "VP", "Văn phòng"))
        opened(session, session.exec(select(Plan)).one())
        session.commit()


def test_of_two_who_answer_at_once_one_is_told(engine: Engine) -> None:
    _prepared(engine)
    together = Barrier(2)

    def say(name: str) -> str:
        with Session(engine) as session:
            entry = session.exec(select(ReviewEntry)).one()
            together.wait()
            try:
                answer_entry(session, entry, by=name, now=NOW, done=f"Của {name}")
                session.commit()
            except DondocError as error:
                return str(error)
            return ""

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(say, ("an", "binh")))
    with Session(engine) as session:
        entry = session.exec(select(ReviewEntry)).one()
        assert told[0] == ""
        assert told[1].startswith(f"Mục {entry.id} đã được {entry.answered_by} trả lời lúc")


def test_of_two_who_hand_in_at_once_one_is_told(engine: Engine) -> None:
    _prepared(engine)
    with Session(engine) as session:
        answer(session, session.exec(select(ReviewEntry)).one())
        session.commit()
    together = Barrier(2)

    def hand_in(name: str) -> str:
        with Session(engine) as session:
            sheet = session.exec(select(UnitSheet)).one()
            together.wait()
            try:
                submit(session, sheet, by=name, now=NOW)
                session.commit()
            except DondocError as error:
                return str(error)
            return ""

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(hand_in, ("an", "binh")))
    with Session(engine) as session:
        handed_in = session.exec(select(AuditEntry).where(AuditEntry.action == "submit_sheet")).all()
        assert len(handed_in) == 1
        name = session.exec(select(UnitSheet)).one().submitted_by
        assert told[0] == ""
        assert f"phiếu đã nộp ({name}" in told[1]


@pytest.mark.parametrize("closing_first", [True, False])
def test_a_round_closed_while_someone_writes_has_the_answer_or_tells(
    engine: Engine, closing_first: bool
) -> None:
    _prepared(engine)
    together = Barrier(2)

    def close(_: object) -> str:
        with Session(engine) as session:
            review = session.exec(select(ReviewRound)).one()
            together.wait()
            close_round(session, review, now=LATER)
            session.commit()
            return ""

    def say(_: object) -> str:
        with Session(engine) as session:
            entry = session.exec(select(ReviewEntry)).one()
            together.wait()
            try:
                answer(session, entry, "Kịp")
                session.commit()
            except DondocError as error:
                return str(error)
            return ""

    order = (close, say) if closing_first else (say, close)
    with ThreadPoolExecutor(2) as pool:
        refused = "".join(pool.map(lambda act: act(None), order))
    with Session(engine) as session:
        review = session.exec(select(ReviewRound)).one()
        assert review.snapshot is not None
        kept = review.snapshot["entries"][0]["done"]
        assert (kept, "đã chốt" in refused) in (("Kịp", False), ("", True))
        assert session.exec(select(ReviewEntry)).one().done == kept
