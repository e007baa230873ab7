"""What a plan document says, read: its facts, its items, the levels that it sets itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from config.errors import DondocError
from tasks_registry.reading.deadlines import Deadline
from tasks_registry.reading.doubts import Doubt, confidence
from tasks_registry.reading.sources import Place, Source

NO_ITEMS = (
    "Không tìm thấy nhiệm vụ nào trong văn bản; hãy kiểm tra tệp có đúng là kế hoạch và còn đủ nội dung"
)


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
    it begins. `sources` has what the document says for the fields text, section (its innermost title),
    lead, coordinators, deadline_raw and deliverables, where they say something.
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
    doubts: tuple[Doubt, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict, hash=False)

    def sourced(self, **sources: Source | None) -> "ReadItem":
        """This item with the sources of those of its fields that say something."""
        said = {name: source for name, source in sources.items() if source and getattr(self, name)}
        return replace(self, sources=said)

    def placed(self, places: Mapping[int, Place]) -> "ReadItem":
        """This item with its sources put into words, by the places of the lines of the document."""
        return replace(self, sources={name: s.placed(places) for name, s in self.sources.items()})

    def doubted(self, *doubts: Doubt) -> "ReadItem":
        """This item with more doubts: the gravest first, each once."""
        all_doubts = dict.fromkeys((*self.doubts, *doubts))
        return replace(self, doubts=tuple(sorted(all_doubts, key=lambda doubt: -doubt.weight)))

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a person should look at again, in Vietnamese, the gravest first."""
        return tuple(doubt.words for doubt in self.doubts)

    @property
    def confidence(self) -> float:
        """How sure the reading is, from 0 to 1."""
        return confidence(self.doubts)

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
            "sources": {name: source.as_dict() for name, source in self.sources.items()},
            "confidence": round(self.confidence, 2),
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
    """A plan document, read. `warnings` are Vietnamese, a line each, about the document as a whole.

    A `scanned` one was read from pictures: a person has to confirm it before it is imported.
    """

    plan: PlanFacts
    items: tuple[ReadItem, ...]
    targets: tuple[Target, ...]
    warnings: tuple[str, ...]
    scanned: bool = False

    def as_dict(self) -> dict[str, object]:
        """The fields of RULES.md, ready for JSON: dates as ISO strings."""
        return {
            "plan": self.plan.as_dict(),
            "items": [item.as_dict() for item in self.items],
            "targets": [target.as_dict() for target in self.targets],
            "warnings": list(self.warnings),
        }


def require_items(read: ReadPlan, name: str) -> None:
    """Refuse a document in which nothing to do was found, with the warnings that may say why.

    Raises:
        DondocError: it has no items.
    """
    if not read.items:
        known = [f"{warning}." for warning in read.warnings if warning != NO_ITEMS]
        none = f"Không tìm thấy nhiệm vụ nào trong {name}; kiểm tra tệp có đúng là kế hoạch."
        raise DondocError(" ".join([none, *known]))
