"""Two thousand links checked: good, slow, dead, redirecting and hostile servers on this machine.

    python -m benchmarks.links [--links N] [--database]

The servers stand in a process of their own, each at a loopback address, so that each is a host to the
checker. Prints the wall time, the time that this process was busy, its peak memory, what became of the links
of each kind, and the limits as the servers saw them: the most connections at once for a host and in all, the
bytes sent to us, the requests that a silent host got. Ends with status 1 where a limit was passed.

With `--database` the same goes through the batches, the database (SQLite) and the notices, as the flow does
it, but for Prefect.
"""

import argparse
import asyncio
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, select

from flows import links
from flows.collect_evidence import BATCH
from flows.link_news import keep_checks
from flows.links import check_links
from models import Item, ItemKind, Notice, Person, Plan, Role, Task, Unit
from models.database import make_engine, migrate, transaction
from tasks_registry.evidence.links import Check, Link, batches, links_to_check
from tasks_registry.evidence.taking_in import add_evidence

LIMIT_SECONDS = 60
HOSTS = {  # kind: hosts of that kind, and the share of the links in percent
    "good": (20, 50),
    "slow": (8, 8),
    "dead": (8, 12),
    "redirecting": (8, 15),
    "silent": (3, 5),
    "dripping": (2, 3),
    "endless": (2, 3),
    "bomb": (2, 2),
    "inside": (2, 2),
}
SLOW_SECONDS = 0.4
NOW = datetime(2026, 6, 15, 1, tzinfo=UTC)
DAY = date(2026, 6, 15)
PDF = b"%PDF-1.7\n" + b"x" * 20_000
PAGE = "<html><head><title>Báo cáo kết quả thực hiện</title></head><body>".encode() + b"<p>x</p>" * 1000
OK = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"


