"""The web pages in a thread of their own, so that they leave the signals to the command."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette

DRAIN_SECONDS = 5


@contextmanager
def pages(app: Starlette, entrance: socket.socket) -> Iterator[threading.Thread]:
    """Serve `app` on the bound socket `entrance` until the block ends; yields the thread, to see it live.

    No request is logged, at any level: the address of a person's calendar is its key.
    """
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=DRAIN_SECONDS,
        )
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [entrance]}, name="pages")
    thread.start()
    try:
        while thread.is_alive() and not server.started:
            time.sleep(0.05)
        yield thread
    finally:
        server.should_exit = True
        thread.join()
