"""The pages of a database, served on a free port."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from sqlalchemy import Engine

from config.settings import Settings
from dondoc.pages import pages
from dondoc.services import listening_socket
from web.app import make_app


@contextmanager
def browsing(engine: Engine) -> Iterator[httpx.Client]:
    """Whoever asks for the pages, of which mails speak by another address."""
    settings = Settings(_env_file=None, base_url="https://dondoc.anhoa.example")
    with (
        listening_socket("127.0.0.1", 0, "--port") as entrance,
        pages(make_app(engine, settings), entrance),
        httpx.Client(base_url=f"http://127.0.0.1:{entrance.getsockname()[1]}", trust_env=False) as client,
    ):
        yield client
