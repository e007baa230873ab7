"""The part of a plan that gives duties: units named by headings, in bullets, or ordered by paragraphs."""

from dataclasses import replace
from itertools import takewhile

from tasks_registry.reading.fuzzy import begins_with_any, plain_words
from tasks_registry.reading.items import ReadItem
from tasks_registry.reading.known_units import ordered_by
from tasks_registry.reading.listing import Scope, introduces, is_closing, item_of, listed, with_sub_points
from tasks_registry.reading.marks import ROMAN
from tasks_registry.reading.outline import Point, Section, Title
from tasks_registry.reading.sources import Source
from tasks_registry.reading.unit_orders import assumed_run_in, ordered_units, run_in_names, run_in_units
from tasks_registry.reading.unit_words import begins_with_order
from tasks_registry.reading.units import heading_units


def heading_lead(section: Section) -> tuple[str, ...]:
    """The units of a heading: named alone, run in before a colon, or ordered before a list."""
    named = heading_units(section.title) or _run_in(section)[0]
    heads_list = section.points or section.children
    return named or (ordered_units(section.title) if heads_list else ())


def _run_in(section: Section) -> tuple[tuple[str, ...], str]:
    """The units of a run-in heading; a name that is not known counts where most of those beside it are."""
    named = run_in_units(section.title)
    beside = [child.title for child in section.parent.children] if section.parent else []
    return assumed_run_in(section.title) if not named[0] and run_in_names(beside) else named


def duties(section: Section, points: list[Point], scope: Scope) -> list[ReadItem]:
    """The duties of one section: its own order, then its bullets and paragraphs."""
    if section.depth <= ROMAN:
        return _unit_points(section, section.path(), points, scope)
    own, points = _own_duty(section, points, scope)
    if not scope.lead:
        return own + _unit_points(section, section.path(), points, scope)
    assigned = [point for point in points if _is_for_another(point)]
    points = [point for point in points if point not in assigned]
    theirs = _unit_points(section, section.path()[:-1], assigned, scope)
    return own + listed("duty", _unit_path(section), points, scope) + theirs


def _is_for_another(point: Point) -> bool:
    """Whether a point under a heading names a unit of its own: "- Phòng X: …", "Giao Phòng X …"."""
    return bool(run_in_units(point.text)[0]) or (not point.depth and _assigns(point.text))


def _unit_path(section: Section) -> tuple[Title, ...]:
    """The titles down to a section of duties; one that orders before a list is named by its units."""
    path = section.path()
    units = () if heading_units(section.title) else heading_lead(section)
    return (*path[:-1], section.named(", ".join(units))) if units and path else path


def _own_duty(section: Section, points: list[Point], scope: Scope) -> tuple[list[ReadItem], list[Point]]:
    """The duty that a numbered paragraph states itself, and the points that are not part of it.

    It states none where it only heads a list or names units. Unnumbered orders right after it belong
    to it; closing paragraphs and orders to another unit do not.
    """
    units, text = _run_in(section)
    ordered = () if _unit_heads(section) else ordered_by(section.title, scope.known)
    inner = scope.led_by(units or ordered, section.own_point())
    heads = not text or (section.children and not units) or (points and _heads_list(text, points))
    if section.depth <= ROMAN or heading_units(section.title) or heads or not inner.lead:
        return [], points
    taken = list(takewhile(_belongs, points))
    path = _unit_path(section) if units else section.path()[:-1]
    return [item_of("duty", path, [section.own_point(text), *taken], inner)], points[len(taken) :]


def _heads_list(text: str, points: list[Point]) -> bool:
    """Whether a text only heads the list under it: it says so, or is a title and no order."""
    titled = any(point.depth for point in points) and not text.endswith((".", ";"))
    return introduces(text) or (titled and not begins_with_order(text))


def _belongs(point: Point) -> bool:
    return not (point.depth or is_closing(point.text) or _assigns(point.text))


def _unit_heads(section: Section) -> bool:
    """Whether a section stands under a heading, below that of the part, that names units."""
    above = section.parent
    return above is not None and above.depth > ROMAN and bool(heading_lead(above) or _unit_heads(above))


def _unit_points(
    section: Section, path: tuple[Title, ...], points: list[Point], scope: Scope
) -> list[ReadItem]:
    """Points that name their own units, where no heading does: "- Phòng X: …", "- Giao Phòng X …".

    Unmarked paragraphs count where they name or assign, or where nothing in the part is marked.
    """
    items: list[ReadItem] = []
    plain = not section.children and not any(point.depth for point in points)
    grouped = with_sub_points(points)
    known = run_in_names([point.text for point, _ in grouped])
    for point, under in grouped:
        named, text = run_in_units(point.text)
        if known and not named:
            named, text = assumed_run_in(point.text)
        heading = heading_units(point.text)
        own = heading or named or ordered_by(point.text, scope.known)
        inner = scope.led_by(own, point)
        said = point.depth or named or plain or _assigns(point.text) or (scope.lead and not own)
        if not inner.lead or not said or (not point.depth and is_closing(point.text)):
            continue
        if under and (heading or not text or introduces(text)):
            title = Title(", ".join(inner.lead), Source(point.line, point.text))
            items += listed("duty", (*path, title), under, inner)
        elif not heading:
            items += listed("duty", path, [replace(point, text=text), *under], inner)
    return items


def _assigns(text: str) -> bool:
    return begins_with_any(plain_words(text), ("giao", "de nghi"))
