"""A mail server that takes everything at once and keeps nothing, in a process of its own.

    python -m benchmarks.sink

Prints its port; when its standard input ends, what came: `{"mails", "bytes", "connections"}` as JSON.
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field

HOST = "127.0.0.1"
END = b"\r\n.\r\n"
ANSWERS = {b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}


@dataclass
class Tally:
    """What came in."""

    mails: int = 0
    bytes: int = 0
    connections: int = 0


@dataclass
class Sink:
    """A running server: its port, and what came in once it has ended."""

    port: int
    tally: Tally = field(default_factory=Tally)


class Taker(asyncio.Protocol):
    """One connection; a client that waits for each answer sends whole lines."""

    def __init__(self, tally: Tally) -> None:
        self.tally = tally
        self.in_data = False
        self.seen = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.tally.connections += 1
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        if self.in_data:
            self._content(data)
            return
        self.seen += data
        while not self.in_data and b"\r\n" in self.seen:
            line, _, self.seen = self.seen.partition(b"\r\n")
            self._command(line[:4].upper())

    def _command(self, verb: bytes) -> None:
        self.in_data = verb == b"DATA"
        self.transport.write(ANSWERS.get(verb, b"250 OK\r\n"))
        if verb == b"QUIT":
            self.transport.close()

    def _content(self, data: bytes) -> None:
        self.tally.bytes += len(data)
        self.seen = (self.seen + data)[-len(END) :]
        if self.seen == END:
            self.in_data, self.seen = False, b""
            self.tally.mails += 1
            self.transport.write(b"250 taken\r\n")


async def serve() -> None:
    """Serve until the standard input ends."""
    tally, loop = Tally(), asyncio.get_running_loop()
    server = await loop.create_server(lambda: Taker(tally), HOST, 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    print(json.dumps(asdict(tally)), flush=True)


@contextmanager
def listening() -> Iterator[Sink]:
    """A sink in another process; its tally is filled in at the end."""
    words = [sys.executable, "-m", "benchmarks.sink"]
    with subprocess.Popen(  # noqa: S603  our own program
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        sink = Sink(int(process.stdout.readline()))
        try:
            yield sink
        finally:
            process.stdin.close()
            sink.tally = Tally(**json.loads(process.stdout.read()))


if __name__ == "__main__":
    asyncio.run(serve())
