"""Lists of prose → items: a bullet with its sub-bullets is one, unless these have deadlines of their own."""

from dataclasses import dataclass

from tasks_registry.reading.deadlines import find_deadlines
from tasks_registry.reading.folding import one_line
from tasks_registry.reading.fuzzy import begins_with_any, plain_words
from tasks_registry.reading.items import PlanFacts, ReadItem
from tasks_registry.reading.outline import Point
from tasks_registry.reading.parts import Part
from tasks_registry.reading.unit_orders import coordinators_in, ordered_units

_CLOSING = (
    "tren day la",
    "trong qua trinh",
    "yeu cau",
    "ke hoach nay",
    "can cu ke hoach",
    "de nghi cac",
    "nhan duoc ke hoach",
)
_OWN_DEADLINES = ("by", "recurring", "relative")
_INTRODUCING = ("co trach nhiem", "co nhiem vu", "sau day", "nhu sau", "cu the", "tap trung vao", "gom")


@dataclass(frozen=True)
class Scope:
    """What holds where a paragraph stands."""

    part: Part
    facts: PlanFacts
    with_content: bool  # whether prose gives `content` items: not where a task table stands for it
    lead: tuple[str, ...] = ()


def introduces(text: str) -> bool:
    """Whether a text only heads a list: "…, gồm:", "… có trách nhiệm"."""
    return text.rstrip().endswith(":") or " ".join(plain_words(text[-40:])).endswith(_INTRODUCING)


def listed(kind: str, path: tuple[str, ...], points: list[Point], scope: Scope) -> list[ReadItem]:
    """An item for each point of a list; sub-bullets join theirs unless they have a deadline of their own."""
    items: list[ReadItem] = []
    bulleted = any(point.depth for point in points)
    for point, under in with_sub_points(points):
        if not point.depth and (
            is_closing(point.text) or (bulleted and kind == "criterion") or introduces(point.text)
        ):
            continue
        split = [sub for sub in under if sub.depth and _has_own_deadline(sub, scope.facts)]
        if split and introduces(point.text):
            items += [item_of(kind, path, sub.number, sub.text, sub.line, scope) for sub in under]
            continue
        text = one_line(" ".join([point.text, *(sub.text for sub in under if sub not in split)]))
        items.append(item_of(kind, path, point.number, text, point.line, scope))
        items += [item_of(kind, path, sub.number, sub.text, sub.line, scope) for sub in split]
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


def item_of(kind: str, path: tuple[str, ...], number: str, text: str, line: int, scope: Scope) -> ReadItem:
    """The item that a paragraph of prose makes: its deadlines, its coordinators, and who leads it."""
    raw, deadlines = find_deadlines(text, year=scope.facts.year, issued=scope.facts.issued)
    lead = scope.lead if kind == "duty" else ordered_units(text) if kind == "content" else ()
    coordinators = coordinators_in(text) if kind in ("duty", "content") else ()
    return ReadItem(
        kind=kind,
        section=path,
        number=number,
        text=text,
        line=line,
        lead=lead,
        coordinators=tuple(unit for unit in coordinators if unit not in lead),
        deadline_raw=raw,
        deadlines=tuple(deadlines),
    )
