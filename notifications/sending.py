"""The outbox on its way to the mail server: claim, send, write down what became of each mail."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from uuid import uuid4

from sqlalchemy import Engine
from sqlmodel import Session

from config import clock
from config.mail_address import AddressError
from config.settings import Settings
from models.database import UnreachableDatabaseError, transaction
from notifications import outbox
from notifications.carrier import BrokenError, Carrier, RefusedError, UnreachableError
from notifications.digest import Digest, Summary, build_digests
from notifications.mail import compose
from notifications.refusal import Fault
from tasks_registry.days.working_days import WorkingCalendar

BEGIN_WITHIN: Final = timedelta(minutes=5)  # of the claim; the lease holds for the longest delivery besides
MOST_BREAKS: Final = 2  # mails in a row that break the connection: then it is the server's fault
MOST_DENIALS: Final = 2  # mails that are denied before any was taken: then it is not the recipients' either
WAITS: Final = (
    1,
    2,
    4,
    8,
)  # seconds between tries to write what became of a claim: a server starts anew in less
CUT_OFF: Final = "chưa rõ thư đã đi hay chưa: việc gửi bị ngắt giữa chừng"


@dataclass
class Sending:
    """One round of sending, some people at a time.

    `sent` are the mails that the server took, `trouble` a line for each that it did not; `stopped` says why
    the round ended early, if it did.
    """

    engine: Engine
    settings: Settings
    as_of: date
    now: datetime
    calendar: WorkingCalendar
    patient: bool
    started: datetime = field(default_factory=lambda: clock.now())
    sent: list[Summary] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)
    stopped: str = ""
    breaks: int = 0
    denials: int = 0
    unwritten: Callable[[Session], None] | None = None

    def run(self) -> None:
        """Send until nobody is left or the server is found to be of no use."""
        with Carrier(self.settings) as carrier:
            after: int | None = 0
            while after is not None and not self.stopped:
                token, begun = uuid4().hex, self._instant()
                after, digests = self._claim(token, after, BEGIN_WITHIN + carrier.longest)
                try:
                    tried = self._send_until(begun + BEGIN_WITHIN, carrier, token, digests)
                finally:
                    self._let_go(token)
                if 0 < tried < len(digests):  # the server is slow: the others are claimed anew
                    after = outbox.whose(digests[tried - 1].message_id)

    def _send_until(self, end: datetime, carrier: Carrier, token: str, digests: list[Digest]) -> int:
        """How many were tried before `end`, or before the server was found to be of no use."""
        for tried, digest in enumerate(digests):
            if self.stopped or self._instant() >= end:
                return tried
            self._send(carrier, token, digest)
        return len(digests)

    def _claim(self, token: str, after: int, lease: timedelta) -> tuple[int | None, list[Digest]]:
        with transaction(self.engine) as session:
            last = outbox.claim(
                session,
                token=token,
                after=after,
                as_of=self.as_of,
                now=self._instant(),
                lease=lease,
                patient=self.patient,
            )
            return last, build_digests(session, token, as_of=self.as_of, calendar=self.calendar)

    def _send(self, carrier: Carrier, token: str, digest: Digest) -> None:
        self.unwritten = self._back(token, digest, CUT_OFF, maybe_sent=True)
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
            self._refused(token, digest, error)
        except AddressError as error:
            self._give_up(token, digest, str(error))
        else:
            self.breaks = 0
            self.sent.append(digest.summary)
            self._write(
                lambda session: outbox.mark_sent(session, token, digest.message_id, now=self._instant())
            )

    def _refused(self, token: str, digest: Digest, error: RefusedError) -> None:
        if error.fault is Fault.RECIPIENT:
            self._give_up(token, digest, f"máy chủ thư từ chối địa chỉ này ({error})")
        elif error.fault is Fault.PASSING:
            self._keep(token, digest, f"máy chủ thư chưa nhận ({error})", maybe_sent=False)
        else:
            self._denied(token, digest, error)

    def _denied(self, token: str, digest: Digest, error: RefusedError) -> None:
        """One recipient may be out of bounds; a server that denies all and took nothing does not serve us."""
        self.denials += 1
        line = (
            f"máy chủ thư {self.settings.smtp_host}:{self.settings.smtp_port} từ chối phục vụ ({error}); "
            "kiểm tra DONDOC_SMTP_USER, DONDOC_SMTP_PASSWORD, DONDOC_MAIL_FROM và quyền gửi thư của máy này"
        )
        if self.denials >= MOST_DENIALS and not self.sent:
            self.stopped = f"{line[0].upper()}{line[1:]}."
        self._keep(token, digest, line, maybe_sent=False)

    def _keep(self, token: str, digest: Digest, error: str, *, maybe_sent: bool) -> None:
        """The mail waits for another try."""
        self.trouble.append(f"{digest.recipient}: {error}")
        self._write(self._back(token, digest, error, maybe_sent=maybe_sent))

    def _back(self, token: str, digest: Digest, error: str, *, maybe_sent: bool) -> Callable[[Session], None]:
        name = digest.message_id
        return lambda session: outbox.put_back(
            session, token, name, error=error, now=self._instant(), maybe_sent=maybe_sent
        )

    def _give_up(self, token: str, digest: Digest, error: str) -> None:
        """The mail will never go out like this: a person must correct the address."""
        self.trouble.append(f"{digest.recipient}: {error}")
        name, address = digest.message_id, digest.recipient
        self._write(lambda session: outbox.mark_failed(session, token, name, address=address, error=error))

    def _write(self, outcome: Callable[[Session], None]) -> None:
        """Write down what became of a mail; until that is done, `_let_go` will try once more."""
        self.unwritten = outcome
        with transaction(self.engine) as session:
            outcome(session)
        self.unwritten = None

    def _let_go(self, token: str) -> None:
        """Give back what was not tried; never a mail that may be out as if it had not been tried.

        A database that is away for a moment is waited for: what a mail's fate is, nobody else can tell it.
        Where even that is in vain, the claim stands until its lease is over, and every mail keeps its name.
        """
        for seconds in WAITS:
            try:
                self._settle(token)
            except UnreachableDatabaseError:
                time.sleep(seconds)
            else:
                return
        self._settle(token)

    def _settle(self, token: str) -> None:
        with transaction(self.engine) as session:
            if self.unwritten is not None:
                self.unwritten(session)
            outbox.release(session, token)
        self.unwritten = None

    def _instant(self) -> datetime:
        """`now` and the time since the round began, so that a lease lasts as long as it says."""
        return self.now + (clock.now() - self.started)
