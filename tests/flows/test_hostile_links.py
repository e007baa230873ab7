"""Servers that mean harm: none holds the check up, none leads it into the office's own network."""

import asyncio
import hashlib
import socket
import threading
import time
import tracemalloc
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import link_guard, links
from flows.links import check_links
from flows.page_title import page_title
from tasks_registry.evidence.links import Check
from tests.flows.hostile_site import PAGE, HostileSite
from tests.notifications.mailbox import make_certificate

ALLOWED = frozenset({"127.0.0.1", "127.0.0.2", "127.0.0.3", "allowed.example"})


@pytest.fixture
def site() -> Iterator[HostileSite]:
    with HostileSite("127.0.0.1", "127.0.0.2", "127.0.0.3") as site:
        yield site


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "SECONDS", 0.6)
    monkeypatch.setattr(links, "BODY_SECONDS", 0.2)


def check(*urls: str, allowed: frozenset[str] = ALLOWED) -> list[Check]:
    return asyncio.run(check_links(urls, allowed))


def test_what_is_behind_a_link_is_told(site: HostileSite) -> None:
    page, pdf = check(site.url("trang"), site.url("pdf"))
    assert (page.status, page.title, page.media_type, page.size) == (
        200,
        "Báo cáo quý I & II",
        "text/html",
        len(PAGE),
    )
    assert (pdf.sha256, pdf.size) == (hashlib.sha256(b"%PDF-1.7").hexdigest(), 8)
    assert pdf.title == ""
    assert site.asked == {"HEAD /trang": 1, "GET /trang": 1, "HEAD /pdf": 1, "GET /pdf": 1}


def test_where_a_link_leads_and_whether_for_good(site: HostileSite) -> None:
    here, away = site.url("pdf"), site.url("pdf", "127.0.0.2")
    found = check(
        site.url(f"for-good:{away}"), site.url(f"to:{away}"), here, site.url(f"for-good:/to:{here}")
    )
    assert [(each.final_url, each.moved) for each in found] == [
        (away, True), (away, False), ("", False), (here, False),
    ]  # fmt: skip
    assert all(each.sha256 for each in found)


def test_a_slash_at_the_end_is_no_move(site: HostileSite) -> None:
    found = check(site.url("slash"))[0]
    assert (found.final_url, found.moved) == (site.url("slash/"), False)


def test_an_endless_document_is_read_only_so_far(site: HostileSite) -> None:
    tracemalloc.start()
    found = check(site.url("endless"))[0]
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()
    assert (found.reachable, found.sha256) == (True, None)
    assert site.sent < 20_000_000


def test_a_bomb_is_not_unpacked(site: HostileSite) -> None:
    tracemalloc.start()
    found = check(site.url("bomb"))[0]
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()
    assert (found.reachable, found.sha256, found.title) == (True, None, "")


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize(
    ("path", "reachable", "result"),
    [
        ("silent", False, "không trả lời trong 0.6 giây"),
        ("drip-headers", False, "không trả lời trong 0.6 giây"),
        ("long-headers", False, "không kết nối được"),
        ("nonsense", False, "không kết nối được"),
        ("drip-body", True, "mở được (200)"),
        ("no-head", True, "mở được (200)"),
        ("lies", True, "mở được (200)"),
        ("open", True, "mở được (200)"),
        ("to:http://[::1", False, ""),
        ("x" * 100_000, False, "đường dẫn viết sai"),
    ],
)
def test_bad_answers_end_in_time(site: HostileSite, path: str, reachable: bool, result: str) -> None:
    begun = time.monotonic()
    found = check(site.url(path))[0]
    assert time.monotonic() - begun < 5
    assert found.reachable is reachable
    assert result in found.result
    assert (found.sha256 is None) is (path not in ("no-head", "open"))


@pytest.mark.usefixtures("hurried")
def test_a_silent_host_is_given_up_and_the_others_go_on(site: HostileSite) -> None:
    begun = time.monotonic()
    found = check(*[site.url("silent")] * 60, *[site.url(f"{n}", "127.0.0.2") for n in range(20)])
    assert time.monotonic() - begun < 6
    assert [each.reachable for each in found] == [False] * 60 + [True] * 20
    assert all(each.passing for each in found[:60])
    assert sum(site.asked[f"{method} /silent"] for method in ("HEAD", "GET")) <= 8


@pytest.mark.usefixtures("hurried")
def test_a_host_that_ignores_head_or_drips_is_still_looked_at(site: HostileSite) -> None:
    begun = time.monotonic()
    found = check(*[site.url("no-head")] * 30, *[site.url("drip-body", "127.0.0.2")] * 30)
    assert time.monotonic() - begun < 6
    assert all(each.reachable for each in found)


def test_a_host_is_asked_two_things_at_a_time_even_by_those_redirected_to_it(site: HostileSite) -> None:
    away = [site.url(f"to:{site.url('pdf', '127.0.0.3')}", f"127.0.0.{n}") for n in (1, 2)] * 20
    found = check(*away, *[site.url("pdf", "127.0.0.3")] * 20)
    assert all(each.reachable for each in found)
    assert max(site.most.values()) <= links.AT_ONCE_PER_HOST + 1  # one may be closing when the next comes


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[links.httpx.Headers]:
    """The headers of every request, in the order in which they were made."""
    seen: list[links.httpx.Headers] = []
    ours = link_guard.GuardedTransport.handle_async_request

    async def watched(
        transport: link_guard.GuardedTransport, request: links.httpx.Request
    ) -> links.httpx.Response:
        seen.append(request.headers)
        return await ours(transport, request)

    monkeypatch.setattr(link_guard.GuardedTransport, "handle_async_request", watched)
    return seen


