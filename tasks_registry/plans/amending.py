"""A later version of a plan: which of its items are which of the earlier ones, and what changed in each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract

from models import Item
from tasks_registry.reading.folding import fold

SAME_TEXT = 82.0  # per cent of alike letters, as items are paired in RULES.md's own measure
SAME_PLACE = 60.0  # enough where number and section agree
CANDIDATES = 5
COMPARED = (
    "kind",
    "section",
    "number",
    "text",
    "lead",
    "coordinators",
    "deadline_raw",
    "deadlines",
    "deliverables",
)


@dataclass(frozen=True)
class ItemChange:
    """An item that says something else now: the names of its fields with the old and the new value."""

    position: int
    text: str
    fields: Mapping[str, tuple[Any, Any]]

    def as_dict(self) -> dict[str, Any]:
        """The change as other programs read it."""
        fields = {name: {"from": old, "to": new} for name, (old, new) in self.fields.items()}
        return {"item": self.position, "text": self.text, "fields": fields}


def changes_of(item: Item, fields: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What `fields`, just read, say otherwise than `item`; where it stands in the document does not count."""
    return {
        name: (getattr(item, name), fields[name]) for name in COMPARED if getattr(item, name) != fields[name]
    }


def pair_items(
    known: Sequence[Item], keys: Sequence[str], read: Sequence[Mapping[str, Any]]
) -> dict[int, Item]:
    """The earlier item of each of the `read` ones, by its place in that list; new ones are left out.

    The same key first; then the most alike text, whether moved or reworded; items that stand at the same
    number of the same section may differ more.
    """
    by_key = {item.key: item for item in known}
    found = {place: by_key.pop(key) for place, key in enumerate(keys) if key in by_key}
    rest = {place: each for place, each in enumerate(read) if place not in found}
    texts = {item.id: fold(item.text) for item in by_key.values()}
    items = {item.id: item for item in by_key.values()}
    for _, place, item_id in sorted(_likenesses(rest, texts, items), key=lambda each: -each[0]):
        if place not in found and item_id in items:
            found[place] = items.pop(item_id)
    return found


def _likenesses(
    rest: Mapping[int, Mapping[str, Any]], texts: Mapping[int | None, str], items: Mapping[int | None, Item]
) -> list[tuple[float, int, int | None]]:
    """(how alike, place, item's id) of the pairs that may be one."""
    likely: list[tuple[float, int, int | None]] = []
    for place, each in rest.items():
        found = extract(fold(each["text"]), texts, scorer=ratio, limit=CANDIDATES, score_cutoff=SAME_PLACE)
        for _, score, item_id in found:
            if score >= SAME_TEXT or _same_place(each, items[item_id]):
                likely.append((score, place, item_id))
    return likely


def _same_place(each: Mapping[str, Any], item: Item) -> bool:
    return bool(each["number"]) and each["number"] == item.number and each["section"] == item.section
