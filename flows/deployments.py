"""The embedded deployments: `python -m flows.deployments` registers and serves them until it is stopped."""

import signal
from importlib import import_module

from prefect import serve
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron
from prefect.types.entrypoint import EntrypointType

from flows.timetable import TIMETABLE, ZONE_NAME, Served

RUNS_AT_ONCE = 2


def embedded_deployments() -> list[RunnerDeployment]:
    """A deployment for each line of the timetable, found by module so that no folder is put on the path."""
    return [_deployment(served) for served in TIMETABLE]


def _deployment(served: Served) -> RunnerDeployment:
    flow = getattr(import_module(f"flows.{served.flow}"), served.flow)
    deployment: RunnerDeployment = flow.to_deployment(
        served.deployment,
        schedules=[Cron(each.cron, timezone=ZONE_NAME, slug=each.slug) for each in served.times],
        # A second run waits: to cancel it could leave the later of two missed days undone.
        concurrency_limit=1,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    return deployment


def main() -> None:
    """Serve until a signal comes; schedules stay active, so that missed runs are made up for."""
    # Inherited as ignored from a shell's background job, it would make the runner deaf to being stopped.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    serve(*embedded_deployments(), limit=RUNS_AT_ONCE, pause_on_shutdown=False, print_starting_message=False)


if __name__ == "__main__":
    main()
