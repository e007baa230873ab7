"""Criteria sets: those that ship with the program, those taken in, and the one that a plan is scored by."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sqlmodel import Session, select

from config.errors import DondocError
from models import CriteriaSet, Criterion, Plan
from tasks_registry.criteria.form import CriterionForm, NoEvidence, Rules, SetForm
from tasks_registry.criteria.form_reading import checked_form, read_form_file
from tasks_registry.criteria.marks import count_points, rate_points
from tasks_registry.frozen import checksum

SHIPPED = Path(__file__).parent
DEFAULT_CODE = "nhiem-vu-ke-hoach"


@cache
def shipped_sets() -> Mapping[str, SetForm]:
    """The sets that come with the program, by code."""
    forms = map(read_form_file, sorted(SHIPPED.glob("*.yaml")))
    return MappingProxyType({form.code: form for form in forms})


def known_sets(session: Session) -> dict[str, SetForm]:
    """All sets that a plan can use: the shipped ones and those taken in, which go first, by code."""
    taken_in = {row.code: form_of_row(row) for row in session.exec(select(CriteriaSet))}
    return dict(sorted({**shipped_sets(), **taken_in}.items()))


def find_set(session: Session, reference: str) -> SetForm:
    """The set that `reference` names: its code, or the path of a YAML file.

    Raises:
        DondocError: no such set, or a file that is not by the form.
    """
    if reference.endswith((".yaml", ".yml")):
        return read_form_file(Path(reference))
    known = known_sets(session)
    if reference not in known:
        raise DondocError(f"Không có bộ tiêu chí '{reference}'; các bộ hiện có: {', '.join(known)}.")
    return known[reference]


def form_of_plan(session: Session, plan: Plan) -> SetForm:
    """The set that `plan` is scored by, with the plan's own rule of evidence where it has one.

    Its own set, else the one computed from its tasks alone.
    """
    form = shipped_sets()[DEFAULT_CODE]
    if plan.criteria_set_id is not None:
        form = form_of_row(session.get_one(CriteriaSet, plan.criteria_set_id))
    if plan.no_evidence is None:
        return form
    return form.model_copy(update={"rules": Rules(no_evidence=NoEvidence(plan.no_evidence))})


def form_of_row(row: CriteriaSet) -> SetForm:
    """The set as it was taken in."""
    return checked_form(row.document, row.code)


def points_for_rate(session: Session, criterion_id: int | None, rate: Decimal) -> Decimal:
    """The points that a declared rate in percent gives a criterion that was taken in.

    Raises:
        DondocError: no criterion, or not one that is scored by a rate.
    """
    criterion, decimals = _criterion_form(session, criterion_id)
    return rate_points(criterion, rate, decimals)


def points_for_count(session: Session, criterion_id: int | None, count: Decimal) -> Decimal:
    """The points that a declared count of events gives a criterion that was taken in.

    Raises:
        DondocError: no criterion, or not one that is scored by a count.
    """
    criterion, decimals = _criterion_form(session, criterion_id)
    return count_points(criterion, count, decimals)


def _criterion_form(session: Session, criterion_id: int | None) -> tuple[CriterionForm, int]:
    criterion = session.get(Criterion, criterion_id) if criterion_id else None
    if criterion is None:
        raise DondocError("Mục rà soát này không phải là tiêu chí nên không khai được; hãy nhập điểm.")
    form = form_of_row(session.get_one(CriteriaSet, criterion.set_id))
    return next(each for each in form.criteria() if each.code == criterion.code), form.rounding


def rules_version(form: SetForm) -> str:
    """What names the set with its present content: its code and the start of its checksum."""
    return f"{form.code}@{checksum(document_of(form))[:12]}"


def document_of(form: SetForm) -> dict[str, Any]:
    """The set as JSON: what its row keeps."""
    return form.model_dump(mode="json", by_alias=True)
