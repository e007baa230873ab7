"""Scoring: what a sheet comes to, and the laws that every sheet keeps."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import DondocError
from tasks_registry.criteria_form import Method, SetForm, checked_form
from tasks_registry.criteria_sets import shipped_sets
from tasks_registry.marks import Mark, check_points, rate_points
from tasks_registry.points import number, parse_points, points_text, rounded
from tasks_registry.scoring import Facts, ScoreSheet, score_sheet

DEFAULT = shipped_sets()["nhiem-vu-ke-hoach"]
ALL_GOOD = Facts(10, 10, 10, 10, 10, 10, 0)


def form(*groups: list[dict[str, Any]], total: object, **fields: object) -> SetForm:
    """A set of these groups of criteria."""
    document = {
        "code": "thu",
        "title": "Bộ thử",
        "source": "Tự đặt",
        "total": total,
        "groups": [{"name": f"Nhóm {place}", "criteria": group} for place, group in enumerate(groups, 1)],
        **fields,
    }
    return checked_form(document, "thử")


def criterion(code: str, points: object, method: str = "manual", **fields: object) -> dict[str, Any]:
    """A criterion of a set."""
    return {"code": code, "name": f"Tiêu chí {code}", "points": points, "method": method, **fields}


def points(sheet: ScoreSheet) -> dict[str, Any]:
    """The points of each line, by code."""
    return {line.criterion.code: number(line.points) for line in sheet.lines}


LEVELS = [
    {"name": "Thấp", "from": 50, "to": 80},
    {"name": "Vừa", "from": 80, "to": 90, "condition": "không ai bị kỷ luật"},
    {"name": "Cao", "above": 90, "to": 100},
]


def test_the_default_set_is_25_30_25_brought_to_100() -> None:
    facts = Facts(assigned=8, dated=5, done=6, with_evidence=4, on_time=4, on_time_with_evidence=3, late=1)
    sheet = score_sheet(DEFAULT, {}, facts)
    # 4/8 of 31,25; 4/8 of 37,5; 3/5 of 31,25: done without evidence counts as not done
    assert points(sheet) == {"1": 15.63, "2": 18.75, "3": 18.75}
    assert (sheet.total, sheet.maximum, sheet.complete) == (Decimal("53.13"), 100, True)
    assert sheet.level is None
    assert "Chưa đạt mức thấp nhất" in sheet.note
    assert "2 thiếu minh chứng" in sheet.lines[0].reason


@pytest.mark.parametrize(("missing", "level"), [(0, "Mức độ 4"), (1, "Mức độ 3"), (2, "Mức độ 1"), (3, None)])
def test_the_levels_of_the_default_set(missing: int, level: str | None) -> None:
    done = 10 - missing
    facts = Facts(10, 10, done, done, done, done, missing)
    sheet = score_sheet(DEFAULT, {}, facts)
    assert sheet.level == level
    # each of the three lines is rounded for itself: 28,13 + 33,75 + 28,13 for nine out of ten
    assert sheet.total == {0: 100, 1: Decimal("90.01"), 2: 80, 3: Decimal("70.01")}[missing]


def test_nothing_assigned_leaves_everything_unknown() -> None:
    sheet = score_sheet(DEFAULT, {}, Facts())
    assert points(sheet) == {"1": None, "2": None, "3": None}
    assert (sheet.total, sheet.level, sheet.complete, sheet.unknown_points) == (None, None, False, 100)


def test_without_deadlines_timeliness_is_spread_over_its_siblings() -> None:
    sheet = score_sheet(DEFAULT, {}, Facts(assigned=4, done=4, with_evidence=4))
    maxima = [number(line.max_points) for line in sheet.lines]
    assert maxima == [45.45, 54.55, 0]
    assert (sheet.total, sheet.level) == (100, "Mức độ 4")
    assert "chuyển cho các tiêu chí khác" in sheet.lines[2].reason


def test_points_are_spread_within_the_group_only_and_add_up_to_the_cent() -> None:
    thirds = [criterion("a", 10), criterion("b", 10), criterion("c", 10), criterion("d", 10, "on_time_share")]
    sheet = score_sheet(
        form(thirds, [criterion("e", 60)], total=100),
        {code: Mark(Decimal(10)) for code in "abc"} | {"e": Mark(Decimal(6))},
        Facts(assigned=1),
    )
    assert points(sheet) == {"a": 13.34, "b": 13.33, "c": 13.33, "d": None, "e": 6}
    assert (sheet.total, sheet.complete) == (46, True)


def test_points_that_the_group_cannot_take_over_stay_open() -> None:
    unknown = form([criterion("a", None), criterion("b", 40, "done_share")], total=100)
    alone = form([criterion("b", 40, "done_share")], [criterion("a", 60)], total=100)
    for each in (unknown, alone):
        sheet = score_sheet(each, {"a": Mark(Decimal(50))} if each is alone else {}, Facts())
        assert points(sheet)["b"] is None
        assert not sheet.complete
        assert next(line for line in sheet.lines if line.criterion.code == "b").max_points == 40


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("not_done", {"a": 5, "b": 5, "c": 2.5, "d": 0}),
        ("zero", {"a": 7.5, "b": 5, "c": 5, "d": 0}),
        ("explain", {"a": 7.5, "b": 5, "c": 5, "d": 8}),
    ],
)
def test_what_becomes_of_work_without_evidence(rule: str, expected: dict[str, float]) -> None:
    one = form(
        [
            criterion("a", 10, "done_share"),
            criterion("b", 10, "quality_share"),
            criterion("c", 10, "on_time_share"),
            criterion("d", 10, evidence="Biên bản"),
        ],
        total=40,
        rules={"no_evidence": rule},
    )
    facts = Facts(assigned=4, dated=4, done=3, with_evidence=2, on_time=2, on_time_with_evidence=1, late=2)
    sheet = score_sheet(one, {"d": Mark(Decimal(8))}, facts)
    assert points(sheet) == expected
    assert all("minh chứng" in line.reason for line in sheet.lines)
    assert points(score_sheet(one, {"d": Mark(Decimal(8), evidence=True)}, facts))["d"] == 8


def test_unknown_points_stay_unknown_and_hold_the_level_back() -> None:
    one = form([criterion("a", 90), criterion("b", None)], total=100, levels=LEVELS)
    sheet = score_sheet(one, {"a": Mark(Decimal(90))}, ALL_GOOD)
    assert points(sheet) == {"a": 90, "b": None}
    assert (sheet.total, sheet.unknown_points, sheet.complete, sheet.level) == (90, 10, False, None)
    assert "chưa có điểm" in sheet.note


def test_a_criterion_that_is_only_watched_holds_nothing_back() -> None:
    one = form(
        [criterion("a", 100), criterion("b", None, "watch"), criterion("c", 0)], total=100, levels=LEVELS
    )
    sheet = score_sheet(one, {"a": Mark(Decimal("90.01"))}, Facts())
    assert (sheet.total, sheet.complete, sheet.level) == (Decimal("90.01"), True, "Cao")


@pytest.mark.parametrize(
    ("total", "level"),
    [(49.99, None), (50, "Thấp"), (79.99, "Thấp"), (80, "Vừa"), (90, "Vừa"), (90.01, "Cao"), (100, "Cao")],
)
def test_a_level_begins_at_its_bound_or_just_above_it(total: float, level: str | None) -> None:
    one = form([criterion("a", 100)], total=100, levels=LEVELS)
    sheet = score_sheet(one, {"a": Mark(Decimal(str(total)))}, Facts())
    assert sheet.level == level
    assert ("điều kiện: không ai bị kỷ luật" in sheet.note) == (level == "Vừa")


def test_bonus_comes_on_top_and_penalty_is_taken_off() -> None:
    extra = [
        criterion("b", 3, kind="bonus", evidence="Quyết định"),
        criterion("p", 3, kind="penalty", evidence="x"),
    ]
    one = form([criterion("a", 100)], extra, total=100, levels=LEVELS)
    plain = score_sheet(one, {"a": Mark(Decimal(90))}, Facts())
    assert (plain.total, plain.complete, plain.maximum, plain.level) == (90, True, 100, "Vừa")
    marks = {"a": Mark(Decimal(90)), "b": Mark(Decimal(3), evidence=True), "p": Mark(Decimal("1.5"))}
    sheet = score_sheet(one, marks, Facts())
    assert points(sheet) == {"a": 90, "b": 3, "p": -1.5}
    assert (sheet.total, sheet.level) == (Decimal("91.5"), "Cao")


@pytest.mark.parametrize("bad", ["-1", "10.5", "NaN", "Infinity", "1.00001"])
def test_a_mark_outside_its_criterion_is_refused(bad: str) -> None:
    one = form([criterion("a", 10)], total=10)
    with pytest.raises(DondocError, match="tiêu chí a"):
        score_sheet(one, {"a": Mark(Decimal(bad))}, Facts())


def test_all_or_nothing_takes_no_points_between() -> None:
    for method in (Method.YES_NO, Method.ALL_OR_NOTHING):
        check_points(Decimal("2.5"), "tiêu chí a", Decimal("2.5"), method)
        with pytest.raises(DondocError, match="chỉ nhận 0 hoặc 2,5"):
            check_points(Decimal(1), "tiêu chí a", Decimal("2.5"), method)
    with pytest.raises(DondocError, match="chưa có điểm tối đa"):
        check_points(Decimal(1), "tiêu chí a", None, Method.MANUAL)


@pytest.mark.parametrize(
    ("method", "threshold", "rate", "expected"),
    [
        ("ratio", 80, "80", "6"),
        ("ratio", 80, "79.9", "5.99"),
        ("ratio", 80, "100", "6"),
        ("ratio", None, "87.5", "5.25"),
        ("ratio", 80, "0", "0"),
        ("all_or_nothing", 95, "94.99", "0"),
        ("all_or_nothing", 95, "95", "6"),
        ("all_or_nothing", None, "99.9", "0"),
    ],
)
def test_a_rate_becomes_points(method: str, threshold: int | None, rate: str, expected: str) -> None:
    fields = {} if threshold is None else {"threshold": threshold}
    one = next(form([criterion("a", 6, method, **fields)], total=6).criteria())
    assert rate_points(one, Decimal(rate), 2) == Decimal(expected)


@pytest.mark.parametrize(
    ("points_", "method", "rate", "problem"),
    [(6, "manual", "50", "nhập điểm"), (None, "ratio", "50", "tối đa"), (6, "ratio", "100.1", "0–100"),
     (6, "ratio", "NaN", "0–100")],
)  # fmt: skip
def test_a_rate_that_does_not_fit_is_refused(
    points_: int | None, method: str, rate: str, problem: str
) -> None:
    one = next(form([criterion("a", points_, method)], total=6).criteria())
    with pytest.raises(DondocError, match=problem):
        rate_points(one, Decimal(rate), 2)


@pytest.mark.parametrize(("text", "value"), [("1,25", "1.25"), (" 4.5 ", "4.5"), ("0", "0"), ("100", "100")])
def test_points_are_read_with_comma_or_point(text: str, value: str) -> None:
    assert parse_points(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "-1", "1,2,3", "1e2", "NaN", "một", "1,00001", "123456", "١"])
def test_what_is_no_number_of_points_is_refused(text: str) -> None:
    with pytest.raises(DondocError, match="không phải là số điểm"):
        parse_points(text)


def test_points_are_written_exactly() -> None:
    assert [number(Decimal(text)) for text in ("87.50", "100.0000", "0.1")] == [87.5, 100, 0.1]
    assert [points_text(Decimal(text)) for text in ("87.50", "100", "0.1")] == ["87,5", "100", "0,1"]
    assert (number(None), points_text(None)) == (None, "chưa có")
    assert [rounded(Decimal(text), 2) for text in ("2.345", "2.344")] == [Decimal("2.35"), Decimal("2.34")]


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
    rule = draw(st.sampled_from(["not_done", "zero", "explain"]))
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
