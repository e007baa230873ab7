"""`dondoc score`: figures for programs, words for people."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Run

PLAN = "an-lac-2026"


@pytest.fixture
def worked(dondoc: Run, office: Path) -> Path:
    """The office with its plan, two tasks done in time, one of them with evidence."""
    assert dondoc("import", f"{PLAN}.txt").status == 0
    for task in _tasks(dondoc)[:2]:
        for act in ("submit", "done"):
            assert dondoc("task", act, task["id"], "--on", "2026-03-10").status == 0
    first = _tasks(dondoc)[0]["id"]
    assert dondoc("task", "evidence", "add", first, "https://anlac.example/bang.pdf").status == 0
    return office


def _tasks(dondoc: Run) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(dondoc("tasks", "--json").out)
    return found


def _score(dondoc: Run, *words: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(dondoc("score", PLAN, *words, "--json").out)
    return found


def test_the_score_of_the_plan_s_year(dondoc: Run, worked: Path) -> None:
    found = _score(dondoc, "--as-of", "2026-04-15")
    # due by then: two tasks, both done; one undated is open; one of the two done shows its evidence
    assert found["tasks"] == {
        "assigned": 3, "done": 2, "with_evidence": 1, "on_time": 2, "late": 0, "without_evidence": 1,
    }  # fmt: skip
    assert [line["points"] for line in found["lines"]] == [10.42, 12.5, 15.63]
    assert (found["year"], found["total"], found["complete"], found["level"]) == (2026, 38.55, True, None)
    assert (found["as_of"], found["target"], found["missing_to_target"]) == ("2026-04-15", None, None)


def test_another_year_has_nothing_to_score(dondoc: Run, worked: Path) -> None:
    found = _score(dondoc, "--year", 2030)
    assert (found["total"], found["level"], found["complete"], found["tasks"]["assigned"]) == (
        None, None, False, 0,
    )  # fmt: skip
    assert {line["points"] for line in found["lines"]} == {None}


def test_for_people_numbers_have_a_comma_and_unknown_is_said(dondoc: Run, worked: Path) -> None:
    printed = dondoc("score", PLAN, "--as-of", "15/4/2026").out
    assert "tính đến hết 15/04/2026" in printed
    assert "10,42" in printed
    assert "Tổng điểm: 38,55/100." in printed
    assert "1 thiếu minh chứng" in printed
    unknown = dondoc("score", PLAN, "--year", "2030").out
    assert "Tổng điểm: chưa có/100 (còn 100 điểm chưa chấm)." in unknown


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("khac",), "không phải là kế hoạch nào"),
        ((PLAN, "--year", "1066"), "1900–2100"),
        ((PLAN, "--year", "x"), "--year"),
        ((PLAN, "--as-of", "30/2/2026"), "không phải là ngày"),
    ],
)
def test_what_cannot_be_scored_is_told(
    dondoc: Run, worked: Path, words: tuple[str, ...], problem: str
) -> None:
    assert problem in dondoc("score", *words).error_line


def test_a_target_is_shown_with_what_is_missing(dondoc: Run, office: Path) -> None:
    text = (office / f"{PLAN}.txt").read_text(encoding="utf-8")
    goal = "\nNăm 2026 phấn đấu đạt chuẩn Mức độ 2 (đạt từ 85 đến dưới 90 điểm).\n"
    head, mark, table = text.partition("\nTT\t")
    (office / f"{PLAN}.txt").write_text(head + goal + mark + table, encoding="utf-8")
    assert dondoc("import", f"{PLAN}.txt").status == 0
    found = _score(dondoc, "--as-of", "2026-12-31")
    assert found["target"] == {"level": 2, "from": 85, "to": 90}
    assert found["missing_to_target"] == 85
    printed = dondoc("score", PLAN, "--as-of", "2026-12-31").out
    assert "Mức độ 2 (từ 85 đến 90 điểm), còn thiếu 85 điểm." in printed
    forecast = dondoc("forecast", PLAN, "--as-of", "2026-12-31").out
    assert "Mức độ phấn đấu: Mức độ 2 (từ 85 điểm), còn thiếu 85 điểm." in forecast


def test_a_plan_scored_by_unit_shows_each_of_them(dondoc: Run, worked: Path) -> None:
    """A sheet of all units together would be nobody's."""
    assert dondoc("plan", "set", PLAN, "--by-unit").status == 0
    found = json.loads(dondoc("score", PLAN, "--as-of", "2026-12-31", "--json").out)
    assert [(each["unit_code"], each["tasks"]["assigned"]) for each in found] == [("VHXH", 5), ("VP", 2)]
    own = _score(dondoc, "--as-of", "2026-12-31", "--unit", "VP")
    assert found[1] == {"unit": "Văn phòng HĐND và UBND phường", "unit_code": "VP", **own}
    printed = dondoc("score", PLAN, "--as-of", "2026-12-31").out
    assert "Văn phòng HĐND và UBND phường" in printed
    assert f"dondoc score {PLAN} --unit VHXH" in printed
    assert "Chưa có đơn vị nào" in dondoc("score", PLAN, "--year", "2030").out
    assert dondoc("score", PLAN, "--year", "2030", "--json").out == "[]\n"
