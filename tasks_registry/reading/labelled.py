"""Prose that ends in label lines → `labelled` items (RULES.md, "Items" and "Harder rows and paragraphs")."""

from dataclasses import dataclass, field, replace
from functools import reduce

from tasks_registry.reading.deadlines import Deadline, read_deadlines
from tasks_registry.reading.doubts import Doubt, Reason
from tasks_registry.reading.folding import one_line
from tasks_registry.reading.items import PlanFacts, ReadItem
from tasks_registry.reading.labels import Label, opens_with_contents, opens_with_other_label, split_labels
from tasks_registry.reading.marks import ARABIC
from tasks_registry.reading.outline import Point, Section, Title
from tasks_registry.reading.roles import Role, is_guess, label_role
from tasks_registry.reading.sources import Source, source_in
from tasks_registry.reading.table_items import split_deliverables, unit_cells
from tasks_registry.reading.unit_orders import coordinators_in, said_to_lead
from tasks_registry.reading.units import heading_units

_UNITS = (Role.LEAD, Role.UNITS, Role.COORDINATORS)
_GIVING = (*_UNITS, Role.DEADLINE)


@dataclass(frozen=True)
class Said:
    """A label with its value, the lines of a list below it each ended by `;`, and where it stands."""

    role: Role
    name: str
    value: str
    source: Source

    def going_on(self, point: Point) -> "Said":
        """This label with a point of the list below it in its value."""
        source = self.source.joined(Source(point.line, point.text))
        return replace(self, value=f"{self.value}\n{point.text};".strip(), source=source)


@dataclass
class Block:
    """The points that one label block speaks of, and its labels."""

    points: list[Point] = field(default_factory=list)
    labels: list[Said] = field(default_factory=list)

    def values(self, *roles: Role) -> list[str]:
        return [label.value for label in self.labels if label.role in roles and label.value]

    def source(self, *roles: Role) -> Source | None:
        """What the labels of `roles` say; None where there are none."""
        said = [label.source for label in self.labels if label.role in roles and label.value]
        return reduce(Source.joined, said) if said else None

    def gives(self, *roles: Role) -> bool:
        return bool(self.values(*roles))


def labelled_items(section: Section, facts: PlanFacts) -> tuple[list[ReadItem], list[Point]]:
    """The items that the label blocks of a section make, and the points that no label speaks of."""
    _gather_points(section)
    own, labels = split_labels(section.title)
    said = _said([label for label in labels if label.value], section.line)
    own = own if said else section.title
    blocks, rest = _blocks(section, said)
    blocks = [block for block in blocks if _is_task(block, section)]
    if not blocks:
        return [], section.points
    items: list[ReadItem] = []
    intro: Point | None = None
    for at, block in enumerate(blocks):
        following = blocks[at + 1] if at + 1 < len(blocks) else None
        intro = _intro(block, following) or (intro if intro and _is_under(block, intro) else None)
        if block.points and block.points[0] is intro:
            block.points.pop(0)
        items += _item(section, block, own, intro, facts)
    return items, rest


def _gather_points(section: Section) -> None:
    """Numbered points that are labels, or whose last alone has labels, taken into the section above."""
    children = section.children
    if _is_label_list(section):
        for child in children:
            section.points += _label_points(child)
        section.children = []
    if len(children) < 2 or section.depth < ARABIC or any(child.children for child in children):
        return
    labelled = [any(split_labels(p.text)[1] for p in child.points) for child in children]
    plain = not any(child.points for child in children[:-1]) and not split_labels(children[0].title)[1]
    if plain and labelled[-1]:
        for child in children:
            section.points += [replace(child.own_point(), depth=1), *child.points]
        section.children = []


def _is_label_list(section: Section) -> bool:
    """Whether the numbered points of a section are the labels of one item: "a) Nhiệm vụ: … b) Chủ trì: …"."""
    roles = [label_role(child.title.partition(":")[0]) for child in section.children if ":" in child.title]
    return len(roles) == len(section.children) > 1 and None not in roles and bool({*roles} & {*_GIVING})


def _label_points(label: Section) -> list[Point]:
    """A label in a numbered paragraph, and the list under it; one of contents gives but the text."""
    name, _, value = label.title.partition(":")
    contents = label_role(name) is Role.TASK
    own = [label.own_point(value.strip() if contents else label.title)]
    return [*(own if value.strip() or not contents else []), *label.points]


def _said(labels: list[Label], line: int) -> list[Said]:
    quotes = [f"{label.name}: {label.value}" if label.name else label.value for label in labels]
    return [
        Said(at.role, at.name, at.value, Source(line, quote.strip()))
        for at, quote in zip(labels, quotes, strict=True)
    ]


