"""A site that answers as badly as one can, byte by byte."""

import asyncio
import gzip
import threading
from collections import Counter
from contextlib import suppress

HEAD = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"
BOMB = gzip.compress(b"\0" * 20_000_000)
PAGE = "<html><head><TITLE >Báo cáo\n quý I &amp; II</TITLE></head><body>…</body></html>".encode()


class HostileSite:
    """Listens on `addresses` of this machine, on one port; the path says how it answers."""

    def __init__(self, *addresses: str) -> None:
        self.asked: Counter[str] = Counter()  # by method and path
        self.sent = 0
        self.present: Counter[str] = Counter()  # connections by address
        self.most: Counter[str] = Counter()
        self._addresses = addresses
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)

    def __enter__(self) -> "HostileSite":
        self._thread.start()
        server = asyncio.run_coroutine_threadsafe(self._serve(), self._loop)
        self.port = server.result(10)
        return self

    def __exit__(self, *args: object) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}/{path}"

    async def _serve(self) -> int:
        first = await asyncio.start_server(self._answer, self._addresses[0], 0, limit=4096)
        port: int = first.sockets[0].getsockname()[1]
        others = [await asyncio.start_server(self._answer, each, port) for each in self._addresses[1:]]
        self._servers = [first, *others]
        return port

    async def _end(self) -> None:
        for server in self._servers:
            server.close()
        waiting = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        address = writer.get_extra_info("sockname")[0]
        self.present[address] += 1
        self.most[address] = max(self.most[address], self.present[address])
        with suppress(OSError, asyncio.IncompleteReadError):
            request = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            method, path = request.split()[:2]
            self.asked[f"{method} {path}"] += 1
            await self._say(writer, method, "for-good:/slash/" if path == "/slash" else path.strip("/"))
        self.present[address] -= 1
        writer.close()

    async def _say(self, writer: asyncio.StreamWriter, method: str, path: str) -> None:
        name, _, more = path.partition(":")
        if name == "silent" or (name == "no-head" and method == "HEAD"):
            await asyncio.sleep(60)
        elif name == "drip-headers":
            await self._pour(writer, HEAD, b"X-A: b\r\n", pause=0.05)
        elif name == "long-headers":
            await self._pour(writer, HEAD, b"X-A: " + b"b" * 65536 + b"\r\n")
        elif name == "endless":
            await self._pour(writer, HEAD + b"Content-Type: application/pdf\r\n\r\n", b"x" * 65536)
        elif name == "drip-body":
            await self._pour(writer, HEAD + b"Content-Type: application/pdf\r\n\r\n", b"x", pause=0.05)
        elif name == "to":
            writer.write(
                b"HTTP/1.1 302 Found\r\nConnection: close\r\nLocation: " + more.encode() + b"\r\n\r\n"
            )
        elif name == "for-good":
            writer.write(
                b"HTTP/1.1 301 Moved\r\nConnection: close\r\nLocation: " + more.encode() + b"\r\n\r\n"
            )
        elif name == "nonsense":
            writer.write(b"\x00\xff\r\n\r\n")
        elif name == "lies":
            writer.write(HEAD + b"Content-Length: 99999999999999999999\r\n\r\nx")
        else:
            self._say_page(writer, method, name)
        await writer.drain()

    def _say_page(self, writer: asyncio.StreamWriter, method: str, name: str) -> None:
        kind, body, extra = {
            "bomb": (b"text/html", BOMB, b"Content-Encoding: gzip\r\n"),
            "pdf": (b"application/pdf", b"%PDF-1.7", b""),
            "latin": (b"text/html; charset=iso-8859-1", b"<title>caf\xe9</title>", b""),
            "odd": (b"text/html; charset=rot13", b"<title>ph\xc6\xb0\xe1\xbb\x9dng</title>", b""),
            "open": (b"text/html", b"<title>" * 200_000, b""),
        }.get(name, (b"text/html", PAGE, b"Set-Cookie: a=b\r\n"))
        length = f"Content-Length: {len(body)}\r\n".encode()
        writer.write(HEAD + b"Content-Type: " + kind + b"\r\n" + length + extra + b"\r\n")
        if method != "HEAD":
            self.sent += len(body)
            writer.write(body)

    async def _pour(
        self, writer: asyncio.StreamWriter, start: bytes, block: bytes, *, pause: float = 0
    ) -> None:
        writer.write(start)
        while True:
            writer.write(block)
            self.sent += len(block)
            await writer.drain()
            await asyncio.sleep(pause)
