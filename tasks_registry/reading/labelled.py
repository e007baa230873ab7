"""Prose that ends in label lines → `labelled` items (RULES.md, "Items" and "Harder rows and paragraphs")."""

from dataclasses import dataclass, field

from tasks_registry.reading.deadlines import Deadline, read_deadlines
from tasks_registry.reading.folding import one_line
from tasks_registry.reading.items import PlanFacts, ReadItem
from tasks_registry.reading.labels import Labels, opens_with_contents, opens_with_other_label, split_labels
from tasks_registry.reading.marks import ARABIC
from tasks_registry.reading.outline import Point, Section
from tasks_registry.reading.roles import Role
from tasks_registry.reading.table_items import split_deliverables, unit_cells
from tasks_registry.reading.unit_orders import coordinators_in, said_to_lead
from tasks_registry.reading.units import heading_units

_UNITS = (Role.LEAD, Role.UNITS, Role.COORDINATORS)
_GIVING = (*_UNITS, Role.DEADLINE)


@dataclass
class Block:
    """The points that one label block speaks of, and its labels."""

    points: list[Point] = field(default_factory=list)
    labels: Labels = field(default_factory=list)
    line: int = 0

    def values(self, *roles: Role) -> list[str]:
        return [value for role, value in self.labels if role in roles and value]

    def gives(self, *roles: Role) -> bool:
        return bool(self.values(*roles))


def labelled_items(section: Section, facts: PlanFacts) -> tuple[list[ReadItem], list[Point]]:
    """The items that the label blocks of a section make, and the points that no label speaks of."""
    _gather_points(section)
    own, labels = split_labels(section.title)
    labels = [(role, value) for role, value in labels if value]
    own = own if labels else section.title
    blocks, rest = _blocks(section, own, labels)
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
    """Numbered points of a list whose last alone has labels, taken into the section above it."""
    children = section.children
    if len(children) < 2 or section.depth < ARABIC or any(child.children for child in children):
        return
    labelled = [any(split_labels(p.text)[1] for p in child.points) for child in children]
    plain = not any(child.points for child in children[:-1]) and not split_labels(children[0].title)[1]
    if plain and labelled[-1]:
        for child in children:
            section.points += [Point(child.title, child.line, 1, child.number), *child.points]
        section.children = []


def _blocks(section: Section, own: str, labels: Labels) -> tuple[list[Block], list[Point]]:
    """The label blocks of a section in their order, and the points after the last."""
    blocks: list[Block] = []
    open_block = Block(labels=list(labels), line=section.line)
    for point in section.points:
        before, found = split_labels(point.text)
        if open_block.labels and opens_with_other_label(point.text):
            continue
        if not open_block.points and opens_with_contents(point.text):
            open_block.points.append(Point(before, point.line, point.depth, point.number))
            open_block.labels += found
        elif found:
            if before and open_block.labels:
                blocks.append(open_block)
                open_block = Block()
            if before:
                open_block.points.append(Point(before, point.line, point.depth, point.number))
            open_block.labels += found
        elif open_block.labels and _goes_on(open_block, point):
            role, value = open_block.labels[-1]
            open_block.labels[-1] = (role, f"{value}\n{point.text};".strip())
        else:
            if open_block.labels:
                blocks.append(open_block)
                open_block = Block()
            open_block.points.append(Point(before, point.line, point.depth, point.number))
    if open_block.labels:
        return [*blocks, open_block], []
    return blocks, open_block.points


def _goes_on(block: Block, point: Point) -> bool:
    """Whether a point is a value of the label before it: the label stood alone, or has a list begun."""
    role, value = block.labels[-1]
    listed = (*_GIVING, Role.DELIVERABLES)
    return bool(point.depth) and (not value or value.endswith(";")) and role in listed


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
    text = one_line(" ".join(point.text for point in block.points))
    path = (*section.path()[:-1], own.rstrip(" :.")) if own and section.title != own else section.path()
    number = section.number if not block.points else block.points[0].number if len(block.points) == 1 else ""
    if not text:
        text, path = own, path[:-1]
    lead, coordinators = _units(section, block, text)
    raw = "; ".join(block.values(Role.DEADLINE)).rstrip(" .")
    said = read_deadlines(raw, year=facts.year, issued=facts.issued) if raw else [Deadline("none")]
    item = ReadItem(
        kind="labelled",
        section=(*path, intro.text.rstrip(" :")) if intro else path,
        number=number,
        text=text,
        line=block.points[0].line if block.points else block.line or section.line,
        lead=lead,
        coordinators=coordinators,
        deadline_raw=raw,
        deadlines=tuple(said),
        deliverables=split_deliverables("\n".join(block.values(Role.DELIVERABLES))),
    )
    return [item] if text else []


def _units(section: Section, block: Block, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who leads and who coordinates: by the labels, else by "do X chủ trì", else the heading's units."""
    leads, doers, beside = (block.values(role) for role in _UNITS)
    if leads or doers:
        return unit_cells("\n".join(leads or doers), "\n".join([*(doers if leads else []), *beside]))
    said = said_to_lead(text)
    if said:
        return said, unit_cells("", "\n".join(beside))[1] or coordinators_in(text)
    return _unit_above(section), unit_cells("", "\n".join(beside))[1]


def _unit_above(section: Section) -> tuple[str, ...]:
    above: Section | None = section
    while above is not None:
        units = heading_units(above.title)
        if units:
            return units
        above = above.parent
    return ()
