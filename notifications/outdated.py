"""Letting go of notices that wait and are no longer so, each with its reason (`last_error`)."""

from collections.abc import Callable
from typing import Final

from sqlalchemy import ColumnElement, FromClause, and_, case, exists, or_, select, update
from sqlmodel import Session

from models import NoticeKind, NoticeState, RoundStage, SheetStage, TaskState
from notifications.ladder import ASSIGN, ASSIGNED, LADDER_KINDS, Audience
from notifications.ladders import Ladders
from notifications.recipients import belongs
from notifications.tables import (
    criterion_item,
    evidence,
    evidence_use,
    item,
    notice,
    person,
    plan,
    review_entry,
    review_round,
    run,
    task,
    unit_sheet,
)
from tasks_registry.days.phases import EVIDENCE, SELF_SCORE

LEFT: Final = "người nhận đã nghỉ hoặc chuyển công tác"
DROPPED: Final = "nhiệm vụ đã hủy"
FINISHED: Final = "nhiệm vụ đã hoàn thành"
HANDED_IN: Final = "đã nộp kết quả, đang chờ duyệt"
REDATED: Final = "thời hạn đã thay đổi"
HAS_UNIT: Final = "nhiệm vụ đã có đơn vị chủ trì"
OFF_THE_LADDER: Final = "các bước nhắc việc đã đổi, không còn bước này"
HANDED_OVER: Final = "nhiệm vụ đã giao người khác phụ trách"
NOT_THEIRS: Final = "người nhận không còn phụ trách việc này"
HAS_EVIDENCE: Final = "đã có minh chứng"
EVIDENCE_SETTLED: Final = "minh chứng của đợt đánh giá đã chốt"
OPENS_AGAIN: Final = "đường dẫn đã mở được"
ROUND_CLOSED: Final = "đợt rà soát đã chốt số liệu"
SHEET_HANDED_IN: Final = "đơn vị đã nộp phiếu tự rà soát"
STAGE_OVER: Final = "đợt đánh giá đã sang giai đoạn sau"

TO_ANSWER: Final = ("open", "returned", "reopened")  # and every "remind…": what an open round asks of units
OF_A_STAGE: Final = ("evidence", "appraisal", "explanation", "final")  # named as the stages of a year's round
Among = Callable[[FromClause], ColumnElement[bool]]
"""The notices in question, as a condition on the outbox under any name."""

FREE: Final = {"claimed_by": None, "lease_until": None}
_of = notice.alias("waiting")
_ON_THE_LADDER = _of.c.kind.in_(LADDER_KINDS)
_OF_WORK = _of.c.kind.in_((*LADDER_KINDS, NoticeKind.ASSIGNMENT))
_OF_TASKS = or_(_OF_WORK, and_(_of.c.kind == NoticeKind.EVIDENCE, _of.c.task_id.is_not(None)))
_OF_CRITERIA = and_(_of.c.entry_id.is_not(None), _of.c.evidence_id.is_(None))


def cancel_outdated(session: Session, among: Among, ladders: Ladders) -> None:
    """Cancel what is no longer so: work done, deadline moved, someone else responsible, person gone, and
    what a round or a quarter asked for and got.

    What another sender takes just now is left alone: it looks itself.
    """
    _cancel_changed(session, among, ladders)
    heard_as = select(_heard_as).where(among(_of), _OF_TASKS, _heard_as != "").distinct()
    for audience in run(session, heard_as).scalars().all():
        _cancel_not_theirs(session, among, Audience(audience))


_heard_as = case(
    (_of.c.step == ASSIGNED, Audience.OWNER.value),
    (_of.c.step == ASSIGN, Audience.COORDINATOR.value),
    (_of.c.kind == NoticeKind.EVIDENCE, Audience.OWNER.value),
    else_=_of.c.audience,
)


def _cancel_changed(session: Session, among: Among, ladders: Ladders) -> None:
    """What the task or the person themselves tell."""
    reasons = _reasons(ladders)
    found = (
        select(_of.c.id, case(*reasons).label("reason"))
        .join(person, person.c.id == _of.c.person_id)
        .join(task, task.c.id == _of.c.task_id, isouter=True)
        .join(item, item.c.id == task.c.item_id, isouter=True)
        .join(review_round, review_round.c.id == _of.c.round_id, isouter=True)
        .where(among(_of), or_(*(so for so, _ in reasons)))
        .with_for_update(of=_of, skip_locked=True)
        .subquery("outdated")
    )
    cancelled = {"state": NoticeState.CANCELLED, "last_error": found.c.reason, **FREE}
    run(session, update(notice).where(notice.c.id == found.c.id).values(cancelled))


