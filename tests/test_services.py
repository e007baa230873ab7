"""The local servers for real: they start, they do their work, and nothing of them stays behind."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from config.errors import DondocError
from dondoc import services
from dondoc.prefect_api import PrefectApi, run_flow
from dondoc.services import (
    LOOPBACK,
    FlowRunner,
    PrefectServer,
    Service,
    free_port,
    listening_socket,
    prefect_environment,
    require_free,
)
from flows.timetable import TIMETABLE
from models.database import make_engine, migrate

SECONDS = 60


def processes_with(word: str) -> list[int]:
    """The processes that have `word` (a folder of this test) in their environment."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/environ"):
        try:
            if word.encode() in entry.read_bytes():
                found.append(int(entry.parent.name))
        except OSError:
            continue  # ended meanwhile, or another user's
    return [pid for pid in found if pid != os.getpid()]


def all_gone(word: str) -> bool:
    """Whether they end: what was killed may take a moment to be cleared away."""
    deadline = time.monotonic() + 5
    while processes_with(word) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not processes_with(word)


@pytest.fixture
def database(tmp_path: Path) -> str:
    """The address of a new database; the folder's name is in the environment of whoever uses it."""
    url = f"sqlite:///{tmp_path / 'dondoc.db'}"
    engine = make_engine(url)
    migrate(engine)
    engine.dispose()
    return url


def test_a_free_port_can_be_used() -> None:
    port = free_port()
    assert require_free(port, "--port") == port
    assert require_free(0, "--port") > 0


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
        self.sign = folder / "ready"
        environment = {**os.environ, "SIGN": str(self.sign)}
        super().__init__("Chương trình", [sys.executable, "-c", code], folder / "log" / "x.log", environment)

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


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrefectServer]:
    """A Prefect server as `dondoc serve` starts it."""
    folder = tmp_path_factory.mktemp("prefect")
    with PrefectServer(folder) as server:
        yield server
    assert all_gone(str(folder))
    assert not PrefectApi(server.api_url).healthy()


def test_the_server_tells_nobody(server: PrefectServer) -> None:
    """No telemetry, no advertisements, and the web page that calls no foreign host."""
    settings = PrefectApi(server.api_url).ask("GET", "/admin/settings")["server"]
    assert settings["analytics_enabled"] is False
    assert settings["ui"]["v2_enabled"] is False
    assert settings["ui"]["show_promotional_content"] is False
    assert settings["ui"]["api_url"] == "/api"


def test_the_environment_wins_over_what_is_inherited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "https://cloud.example/api")
    monkeypatch.setenv("DO_NOT_TRACK", "0")
    environment = prefect_environment(tmp_path, "http://127.0.0.1:1/api")
    assert environment["PREFECT_API_URL"] == "http://127.0.0.1:1/api"
    assert environment["DO_NOT_TRACK"] == "1"
    assert environment["PATH"] == os.environ["PATH"]


def test_the_runner_carries_a_run_out(server: PrefectServer, tmp_path: Path, database: str) -> None:
    api = PrefectApi(server.api_url)
    with FlowRunner(tmp_path / "prefect", server.api_url, {"DONDOC_DATABASE_URL": database}):
        assert {each["name"] for each in api.deployments([one.deployment for one in TIMETABLE])} == {
            one.deployment for one in TIMETABLE
        }
        for _ in range(2):
            state = run_flow(
                server.api_url,
                "don-doc-qua-han",
                {"params": {"as_of": "2026-03-12"}},
                idempotency_key="don-doc/2026-03-12",
                timeout=SECONDS,
            )
            assert state == "Completed"
        assert (
            api.ask("POST", "/flow_runs/count", {"flow_runs": {"state": {"type": {"any_": ["COMPLETED"]}}}})
            == 1
        )
        with pytest.raises(DondocError, match="từ chối"):
            run_flow(server.api_url, "don-doc-qua-han", {"params": {"ngày": "hôm nay"}})
        starting = threading.Thread(target=run_flow, args=[server.api_url, "thu-thap-minh-chung", {}])
        starting.start()
        wait_for_running(api)
    starting.join(SECONDS)
    assert running(api) == []
    assert all_gone(str(tmp_path))


