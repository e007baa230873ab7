"""The only reader of the clock. Everything else is told the day or the instant."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pendulum

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.fromtimestamp(pendulum.now("UTC").timestamp(), UTC)


def today() -> date:
    """The present day in Vietnam."""
    return local_day(now())


def local_day(instant: datetime) -> date:
    """The day in Vietnam on which `instant` (aware) falls."""
    return instant.astimezone(ZONE).date()
