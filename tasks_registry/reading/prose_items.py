"""The prose of a plan → its duties, contents, criteria and labelled items (RULES.md, "Items")."""

from dataclasses import dataclass, replace

from tasks_registry.reading.deadlines import find_deadlines
from tasks_registry.reading.folding import one_line
from tasks_registry.reading.fuzzy import begins_with_any, plain_words
from tasks_registry.reading.items import PlanFacts, ReadItem
from tasks_registry.reading.labelled import labelled_items
from tasks_registry.reading.marks import ROMAN
from tasks_registry.reading.outline import APPENDIX, Point, Section
from tasks_registry.reading.parts import Part, part_of_title, part_within
from tasks_registry.reading.unit_orders import coordinators_in, ordered_units, run_in_units
from tasks_registry.reading.units import heading_units

_CLOSING = (
    "tren day la",
    "trong qua trinh",
    "yeu cau",
    "ke hoach nay",
    "can cu ke hoach",
    "de nghi cac",
    "nhan duoc ke hoach",
)
_ENCLOSING = ("gui kem", "kem theo", "dinh kem", "tai lieu kem", "phu luc kem", "ho so kem")
_SENTENCE = 150  # a numbered line longer than this orders something itself, its bullets aside
_OWN_DEADLINES = ("by", "recurring", "relative")
_INTRODUCING = ("co trach nhiem", "co nhiem vu", "sau day", "nhu sau", "cu the", "tap trung vao", "gom")


@dataclass(frozen=True)
class Scope:
    """What holds where a paragraph stands."""

    part: Part
    facts: PlanFacts
    with_content: bool  # whether prose gives `content` items: not where a task table stands for it
    lead: tuple[str, ...] = ()


def prose_items(outline: Section, facts: PlanFacts, *, has_table: bool) -> list[ReadItem]:
    """The items that the prose gives, in the order of the document."""
    items: list[ReadItem] = []
    for part in outline.children:
        scope = Scope(_part(part, outline), facts, not has_table)
        items += _section_items(part, replace(scope, lead=heading_units(part.title)))
    return items


def _part(section: Section, outline: Section) -> Part:
    """What a part does: by its title, and where that does not say, by what it holds."""
    part = part_of_title(section.title)
    if section.depth == APPENDIX and part is not Part.CRITERIA:
        return part if part is Part.DUTIES else Part.NOTHING
    if part in (Part.CONTENT, Part.UNKNOWN) and _names_units(section):
        return Part.DUTIES
    if part is Part.UNKNOWN and section.title:
        return Part.CONTENT
    if part is Part.UNKNOWN:
        return Part.CONTENT if len(outline.children) == 1 else Part.NOTHING
    return part


def _names_units(section: Section) -> bool:
    """Whether half of the sections of a part, or more, name or order units."""
    children = section.children
    named = sum(
        bool(heading_units(c.title) or run_in_units(c.title)[0] or _ordered(section, c)) for c in children
    )
    return named > 0 and named * 2 >= len(children)


def _ordered(section: Section, child: Section) -> tuple[str, ...]:
    return () if section.title else ordered_units(child.title)


def _section_items(section: Section, scope: Scope) -> list[ReadItem]:
    """The items of a section and of all under it."""
    items: list[ReadItem] = []
    points = section.points
    if scope.part in (Part.CONTENT, Part.DUTIES):
        items, points = labelled_items(section, scope.facts)
    if scope.part is Part.DUTIES:
        items += [] if items and not points else _duties(section, points, scope)
    elif scope.part is Part.CONTENT and scope.with_content:
        items += [] if items and not points else _contents(section, points, scope, labelled=bool(items))
    elif scope.part is Part.CRITERIA:
        items += _listed("criterion", section.path(), points, scope) or _leaf_criterion(section, scope)
    for child in section.children:
        part = part_within(child.title, scope.part)
        lead = _heading_lead(child) or scope.lead
        items += _section_items(child, replace(scope, part=part, lead=lead))
    return items


def _heading_lead(section: Section) -> tuple[str, ...]:
    """The units of a heading: named alone, run in before a colon, or ordered before a list."""
    named = heading_units(section.title) or run_in_units(section.title)[0]
    heads_list = section.points or section.children
    return named or (ordered_units(section.title) if heads_list else ())


def _duties(section: Section, points: list[Point], scope: Scope) -> list[ReadItem]:
    """The duties of one section: its own order, then its bullets and paragraphs."""
    if section.depth <= ROMAN:
        return _unit_points(section.path(), points, scope)
    own = _own_duty(section, points, scope)
    if own:
        points, own = _following(own, points)
    path = section.path()
    if not scope.lead:
        return own + _unit_points(path, points, scope)
    points = [p for p in points if p.depth or not _is_closing(p.text)]
    return own + _listed("duty", _unit_path(section), points, scope)


def _unit_path(section: Section) -> tuple[str, ...]:
    """The titles down to a section of duties; one that orders before a list is named by its units."""
    path = section.path()
    units = () if heading_units(section.title) else _heading_lead(section)
    return (*path[:-1], ", ".join(units)) if units and path else path


def _own_duty(section: Section, points: list[Point], scope: Scope) -> list[ReadItem]:
    """The duty that a numbered paragraph states itself; none where it only heads a list or names units."""
    if section.depth <= ROMAN or heading_units(section.title):
        return []
    units, text = run_in_units(section.title)
    if not text or (section.children and not units) or (points and _introduces(text)):
        return []
    path = _unit_path(section) if units else section.path()[:-1]
    lead = units or (scope.lead if _unit_heads(section) else ordered_units(section.title))
    return (
        [_item("duty", path, section.number, text, section.line, replace(scope, lead=lead))] if lead else []
    )


