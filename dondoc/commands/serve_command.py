"""`dondoc serve`: the pages, the reminders and the Prefect flows, until Ctrl-C."""

import os
import socket
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import click

from config.clock import now, today
from config.settings import load_settings
from dondoc.one_at_a_time import alone_in
from dondoc.pages import pages
from dondoc.prefect_api import PrefectApi
from dondoc.prefect_services import FlowRunner, PrefectServer
from dondoc.services import Service, listening_socket, require_free
from dondoc.stopping import until_told_to_stop, watch
from models.database import open_engine, transaction
from notifications.tick import start_ticking
from notifications.watch import expect_flow
from web.app import make_app, require_loopback

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
        if prefect_api_url is None:
            require_free(prefect_port, "--prefect-port")
        stack.enter_context(alone_in(data))
        with until_told_to_stop():
            services = _start(stack, data / "prefect", prefect_port, prefect_api_url, settings.database_url)
            with transaction(engine) as session:
                expect_flow(session, day=today(), now=now())
            ticking = start_ticking(engine, settings)
            stack.callback(ticking.shutdown)
            thread = stack.enter_context(pages(make_app(engine, settings), entrance))
            _greet(entrance, services)
            return watch(services, thread.is_alive)
    click.echo("Đã dừng.")
    return 0


def _start(
    stack: ExitStack, folder: Path, port: int, existing: str | None, database_url: str
) -> list[Service]:
    services: list[Service] = []
    if existing is None:
        click.echo("Đang khởi động máy chủ Prefect …")
        server = stack.enter_context(PrefectServer(folder, port))
        services.append(server)
        api = server.api
    else:
        api = PrefectApi(existing, os.environ.get("PREFECT_API_AUTH_STRING", ""))
    click.echo("Đang đăng ký các quy trình …")
    services.append(stack.enter_context(FlowRunner(folder, api, {"DONDOC_DATABASE_URL": database_url})))
    return services


def _greet(entrance: socket.socket, services: Sequence[Service]) -> None:
    host, port = entrance.getsockname()[:2]
    click.echo(f"Trang nhiệm vụ: http://{f'[{host}]' if ':' in host else host}:{port}")
    for service in services:
        if isinstance(service, PrefectServer):
            click.echo(f"Trang Prefect: {service.ui_url}")
            click.echo(f"Mật khẩu trang Prefect: {service.api.password}")
    click.echo("Nhấn Ctrl-C để dừng.")
