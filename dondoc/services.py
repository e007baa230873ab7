"""The local servers: start them, wait until they answer, stop them, and leave nothing behind."""

import errno
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from config.errors import DondocError, why_of

LOOPBACK = "127.0.0.1"
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
START_SECONDS = 120
STOP_SECONDS = 15
POLL_SECONDS = 0.3


@contextmanager
def listening_socket(host: str, port: int, option: str) -> Iterator[socket.socket]:
    """A socket that listens on `host` and `port` (0: any free one); `option` is where to choose another.

    Raises:
        DondocError: the port is taken or not allowed.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as bound:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((host, port))
            bound.listen()  # at once: a port that is only bound can still be given to others
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            reason = "đang có chương trình khác dùng" if taken else "hệ thống không cho phép"
            raise DondocError(
                f"Không mở được cổng {port} trên {host}: {reason}; chọn cổng khác bằng {option}."
            ) from None
        yield bound


def free_port() -> int:
    """A port of this machine that nobody listens on now, for a program that must be told a number."""
    with listening_socket(LOOPBACK, 0, "--port") as bound:
        return int(bound.getsockname()[1])


def require_free(port: int, option: str) -> None:
    """Hold that nobody listens on `port`, before anything is started.

    Raises:
        DondocError: another program does.
    """
    with listening_socket(LOOPBACK, port, option):
        return


@contextmanager
def stopping_held() -> Iterator[None]:
    """Let a signal to stop wait until the block is over: in the middle of a start it would lose the child."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    waiting: list[int] = []
    usual = {int(number): signal.getsignal(number) for number in STOPS}
    for number in usual:
        signal.signal(number, lambda number, _frame: waiting.append(number))
    try:
        yield
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)
        for number in waiting:
            signal.raise_signal(number)


@dataclass(frozen=True)
class Launch:
    """A program: the words of its command, and its whole environment."""

    command: Sequence[str]
    environment: Mapping[str, str]


class Service:
    """A program in a process group of its own, its words in a log file; started and stopped by `with`."""

    def __init__(self, title: str, log: Path) -> None:
        self.title = title
        self.log = log
        self._process: subprocess.Popen[bytes] | None = None

    def launch(self) -> Launch:
        """What to start; asked anew for each start."""
        raise NotImplementedError

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
                program = self.launch()
                self._process = subprocess.Popen(  # noqa: S603  our own interpreter and our own words
                    program.command,
                    env=program.environment,
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

    def words(self) -> str:
        """All that it has said since it was started last."""
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.is_file() else ""

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self.ready():
            if not self.alive():
                raise DondocError(self.failure("không khởi động được"))
            if time.monotonic() > deadline:
                raise DondocError(self.failure(f"chưa sẵn sàng sau {START_SECONDS} giây"))
            time.sleep(POLL_SECONDS)

    def _last_word(self) -> str:
        lines = self.words().split("\n")
        spoken = [line.strip() for line in lines if line.strip(" \t─━╭╮╰╯│")]
        errors = [line for line in spoken if "error" in line.lower()]
        return (errors or spoken or ["không có thông báo nào"])[-1][:300]


def _new_log(path: Path) -> BinaryIO:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("wb")
    except OSError as error:
        raise DondocError(
            f"Không ghi được vào {path.parent} ({why_of(error)}); chọn nơi khác bằng --data."
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
