"""A mail server for the demo: takes every mail and keeps it as a file that a mail program can open."""

import asyncio
import itertools
import re
import socket
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from aiosmtpd.controller import BaseThreadedController
from aiosmtpd.smtp import SMTP, Envelope, Session

from dondoc.services import LOOPBACK, listening_socket


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


class _Receiving(BaseThreadedController):
    """aiosmtpd on a socket that listens already."""

    def __init__(self, sink: MailSink, entrance: socket.socket) -> None:
        super().__init__(sink)
        self._entrance = entrance

    def _create_server(self) -> Awaitable[asyncio.AbstractServer]:
        created: Awaitable[asyncio.AbstractServer] = self.loop.create_server(
            self._factory_invoker, sock=self._entrance
        )
        return created

    def _trigger_server(self) -> None:
        with socket.create_connection(self._entrance.getsockname()) as caller:
            caller.recv(1)


@contextmanager
def mail_sink(folder: Path) -> Iterator[tuple[MailSink, int]]:
    """Run the server on a free port of this machine; yields the sink and the port."""
    sink = MailSink(folder)
    with listening_socket(LOOPBACK, 0, "--data") as entrance:
        controller = _Receiving(sink, entrance)
        port = int(entrance.getsockname()[1])
        controller.start()
        try:
            yield sink, port
        finally:
            controller.stop()
