"""Deploying makes the scheduler insert runs: the two ways of running the flows, and their timetable.

With SQLAlchemy 2.1 everything else of Prefect works and no run is ever inserted.
"""

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_API_URL, temporary_settings

from dondoc.prefect_api import PrefectApi
from dondoc.prefect_services import PrefectServer, prefect_environment
from flows.deployments import embedded_deployments
from flows.timetable import POOL, POOL_SUFFIX, TIMETABLE, ZONE_NAME

ROOT = Path(__file__).parents[2]
SECONDS = 60


@pytest.fixture(scope="module")
def pool_file() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
    return document


def test_the_pool_file_says_the_same_as_the_timetable(pool_file: dict[str, Any]) -> None:
    written = [
        (
            each["entrypoint"],
            each["name"],
            each["work_pool"]["name"],
            [(one["cron"], one["timezone"], one["slug"]) for one in each["schedules"]],
        )
        for each in pool_file["deployments"]
    ]
    assert written == [
        (
            f"flows/{served.flow}.py:{served.flow}",
            served.deployment + POOL_SUFFIX,
            POOL,
            [(each.cron, ZONE_NAME, each.slug) for each in served.times],
        )
        for served in TIMETABLE
    ]


def test_deploying_inserts_scheduled_runs(server: PrefectServer, tmp_path: Path) -> None:
    often = [served.deployment for served in TIMETABLE if served.times[0].cron.split()[3] == "*"]
    names = {name + suffix for name in often for suffix in ("", POOL_SUFFIX)}
    environment = prefect_environment(tmp_path, server.api)
    register_embedded(server.api)
    deploy_pool_file(environment)
    # December may lie beyond the hundred days that the scheduler looks ahead.
    scheduled = wait_for_scheduled(server.api, names)
    assert set(scheduled) == names
    assert scheduled["don-doc-qua-han"] == {"23:30"}, "06:30 in Vietnam"


def register_embedded(api: PrefectApi) -> None:
    with temporary_settings({PREFECT_API_URL: api.url, PREFECT_API_AUTH_STRING: api.password}):
        for deployment in embedded_deployments():
            deployment.apply()


def deploy_pool_file(environment: dict[str, str]) -> None:
    environment = {**environment, "DONDOC_HOME": str(ROOT)}
    for words in (
        ["work-pool", "create", POOL, "--type", "process"],
        ["--no-prompt", "deploy", "--all"],
    ):
        subprocess.run([sys.executable, "-m", "prefect", *words], cwd=ROOT, env=environment, check=True)


def wait_for_scheduled(api: PrefectApi, names: set[str]) -> dict[str, set[str]]:
    """The times (UTC) of the scheduled runs of each of `names` that got one in time."""
    deadline = time.monotonic() + SECONDS
    wanted = {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}
    while True:
        known = {each["id"]: each["name"] for each in api.deployments(sorted(names))}
        found: dict[str, set[str]] = {}
        for run in api.ask("POST", "/flow_runs/filter", wanted):
            if run["deployment_id"] in known:
                starts = found.setdefault(known[run["deployment_id"]], set())
                starts.add(run["expected_start_time"][11:16])
        if found.keys() >= names or time.monotonic() > deadline:
            return found
        time.sleep(1)
