"""What fails, caps or lowers a level; ceilings of what comes on top; methods by count."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import DondocError
from tasks_registry.criteria.form import SetForm
from tasks_registry.criteria.levels import Known
from tasks_registry.criteria.lines import Facts
from tasks_registry.criteria.marks import Mark, check_points, count_points
from tasks_registry.criteria.points import number
from tasks_registry.criteria.scoring import ScoreSheet, score_sheet
from tasks_registry.criteria.sets import shipped_sets
from tests.registry.small_sets import criterion, form, points

LEVELS = [
    {"name": "Trượt", "from": 0, "to": 50},
    {"name": "Đạt", "from": 50, "to": 80},
    {"name": "Tốt", "from": 80, "to": 90},
    {"name": "Xuất sắc", "above": 90, "to": 100},
]
CAN_THO = shipped_sets()["cantho-qd2579-2025"]
DECLARED = ("tham-nhung", "mat-doan-ket", "cach-chuc", "xu-ly-hinh-su", "canh-cao", "khien-trach")
CLEAN = dict.fromkeys(DECLARED, False)
GOOD = {"1": Mark(Decimal(10), 1), "2": Mark(Decimal(88), 2)}


def can_tho(marks: dict[str, Mark] = GOOD, self_scored: bool | None = True, **facts: bool) -> ScoreSheet:
    said = {**CLEAN, **{code.replace("_", "-"): value for code, value in facts.items()}}
    return score_sheet(CAN_THO, marks, Facts(), known=Known(said, self_scored=self_scored))


@pytest.mark.parametrize(
    ("facts", "level"),
    [
        ({}, "Hoàn thành xuất sắc"),
        ({"khien_trach": True}, "Hoàn thành tốt"),
        ({"canh_cao": True}, "Hoàn thành"),
        ({"canh_cao": True, "khien_trach": True}, "Hoàn thành"),
        ({"tham_nhung": True}, "Không hoàn thành"),
        ({"cach_chuc": True, "khien_trach": True}, "Không hoàn thành"),
    ],
)
def test_can_tho_s_facts_fail_or_cap_the_grade(facts: dict[str, bool], level: str) -> None:
    sheet = can_tho(**facts)
    assert (sheet.total, sheet.level) == (98, level)
    assert ("Không xếp cao hơn vì" in sheet.note) == bool(facts)


def test_who_did_not_self_score_fails_once_the_time_is_over() -> None:
    assert can_tho(self_scored=False).level == "Không hoàn thành"
    assert can_tho(self_scored=None).level == "Hoàn thành xuất sắc"
    silent = can_tho({}, self_scored=False)
    assert (silent.total, silent.level) == (None, "Không hoàn thành")
    assert "Đơn vị không tự chấm điểm" in silent.note
    assert can_tho({}, self_scored=None).level is None
    assert can_tho({}, self_scored=None, tham_nhung=True).level == "Không hoàn thành"


def test_a_criterion_at_zero_keeps_the_grade_down() -> None:
    sheet = can_tho({"1": Mark(Decimal(0), 1), "2": Mark(Decimal(90), 1)})
    assert (sheet.total, sheet.level) == (90, "Hoàn thành")
    assert "Có tiêu chí 0 điểm" in sheet.note


def test_what_nobody_declared_is_not_a_no() -> None:
    sheet = score_sheet(CAN_THO, GOOD, Facts(), known=Known({**CLEAN}, self_scored=True))
    assert sheet.level == "Hoàn thành xuất sắc"
    unsure = {code: value for code, value in CLEAN.items() if code != "khien-trach"}
    sheet = score_sheet(CAN_THO, GOOD, Facts(), known=Known(unsure, self_scored=True))
    assert sheet.level is None
    assert "khien-trach" in sheet.note
    # it could not change a grade that is lower anyhow
    lower = {"1": Mark(Decimal(10), 1), "2": Mark(Decimal(70), 1)}
    assert score_sheet(CAN_THO, lower, Facts(), known=Known(unsure, self_scored=True)).level == "Hoàn thành"


def test_bonus_and_penalty_have_their_ceilings() -> None:
    extra = [
        criterion("b1", 3, kind="bonus"),
        criterion("b2", 3, kind="bonus"),
        criterion("pm", 2, "plus_minus"),
        criterion("p", 5, kind="penalty"),
    ]
    one = form([criterion("a", 100)], extra, total=100, limits={"bonus": 3, "penalty": 4})
    given_marks = {"a": "90", "b1": "3", "b2": "2", "pm": "1", "p": "5"}
    sheet = score_sheet(one, {code: Mark(Decimal(text)) for code, text in given_marks.items()}, Facts())
    # 3 + 2 + 1 = 6 comes down to 3 by proportion: 1,5 + 1 + 0,5; 5 comes down to 4
    assert points(sheet) == {"a": 90, "b1": 1.5, "b2": 1, "pm": 0.5, "p": -4}
    assert sheet.total == 89
    assert "vượt trần" in sheet.lines[1].reason
    minus = score_sheet(one, {"a": Mark(Decimal(90)), "pm": Mark(Decimal(-2))}, Facts())
    assert (minus.total, minus.complete) == (88, True)


def test_a_group_has_ceilings_of_its_own() -> None:
    document = form([criterion("a", 10)], total=10).model_dump(mode="json", by_alias=True)
    extra = {"name": "Thưởng", "bonus": 1, "criteria": [criterion("b", 3, kind="bonus")]}
    one = SetForm.model_validate({**document, "groups": [*document["groups"], extra]})
    marks = {"a": Mark(Decimal(8)), "b": Mark(Decimal(3))}
    assert points(score_sheet(one, marks, Facts())) == {"a": 8, "b": 1}


@pytest.mark.parametrize(
    ("marks", "level"), [(("50", "50"), "Xuất sắc"), (("50", "24.99"), "Trượt"), (("50", "25"), "Đạt")]
)
def test_each_criterion_needs_its_minimum_share(marks: tuple[str, str], level: str) -> None:
    """As QĐ 25/2021/QĐ-TTg asks: a total of 80 and each criterion at half of its maximum."""
    half = {"code": "nua", "name": "Dưới nửa", "effect": "fail", "when": "below_share", "share": 50}
    one = form([criterion("a", 50), criterion("b", 50)], total=100, levels=LEVELS, conditions=[half])
    given_marks = {code: Mark(Decimal(text)) for code, text in zip("ab", marks, strict=True)}
    assert score_sheet(one, given_marks, Facts()).level == level


def test_hai_phong_s_best_grades_need_every_task_in_time() -> None:
    one = shipped_sets()["haiphong-qd212-2025-pl03"]
    marks = {
        each.code: Mark(each.points or Decimal(0)) for each in one.criteria() if each.method.value == "manual"
    }
    known = Known({each.code: False for each in one.conditions if each.when.value == "declared"})
    in_time = Facts(100, 100, 100, 100, 100, 100, 0)
    assert score_sheet(one, marks, in_time, known=known).level == "Hoàn thành xuất sắc nhiệm vụ"
    one_late = Facts(100, 100, 100, 100, 99, 99, 1)
    sheet = score_sheet(one, marks, one_late, known=known)
    assert (sheet.total, sheet.level) == (Decimal("99.75"), "Hoàn thành nhiệm vụ")


def test_without_evidence_the_grade_falls_by_one() -> None:
    def sheet(total: str, evidence: int) -> ScoreSheet:
        asked = [criterion("a", 90), criterion("b", 10, evidence="Hồ sơ")]
        one = form(asked, total=100, levels=LEVELS, rules={"no_evidence": "grade_down"})
        return score_sheet(one, {"a": Mark(Decimal(total)), "b": Mark(Decimal(5), evidence)}, Facts())

    assert (sheet("86", 1).level, sheet("86", 0).total, sheet("86", 0).level) == ("Xuất sắc", 86, "Đạt")
    assert sheet("30", 0).level == "Trượt"
    assert "hạ một bậc" in sheet("86", 0).note


def test_a_fail_without_a_level_for_it_leaves_none() -> None:
    fail = {"code": "x", "name": "Vi phạm", "effect": "fail"}
    one = form([criterion("a", 100)], total=100, levels=LEVELS[2:], conditions=[fail])
    sheet = score_sheet(one, {"a": Mark(Decimal(95))}, Facts(), known=Known({"x": True}))
    assert (sheet.level, sheet.note) == (None, "Không xếp cao hơn vì: Vi phạm.")


def test_what_was_not_assigned_goes_to_the_rest_of_its_group() -> None:
    one = shipped_sets()["haiphong-qd212-2025-pl01"]
    group = next(each for each in one.groups if each.name.startswith("II.5.2"))
    marks = {each.code: Mark(each.points or Decimal(0)) for each in group.criteria[1:]}
    known = Known(not_assigned=frozenset({group.criteria[0].code}))
    sheet = score_sheet(one, marks, Facts(), known=known)
    lines = [line for line in sheet.lines if line.group == group.name]
    assert sum(line.points or 0 for line in lines) == 15
    assert lines[0].reason.startswith("Không được giao")


@pytest.mark.parametrize(
    ("method", "count", "expected"),
    [("count", 0, 0), ("count", 3, 1.5), ("count", 99, 5), ("deduction", 0, 5), ("deduction", 3, 3.5),
     ("deduction", 11, 0)],
)  # fmt: skip
def test_points_by_count(method: str, count: int, expected: float) -> None:
    one = next(form([criterion("a", 5, method, each="0,5")], total=5).criteria())
    assert number(count_points(one, Decimal(count), 2)) == expected


@pytest.mark.parametrize("count", ["-1", "1.5", "NaN", "1000000"])
def test_a_count_that_cannot_be_is_refused(count: str) -> None:
    one = next(form([criterion("a", 5, "count", each=1)], total=5).criteria())
    with pytest.raises(DondocError, match="số nguyên không âm"):
        count_points(one, Decimal(count), 2)


def test_plus_and_minus_are_bounded_on_both_sides() -> None:
    one = list(form([criterion("a", 1)], [criterion("b", 2, "plus_minus")], total=1).criteria())[1]
    check_points(Decimal(-2), "tiêu chí b", one.points, one.method)
    for bad in ("-2.01", "2.01"):
        with pytest.raises(DondocError, match="-2–2"):
            check_points(Decimal(bad), "tiêu chí b", one.points, one.method)


CENTS = st.integers(0, 10_000).map(lambda cents: Decimal(cents) / 100)


@given(CENTS, st.dictionaries(st.sampled_from(DECLARED), st.booleans()), st.booleans())
def test_a_condition_never_raises_a_level(total: Decimal, said: dict[str, bool], scored: bool) -> None:
    marks = {"1": Mark(min(total, Decimal(10)), 1), "2": Mark(max(total - 10, Decimal(0)), 1)}
    names = [None, *(level.name for level in CAN_THO.levels)]
    free = CAN_THO.model_copy(update={"conditions": ()})
    without = score_sheet(free, marks, Facts())
    with_them = score_sheet(CAN_THO, marks, Facts(), known=Known({**CLEAN, **said}, self_scored=scored))
    assert names.index(with_them.level) <= names.index(without.level)
    assert with_them.total == without.total


@given(st.lists(CENTS, min_size=1, max_size=6), st.integers(0, 500).map(lambda cents: Decimal(cents) / 100))
def test_what_comes_on_top_never_passes_its_ceiling(values: list[Decimal], ceiling: Decimal) -> None:
    extra: list[dict[str, Any]] = [criterion(f"b{place}", 100, kind="bonus") for place in range(len(values))]
    marks = {f"b{place}": Mark(value) for place, value in enumerate(values)} | {"a": Mark(Decimal(50))}
    one = form([criterion("a", 100)], extra, total=100, limits={"bonus": str(ceiling)})
    turned = form([criterion("a", 100)], extra[::-1], total=100, limits={"bonus": str(ceiling)})
    sheet = score_sheet(one, marks, Facts())
    assert sheet.total == 50 + min(sum(values), ceiling)
    assert points(sheet) == points(score_sheet(turned, marks, Facts()))
