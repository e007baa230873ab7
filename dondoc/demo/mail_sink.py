"""A mail server for the demo: takes every mail and keeps it as a file that a mail program can open."""

import itertools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from dondoc.services import LOOPBACK, free_port


class MailSink:
    """The mails that came, oldest first, each in `folder` as NNNN-recipient.eml."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._number = itertools.count(1)
        folder.mkdir(parents=True)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """aiosmtpd's name for "a mail has come"."""
        recipient = re.sub(r"[^\w.@-]", "_", envelope.rcpt_tos[0])
        name = f"{next(self._number):04}-{recipient}.eml"
        (self.folder / name).write_bytes(envelope.original_content or b"")
        return "250 OK"

    def files(self) -> list[Path]:
        """The files of all mails, oldest first."""
        return sorted(self.folder.glob("*.eml"))


def read_mail(file: Path) -> EmailMessage:
    """A kept mail."""
    return message_from_bytes(file.read_bytes(), policy=default)


@contextmanager
def mail_sink(folder: Path) -> Iterator[tuple[MailSink, int]]:
    """Run the server on a free port of this machine; yields the sink and the port."""
    sink = MailSink(folder)
    controller = Controller(sink, hostname=LOOPBACK, port=free_port())
    controller.start()
    try:
        yield sink, controller.port
    finally:
        controller.stop()
