"""`dondoc serve` and the Prefect programs under it, for real: they do their work and answer nobody else."""

import os
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine

from config.errors import DondocError
from dondoc.prefect_api import PrefectApi, run_flow
from dondoc.prefect_services import PASSWORD_FILE, FlowRunner, PrefectServer, prefect_environment
from dondoc.services import LOOPBACK, free_port, listening_socket
from flows.timetable import TIMETABLE
from tests.servers.processes import all_gone, command_of, processes_with

SECONDS = 60


@pytest.fixture
def database(lite_engine: Engine) -> str:
    """The address of a new database; the folder's name is in the environment of whoever uses it."""
    return lite_engine.url.render_as_string()


FOREIGN = {"Origin": "https://trang-khac.example"}


def test_a_foreign_page_may_not_even_ask(server: PrefectServer) -> None:
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    for path in ("/deployments/", "/deployments/filter", "/flows/"):
        answer = httpx.options(f"{server.api.url}{path}", headers={**FOREIGN, **asked}, trust_env=False)
        assert answer.status_code == 400
        assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "application/json"},
        {**FOREIGN, "Content-Type": "text/plain"},  # sent without asking first
        {
            **FOREIGN,
            "Content-Type": "application/json",
            "Host": "trang-khac.example",
        },  # a name that leads here
        {"Content-Type": "application/json", "Authorization": "Basic YWRtaW46cGFzcw=="},
    ],
)
def test_without_the_password_nothing_is_done_or_told(server: PrefectServer, headers: dict[str, str]) -> None:
    for path, content in (("/flows/", '{"name": "la"}'), ("/deployments/filter", "{}")):
        answer = httpx.post(f"{server.api.url}{path}", headers=headers, content=content, trust_env=False)
        assert answer.status_code == 401
        assert "access-control-allow-origin" not in answer.headers
    assert server.api.ask("POST", "/flows/filter", {"flows": {"name": {"any_": ["la"]}}}) == []


def test_the_password_is_for_this_account_alone_and_stays(server: PrefectServer) -> None:
    folder = server.log.parent
    assert stat.S_IMODE((folder / PASSWORD_FILE).stat().st_mode) == 0o600
    again = PrefectServer(folder)
    again.launch()
    assert again.api.password == server.api.password
    assert len(server.api.password) > 20


def test_an_office_s_proxy_is_not_asked_for_this_machine(
    server: PrefectServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Prefect's own client heeds the proxy of the environment."""
    monkeypatch.setenv("no_proxy", "noi-bo.example")
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://{LOOPBACK}:1")
    environment = prefect_environment(tmp_path, server.api)
    assert environment["NO_PROXY"] == environment["no_proxy"] == "noi-bo.example,127.0.0.1,localhost"
    subprocess.run(
        [sys.executable, "-m", "prefect", "flow", "ls"], env=environment, check=True, timeout=SECONDS
    )


def test_the_server_tells_nobody(server: PrefectServer) -> None:
    """No telemetry, no advertisements, and the web page that calls no foreign host."""
    settings = server.api.ask("GET", "/admin/settings")["server"]
    assert settings["analytics_enabled"] is False
    assert settings["ui"]["v2_enabled"] is False
    assert settings["ui"]["show_promotional_content"] is False
    assert settings["ui"]["api_url"] == "/api"


def test_the_environment_wins_over_what_is_inherited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "https://cloud.example/api")
    monkeypatch.setenv("DO_NOT_TRACK", "0")
    environment = prefect_environment(tmp_path, PrefectApi("http://127.0.0.1:1/api"))
    assert environment["PREFECT_API_URL"] == "http://127.0.0.1:1/api"
    assert environment["DO_NOT_TRACK"] == "1"
    assert environment["PATH"] == os.environ["PATH"]


def test_the_runner_carries_a_run_out(server: PrefectServer, tmp_path: Path, database: str) -> None:
    api = server.api
    with FlowRunner(tmp_path / "prefect", api, {"DONDOC_DATABASE_URL": database}):
        assert {each["name"] for each in api.deployments([one.deployment for one in TIMETABLE])} == {
            one.deployment for one in TIMETABLE
        }
        for _ in range(2):
            state = run_flow(
                api,
                "don-doc-qua-han",
                {"params": {"as_of": "2026-03-12"}},
                idempotency_key="don-doc/2026-03-12",
                timeout=SECONDS,
            )
            assert state == "Completed"
        completed = {"flow_runs": {"state": {"type": {"any_": ["COMPLETED"]}}}}
        deployed = {"deployments": {"name": {"any_": ["don-doc-qua-han"]}}}
        assert api.ask("POST", "/flow_runs/count", {**completed, **deployed}) == 1
        with pytest.raises(DondocError, match="từ chối"):
            run_flow(api, "don-doc-qua-han", {"params": {"ngày": "hôm nay"}})
        starting = threading.Thread(target=run_flow, args=[api, "thu-thap-minh-chung", {}])
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
        run_flow(server.api, "khong-co", {})


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(DondocError, match="--prefect-api-url"):
        run_flow(PrefectApi(f"http://{LOOPBACK}:{free_port()}/api"), "don-doc-qua-han", {})


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
    pages, prefect, password = (line.split()[-1] for line in lines if ": " in line)
    assert httpx.get(f"{pages}/suc-khoe", trust_env=False).json()["database"] == "ok"
    assert PrefectApi(f"{prefect}/api", password).answers()
    program.send_signal(signal.SIGINT)
    said, _ = program.communicate(timeout=SECONDS)
    assert program.returncode == 0
    assert said.splitlines() == ["Đang dừng …", "Đã dừng."]
    assert all_gone(str(tmp_path))


def test_when_a_part_dies_all_of_ours_stops(
    server: PrefectServer, tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_API_AUTH_STRING", server.api.password)
    program = serve(tmp_path, database, "--port", "0", "--prefect-api-url", server.api.url)
    said_until(program, "Ctrl-C")
    (victim,) = [pid for pid in processes_with(str(tmp_path)) if b"flows.deployments" in command_of(pid)]
    os.kill(victim, signal.SIGKILL)
    said, _ = program.communicate(timeout=SECONDS)
    assert program.returncode == 1
    assert "Lỗi: Bộ chạy quy trình đã dừng đột ngột" in said
    assert all_gone(str(tmp_path))
    assert server.api.answers()


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
