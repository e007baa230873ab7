"""A Prefect server for one test session, as `dondoc serve` starts it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dondoc import prefect_services
from dondoc.prefect_services import PrefectServer
from dondoc.services import LOOPBACK, free_port, listening_socket
from tests.servers.processes import all_gone


@contextmanager
def serving(folder: Path) -> Iterator[PrefectServer]:
    """Start a server; another program has taken the first port it tries."""
    with (
        listening_socket(LOOPBACK, 0, "--port") as other,
        pytest.MonkeyPatch.context() as patch,
    ):
        taken = iter([other.getsockname()[1]])
        patch.setattr(prefect_services, "free_port", lambda: next(taken, None) or free_port())
        with PrefectServer(folder) as server:
            yield server
    assert all_gone(str(folder))
    assert not server.api.answers()
