"""`dondoc annual`, `criteria` and `forecast`: a year from the first stage to the published result."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from dondoc.commands.annual_show import echo_gaps
from models import Plan, ReviewRound, RoundKind
from tasks_registry.year.gaps import Gap
from tests.commands.conftest import Run
from tests.commands.test_criteria import OWN

PLAN = "an-lac-2026"
SET = OWN.replace("method: all_or_nothing, threshold: 95", "method: count, each: 2").replace(
    "notes:",
    "conditions:\n"
    "  - {code: ky-luat, name: Người đứng đầu bị kỷ luật, effect: fail}\n"
    "targets: [{year: 2026, level: Đạt}]\n"
    "notes:",
)


@pytest.fixture
def started(dondoc: Run, office: Path) -> Path:
    """The office with its plan, a set of its own, and the year's review begun."""
    (office / "phuong.yaml").write_text(SET, encoding="utf-8")
    assert dondoc("import", f"{PLAN}.txt").status == 0
    assert dondoc("criteria", "use", PLAN, "phuong.yaml").status == 0
    assert _run(dondoc, "2026-12-15")["phase"] == "self_score"
    return office


def _run(dondoc: Run, day: str) -> dict[str, Any]:
    (found,) = json.loads(dondoc("annual", "run", PLAN, "--year", 2026, "--as-of", day, "--json").out)
    return dict(found)


def _entries(dondoc: Run) -> dict[str, int]:
    shown = json.loads(dondoc("review", "show", 1, "--json").out)
    return {each["criterion"]: each["id"] for each in shown["entries"] if each["criterion"]}


def test_a_year_goes_from_stage_to_stage(dondoc: Run, started: Path) -> None:
    entries = _entries(dondoc)
    dondoc(
        "review",
        "answer",
        entries["1"],
        "--done",
        "x",
        "--self-score",
        "6",
        "--evidence",
        "https://a.example/1",
    )
    dondoc("review", "answer", entries["2"], "--done", "x", "--self-score", "3,5")
    assert "giai đoạn tự chấm điểm" in dondoc("annual", "appraise", entries["1"], "4").error_line

    assert _run(dondoc, "2026-12-23")["phase"] == "evidence"
    moved = dondoc("annual", "dates", PLAN, 2026, "appraisal=8/1/2027", "explanation=9/1/2027").out
    assert "thẩm định: đến hết 08/01/2027" in moved
    assert "đã bắt đầu" in dondoc("annual", "dates", PLAN, 2026, "evidence=30/12/2026").error_line
    assert "trước khi giai đoạn" in dondoc("annual", "dates", PLAN, 2026, "final=1/1/2027").error_line
    assert "viết như" in dondoc("annual", "dates", PLAN, 2026, "final").error_line

    assert _run(dondoc, "2026-12-26")["phase"] == "appraisal"
    assert "cần nêu lý do" in dondoc("annual", "appraise", entries["1"], "4").error_line
    assert (
        "nằm ngoài khoảng 0–6" in dondoc("annual", "appraise", entries["1"], "6,01", "--why", "x").error_line
    )
    given = dondoc("annual", "appraise", entries["1"], "4,5", "--why", "Thiếu").out
    assert given == f"Mục {entries['1']}: điểm thẩm định 4,5.\n"
    given = dondoc("annual", "appraise", entries["1"], "4", "--why", "Thiếu một lần").out
    assert given == f"Mục {entries['1']}: điểm thẩm định 4, thay cho 4,5.\n"

    assert _run(dondoc, "2027-01-09")["phase"] == "explanation"
    assert dondoc("annual", "explain", entries["1"], "Đã bổ sung biên bản.").status == 0
    assert _run(dondoc, "2027-01-10")["phase"] == "final"
    assert dondoc("annual", "final", entries["1"], "5", "--why", "Chấp nhận giải trình").status == 0
    assert "ky-luat" in dondoc("score", PLAN).out
    assert "ky-luat: không" in dondoc("criteria", "declare", PLAN, 2026, "all", "no").out
    assert "8,5 điểm, Đạt" in dondoc("annual", "publish", PLAN, 2026, "--as-of", "2027-01-10").out

    shown = json.loads(dondoc("annual", "show", PLAN, 2026, "--json").out)
    score = shown["score"]
    assert (score["self_total"], score["total"], score["level"], score["self_level"]) == (
        9.5,
        8.5,
        "Đạt",
        "Đạt",
    )
    assert score["target"] == {"level": 1, "from": 5, "to": 10}
    first = score["lines"][0]
    assert (first["self_points"], first["appraised_points"], first["points"]) == (6, 4, 5)
    assert (first["explanation"], first["evidence"]) == ("Đã bổ sung biên bản.", 1)
    assert "Thiếu một lần" in first["reason"]
    assert "Chấp nhận giải trình" in first["reason"]
    assert "chốt 8,5 điểm, Đạt" in dondoc("annual", "show", PLAN, 2026).out
    assert _run(dondoc, "2027-03-01")["phase"] == "published"
    assert "đã công bố" in dondoc("criteria", "declare", PLAN, 2026, "ky-luat", "yes").error_line


