"""Prefect's programs on this machine: its server, behind a password, and the runner of our flows."""

import os
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from config.errors import DondocError
from dondoc.prefect_api import PrefectApi
from dondoc.services import LOOPBACK, Launch, Service, free_port
from flows.timetable import TIMETABLE

PASSWORD_FILE = "mat-khau-prefect.txt"  # noqa: S105  where it is kept, not what it is
PORT_TAKEN = "already in use"


def prefect_environment(folder: Path, api: PrefectApi) -> dict[str, str]:
    """The environment of every Prefect program: its files in `folder`, and no word to a foreign host.

    The older of Prefect's two web pages is the default because the newer one calls its maker's servers
    from the reader's browser. An office's proxy is not asked for what is on this very machine.
    """
    return {
        **os.environ,
        **_without_proxy(),
        "PREFECT_HOME": str(folder),
        "PREFECT_PROFILES_PATH": str(folder / "profiles.toml"),
        "PREFECT_API_URL": api.url,
        **({"PREFECT_API_AUTH_STRING": api.password} if api.password else {}),
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


def _without_proxy() -> dict[str, str]:
    names = ("NO_PROXY", "no_proxy")
    present = [os.environ[name] for name in names if os.environ.get(name)]
    return dict.fromkeys(names, ",".join([*present, LOOPBACK, "localhost"]))


class PrefectServer(Service):
    """Prefect's server on the loopback address, with its own database in `folder`.

    Whoever may speak to its API can have it run any program. Any page in the reader's browser can send it
    requests, and everybody on this machine: so it answers only those who know the password. It is kept in
    `folder`, so that a browser has to be told once. `ui_url` and `api` are known once it was started.
    """

    def __init__(self, folder: Path, port: int = 0) -> None:
        self._folder = folder.resolve()
        self._port = port
        self.ui_url = ""
        self.api = PrefectApi("")
        super().__init__("Máy chủ Prefect", self._folder / "may-chu-prefect.log")

    def __enter__(self) -> Self:
        """Start it; a free port that somebody else took at the last moment is exchanged once."""
        try:
            return super().__enter__()
        except DondocError:
            if self._port or PORT_TAKEN not in self.words():
                raise
        return super().__enter__()

    def launch(self) -> Launch:
        """The server on its port, or on one that is free now."""
        port = self._port or free_port()
        self.ui_url = f"http://{LOOPBACK}:{port}"
        self.api = PrefectApi(f"{self.ui_url}/api", _password(self._folder))
        command = [sys.executable, "-m", "prefect", "server", "start", "--host", LOOPBACK]
        closed = {
            "PREFECT_SERVER_API_AUTH_STRING": self.api.password,
            "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS": self.ui_url,
        }
        environment = {**prefect_environment(self._folder, self.api), **closed}
        return Launch([*command, "--port", str(port)], environment)

    def ready(self) -> bool:
        """Whether the server answers; another's on the same port would not know the password."""
        return self.api.answers()


def _password(folder: Path) -> str:
    """The folder's password ("user:password"), made at the first start; only this account can read it."""
    file = folder / PASSWORD_FILE
    if not file.is_file() or not file.stat().st_size:
        file.touch(mode=0o600)
        file.write_text(f"dondoc:{secrets.token_urlsafe(12)}", encoding="ascii")
    return file.read_text(encoding="ascii").strip()


class FlowRunner(Service):
    """The program that registers our deployments and carries their runs out, with the settings given."""

    def __init__(self, folder: Path, api: PrefectApi, settings: Mapping[str, str]) -> None:
        self._folder = folder.resolve()
        self._settings = settings
        self._api = api
        self._names = [served.deployment for served in TIMETABLE]
        self._polls_before: set[str] = set()
        super().__init__("Bộ chạy quy trình", self._folder / "quy-trinh.log")

    def __enter__(self) -> Self:
        """Start it, once what an earlier runner left behind is cleared away."""
        self._api.abandon_runs(self._names)
        self._polls_before = self._api.last_polls(self._names)
        return super().__enter__()

    def launch(self) -> Launch:
        """The runner, a program of this very Python."""
        environment = {**prefect_environment(self._folder, self._api), **self._settings}
        return Launch([sys.executable, "-m", "flows.deployments"], environment)

    def ready(self) -> bool:
        """Whether every deployment has been asked for its runs by this very runner."""
        return len(self._api.last_polls(self._names) - self._polls_before) == len(self._names)

    def stop(self) -> None:
        """Stop it; the runs that it leaves half-done are marked so."""
        started = self._process is not None
        super().stop()
        if started and self._api.answers():
            self._api.abandon_runs(self._names)
