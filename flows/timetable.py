"""Which flow runs when. Plain data without Prefect, so that the front door can read it at once."""

from dataclasses import dataclass

ZONE_NAME = "Asia/Ho_Chi_Minh"
POOL = "don-doc"
POOL_SUFFIX = "-pool"


@dataclass(frozen=True)
class Times:
    """When something runs: a name for it, and a cron line in Vietnam time."""

    slug: str
    cron: str


@dataclass(frozen=True)
class Served:
    """A flow of `flows/<flow>.py`, its deployment and its times."""

    flow: str
    deployment: str
    times: tuple[Times, ...]


# A flow does all that is due up to its day: a run a day opens and closes every round in time. Saturdays too,
# which are worked at times, and then a report may be due on one.
TIMETABLE = (
    Served("quarterly_self_review", "tu-ra-soat-quy", (Times("hang-ngay", "5 7 * * *"),)),
    Served("escalate_overdue", "don-doc-qua-han", (Times("hang-ngay", "30 6 * * *"),)),
    Served("collect_evidence", "thu-thap-minh-chung", (Times("hang-tuan", "0 5 * * 1"),)),
    Served(
        "annual_review",
        "cham-diem-nam",
        # The first quarter too: the stages after the units' own scores come then, and a missed year opens.
        (Times("cuoi-nam", "0 7 15-31 12 *"), Times("dau-nam", "0 7 * 1-3 *")),
    ),
)
