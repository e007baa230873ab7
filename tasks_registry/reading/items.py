"""What a plan document says, read: its facts, its items, the levels that it sets itself."""

from dataclasses import dataclass
from datetime import date

from tasks_registry.reading.deadlines import Deadline


@dataclass(frozen=True)
class PlanFacts:
    """The document itself: `year` is the (first) year whose work it plans, `end_year` the last."""

    title: str
    issuer: str
    year: int | None
    number: str = ""
    issued: date | None = None
    end_year: int | None = None

    def as_dict(self) -> dict[str, object]:
        return {
            "title": self.title,
            "issuer": self.issuer,
            "year": self.year,
            "number": self.number,
            "issued": self.issued.isoformat() if self.issued else None,
        }


@dataclass(frozen=True)
class ReadItem:
    """One promise of the document (RULES.md, "Items" and "Fields").

    `kind` is table, labelled, duty, content or criterion; `line` the 1-based line of the source where
    it begins; `warnings` are Vietnamese, a line each.
    """

    kind: str
    section: tuple[str, ...]
    number: str
    text: str
    line: int
    lead: tuple[str, ...] = ()
    coordinators: tuple[str, ...] = ()
    deadline_raw: str = ""
    deadlines: tuple[Deadline, ...] = (Deadline("none"),)
    deliverables: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        return {
            "kind": self.kind,
            "section": list(self.section),
            "number": self.number,
            "text": self.text,
            "lead": list(self.lead),
            "coordinators": list(self.coordinators),
            "deadline_raw": self.deadline_raw,
            "deadlines": [deadline.as_dict() for deadline in self.deadlines],
            "deliverables": list(self.deliverables),
            "line": self.line,
            "warnings": list(self.warnings),
        }


@dataclass(frozen=True)
class Target:
    """A level with points that a plan sets itself for a year; `upper` is the upper bound as printed."""

    year: int
    level: int
    lower: int | float
    upper: int | float

    def as_dict(self) -> dict[str, object]:
        return {"year": self.year, "level": self.level, "from": self.lower, "to": self.upper}


@dataclass(frozen=True)
class ReadPlan:
    """A plan document, read. `warnings` are Vietnamese, a line each, about the document as a whole."""

    plan: PlanFacts
    items: tuple[ReadItem, ...]
    targets: tuple[Target, ...]
    warnings: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """The fields of RULES.md, ready for JSON: dates as ISO strings."""
        return {
            "plan": self.plan.as_dict(),
            "items": [item.as_dict() for item in self.items],
            "targets": [target.as_dict() for target in self.targets],
            "warnings": list(self.warnings),
        }
