"""What the parts of a criteria set must be to each other; what each field must be says `form`.

The rules are held on plain data, so that a set whose fields are not all by the form is still told every one
that it breaks: what cannot be read counts as unknown.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, pairwise
from typing import Any

from pydantic import TypeAdapter, ValidationError

from tasks_registry.criteria.form import (
    UNCOUNTED,
    WITH_COUNT,
    WITH_RATE,
    Effect,
    Kind,
    Method,
    Points,
    SetForm,
    When,
)
from tasks_registry.criteria.points import points_text
from tasks_registry.criteria.yaml_lines import Place

POINTS: TypeAdapter[Decimal] = TypeAdapter(Points)
ROUNDING: int = SetForm.model_fields["rounding"].default


@dataclass(frozen=True)
class Fault:
    """What is wrong at a place of a set; `first`: the place of what it repeats."""

    place: Place
    text: str
    first: Place | None = None


@dataclass(frozen=True)
class _Part:
    """A mapping within a set, as it was written; empty where something else stands there."""

    place: Place
    fields: Mapping[str, Any]

    def at(self, field: str) -> Place:
        return (*self.place, field)

    def has(self, field: str) -> bool:
        return self.fields.get(field) is not None

    def word(self, field: str, default: str = "") -> str:
        value = self.fields.get(field, default)
        return value.strip() if isinstance(value, str) else ""

    def points(self, field: str) -> Decimal | None:
        try:
            return POINTS.validate_python(self.fields.get(field))
        except ValidationError:
            return None

    def parts(self, field: str) -> list["_Part"]:
        listed = self.fields.get(field)
        entries = listed if isinstance(listed, list | tuple) else []
        return [
            _Part((*self.place, field, index), entry if isinstance(entry, Mapping) else {})
            for index, entry in enumerate(entries)
        ]


def faults(document: Mapping[str, Any]) -> Iterator[Fault]:
    """Every rule between the parts of a set that `document` breaks."""
    whole = _Part((), document)
    groups = whole.parts("groups")
    criteria = [each for group in groups for each in _criteria(group)]
    rounding = whole.points("rounding") if "rounding" in document else Decimal(ROUNDING)
    yield from _sums(whole, groups)
    for criterion in criteria:
        yield from _of_method(criterion)
        yield from _too_fine(criterion, rounding)
    yield from _alike(criteria, "code", "mã tiêu chí")
    yield from _of_levels(whole.parts("levels"))
    yield from _of_conditions(whole.parts("conditions"))
    yield from _unknown_levels(whole)


def _criteria(group: _Part) -> list[_Part]:
    """The criteria of a group; one of which nothing is known where there is no list of them."""
    return group.parts("criteria") or [_Part(group.place, {})]


def _sums(whole: _Part, groups: Sequence[_Part]) -> Iterator[Fault]:
    """What is stated must be what the criteria come to, as far as their points are known.

    A total that fits what the groups state is right: one of them is then told.
    """
    by_criteria = {group.place: [_counted(each) for each in _criteria(group)] for group in groups}
    for group in groups:
        stated, counted = group.points("points"), by_criteria[group.place]
        if stated is not None and not _fits(stated, counted):
            yield _misfit(group.at("points"), f"nhóm '{group.word('name')}'", stated, counted)
    total, counted = whole.points("total"), list(chain(*by_criteria.values())) or [None]
    said = [
        [group.points("points")] if group.points("points") is not None else by_criteria[group.place]
        for group in groups
    ]
    if total is not None and not _fits(total, counted) and not _fits(total, list(chain(*said))):
        yield _misfit(whole.at("total"), "total", total, counted)


def _fits(stated: Decimal, counted: Sequence[Decimal | None]) -> bool:
    known = _known(counted)
    return known <= stated if None in counted else known == stated


def _known(counted: Sequence[Decimal | None]) -> Decimal:
    return sum((points for points in counted if points is not None), Decimal(0))


def _misfit(place: Place, name: str, stated: Decimal, counted: Sequence[Decimal | None]) -> Fault:
    found = points_text(_known(counted))
    return Fault(
        place, f"{name} ghi {points_text(stated)} điểm nhưng các tiêu chí cộng lại được {found} điểm"
    )


def _counted(criterion: _Part) -> Decimal | None:
    """Its share of the total; None while that is unknown."""
    kind, method = criterion.word("kind", Kind.ORDINARY), criterion.word("method")
    if kind not in set(Kind) or method not in set(Method):
        return None
    return criterion.points("points") if kind == Kind.ORDINARY and method not in UNCOUNTED else Decimal(0)


def _of_method(criterion: _Part) -> Iterator[Fault]:
    """Fields that go with some methods only."""
    method, name = criterion.word("method"), f"tiêu chí {criterion.word('code')}"
    if method not in set(Method):
        return
    if criterion.has("threshold") and method not in WITH_RATE:
        yield Fault(criterion.at("threshold"), f"{name}: threshold chỉ dùng với ratio hoặc all_or_nothing")
    if criterion.has("each") != (method in WITH_COUNT):
        yield Fault(criterion.at("each"), f"{name}: each (điểm mỗi lần) đi cùng count hoặc deduction")
    if method == Method.PLUS_MINUS and criterion.word("kind") in (Kind.BONUS, Kind.PENALTY):
        yield Fault(criterion.at("kind"), f"{name}: plus_minus đã gồm thưởng và trừ nên không ghi kind")


def _too_fine(criterion: _Part, rounding: Decimal | None) -> Iterator[Fault]:
    points = criterion.points("points") or Decimal(0)
    if rounding is not None and -int(points.normalize().as_tuple().exponent) > rounding:
        yield Fault(
            criterion.at("points"),
            f"tiêu chí {criterion.word('code')}: điểm lẻ hơn mức làm tròn ({rounding} chữ số)",
        )


def _alike(parts: Sequence[_Part], field: str, what: str) -> Iterator[Fault]:
    """Parts that say the same in a field that must differ: each but the first."""
    first: dict[str, Place] = {}
    for part in parts:
        if word := part.word(field):
            if word in first:
                yield Fault(part.at(field), f"{what} bị trùng: {word}", first[word])
            first.setdefault(word, part.at(field))


def _of_levels(levels: Sequence[_Part]) -> Iterator[Fault]:
    """Each level has one lower bound, below its upper one, and begins where the one before it ends."""
    for level in levels:
        name, bound, to = f"mức '{level.word('name')}'", _bound(level), level.points("to")
        if level.has("from") == level.has("above"):
            yield Fault(level.at("above"), f"{name}: cần đúng một trong hai: from hoặc above")
        elif bound is not None and to is not None and to < bound:
            yield Fault(level.at("to"), f"{name}: to nhỏ hơn điểm đầu")
    for lower, upper in pairwise(levels):
        end, bound = lower.points("to"), _bound(upper)
        if end is not None and bound is not None and end != bound:
            yield Fault(
                upper.at("from" if upper.has("from") else "above"),
                f"mức '{upper.word('name')}' phải bắt đầu từ {points_text(end)}, "
                f"nơi mức '{lower.word('name')}' hết",
            )
    yield from _alike(levels, "name", "tên mức")


def _bound(level: _Part) -> Decimal | None:
    """The lower bound; None where it is not clear which."""
    if level.has("from") == level.has("above"):
        return None
    return level.points("from" if level.has("from") else "above")


def _of_conditions(conditions: Sequence[_Part]) -> Iterator[Fault]:
    """A cap needs its level, a minimum its share; conditions have codes of their own."""
    for condition in conditions:
        name, effect = f"điều kiện {condition.word('code')}", condition.word("effect")
        when = condition.word("when", When.DECLARED)
        if effect in set(Effect) and (effect == Effect.CAP) != condition.has("level"):
            yield Fault(condition.at("level"), f"{name}: level đi cùng effect: cap")
        if when in set(When) and (when == When.BELOW_SHARE) != condition.has("share"):
            yield Fault(condition.at("share"), f"{name}: share (phần trăm) đi cùng when: below_share")
    yield from _alike(conditions, "code", "mã điều kiện")


def _unknown_levels(whole: _Part) -> Iterator[Fault]:
    """Conditions and targets name levels of the set."""
    known = {level.word("name") for level in whole.parts("levels")}
    for part in whole.parts("conditions") + whole.parts("targets"):
        name = part.word("level")
        if name and "" not in known and name not in known:
            yield Fault(part.at("level"), f"không có mức '{name}' trong levels")