def running(api: PrefectApi) -> list[str]:
    wanted = {"flow_runs": {"state": {"type": {"any_": ["RUNNING", "PENDING"]}}}}
    return [run["id"] for run in api.ask("POST", "/flow_runs/filter", wanted)]


def wait_for_running(api: PrefectApi) -> None:
    deadline = time.monotonic() + SECONDS
    while not running(api):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_flow_that_nobody_serves(server: PrefectServer) -> None:
    with pytest.raises(DondocError, match="dondoc serve"):
        run_flow(server.api_url, "khong-co", {})


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(DondocError, match="--prefect-api-url"):
        run_flow(f"http://{LOOPBACK}:{free_port()}/api", "don-doc-qua-han", {})


def serve(tmp_path: Path, database: str, *options: str) -> subprocess.Popen[str]:
    """`dondoc serve` in a folder of its own, as a shell starts it in the background: Ctrl-C is ignored."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return subprocess.Popen(
            [sys.executable, "-m", "dondoc", "serve", "--data", str(tmp_path / "data"), *options],
            cwd=tmp_path,
            env={**os.environ, "DONDOC_DATABASE_URL": database, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    finally:
        signal.signal(signal.SIGINT, before)


def said_until(program: subprocess.Popen[str], word: str) -> list[str]:
    """The lines up to the one with `word`."""
    assert program.stdout is not None
    lines: list[str] = []
    for line in program.stdout:
        lines.append(line)
        if word in line:
            return lines
    pytest.fail(f"{word!r} was never said: {lines}")


def test_serving_and_stopping(tmp_path: Path, database: str) -> None:
    program = serve(tmp_path, database, "--port", "0", "--prefect-port", "0")
    lines = said_until(program, "Ctrl-C")
    pages, prefect = (line.split()[-1] for line in lines if line.startswith("Trang "))
    assert httpx.get(f"{pages}/suc-khoe", trust_env=False).json()["database"] == "ok"
    assert PrefectApi(f"{prefect}/api").healthy()
    program.send_signal(signal.SIGINT)
    said, _ = program.communicate(timeout=SECONDS)
    assert program.returncode == 0
    assert said.splitlines() == ["Đang dừng …", "Đã dừng."]
    assert all_gone(str(tmp_path))


def test_when_a_part_dies_all_of_ours_stops(server: PrefectServer, tmp_path: Path, database: str) -> None:
    program = serve(tmp_path, database, "--port", "0", "--prefect-api-url", server.api_url)
    said_until(program, "Ctrl-C")
    (victim,) = [pid for pid in processes_with(str(tmp_path)) if b"flows.deployments" in command_of(pid)]
    os.kill(victim, signal.SIGKILL)
    said, _ = program.communicate(timeout=SECONDS)
    assert program.returncode == 1
    assert "Lỗi: Bộ chạy quy trình đã dừng đột ngột" in said
    assert all_gone(str(tmp_path))
    assert PrefectApi(server.api_url).healthy()


def command_of(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def test_stopping_while_it_starts(tmp_path: Path, database: str) -> None:
    program = serve(tmp_path, database, "--port", "0", "--prefect-port", "0")
    said_until(program, "Đang khởi động máy chủ Prefect")
    program.terminate()
    program.communicate(timeout=SECONDS)
    assert program.returncode == 0
    assert all_gone(str(tmp_path))


def test_a_taken_port_leaves_nothing_half_done(tmp_path: Path, database: str) -> None:
    with listening_socket(LOOPBACK, 0, "--port") as other:
        other.listen()
        port = str(other.getsockname()[1])
        for options in (["--port", port], ["--port", "0", "--prefect-port", port]):
            said, _ = (program := serve(tmp_path, database, *options)).communicate(timeout=SECONDS)
            assert program.returncode == 2
            assert said.count("\n") == 1
            assert options[-2] in said
    assert not (tmp_path / "data").exists()


def test_a_prefect_server_that_does_not_answer(tmp_path: Path, database: str) -> None:
    options = ["--port", "0", "--prefect-api-url", f"http://{LOOPBACK}:{free_port()}/api"]
    said, _ = (program := serve(tmp_path, database, *options)).communicate(timeout=SECONDS)
    assert program.returncode == 2
    assert "Không kết nối được máy chủ Prefect" in said
