"""The forms in which a person starts a flow."""

from typing import Any

import pytest
from pydantic import ValidationError

from flows.annual_review import annual_review
from flows.collect_evidence import collect_evidence
from flows.escalate_overdue import escalate_overdue
from flows.forms import AnnualForm, DayForm, PeriodForm, PlanForm
from flows.quarterly_self_review import quarterly_self_review


@pytest.mark.parametrize(
    ("flow", "form", "titles"),
    [
        (escalate_overdue, DayForm, {"Tính đến hết ngày"}),
        (collect_evidence, PlanForm, {"Tính đến hết ngày", "Kế hoạch"}),
        (quarterly_self_review, PeriodForm, {"Tính đến hết ngày", "Kế hoạch", "Kỳ"}),
        (annual_review, AnnualForm, {"Tính đến hết ngày", "Kế hoạch", "Năm"}),
    ],
)
def test_every_field_has_a_title_and_nothing_must_be_filled_in(
    flow: Any, form: type[DayForm], titles: set[str]
) -> None:
    schema = flow.parameters.model_dump()
    fields = schema["definitions"][form.__name__]["properties"]
    assert {field["title"] for field in fields.values()} == titles
    assert all(field["description"] for field in fields.values())
    assert not schema.get("required")
    assert form() == form.model_validate({})


@pytest.mark.parametrize(
    ("form", "values"),
    [
        (PeriodForm, {"period": "2026-Q5"}),
        (PeriodForm, {"period": "quý II"}),
        (AnnualForm, {"year": 26}),
        (DayForm, {"as_of": "31/02/2026"}),
        (PlanForm, {"ngay": "2026-01-01"}),
    ],
)
def test_what_makes_no_sense_is_refused(form: type[DayForm], values: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        form.model_validate(values)
