"""`dondoc criteria`: the sets there are, one of them, and choosing one for a plan."""

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Run

OWN = """\
code: phuong-an-lac
title: Bộ tiêu chí [thử] của phường
source: Tự đặt
total: 10
levels: [{name: Đạt, above: 5, to: 10, condition: có biên bản}]
notes: [Chấm vào tháng 12]
groups:
  - name: Nhóm [một]
    criteria:
      - {code: "1", name: Niêm yết, points: 6, method: all_or_nothing, threshold: 95, evidence: Ảnh chụp}
      - {code: "2", name: Giao tiếp, points: 4, method: manual}
      - {code: T, name: Sáng kiến, points: 1, method: manual, kind: bonus}
"""


@pytest.fixture
def planned(dondoc: Run, office: Path) -> Path:
    """The office with its plan and a set of its own in a file."""
    assert dondoc("import", "an-lac-2026.txt").status == 0
    (office / "phuong.yaml").write_text(OWN, encoding="utf-8")
    return office


def test_all_sets_are_listed(dondoc: Run, office: Path) -> None:
    listed = {each["code"]: each for each in json.loads(dondoc("criteria", "list", "--json").out)}
    assert len(listed) == 9
    assert listed["haiphong-qd5049-2025"]["unknown_points"] == 22
    assert "nhiem-vu-ke-hoach" in dondoc("criteria", "list").out


def test_a_set_is_shown_in_words(dondoc: Run, planned: Path) -> None:
    printed = dondoc("criteria", "show", "phuong.yaml").out
    for words in (
        "Bộ tiêu chí [thử] của phường",
        "Nhóm [một]",
        "đủ tỷ lệ mới có điểm, từ 95%",
        "Ảnh chụp",
        "điểm thưởng",
        "Đạt: trên 5 đến 10 điểm; có biên bản",
        "Lưu ý: Chấm vào tháng 12",
    ):
        assert words in printed
    shown = json.loads(dondoc("criteria", "show", "qd766-2022", "--json").out)
    assert shown["groups"][0]["criteria"][0]["points"] == "6"


def test_a_plan_is_scored_by_the_chosen_set(dondoc: Run, planned: Path) -> None:
    assert "phuong-an-lac" in dondoc("criteria", "use", "an-lac-2026", "phuong.yaml").out
    score = json.loads(dondoc("score", "an-lac-2026", "--json").out)
    assert (score["criteria_set"], score["maximum"], score["total"]) == ("phuong-an-lac", 10, None)
    assert "phuong-an-lac" in dondoc("criteria", "list").out
    assert dondoc("criteria", "use", "an-lac-2026", "bacgiang-qd3064-2022").status == 0
    assert dondoc("criteria", "use", "an-lac-2026", "phuong-an-lac").status == 0


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("show", "khong-co"), "các bộ hiện có"),
        (("show", "khong-co.yaml"), "Không đọc được"),
        (("use", "an-lac-2026", "khong-co"), "các bộ hiện có"),
        (("use", "khac", "qd766-2022"), "không phải là kế hoạch nào"),
    ],
)
def test_what_is_not_there_is_told(dondoc: Run, planned: Path, words: tuple[str, ...], problem: str) -> None:
    assert problem in dondoc("criteria", *words).error_line


def test_a_bad_file_changes_nothing(dondoc: Run, planned: Path) -> None:
    (planned / "phuong.yaml").write_text(OWN.replace("total: 10", "total: 11"), encoding="utf-8")
    assert "total ghi 11 điểm" in dondoc("criteria", "use", "an-lac-2026", "phuong.yaml").error_line
    assert json.loads(dondoc("score", "an-lac-2026", "--json").out)["criteria_set"] == "nhiem-vu-ke-hoach"


@pytest.mark.parametrize("code", ["", "../x", "a/b", "Mã", "-x", "x" * 61])
def test_a_set_is_not_drafted_under_a_code_that_names_no_file(dondoc: Run, office: Path, code: str) -> None:
    before = set(office.parent.rglob("*.yaml"))
    assert "Mã '" in dondoc("criteria", "import", "an-lac-2026.txt", f"--code={code}").error_line
    assert set(office.parent.rglob("*.yaml")) == before
