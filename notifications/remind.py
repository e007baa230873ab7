"""One round of reminding: what is due goes into the outbox, what waits in the outbox goes out."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import uuid4

from sqlalchemy import Engine

from config import clock
from config.errors import DondocError
from config.settings import Settings
from models.database import transaction
from notifications import outbox
from notifications.address import AddressError
from notifications.carrier import BrokenError, Carrier, RefusedError, UnreachableError
from notifications.digest import Digest, build_digests
from notifications.due import enqueue
from notifications.mail import compose
from tasks_registry.new_year import open_year
from tasks_registry.working_days import WorkingCalendar, load_calendar

MOST_BREAKS: Final = 2  # mails in a row that break the connection: then it is the server's fault


class NotAllSentError(DondocError):
    """Some mails did not go out: they wait for the next round or failed for good. `sent`: those that did."""

    def __init__(self, message: str, sent: list[Digest]) -> None:
        super().__init__(message)
        self.sent = sent


def remind(
    engine: Engine,
    settings: Settings,
    *,
    as_of: date,
    now: datetime,
    dry_run: bool = False,
    patient: bool = False,
) -> list[Digest]:
    """Tell everyone what is due up to `as_of`, one mail a person; the digests that were sent.

    A second round for the same day sends nothing. `dry_run` returns what would be sent and changes nothing.
    `patient` leaves mails that failed a while ago to their next try, as the tick does.

    Raises:
        NotAllSentError: the mail server refused mails or cannot be used; the other mails were sent.
    """
    if dry_run:
        return _rehearse(engine, as_of, now)
    with transaction(engine) as session:
        calendar = load_calendar(session)
        open_year(session, as_of=as_of, now=now)
        enqueue(session, as_of=as_of, now=now, calendar=calendar)
    sending = _Sending(engine, settings, as_of, now, calendar, patient)
    sending.run()
    if sending.trouble:
        raise NotAllSentError(_account(sending), sending.sent)
    return sending.sent


def _account(sending: "_Sending") -> str:
    done = f"Đã gửi {len(sending.sent)} thư"
    if sending.stopped:
        return f"{sending.stopped} {done}; các thư còn lại được giữ để gửi sau, hoặc chạy lại: dondoc remind"
    return (
        f"{done}, {len(sending.trouble)} thư chưa gửi được; trước hết là {sending.trouble[0]}. "
        "Địa chỉ bị từ chối thì sửa trong danh sách cán bộ; lỗi tạm thời thì chạy lại: dondoc remind"
    )


def _rehearse(engine: Engine, as_of: date, now: datetime) -> list[Digest]:
    """All steps up to the sending, in a transaction that is taken back."""
    token = uuid4().hex
    with transaction(engine) as session:
        calendar = load_calendar(session)
        open_year(session, as_of=as_of, now=now)
        enqueue(session, as_of=as_of, now=now, calendar=calendar)
        outbox.claim(session, token=token, as_of=as_of, now=now, people=None)
        digests = build_digests(session, token, as_of=as_of, calendar=calendar)
        session.rollback()
    return digests


@dataclass
class _Sending:
    """The outbox on its way to the mail server, a few people at a time."""

    engine: Engine
    settings: Settings
    as_of: date
    now: datetime
    calendar: WorkingCalendar
    patient: bool
    started: datetime = field(default_factory=lambda: clock.now())
    sent: list[Digest] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)
    breaks: int = 0
    stopped: str = ""

    def run(self) -> None:
        """Send until nobody is left or the server is found to be of no use."""
        with Carrier(self.settings) as carrier:
            after: int | None = 0
            while after is not None and not self.stopped:
                token, lease_until = uuid4().hex, self._instant() + outbox.LEASE
                after, digests = self._claim(token, after)
                try:
                    for digest in digests:
                        if not self.stopped and self._instant() < lease_until:
                            self._send(carrier, token, digest)
                finally:
                    with transaction(self.engine) as session:
                        outbox.release(session, token)

    def _claim(self, token: str, after: int) -> tuple[int | None, list[Digest]]:
        with transaction(self.engine) as session:
            last = outbox.claim(
                session,
                token=token,
                after=after,
                as_of=self.as_of,
                now=self._instant(),
                patient=self.patient,
            )
            return last, build_digests(session, token, as_of=self.as_of, calendar=self.calendar)

    def _send(self, carrier: Carrier, token: str, digest: Digest) -> None:
        try:
            carrier.deliver(compose(digest, self.settings, now=self._instant()), digest.recipient)
        except UnreachableError as error:
            self.stopped = str(error)
            self._keep(token, digest, str(error), maybe_sent=False)
        except BrokenError as error:
            self.breaks += 1
            self.stopped = str(error) if self.breaks >= MOST_BREAKS else ""
            self._keep(token, digest, str(error), maybe_sent=error.maybe_sent)
        except RefusedError as error:
            if error.permanent:
                self._give_up(token, digest, f"máy chủ thư từ chối: {error}")
            else:
                self._keep(token, digest, f"máy chủ thư chưa nhận: {error}", maybe_sent=False)
        except AddressError:
            self._give_up(token, digest, "địa chỉ thư không dùng được")
        else:
            self.breaks = 0
            self.sent.append(digest)
            with transaction(self.engine) as session:
                outbox.mark_sent(session, token, digest.message_id, now=self._instant())

    def _keep(self, token: str, digest: Digest, error: str, *, maybe_sent: bool) -> None:
        """The mail waits for another try."""
        self.trouble.append(f"{digest.recipient}: {error}")
        with transaction(self.engine) as session:
            outbox.put_back(
                session, token, digest.message_id, error=error, now=self._instant(), maybe_sent=maybe_sent
            )

    def _give_up(self, token: str, digest: Digest, error: str) -> None:
        """The mail will never go out like this: a person must correct the address."""
        self.trouble.append(f"{digest.recipient}: {error}")
        with transaction(self.engine) as session:
            outbox.mark_failed(session, token, digest.message_id, error=error)

    def _instant(self) -> datetime:
        """`now` and the time since the round began, so that a lease lasts as long as it says."""
        return self.now + (clock.now() - self.started)