@pytest.mark.parametrize("year", [0, -1, 1899, 2101, 99999999999])
def test_a_year_that_no_plan_has_is_told(dondoc: Run, office: Path, year: int) -> None:
    assert f"Năm {year} nằm ngoài khoảng 1900–2100." in dondoc("annual", "run", "--year", year).error_line


def test_publishing_waits_for_the_last_stage(dondoc: Run, started: Path) -> None:
    assert "chốt điểm" in dondoc("annual", "publish", PLAN, 2026).error_line
    assert "chưa có đợt đánh giá năm 2030" in dondoc("annual", "publish", PLAN, 2030).error_line


def test_a_year_that_lacks_something_is_published_only_for_a_reason(dondoc: Run, started: Path) -> None:
    assert _run(dondoc, "2027-02-01")["missing"] == {
        "tiêu chí chưa chấm": 2,
        "điều kiện chưa khai có hay không": 1,
    }
    stuck = dondoc("annual", "run", PLAN, "--year", 2026, "--as-of", "2027-02-01").out
    assert "chốt điểm (đến hết 25/01/2027)" in stuck
    assert "chưa công bố vì còn thiếu: 2 tiêu chí chưa chấm, 1 điều kiện chưa khai có hay không." in stuck
    refused = dondoc("annual", "publish", PLAN, 2026)
    assert "còn thiếu: 2 tiêu chí chưa chấm" in refused.error_line
    listed = "- Cả kế hoạch: 2 tiêu chí chưa chấm (1, 2); 1 điều kiện chưa khai có hay không (ky-luat)."
    for printed in (refused.out, dondoc("annual", "show", PLAN, 2026).out):
        assert listed in printed.splitlines()
        assert f"dondoc annual missing {PLAN} 2026" in printed
    gaps = json.loads(dondoc("annual", "missing", PLAN, 2026, "--json").out)
    assert [(each["unit"], each["code"]) for each in gaps] == [("", "1"), ("", "2"), ("", "ky-luat")]
    assert "Người đứng đầu bị kỷ luật" in dondoc("annual", "missing", PLAN, 2026).out

    why = ("--as-is", "Chờ văn bản", "--by", "td@anlac.example")
    assert "Đã công bố năm 2026: chưa có điểm." in dondoc("annual", "publish", PLAN, 2026, *why).out
    shown = dondoc("annual", "show", PLAN, 2026).out
    assert "người quyết định td@anlac.example, lý do: Chờ văn bản." in shown
    assert dondoc("annual", "publish", PLAN, 2026).status == 0, "published once"


def test_of_many_units_the_first_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    gaps = [
        Gap(f"Xã {unit:03}", f"X{unit:03}", "tiêu chí chưa chấm", str(code), "Tiêu chí")
        for unit in range(200)
        for code in range(60)
    ]
    day = date(2026, 12, 15)
    plan = Plan(code="kh", title="", year=2026, end_year=2026, imported_at=datetime(2026, 1, 1, tzinfo=UTC))
    days = dict.fromkeys(("window_from", "window_to", "opens_on", "closes_on"), day)
    echo_gaps(plan, ReviewRound(id=7, plan_id=1, kind=RoundKind.YEAR, period="2026", **days), gaps)
    lines = capsys.readouterr().out.splitlines()
    assert lines[10:12] == [
        "- Xã 009: 60 tiêu chí chưa chấm (0, 1, 2, 3, 4, …).",
        "- … và 190 đơn vị khác.",
    ]
    assert len(lines) == 14


