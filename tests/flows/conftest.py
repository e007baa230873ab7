"""Flows that report to the Prefect server, and a small office."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from dondoc.prefect_services import PrefectServer
from tests.small_plan import put_plan


@pytest.fixture(scope="session")
def prefect(server: PrefectServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The flows of all tests report to the Prefect server."""
    from prefect.settings import (
        PREFECT_API_AUTH_STRING,
        PREFECT_API_URL,
        PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
        PREFECT_HOME,
        PREFECT_SERVER_ANALYTICS_ENABLED,
        temporary_settings,
    )

    settings = {
        PREFECT_API_URL: server.api.url,
        PREFECT_API_AUTH_STRING: server.api.password,
        PREFECT_HOME: tmp_path_factory.mktemp("prefect"),
        PREFECT_SERVER_ANALYTICS_ENABLED: False,
        PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None,  # its thread would cost a second for each run
    }
    with temporary_settings(settings):
        yield


@pytest.fixture
def office(lite_engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Engine:
    """A database with one plan of a ward, which the flows open by themselves."""
    monkeypatch.setenv("DONDOC_DATABASE_URL", lite_engine.url.render_as_string())
    monkeypatch.setenv("DONDOC_REPORTS", str(tmp_path / "bao-cao"))
    with Session(lite_engine) as session:
        put_plan(session, "an-hoa", "UBND phường An Hòa")
        session.commit()
    return lite_engine
