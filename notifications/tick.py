"""The tick: APScheduler only wakes it up; what is due stands in the database, so no tick is ever missed."""

import logging
from typing import Any, Final

from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import Engine

from config import clock
from config.errors import DondocError
from config.settings import Settings
from models.database import transaction
from notifications.ladder import LADDER
from notifications.remind import remind
from tasks_registry.new_year import open_year

INTERVAL_SECONDS: Final = 60

log = logging.getLogger(__name__)


def start_ticking(engine: Engine, settings: Settings) -> Any:
    """Remind in the background, now and every minute, within the ladder's hours.

    Returns the running `BackgroundScheduler`: `shutdown()` waits for the mail that is on its way.
    """
    scheduler = BackgroundScheduler(
        timezone=clock.ZONE,
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    scheduler.add_job(
        tick, "interval", [engine, settings], seconds=INTERVAL_SECONDS, next_run_time=clock.now()
    )
    scheduler.start()
    return scheduler


def tick(engine: Engine, settings: Settings) -> None:
    """One round, if mail may go out at this hour; whatever goes wrong is a line in the log."""
    now = clock.now()
    if not LADDER.may_send(now):
        return
    try:
        with transaction(engine) as session:
            open_year(session, as_of=clock.local_day(now), now=now)
        sent = remind(engine, settings, as_of=clock.local_day(now), now=now, patient=True)
    except DondocError as error:
        log.warning("%s", error)
    except Exception as error:  # noqa: BLE001  the log hears of it; the next tick must come all the same
        log.error("Lỗi khi nhắc việc: %s: %s", type(error).__name__, " ".join(str(error).split()))
    else:
        if sent:
            log.info("Đã gửi %d thư nhắc việc", len(sent))
