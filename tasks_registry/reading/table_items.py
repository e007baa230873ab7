"""A task table → its items (RULES.md, "Items" and "Harder rows and paragraphs")."""

import re
from dataclasses import replace

from tasks_registry.reading.blocks import Table
from tasks_registry.reading.columns import Columns, find_columns
from tasks_registry.reading.deadlines import read_deadlines
from tasks_registry.reading.doubts import Doubt, Reason
from tasks_registry.reading.folding import one_line
from tasks_registry.reading.items import PlanFacts, ReadItem
from tasks_registry.reading.labels import split_labels
from tasks_registry.reading.outline import Repeated
from tasks_registry.reading.roles import Role
from tasks_registry.reading.table_cells import Cells
from tasks_registry.reading.table_rows import Heading, depth_of, sorted_rows, with_dittos
from tasks_registry.reading.unit_orders import lead_and_coordinators
from tasks_registry.reading.units import split_units

_BULLET = re.compile(r"^\s*[-–—+*•·▪●]\s*")
_INNER_BULLET = re.compile(r"\s[-–+•]\s+(?=[^\W\d_a-zà-ỹđ])")
# A label after another's value on one line of a cell: "Chủ trì: X Phối hợp: Y".
_LABEL_WITHIN = re.compile(
    r"(?<!\s)\s+(?=(?:(?:Cơ quan|Đơn vị)\s+)?(?:Chủ trì|Phối hợp|chủ trì|phối hợp)(?: thực hiện)?\s*:)"
)
_SEMICOLON = re.compile(r";(?![^()]*\))")


def task_columns(tables: tuple[Table, ...]) -> list[tuple[Table, Columns]]:
    """The task tables with their columns; one without a heading goes on with the table before it."""
    found: list[tuple[Table, Columns]] = []
    for table in tables:
        columns = find_columns([list(row.cells) for row in table.rows])
        if columns is None and found and len(table.rows[0].cells) == len(found[-1][1].roles):
            columns = replace(found[-1][1], first_row=0)
        if columns:
            found.append((table, columns))
    return found


def table_items(table: Table, columns: Columns, facts: PlanFacts) -> list[ReadItem]:
    """The items of one task table, in their order."""
    items: list[ReadItem] = []
    headings: list[Heading] = []
    guesses = [Doubt(Reason.GUESSED, name) for name in columns.guessed]
    last: Cells | None = None
    for row in sorted_rows(table.rows, columns):
        if isinstance(row, Heading):
            headings = [*(heading for heading in headings if heading.depth < row.depth), row]
        else:
            headings = [heading for heading in headings if heading.depth < depth_of(row)]
            last = with_dittos(row, last)
            items.append(_item(last, headings, facts).doubted(*guesses))
    return items


def repeated_headings(table: Table, columns: Columns) -> list[Repeated]:
    """Section numbers that stand twice under one heading of a table."""
    lines: dict[tuple[str, ...], list[int]] = {}
    within: dict[tuple[str, ...], set[int]] = {}
    above: list[Heading] = []
    for row in sorted_rows(table.rows, columns):
        if isinstance(row, Heading):
            above = [*(heading for heading in above if heading.depth < row.depth), row]
            if row.cells.number:
                lines.setdefault(_numbers(above), []).append(row.cells.line)
        else:
            for size in range(1, len(above) + 1):
                within.setdefault(_numbers(above[:size]), set()).add(row.line)
    return [
        Repeated(path[-1], tuple(found), frozenset(within.get(path, ())))
        for path, found in lines.items()
        if len(found) > 1
    ]


def _numbers(above: list[Heading]) -> tuple[str, ...]:
    """The titles down to the last heading, and its number."""
    return (*(heading.title for heading in above[:-1]), above[-1].cells.number)


def _item(cells: Cells, headings: list[Heading], facts: PlanFacts) -> ReadItem:
    for heading in reversed(headings):
        cells = cells.filled(heading.cells)
    lead, coordinators = unit_cells(cells.lead, cells.coordinators)
    item = ReadItem(
        kind="table",
        section=tuple(heading.title for heading in headings),
        number=cells.number.rstrip("."),
        text=without_bullets(cells.text),
        line=cells.line,
        lead=lead,
        coordinators=coordinators,
        deadline_raw=one_line(cells.deadline),
        deadlines=tuple(read_deadlines(cells.deadline, year=facts.year, issued=facts.issued)),
        deliverables=split_deliverables(cells.deliverables),
    )
    item = item.sourced(
        text=cells.source("text"),
        section=headings[-1].cells.source("text") if headings else None,
        lead=cells.source("lead"),
        coordinators=cells.source("coordinators" if cells.coordinators else "lead"),
        deadline_raw=cells.source("deadline"),
        deliverables=cells.source("deliverables"),
    )
    return item.doubted(Doubt(Reason.JOINED)) if cells.joined else item


def unit_cells(lead: str, coordinators: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The units of a lead cell and a coordinators cell; a lead cell may name both with labels."""
    _, labels = split_labels(_LABEL_WITHIN.sub("\n", lead))
    if labels:
        leads = "\n".join(label.value for label in labels if label.role in (Role.LEAD, Role.UNITS))
        with_them = [label.value for label in labels if label.role is Role.COORDINATORS]
        return split_units(leads), split_units("\n".join([*with_them, coordinators]))
    leading, beside = lead_and_coordinators(lead)
    return leading, tuple(dict.fromkeys([*beside, *split_units(coordinators)]))


def without_bullets(text: str) -> str:
    """A text on one line, the bullets of its lines stripped."""
    return one_line(" ".join(_BULLET.sub("", line) for line in text.split("\n")))


def split_deliverables(text: str) -> tuple[str, ...]:
    """The deliverables of a cell or label: one a bullet, or ended by `;`; other lines go on."""
    listed: list[str] = []
    for line in text.split("\n"):
        bullet = _BULLET.match(line)
        if bullet or not listed or listed[-1].rstrip().endswith(";"):
            listed += _INNER_BULLET.split(_BULLET.sub("", line)) if bullet else [line]
        else:
            listed[-1] += f" {line}"
    parts = [one_line(part).strip(" .,;-–+") for whole in listed for part in _SEMICOLON.split(whole)]
    return tuple(part for part in parts if part)
