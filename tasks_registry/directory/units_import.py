"""The units file goes into the directory: offices, names, groups, people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, select

from config.errors import DondocError
from models import AuditEntry, Person, Unit, UnitAlias, UnitGroup, UnitGroupMember
from tasks_registry.directory.handover import hand_over
from tasks_registry.directory.units_file import PersonEntry, UnitEntry, read_units
from tasks_registry.reading.folding import fold


@dataclass(frozen=True)
class UnitsImport:
    """What an import did: units and people in the file, people who left, open tasks that changed hands."""

    units: int
    people: int
    left: int
    handed_over: int


def import_units(session: Session, document: object, *, by: str, now: datetime) -> UnitsImport:
    """Take in a parsed units file; the same file again changes nothing.

    Units are known by `code`, people by `email`; a person of the same unit, name and role with another
    address is the same one. A person whom the file no longer names in a unit that it does name becomes
    inactive, and hands over open tasks (`handover`). Units that the file does not name stay as they are.

    Raises:
        DondocError: the file is wrong, or a name belongs to a unit that the file does not hold.
    """
    entries = read_units(document)
    _refuse_names_of_others(session, entries)
    units = _write_units(session, entries)
    _write_aliases(session, entries, units)
    _write_groups(session, entries, units)
    left = _write_people(session, entries, units)
    handed_over = hand_over(session, by=by, now=now)
    people = sum(len(entry.people) for entry in entries)
    details = {"units": len(entries), "people": people, "left": left, "handed_over": handed_over}
    session.add(AuditEntry(at=now, actor=by, action="import", subject="units", details=details))
    session.flush()
    return UnitsImport(len(entries), people, left, handed_over)


def _refuse_names_of_others(session: Session, entries: tuple[UnitEntry, ...]) -> None:
    """No name of the file may be that of a unit that the file leaves alone."""
    codes = [entry.code for entry in entries]
    others = {unit.folded: unit for unit in session.exec(select(Unit).where(col(Unit.code).not_in(codes)))}
    for entry in entries:
        for name in (entry.name, *entry.aliases):
            other = others.get(fold(name))
            if other is not None:
                raise DondocError(
                    f"Tên '{name}' đã thuộc đơn vị có mã '{other.code}'; dùng lại mã đó hoặc đổi tên."
                )


def _write_units(session: Session, entries: tuple[UnitEntry, ...]) -> dict[str, Unit]:
    """The units of the file; their names change all at once, so that two may exchange theirs."""
    known = {unit.code: unit for unit in session.exec(select(Unit))}
    for entry in entries:
        if entry.code in known:
            known[entry.code].folded = f"moving {known[entry.code].id}"
    session.flush()
    for entry in entries:
        unit = known.setdefault(entry.code, Unit(code=entry.code, name="", folded=""))
        unit.name, unit.folded = entry.name, fold(entry.name)
        session.add(unit)
    session.flush()
    for entry in entries:
        known[entry.code].parent_id = known[entry.parent].id if entry.parent else None
    return known


def _write_aliases(session: Session, entries: tuple[UnitEntry, ...], units: dict[str, Unit]) -> None:
    """The file's aliases take the place of earlier ones, and of what was learned otherwise."""
    ids = [units[entry.code].id for entry in entries]
    session.exec(delete(UnitAlias).where(col(UnitAlias.unit_id).in_(ids), col(UnitAlias.learned).is_(False)))
    said = [fold(name) for entry in entries for name in (entry.name, *entry.aliases)]
    session.exec(delete(UnitAlias).where(col(UnitAlias.folded).in_(said), col(UnitAlias.learned)))
    taken = {alias.folded: alias.unit_id for alias in session.exec(select(UnitAlias))}
    for entry in entries:
        unit_id = units[entry.code].id or 0
        for name in entry.aliases:
            holder = taken.setdefault(fold(name), 0)
            if holder not in (0, unit_id):
                raise DondocError(f"Tên gọi khác '{name}' của đơn vị '{entry.code}' đã thuộc đơn vị khác.")
            if holder == 0:
                taken[fold(name)] = unit_id
                session.add(UnitAlias(unit_id=unit_id, name=name, folded=fold(name)))


def _write_groups(session: Session, entries: tuple[UnitEntry, ...], units: dict[str, Unit]) -> None:
    ids = [units[entry.code].id for entry in entries]
    session.exec(delete(UnitGroupMember).where(col(UnitGroupMember.unit_id).in_(ids)))
    groups = {group.folded: group for group in session.exec(select(UnitGroup))}
    for entry in entries:
        for name in {fold(name): name for name in entry.groups}.values():
            group = groups.get(fold(name))
            if group is None:
                group = groups[fold(name)] = UnitGroup(name=name, folded=fold(name))
                session.add(group)
                session.flush()
            session.add(UnitGroupMember(group_id=group.id or 0, unit_id=units[entry.code].id or 0))


def _write_people(session: Session, entries: tuple[UnitEntry, ...], units: dict[str, Unit]) -> int:
    """Everyone in the file is active where it says; who else was in its units has left. How many have."""
    people = {person.email: person for person in session.exec(select(Person))}
    named = {person.email for entry in entries for person in entry.people}
    for entry in entries:
        unit_id = units[entry.code].id or 0
        for each in entry.people:
            person = people.get(each.email) or _under_another_address(people.values(), named, unit_id, each)
            if person is None:
                person = Person(unit_id=unit_id, name=each.name, email=each.email, role=each.role)
            person.email, person.unit_id, person.name = each.email, unit_id, each.name
            person.role, person.active = each.role, True
            person.language = each.language or person.language  # else as the person has chosen
            session.add(person)
    session.flush()
    ids = {units[entry.code].id for entry in entries}
    gone = [p for p in people.values() if p.active and p.unit_id in ids and p.email not in named]
    for person in gone:
        person.active = False
    session.flush()
    return len(gone)


def _under_another_address(
    people: Iterable[Person], named: set[str], unit_id: int, entry: PersonEntry
) -> Person | None:
    """The one person of that unit, name and role whose own address the file no longer has."""
    same = [
        person
        for person in people
        if (person.unit_id, person.name, person.role) == (unit_id, entry.name, entry.role)
        and person.active
        and person.email not in named
    ]
    return same[0] if len(same) == 1 else None