def _reasons(ladders: Ladders) -> list[tuple[ColumnElement[bool], str]]:
    climbs_on = and_(_ON_THE_LADDER, ladders.awaited())
    return [
        (~person.c.active, LEFT),
        (task.c.state == TaskState.CANCELLED, DROPPED),
        (and_(_OF_WORK, task.c.state == TaskState.DONE), FINISHED),
        (and_(_OF_WORK, task.c.state == TaskState.SUBMITTED, ~climbs_on), HANDED_IN),
        (and_(_ON_THE_LADDER, _of.c.due_version != task.c.due_version), REDATED),
        (and_(_of.c.step == ASSIGN, task.c.unit_id.is_not(None)), HAS_UNIT),
        (and_(_ON_THE_LADDER, ladders.off(_of)), OFF_THE_LADDER),
        (and_(_of.c.kind == NoticeKind.EVIDENCE, _of.c.step == "missing", _evidence_came()), HAS_EVIDENCE),
        (and_(_of.c.step == "dead", _opens_again()), OPENS_AGAIN),
        *_reasons_of_rounds(),
    ]


def _reasons_of_rounds() -> list[tuple[ColumnElement[bool], str]]:
    of_round = _of.c.kind == NoticeKind.REVIEW
    to_answer = and_(of_round, or_(_of.c.step.in_(TO_ANSWER), _of.c.step.startswith("remind")))
    settled = or_(
        review_round.c.stage == RoundStage.CLOSED, review_round.c.phase.not_in(("", SELF_SCORE, EVIDENCE))
    )
    return [
        (and_(_OF_CRITERIA, settled), EVIDENCE_SETTLED),
        (and_(_OF_CRITERIA, _evidence_of_criterion_came()), HAS_EVIDENCE),
        (and_(to_answer, review_round.c.stage == RoundStage.CLOSED), ROUND_CLOSED),
        (and_(to_answer, _handed_in()), SHEET_HANDED_IN),
        (and_(to_answer, review_round.c.phase.not_in(("", SELF_SCORE))), STAGE_OVER),
        (and_(of_round, _of.c.step.in_(OF_A_STAGE), review_round.c.phase != _of.c.step), STAGE_OVER),
        (and_(of_round, _of.c.step == "incomplete", review_round.c.stage == RoundStage.CLOSED), STAGE_OVER),
    ]


def _evidence_came() -> ColumnElement[bool]:
    """That may stand: of what expires only the day could tell."""
    may_stand = and_(evidence.c.accepted.is_not(False), evidence.c.expires_on.is_(None))
    used = and_(evidence_use.c.evidence_id == evidence.c.id, evidence_use.c.task_id == _of.c.task_id)
    return exists().where(used, may_stand)


def _evidence_of_criterion_came() -> ColumnElement[bool]:
    """Likewise, for an entry about a criterion: its own, or that of a task of an item linked to it."""
    may_stand = and_(evidence.c.accepted.is_not(False), evidence.c.expires_on.is_(None))
    used = and_(evidence_use.c.evidence_id == evidence.c.id, evidence_use.c.entry_id == _of.c.entry_id)
    linked = (
        select(evidence.c.id)
        .join(evidence_use, evidence_use.c.evidence_id == evidence.c.id)
        .join(task, task.c.id == evidence_use.c.task_id)
        .join(item, item.c.id == task.c.item_id)
        .join(criterion_item, criterion_item.c.item_id == item.c.id)
        .join(review_entry, review_entry.c.criterion_id == criterion_item.c.criterion_id)
        .where(review_entry.c.id == _of.c.entry_id, item.c.plan_id == review_round.c.plan_id, may_stand)
    )
    return or_(exists().where(used, may_stand), linked.exists())


def _opens_again() -> ColumnElement[bool]:
    return exists().where(evidence.c.id == _of.c.evidence_id, evidence.c.reachable)


def _handed_in() -> ColumnElement[bool]:
    """Whether the unit of a person has done its part; who follows the plan answers for more than one."""
    stages = (SheetStage.SUBMITTED, SheetStage.ACCEPTED)
    of_unit = and_(unit_sheet.c.round_id == _of.c.round_id, unit_sheet.c.unit_id == person.c.unit_id)
    follows = exists().where(plan.c.id == review_round.c.plan_id, plan.c.coordinator_id == person.c.id)
    return and_(exists().where(of_unit, unit_sheet.c.stage.in_(stages)), ~follows)


def _cancel_not_theirs(session: Session, among: Among, audience: Audience) -> None:
    """What `audience` would hear if the person still belonged to it."""
    no_more = ~belongs(audience, _of)
    gone = select(_of.c.id).where(among(_of), _OF_TASKS, _heard_as == audience.value, no_more)
    reason = HANDED_OVER if audience is Audience.OWNER else NOT_THEIRS
    cancelled = {"state": NoticeState.CANCELLED, "last_error": reason, **FREE}
    untouched = gone.with_for_update(skip_locked=True)
    run(session, update(notice).where(notice.c.id.in_(untouched)).values(cancelled))
