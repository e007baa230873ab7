"""The few words that the front door has with a Prefect server, over its REST interface.

Prefect's own client would take seconds to import and keeps its settings for the whole process.
"""

import ssl
import time
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from uuid import uuid4

import httpx

from config.errors import DondocError, why_of

POLL_SECONDS = 0.5
BUSY, PATIENCE = 503, 40  # a status of HTTP; how often to ask again
PATIENCE_SECONDS = 30
GLANCE_SECONDS = 3
UNFINISHED = ("RUNNING", "PENDING", "CANCELLING")
FINAL = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")


class PrefectApi:
    """A Prefect server at `url` ("http://127.0.0.1:4200/api"); `password` as "user:password", or empty."""

    def __init__(self, url: str, password: str = "") -> None:
        self.url = url.rstrip("/")
        self.password = password

    def answers(self) -> bool:
        """Whether the server is there and takes the password."""
        try:
            return self._request("GET", "/admin/version", seconds=GLANCE_SECONDS).is_success
        except httpx.HTTPError:
            return False

    def ask(self, method: str, path: str, body: object = None, *, patience: int = PATIENCE) -> Any:
        """The answer as JSON; a server that is too busy for the moment is asked again.

        Raises:
            DondocError: no answer, or a refusal.
        """
        try:
            answer = self._request(method, path, body)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise DondocError(
                f"Không kết nối được máy chủ Prefect ở {self.url} ({_why(error)}); "
                "kiểm tra --prefect-api-url."
            ) from None
        if answer.status_code == BUSY and patience:
            time.sleep(POLL_SECONDS)
            return self.ask(method, path, body, patience=patience - 1)
        if answer.is_error:
            raise DondocError(f"Máy chủ Prefect từ chối {path} ({answer.status_code}): {answer.text[:300]}")
        return answer.json() if answer.content else None

    def deployments(self, names: Sequence[str]) -> list[dict[str, Any]]:
        """The deployments with these names, as Prefect describes them."""
        found: list[dict[str, Any]] = self.ask(
            "POST", "/deployments/filter", {"deployments": {"name": {"any_": list(names)}}}
        )
        return found

    def last_polls(self, names: Sequence[str]) -> set[str]:
        """When each deployment was last asked for its runs, as "name at instant"."""
        return {
            f"{found['name']} {found['last_polled']}"
            for found in self.deployments(names)
            if found["last_polled"]
        }

    def abandon_runs(self, names: Sequence[str]) -> None:
        """Mark the unfinished runs of these deployments as crashed.

        A runner that is told to stop ends its runs without a word; they would count as running for
        ever and hold the deployment's only place.
        """
        left = self.ask(
            "POST",
            "/flow_runs/filter",
            {
                "deployments": {"name": {"any_": list(names)}},
                "flow_runs": {"state": {"type": {"any_": list(UNFINISHED)}}},
            },
        )
        state = {"type": "CRASHED", "message": "Dịch vụ dừng khi quy trình đang chạy dở."}
        for run in left:
            self.ask("POST", f"/flow_runs/{run['id']}/set_state", {"state": state, "force": True})

    def _request(
        self, method: str, path: str, body: object = None, seconds: float = PATIENCE_SECONDS
    ) -> httpx.Response:
        user, _, password = self.password.partition(":")
        return httpx.request(
            method,
            f"{self.url}{path}",
            json=body,
            auth=(user, password) if user else None,
            timeout=seconds,
            trust_env=False,
            verify=_trust(),
        )


@cache
def _trust() -> ssl.SSLContext:
    """Whom https is believed, read once: left to itself httpx reads its certificates for each request."""
    return httpx.create_ssl_context(trust_env=False)


def run_flow(
    api: PrefectApi,
    deployment: str,
    parameters: Mapping[str, Any],
    *,
    idempotency_key: str | None = None,
    timeout: float = 300,
) -> str:
    """Run `deployment` ("tu-ra-soat-quy") now and wait; its final state, such as "Completed".

    The same `idempotency_key` never starts a second run.

    Raises:
        DondocError: no such deployment, refused parameters, or not finished within `timeout` seconds.
    """
    found = api.deployments([deployment])
    if len(found) != 1:
        raise DondocError(f"Máy chủ Prefect chưa có quy trình '{deployment}'; hãy chạy: dondoc serve")
    key = idempotency_key or uuid4().hex  # asked again when the server was busy, it must not run twice
    body = {"parameters": dict(parameters), "idempotency_key": key}
    run = api.ask("POST", f"/deployments/{found[0]['id']}/create_flow_run", body)
    return _wait(api, run["id"], timeout)


def _wait(api: PrefectApi, run_id: str, timeout: float) -> str:
    deadline = time.monotonic() + timeout
    while (run := api.ask("GET", f"/flow_runs/{run_id}"))["state_type"] not in FINAL:
        if time.monotonic() > deadline:
            raise DondocError(f"Quy trình chưa chạy xong sau {timeout:g} giây; xem lượt chạy {run['name']}.")
        time.sleep(POLL_SECONDS)
    return str(run["state_name"])


def _why(error: BaseException) -> str:
    """Why there is no answer, in Vietnamese; httpx says it in English around the system's error."""
    if isinstance(error, httpx.TimeoutException):
        return "không trả lời kịp"
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol):
        return "địa chỉ viết sai"
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, OSError):
        cause = cause.__cause__ or cause.__context__
    return "kết nối bị ngắt" if cause is None else why_of(cause)
