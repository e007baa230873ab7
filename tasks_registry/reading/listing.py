"""Lists of prose → items: a bullet with its sub-bullets is one, unless these have deadlines of their own."""

import re
from dataclasses import dataclass, replace

from tasks_registry.reading.deadlines import find_deadlines
from tasks_registry.reading.doubts import Doubt, Reason
from tasks_registry.reading.folding import one_line
from tasks_registry.reading.fuzzy import begins_with_any, plain_words
from tasks_registry.reading.items import PlanFacts, ReadItem
from tasks_registry.reading.known_units import ordered_by
from tasks_registry.reading.outline import Point, Title
from tasks_registry.reading.parts import Part
from tasks_registry.reading.sources import Source, source_in
from tasks_registry.reading.unit_orders import coordinators_in

_CLOSING = (
    "tren day la",
    "trong qua trinh",
    "qua trinh trien khai",
    "qua trinh thuc hien",
    "trong thoi gian thuc hien",
    "neu co vuong mac",
    "neu co kho khan",
    "moi vuong mac",
    "yeu cau",
    "ke hoach nay",
    "can cu ke hoach",
    "de nghi cac",
    "nhan duoc ke hoach",
)
_SIGNATURE = re.compile(r"[A-ZĐÀ-Ỹ][^\W\d_A-ZĐÀ-Ỹ]*(?: [A-ZĐÀ-Ỹ][^\W\d_A-ZĐÀ-Ỹ]*){1,4}")
_OWN_DEADLINES = ("by", "recurring", "relative")
_INTRODUCING = ("co trach nhiem", "co nhiem vu", "sau day", "nhu sau", "cu the", "tap trung vao", "gom")


@dataclass(frozen=True)
class Scope:
    """What holds where a paragraph stands."""

    part: Part
    facts: PlanFacts
    with_content: bool  # whether prose gives `content` items: not where a task table stands for it
    lead: tuple[str, ...] = ()
    lead_source: Source | None = None
    known: frozenset[str] = frozenset()  # units that the document names elsewhere

    def led_by(self, units: tuple[str, ...], point: Point) -> "Scope":
        """What holds under `units` that `point` names as those in the lead; this, where it names none."""
        source = source_in([(point.line, point.text)], units) or Source(point.line, point.text)
        return replace(self, lead=units, lead_source=source) if units else self


def introduces(text: str) -> bool:
    """Whether a text only heads a list: "…, gồm:", "… có trách nhiệm"."""
    return text.rstrip().endswith(":") or " ".join(plain_words(text[-40:])).endswith(_INTRODUCING)


def listed(kind: str, path: tuple[Title, ...], points: list[Point], scope: Scope) -> list[ReadItem]:
    """An item for each point of a list; sub-bullets join theirs unless they have a deadline of their own."""
    items: list[ReadItem] = []
    bulleted = any(point.depth for point in points)
    for point, under in with_sub_points(points):
        if not point.depth and (
            is_closing(point.text)
            or point.text.isupper()
            or _SIGNATURE.fullmatch(point.text)
            or (bulleted and kind == "criterion")
            or introduces(point.text)
        ):
            continue
        split = [sub for sub in under if sub.depth and _has_own_deadline(sub, scope.facts)]
        if split and introduces(point.text):
            items += [item_of(kind, path, [sub], scope) for sub in under]
            continue
        items.append(item_of(kind, path, [point, *(sub for sub in under if sub not in split)], scope))
        items += [item_of(kind, path, [sub], scope) for sub in split]
    return items


def with_sub_points(points: list[Point]) -> list[tuple[Point, list[Point]]]:
    """Each point with the sub-bullets, and the paragraphs that go on with it, under it."""
    grouped: list[tuple[Point, list[Point]]] = []
    last_bullet = max((at for at, point in enumerate(points) if point.depth), default=-1)
    for at, point in enumerate(points):
        if grouped and (
            point.depth > max(grouped[-1][0].depth, 1) or _goes_on(grouped[-1], point, at < last_bullet)
        ):
            grouped[-1][1].append(point)
        else:
            grouped.append((point, []))
    return grouped


def _goes_on(group: tuple[Point, list[Point]], point: Point, inside: bool) -> bool:
    """Whether an unmarked paragraph goes on with the bullet before it: inside a list, or after a colon."""
    head, under = group
    if point.depth or not head.depth or is_closing(point.text):
        return False
    return inside or (head.text.endswith(":") and (not under or not under[0].depth))


def _has_own_deadline(point: Point, facts: PlanFacts) -> bool:
    _, deadlines = find_deadlines(point.text, year=facts.year, issued=facts.issued)
    return any(deadline.kind in _OWN_DEADLINES for deadline in deadlines)


def is_closing(text: str) -> bool:
    """Whether a paragraph with no mark closes a part or a plan: "Trên đây là …", "Trong quá trình …"."""
    return begins_with_any(plain_words(text[:60]), _CLOSING) or text.startswith("(")


def item_of(kind: str, path: tuple[Title, ...], points: list[Point], scope: Scope) -> ReadItem:
    """The item that a paragraph of prose, and those that belong to it, make under the titles of `path`."""
    text = one_line(" ".join(point.text for point in points))
    raw, deadlines = find_deadlines(text, year=scope.facts.year, issued=scope.facts.issued)
    lead = scope.lead if kind == "duty" else ()
    if kind == "content":
        lead = ordered_by(text, scope.known) or scope.lead
    coordinators = coordinators_in(text) if kind in ("duty", "content") else ()
    item = ReadItem(
        kind=kind,
        section=tuple(title.words for title in path),
        number=points[0].number,
        text=text,
        line=points[0].line,
        lead=lead,
        coordinators=tuple(unit for unit in coordinators if unit not in lead),
        deadline_raw=raw,
        deadlines=tuple(deadlines),
    )
    item = item.sourced(**_sources(item, points, scope), section=path[-1].source if path else None)
    return item.doubted(Doubt(Reason.JOINED)) if any(point.joined for point in points) else item


def _sources(item: ReadItem, points: list[Point], scope: Scope) -> dict[str, Source | None]:
    """Where the paragraphs of an item say its fields; the lead of a duty stands above them."""
    texts = [(point.line, point.text) for point in points]
    whole = Source(*texts[0])
    return {
        "text": whole,
        "lead": scope.lead_source if item.kind == "duty" else source_in(texts, item.lead) or whole,
        "coordinators": source_in(texts, item.coordinators) or whole,
        "deadline_raw": source_in(texts, item.deadline_raw.split("; ")) or whole,
    }
