"""One item → its tasks: one for each lead unit and each occurrence of its deadlines."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from models import Item, Person, Plan, Role
from tasks_registry.days.occurrences import Occurrence, occurrences
from tasks_registry.directory.resolving import Directory, Match
from tasks_registry.directory.unit_names import name_key

NEW_YEAR, YEAR_END = (1, 1), (12, 31)
LONGEST_KEY = 200
OPEN = "?"  # begins the slot of a lead that no unit was found for


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


def span_of_work(plan: Plan, as_of: date) -> tuple[date, date]:
    """The days within which recurring work of `plan` falls due.

    From its issue in its year, or else the start of that year, to the end of the present year of its span:
    the occurrences of a plan for several years are made year by year.
    """
    first = date(plan.year, *NEW_YEAR)
    if plan.issued_on and plan.issued_on.year == plan.year:
        first = plan.issued_on
    present = min(max(plan.year, as_of.year), plan.end_year)
    return first, date(present, *YEAR_END)


def fan_out(
    item: Item, plan: Plan, directory: Directory, as_of: date, held: Mapping[str, int | None]
) -> list[WantedTask]:
    """The tasks of `item`: a group gives each member one; an unknown or missing lead one without a unit.

    `held` maps the slots of the item's present tasks to their units: a lead that was open is the unit that a
    person gave it to.
    """
    due = occurrences(item.deadlines, *span_of_work(plan, as_of))
    matches = [(name, directory.resolve(name)) for name in item.lead]
    leads = [lead for name, match in matches for lead in _leads(name, match)] or [(OPEN, None, "")]
    tasks = [
        WantedTask(key, unit_id, name, each)
        for key, found, name in dict.fromkeys(leads)
        for unit_id in [found or _given_to(key, held)]
        for each in (due if unit_id else _of_open_lead(key, due, as_of, held))
    ]
    return list({task.slot: task for task in tasks}.values())


def _leads(name: str, match: Match) -> Iterator[tuple[str, int | None, str]]:
    """Slots are keyed by the printed name for an open lead, so that assigning it later keeps the slot."""
    if not match.unit_ids:
        yield f"{OPEN}{name_key(name)[:LONGEST_KEY]}", None, name
    for unit_id in match.unit_ids:
        yield f"#{unit_id}", unit_id, name


def _given_to(lead_key: str, held: Mapping[str, int | None]) -> int | None:
    given = (unit for slot, unit in held.items() if slot.partition("|")[0] == lead_key)
    return next((unit for unit in given if unit is not None), None)


def _of_open_lead(
    lead_key: str, due: list[Occurrence], as_of: date, held: Mapping[str, int | None]
) -> list[Occurrence]:
    """Until somebody leads, one occurrence stands for a recurring deadline: that at hand, else the next."""
    present = [each for each in due if f"{lead_key}|{each.key}" in held]
    chosen: dict[str, Occurrence] = {}
    for each in sorted(due, key=lambda each: (each not in present, (each.due or as_of) < as_of)):
        chosen.setdefault(each.key.partition("@")[0], each)
    return list(chosen.values())


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
