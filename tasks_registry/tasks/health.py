"""Health of a task: the official four-way count, computed for a day and never stored."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from models import Task, TaskState

CLOSED = frozenset({TaskState.DONE, TaskState.CANCELLED})


class Health(StrEnum):
    """Hoàn thành đúng hạn / quá hạn, chưa hoàn thành trong hạn / quá hạn (domain.md 8), or no deadline."""

    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    OPEN_IN_TIME = "open_in_time"
    OPEN_LATE = "open_late"
    NO_DEADLINE = "no_deadline"


HEALTH_NAMES: Mapping[Health | None, str] = MappingProxyType(
    {
        Health.DONE_ON_TIME: "hoàn thành đúng hạn",
        Health.DONE_LATE: "hoàn thành quá hạn",
        Health.OPEN_IN_TIME: "chưa hoàn thành trong hạn",
        Health.OPEN_LATE: "chưa hoàn thành quá hạn",
        Health.NO_DEADLINE: "không có hạn",
        None: "đã hủy",
    }
)


def health(task: Task, as_of: date) -> Health | None:
    """The health of `task` at the end of `as_of`; None for a cancelled one, which is not counted.

    The unit's last submission is what counts: work submitted in time is in time, however long its
    approval takes. `due_on` is the last day that is still on time (RULES.md, "Deadlines").
    """
    if task.state is TaskState.CANCELLED:
        return None
    if task.due_on is None:
        return Health.NO_DEADLINE
    late = (task.submitted_on or task.done_on or as_of) > task.due_on
    if task.state is TaskState.DONE:
        return Health.DONE_LATE if late else Health.DONE_ON_TIME
    return Health.OPEN_LATE if late else Health.OPEN_IN_TIME