def test_the_scores_of_units_are_listed_once_published(dondoc: Run, office: Path) -> None:
    assert dondoc("import", f"{PLAN}.txt").status == 0
    assert dondoc("plan", "set", PLAN, "--by-unit").status == 0
    for day in ("2026-12-15", "2027-02-01"):
        assert dondoc("annual", "run", PLAN, "--year", 2026, "--as-of", day).status == 0
    found = json.loads(dondoc("annual", "show", PLAN, 2026, "--json").out)
    assert [(each["unit_code"], each["total"], each["complete"]) for each in found["units"]] == [
        ("VHXH", 0, True),
        ("VP", 0, True),
    ]
    assert "Văn phòng HĐND và UBND phường" in dondoc("annual", "show", PLAN, 2026).out
    assert "không có bảng điểm riêng" in dondoc("annual", "show", PLAN, 2026, "--unit", "UBND").out
    assert "không có phiếu của" in dondoc("annual", "missing", PLAN, 2026, "--unit", "UBND").error_line
    assert "không còn thiếu gì" in dondoc("annual", "missing", PLAN, 2026, "--unit", "VP").out


def test_criteria_are_linked_to_items(dondoc: Run, started: Path) -> None:
    assert "gắn thêm 2 mục" in dondoc("criteria", "link", PLAN, "1", 1, 2).out
    assert "gắn thêm 0 mục" in dondoc("criteria", "link", PLAN, "1", 1, "--task").out
    links = json.loads(dondoc("criteria", "links", PLAN, "--json").out)
    assert [(each["criterion"], each["item"]) for each in links] == [("1", 1), ("1", 2)]
    assert "không có mục 99" in dondoc("criteria", "link", PLAN, "1", 99).error_line
    assert "không có tiêu chí '9'" in dondoc("criteria", "link", PLAN, "9", 1).error_line
    assert "bỏ 1 mục" in dondoc("criteria", "unlink", PLAN, "1", 2).out
    assert "Niêm yết thủ tục hành chính" in dondoc("criteria", "links", PLAN).out


def test_the_plan_s_own_rule_of_evidence_goes_first(dondoc: Run, started: Path) -> None:
    dondoc("review", "answer", _entries(dondoc)["1"], "--done", "x", "--self-score", "6")
    assert json.loads(dondoc("score", PLAN, "--json").out)["total"] == 0
    assert dondoc("criteria", "evidence-rule", PLAN, "explain").status == 0
    assert json.loads(dondoc("score", PLAN, "--json").out)["total"] == 6
    assert dondoc("criteria", "evidence-rule", PLAN, "set").status == 0
    assert json.loads(dondoc("score", PLAN, "--json").out)["total"] == 0


def test_a_forecast_names_points_and_owners(dondoc: Run, office: Path) -> None:
    assert dondoc("import", f"{PLAN}.txt").status == 0
    found = json.loads(dondoc("forecast", PLAN, "--as-of", "2026-04-01", "--json").out)
    assert found["next_level"] == "Mức độ 1"
    assert [each["to_win"] for each in found["chances"]] == sorted(
        (each["to_win"] for each in found["chances"]), reverse=True
    )
    owners = {each["unit"] for chance in found["chances"] for each in chance["owners"]}
    assert "Văn phòng HĐND và UBND phường" in owners
    printed = dondoc("forecast", PLAN, "--as-of", "2026-04-01").out
    assert "Nếu không làm gì thêm: 0/100 điểm" in printed
    assert "để đến Mức độ 1" in printed


def test_a_forecast_of_a_plan_scored_by_unit_has_a_row_for_each(dondoc: Run, office: Path) -> None:
    assert dondoc("import", f"{PLAN}.txt").status == 0
    assert dondoc("task", "submit", 1, "--on", "2026-03-10").status == 0
    assert dondoc("task", "done", 1, "--on", "2026-03-10").status == 0
    assert dondoc("task", "evidence", "add", 1, "https://a.example/1").status == 0
    assert dondoc("plan", "set", PLAN, "--by-unit").status == 0
    found = json.loads(dondoc("forecast", PLAN, "--as-of", "2026-04-01", "--json").out)
    assert [each["unit_code"] for each in found] == ["VHXH", "VP"], "the fewest points first"
    assert found[0]["total"] < found[1]["total"]
    for each in found:
        assert {owner["unit"] for chance in each["chances"] for owner in chance["owners"]} == {each["unit"]}
    alone = json.loads(dondoc("forecast", PLAN, "--as-of", "2026-04-01", "--unit", "VP", "--json").out)
    assert alone["total"] == found[1]["total"]
    printed = dondoc("forecast", PLAN, "--as-of", "2026-04-01").out
    assert "điểm để đến Mức độ 1" in printed
    assert f"dondoc forecast {PLAN} --unit VHXH" in printed


