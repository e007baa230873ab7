"""The directory (danh bạ): the names that a plan prints → units. Never a silent wrong match."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from sqlmodel import Session, col, select

from models import Unit, UnitAlias, UnitGroup, UnitGroupMember
from tasks_registry.directory.unit_names import NameForm, alike, likeness, misspelt, name_form, same_marks

CANDIDATES_SHOWN = 2
EXACT, SAME_WORDS = 1.0, 0.97
SURE = 0.95  # below it a person is told how the name was understood
OTHER_MARKS, SLIP = 0.92, 0.9
COLLECTIVE = frozenset({"cac", "nhung", "toan", "moi"})


@dataclass(frozen=True)
class Candidate:
    """A unit that the name may mean, and how alike it is (0 to 1)."""

    unit_id: int
    name: str
    score: float


@dataclass(frozen=True)
class Match:
    """What a name leads to: no unit where it stays open, several where it names a group.

    `candidates` are the nearest names, the one that was taken first.
    """

    unit_ids: tuple[int, ...]
    score: float
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class _Known:
    name: str
    form: NameForm
    unit_ids: tuple[int, ...]
    group: bool = False
    learned: bool = False


class Directory:
    """All names of all units and groups at one moment."""

    def __init__(self, known: Iterable[_Known]) -> None:
        self._known = tuple(known)
        self._by_stem: dict[str, list[_Known]] = defaultdict(list)
        self._answers: dict[str, Match] = {}
        for entry in self._known:
            self._by_stem[entry.form.stem].append(entry)

    @classmethod
    def load(cls, session: Session) -> Self:
        """The directory as it stands in the database."""
        units = session.exec(select(Unit).order_by(col(Unit.id)))
        known = [_Known(unit.name, name_form(unit.name), (unit.id or 0,)) for unit in units]
        for alias in session.exec(select(UnitAlias).order_by(col(UnitAlias.id))):
            known.append(_Known(alias.name, name_form(alias.name), (alias.unit_id,), learned=alias.learned))
        return cls([*known, *_groups(session)])

    def resolve(self, name: str) -> Match:
        """The unit or units that `name` means.

        The same words first (a unit's own name before a learned one), then with a level left out ("phường"),
        then with other marks, then with slips of a letter in a text that lost its marks. Anything less alike,
        or two that fit equally well, stays open with the nearest candidates.
        """
        if name not in self._answers:
            self._answers[name] = self._resolve(name)
        return self._answers[name]

    def _resolve(self, name: str) -> Match:
        form = name_form(name)
        same = [entry for entry in self._by_stem[form.stem] if alike(form, entry.form)]
        marked = [entry for entry in same if same_marks(name, entry.name)]
        exact = [entry for entry in marked if entry.form.level == form.level]
        own = [entry for entry in exact if not entry.learned]
        slips = [] if is_collective(name) else [e for e in self._known if misspelt(name, e.name)]
        steps = ((own, EXACT), (exact, EXACT), (marked, SAME_WORDS), (same, OTHER_MARKS), (slips, SLIP))
        for fitting, score in steps:
            meant = {entry.unit_ids for entry in fitting}
            if len(meant) == 1:
                return Match(meant.pop(), score, self._nearest(form, fitting))
        return Match((), 0.0, self._nearest(form, ()))

    def _nearest(self, form: NameForm, taken: Iterable[_Known]) -> tuple[Candidate, ...]:
        first = {unit_id for entry in taken for unit_id in entry.unit_ids}
        best: dict[int, Candidate] = {}
        for entry in self._known:
            if not entry.group:
                found = Candidate(entry.unit_ids[0], entry.name, likeness(form, entry.form))
                best[found.unit_id] = max(found, best.get(found.unit_id, found), key=lambda c: c.score)
        ranked = sorted(best.values(), key=lambda c: (c.unit_id not in first, -c.score, c.unit_id))
        return tuple(ranked[:CANDIDATES_SHOWN])


def is_collective(name: str) -> bool:
    """Whether `name` speaks of several units ("các phòng chuyên môn")."""
    return bool(COLLECTIVE & set(name_form(name).stem.split()[:1]))


def _groups(session: Session) -> list[_Known]:
    members: dict[int, list[int]] = defaultdict(list)
    for member in session.exec(select(UnitGroupMember).order_by(col(UnitGroupMember.unit_id))):
        members[member.group_id].append(member.unit_id)
    return [
        _Known(group.name, name_form(group.name), tuple(members[group.id or 0]), group=True)
        for group in session.exec(select(UnitGroup))
        if members[group.id or 0]
    ]
