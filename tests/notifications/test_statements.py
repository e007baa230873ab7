"""What a morning costs the database: statements by steps of the ladder and by people, never by tasks."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import event

from notifications import outbox
from notifications.digest import build_digests
from notifications.due import enqueue
from tasks_registry.days.working_days import WorkingCalendar
from tests.notifications.office import MONDAY, NOW, Office
from tests.notifications.test_outbox import LEASE

DUE = (MONDAY, date(2026, 6, 18), date(2026, 6, 12), date(2026, 6, 1), None)
CALENDAR = WorkingCalendar()


@contextmanager
def counting(office: Office) -> Iterator[list[str]]:
    """The statements that reach the database meanwhile."""
    engine: Any = office.session.get_bind()
    seen: list[str] = []

    def listen(*args: Any) -> None:
        seen.append(args[2])

    event.listen(engine, "before_cursor_execute", listen)
    yield seen
    event.remove(engine, "before_cursor_execute", listen)


def morning(office: Office, tasks: int) -> tuple[int, int]:
    """Statements of a morning on which so many more tasks of the same two people are new, and its lines."""
    for n in range(tasks):
        mine = {} if n % 2 else {"unit_id": office.economy.id, "owner_id": office.other.id}
        office.task(DUE[n % len(DUE)], **mine)
    office.session.flush()
    with counting(office) as seen:
        enqueue(office.session, as_of=MONDAY, now=NOW, calendar=CALENDAR)
        assert outbox.claim(office.session, token="a", as_of=MONDAY, now=NOW, lease=LEASE)
        found = build_digests(office.session, "a", as_of=MONDAY, calendar=CALENDAR)
    return len(seen), sum(len(each.lines) for each in found)


def test_a_morning_takes_as_many_statements_for_200_tasks_as_for_20(office: Office) -> None:
    counts = []
    for tasks in (20, 200):
        with office.session.begin_nested() as undone:
            counts.append(morning(office, tasks))
            undone.rollback()
    few, many = counts
    assert many[1] == 10 * few[1]
    assert many[0] == few[0]
