"""The laws that every score sheet keeps, whatever the set, the marks and the tasks."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import DondocError
from tasks_registry.criteria.form import SetForm
from tasks_registry.criteria.lines import Facts
from tasks_registry.criteria.marks import Mark
from tasks_registry.criteria.points import parse_points, rounded
from tasks_registry.criteria.scoring import score_sheet
from tests.registry.small_sets import criterion, form, points


def counts(assigned: int) -> st.SearchStrategy[Facts]:
    """Facts that can be, for so many tasks."""

    @st.composite
    def build(draw: st.DrawFn) -> Facts:
        done = draw(st.integers(0, assigned))
        dated = draw(st.integers(0, assigned))
        proven = draw(st.integers(0, done))
        on_time = draw(st.integers(0, min(done, dated)))
        # of the tasks done on time, at least those that the unproven ones cannot make up
        both = draw(st.integers(max(0, on_time - (done - proven)), min(on_time, proven)))
        return Facts(assigned, dated, done, proven, on_time, both, dated - on_time)

    return build()


FACTS = st.integers(0, 40).flatmap(counts)
CENTS = st.integers(1, 5000).map(lambda cents: Decimal(cents) / 100)
METHODS = st.sampled_from(["manual", "done_share", "quality_share", "on_time_share", "ratio"])


@st.composite
def sets(draw: st.DrawFn) -> tuple[SetForm, dict[str, Mark]]:
    """A set with known points, and marks for some of its criteria."""
    groups, marks, total = [], {}, Decimal(0)
    for place in range(draw(st.integers(1, 3))):
        group = []
        for number_ in range(draw(st.integers(1, 4))):
            code, most = f"{place}.{number_}", draw(CENTS)
            total += most
            evidence = draw(st.sampled_from([{}, {"evidence": "Biên bản"}]))
            group.append(criterion(code, str(most), draw(METHODS), **evidence))
            if draw(st.booleans()):
                share = draw(st.decimals(0, 1, places=2))
                marks[code] = Mark(rounded(most * share, 2), draw(st.booleans()))
        groups.append(group)
    rule = draw(st.sampled_from(["not_done", "zero", "explain", "grade_down"]))
    return form(*groups, total=str(total), rules={"no_evidence": rule}), marks


@given(sets(), FACTS)
def test_every_line_is_within_its_maximum_and_the_lines_make_the_total(
    made: tuple[SetForm, dict[str, Mark]], facts: Facts
) -> None:
    sheet = score_sheet(*made, facts)
    for line in sheet.lines:
        assert line.max_points is not None
        assert line.points is None or 0 <= line.points <= line.max_points
    known = [line.points for line in sheet.lines if line.points is not None]
    assert sheet.total == (sum(known) if known else None)
    assert sum(line.max_points or 0 for line in sheet.lines) == sheet.maximum
    open_maxima = sum(line.max_points or 0 for line in sheet.lines if line.points is None)
    assert sheet.unknown_points == open_maxima
    assert sheet.complete == (bool(known) and open_maxima == 0)


@given(sets(), FACTS)
def test_the_order_of_criteria_makes_no_difference(
    made: tuple[SetForm, dict[str, Mark]], facts: Facts
) -> None:
    one, marks = made
    turned = one.model_copy(
        update={
            "groups": tuple(
                group.model_copy(update={"criteria": group.criteria[::-1]}) for group in one.groups[::-1]
            )
        }
    )
    first, second = score_sheet(one, marks, facts), score_sheet(turned, marks, facts)
    assert (first.total, points(first)) == (second.total, points(second))


@given(sets(), FACTS)
def test_more_evidence_never_costs_points(made: tuple[SetForm, dict[str, Mark]], facts: Facts) -> None:
    one, marks = made
    proven = {code: Mark(mark.points, evidence=True) for code, mark in marks.items()}
    shown = Facts(
        facts.assigned, facts.dated, facts.done, facts.done, facts.on_time, facts.on_time, facts.late
    )
    before, after = points(score_sheet(one, marks, facts)), points(score_sheet(one, proven, shown))
    assert all(after[code] >= value for code, value in before.items() if value is not None)
    assert [code for code in before if before[code] is None] == [c for c in after if after[c] is None]


@given(sets(), FACTS, st.data())
def test_points_outside_a_criterion_are_refused_with_a_clear_line(
    made: tuple[SetForm, dict[str, Mark]], facts: Facts, data: st.DataObject
) -> None:
    one, marks = made
    marked = [each for each in one.criteria() if each.method.value in ("manual", "ratio")]
    if not marked:
        return
    chosen = data.draw(st.sampled_from(marked))
    most = chosen.points or Decimal(0)
    bad = data.draw(st.sampled_from([most + Decimal("0.01"), Decimal("-0.01"), Decimal("NaN")]))
    with pytest.raises(DondocError, match=f"tiêu chí {chosen.code}") as caught:
        score_sheet(one, {**marks, chosen.code: Mark(bad)}, facts)
    assert "\n" not in str(caught.value)


@given(CENTS, st.booleans())
def test_points_are_read_as_they_are_written(points_: Decimal, comma: bool) -> None:
    text = f"{points_:f}"
    assert parse_points(text.replace(".", ",") if comma else text) == points_


@given(sets(), FACTS, FACTS)
def test_linked_tasks_alone_decide_a_linked_criterion(
    made: tuple[SetForm, dict[str, Mark]], facts: Facts, own: Facts
) -> None:
    one, marks = made
    codes = [each.code for each in one.criteria()]
    linked = dict.fromkeys(codes, own)
    assert points(score_sheet(one, marks, facts, linked)) == points(score_sheet(one, marks, own))