@pytest.mark.parametrize("year", [1990, 2027, 99999])
def test_a_forecast_is_of_a_year_of_the_plan(dondoc: Run, office: Path, year: int) -> None:
    assert dondoc("import", f"{PLAN}.txt").status == 0
    for words in ((), ("--unit", "VP")):
        problem = dondoc("forecast", PLAN, "--year", year, *words).error_line
        assert f"không có năm {year}" in problem or "1900–2100" in problem


def test_points_that_are_no_number_are_told_before_anything_else(dondoc: Run, started: Path) -> None:
    for act in ("appraise", "final"):
        for points in ("năm", "4,55555", "1e3", "+5", "4.5.6"):
            assert "không phải là số điểm" in dondoc("annual", act, 1, points).error_line


def test_a_file_is_checked_with_the_lines_of_all_its_problems(dondoc: Run, office: Path) -> None:
    (office / "phuong.yaml").write_text(SET, encoding="utf-8")
    assert (
        "đúng mẫu, 3 tiêu chí, tổng 10 điểm. Nhóm [một]: 10."
        in dondoc("criteria", "check", "phuong.yaml").out
    )
    broken = SET.replace("points: 4", "points: -4").replace("title:", "tieu-de:")
    (office / "phuong.yaml").write_text(broken, encoding="utf-8")
    checked = dondoc("criteria", "check", "phuong.yaml")
    assert "3 chỗ phải sửa" in checked.error_line
    lines = checked.out.splitlines()
    assert [line.partition(":")[0] for line in lines] == ["dòng 1", "dòng 2", "dòng 14"]


def test_a_set_is_drafted_from_a_table(dondoc: Run, office: Path) -> None:
    from tests.registry.test_criteria_import import ROWS, word

    word(office / "Bảng điểm.docx", ROWS)
    printed = dondoc("criteria", "import", "Bảng điểm.docx").out
    assert "bang-diem: đúng mẫu, 3 tiêu chí, tổng 100 điểm" in printed
    assert dondoc("criteria", "check", "bang-diem.yaml").status == 0
    assert "đã có" in dondoc("criteria", "import", "Bảng điểm.docx").error_line


def test_points_may_lie_below_nothing_where_the_criterion_adds_or_takes_off(
    dondoc: Run, office: Path
) -> None:
    set_of_two = OWN.replace("method: manual, kind: bonus", "method: plus_minus")
    (office / "phuong.yaml").write_text(set_of_two, encoding="utf-8")
    assert dondoc("import", f"{PLAN}.txt").status == 0
    assert dondoc("criteria", "use", PLAN, "phuong.yaml").status == 0
    _run(dondoc, "2026-12-15")
    entries = _entries(dondoc)
    answer = ("review", "answer", entries["T"], "--done", "Bị nhắc nhở", "--self-score")
    assert "nằm ngoài khoảng -1–1" in dondoc(*answer, "-1,5").error_line
    assert dondoc(*answer, "-0,5").status == 0
    assert "nằm ngoài khoảng 0–4" in dondoc(*answer[:2], entries["2"], *answer[3:], "-1").error_line
    _run(dondoc, "2026-12-23")
    _run(dondoc, "2026-12-26")
    assert "điểm thẩm định -1." in dondoc("annual", "appraise", entries["T"], "-1", "--why", "Hai lần").out


def test_units_are_scored_each_by_itself_where_the_plan_says_so(dondoc: Run, started: Path) -> None:
    assert "đang mở" in dondoc("plan", "set", PLAN, "--by-unit").error_line
    assert "Chưa nêu gì để đặt" in dondoc("plan", "set", PLAN).error_line


def test_a_plan_that_is_scored_by_unit_asks_each_unit(dondoc: Run, office: Path) -> None:
    (office / "phuong.yaml").write_text(OWN, encoding="utf-8")
    assert dondoc("import", f"{PLAN}.txt").status == 0
    assert "chấm từng đơn vị" in dondoc("plan", "set", PLAN, "--by-unit").out
    assert dondoc("criteria", "use", PLAN, "phuong.yaml").status == 0
    _run(dondoc, "2026-12-15")
    shown = json.loads(dondoc("review", "show", 1, "--json").out)
    asked = {each["unit"] for each in shown["entries"] if each["criterion"] == "2"}
    leads = {each["unit"] for each in shown["entries"] if each["task_id"] and each["unit_code"]}
    assert asked == leads
    assert len(asked) > 1
