"""Letting go of notices that wait and are no longer so, each with its reason (`last_error`)."""

from collections.abc import Callable
from typing import Final

from sqlalchemy import ColumnElement, FromClause, and_, case, or_, select, update
from sqlmodel import Session

from models import NoticeKind, NoticeState, TaskState
from notifications.ladder import ASSIGN, ASSIGNED, LADDER_KINDS, Audience
from notifications.ladders import Ladders
from notifications.recipients import belongs
from notifications.tables import item, notice, person, run, task

LEFT: Final = "người nhận đã nghỉ hoặc chuyển công tác"
DROPPED: Final = "nhiệm vụ đã hủy"
FINISHED: Final = "nhiệm vụ đã hoàn thành"
HANDED_IN: Final = "đã nộp kết quả, đang chờ duyệt"
REDATED: Final = "thời hạn đã thay đổi"
HAS_UNIT: Final = "nhiệm vụ đã có đơn vị chủ trì"
OFF_THE_LADDER: Final = "các bước nhắc việc đã đổi, không còn bước này"
HANDED_OVER: Final = "nhiệm vụ đã giao người khác phụ trách"
NOT_THEIRS: Final = "người nhận không còn phụ trách việc này"

Among = Callable[[FromClause], ColumnElement[bool]]
"""The notices in question, as a condition on the outbox under any name."""

FREE: Final = {"claimed_by": None, "lease_until": None}
_of = notice.alias("waiting")
_ON_THE_LADDER = _of.c.kind.in_(LADDER_KINDS)
_OF_WORK = _of.c.kind.in_((*LADDER_KINDS, NoticeKind.ASSIGNMENT))


def cancel_outdated(session: Session, among: Among, ladders: Ladders) -> None:
    """Cancel what is no longer so: work done, deadline moved, someone else responsible, person gone.

    What another sender takes just now is left alone: it looks itself.
    """
    _cancel_changed(session, among, ladders)
    heard_as = select(_heard_as).where(among(_of), _OF_WORK, _heard_as != "").distinct()
    for audience in run(session, heard_as).scalars().all():
        _cancel_not_theirs(session, among, Audience(audience))


_heard_as = case(
    (_of.c.step == ASSIGNED, Audience.OWNER.value),
    (_of.c.step == ASSIGN, Audience.COORDINATOR.value),
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
    ]


def _cancel_not_theirs(session: Session, among: Among, audience: Audience) -> None:
    """What `audience` would hear if the person still belonged to it."""
    no_more = ~belongs(audience, _of)
    gone = select(_of.c.id).where(among(_of), _OF_WORK, _heard_as == audience.value, no_more)
    reason = HANDED_OVER if audience is Audience.OWNER else NOT_THEIRS
    cancelled = {"state": NoticeState.CANCELLED, "last_error": reason, **FREE}
    untouched = gone.with_for_update(skip_locked=True)
    run(session, update(notice).where(notice.c.id.in_(untouched)).values(cancelled))
