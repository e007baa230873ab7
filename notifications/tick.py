"""The tick: APScheduler only wakes it up; what is due stands in the database, so no tick is ever missed."""

import logging
from typing import Any, Final

from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import Engine

from config import clock
from config.errors import DondocError
from config.settings import Settings
from models.database import transaction
from notifications.ladders import load_ladders
from notifications.remind import remind
from notifications.watch import warn_of_missing_flow
from tasks_registry.days.working_days import load_calendar
from tasks_registry.plans.new_year import open_year

INTERVAL_SECONDS: Final = 60

log = logging.getLogger(__name__)


def start_ticking(engine: Engine, settings: Settings) -> Any:
    """Remind in the background, now and every minute, within the office's hours of working days.

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
    """One round, if mail may go out by itself now; whatever goes wrong is a line in the log."""
    now = clock.now()
    today = clock.local_day(now)
    try:
        with transaction(engine) as session:
            if not (load_calendar(session).is_working(today) and load_ladders(session).hours.cover(now)):
                return
            open_year(session, as_of=today, now=now)
            warn_of_missing_flow(session, now=now, after=settings.watch_hour)
        sent = remind(engine, settings, as_of=today, now=now, patient=True)
    except DondocError as error:
        log.warning("%s", error)
    except Exception as error:  # noqa: BLE001  the log hears of it; the next tick must come all the same
        log.error("Lỗi khi nhắc việc: %s: %s", type(error).__name__, " ".join(str(error).split()))
    else:
        if sent:
            log.info("Đã gửi %d thư nhắc việc", len(sent))
