"""What a run left on the Prefect server, read back through its client."""

import json
from typing import Any

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId, ArtifactFilterKey
from prefect.states import State


def run_name(state: State[Any]) -> str:
    """The name of the run that ended in `state`."""
    assert state.state_details.flow_run_id is not None
    with get_client(sync_client=True) as client:
        return client.read_flow_run(state.state_details.flow_run_id).name


def artifact(state: State[Any], key: str) -> tuple[str, list[dict[str, Any]]]:
    """The heading and the rows of the table that the run left under `key`."""
    run_id = state.state_details.flow_run_id
    assert run_id is not None
    wanted = ArtifactFilter(
        key=ArtifactFilterKey(any_=[key]), flow_run_id=ArtifactFilterFlowRunId(any_=[run_id])
    )
    with get_client(sync_client=True) as client:
        (found,) = client.read_artifacts(artifact_filter=wanted)
    assert isinstance(found.data, str)
    return found.description or "", json.loads(found.data)
