"""Criteria sets: those that ship, the form they are held to, and which one a plan is scored by."""

import os
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlmodel import Session, col, select

from config.errors import DondocError
from models import CriteriaSet, Criterion, ReviewEntry, RoundKind
from tasks_registry.criteria.form import SHARES, Method, SetForm
from tasks_registry.criteria.form_reading import read_form, read_form_file
from tasks_registry.criteria.sets import (
    find_set,
    form_of_plan,
    known_sets,
    points_for_rate,
    rules_version,
    shipped_sets,
)
from tasks_registry.criteria.yaml_lines import read_yaml_file
from tasks_registry.rounds.attaching import attach_set
from tasks_registry.rounds.reviews import close_round, open_round
from tests.registry.workroom import LATER, NOW, add_plan

HERE = Path(__file__).parents[2] / "tasks_registry" / "criteria"
SMALL = """
code: xa-binh-an
title: Bộ tiêu chí của xã
source: Tự đặt
total: 30
groups:
  - name: Nhóm một
    points: 30
    criteria:
      - {code: "1", name: Điểm tự chấm, points: 20, method: manual, evidence: Biên bản}
      - {code: "2", name: Tỷ lệ hồ sơ, points: 10, method: ratio, threshold: 80}
"""


def test_every_shipped_file_is_by_the_form_and_named_by_its_code() -> None:
    assert {path.stem for path in HERE.glob("*.yaml")} == set(shipped_sets())
    assert len(shipped_sets()) == 9


