"""Closing a round by hand: nothing to confirm once all is in and the last day is over."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from config.errors import DondocError
from models import AuditEntry, ReviewRound
from tasks_registry.days.working_days import ONE_DAY
from tasks_registry.rounds.closing import begin_closing
from tasks_registry.rounds.reviews import close_round
from tasks_registry.rounds.sheets import find_sheet, submit
from tests.registry.rounds import CLOSING, answer, entries_of, opened
from tests.registry.workroom import LATER, NOW, add_plan, add_task, add_unit


def _begin(session: Session, review: ReviewRound, as_of: date, *, confirmed: bool = False) -> bool:
    return begin_closing(session, review, confirmed=confirmed, as_of=as_of, by="td", now=LATER)


def _traces(session: Session) -> list[AuditEntry]:
    return list(session.exec(select(AuditEntry).where(AuditEntry.action == "confirm_closing")))


def test_what_closing_would_cut_off_is_told_until_nothing_is(session: Session) -> None:
    plan = add_plan(session)
    units = [add_unit(session, code, f"Phòng {code}") for code in "ABCDE"]
    for unit in units:
        add_task(session, plan, date(2026, 5, 1), unit=unit)
    review = opened(session, plan)
    with pytest.raises(DondocError) as told:
        _begin(session, review, CLOSING)
    assert str(told.value) == (
        f"Đợt rà soát {review.id} (quý II/2026) còn nhận trả lời đến hết ngày 22/06/2026; chốt bây giờ thì "
        "5/5 mục chưa có trả lời, 5 đơn vị chưa nộp phiếu (Phòng A; Phòng B; Phòng C; và 2 đơn vị khác). "
        "Vẫn chốt thì thêm --confirm."
    )
    for entry in entries_of(session, review):
        answer(session, entry)
    for unit in units[:-1]:
        submit(session, find_sheet(session, review, unit), by="an", now=NOW)
    with pytest.raises(
        DondocError, match=r"hết hạn ngày 22/06/2026; chốt bây giờ thì 1 đơn vị .* \(Phòng E\)"
    ):
        _begin(session, review, CLOSING + ONE_DAY)
    submit(session, find_sheet(session, review, units[-1]), by="an", now=NOW)
    with pytest.raises(DondocError, match="đến hết ngày 22/06/2026; mọi mục đã trả lời, mọi phiếu đã nộp"):
        _begin(session, review, CLOSING)
    assert _begin(session, review, CLOSING + ONE_DAY)
    assert _traces(session) == []


def test_who_confirms_leaves_a_trace_and_a_closed_round_is_not_closed_again(session: Session) -> None:
    plan = add_plan(session)
    add_task(session, plan, date(2026, 5, 1))
    review = opened(session, plan)
    assert _begin(session, review, CLOSING, confirmed=True)
    [trace] = _traces(session)
    assert (trace.actor, trace.details["unanswered"], trace.details["units_missing"]) == ("td", 1, 0)
    close_round(session, review, now=LATER)
    assert not _begin(session, review, CLOSING, confirmed=True)
    assert len(_traces(session)) == 1


def test_of_two_who_close_by_hand_at_once_one_hears_that_it_is_closed(engine: Engine) -> None:
    with Session(engine) as session:
        plan = add_plan(session)
        add_task(session, plan, date(2026, 5, 1))
        opened(session, plan)
        session.commit()
    together = Barrier(2)

    def close(_: int) -> bool:
        with Session(engine) as session:
            review = session.exec(select(ReviewRound)).one()
            together.wait()
            begun = _begin(session, review, CLOSING, confirmed=True)
            if begun:
                close_round(session, review, now=LATER)
            session.commit()
            return begun

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(close, range(2))) == [False, True]
    with Session(engine) as session:
        assert len(_traces(session)) == 1
        assert session.exec(select(ReviewRound)).one().snapshot is not None
