"""Which present task is which wanted one, when the plan, its leads or its dates have changed."""

from collections.abc import Callable

from models import Task
from tasks_registry.directory.fan_out import WantedTask

Same = Callable[[Task, WantedTask], bool]


def match_tasks(
    present: list[Task], wanted: list[WantedTask]
) -> tuple[list[tuple[WantedTask, Task | None]], list[Task]]:
    """Each wanted task with the present one that it goes on as, and the present ones that are left.

    The surest signs come first: the same slot; the same occurrence for the same unit or printed lead; the
    same occurrence (its lead changed); the same lead and deadline (its date moved), in the order of dates.
    """
    found: dict[int, Task] = {}
    left = list(present)
    for same in (_same_slot, _same_doer, _same_occurrence, _same_deadline):
        for place, each in enumerate(wanted):
            task = next((task for task in left if same(task, each)), None) if place not in found else None
            if task is not None:
                found[place] = task
                left.remove(task)
    return [(each, found.get(place)) for place, each in enumerate(wanted)], left


def _parts(task: Task) -> tuple[str, str]:
    lead, _, occurrence = task.slot.partition("|")
    return lead, occurrence


def _same_slot(task: Task, wanted: WantedTask) -> bool:
    return task.slot == wanted.slot


def _same_occurrence(task: Task, wanted: WantedTask) -> bool:
    return _parts(task)[1] == wanted.occurrence.key


def _same_doer(task: Task, wanted: WantedTask) -> bool:
    known = wanted.unit_id is not None and task.unit_id == wanted.unit_id
    return _same_occurrence(task, wanted) and (known or task.lead_name == wanted.lead_name)


def _same_deadline(task: Task, wanted: WantedTask) -> bool:
    lead, occurrence = _parts(task)
    place = occurrence.partition("@")[0]
    return lead == wanted.lead_key and place == wanted.occurrence.key.partition("@")[0]