def _blocks(section: Section, labels: list[Said]) -> tuple[list[Block], list[Point]]:
    """The label blocks of a section in their order, and the points after the last."""
    blocks: list[Block] = []
    open_block = Block(labels=labels)
    for point in section.points:
        before, opened = split_labels(point.text)
        rest, found = replace(point, text=before), _said(opened, point.line)
        if open_block.labels and opens_with_other_label(point.text):
            continue
        if not open_block.points and opens_with_contents(point.text):
            open_block.points.append(rest)
            open_block.labels += found
        elif found:
            if before and open_block.labels:
                blocks.append(open_block)
                open_block = Block()
            if before:
                open_block.points.append(rest)
            open_block.labels += found
        elif open_block.labels and _goes_on(open_block, point):
            open_block.labels[-1] = open_block.labels[-1].going_on(point)
        else:
            if open_block.labels:
                blocks.append(open_block)
                open_block = Block()
            open_block.points.append(rest)
    if open_block.labels:
        return [*blocks, open_block], []
    return blocks, open_block.points


def _goes_on(block: Block, point: Point) -> bool:
    """Whether a point is a value of the label before it: the label stood alone, or has a list begun."""
    last = block.labels[-1]
    listed = (*_GIVING, Role.DELIVERABLES)
    return bool(point.depth) and (not last.value or last.value.endswith(";")) and last.role in listed


def _is_task(block: Block, section: Section) -> bool:
    """Whether a block says who or when, of something that is no part of the plan as a whole."""
    return block.gives(*_GIVING) and (bool(block.points) or section.depth >= ARABIC)


def _intro(block: Block, following: Block | None) -> Point | None:
    """The bullet that only heads a list of labelled bullets: "Xây dựng các mô hình như:"."""
    if not block.points or not following or not following.points:
        return None
    first, *under = block.points
    deeper = all(point.depth > first.depth for point in (*under, following.points[0]))
    return first if first.text.endswith(":") and under and deeper else None


def _is_under(block: Block, intro: Point) -> bool:
    return bool(block.points) and block.points[0].depth > intro.depth


def _item(section: Section, block: Block, own: str, intro: Point | None, facts: PlanFacts) -> list[ReadItem]:
    """The item of a block under a section, whose title without its labels is `own`; none without a text."""
    path = (*section.path()[:-1], section.named(own)) if own and section.title != own else section.path()
    points = block.points
    if not any(point.text for point in points):
        if not own:
            return []
        points, path = [section.own_point(own)], path[:-1]
    if intro:
        path = (*path, Title(intro.text.rstrip(" :"), Source(intro.line, intro.text)))
    text = one_line(" ".join(point.text for point in points))
    lead, coordinators = _units(section, block, text)
    raw = "; ".join(block.values(Role.DEADLINE)).rstrip(" .")
    said = read_deadlines(raw, year=facts.year, issued=facts.issued) if raw else [Deadline("none")]
    item = ReadItem(
        kind="labelled",
        section=tuple(title.words for title in path),
        number=points[0].number if len(points) == 1 else "",
        text=text,
        line=points[0].line,
        lead=lead,
        coordinators=coordinators,
        deadline_raw=raw,
        deadlines=tuple(said),
        deliverables=split_deliverables("\n".join(block.values(Role.DELIVERABLES))),
    )
    item = item.sourced(**_sources(section, block, item, points), section=path[-1].source if path else None)
    return [item.doubted(*_doubts(block, points))]


def _units(section: Section, block: Block, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who leads and who coordinates: by the labels, else by "do X chủ trì", else the heading's units."""
    leads, doers, beside = (block.values(role) for role in _UNITS)
    if leads or doers:
        return unit_cells("\n".join(leads or doers), "\n".join([*(doers if leads else []), *beside]))
    said = said_to_lead(text)
    if said:
        return said, unit_cells("", "\n".join(beside))[1] or coordinators_in(text)
    above = _named_above(section)
    return heading_units(above.title) if above else (), unit_cells("", "\n".join(beside))[1]


def _named_above(section: Section) -> Section | None:
    """The nearest section, from this one outwards, whose title names units."""
    above: Section | None = section
    while above is not None and not heading_units(above.title):
        above = above.parent
    return above


def _sources(section: Section, block: Block, item: ReadItem, points: list[Point]) -> dict[str, Source | None]:
    """Where the labels, else the text, else a heading above say the fields of an item."""
    texts = [(point.line, point.text) for point in points]
    labels = {role: block.source(role) for role in (*_GIVING, Role.DELIVERABLES)}
    above = _named_above(section)
    return {
        "text": Source(*texts[0]),
        "lead": labels[Role.LEAD]
        or labels[Role.UNITS]
        or source_in(texts, item.lead)
        or (Source(above.line, above.title) if above else None),
        "coordinators": labels[Role.COORDINATORS]
        or labels[Role.UNITS]
        or labels[Role.LEAD]
        or source_in(texts, item.coordinators),
        "deadline_raw": labels[Role.DEADLINE],
        "deliverables": labels[Role.DELIVERABLES],
    }


def _doubts(block: Block, points: list[Point]) -> list[Doubt]:
    guessed = [Doubt(Reason.GUESSED, label.name) for label in block.labels if is_guess(label.name)]
    return [*guessed, Doubt(Reason.JOINED)] if any(point.joined for point in points) else guessed
