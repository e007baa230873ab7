"""Whom a year's review tells of what: those who handed in nothing, and whoever must settle what lacks."""

from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from flows.annual_review import annual_review
from flows.forms import AnnualForm
from models import Notice, NoticeKind, Person, Plan, Score
from tasks_registry.days.working_days import ONE_DAY
from tasks_registry.rounds.attaching import attach_set
from tests.flows.reading_back import artifact

pytestmark = pytest.mark.usefixtures("prefect")
OPENING, SELF_SCORED, PUBLISHING = date(2026, 12, 15), date(2026, 12, 22), date(2027, 1, 26)


def run(day: date) -> dict[str, str]:
    """The row of the flow's table on a day."""
    state = annual_review(AnnualForm(as_of=day, year=2026), return_state=True)
    assert state.is_completed(), state.message
    (row,) = artifact(state, "cham-diem-nam")[1]
    return row


def told(engine: Engine) -> list[tuple[str, str, date]]:
    """Of each notice of the review: to whom, its step, for which day."""
    with Session(engine) as session:
        query = (
            select(Person.email, Notice.step, Notice.due_day)
            .join(Person, col(Notice.person_id) == Person.id)
            .where(Notice.kind == NoticeKind.REVIEW)
            .order_by(col(Notice.id))
        )
        return [(mail.partition("@")[0], step, day) for mail, step, day in session.exec(query)]


def test_who_handed_in_nothing_is_told_when_self_scoring_ends(office: Engine) -> None:
    run(OPENING)
    run(SELF_SCORED)
    assert "missing" not in {step for _, step, _ in told(office)}
    for day in (SELF_SCORED + ONE_DAY, date(2027, 1, 12), PUBLISHING):
        run(day)
    assert [each for each in told(office) if each[1] == "missing"] == [
        ("head", "missing", SELF_SCORED + ONE_DAY)
    ]


def test_a_year_that_lacks_something_waits_for_somebody_who_is_told(office: Engine) -> None:
    with Session(office) as session:
        attach_set(session, session.exec(select(Plan)).one(), "bacgiang-qd3064-2022")
        session.commit()
    run(OPENING)
    assert run(PUBLISHING - ONE_DAY)["Đợt"] == "đang mở"
    assert "incomplete" not in {step for _, step, _ in told(office)}
    for day in (PUBLISHING, PUBLISHING + ONE_DAY):
        row = run(day)
        assert (row["Đợt"], row["Giai đoạn"]) == ("đang mở", "chốt điểm")
        assert row["Chưa đủ để công bố"] == "5 tiêu chí chưa chấm"
    assert [each for each in told(office) if each[1] == "incomplete"] == [
        ("coordinator", "incomplete", PUBLISHING)
    ]
    with Session(office) as session:
        assert session.exec(select(Score)).all() == []
