"""A frozen score as values: its lines by group, twice scored, and where it stands against the target."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from config.errors import DondocError
from reports.wording import clean, clean_lines, points
from tasks_registry.criteria.form import SHARES, Method


@dataclass(frozen=True)
class Points:
    """A sum of points: of the `known` ones, and whether that is all of them (`whole`)."""

    known: Decimal | None
    whole: bool

    @property
    def text(self) -> str:
        """As a page prints it: "12,5", "12,5 (chưa đủ)", "chưa có"."""
        return points(self.known) + ("" if self.whole or self.known is None else " (chưa đủ)")


@dataclass(frozen=True)
class ScoreLine:
    """A criterion: the points it can bring, those of the unit, of the appraisers, and those that count."""

    code: str
    group: str
    name: str
    max_points: Decimal | None
    self_points: Decimal | None
    appraised: Decimal | None
    final: Decimal | None
    open: bool
    watched_only: bool
    reason: str
    evidence: int | None


@dataclass(frozen=True)
class ScoreGroup:
    """The lines of a group and their sums."""

    name: str
    lines: tuple[ScoreLine, ...]

    @property
    def counting(self) -> Sequence[ScoreLine]:
        """The lines that bring points at all."""
        return [line for line in self.lines if not line.watched_only]

    @property
    def maximum(self) -> Points:
        """What the group can bring."""
        return add_up(line.max_points for line in self.counting)

    @property
    def self_points(self) -> Points:
        """The sum of the unit's own points."""
        return add_up(line.self_points for line in self.counting)

    @property
    def appraised(self) -> Points:
        """The sum of the appraisers' points."""
        return add_up(line.appraised for line in self.counting)

    @property
    def final(self) -> Points:
        """The sum of what counts; what has no points to give lacks none."""
        sum_ = add_up(line.final for line in self.lines if line.final is not None)
        return Points(sum_.known, not any(line.open for line in self.lines))


@dataclass(frozen=True)
class ScoreFacts:
    """A frozen score. `target` is the level that the plan set itself, with its lower bound of points."""

    code: str
    title: str
    total: Decimal | None
    self_total: Decimal | None
    maximum: Decimal | None
    level: str
    self_level: str
    complete: bool
    unknown_points: Decimal | None
    target_level: str
    target_from: Decimal | None
    missing: Decimal | None
    note: str
    groups: tuple[ScoreGroup, ...]

    @property
    def lines(self) -> Sequence[ScoreLine]:
        """All lines in order."""
        return [line for group in self.groups for line in group.lines]


@dataclass(frozen=True)
class UnitScore:
    """What a unit that is scored by itself came to."""

    unit: str
    self_total: Decimal | None
    total: Decimal | None
    maximum: Decimal | None
    level: str
    complete: bool

    @property
    def grade(self) -> str:
        """The level, or why there is none."""
        return self.level or ("không đạt mức nào" if self.complete else "chưa xếp loại")


def add_up(figures: Iterable[Decimal | None]) -> Points:
    """The sum of what is known; nothing known is no sum, not 0."""
    all_of_them = list(figures)
    known = [each for each in all_of_them if each is not None]
    return Points(sum(known, Decimal(0)) if known else None, len(known) == len(all_of_them))


def read_score(score: Mapping[str, Any]) -> ScoreFacts:
    """The score in a frozen score's JSON; what an older one does not say is not known.

    Raises:
        DondocError: it is not a score.
    """
    try:
        return _score(score)
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise DondocError(
            f"Bảng điểm đã chốt không đọc được ({error}); khôi phục dữ liệu rồi thử lại."
        ) from error


def read_unit_scores(scores: Iterable[Mapping[str, Any]]) -> tuple[UnitScore, ...]:
    """The frozen scores of units, each with the unit's name as `unit`.

    Raises:
        DondocError: one is not a score.
    """
    found = [(clean(score.get("unit")), read_score(score)) for score in scores]
    return tuple(
        UnitScore(unit, each.self_total, each.total, each.maximum, each.level, each.complete)
        for unit, each in found
    )


def _score(score: Mapping[str, Any]) -> ScoreFacts:
    groups: dict[str, list[ScoreLine]] = {}
    for line in map(_line, score["lines"]):
        groups.setdefault(line.group, []).append(line)
    target = score.get("target") or {}
    return ScoreFacts(
        code=clean(score.get("criteria_set")),
        title=clean(score.get("title") or score.get("criteria_set")),
        total=_decimal(score["total"]),
        self_total=_decimal(score.get("self_total")),
        maximum=_decimal(score.get("maximum")),
        level=clean(score.get("level")),
        self_level=clean(score.get("self_level")),
        complete=bool(score.get("complete", score["total"] is not None)),
        unknown_points=_decimal(score.get("unknown_points")),
        target_level=_level_name(target.get("level")),
        target_from=_decimal(target.get("from")),
        missing=_decimal(score.get("missing_to_target")),
        note=clean_lines(score.get("note")),
        groups=tuple(ScoreGroup(name, tuple(lines)) for name, lines in groups.items()),
    )


def _line(line: Mapping[str, Any]) -> ScoreLine:
    final = _decimal(line.get("points"))
    given = final if line.get("method") in SHARES else None  # of the tracker: the same for whoever scores
    reasons = (clean_lines(line.get("reason")), clean_lines(line.get("explanation")))
    told = (reasons[0], f"Giải trình: {reasons[1]}" if reasons[1] else "")
    return ScoreLine(
        code=clean(line["code"]),
        group=clean(line.get("group")),
        name=clean(line["name"]),
        max_points=_decimal(line.get("max_points")),
        self_points=_known(line.get("self_points"), given),
        appraised=_known(line.get("appraised_points"), given),
        final=final,
        open=bool(line.get("open")),
        watched_only=line.get("method") == Method.WATCH,
        reason="\n".join(filter(None, told)),
        evidence=line.get("evidence"),
    )


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _known(value: Any, otherwise: Decimal | None) -> Decimal | None:
    return otherwise if value is None else _decimal(value)


def _level_name(level: object) -> str:
    return f"Mức độ {level}" if isinstance(level, int) else clean(level)