class Sites:
    """The servers: a port on every address, the kind of the host decides how it answers."""

    def __init__(self, kinds: dict[str, str]) -> None:
        self._kinds = kinds
        self.present: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self.requests: Counter[str] = Counter()
        self.all_at_once = self.sent = 0

    async def serve(self, pipe: Connection) -> None:
        """Serve until told to stop; tells the port, and at the end what was seen."""
        first, *others = self._kinds
        server = await asyncio.start_server(self._answer, first, 0, backlog=500)
        port = server.sockets[0].getsockname()[1]
        for address in others:
            await asyncio.start_server(self._answer, address, port, backlog=500)
        pipe.send(port)
        await asyncio.get_running_loop().run_in_executor(None, pipe.recv)
        seen = {"all": self.all_at_once, "sent": self.sent, "most": self.most, "requests": self.requests}
        pipe.send(json.dumps(seen))

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        address = writer.get_extra_info("sockname")[0]
        self.present[address] += 1
        self.most[address] = max(self.most[address], self.present[address])
        self.all_at_once = max(self.all_at_once, self.present.total())
        with suppress(OSError, asyncio.IncompleteReadError):
            method, path = (await reader.readuntil(b"\r\n\r\n")).decode().split()[:2]
            self.requests[address] += 1
            saying = asyncio.create_task(self._say(writer, self._kinds[address], method, path))
            leaving = asyncio.create_task(
                reader.read()
            )  # the other side closes: what is said after is not heard
            await asyncio.wait((saying, leaving), return_when=asyncio.FIRST_COMPLETED)
            saying.cancel()
            leaving.cancel()
        self.present[address] -= 1
        writer.close()

    async def _say(self, writer: asyncio.StreamWriter, kind: str, method: str, path: str) -> None:
        if kind == "silent":
            await asyncio.sleep(3600)
        elif kind == "slow":
            await asyncio.sleep(SLOW_SECONDS)
            await self._send(writer, method, b"application/pdf", PDF)
        elif kind == "dead":
            writer.write(b"HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
        elif kind == "redirecting" and not path.endswith("/there"):
            writer.write(
                f"HTTP/1.1 301 Moved\r\nConnection: close\r\nLocation: {path}/there\r\n\r\n".encode()
            )
        elif kind == "inside":
            writer.write(
                b"HTTP/1.1 302 Found\r\nConnection: close\r\nLocation: http://169.254.169.254/\r\n\r\n"
            )
        elif kind == "bomb":
            await self._send(
                writer, method, b"text/html\r\nContent-Encoding: gzip", b"\x1f\x8b" + b"\0" * 100_000
            )
        elif kind in ("dripping", "endless") and method != "HEAD":
            await self._pour(
                writer, b"x" * 65536 if kind == "endless" else b"x", 0 if kind == "endless" else 0.1
            )
        else:
            is_page = path.endswith(("1", "3", "5"))
            await self._send(
                writer, method, b"text/html" if is_page else b"application/pdf", PAGE if is_page else PDF
            )
        await writer.drain()

    async def _send(self, writer: asyncio.StreamWriter, method: str, kind: bytes, body: bytes) -> None:
        writer.write(OK + b"Content-Type: " + kind + f"\r\nContent-Length: {len(body)}\r\n\r\n".encode())
        if method != "HEAD":
            self.sent += len(body)
            writer.write(body)

    async def _pour(self, writer: asyncio.StreamWriter, block: bytes, pause: float) -> None:
        writer.write(OK + b"Content-Type: application/pdf\r\n\r\n")
        while True:
            writer.write(block)
            self.sent += len(block)
            await writer.drain()
            await asyncio.sleep(pause)


def _serve(kinds: dict[str, str], pipe: Connection) -> None:
    asyncio.run(Sites(kinds).serve(pipe))


@contextmanager
def sites(kinds: dict[str, str]) -> Iterator[tuple[int, Connection]]:
    """The servers in a process of their own: their port, and the pipe that stops them."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(kinds, theirs), daemon=True)
    process.start()
    try:
        yield ours.recv(), ours
    finally:
        process.terminate()
        process.join()


def hosts() -> dict[str, str]:
    """The kind of each address."""
    addresses = (f"127.0.1.{number}" for number in range(1, 255))
    return {next(addresses): kind for kind, (count, _) in HOSTS.items() for _ in range(count)}


def urls_of(kinds: dict[str, str], port: int, count: int) -> dict[str, str]:
    """So many links, by the share of each kind, each with its kind."""
    found: dict[str, str] = {}
    for kind, (_, share) in HOSTS.items():
        addresses = [address for address, its_kind in kinds.items() if its_kind == kind]
        for number in range(count * share // 100):
            found[f"http://{addresses[number % len(addresses)]}:{port}/tai-lieu/{number}"] = kind
    return found


def through_the_database(urls: list[str], allowed: frozenset[str]) -> dict[str, Check]:
    """As the flow does it: batches side by side, each in a thread, kept and told in one transaction."""
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'dondoc.db'}")
        migrate(engine)
        with transaction(engine) as session:
            found = batches(links_to_check(session, fill(session, urls), NOW), BATCH)
        with ThreadPoolExecutor(len(found)) as pool:
            checked = list(pool.map(partial(check_batch, engine, allowed), found))
        with Session(engine) as session:
            print(f"  {len(found)} batches, {len(session.exec(select(Notice)).all()):,} notices")
        engine.dispose()
        return {url: check for batch in checked for url, check in batch.items()}


def check_batch(engine: Engine, allowed: frozenset[str], batch: list[Link]) -> dict[str, Check]:
    """One batch, kept and told."""
    checks = asyncio.run(check_links([link.url for link in batch], allowed))
    ids = [link.id for link in batch]
    with transaction(engine) as session:
        keep_checks(session, list(zip(ids, checks, strict=True)), as_of=DAY, now=NOW)
    return {link.url: check for link, check in zip(batch, checks, strict=True)}


def fill(session: Session, urls: list[str]) -> Plan:
    """A plan with a task for every ten links, of one person."""
    unit = Unit(code="VP", name="Văn phòng", folded="van phong")
    session.add(unit)
    session.flush()
    person = Person(unit_id=unit.id or 0, name="An", email="an@anlac.example", role=Role.STAFF)
    plan = Plan(code="kh", title="Kế hoạch", year=2026, end_year=2026, imported_at=NOW)
    session.add_all([person, plan])
    session.flush()
    for number in range(0, len(urls), 10):
        item = Item(plan_id=plan.id or 0, key=str(number), position=number, kind=ItemKind.TABLE, text="Việc")
        session.add(item)
        session.flush()
        task = Task(item_id=item.id or 0, slot="1", assigned_on=DAY, owner_id=person.id)
        session.add(task)
        session.flush()
        for url in urls[number : number + 10]:
            add_evidence(session, url=url, by="an", now=NOW, task=task)
    return plan


def main() -> None:
    """Run it once and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--links", type=int, default=2000)
    parser.add_argument("--database", action="store_true")
    options = parser.parse_args()
    kinds = hosts()
    with sites(kinds) as (port, pipe):
        wanted = urls_of(kinds, port, options.links)
        started, busy = time.perf_counter(), time.process_time()
        if options.database:
            found = through_the_database(list(wanted), frozenset(kinds))
        else:
            answers = asyncio.run(check_links(list(wanted), frozenset(kinds)))
            found = dict(zip(wanted, answers, strict=True))
        seconds, busy = time.perf_counter() - started, time.process_time() - busy
        pipe.send("stop")
        seen = json.loads(pipe.recv())
    tell(kinds, wanted, found, seen, seconds, busy)
    sys.exit(0 if within_limits(seen, seconds, options.database) else 1)


def tell(
    kinds: dict[str, str],
    wanted: dict[str, str],
    found: dict[str, Check],
    seen: dict[str, Any],
    seconds: float,
    busy: float,
) -> None:
    """Print the figures."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(wanted):,} links: {seconds:.1f} s, {busy:.1f} s busy, peak {peak:.0f} MB")
    for kind in HOSTS:
        verdicts = Counter(found[url].result for url, its_kind in wanted.items() if its_kind == kind)
        requests = sum(count for address, count in seen["requests"].items() if kinds[address] == kind)
        print(f"  {kind:12} {requests:5,} requests  {dict(verdicts)}")
    print(
        f"  at once: {max(seen['most'].values())} for a host, {seen['all']} in all; "
        f"{seen['sent'] / 1e6:.0f} MB were sent to us"
    )


def within_limits(seen: dict[str, Any], seconds: float, batched: bool) -> bool:
    """Whether the limits were kept; a server may hear of the next connection before the end of the last."""
    in_all = links.AT_ONCE * (len(HOSTS) if batched else 1) * 1.5
    kept = max(seen["most"].values()) <= 2 * links.AT_ONCE_PER_HOST and seen["all"] <= in_all
    return seconds < LIMIT_SECONDS and kept


if __name__ == "__main__":
    main()
