"""Running until somebody stops it, and noticing when a part stops by itself."""

import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import click

from dondoc.services import STOPS, Service

WATCH_SECONDS = 0.5


@contextmanager
def until_told_to_stop() -> Iterator[None]:
    """Ctrl-C, SIGTERM and a closed terminal alike end the block; from there on a second one is not heeded.

    They are set anew because a shell's background job starts with Ctrl-C ignored, and would hand that on.
    """
    for number in STOPS:
        signal.signal(number, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        click.echo("Đang dừng …")
    finally:
        for number in STOPS:
            signal.signal(number, signal.SIG_IGN)


def watch(services: Sequence[Service], pages_alive: Callable[[], bool]) -> int:
    """Wait for a part that ends by itself: status 1, and one line that says which."""
    while True:
        dead = next((service for service in services if not service.alive()), None)
        if dead or not pages_alive():
            line = dead.failure("đã dừng đột ngột") if dead else "Trang web đã dừng đột ngột."
            click.echo(f"Lỗi: {line}", err=True)
            return 1
        time.sleep(WATCH_SECONDS)
