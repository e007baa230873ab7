"""`dondoc serve`: the pages, the reminders and the Prefect flows, until Ctrl-C."""

import signal
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click

from config.settings import load_settings
from dondoc.common import open_engine
from dondoc.pages import pages
from dondoc.services import FlowRunner, PrefectServer, Service, listening_socket, require_free
from notifications.tick import start_ticking
from web.app import make_app, require_loopback

WATCH_SECONDS = 0.5
PORT = click.IntRange(0, 65535)


@click.command
@click.option("--host", default="127.0.0.1", show_default=True, help="Địa chỉ của trang web (máy này).")
@click.option("--port", default=8080, show_default=True, type=PORT, help="Cổng của trang web; 0: cổng trống.")
@click.option(
    "--prefect-port", default=4200, show_default=True, type=PORT, help="Cổng của Prefect; 0: cổng trống."
)
@click.option("--prefect-api-url", help="Dùng máy chủ Prefect đã có, ví dụ http://127.0.0.1:4200/api.")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default="dondoc-data",
    show_default=True,
    help="Thư mục dữ liệu của Prefect.",
)
def command(host: str, port: int, prefect_port: int, prefect_api_url: str | None, data: Path) -> int:
    """Chạy dịch vụ: trang web, nhắc việc hằng ngày và các quy trình Prefect; dừng bằng Ctrl-C."""
    require_loopback(host)
    settings, engine = load_settings(), open_engine()
    with listening_socket(host, port, "--port") as entrance, ExitStack() as stack:
        stack.callback(engine.dispose)
        free = require_free(prefect_port, "--prefect-port") if prefect_api_url is None else 0
        with _told_to_stop():
            services = _start(stack, data / "prefect", free, prefect_api_url, settings.database_url)
            ticking = start_ticking(engine, settings)
            stack.callback(ticking.shutdown)
            thread = stack.enter_context(pages(make_app(engine, settings), entrance))
            _greet(entrance, services)
            return _watch(services, thread)
    click.echo("Đã dừng.")
    return 0


@contextmanager
def _told_to_stop() -> Iterator[None]:
    """Ctrl-C and SIGTERM alike end the block, and from there on a second one is not heeded.

    They are set anew because a shell's background job starts with Ctrl-C ignored, and would hand that on.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        click.echo("Đang dừng …")
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)


def _start(
    stack: ExitStack, folder: Path, port: int, existing: str | None, database_url: str
) -> list[Service]:
    services: list[Service] = []
    api_url = existing
    if api_url is None:
        click.echo("Đang khởi động máy chủ Prefect …")
        server = stack.enter_context(PrefectServer(folder, port))
        services.append(server)
        api_url = server.api_url
    click.echo("Đang đăng ký các quy trình …")
    services.append(stack.enter_context(FlowRunner(folder, api_url, {"DONDOC_DATABASE_URL": database_url})))
    return services


def _greet(entrance: socket.socket, services: Sequence[Service]) -> None:
    host, port = entrance.getsockname()[:2]
    click.echo(f"Trang nhiệm vụ: http://{f'[{host}]' if ':' in host else host}:{port}")
    for service in services:
        if isinstance(service, PrefectServer):
            click.echo(f"Trang Prefect: {service.ui_url}")
    click.echo("Nhấn Ctrl-C để dừng.")


def _watch(services: Sequence[Service], web: threading.Thread) -> int:
    """Wait for a part that ends by itself: status 1, and one line that says which."""
    while True:
        dead = next((service for service in services if not service.alive()), None)
        if dead or not web.is_alive():
            line = dead.failure("đã dừng đột ngột") if dead else "Trang web đã dừng đột ngột."
            click.echo(f"Lỗi: {line}", err=True)
            return 1
        time.sleep(WATCH_SECONDS)