def _facts(shared: Path, name: str) -> dict[str, Any]:
    found = yaml.safe_load((shared / "criteria" / f"{name}.yaml").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


SHEETS = {
    "haiphong-qd212-2025-pl01": "phu_luc_01_nguoi_dung_dau_va_chu_tich_phuong",
    "haiphong-qd212-2025-pl02": "phu_luc_02_lanh_dao_quan_ly",
    "haiphong-qd212-2025-pl03": "phu_luc_03_khong_giu_chuc_vu",
}
SINGLE = {
    "qd766-2022": "qd766",
    "bacgiang-qd3064-2022": "bacgiang",
    "cantho-qd2579-2025": "cantho",
    "haiphong-qd5049-2025": "haiphong_cqtt_structure",
}


@pytest.mark.parametrize("code", [*SHEETS, *SINGLE])
def test_points_are_those_of_the_source_and_none_is_invented(shared: Path, code: str) -> None:
    if code in SHEETS:
        facts = _facts(shared, "haiphong")["sheets"][SHEETS[code]]
    else:
        facts = _facts(shared, SINGLE[code])["criteria"]
    theirs = {
        str(each["code"]): None if each["max_points"] is None else abs(Decimal(str(each["max_points"])))
        for each in facts
    }
    assert {each.code: each.points for each in shipped_sets()[code].criteria()} == theirs


def test_thresholds_are_those_of_the_source(shared: Path) -> None:
    theirs = {
        str(each["code"]): each["threshold_pct"]
        for each in _facts(shared, "qd766")["criteria"]
        if each["threshold_pct"] and each["max_points"]
    }
    ours = {each.code: each.threshold for each in shipped_sets()["qd766-2022"].criteria() if each.threshold}
    assert ours == theirs


def test_the_default_set_needs_nobody_and_keeps_the_source_s_proportion() -> None:
    criteria = list(shipped_sets()["nhiem-vu-ke-hoach"].criteria())
    assert {each.method for each in criteria} == SHARES
    weights = [(each.points or 0) * 80 / 100 for each in criteria]
    assert weights == [25, 30, 25]


def _broken(old: str, new: str) -> str:
    assert old in SMALL
    return SMALL.replace(old, new)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (_broken("title: Bộ tiêu chí của xã\n", ""), "title: thiếu trường này"),
        (_broken("code: xa-binh-an", "code: Xã Bình An"), "code: chỉ gồm chữ thường"),
        (_broken(', method: manual, evidence: Biên bản', ""), "nhóm 1, tiêu chí 1, method: thiếu"),
        (_broken("points: 20, ", ""), "nhóm 1, tiêu chí 1, points: thiếu"),
        (_broken('code: "2"', 'code: "1"'), "mã tiêu chí bị trùng: 1"),
        (_broken('code: "2"', "code: 2"), "tiêu chí 2, code: phải là chữ"),
        (_broken("name: Tỷ lệ hồ sơ", 'name: " "'), "tiêu chí 2, name: không được để trống"),
        (_broken("points: 20", "points: 19"), "nhóm 'Nhóm một' ghi 30 điểm nhưng"),
        (_broken("total: 30", "total: 100"), "total ghi 100 điểm"),
        (_broken("points: 20", "points: -20"), "tiêu chí 1, points: giá trị '-20'"),
        (_broken("points: 20", "points: hai mươi"), "giá trị 'hai mươi' không hợp lệ"),
        (_broken("points: 20", "points: .inf"), "points: giá trị 'inf'"),
        (_broken("points: 20", "points: 20.12345"), "points: giá trị '20.12345'"),
        (_broken("method: ratio", "method: magic"), "'magic' không hợp lệ (chỉ nhận 'manual'"),
        (_broken("method: ratio", "method: manual"), "tiêu chí 2: threshold chỉ dùng với ratio"),
        (_broken("threshold: 80", "threshold: 0"), "threshold: giá trị '0'"),
        (_broken("threshold: 80", "nguong: 80"), "tiêu chí 2, nguong: trường này không có trong mẫu"),
        (_broken("total: 30", "total: 30\nrounding: 1").replace("20,", "19.95,").replace("10,", "10.05,"),
         "tiêu chí 1: điểm lẻ hơn mức làm tròn (1 chữ số)"),
        (SMALL + "levels: [{name: A, to: 10}]", "mức 'A': cần đúng một trong hai"),
        (SMALL + "levels: [{name: A, from: 20, to: 10}]", "mức 'A': to nhỏ hơn"),
        (SMALL + "levels: [{name: A, from: 0, to: 10}, {name: B, above: 12, to: 30}]", "mức 'B' phải"),
        (SMALL + "rules: {no_evidence: ignore}", "no_evidence: giá trị 'ignore'"),
        ("groups: [", "dòng 1: không phải là YAML đúng"),
        ("- 1\n- 2", "phải là một bảng các trường"),
        ("", "phải là một bảng các trường"),
        (SMALL.partition("groups:")[0] + "groups: []", "nhóm: không được để trống"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_by_the_form_is_told_in_one_line_with_its_place(text: str, place: str) -> None:
    with pytest.raises(DondocError) as caught:
        read_form(text, "xa.yaml")
    assert "xa.yaml" in str(caught.value)
    assert place in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_example_of_the_manual_is_by_the_form() -> None:
    manual = (HERE.parents[1] / "docs" / "criteria.md").read_text(encoding="utf-8")
    example = manual.partition("```yaml\n")[2].partition("```")[0]
    assert read_form(example, "docs/criteria.md").total == 100
    methods = {line.split("`")[1] for line in manual.splitlines() if line.startswith("| `")}
    assert methods >= set(Method)


def test_null_points_need_not_add_up_but_must_not_exceed() -> None:
    assert read_form(_broken("points: 10, method", "points: null, method"), "x").total == 30
    with pytest.raises(DondocError, match="cộng lại được 31"):
        read_form(_broken("points: 20", "points: 31").replace("points: 10,", "points: null,"), "x")


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "xa.yaml"
    if content:
        path.write_bytes(content)
    with pytest.raises(DondocError, match="Không đọc được"):
        read_form_file(path)


@pytest.mark.parametrize("read", [read_form_file, read_yaml_file])
def test_a_pipe_or_a_device_is_not_read(read: Callable[[Path], object]) -> None:
    with pytest.raises(DondocError, match="“null” không phải là tệp"):
        read(Path(os.devnull))


def _file(tmp_path: Path, text: str = SMALL) -> str:
    path = tmp_path / "xa.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_plan_is_scored_by_the_default_until_a_set_is_chosen(session: Session, tmp_path: Path) -> None:
    plan = add_plan(session)
    assert form_of_plan(session, plan).code == "nhiem-vu-ke-hoach"
    row = attach_set(session, plan, _file(tmp_path))
    session.commit()
    session.expire_all()
    assert form_of_plan(session, plan) == read_form(SMALL, "x")
    rows = session.exec(select(Criterion).where(Criterion.set_id == row.id).order_by(Criterion.code)).all()  # type: ignore[arg-type]
    assert [(each.code, each.max_points, each.method, each.position) for each in rows] == [
        ("1", 20, "manual", 1),
        ("2", 10, "ratio", 2),
    ]
    assert "xa-binh-an" in known_sets(session)


def test_every_shipped_set_comes_back_from_the_database_as_it_was(session: Session) -> None:
    plan = add_plan(session)
    for code, form in shipped_sets().items():
        row = attach_set(session, plan, code)
        session.commit()
        session.expire_all()
        assert form_of_plan(session, plan) == form
        assert attach_set(session, plan, code).id == row.id
        assert rules_version(form) == f"{code}@{row.checksum[:12]}"


def test_an_unknown_set_is_told_with_those_there_are(session: Session) -> None:
    with pytest.raises(DondocError, match=r"các bộ hiện có: .*qd766-2022"):
        find_set(session, "khong-co")


def test_a_set_takes_new_content_until_a_review_asks_about_it(session: Session, tmp_path: Path) -> None:
    plan = add_plan(session)
    attach_set(session, plan, _file(tmp_path))
    attach_set(session, plan, _file(tmp_path, _broken("Điểm tự chấm", "Điểm của xã")))
    assert len(session.exec(select(CriteriaSet)).all()) == 1
    assert next(form_of_plan(session, plan).criteria()).name == "Điểm của xã"
    open_round(session, plan, RoundKind.YEAR, "2026", as_of=date(2026, 12, 15), now=NOW)
    with pytest.raises(DondocError, match="đặt mã mới"):
        attach_set(session, plan, _file(tmp_path))


def test_a_set_is_not_changed_under_an_open_annual_review(session: Session, tmp_path: Path) -> None:
    plan = add_plan(session)
    attach_set(session, plan, _file(tmp_path))
    review = open_round(session, plan, RoundKind.YEAR, "2026", as_of=date(2026, 12, 15), now=NOW)
    with pytest.raises(DondocError, match=f"số {review.id} đang mở"):
        attach_set(session, plan, "qd766-2022")
    close_round(session, review, now=LATER)
    attach_set(session, plan, "qd766-2022")
    assert form_of_plan(session, plan).code == "qd766-2022"


def test_a_set_that_is_chosen_during_an_annual_review_is_asked_about_too(
    session: Session, tmp_path: Path
) -> None:
    plan = add_plan(session)
    quarter, year = (
        open_round(session, plan, kind, period, as_of=date(2026, 12, 15), now=NOW)
        for kind, period in ((RoundKind.QUARTER, "2026-Q4"), (RoundKind.YEAR, "2026"))
    )
    for _ in range(2):
        attach_set(session, plan, _file(tmp_path))
    asked = select(ReviewEntry.round_id, Criterion.code).join(
        Criterion, col(ReviewEntry.criterion_id) == Criterion.id
    )
    assert session.exec(asked.order_by(Criterion.code)).all() == [(year.id, "1"), (year.id, "2")]
    for review in (quarter, year):
        close_round(session, review, now=LATER)
    attach_set(session, plan, "qd766-2022")
    assert len(session.exec(asked).all()) == 2


def test_a_declared_rate_is_turned_into_points_of_the_criterion(session: Session, tmp_path: Path) -> None:
    plan = add_plan(session)
    attach_set(session, plan, _file(tmp_path))
    open_round(session, plan, RoundKind.YEAR, "2026", as_of=date(2026, 12, 15), now=NOW)
    manual, ratio = session.exec(select(ReviewEntry).order_by(ReviewEntry.id)).all()  # type: ignore[arg-type]
    assert points_for_rate(session, ratio.criterion_id, Decimal(40)) == 5
    for entry in (manual.criterion_id, None):
        with pytest.raises(DondocError, match="nhập điểm"):
            points_for_rate(session, entry, Decimal(40))


def test_watched_criteria_are_told_apart_from_unknown_points() -> None:
    form: SetForm = shipped_sets()["qd766-2022"]
    assert all(each.method is Method.WATCH for each in form.criteria() if not each.points)
    assert not any(each.points for each in shipped_sets()["haiphong-qd5049-2025"].criteria())
