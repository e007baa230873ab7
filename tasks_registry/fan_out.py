"""One item → its tasks: one for each lead unit and each occurrence of its deadlines."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from models import Item, Person, Plan, Role
from tasks_registry.directory import Directory, Match
from tasks_registry.occurrences import Occurrence, occurrences
from tasks_registry.unit_names import name_key

NEW_YEAR, YEAR_END = (1, 1), (12, 31)


@dataclass(frozen=True)
class WantedTask:
    """A task that an item asks for, from one lead and one occurrence."""

    lead_key: str
    unit_id: int | None
    lead_name: str
    occurrence: Occurrence

    @property
    def slot(self) -> str:
        """What names the task among those of its item."""
        return f"{self.lead_key}|{self.occurrence.key}"


@dataclass(frozen=True)
class FanOut:
    """All tasks that an item asks for, and the leads that are not known."""

    tasks: tuple[WantedTask, ...]
    unknown: tuple[tuple[str, Match], ...]


def span_of_work(plan: Plan, as_of: date) -> tuple[date, date]:
    """The days within which recurring work of `plan` falls due.

    From its issue, or the start of its year, to the end of the present year of its span: the occurrences of a
    plan for several years are made year by year.
    """
    first = plan.issued_on or date(plan.year, *NEW_YEAR)
    present = min(max(plan.year, as_of.year), plan.end_year)
    return first, date(present, *YEAR_END)


def fan_out(item: Item, plan: Plan, directory: Directory, as_of: date) -> FanOut:
    """The tasks of `item`: a group gives each member one; an unknown or missing lead one without a unit."""
    due = occurrences(item.deadlines, *span_of_work(plan, as_of))
    matches = [(name, directory.resolve(name)) for name in item.lead]
    leads = [lead for name, match in matches for lead in _leads(name, match)] or [("-", None, "")]
    tasks = [
        WantedTask(key, unit_id, name, each) for key, unit_id, name in dict.fromkeys(leads) for each in due
    ]
    unknown = tuple((name, match) for name, match in matches if not match.unit_ids)
    return FanOut(tuple({task.slot: task for task in tasks}.values()), unknown)


def _leads(name: str, match: Match) -> Iterator[tuple[str, int | None, str]]:
    """Slots are keyed by the printed name for an open lead, so that assigning it later keeps the slot."""
    if not match.unit_ids:
        yield f"?{name_key(name)}", None, name
    for unit_id in match.unit_ids:
        yield f"#{unit_id}", unit_id, name


class Owners:
    """Who answers for a unit: its head, else its leader (người phụ trách)."""

    def __init__(self, session: Session) -> None:
        heads = select(Person).where(col(Person.active), col(Person.role).in_([Role.HEAD, Role.LEADER]))
        self._by_unit: dict[int, int] = {}
        for person in sorted(session.exec(heads), key=lambda p: (p.role is not Role.HEAD, p.id)):
            self._by_unit.setdefault(person.unit_id, person.id or 0)

    def of(self, unit_id: int | None) -> int | None:
        """The person's id, or None where the unit has neither or is not known."""
        return self._by_unit.get(unit_id) if unit_id is not None else None
