"""What is behind a link: whether it opens, where it leads, its title and its checksum; politely and in time.

Every server may be hostile. For each link the time, the redirects and what is read of the answer are
limited, and a host is asked two things at a time, also where others redirect to it.
"""

import asyncio
import hashlib
from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx

from flows.link_guard import REFUSED_SCHEME, GuardedTransport, RefusedError
from flows.page_title import page_title
from tasks_registry.evidence.about import safe_link
from tasks_registry.evidence.links import PAGES, Check

SECONDS = 10  # for a link, waiting for its turn not counted; half of it for the answer to HEAD
BODY_SECONDS = 3  # for reading what the document holds
MAX_REDIRECTS = 5
AT_ONCE_PER_HOST = 2
AT_ONCE = 40
LOOK_UPS = 40
GIVEN_UP_AFTER = 3  # links of a host in a row without an answer: the rest is not waited for
LARGEST_READ = 2 * 1024 * 1024
START = 64 * 1024  # bytes in which the title of a page is looked for
TOO_MANY_REDIRECTS = f"chuyển hướng quá {MAX_REDIRECTS} lần"
FOR_GOOD = (301, 308)
BAD_CERTIFICATE = "CERTIFICATE_VERIFY_FAILED"  # in the words of Python's ssl
LONGEST_LENGTH = 9  # digits; the database holds no larger number
NOT_ANSWERING = "máy chủ không trả lời nhiều đường dẫn liền nhau nên chưa kiểm tra đường dẫn này"


async def check_links(urls: Sequence[str], allowed_hosts: Collection[str] = ()) -> list[Check]:
    """Check `urls`, at most two at a time for one host; the answers in the same order.

    `allowed_hosts` are the names that may lead to private or loopback addresses.
    """
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(LOOK_UPS, "look-up"))
    async with httpx.AsyncClient(
        transport=GuardedTransport(frozenset(allowed_hosts)),
        timeout=SECONDS,
        headers={"User-Agent": "dondoc link check", "Accept-Encoding": "identity"},
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),  # links do not speak for each other
        trust_env=False,
    ) as client:
        visitor = _Visitor(client)
        return await asyncio.gather(*map(visitor.check, urls))


@dataclass
class _Host:
    """A host: who may ask it just now, and what it did not do in time."""

    gate: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE_PER_HOST))
    ignores_head: bool = False
    silent: int = 0  # GETs in a row without an answer
    slow: int = 0  # documents that could not be read in time


@dataclass(frozen=True)
class _Answer:
    """The answer at the end of the redirects; `start` and `sha256` only of what was read."""

    status: int
    url: httpx.URL
    headers: httpx.Headers
    for_good: bool
    start: bytes = b""
    sha256: str | None = None
    size: int | None = None


class _HostSilentError(Exception):
    """The host has left so many links without an answer that this one was not tried."""


