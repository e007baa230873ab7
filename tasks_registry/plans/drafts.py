"""A plan that has been read, as a draft (bản nháp) that a person edits before it is imported.

Form: `{dondoc_draft, source_name, plan, items: [{…, drop}], targets, warnings}` in the fields of RULES.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from config.errors import DondocError
from models import ItemKind
from tasks_registry.reading.deadlines import Deadline, read_deadlines
from tasks_registry.reading.items import PlanFacts, ReadItem, ReadPlan, Target

VERSION = 1
LISTS = ("section", "lead", "coordinators", "deliverables")
WORDS = ("number", "text", "deadline_raw")


@dataclass(frozen=True)
class Draft:
    """A draft read back: the plan as edited, the file it came from, and each item's leads as first read."""

    read: ReadPlan
    source_name: str
    first_leads: tuple[tuple[str, ...], ...]


def to_draft(read: ReadPlan, source_name: str) -> dict[str, Any]:
    """The draft of a plan: everything that was read, and `drop` for what is not to be imported."""
    document = read.as_dict()
    items = [{**item.as_dict(), "first_lead": list(item.lead), "drop": False} for item in read.items]
    facts = {**read.plan.as_dict(), "end_year": read.plan.end_year}
    return {"dondoc_draft": VERSION, "source_name": source_name, **document, "plan": facts, "items": items}


def from_draft(document: object) -> Draft:
    """A draft as a person left it; deadlines whose phrase was changed are read anew.

    Raises:
        DondocError: not a draft, or an item that is not in its form, with its place.
    """
    if not isinstance(document, Mapping) or document.get("dondoc_draft") != VERSION:
        raise DondocError("Tệp này không phải là bản nháp do dondoc import --preview tạo ra.")
    facts = _facts(document.get("plan"))
    kept = [
        (_item(entry, place, facts), tuple(_strings(entry.get("first_lead"), "first_lead", place)))
        for place, entry in enumerate(_entries(document), 1)
        if not entry.get("drop")
    ]
    targets = tuple(_target(entry) for entry in document.get("targets") or [])
    warnings = tuple(str(line) for line in document.get("warnings") or [])
    read = ReadPlan(facts, tuple(item for item, _ in kept), targets, warnings)
    return Draft(read, str(document.get("source_name") or "ke-hoach"), tuple(lead for _, lead in kept))


def _entries(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    entries = document.get("items")
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        raise DondocError("Bản nháp thiếu danh sách 'items' hoặc danh sách sai dạng.")
    return entries


def _facts(entry: object) -> PlanFacts:
    if not isinstance(entry, Mapping):
        raise DondocError("Bản nháp thiếu phần 'plan'.")
    words = {name: str(entry.get(name) or "") for name in ("title", "issuer", "number")}
    year, end_year = (_year(entry.get(name)) for name in ("year", "end_year"))
    return PlanFacts(**words, year=year, issued=_day(entry.get("issued")), end_year=end_year)


def _year(value: object) -> int | None:
    if value in (None, ""):
        return None
    if not str(value).isdecimal() or not 1900 <= int(str(value)) <= 2100:
        raise DondocError(f"Bản nháp: năm '{value}' nằm ngoài khoảng 1900–2100.")
    return int(str(value))


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        raise DondocError(f"Bản nháp: ngày '{value}' sai; viết như 2026-03-02.") from None


def _item(entry: Mapping[str, Any], place: int, facts: PlanFacts) -> ReadItem:
    kind = entry.get("kind") or ItemKind.TABLE.value
    if kind not in set(ItemKind):
        raise DondocError(f"Bản nháp, mục {place}: loại '{kind}' không có; dùng {', '.join(ItemKind)}.")
    words = {name: str(entry.get(name) or "").strip() for name in WORDS}
    if not words["text"]:
        raise DondocError(f"Bản nháp, mục {place}: thiếu nội dung; điền nội dung hoặc đánh dấu bỏ mục.")
    lists = {name: tuple(_strings(entry.get(name), name, place)) for name in LISTS}
    fields: dict[str, Any] = {**words, **lists}
    deadlines = _deadlines(entry, words["deadline_raw"], place, facts)
    return ReadItem(kind=str(kind), line=_line(entry), deadlines=deadlines, **fields)


def _line(entry: Mapping[str, Any]) -> int:
    line = entry.get("line")
    return line if isinstance(line, int) else 0


def _strings(value: object, name: str, place: int) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise DondocError(f"Bản nháp, mục {place}: '{name}' phải là danh sách chữ.")
    return [each.strip() for each in value if each.strip()]


def _deadlines(entry: Mapping[str, Any], phrase: str, place: int, facts: PlanFacts) -> tuple[Deadline, ...]:
    given = entry.get("deadlines")
    if given is None:
        return tuple(read_deadlines(phrase, year=facts.year, issued=facts.issued))
    try:
        return tuple(deadline_from(each) for each in given) or (Deadline("none"),)
    except (TypeError, ValueError, KeyError, AttributeError):
        raise DondocError(
            f"Bản nháp, mục {place}: 'deadlines' sai dạng; xóa trường này để đọc lại từ 'deadline_raw'."
        ) from None


def deadline_from(entry: Mapping[str, Any]) -> Deadline:
    """The deadline that `Deadline.as_dict` gave."""
    values = {
        **entry,
        "start": _day(entry.get("start")),
        "due": _day(entry.get("due")),
        "dates": tuple(entry.get("dates") or ()),
    }
    if values["kind"] not in ("by", "recurring", "relative", "continuous", "other", "none"):
        raise ValueError(values["kind"])
    return Deadline(**values)


def _target(entry: Mapping[str, Any]) -> Target:
    try:
        return Target(int(entry["year"]), int(entry["level"]), entry["from"], entry["to"])
    except (KeyError, TypeError, ValueError):
        raise DondocError("Bản nháp: 'targets' phải có year, level, from, to.") from None
