"""A small site of documents for the demo, so that evidence links can be checked without a network."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from dondoc.services import LOOPBACK

PAGE = """<!doctype html><html lang="vi"><meta charset="utf-8"><title>{title}</title>
<p>{title}. Tài liệu mẫu để chạy thử.</p></html>
"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the demo speaks for itself."""


class EvidenceSite:
    """Documents in `folder`, served at `url`."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url

    def publish(self, name: str, title: str) -> str:
        """Put a document on the site; its link."""
        (self.folder / f"{name}.html").write_text(PAGE.format(title=title), encoding="utf-8")
        return f"{self.url}/{name}.html"

    def dead_link(self, name: str) -> str:
        """A link that leads to nothing."""
        return f"{self.url}/da-go-bo/{name}.html"


@contextmanager
def evidence_site(folder: Path) -> Iterator[EvidenceSite]:
    """Serve `folder` on a free port of this machine."""
    folder.mkdir(parents=True)
    server = ThreadingHTTPServer((LOOPBACK, 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, name="evidence-site")
    thread.start()
    try:
        yield EvidenceSite(folder, f"http://{LOOPBACK}:{server.server_port}")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
