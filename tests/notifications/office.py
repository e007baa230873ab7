"""A small office for tests: a leader above two departments, and one plan."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from sqlmodel import Session, select

from models import Item, ItemKind, Notice, Person, Plan, Role, Task, Unit
from tasks_registry.days.occurrences import occurrences

NOW = datetime(2026, 6, 15, 1, 0, tzinfo=UTC)
MONDAY = date(2026, 6, 15)


@dataclass
class Office:
    """Builds units, people and tasks in `session`; everything is flushed, the test commits."""

    session: Session
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.committee = self.unit("UBND phường Sông Lam")
        self.culture = self.unit("Phòng Văn hóa - Xã hội", parent=self.committee)
        self.economy = self.unit("Phòng Kinh tế", parent=self.committee)
        self.leader = self.person(self.committee, "Trần Thị Lãnh", "lanh", role=Role.LEADER)
        self.coordinator = self.person(self.committee, "Lê Văn Mối", "moi", role=Role.COORDINATOR)
        self.head = self.person(self.culture, "Nguyễn Thị Ánh", "anh")
        self.other = self.person(self.economy, "Phạm Văn Bền", "ben")
        self.plan = self.add(
            Plan(
                code="kh-1",
                title="Kế hoạch xây dựng chính quyền thân thiện năm 2026",
                year=2026,
                end_year=2026,
                coordinator_id=self.coordinator.id,
                imported_at=NOW,
            )
        )

    def add(self, row: Any) -> Any:
        self.session.add(row)
        self.session.flush()
        return row

    def unit(self, name: str, *, parent: Unit | None = None) -> Any:
        code = f"U{next(self.numbers)}"
        return self.add(Unit(code=code, name=name, folded=code, parent_id=parent.id if parent else None))

    def person(self, unit: Unit, name: str, mailbox: str, *, role: Role = Role.HEAD, **fields: Any) -> Any:
        return self.add(
            Person(unit_id=unit.id or 0, name=name, email=f"{mailbox}@donvi.test", role=role, **fields)
        )

    def item(self, text: str = "Niêm yết công khai thủ tục", *deadlines: dict[str, Any]) -> Any:
        number = next(self.numbers)
        return self.add(
            Item(
                plan_id=self.plan.id,
                key=str(number),
                position=number,
                kind=ItemKind.TABLE,
                text=text,
                deadlines=list(deadlines),
            )
        )

    def recurring(self, every: str, first: date, last: date, **fields: Any) -> list[Any]:
        """An item that falls due `every` so often, and its tasks from `first` to `last`."""
        deadline = {"kind": "recurring", "every": every, "interval": 1, "dates": []}
        item = self.item("Báo cáo tình hình thực hiện", deadline | fields.pop("rule", {}))
        return [
            self.task(each.due, item=item, slot=f"#1|{each.key}", **fields)
            for each in occurrences(item.deadlines, first, last)
        ]

    def task(
        self, due: date | None = None, *, text: str = "", item: Item | None = None, **fields: Any
    ) -> Any:
        item = item or (self.item(text) if text else self.item())
        given: dict[str, Any] = {
            "item_id": item.id,
            "slot": "a",
            "unit_id": self.culture.id,
            "owner_id": self.head.id,
            "due_on": due,
            "scheduled_on": due,
            "assigned_on": date(2026, 1, 5),
        }
        return self.add(Task(**(given | fields)))

    def notices(self) -> list[Notice]:
        """The whole outbox as it stands in the database."""
        self.session.expire_all()
        return list(self.session.exec(select(Notice).order_by(Notice.id)))  # type: ignore[arg-type]

    def told(self) -> set[tuple[str, str]]:
        """(mailbox, step) of every notice that was not cancelled or missed."""
        people = {person.id: person.email.split("@")[0] for person in self.session.exec(select(Person))}
        return {
            (people[each.person_id], each.step)
            for each in self.notices()
            if each.state not in ("cancelled", "missed")
        }
