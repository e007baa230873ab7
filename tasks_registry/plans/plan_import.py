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
from models import Item, ItemKind, Person, Plan, Target
from tasks_registry.auditing import audit
from tasks_registry.directory.fan_out import Owners
from tasks_registry.directory.handover import first_coordinator
from tasks_registry.directory.resolving import Directory
from tasks_registry.directory.unit_names import name_key
from tasks_registry.plans.amending import ItemChange, changes_of, pair_items
from tasks_registry.plans.task_making import Made, TaskMaker
from tasks_registry.reading.folding import fold, words
from tasks_registry.reading.items import PlanFacts, ReadItem, ReadPlan, require_items
from tasks_registry.rounds.report_calendar import own_report_dates
from tasks_registry.searching import searchable

DOUBTS_SHOWN = 20


@dataclass
class ImportReport:
    """What an import did to the items and tasks of a plan, and what a person should look at."""

    plan: Plan
    added: list[Item] = field(default_factory=list)
    changes: list[ItemChange] = field(default_factory=list)
    retired: list[Item] = field(default_factory=list)
    unchanged: int = 0
    tasks_added: int = 0
    tasks_redated: int = 0
    tasks_cancelled: int = 0
    warnings: list[str] = field(default_factory=list)

    def count(self, made: Made) -> None:
        """Take in what became of the tasks of one item."""
        self.tasks_added += made.added
        self.tasks_redated += made.redated
        self.tasks_cancelled += made.cancelled

    def counts(self) -> dict[str, int]:
        """How many of each."""
        return {
            "added": len(self.added),
            "changed": len(self.changes),
            "unchanged": self.unchanged,
            "retired": len(self.retired),
            "tasks_added": self.tasks_added,
            "tasks_redated": self.tasks_redated,
            "tasks_cancelled": self.tasks_cancelled,
        }

    def as_dict(self) -> dict[str, Any]:
        """The report as other programs read it."""
        return {
            "plan": self.plan.code,
            **self.counts(),
            "changes": [change.as_dict() for change in self.changes],
            "retired_items": [item.text for item in self.retired],
            "warnings": self.warnings,
        }


def import_plan(
    session: Session,
    read: ReadPlan,
    *,
    source_name: str,
    coordinator: Person | None,
    amends: Plan | None = None,
    by: str,
    as_of: date,
    now: datetime,
) -> ImportReport:
    """Take in a plan; the same document again changes nothing, and no progress is ever lost.

    The plan is known by the name of its file, or it is the one that this document amends. Items that were
    moved, reworded or given other cells go on as the same ones, and their open tasks follow; one that is gone
    is retired and its open tasks are cancelled.

    Raises:
        DondocError: the plan has no items, or another plan has this file's name.
    """
    require_items(read, source_name)
    plan = _plan(session, read, source_name, amends, as_of, now)
    report = ImportReport(plan, warnings=list(read.warnings))
    _set_coordinator(session, plan, coordinator, report)
    maker = TaskMaker(session, plan, Directory.load(session), Owners(session), by=by, as_of=as_of, now=now)
    _write_items(session, read.items, maker, report, amends=amends is not None)
    _write_targets(session, plan, read)
    report.warnings += [*maker.warnings, *_to_look_at(read.items)]
    audit(session, plan, "import", report.counts(), by=by, now=now)
    return report


def _to_look_at(items: Sequence[ReadItem]) -> list[str]:
    """What was doubtful in the reading of single items, the first of them in full."""
    lines = [f"Mục {place}: {warning}." for place, item in enumerate(items, 1) for warning in item.warnings]
    rest = len(lines) - DOUBTS_SHOWN
    more = [f"… và {rest} điều nữa; xem hết bằng: dondoc read TỆP"] if rest > 0 else []
    return lines[:DOUBTS_SHOWN] + more


def plan_code(source_name: str) -> str:
    """The short name of a plan, from its file: "KH 12 – Thân thiện.docx" → "kh-12-than-thien"."""
    return "-".join(words(PurePath(source_name).stem))[:80].strip("-") or "ke-hoach"


