"""What the sheets of a year still lack (còn thiếu): what has no score, and what nobody declared."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlmodel import Session, col, select

from models import Score, Unit
from tasks_registry.year.scores import sheet_of

UNDECLARED = "điều kiện chưa khai có hay không"


@dataclass(frozen=True)
class Gap:
    """A criterion without points, or a condition that nobody declared; `what` says which, and why, in words.

    `unit` and `unit_code` are empty where the plan is scored as a whole.
    """

    unit: str
    unit_code: str
    what: str
    code: str
    name: str

    def as_dict(self) -> dict[str, Any]:
        """In JSON."""
        return asdict(self)


def gaps_of(session: Session, scores: Sequence[Score]) -> tuple[Gap, ...]:
    """What each of `scores`, frozen or about to be, lacks; by the units' codes."""
    codes = dict(session.exec(select(Unit.id, Unit.code)).all())
    names = dict(session.exec(select(Unit.id, Unit.name).order_by(col(Unit.id))).all())
    found = [
        Gap(names.get(score.unit_id, ""), codes.get(score.unit_id, ""), *gap)
        for score in scores
        for gap in _lacking(score)
    ]
    return tuple(sorted(found, key=lambda gap: gap.unit_code))


def _lacking(score: Score) -> Iterator[tuple[str, str, str]]:
    for line in score.lines:
        if line.get("open"):
            why = line["reason"].partition(".")[0]
            yield f"tiêu chí {why[:1].lower()}{why[1:]}", line["code"], line["name"]
    for condition in sheet_of(score)["conditions"]:
        if condition["met"] is None:
            yield UNDECLARED, condition["code"], condition["name"]


def by_unit(gaps: Iterable[Gap]) -> list[tuple[str, dict[str, list[str]]]]:
    """The codes of what each unit (of the whole plan: "") lacks, by what it is, in words."""
    found: dict[tuple[str, str], dict[str, list[str]]] = {}
    for gap in gaps:
        found.setdefault((gap.unit_code, gap.unit), {}).setdefault(gap.what, []).append(gap.code)
    return [(unit, kinds) for (_, unit), kinds in found.items()]


def counts_of(gaps: Iterable[Gap]) -> dict[str, int]:
    """How many there are of each kind, in words."""
    return dict(Counter(gap.what for gap in gaps))


def gaps_text(gaps: Sequence[Gap]) -> str:
    """ "12 tiêu chí chưa chấm, 2 điều kiện chưa khai có hay không, ở 3 đơn vị"; empty where nothing lacks."""
    parts = [f"{count} {what}" for what, count in counts_of(gaps).items()]
    units = len({gap.unit_code for gap in gaps if gap.unit_code})
    return ", ".join([*parts, f"ở {units} đơn vị"] if units else parts)
