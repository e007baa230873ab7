"""Why evidence of a criterion was asked for, or not: the outbox, reminders to come, and what stops them."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from sqlmodel import Session

from config.errors import DondocError
from models import CriteriaSet, Criterion, Person, Plan, ReviewEntry, ReviewRound, RoundStage
from notifications.ladder import Audience
from notifications.tables import notice, run
from notifications.why import NOTICES, Coming, Why, held, told_by
from tasks_registry.days.working_days import load_calendar
from tasks_registry.evidence.criteria_gaps import CriterionGap, criteria_gaps, wanted_evidence
from tasks_registry.rounds.report_calendar import reminder_days

NOT_WANTED: Final = "bộ tiêu chí không yêu cầu minh chứng cho tiêu chí này"
SETTLED: Final = "minh chứng của đợt đánh giá đã chốt nên không nhắc nữa"
NOT_SCORED: Final = "chưa tự chấm điểm hoặc tự chấm 0 điểm nên chưa cần minh chứng"
SHOWN: Final = "đã có minh chứng nên không nhắc nữa"
NOBODY: Final = "chưa có người phụ trách đang công tác nên không nhắc được ai"
AT_NEXT_RUN: Final = "sẽ hỏi trong lượt chạy tới của quy trình Thu thập minh chứng hoặc Chấm điểm năm"


def why_entry(session: Session, entry: ReviewEntry, *, as_of: date) -> Why:
    """All notices of an entry about a criterion up to `as_of`, and the reminders to come.

    Raises:
        DondocError: the entry is about a task, which has its own notices.
    """
    if entry.criterion_id is None:
        raise DondocError(
            f"Mục rà soát {entry.id} là của nhiệm vụ {entry.task_id}; xem: dondoc why {entry.task_id}"
        )
    review = session.get_one(ReviewRound, entry.round_id)
    plan = session.get_one(Plan, review.plan_id)
    gap = next(iter(criteria_gaps(session, plan, as_of, entry_id=entry.id)), None)
    calendar = load_calendar(session)
    known = run(session, NOTICES.where(notice.c.entry_id == entry.id)).all()
    asked = {row.person_id for row in known if row.evidence_id is None}
    told = tuple(told_by(row, as_of, calendar) for row in known)
    coming = tuple(_coming(session, gap, as_of)) if gap and gap.answering_id in asked else ()
    return Why(told, coming, tuple(_reasons(session, entry, review, gap, asked)))


def _coming(session: Session, gap: CriterionGap, as_of: date) -> Iterator[Coming]:
    person = session.get_one(Person, gap.answering_id)
    days = reminder_days(session, gap.review, gap.until)
    for count, day in sorted(days.items(), key=lambda each: each[1]):
        if day > as_of:
            wait = held(person, False, day)
            yield Coming(day, f"remind-{count}", Audience.OWNER.value, person.email, wait)


def _reasons(
    session: Session, entry: ReviewEntry, review: ReviewRound, gap: CriterionGap | None, asked: set[int]
) -> Iterator[str]:
    if gap is not None:
        if gap.answering_id is None:
            yield NOBODY
        elif gap.answering_id not in asked:
            yield AT_NEXT_RUN
        return
    criterion = session.get_one(Criterion, entry.criterion_id)
    wanted = wanted_evidence(session.get_one(CriteriaSet, criterion.set_id))
    if criterion.code not in wanted:
        yield NOT_WANTED
    elif review.stage is RoundStage.CLOSED or review.evidence_set is not None:
        yield SETTLED
    else:
        yield SHOWN if entry.self_score else NOT_SCORED