def _plan(
    session: Session, read: ReadPlan, source_name: str, amends: Plan | None, as_of: date, now: datetime
) -> Plan:
    facts = read.plan
    code = plan_code(source_name)
    plan = amends or session.exec(select(Plan).where(Plan.code == code)).first()
    if not amends:
        _refuse_confusion(session, plan, facts)
    year = facts.year or (plan.year if plan else as_of.year)
    if plan is None:
        plan = Plan(code=code, title="", year=year, end_year=year, imported_at=now)
    plan.title = facts.title or source_name
    plan.number, plan.issuer, plan.issued_on = facts.number, facts.issuer, facts.issued
    plan.year, plan.end_year = year, max(facts.end_year or year, year)
    plan.source_name = PurePath(source_name).name
    plan.report_dates = own_report_dates(read.items)
    session.add(plan)
    session.flush()
    return plan


def _refuse_confusion(session: Session, plan: Plan | None, facts: PlanFacts) -> None:
    """One file name for two plans, or one plan under two file names, would cancel or double its tasks."""
    if plan is not None:
        numbers = {plan.number, facts.number} - {""}
        if len(numbers) == 2 or (facts.year and facts.year != plan.year):
            raise another_plan(plan)
    elif facts.number[:1].isdigit():
        same = select(Plan).where(
            Plan.number == facts.number, Plan.issuer == facts.issuer, Plan.year == facts.year
        )
        known = session.exec(same).first()
        if known is not None:
            raise DondocError(
                f"Kế hoạch số {facts.number} đã nhập với mã '{known.code}'; nếu tệp này là bản sửa đổi của "
                f"nó, thêm --amends {known.code}."
            )


def another_plan(plan: Plan) -> DondocError:
    """The line for a document that has the file name of another plan."""
    return DondocError(
        f"Đã có kế hoạch khác mang mã '{plan.code}' (cùng tên tệp). Nếu là kế hoạch khác, đổi tên tệp; nếu "
        f"là bản sửa đổi, thêm --amends {plan.code}."
    )


def _set_coordinator(session: Session, plan: Plan, coordinator: Person | None, report: ImportReport) -> None:
    """Who follows the plan: the one named, else the one it has, else the first coordinator of the office."""
    if coordinator is not None:
        plan.coordinator_id = coordinator.id
    if plan.coordinator_id is None:
        first = first_coordinator(session)
        plan.coordinator_id = first.id if first else None
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


def _write_items(
    session: Session,
    read_items: Sequence[ReadItem],
    maker: TaskMaker,
    report: ImportReport,
    *,
    amends: bool,
) -> None:
    keys = item_keys(read_items)
    fields = [_fields(item, position) for position, item in enumerate(read_items, 1)]
    known = session.exec(select(Item).where(Item.plan_id == report.plan.id).order_by(col(Item.id))).all()
    earlier = pair_items(known, keys, fields)
    if not amends and not earlier and any(item.retired_on is None for item in known):
        raise another_plan(report.plan)
    _free_keys(session, earlier, keys)
    for place, (key, values) in enumerate(zip(keys, fields, strict=True)):
        item = earlier.get(place)
        if item is None:
            item = Item(plan_id=report.plan.id or 0, key=key, **values)
            report.added.append(item)
        else:
            _follow(item, key, values, report)
        session.add(item)
        session.flush()
        report.count(maker.make(item))
    kept = {item.id for item in earlier.values()}
    for item in known:
        if item.id not in kept and item.retired_on is None:
            item.retired_on = maker.as_of
            report.retired.append(item)
            report.tasks_cancelled += maker.retire(item)


def _free_keys(session: Session, earlier: Mapping[int, Item], keys: Sequence[str]) -> None:
    """Items that exchange their keys must not meet in the database on the way."""
    for place, item in earlier.items():
        if item.key != keys[place]:
            item.key = f"moving-{item.id}"
    session.flush()


def _follow(item: Item, key: str, values: Mapping[str, Any], report: ImportReport) -> None:
    """Give `item` the columns just read, and say in the report what changed."""
    changes = changes_of(item, values)
    if changes or item.retired_on is not None:
        report.changes.append(ItemChange(values["position"], values["text"], changes))
    else:
        report.unchanged += 1
    item.key, item.retired_on = key, None
    for name, value in values.items():
        if getattr(item, name) != value:
            setattr(item, name, value)


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
