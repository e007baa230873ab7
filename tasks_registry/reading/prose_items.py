"""The prose of a plan → its duties, contents, criteria and labelled items (RULES.md, "Items")."""

import re
from dataclasses import replace

from tasks_registry.reading.doubts import Doubt, Reason
from tasks_registry.reading.duties import duties, heading_lead
from tasks_registry.reading.fuzzy import begins_with_any, plain_words
from tasks_registry.reading.items import PlanFacts, ReadItem
from tasks_registry.reading.known_units import named_units, ordered_by
from tasks_registry.reading.labelled import labelled_items
from tasks_registry.reading.listing import Scope, introduces, is_closing, item_of, listed
from tasks_registry.reading.marks import ROMAN
from tasks_registry.reading.outline import APPENDIX, Point, Section
from tasks_registry.reading.parts import Part, is_guessed_part, part_of_title, part_within
from tasks_registry.reading.targets import sets_target
from tasks_registry.reading.unit_orders import ordered_units, run_in_units
from tasks_registry.reading.unit_words import begins_with_order
from tasks_registry.reading.units import heading_units

_ENCLOSING = ("gui kem", "kem theo", "dinh kem", "tai lieu kem", "phu luc kem", "ho so kem")
_GROUNDED = re.compile(r"căn cứ [^:]*, ", re.IGNORECASE)
_MOSTLY = {Part.CONTENT: 2 / 3, Part.UNKNOWN: 0.5}  # sections that name units, in a part that gives duties
_SENTENCE = 150  # a numbered line longer than this orders something itself, its bullets aside


def prose_items(outline: Section, facts: PlanFacts, *, has_table: bool) -> list[ReadItem]:
    """The items that the prose gives, in the order of the document."""
    parts = [part for child in outline.children for part in _opened(child)]
    named = any(part_of_title(part.title) is Part.CONTENT for part in parts)
    known = named_units(outline)
    items: list[ReadItem] = []
    for part in parts:
        does = _part(part, named=named, alone=len(parts) == 1)
        scope = Scope(does, facts, not has_table, known=known).led_by(
            heading_units(part.title), part.own_point()
        )
        guesses = [Doubt(Reason.GUESSED, part.title)] if is_guessed_part(part.title) else []
        items += [item.doubted(*guesses) for item in _section_items(part, scope)]
    return items


def _opened(part: Section) -> list[Section]:
    """A part whose title says nothing, and that holds parts that say it, gives these in its place."""
    silent = part.depth < ROMAN and part_of_title(part.title) is Part.UNKNOWN
    holds = any(part_of_title(child.title) is not Part.UNKNOWN for child in part.children)
    return part.children if silent and (holds or part.depth == APPENDIX) else [part]


def _part(section: Section, *, named: bool, alone: bool) -> Part:
    """What a part does: by its title, and where that does not say, by what it holds.

    `named`: another part is named as the one that gives the content; `alone`: there is no other part.
    """
    part = part_of_title(section.title)
    if part in (Part.CONTENT, Part.UNKNOWN) and _names_units(section) >= _MOSTLY[part]:
        return Part.DUTIES
    if part is not Part.UNKNOWN or named:
        return part
    return Part.CONTENT if section.title or alone else Part.NOTHING


def _names_units(section: Section) -> float:
    """The share of the sections of a part that name or order units."""
    children = section.children
    named = sum(
        bool(heading_units(c.title) or run_in_units(c.title)[0] or _ordered(section, c)) for c in children
    )
    return named / max(len(children), 1)


def _ordered(section: Section, child: Section) -> tuple[str, ...]:
    return () if section.title else ordered_units(child.title)


def _section_items(section: Section, scope: Scope) -> list[ReadItem]:
    """The items of a section and of all under it."""
    items: list[ReadItem] = []
    points = section.points
    if scope.part in (Part.CONTENT, Part.DUTIES, Part.UNKNOWN):
        items, points = labelled_items(section, scope.facts)
    if scope.part is Part.DUTIES:
        items += [] if items and not points else duties(section, points, scope)
    elif scope.part is Part.CONTENT and scope.with_content:
        items += [] if items and not points else _contents(section, points, scope, labelled=bool(items))
    elif scope.part is Part.CRITERIA:
        items += listed("criterion", section.path(), points, scope) or _leaf_criterion(section, scope)
    for child in section.children:
        part = scope.part if _orders(child, scope) else part_within(child.title, scope.part)
        inner = replace(scope, part=part)
        if part is Part.DUTIES or child.points or child.children:
            inner = inner.led_by(heading_lead(child), child.own_point())
        items += _section_items(child, inner)
    return items


def _orders(child: Section, scope: Scope) -> bool:
    """Whether a numbered paragraph orders something, whatever it is that its first words name.

    It orders a unit, stands under the name of one, or is a sentence of its own: "2. Bố trí kinh phí …."
    """
    if ordered_by(child.title, scope.known) or (scope.part is Part.DUTIES and scope.lead):
        return True
    leaf = not (child.points or child.children) and child.title.endswith((".", ";"))
    return leaf and (begins_with_order(child.title) or bool(_GROUNDED.match(child.title)))


def _contents(section: Section, points: list[Point], scope: Scope, *, labelled: bool) -> list[ReadItem]:
    """The content items of one section: a numbered paragraph, or the points that it heads."""
    title, path = section.title, section.path()
    points = [point for point in points if not sets_target(point.text)]
    if sets_target(title):
        return []
    if section.depth <= ROMAN:
        return [] if section.children else listed("content", path, points, scope)
    if section.children and not points:
        return []
    if _encloses(points):
        return []
    bulleted = any(point.depth for point in points)
    if not labelled and (not points or (_is_sentence(title, bulleted) and not section.children)):
        return [item_of("content", path[:-1], _whole(section, points), scope)]
    return listed(
        "content", path, [p for p in points if p.depth or not (bulleted and introduces(p.text))], scope
    )


def _is_sentence(title: str, bulleted: bool) -> bool:
    """Whether a numbered line orders something itself, so that what stands under it belongs to it."""
    return title.endswith(".") and (len(title) > _SENTENCE or (not bulleted and begins_with_order(title)))


def _whole(section: Section, points: list[Point]) -> list[Point]:
    """The paragraph that opens a section with those that belong to it."""
    return [section.own_point(), *(point for point in points if point.depth or not is_closing(point.text))]


def _encloses(points: list[Point]) -> bool:
    return bool(points) and begins_with_any(plain_words(points[0].text), _ENCLOSING)


def _leaf_criterion(section: Section, scope: Scope) -> list[ReadItem]:
    """A numbered line of a set of criteria that heads nothing is a criterion itself."""
    if section.depth <= ROMAN or section.children or section.points:
        return []
    return [item_of("criterion", section.path()[:-1], [section.own_point()], scope)]
