"""The directory (danh bạ): the names that a plan prints → units. Never a silent wrong match."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from sqlmodel import Session, col, select

from models import Unit, UnitAlias, UnitGroup, UnitGroupMember
from tasks_registry.unit_names import NameForm, alike, likeness, misspelt, name_form

CANDIDATES_SHOWN = 2
EXACT, SAME_WORDS, SLIP = 1.0, 0.97, 0.9
COLLECTIVE = frozenset({"cac", "nhung", "toan", "moi"})


@dataclass(frozen=True)
class Candidate:
    """A unit that the name may mean, and how alike it is (0 to 1)."""

    unit_id: int
    name: str
    score: float


@dataclass(frozen=True)
class Match:
    """What a name leads to: no unit where it stays open, several where it names a group."""

    unit_ids: tuple[int, ...]
    score: float
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class _Known:
    name: str
    form: NameForm
    unit_ids: tuple[int, ...]
    group: bool


class Directory:
    """All names of all active units and groups at one moment."""

    def __init__(self, known: Iterable[_Known]) -> None:
        self._known = tuple(known)
        self._by_stem: dict[str, list[_Known]] = defaultdict(list)
        for entry in self._known:
            self._by_stem[entry.form.stem].append(entry)

    @classmethod
    def load(cls, session: Session) -> Self:
        """The directory as it stands in the database."""
        units = session.exec(select(Unit).where(col(Unit.active)).order_by(col(Unit.id))).all()
        active = {unit.id or 0 for unit in units}
        names = [(unit.name, unit.id or 0) for unit in units]
        aliases = session.exec(select(UnitAlias.name, UnitAlias.unit_id)).all()
        names += [(name, unit_id) for name, unit_id in aliases if unit_id in active]
        singles = [_Known(name, name_form(name), (unit_id,), False) for name, unit_id in names]
        return cls([*singles, *_groups(session, active)])

    def resolve(self, name: str) -> Match:
        """The unit or units that `name` means.

        Exact words first, then the same words with a level left out ("phường"), then slips of a letter;
        anything less alike, or two that fit equally well, stays open with the nearest candidates.
        """
        form = name_form(name)
        same = [entry for entry in self._by_stem[form.stem] if alike(form, entry.form)]
        exact = [entry for entry in same if entry.form.level == form.level]
        slips = [] if is_collective(name) else [e for e in self._known if misspelt(form, e.form)]
        for fitting, score in ((exact, EXACT), (same, SAME_WORDS), (slips, SLIP)):
            meant = {entry.unit_ids for entry in fitting}
            if len(meant) == 1:
                return Match(meant.pop(), score)
        return Match((), 0.0, self._nearest(form))

    def _nearest(self, form: NameForm) -> tuple[Candidate, ...]:
        best: dict[int, Candidate] = {}
        for entry in self._known:
            if not entry.group:
                found = Candidate(entry.unit_ids[0], entry.name, likeness(form, entry.form))
                best[found.unit_id] = max(found, best.get(found.unit_id, found), key=lambda c: c.score)
        return tuple(sorted(best.values(), key=lambda c: (-c.score, c.unit_id))[:CANDIDATES_SHOWN])


def is_collective(name: str) -> bool:
    """Whether `name` speaks of several units ("các phòng chuyên môn")."""
    return bool(COLLECTIVE & set(name_form(name).stem.split()[:1]))


def _groups(session: Session, active: set[int]) -> list[_Known]:
    members: dict[int, list[int]] = defaultdict(list)
    for member in session.exec(select(UnitGroupMember).order_by(col(UnitGroupMember.unit_id))):
        if member.unit_id in active:
            members[member.group_id].append(member.unit_id)
    return [
        _Known(group.name, name_form(group.name), tuple(members[group.id or 0]), True)
        for group in session.exec(select(UnitGroup))
        if members[group.id or 0]
    ]
