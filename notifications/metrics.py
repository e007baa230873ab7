"""The outbox in figures, as Prometheus reads them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlmodel import Session

from config.clock import local_day
from models import NoticeState
from notifications.pending import waiting_since
from notifications.tables import heartbeat, notice, run

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
STANDING: Final = (
    (NoticeState.PENDING, "Notices that wait to be sent"),
    (NoticeState.CLAIMED, "Notices that a sender holds"),
    (NoticeState.FAILED, "Notices that were refused for good"),
    (NoticeState.MISSED, "Notices that a newer step overtook before they went out"),
)


class Figures(Collector):
    """The figures at one moment."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session, self._now = session, now

    def collect(self) -> Iterator[Metric]:
        """One family for each figure."""
        counts = dict(
            run(self._session, select(notice.c.state, func.count()).group_by(notice.c.state)).tuples().all()
        )
        for state, meaning in STANDING:
            yield GaugeMetricFamily(f"dondoc_notices_{state.value}", meaning, value=counts.get(state, 0))
        yield CounterMetricFamily(
            "dondoc_notices_sent", "Notices that a mail server took", value=counts.get(NoticeState.SENT, 0)
        )
        yield GaugeMetricFamily(
            "dondoc_oldest_pending_seconds", "Wait of the oldest notice that may go out", value=self._oldest()
        )
        yield self._runs()

    def _oldest(self) -> float:
        since = waiting_since(self._session, as_of=local_day(self._now), now=self._now)
        return (self._now - since).total_seconds() if since else 0.0

    def _runs(self) -> Metric:
        runs = GaugeMetricFamily(
            "dondoc_last_run_timestamp_seconds", "When a job was last completed", labels=["job"]
        )
        found = run(self._session, select(heartbeat.c.name, heartbeat.c.at).order_by(heartbeat.c.name))
        for name, at in found:
            runs.add_metric([name], at.timestamp())
        return runs


def exposition(session: Session, *, now: datetime) -> bytes:
    """All figures in the text format of Prometheus (`CONTENT_TYPE`)."""
    registry = CollectorRegistry()
    registry.register(Figures(session, now))
    return generate_latest(registry)
