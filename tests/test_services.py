"""The local servers: they start, they say why they do not, and nothing of them stays behind."""

import os
import socket
import sys
from pathlib import Path

import pytest

from config.errors import DondocError
from dondoc import services
from dondoc.services import LOOPBACK, Launch, Service, free_port, listening_socket, require_free
from tests.servers.processes import all_gone, processes_with


def test_a_free_port_can_be_used() -> None:
    require_free(free_port(), "--port")
    require_free(0, "--port")


def test_a_taken_port_names_the_option() -> None:
    with socket.socket() as other:
        other.bind((LOOPBACK, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(DondocError, match=rf"cổng {port} .*đang có chương trình khác dùng.*--port"):
            require_free(port, "--port")


def test_an_address_of_another_machine() -> None:
    with pytest.raises(DondocError, match="--port"), listening_socket("192.0.2.1", 0, "--port"):
        pass


class Program(Service):
    """A few lines of Python, ready once they have made a file."""

    def __init__(self, folder: Path, code: str) -> None:
        self.sign, self.code = folder / "ready", code
        super().__init__("Chương trình", folder / "log" / "x.log")

    def launch(self) -> Launch:
        return Launch([sys.executable, "-c", self.code], {**os.environ, "SIGN": str(self.sign)})

    def ready(self) -> bool:
        return self.sign.exists()


READY = "import os, time, signal, subprocess, sys; open(os.environ['SIGN'], 'w').close(); "
DEAF = "signal.signal(signal.SIGINT, signal.SIG_IGN); signal.signal(signal.SIGTERM, signal.SIG_IGN); "
SLEEP = "time.sleep(60)"


def test_a_service_lives_as_long_as_its_block(tmp_path: Path) -> None:
    with Program(tmp_path, READY + SLEEP) as program:
        assert program.alive()
        assert processes_with(str(tmp_path))
    assert not program.alive()
    assert all_gone(str(tmp_path))


def test_a_deaf_service_and_its_child_are_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "STOP_SECONDS", 0.3)
    child = f"subprocess.Popen([sys.executable, '-c', 'import time, signal; {DEAF}{SLEEP}']); "
    with Program(tmp_path, "import signal; " + DEAF + "import sys, subprocess; " + child + READY + SLEEP):
        assert len(processes_with(str(tmp_path))) == 2
    assert all_gone(str(tmp_path))


def test_a_service_that_ends_at_once_says_why(tmp_path: Path) -> None:
    program = Program(tmp_path, "print('x'); print('Error: no room'); print('bye'); raise SystemExit(3)")
    with pytest.raises(DondocError, match=r"không khởi động được: Error: no room \(nhật ký: .*x\.log\)"):
        program.__enter__()


def test_a_service_that_never_gets_ready_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "START_SECONDS", 0.5)
    with pytest.raises(DondocError, match="chưa sẵn sàng sau"):
        Program(tmp_path, "import os, time; " + SLEEP).__enter__()
    assert all_gone(str(tmp_path))


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("a file where the folder should be")
    with pytest.raises(DondocError, match="--data"):
        Program(tmp_path, SLEEP).__enter__()
