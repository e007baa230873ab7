"""A plan that has been read goes into the registry: plan, items, targets, tasks, in one transaction."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from sqlmodel import Session, col, delete, select

from config.errors import DondocError
from models import AuditEntry, Item, ItemKind, Person, Plan, Role, Target
from tasks_registry.directory import Directory
from tasks_registry.fan_out import Owners
from tasks_registry.reading.folding import fold, words
from tasks_registry.reading.items import ReadItem, ReadPlan
from tasks_registry.searching import searchable
from tasks_registry.task_making import TaskMaker
from tasks_registry.unit_names import name_key


@dataclass
class ImportReport:
    """What an import did; counts of items and tasks, and what a person should look at."""

    plan: Plan
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    retired: int = 0
    tasks_added: int = 0
    tasks_redated: int = 0
    tasks_cancelled: int = 0
    warnings: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, object]:
        """The report as other programs read it."""
        counts = {name: value for name, value in vars(self).items() if name not in ("plan", "warnings")}
        return {"plan": self.plan.code, **counts, "warnings": self.warnings}


def import_plan(
    session: Session,
    read: ReadPlan,
    *,
    source_name: str,
    coordinator: Person | None,
    by: str,
    as_of: date,
    now: datetime,
) -> ImportReport:
    """Take in a plan; the same document again changes nothing, and no progress is ever lost.

    The plan is known by the name of its file. Items are matched by kind and text: a new one is added, one
    with other cells is changed and its open tasks follow, one that is gone is retired and its open tasks are
    cancelled.

    Raises:
        DondocError: the plan has no items.
    """
    if not read.items:
        raise DondocError(f"Không tìm thấy nhiệm vụ nào trong {source_name}; kiểm tra lại tệp kế hoạch.")
    plan = _plan(session, read, source_name, as_of, now)
    report = ImportReport(plan, warnings=list(read.warnings))
    _set_coordinator(session, plan, coordinator, report)
    maker = TaskMaker(session, plan, Directory.load(session), Owners(session), by=by, as_of=as_of, now=now)
    _write_items(session, read.items, maker, report)
    _write_targets(session, plan, read)
    report.warnings += maker.warnings
    session.add(
        AuditEntry(
            at=now,
            actor=by,
            action="import",
            subject="plan",
            subject_id=plan.id,
            details={key: value for key, value in report.as_dict().items() if key != "warnings"},
        )
    )
    session.flush()
    return report


def plan_code(source_name: str) -> str:
    """The short name of a plan, from its file: "KH 12 – Thân thiện.docx" → "kh-12-than-thien"."""
    return "-".join(words(PurePath(source_name).stem))[:80].strip("-") or "ke-hoach"


def _plan(session: Session, read: ReadPlan, source_name: str, as_of: date, now: datetime) -> Plan:
    facts = read.plan
    code = plan_code(source_name)
    plan = session.exec(select(Plan).where(Plan.code == code)).first()
    year = facts.year or as_of.year
    if plan is None:
        plan = Plan(code=code, title="", year=year, end_year=year, imported_at=now)
    plan.title = facts.title or source_name
    plan.number, plan.issuer, plan.issued_on = facts.number, facts.issuer, facts.issued
    plan.year, plan.end_year = year, max(facts.end_year or year, year)
    plan.source_name = PurePath(source_name).name
    session.add(plan)
    session.flush()
    return plan


def _set_coordinator(session: Session, plan: Plan, coordinator: Person | None, report: ImportReport) -> None:
    """Who follows the plan: the one named, else the one it has, else the first coordinator of the office."""
    if coordinator is not None:
        plan.coordinator_id = coordinator.id
    if plan.coordinator_id is None:
        by_age = select(Person.id).where(Person.role == Role.COORDINATOR, col(Person.active))
        plan.coordinator_id = session.exec(by_age.order_by(col(Person.id))).first()
    if plan.coordinator_id is None:
        report.warnings.append(
            "Kế hoạch chưa có đầu mối theo dõi: thêm người có role: coordinator vào tệp đơn vị, "
            "hoặc nhập lại với --coordinator."
        )


def item_keys(items: Iterable[ReadItem]) -> list[str]:
    """A key for each item that stays while its kind, place and text stay; repeated ones are numbered."""
    seen: Counter[str] = Counter()
    keys = []
    for item in items:
        content = "\n".join((item.kind, *map(fold, item.section), fold(item.text)))
        digest = hashlib.sha256(re.sub(r"\s+", " ", content).encode()).hexdigest()[:40]
        seen[digest] += 1
        keys.append(f"{digest}-{seen[digest]}")
    return keys


def _fields(item: ReadItem, position: int) -> dict[str, Any]:
    """The columns of an item, as JSON values where they are lists."""
    return {
        "position": position,
        "kind": ItemKind(item.kind),
        "section": list(item.section),
        "number": item.number,
        "text": item.text,
        "lead": list(item.lead),
        "coordinators": list(item.coordinators),
        "deadline_raw": item.deadline_raw,
        "deadlines": [deadline.as_dict() for deadline in item.deadlines],
        "deliverables": list(item.deliverables),
        "line": item.line,
        "folded": searchable(item.text, *item.section, *item.deliverables, *_spellings(item)),
    }


def _spellings(item: ReadItem) -> list[str]:
    """The item's units as printed and with their short forms written out."""
    names = (*item.lead, *item.coordinators)
    return [spelling for name in names for spelling in (name, name_key(name))]


WHERE_IT_STANDS = frozenset({"position", "line", "number", "folded"})


def _write_items(
    session: Session, read_items: Sequence[ReadItem], maker: TaskMaker, report: ImportReport
) -> None:
    known = {item.key: item for item in session.exec(select(Item).where(Item.plan_id == report.plan.id))}
    for position, (key, read_item) in enumerate(zip(item_keys(read_items), read_items, strict=True), 1):
        fields = _fields(read_item, position)
        item = known.pop(key, None)
        if item is None:
            item = Item(plan_id=report.plan.id or 0, key=key, **fields)
            report.added += 1
        elif _follows(item, fields):
            report.changed += 1
        else:
            report.unchanged += 1
        session.add(item)
        session.flush()
        made = maker.make(item)
        report.tasks_added += made.added
        report.tasks_redated += made.redated
        report.tasks_cancelled += made.cancelled
    for item in known.values():
        if item.retired_on is None:
            item.retired_on = maker.as_of
            report.retired += 1
            report.tasks_cancelled += maker.retire(item)


def _follows(item: Item, fields: Mapping[str, Any]) -> bool:
    """Give `item` the columns just read; whether it says anything else now, or had been retired."""
    other = {name for name, value in fields.items() if getattr(item, name) != value}
    came_back = item.retired_on is not None
    for name in other:
        setattr(item, name, fields[name])
    item.retired_on = None
    return came_back or bool(other - WHERE_IT_STANDS)


def _write_targets(session: Session, plan: Plan, read: ReadPlan) -> None:
    session.exec(delete(Target).where(col(Target.plan_id) == plan.id))
    for target in read.targets:
        session.add(
            Target(
                plan_id=plan.id or 0,
                year=target.year,
                level=target.level,
                points_from=Decimal(str(target.lower)),
                points_to=Decimal(str(target.upper)),
            )
        )
