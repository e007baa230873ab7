"""One round of reminding: what is due goes into the outbox, what waits in the outbox goes out."""

from datetime import date, datetime

from sqlalchemy import Engine
from sqlmodel import Session

from config.errors import DondocError
from config.settings import Settings
from models.database import transaction
from notifications import outbox
from notifications.digest import Summary
from notifications.due import enqueue
from notifications.sending import Sending
from tasks_registry.days.working_days import WorkingCalendar, load_calendar


class NotAllSentError(DondocError):
    """Some mails did not go out: they wait for the next round or failed for good. `sent`: those that did."""

    def __init__(self, message: str, sent: list[Summary]) -> None:
        super().__init__(message)
        self.sent = sent


def remind(
    engine: Engine,
    settings: Settings,
    *,
    as_of: date,
    now: datetime,
    patient: bool = False,
) -> list[Summary]:
    """Tell everyone what is due up to `as_of`, one mail a person; the mails that were sent.

    A second round for the same day sends nothing. `patient` leaves mails that failed a while ago to their
    next try, as the tick does.

    Raises:
        NotAllSentError: the mail server refused mails or cannot be used; the other mails were sent.
    """
    with transaction(engine) as session:
        calendar = fill_the_outbox(session, as_of, now)
    sending = Sending(engine, settings, as_of, now, calendar, patient)
    sending.run()
    if sending.trouble:
        raise NotAllSentError(_account(sending), sending.sent)
    return sending.sent


def fill_the_outbox(session: Session, as_of: date, now: datetime) -> WorkingCalendar:
    """Put what is due up to `as_of` into the outbox; the calendar by which it was found."""
    calendar = load_calendar(session)
    outbox.try_new_addresses(session, now=now)  # first, so that its old steps give way to the day's
    enqueue(session, as_of=as_of, now=now, calendar=calendar)
    return calendar


def _account(sending: Sending) -> str:
    done = f"Đã gửi {len(sending.sent)} thư"
    if sending.stopped:
        return f"{sending.stopped} {done}; các thư còn lại được giữ để gửi sau, hoặc chạy lại: dondoc remind"
    return (
        f"{done}, {len(sending.trouble)} thư chưa gửi được; trước hết là {sending.trouble[0]}. "
        "Địa chỉ bị từ chối thì sửa trong danh sách cán bộ; lỗi tạm thời thì chạy lại: dondoc remind"
    )
