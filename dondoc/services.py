"""The local servers: start them, wait until they answer, stop them, and leave nothing behind."""

import errno
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from config.errors import DondocError
from dondoc.prefect_api import PrefectApi, run_flow
from flows.timetable import TIMETABLE

__all__ = [
    "FlowRunner",
    "PrefectServer",
    "free_port",
    "listening_socket",
    "prefect_environment",
    "require_free",
    "run_flow",
]

LOOPBACK = "127.0.0.1"
START_SECONDS = 120
STOP_SECONDS = 15
POLL_SECONDS = 0.3


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


@contextmanager
def listening_socket(host: str, port: int, option: str) -> Iterator[socket.socket]:
    """A socket bound to `host` and `port` (0: any free one); `option` is where to choose another port.

    Raises:
        DondocError: the port is taken or not allowed.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as bound:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((host, port))
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            reason = "đang có chương trình khác dùng" if taken else "hệ thống không cho phép"
            raise DondocError(
                f"Không mở được cổng {port} trên {host}: {reason}; chọn cổng khác bằng {option}."
            ) from None
        yield bound


def require_free(port: int, option: str) -> int:
    """`port`, or a free one where it is 0.

    Raises:
        DondocError: another program listens on it.
    """
    with listening_socket(LOOPBACK, port, option) as bound:
        return int(bound.getsockname()[1])


def prefect_environment(folder: Path, api_url: str) -> dict[str, str]:
    """The environment of every Prefect program: its files in `folder`, and no word to a foreign host.

    The older of Prefect's two web pages is the default because the newer one calls its maker's servers
    from the reader's browser.
    """
    return {
        **os.environ,
        "PREFECT_HOME": str(folder),
        "PREFECT_PROFILES_PATH": str(folder / "profiles.toml"),
        "PREFECT_API_URL": api_url,
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{folder / 'prefect.db'}",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_UI_V2_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_UI_API_URL": "/api",
        "PREFECT_LOGGING_COLORS": "false",
        "PREFECT_RUNNER_POLL_FREQUENCY": "5",
        "PYTHONUNBUFFERED": "1",
    }


@contextmanager
def stopping_held() -> Iterator[None]:
    """Let a signal to stop wait until the block is over: in the middle of a start it would lose the child."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    waiting: list[int] = []
    usual = {int(number): signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number in usual:
        signal.signal(number, lambda number, _frame: waiting.append(number))
    try:
        yield
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)
        for number in waiting:
            signal.raise_signal(number)


class Service:
    """A program in a process group of its own, its words in a log file; started and stopped by `with`."""

    def __init__(self, title: str, command: Sequence[str], log: Path, environment: Mapping[str, str]) -> None:
        self.title = title
        self.log = log
        self._command = list(command)
        self._environment = dict(environment)
        self._process: subprocess.Popen[bytes] | None = None

    def ready(self) -> bool:
        """Whether it does its work yet."""
        raise NotImplementedError

    def alive(self) -> bool:
        """Whether the program still runs."""
        return self._process is not None and self._process.poll() is None

    def __enter__(self) -> Self:
        """Start it and wait until it is ready.

        Raises:
            DondocError: it ended or took too long; the line has its last word and where its log is.
        """
        try:
            with _new_log(self.log) as output, stopping_held():
                self._process = subprocess.Popen(  # noqa: S603  our own interpreter and our own words
                    self._command,
                    env=self._environment,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            self._wait_until_ready()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Ask the whole group to end, wait, and make it end.

        Asked by Ctrl-C's signal: it is the one on which Prefect's programs close their files.
        """
        process, self._process = self._process, None
        if process is None:
            return
        _signal_group(process.pid, signal.SIGINT)
        deadline = time.monotonic() + STOP_SECONDS
        while _group_lives(process) and time.monotonic() < deadline:
            time.sleep(POLL_SECONDS / 3)
        _signal_group(process.pid, signal.SIGKILL)
        process.wait()

    def failure(self, what: str) -> str:
        """One line: what happened, the program's last word, where to read more."""
        return f"{self.title} {what}: {self._last_word()} (nhật ký: {self.log})."

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self.ready():
            if not self.alive():
                raise DondocError(self.failure("không khởi động được"))
            if time.monotonic() > deadline:
                raise DondocError(self.failure(f"chưa sẵn sàng sau {START_SECONDS} giây"))
            time.sleep(POLL_SECONDS)

    def _last_word(self) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").split("\n")
        spoken = [line.strip() for line in lines if line.strip(" \t─━╭╮╰╯│")]
        errors = [line for line in spoken if "error" in line.lower()]
        return (errors or spoken or ["không có thông báo nào"])[-1][:300]


def _new_log(path: Path) -> BinaryIO:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("wb")
    except OSError as error:
        raise DondocError(
            f"Không ghi được vào {path.parent} ({error.strerror}); chọn nơi khác bằng --data."
        ) from None


def _signal_group(group: int, number: signal.Signals) -> bool:
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return False
    return True


def _group_lives(process: subprocess.Popen[bytes]) -> bool:
    """Whether the program or one of its children is still there (`poll` clears it away when it ended)."""
    running = process.poll() is None
    try:
        os.killpg(process.pid, 0)
    except ProcessLookupError:
        return running
    return True


class PrefectServer(Service):
    """Prefect's server on the loopback address, with its own database in `folder`."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        folder = folder.resolve()
        self.ui_url = f"http://{LOOPBACK}:{port or free_port()}"
        self.api_url = f"{self.ui_url}/api"
        command = [sys.executable, "-m", "prefect", "server", "start", "--host", LOOPBACK]
        super().__init__(
            "Máy chủ Prefect",
            [*command, "--port", self.ui_url.rpartition(":")[2]],
            folder / "may-chu-prefect.log",
            prefect_environment(folder, self.api_url),
        )

    def ready(self) -> bool:
        """Whether the server answers."""
        return PrefectApi(self.api_url).healthy()


class FlowRunner(Service):
    """The program that registers our deployments and carries their runs out, with the settings given."""

    def __init__(self, folder: Path, api_url: str, settings: Mapping[str, str]) -> None:
        folder = folder.resolve()
        super().__init__(
            "Bộ chạy quy trình",
            [sys.executable, "-m", "flows.deployments"],
            folder / "quy-trinh.log",
            {**prefect_environment(folder, api_url), **settings},
        )
        self._api = PrefectApi(api_url)
        self._names = [served.deployment for served in TIMETABLE]
        self._polls_before: set[str] = set()

    def __enter__(self) -> Self:
        """Start it, once what an earlier runner left behind is cleared away."""
        self._api.abandon_runs(self._names)
        self._polls_before = self._api.last_polls(self._names)
        return super().__enter__()

    def ready(self) -> bool:
        """Whether every deployment has been asked for its runs by this very runner."""
        return len(self._api.last_polls(self._names) - self._polls_before) == len(self._names)

    def stop(self) -> None:
        """Stop it; the runs that it leaves half-done are marked so."""
        started = self._process is not None
        super().stop()
        if started and self._api.healthy():
            self._api.abandon_runs(self._names)
