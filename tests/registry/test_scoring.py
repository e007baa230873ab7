"""Scoring: what a sheet comes to."""

from decimal import Decimal

import pytest

from config.errors import DondocError
from tasks_registry.criteria.lines import Facts
from tasks_registry.criteria.marks import Mark
from tasks_registry.criteria.points import number
from tasks_registry.criteria.scoring import score_sheet
from tasks_registry.criteria.sets import shipped_sets
from tests.registry.small_sets import criterion, form, points

DEFAULT = shipped_sets()["nhiem-vu-ke-hoach"]
ALL_GOOD = Facts(10, 10, 10, 10, 10, 10, 0)


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
    share, rest = criterion("b", 40, "done_share"), criterion("c", 60)
    with_unknown = form([criterion("a", None), share, {**rest, "points": 20}], total=100)
    alone = form([share], [rest], total=100)
    for one in (with_unknown, alone):
        sheet = score_sheet(one, {"c": Mark(Decimal(20))}, Facts())
        assert (points(sheet)["b"], points(sheet)["c"], sheet.complete) == (None, 20, False)
        assert [line.max_points for line in sheet.lines if line.criterion.code == "b"] == [40]


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
