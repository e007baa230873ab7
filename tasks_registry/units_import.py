"""The units file goes into the directory: offices, names, groups, people."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, select

from config.errors import DondocError
from models import AuditEntry, Person, Unit, UnitAlias, UnitGroup, UnitGroupMember
from tasks_registry.reading.folding import fold
from tasks_registry.units_file import PersonEntry, UnitEntry, read_units


@dataclass(frozen=True)
class UnitsImport:
    """What an import did: units in the file, people in the file, people who left their units."""

    units: int
    people: int
    left: int


def import_units(session: Session, document: object, *, by: str, now: datetime) -> UnitsImport:
    """Take in a parsed units file; the same file again changes nothing.

    Units are known by `code`, people by `email`. A person whom the file no longer names in a unit that it
    does name becomes inactive. Units that the file does not name stay as they are.

    Raises:
        DondocError: the file is wrong, or a name belongs to a unit that the file does not hold.
    """
    entries = read_units(document)
    units = {entry.code: _unit(session, entry) for entry in entries}
    session.flush()
    for entry in entries:
        parent = units[entry.parent] if entry.parent else None
        units[entry.code].parent_id = parent.id if parent else None
    _write_aliases(session, entries, units)
    _write_groups(session, entries, units)
    left = sum(_write_people(session, units[entry.code], entry.people) for entry in entries)
    people = sum(len(entry.people) for entry in entries)
    details = {"units": len(entries), "people": people, "left": left}
    session.add(AuditEntry(at=now, actor=by, action="import", subject="units", details=details))
    session.flush()
    return UnitsImport(len(entries), people, left)


def _unit(session: Session, entry: UnitEntry) -> Unit:
    folded = fold(entry.name)
    unit = session.exec(select(Unit).where(Unit.code == entry.code)).first()
    other = session.exec(select(Unit).where(Unit.folded == folded, Unit.code != entry.code)).first()
    if other:
        raise DondocError(
            f"Tên '{entry.name}' đã thuộc đơn vị có mã '{other.code}'; dùng lại mã đó hoặc đổi tên."
        )
    if unit is None:
        unit = Unit(code=entry.code, name=entry.name, folded=folded)
        session.add(unit)
    unit.name, unit.folded, unit.active = entry.name, folded, True
    return unit


def _write_aliases(session: Session, entries: tuple[UnitEntry, ...], units: dict[str, Unit]) -> None:
    """The file's aliases take the place of those of an earlier file; learned ones stay."""
    ids = [unit.id for unit in units.values()]
    session.exec(delete(UnitAlias).where(col(UnitAlias.unit_id).in_(ids), col(UnitAlias.learned).is_(False)))
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
    ids = [unit.id for unit in units.values()]
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


def _write_people(session: Session, unit: Unit, entries: tuple[PersonEntry, ...]) -> int:
    for entry in entries:
        person = session.exec(select(Person).where(Person.email == entry.email)).first()
        if person is None:
            person = Person(unit_id=unit.id or 0, name=entry.name, email=entry.email, role=entry.role)
            session.add(person)
        person.unit_id, person.name, person.role = unit.id or 0, entry.name, entry.role
        person.active = True
    session.flush()
    gone = session.exec(
        select(Person).where(
            Person.unit_id == unit.id,
            col(Person.active),
            col(Person.email).not_in([entry.email for entry in entries]),
        )
    ).all()
    for person in gone:
        person.active = False
    return len(gone)