def test_links_do_not_speak_for_each_other(site: HostileSite, sent: list[links.httpx.Headers]) -> None:
    check(site.url("trang"), site.url("trang"))
    assert [each.get("Cookie") for each in sent] == [None] * 4


def test_no_password_of_a_link_is_sent_or_kept(site: HostileSite, sent: list[links.httpx.Headers]) -> None:
    """Neither one that was typed with it, nor one with which a server sends us on."""
    away = site.url("pdf", "b:matkhau@127.0.0.2")
    plain, led = check(site.url("pdf", "a:matkhau@127.0.0.1"), site.url(f"to:{away}"))
    assert (plain.reachable, plain.final_url) == (True, "")
    assert (led.reachable, led.final_url) == (True, site.url("pdf", "127.0.0.2"))
    assert len(sent) == 6
    assert not any("Authorization" in each for each in sent)


def test_a_certificate_that_is_not_good_is_told_as_such(tmp_path: Path) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        server.socket = make_certificate(tmp_path).context().wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        found = check(f"https://127.0.0.1:{server.server_address[1]}/")[0]
        server.shutdown()
        thread.join()
    assert (found.reachable, found.passing) == (False, False)
    assert "chứng chỉ bảo mật" in found.result


INSIDE = [
    "127.0.0.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "127.1",
    "0",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:0:0:1]",
    "[64:ff9b::7f00:1]",
    "[::]",
    "localhost",
    "LOCALHOST.",
    "127.0.0.1.",
    "①②⑦.⓪.⓪.①",
    "user:pass@127.0.0.1",
    "10.0.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "[fe80::1%25lo]",
    "[fd00::1]",
]


@pytest.mark.parametrize("host", INSIDE)
def test_no_spelling_leads_inside(site: HostileSite, host: str) -> None:
    for url in (site.url("pdf", host), site.url(f"to:{site.url('pdf', host)}", "127.0.0.2")):
        found = check(url, allowed=frozenset({"127.0.0.2"}))[0]
        assert not found.reachable, url
        assert not found.passing or "không kết nối được" in found.result
    assert not any(path.endswith("/pdf") and ":" not in path.split()[1] for path in site.asked)


def test_a_name_that_changes_its_mind_is_asked_once(
    site: HostileSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: public when looked up, this machine a moment later; we connect to what was seen."""
    asked: list[str] = []
    connected: list[str] = []

    def looked_up(host: str, port: object, *rest: object, **more: object) -> list[object]:
        asked.append(host)
        address = "203.0.114.9" if asked.count("rebind.example") == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80))]

    async def connect(transport: object, request: links.httpx.Request) -> links.httpx.Response:
        connected.append(request.url.host)
        raise links.httpx.ConnectTimeout("nobody is there", request=request)

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    monkeypatch.setattr(links.httpx.AsyncHTTPTransport, "handle_async_request", connect)
    found = check("http://rebind.example/pdf", allowed=frozenset())[0]
    assert connected == ["203.0.114.9"]
    assert "mạng nội bộ" in found.result, "the second look-up is checked anew"


def test_a_name_with_one_address_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def looked_up(host: str, port: object, *rest: object, **more: object) -> list[object]:
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80))
            for address in ("203.0.114.9", "10.0.0.1")
        ]

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    assert "mạng nội bộ" in check("http://two.example/", allowed=frozenset())[0].result


@pytest.mark.parametrize(
    ("page", "said", "title"),
    [
        (b"<title>a</title><title>b</title>", "", "a"),
        (b"<TITLE lang=vi>Ph\xc6\xb0\xe1\xbb\x9dng</TiTlE>", "text/html; charset=utf-8", "Phường"),
        (b"<title>caf\xe9</title>", 'text/html; charset="ISO-8859-1"', "café"),
        (b'<meta charset="windows-1252"><title>caf\xe9</title>', "text/html", "café"),
        (b"<title>ph\xc6\xb0\xe1\xbb\x9dng</title>", "text/html; charset=rot13", "phường"),
        (b"<title>ph\xc6\xb0\xe1\xbb\x9dng</title>", "text/html; charset=khong-co", "phường"),
        (b"<title>a\x00\r\n  b &lt;&#x202e;c", "", "a b <c"),
        (b"<title", "", ""),
        (b"<p>khong", "", ""),
        (b"<title>" + b"x" * 5000, "", "x" * 300),
    ],
)
def test_titles(page: bytes, said: str, title: str) -> None:
    assert page_title(page, said) == title


@given(st.binary(max_size=500), st.text(max_size=60))
def test_any_page_has_a_title_of_one_short_line(page: bytes, said: str) -> None:
    for start in (b"", b"<title>", b"<title><meta charset="):
        title = page_title(start + page, said)
        assert len(title) <= 300
        assert title.isprintable()
