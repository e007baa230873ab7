"""Straight lines drawn on a page → the boxes of tables, by rows and columns, merged cells included.

The lines of one table touch one another. Each rectangle between neighbouring lines is a cell, and two
of them are one where nothing is drawn between them. The outer sides need not be drawn: a page end
leaves a row open below, and some tables have no line on the left and the right.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tasks_registry.reading.formats.limits import COLUMNS

_NEAR = 3.0  # points; closer lines are one
_SHORTEST = 8.0  # points; shorter lines are parts of drawings
_MOST_EDGES = 1_500  # of a page; more make a drawing, no table


@dataclass(frozen=True)
class Edge:
    """A straight line along the page: at `at` across it, from `start` to `end`; in points."""

    flat: bool  # horizontal, so that `at` is a y; else `at` is an x
    at: float
    start: float
    end: float


@dataclass(frozen=True)
class Box:
    """A cell: its first row and column (from 0) and over how many it is merged."""

    row: int
    column: int
    height: int
    width: int


@dataclass(frozen=True)
class Ruled:
    """A drawn table: the places of its lines across and down, and its cells in reading order."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    boxes: tuple[Box, ...]


def ruled(edges: Iterable[Edge]) -> list[Ruled]:
    """The tables of at least two columns that edges draw, from top to bottom."""
    drawn = [edge for edge in _merged(edges) if edge.end - edge.start >= _SHORTEST]
    if len(drawn) > _MOST_EDGES:
        return []
    tables = (_table(part) for part in _touching(drawn))
    found = [table for table in tables if 3 <= len(table.xs) <= COLUMNS and len(table.ys) >= 2]
    return sorted(found, key=lambda table: table.ys[0])


def _merged(edges: Iterable[Edge]) -> list[Edge]:
    """Edges with those that lie on one line and touch made one."""
    merged: list[Edge] = []
    by_way = sorted(edges, key=lambda edge: (edge.flat, edge.at))
    for group in _grouped(by_way):
        at = sum(edge.at for edge in group) / len(group)
        start: float | None = None
        end = 0.0
        for edge in sorted(group, key=lambda edge: edge.start):
            if start is None or edge.start > end + _NEAR:
                if start is not None:
                    merged.append(Edge(edge.flat, at, start, end))
                start, end = edge.start, edge.end
            end = max(end, edge.end)
        if start is not None:
            merged.append(Edge(group[0].flat, at, start, end))
    return merged


def _grouped(edges: list[Edge]) -> list[list[Edge]]:
    """Sorted edges, in groups that lie on one line."""
    groups: list[list[Edge]] = []
    for edge in edges:
        last = groups[-1] if groups else None
        if last and last[0].flat == edge.flat and edge.at - last[0].at <= _NEAR:
            last.append(edge)
        else:
            groups.append([edge])
    return groups


def _touching(edges: list[Edge]) -> list[list[Edge]]:
    """Edges in groups, each of edges that touch one another."""
    left = set(range(len(edges)))
    groups: list[list[Edge]] = []
    while left:
        reached = [left.pop()]
        for at in reached:
            near = {other for other in left if _meet(edges[at], edges[other])}
            left -= near
            reached += near
        groups.append([edges[at] for at in reached])
    return groups


def _meet(one: Edge, other: Edge) -> bool:
    if one.flat == other.flat:
        return False
    return _reaches(one, other.at) and _reaches(other, one.at)


def _reaches(edge: Edge, at: float) -> bool:
    return edge.start - _NEAR <= at <= edge.end + _NEAR


def _table(edges: list[Edge]) -> Ruled:
    flat = [edge for edge in edges if edge.flat]
    upright = [edge for edge in edges if not edge.flat]
    xs = _places([edge.at for edge in upright], flat)
    ys = _places([edge.at for edge in flat], upright)
    if not 3 <= len(xs) <= COLUMNS:
        return Ruled(tuple(xs), tuple(ys), ())
    return Ruled(tuple(xs), tuple(ys), tuple(_boxes(xs, ys, flat, upright)))


def _places(drawn: list[float], across: list[Edge]) -> list[float]:
    """Where the lines of one way stand, with the ends of those across where no line is drawn there."""
    ends = [edge.start for edge in across] + [edge.end for edge in across]
    outer = [min(ends), max(ends)] if ends else []
    places: list[float] = []
    for place in sorted([*drawn, *outer]):
        if not places or place - places[-1] > 2 * _NEAR:
            places.append(place)
    return places


def _boxes(xs: list[float], ys: list[float], flat: list[Edge], upright: list[Edge]) -> list[Box]:
    """The cells: the smallest rectangles, joined where no line parts them."""
    walls, floors = _by_place(upright, xs), _by_place(flat, ys)
    free = {(row, column) for row in range(len(ys) - 1) for column in range(len(xs) - 1)}
    boxes: list[Box] = []
    for row, column in sorted(free):
        if (row, column) not in free:
            continue
        right, below = column + 1, row + 1
        while (row, right) in free and not _parts(walls[right], ys, row):
            right += 1
        across = range(column, right)
        while all((below, at) in free and not _parts(floors[below], xs, at) for at in across):
            below += 1
        boxes.append(Box(row, column, below - row, right - column))
        free -= {(at, other) for at in range(row, below) for other in across}
    return boxes


def _by_place(edges: list[Edge], places: Sequence[float]) -> list[list[Edge]]:
    found: list[list[Edge]] = [[] for _ in places]
    for edge in edges:
        found[max(bisect_right(places, edge.at + _NEAR) - 1, 0)].append(edge)
    return found


def _parts(edges: list[Edge], places: Sequence[float], at: int) -> bool:
    """Whether one of the edges on a line parts what lies on both sides of it, between two places."""
    middle = (places[at] + places[at + 1]) / 2
    return any(edge.start <= middle <= edge.end for edge in edges)
