"""Connections that lead only where they may: into the office's own network by allowed names alone."""

import asyncio
import socket
from ipaddress import IPv6Address, IPv6Network, ip_address

import httpx

HIGHEST_PORT = 65535
# Addresses of IPv6 that a gateway turns into addresses of IPv4, private ones too; and site-local ones.
TRANSLATED = tuple(map(IPv6Network, ("::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "fec0::/10")))
REFUSED_SCHEME = "chỉ kiểm tra được đường dẫn http và https"


class RefusedError(Exception):
    """The link leads into a network that the program may not enter: nobody knows whether it opens."""


class GuardedTransport(httpx.AsyncBaseTransport):
    """Looks a host up itself and connects to that very address, so that no second look-up can differ."""

    def __init__(self, allowed_hosts: frozenset[str]) -> None:
        self._allowed = allowed_hosts
        # A kept connection to one address would be shared by all the names that lead there.
        self._inner = httpx.AsyncHTTPTransport(limits=httpx.Limits(max_keepalive_connections=0))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.scheme not in ("http", "https"):
            raise httpx.UnsupportedProtocol(REFUSED_SCHEME, request=request)
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
