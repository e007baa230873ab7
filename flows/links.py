"""Whether the document behind a link can be opened, without being led into the office's own network."""

import asyncio
import socket
from collections import defaultdict
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv6Address, IPv6Network, ip_address

import httpx

SECONDS = 10
MAX_REDIRECTS = 5
AT_ONCE_PER_HOST = 2
HIGHEST_PORT = 65535
# Addresses of IPv6 that a gateway turns into addresses of IPv4, private ones too; and site-local ones.
TRANSLATED = tuple(map(IPv6Network, ("::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "fec0::/10")))
REFUSED_SCHEME = "chỉ kiểm tra được đường dẫn http và https"
TOO_MANY_REDIRECTS = f"chuyển hướng quá {MAX_REDIRECTS} lần"


@dataclass(frozen=True)
class Check:
    """What became of a link, in words for a person; `passing` trouble may be gone a minute later."""

    reachable: bool
    result: str
    passing: bool = False


class RefusedError(Exception):
    """The link leads to an address that the program must not call."""


async def check_links(urls: Sequence[str], allowed_hosts: Collection[str] = ()) -> list[Check]:
    """Check `urls`, at most two at a time for one host; the answers in the same order.

    `allowed_hosts` are the names that may lead to private or loopback addresses.
    """
    gates: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(AT_ONCE_PER_HOST))
    transport = _GuardedTransport(frozenset(allowed_hosts))
    headers = {"User-Agent": "dondoc link check", "Accept-Encoding": "identity"}
    async with httpx.AsyncClient(
        transport=transport, timeout=SECONDS, headers=headers, trust_env=False
    ) as client:
        return await asyncio.gather(*(_check(client, gates, url) for url in urls))


async def _check(client: httpx.AsyncClient, gates: dict[str, asyncio.Semaphore], url: str) -> Check:
    try:
        async with gates[httpx.URL(url).host], asyncio.timeout(SECONDS):
            return _verdict(await _status(client, url))
    except (httpx.InvalidURL, UnicodeError):
        return Check(False, "đường dẫn viết sai")
    except httpx.UnsupportedProtocol:
        return Check(False, REFUSED_SCHEME)
    except httpx.TooManyRedirects:
        return Check(False, TOO_MANY_REDIRECTS)
    except RefusedError as error:
        return Check(False, str(error))
    except (TimeoutError, httpx.TimeoutException):
        return Check(False, f"không trả lời trong {SECONDS} giây", passing=True)
    except httpx.HTTPError:
        return Check(False, "không kết nối được", passing=True)


async def _status(client: httpx.AsyncClient, url: str) -> int:
    """The status by HEAD, or by GET where the server does not take HEAD."""
    with suppress(httpx.RemoteProtocolError, httpx.ReadError):
        status = await _follow(client, "HEAD", url)
        if status < 400:
            return status
    return await _follow(client, "GET", url)


async def _follow(client: httpx.AsyncClient, method: str, url: str) -> int:
    """The status at the end of the redirects. Only headers are read: the size of a body is no matter."""
    request = client.build_request(method, url)
    for _ in range(MAX_REDIRECTS + 1):
        response = await client.send(request, stream=True)
        await response.aclose()
        if response.next_request is None:
            return response.status_code
        request = response.next_request
    raise httpx.TooManyRedirects(TOO_MANY_REDIRECTS, request=request)


def _verdict(status: int) -> Check:
    if status < 400:
        return Check(True, f"mở được ({status})")
    if status in (404, 410):
        return Check(False, f"không tìm thấy tài liệu ({status})")
    if status in (401, 403):
        return Check(False, f"không có quyền xem tài liệu ({status})")
    return Check(False, f"máy chủ báo lỗi ({status})", passing=status == 429 or status >= 500)


class _GuardedTransport(httpx.AsyncBaseTransport):
    """Looks a host up itself and connects to that very address, so that no second look-up can differ."""

    def __init__(self, allowed_hosts: frozenset[str]) -> None:
        self._allowed = allowed_hosts
        # A kept connection to one address would be shared by all the names that lead there.
        self._inner = httpx.AsyncHTTPTransport(limits=httpx.Limits(max_keepalive_connections=0))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.scheme not in ("http", "https"):
            raise RefusedError(REFUSED_SCHEME)
        if (request.url.port or 0) > HIGHEST_PORT:
            raise httpx.InvalidURL("no such port")
        failure: httpx.ConnectError | None = None
        for address in await self._addresses(request.url):
            try:
                return await self._inner.handle_async_request(_to_address(request, address))
            except httpx.ConnectError as error:
                failure = error
        raise failure or httpx.ConnectError("no address", request=request)

    async def _addresses(self, url: httpx.URL) -> list[str]:
        try:
            found = await asyncio.get_running_loop().getaddrinfo(
                url.host, url.port or url.scheme, type=socket.SOCK_STREAM
            )
        except socket.gaierror as error:
            raise httpx.ConnectError(str(error)) from error
        addresses = [str(entry[4][0]) for entry in found]
        if url.host not in self._allowed and not all(map(is_public, addresses)):
            raise RefusedError("địa chỉ trong mạng nội bộ, chưa được phép kiểm tra (DONDOC_EVIDENCE_HOSTS)")
        return addresses

    async def aclose(self) -> None:
        await self._inner.aclose()


def _to_address(request: httpx.Request, address: str) -> httpx.Request:
    return httpx.Request(
        request.method,
        request.url.copy_with(host=address),
        headers=request.headers,
        extensions={**request.extensions, "sni_hostname": request.url.host},
    )


def is_public(address: str) -> bool:
    """Whether `address` belongs to the open Internet: not private, loopback, link-local or multicast.

    An address that stands for one of IPv4 counts as that one where this machine turns it, and as not open
    where a gateway would.
    """
    parsed = ip_address(address.partition("%")[0])
    if isinstance(parsed, IPv6Address):
        parsed = parsed.ipv4_mapped or parsed
    if isinstance(parsed, IPv6Address) and any(parsed in network for network in TRANSLATED):
        return False
    return parsed.is_global and not parsed.is_multicast