def _unit_heads(section: Section) -> bool:
    """Whether a section stands under a heading that names units."""
    return bool(section.parent and (_heading_lead(section.parent) or _unit_heads(section.parent)))


def _following(own: list[ReadItem], points: list[Point]) -> tuple[list[Point], list[ReadItem]]:
    """Unnumbered orders right after a numbered one belong to it; closing paragraphs do not."""
    taken = 0
    while taken < len(points) and not points[taken].depth and not _is_closing(points[taken].text):
        taken += 1
    return points[taken:], own if not taken else [_extended(own[0], points[:taken])]


def _extended(item: ReadItem, points: list[Point]) -> ReadItem:
    return replace(item, text=" ".join([item.text, *(point.text for point in points)]))


def _unit_points(path: tuple[str, ...], points: list[Point], scope: Scope) -> list[ReadItem]:
    """Bullets that name their own units, where no heading does: "- Phòng X: …", "- Giao Phòng X …"."""
    items: list[ReadItem] = []
    for point, under in _with_sub_points(points):
        named, text = run_in_units(point.text)
        heading = heading_units(point.text)
        own = heading or named or ordered_units(point.text)
        lead = own or scope.lead
        if not lead or not (point.depth or named or _assigns(point.text) or _is_order(point, own, scope)):
            continue
        inner = replace(scope, lead=lead)
        if under and (heading or not text or _introduces(text)):
            items += _listed("duty", (*path, ", ".join(lead)), under, inner)
        elif not heading:
            items += _listed("duty", path, [replace(point, text=text), *under], inner)
    return items


def _is_order(point: Point, own: tuple[str, ...], scope: Scope) -> bool:
    """Whether an unmarked paragraph orders the unit that the part is headed with."""
    return bool(scope.lead) and not own and not _is_closing(point.text)


def _assigns(text: str) -> bool:
    return begins_with_any(plain_words(text), ("giao", "de nghi"))


def _contents(section: Section, points: list[Point], scope: Scope, *, labelled: bool) -> list[ReadItem]:
    """The content items of one section: a numbered paragraph, or the points that it heads."""
    title, path = section.title, section.path()
    if section.depth <= ROMAN:
        return [] if section.children else _listed("content", path, points, scope)
    if section.children and not points:
        return []
    if _encloses(points):
        return []
    bulleted = any(point.depth for point in points)
    if not labelled and (
        not points or (len(title) > _SENTENCE and title.endswith(".") and not section.children)
    ):
        return [_item("content", path[:-1], section.number, _whole(title, points), section.line, scope)]
    return _listed(
        "content", path, [p for p in points if p.depth or not (bulleted and _introduces(p.text))], scope
    )


def _whole(title: str, points: list[Point]) -> str:
    return one_line(
        " ".join([title, *(point.text for point in points if point.depth or not _is_closing(point.text))])
    )


def _encloses(points: list[Point]) -> bool:
    return bool(points) and begins_with_any(plain_words(points[0].text), _ENCLOSING)


def _introduces(text: str) -> bool:
    """Whether a text only heads a list: "…, gồm:", "… có trách nhiệm"."""
    return text.rstrip().endswith(":") or " ".join(plain_words(text[-40:])).endswith(_INTRODUCING)


def _leaf_criterion(section: Section, scope: Scope) -> list[ReadItem]:
    """A numbered line of a set of criteria that heads nothing is a criterion itself."""
    if section.depth <= ROMAN or section.children or section.points:
        return []
    return [_item("criterion", section.path()[:-1], section.number, section.title, section.line, scope)]


def _listed(kind: str, path: tuple[str, ...], points: list[Point], scope: Scope) -> list[ReadItem]:
    """An item for each point of a list; sub-bullets join theirs unless they have a deadline of their own."""
    items: list[ReadItem] = []
    bulleted = any(point.depth for point in points)
    for point, under in _with_sub_points(points):
        if not point.depth and (
            _is_closing(point.text) or (bulleted and kind == "criterion") or _introduces(point.text)
        ):
            continue
        split = [sub for sub in under if sub.depth and _has_own_deadline(sub, scope.facts)]
        if split and _introduces(point.text):
            items += [_item(kind, path, sub.number, sub.text, sub.line, scope) for sub in under]
            continue
        text = one_line(" ".join([point.text, *(sub.text for sub in under if sub not in split)]))
        items.append(_item(kind, path, point.number, text, point.line, scope))
        items += [_item(kind, path, sub.number, sub.text, sub.line, scope) for sub in split]
    return items


def _with_sub_points(points: list[Point]) -> list[tuple[Point, list[Point]]]:
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
    if point.depth or not head.depth or _is_closing(point.text):
        return False
    return inside or (head.text.endswith(":") and (not under or not under[0].depth))


def _has_own_deadline(point: Point, facts: PlanFacts) -> bool:
    _, deadlines = find_deadlines(point.text, year=facts.year, issued=facts.issued)
    return any(deadline.kind in _OWN_DEADLINES for deadline in deadlines)


def _is_closing(text: str) -> bool:
    return begins_with_any(plain_words(text[:60]), _CLOSING) or text.startswith("(")


def _item(kind: str, path: tuple[str, ...], number: str, text: str, line: int, scope: Scope) -> ReadItem:
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
