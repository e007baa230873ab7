"""An SMTP server that answers by a script, also as no server should."""

import socket
import socketserver
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from tests.notifications.mailbox import HOST

DRIP: Final = "a letter now and then, and never a whole line"
ENDLESS: Final = "line after line, and never the last"
CLOSE: Final = "the connection is closed instead of an answer"
SILENCE: Final = "nothing at all"
FIRST_KILOBYTE: Final = "the connection is closed when the first kilobyte of a mail has come"
GREETING, CONTENT = "greeting", "content"
POLITE: Final = {GREETING: "220 mail.test", "DATA": "354 go on", CONTENT: "250 taken", "QUIT": "221 bye"}
PAUSE: Final = 0.02


@dataclass
class Script:
    """What is answered to each command, to a new connection (`GREETING`) and to a whole mail (`CONTENT`).

    `heard` holds the commands that came, `taken` the mails that were answered with 250; `connections` counts
    who came.
    """

    answers: Mapping[str, str]
    port: int = 0
    connections: int = 0
    heard: list[str] = field(default_factory=list)
    taken: list[bytes] = field(default_factory=list)

    def answer(self, to: str) -> str:
        return self.answers.get(to) or POLITE.get(to) or "250 OK"


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        script: Script = self.server.script  # type: ignore[attr-defined]
        script.connections += 1
        try:
            going = self._say(script.answer(GREETING))
            while going and (line := self.rfile.readline()):
                going = self._command(script, line.decode().split()[0].upper())
        except OSError:
            pass  # the other side has had enough

    def _command(self, script: Script, verb: str) -> bool:
        script.heard.append(verb)
        answer = script.answer(verb)
        if verb != "DATA" or not answer.startswith("354"):
            return self._say(answer) and verb != "QUIT"
        self._say(answer)
        if script.answer(CONTENT) == FIRST_KILOBYTE:
            self.rfile.read(1024)
            return False
        mail = b"".join(iter(self.rfile.readline, b".\r\n"))
        if script.answer(CONTENT).startswith("250"):
            script.taken.append(mail)
        return self._say(script.answer(CONTENT))

    def _say(self, answer: str) -> bool:
        if answer in (DRIP, ENDLESS):
            self.wfile.write(b"2")
            while True:
                self.wfile.write(b"20-still here\r\n2" if answer == ENDLESS else b"2")
                time.sleep(PAUSE if answer == DRIP else 0)
        if answer == SILENCE:
            self.rfile.read()
        if answer in (SILENCE, CLOSE):
            return False
        self.wfile.write(answer.encode() + b"\r\n")
        return True

    def finish(self) -> None:
        self.connection.shutdown(socket.SHUT_RDWR) if self.connection.fileno() >= 0 else None


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    script: Script


@contextmanager
def answering(**answers: str) -> Iterator[Script]:
    """A server by the script of `answers`, by command, `greeting` and `content`."""
    script = Script(answers)
    with _Server((HOST, 0), _Conversation) as server:
        server.script = script
        script.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield script
        finally:
            server.shutdown()
            thread.join()