class _Visitor:
    """Looks at links side by side."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self._hosts: defaultdict[str, _Host] = defaultdict(_Host)
        self._everyone = asyncio.Semaphore(AT_ONCE)

    async def check(self, url: str) -> Check:
        """What becomes of `url`, whatever its server does; a password in it is not used."""
        link = safe_link(url)
        try:
            return _verdict(link, await self._visit(link))
        except (httpx.InvalidURL, UnicodeError):
            return Check(False, "đường dẫn viết sai")
        except httpx.UnsupportedProtocol:
            return Check(False, REFUSED_SCHEME)
        except httpx.TooManyRedirects:
            return Check(False, TOO_MANY_REDIRECTS)
        except RefusedError as error:
            return Check(None, str(error))
        except _HostSilentError:
            return Check(False, NOT_ANSWERING, passing=True)
        except (TimeoutError, httpx.TimeoutException):
            return Check(False, f"không trả lời trong {SECONDS} giây", passing=True)
        except httpx.HTTPError as error:
            if BAD_CERTIFICATE in str(error):
                return Check(False, "chứng chỉ bảo mật (https) của trang không hợp lệ")
            return Check(False, "không kết nối được", passing=True)

    async def _visit(self, url: str) -> _Answer:
        """The answer to HEAD, or to GET where HEAD is not taken or there is something to read."""
        head: _Answer | None = None
        with suppress(httpx.RemoteProtocolError, httpx.ReadError, httpx.TimeoutException, TimeoutError):
            head = await self._follow("HEAD", url)
        if head is None or head.status >= 400:
            return await self._follow("GET", url)
        if (_length(head.headers) or 0) <= LARGEST_READ:
            with suppress(httpx.HTTPError, TimeoutError, _HostSilentError):
                return await self._follow("GET", url)
        return head

    async def _follow(self, method: str, url: str) -> _Answer:
        """The answer at the end of the redirects, each host on the way asked in its turn."""
        request, left, for_good = self._client.build_request(method, url), SECONDS / 2, True
        now = asyncio.get_running_loop().time
        for _ in range(MAX_REDIRECTS + 1):
            async with self._turn(request.url.host, method) as host:
                started = now()
                async with asyncio.timeout(left):
                    response = await self._client.send(request, stream=True)
                left -= now() - started
                try:
                    if response.next_request is None:
                        return await _answer(response, host, for_good)
                finally:
                    await response.aclose()
            for_good = for_good and response.status_code in FOR_GOOD
            request = response.next_request
            request.url = request.url.copy_with(userinfo=b"")  # of nobody's making known to us
        raise httpx.TooManyRedirects(TOO_MANY_REDIRECTS, request=request)

    @asynccontextmanager
    async def _turn(self, name: str, method: str) -> AsyncIterator[_Host]:
        """Wait until the host may be asked; keep in mind whether it answered."""
        host = self._hosts[name]
        async with host.gate, self._everyone:
            if host.silent >= GIVEN_UP_AFTER:
                raise _HostSilentError
            if method == "HEAD" and host.ignores_head:
                raise TimeoutError
            try:
                yield host
            except (TimeoutError, httpx.TimeoutException):
                host.ignores_head = True
                host.silent += method != "HEAD"
                raise
            host.silent = 0


async def _answer(response: httpx.Response, host: _Host, for_good: bool) -> _Answer:
    answer = _Answer(response.status_code, response.url, response.headers, for_good)
    if response.request.method == "HEAD" or response.status_code >= 400 or host.slow >= GIVEN_UP_AFTER:
        return answer
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        return answer  # not asked for, and may be a bomb
    try:
        async with asyncio.timeout(BODY_SECONDS):
            start, sha256, size = await _read(response)
    except (TimeoutError, httpx.HTTPError):
        host.slow += 1
        return answer
    return replace(answer, start=start, sha256=sha256, size=size)


async def _read(response: httpx.Response) -> tuple[bytes, str | None, int | None]:
    """The start of a document, and of a small one the checksum and size; of what is larger nothing more."""
    start, found, size = b"", hashlib.sha256(), 0
    async for block in response.aiter_raw():
        size += len(block)
        if size > LARGEST_READ:
            return start, None, None
        found.update(block)
        start = (start + block)[:START]
    return start, found.hexdigest() if size else None, size


def _verdict(url: str, answer: _Answer) -> Check:
    reachable, result, passing = _outcome(answer.status)
    final_url = "" if answer.url == httpx.URL(url) else str(answer.url)
    media_type = answer.headers.get("Content-Type", "")
    kind = media_type.partition(";")[0].strip().lower()
    return Check(
        reachable,
        result,
        passing,
        status=answer.status,
        final_url=final_url,
        moved=answer.for_good and not _is_same_place(httpx.URL(url), answer.url),
        title=page_title(answer.start, media_type) if kind in PAGES else "",
        media_type=kind,
        size=answer.size if answer.size is not None else _length(answer.headers),
        sha256=answer.sha256,
    )


def _is_same_place(asked: httpx.URL, answered: httpx.URL) -> bool:
    """Whether the addresses differ in nothing that a person need mend: http or https, a slash at the end."""
    one, two = ((url.host, url.path.rstrip("/"), url.query) for url in (asked, answered))
    return one == two


def _outcome(status: int) -> tuple[bool, str, bool]:
    """Whether a link with that answer opens, in words, and whether that may pass."""
    if status < 400:
        return True, f"mở được ({status})", False
    if status in (404, 410):
        return False, f"không tìm thấy tài liệu ({status})", False
    if status in (401, 403):
        return False, f"không có quyền xem tài liệu ({status})", False
    return False, f"máy chủ báo lỗi ({status})", status == 429 or status >= 500


def _length(headers: httpx.Headers) -> int | None:
    """What the server says of the size of the document; None where that is no size."""
    said = headers.get("Content-Length", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= LONGEST_LENGTH else None
