"""Links, looked at over real connections to a server of this machine."""

import asyncio
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from flows import links
from flows.link_guard import is_public
from flows.links import check_links
from tasks_registry.evidence.links import Check

LOCAL = frozenset({"127.0.0.1"})


class Site(ThreadingHTTPServer):
    """A site with a good page and many bad ones."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Pages)
        self.stopping = threading.Event()
        self.lock = threading.Lock()
        self.pair = threading.Barrier(2, timeout=5)
        self.present = self.most = self.requests = self.sent = 0

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.server_port}/{path}"


class Pages(BaseHTTPRequestHandler):
    server: Site

    def log_message(self, format: str, *args: object) -> None: ...

    def do_HEAD(self) -> None:
        self.server.requests += 1
        if self.path == "/get-only" or self.path == "/huge":
            return self._answer(405)
        return self._page()

    def do_GET(self) -> None:
        self.server.requests += 1
        self._page()

    def _page(self) -> None:
        name = self.path.strip("/")
        if name == "slow":
            self.server.stopping.wait(10)
        elif name == "pair":
            self._together()
        elif name == "huge":
            self._pour()
        elif name.isdecimal():
            self._answer(int(name))
        elif name.startswith("to:"):
            self._answer(302, name.removeprefix("to:"))
        else:
            self._answer(302, "/loop") if name == "loop" else self._answer(200)

    def _answer(self, status: int, location: str = "") -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _together(self) -> None:
        """Answers only when two are here at once, and keeps count of the most that were."""
        with self.server.lock:
            self.server.present += 1
            self.server.most = max(self.server.most, self.server.present)
        self.server.pair.wait()
        with self.server.lock:
            self.server.present -= 1
        self._answer(200)

    def _pour(self) -> None:
        self.send_response(200)
        self.end_headers()
        block = b"x" * 65536
        try:
            while self.server.sent < 200_000_000:
                self.server.sent += self.wfile.write(block)
        except OSError:
            self.server.stopping.set()


@pytest.fixture
def site() -> Iterator[Site]:
    server = Site()
    thread = threading.Thread(target=server.serve_forever, args=[0.02])
    thread.start()
    yield server
    server.stopping.set()
    server.shutdown()
    server.server_close()
    thread.join()


def verdict(found: Check) -> Check:
    """What is said of a link, without what is behind it."""
    return Check(found.reachable, found.result, found.passing)


def check(*urls: str, allowed: frozenset[str] = LOCAL) -> list[Check]:
    return asyncio.run(check_links(urls, allowed))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("good", Check(True, "mở được (200)")),
        ("get-only", Check(True, "mở được (200)")),
        ("to:/good", Check(True, "mở được (200)")),
        ("404", Check(False, "không tìm thấy tài liệu (404)")),
        ("403", Check(False, "không có quyền xem tài liệu (403)")),
        ("503", Check(False, "máy chủ báo lỗi (503)", passing=True)),
        ("loop", Check(False, "chuyển hướng quá 5 lần")),
        ("to:ftp://127.0.0.1/x", Check(False, "chỉ kiểm tra được đường dẫn http và https")),
        ("to:http://127.0.0.1:65536/", Check(False, "đường dẫn viết sai")),
        ("to:http://127.0.0.1:99999/", Check(False, "đường dẫn viết sai")),
    ],
)
def test_what_becomes_of_a_link(site: Site, path: str, expected: Check) -> None:
    assert [verdict(each) for each in check(site.url(path))] == [expected]


def test_answers_come_in_the_order_of_the_links(site: Site) -> None:
    found = check(site.url("good"), site.url("404"), site.url("to:/good"))
    assert [each.reachable for each in found] == [True, False, True]


def test_a_slow_server_is_given_up_and_may_be_tried_again(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "SECONDS", 0.3)
    assert check(site.url("slow")) == [Check(False, "không trả lời trong 0.3 giây", passing=True)]


def test_a_closed_port_may_be_tried_again(site: Site) -> None:
    site.server_close()
    assert check(site.url("good")) == [Check(False, "không kết nối được", passing=True)]


def test_a_huge_document_is_not_downloaded(site: Site) -> None:
    assert check(site.url("huge"))[0].reachable
    assert site.stopping.wait(10), "the connection was not closed"
    assert site.sent < 10_000_000


def test_this_machine_is_refused_unless_it_is_allowed(site: Site) -> None:
    for host in ("127.0.0.1", "localhost"):
        found = check(site.url("good", host), allowed=frozenset())[0]
        assert "mạng nội bộ" in found.result
        assert found.reachable is None, "nobody knows"
    assert site.requests == 0


def test_a_redirect_to_this_machine_is_refused(site: Site) -> None:
    """Only the name that was asked for is allowed, not the address that it redirects to."""
    found = check(
        site.url(f"to:{site.url('good')}", "localhost"),
        allowed=frozenset({"localhost"}),
    )
    assert "mạng nội bộ" in found[0].result
    assert found[0].reachable is None


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "javascript:alert(1)", "khong phai duong dan", "http://", "http://a..b/"]
)
def test_anything_but_the_web_is_refused(url: str) -> None:
    found = check(url)[0]
    assert not found.reachable
    assert found.result


def test_two_at_a_time_for_one_host(site: Site) -> None:
    assert all(each.reachable for each in check(*[site.url("pair")] * 8))
    assert site.most == 2


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fc00::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "ff02::1",
        "::",
        "::7f00:1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "64:ff9b:1::a00:1",
        "2002:7f00:1::",
        "2002:a00:1::1",
        "fec0::1",
    ],
)
def test_addresses_that_are_not_of_the_open_internet(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "113.160.0.1", "2402:800::1", "::ffff:8.8.8.8"])
def test_addresses_of_the_open_internet(address: str) -> None:
    assert is_public(address)
