"""SMTP connections on which no answer takes longer than it may, however slowly or endlessly it comes.

The timeout of a socket begins anew with every byte: a server that sends its greeting letter by letter, or
line after line without an end, would hold smtplib for ever.
"""

import io
import smtplib
import socket
from time import monotonic
from typing import Any, Final

LONGEST_ANSWER: Final = 1 << 16  # in bytes; the longest in use, those to EHLO, have less than a thousand
TO_CONNECT: Final = 3  # timeouts for greeting, TLS and account together: slow servers are slow at each


class _Answers(io.RawIOBase):
    """What the server says, read until `ends` (as of `monotonic`) and not beyond `LONGEST_ANSWER` bytes."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self.ends = 0.0
        self.left = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        seconds = self.ends - monotonic()
        if seconds <= 0:
            raise TimeoutError("the answer took too long")
        if self.left <= 0:
            raise ConnectionError("the answer has no end")
        self._sock.settimeout(seconds)
        count = self._sock.recv_into(buffer)
        self.left -= count
        return count


class TimelySMTP(smtplib.SMTP):
    """Each answer is whole within `timeout`, and all until `connected` within `TO_CONNECT` times that."""

    def __init__(self, host: str, port: str, *, timeout: float, **options: Any) -> None:
        self._by: float | None = monotonic() + TO_CONNECT * timeout
        super().__init__(host, int(port), timeout=timeout, **options)

    def connected(self) -> None:
        """All is ready for mails: from now on each answer has its own time alone."""
        self._by = None

    def getreply(self) -> tuple[int, bytes]:
        """As smtplib's, in time."""
        timeout: float = self.timeout
        if self.file is None and self.sock is not None:  # at the beginning, and anew inside of TLS
            self._answers = _Answers(self.sock)
            self.file = io.BufferedReader(self._answers)
        ends = monotonic() + timeout
        self._answers.ends = ends if self._by is None else min(ends, self._by)
        self._answers.left = LONGEST_ANSWER
        try:
            return super().getreply()
        finally:
            if self.sock is not None:
                self.sock.settimeout(timeout)


class TimelySMTPS(TimelySMTP, smtplib.SMTP_SSL):
    """The same with TLS from the first byte."""
