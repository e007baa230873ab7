"""Why a task was told of, or not: all that the outbox holds of it, the steps to come, and what stops them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import or_, select
from sqlmodel import Session

from config.clock import ZONE
from models import NoticeState, TaskState
from notifications.ladder import ASSIGN, ASSIGNED, OPEN, Audience, Ladder, urgency
from notifications.ladders import Ladders, load_ladders
from notifications.preferences import NEVER_HELD
from notifications.recipients import PERSON, told
from notifications.tables import item, notice, person, plan, run, task
from tasks_registry.days.working_days import ONE_DAY, WorkingCalendar, load_calendar

NO_DEADLINE: Final = "không có thời hạn nên không có bước nhắc hạn; chỉ báo một lần khi giao"
DONE: Final = "đã hoàn thành nên không nhắc nữa"
CANCELLED: Final = "đã hủy nên không nhắc nữa"
HANDED_IN: Final = "đã trình duyệt nên không nhắc nữa, trừ khi bị trả lại"
NO_UNIT: Final = "chưa giao đơn vị chủ trì: báo đầu mối theo dõi thay cho người phụ trách"
NO_OWNER: Final = "chưa có người phụ trách đang công tác: báo đầu mối theo dõi thay"
NO_COORDINATOR: Final = "kế hoạch chưa có đầu mối theo dõi đang công tác"
GIVEN_LATE: Final = "giao khi đã quá hạn nên các bước tính từ ngày giao {day:%d/%m/%Y}"
NO_STEP_LEFT: Final = "đã qua bước cuối của các bước nhắc việc"


@dataclass(frozen=True)
class Told:
    """A notice of the outbox. `reason` says why it was cancelled, passed over or refused, or waits."""

    day: date
    step: str
    audience: str
    email: str
    state: NoticeState
    sent_at: datetime | None
    reason: str


@dataclass(frozen=True)
class Coming:
    """A step that is not due yet: on which day, who will hear; `wait`: why its mail may come later."""

    day: date
    step: str
    audience: str
    email: str
    wait: str


@dataclass(frozen=True)
class Why:
    """What is known of mails about a task or criterion; `reasons`: why no more will come, or to others."""

    told: tuple[Told, ...]
    coming: tuple[Coming, ...]
    reasons: tuple[str, ...]


def why(session: Session, task_id: int, *, as_of: date) -> Why:
    """All notices of a task up to `as_of`, and those to come if nobody does anything."""
    calendar, ladders = load_calendar(session), load_ladders(session)
    row = run(session, _task.where(task.c.id == task_id)).one()
    ladder = _ladder(session, task_id, ladders)
    known = run(session, NOTICES.where(notice.c.task_id == task_id)).all()
    given = _given(session, row, known, calendar.on_or_after(max(as_of, row.assigned_on)))
    climbing = tuple(_coming(session, row, ladder, known, as_of, calendar))
    found = tuple(told_by(each, as_of, calendar) for each in known)
    return Why(found, (*given, *climbing), tuple(_reasons(row, ladder, climbing)))


_owner: Final = person.alias("owner")
_follower: Final = person.alias("follower")
_task: Final = (
    select(
        task.c.id,
        task.c.state,
        task.c.due_on,
        task.c.due_version,
        task.c.given_version,
        task.c.unit_id,
        task.c.assigned_on,
        or_(task.c.unit_id.is_not(None), task.c.owner_id.is_not(None)).label("given"),
        _owner.c.active.label("owned"),
        _follower.c.active.label("followed"),
    )
    .join(item, item.c.id == task.c.item_id)
    .join(plan, plan.c.id == item.c.plan_id)
    .join(_owner, _owner.c.id == task.c.owner_id, isouter=True)
    .join(_follower, _follower.c.id == plan.c.coordinator_id, isouter=True)
)
NOTICES: Final = (
    select(notice, person.c.email, person.c.weekly, person.c.paused_until)
    .join(person, person.c.id == notice.c.person_id)
    .order_by(notice.c.due_day, notice.c.id)
)


def _ladder(session: Session, task_id: int, ladders: Ladders) -> Ladder:
    """The ladder that the task climbs."""
    one = select(task.c.id).join(item, item.c.id == task.c.item_id).where(task.c.id == task_id)
    climbed = (
        ladder
        for scope, ladder in ladders.found.items()
        if run(session, one.where(ladders.climbing(scope))).first()
    )
    return next(climbed)


def told_by(row: Any, as_of: date, calendar: WorkingCalendar) -> Told:
    """A row of `NOTICES`, as known on `as_of`."""
    reason = row.last_error or ""
    if row.state is NoticeState.PENDING:
        reason = held(row, row.kind in NEVER_HELD, as_of) or _next_try(row, as_of, calendar)
    elif row.state is NoticeState.SENT:
        reason = ""
    return Told(row.due_day, row.step, row.audience, row.email, row.state, row.sent_at, reason)


def _next_try(row: Any, as_of: date, calendar: WorkingCalendar) -> str:
    if row.attempts:
        at = f"{row.next_try_at.astimezone(ZONE):%H:%M %d/%m/%Y}"
        return f"lần thứ {row.attempts} chưa được ({row.last_error}); thử lại từ {at}"
    return f"gửi trong giờ gửi thư ngày {calendar.on_or_after(max(as_of, row.due_day)):%d/%m/%Y}"


def held(row: Any, never: bool, day: date) -> str:
    """Why the mail waits although its day has come (`preferences.held_back`)."""
    if never:
        return ""
    if row.paused_until and row.paused_until > day:
        return f"người nhận tạm dừng nhận thư đến ngày {row.paused_until:%d/%m/%Y}"
    return "người nhận chọn nhận thư mỗi tuần một lần" if row.weekly else ""


def _given(session: Session, row: Any, known: Any, day: date) -> Iterator[Coming]:
    """That the task was given, or must be, to whoever has not been told so."""
    if row.state not in OPEN:
        return
    step, audience = (ASSIGNED, Audience.OWNER) if row.given else (ASSIGN, Audience.COORDINATOR)
    heard = {
        each.person_id
        for each in known
        if (each.step, each.due_version) == (step, row.given_version)
        and each.state is not NoticeState.CANCELLED
    }
    for each in _hearing(session, row.id, audience, OPEN):
        if each.id not in heard:
            yield Coming(day, step, "", each.email, held(each, False, day))


def _coming(
    session: Session,
    row: Any,
    ladder: Ladder,
    known: Any,
    as_of: date,
    calendar: WorkingCalendar,
) -> Iterator[Coming]:
    """Day by day what the ladder reaches anew; a person hears no step at or below one that is known."""
    if row.due_on is None or row.state not in ladder.states:
        return
    hearing = {audience: _hearing(session, row.id, audience, ladder.states) for audience in Audience}
    newest = {
        each.person_id: urgency(each.step)
        for each in sorted(known, key=lambda each: urgency(each.step))
        if each.due_version == row.due_version
        and each.state is not NoticeState.CANCELLED
        and (each.state is not NoticeState.PENDING or each.due_day <= as_of)  # `writing.write`
    }
    counted_from = max(row.due_on, row.assigned_on)
    for day, step, audience in _reached(ladder, counted_from, as_of, calendar):
        for each in hearing[audience]:
            if newest.get(each.id, -1000) < urgency(step):
                newest[each.id] = urgency(step)
                wait = held(each, urgency(step) > 0, day)
                yield Coming(day, step, audience.value, each.email, wait)


def _hearing(
    session: Session, task_id: int, audience: Audience, states: tuple[TaskState, ...]
) -> Sequence[Any]:
    columns = (PERSON.c.id, PERSON.c.email, PERSON.c.weekly, PERSON.c.paused_until)
    people = told(audience, states).where(task.c.id == task_id).with_only_columns(*columns)
    found: Sequence[Any] = run(session, people.order_by(PERSON.c.id)).all()
    return found


def _reached(
    ladder: Ladder, due: date, as_of: date, calendar: WorkingCalendar
) -> Iterator[tuple[date, str, Audience]]:
    """From `as_of` on, the day on which each step becomes the newest of an audience, up to the last."""
    last = max(ladder.rungs, key=lambda rung: rung.days)
    before: set[tuple[str, Audience]] = set()
    day = calendar.on_or_after(as_of)
    while True:
        found = {
            (reach.rung.step, reach.audience): None
            for reach in ladder.reaches(day, calendar)
            if due <= reach.until and (reach.after is None or due > reach.after)
        }
        for step, audience in found:
            if (step, audience) not in before:
                yield day, step, audience
        before = set(found)
        if ladder.latest_due(last, day, calendar) >= due:
            return
        day = calendar.on_or_after(day + ONE_DAY)


def _reasons(row: Any, ladder: Ladder, coming: tuple[Coming, ...]) -> Iterator[str]:
    ends = {TaskState.DONE: DONE, TaskState.CANCELLED: CANCELLED, TaskState.SUBMITTED: HANDED_IN}
    if row.state in ends and row.state not in ladder.states:
        yield ends[row.state]
        return
    if row.due_on is None:
        yield NO_DEADLINE
    elif not coming:
        yield NO_STEP_LEFT
    if row.due_on is not None and row.assigned_on > row.due_on:
        yield GIVEN_LATE.format(day=row.assigned_on)
    if row.state in OPEN and row.unit_id is None:
        yield NO_UNIT
    elif not row.owned:
        yield NO_OWNER
    if not row.followed:
        yield NO_COORDINATOR
