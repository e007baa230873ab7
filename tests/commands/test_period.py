"""`dondoc period`: the calendar of a plan, listed and set; and the sheets of a round by command."""

import json
import sqlite3
from pathlib import Path

import pytest

from tests.commands.conftest import Run

PLAN = "an-lac-2026"
UNIT = "Văn phòng HĐND và UBND phường"


@pytest.fixture
def planned(dondoc: Run, office: Path) -> Path:
    """The office with its plan."""
    assert dondoc("import", f"{PLAN}.txt").status == 0
    return office


def test_the_calendar_is_listed(dondoc: Run, planned: Path) -> None:
    found = json.loads(dondoc("period", "list", PLAN, "--json").out)
    assert (found["plan"], found["year"], len(found["periods"])) == (PLAN, 2026, 4)
    assert found["periods"][1] == {
        "code": "2026-Q2", "name": "quý II/2026", "kind": "quarter", "window_from": "2026-03-15",
        "window_to": "2026-06-14", "opens_on": "2026-06-15", "closes_on": "2026-06-22", "remind": [3, 1],
        "round": None, "stage": None,
    }  # fmt: skip
    assert "chưa mở" in dondoc("period", "list", PLAN, "--year", "2026").out
    assert "nằm ngoài khoảng" in dondoc("period", "list", PLAN, "--year", "20260").error_line


def test_the_listed_days_are_whole_on_a_narrow_screen(
    dondoc: Run, planned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = dondoc("period", "list", PLAN).out
    assert "…" not in shown
    for day in ("15/03/2026", "14/06/2026", "15/06/2026", "22/06/2026"):
        assert day in shown
    assert all(len(line) <= 80 for line in shown.splitlines())


def test_a_period_is_set_until_it_opens(dondoc: Run, planned: Path) -> None:
    ran = dondoc("period", "set", PLAN, "2026-Q1", "--closes", "20/3/2026", "--remind", "2, 1")
    assert "trả lời đến hết ngày 20/03/2026; nhắc trước (ngày làm việc): 2, 1." in ran.out
    assert "không nhắc" not in ran.out
    assert dondoc("period", "set", PLAN, "2026-6T", "--remind", "").out.endswith("không nhắc.\n")
    assert (
        "không phải là các ngày nhắc" in dondoc("period", "set", PLAN, "2026-Q1", "--remind", "ba").error_line
    )
    assert "trước ngày mở" in dondoc("period", "set", PLAN, "2026-Q1", "--closes", "2026-03-01").error_line
    assert dondoc("review", "open", PLAN, "2026-Q1", "--as-of", "2026-03-15").status == 0
    assert "đã mở" in dondoc("period", "set", PLAN, "2026-Q1", "--closes", "2026-03-25").error_line
    [quarter, half, *_] = json.loads(dondoc("period", "list", PLAN, "--json").out)["periods"]
    assert (quarter["round"], quarter["stage"], quarter["closes_on"]) == (1, "open", "2026-03-20")
    assert half["code"] in ("2026-6T", "2026-Q2")


def _rows(folder: Path) -> list[tuple[object, ...]]:
    with sqlite3.connect(folder / "dondoc.db") as database:
        tables = ("report_period", "audit_entry")
        return [row for table in tables for row in database.execute(f"SELECT * FROM {table}")]  # noqa: S608


def test_setting_nothing_shows_the_period_and_changes_nothing(dondoc: Run, planned: Path) -> None:
    before = _rows(planned)
    shown = dondoc("period", "set", PLAN, "2026-Q2").out
    assert "mở đợt 15/06/2026, trả lời đến hết ngày 22/06/2026; nhắc trước (ngày làm việc): 3, 1." in shown
    assert "Không thay đổi gì; muốn đổi thì thêm --window-from" in shown
    assert "Kỳ này chưa có trong lịch: đưa vào" in dondoc("period", "set", PLAN, "2026-6T").out
    assert dondoc("period", "set", PLAN, "2026-Q2", "--add").status == 0
    assert _rows(planned) == before
    assert "2026-6T" not in dondoc("period", "list", PLAN).out
    assert "thêm --" not in dondoc("period", "set", PLAN, "2026-6T", "--add").out
    assert "2026-6T" in dondoc("period", "list", PLAN).out
    assert dondoc("review", "open", PLAN, "2026-Q2", "--as-of", "2026-06-15").status == 0
    assert "Kỳ này đã mở (đợt 1) nên không đổi được nữa." in dondoc("period", "set", PLAN, "2026-Q2").out


def _answer_all(dondoc: Run) -> None:
    for entry in json.loads(dondoc("review", "show", 1, "--json").out)["entries"]:
        assert dondoc("review", "answer", entry["id"], "--done", "Đã làm", "--replace").status == 0


def test_a_sheet_is_handed_in_returned_and_accepted(dondoc: Run, planned: Path) -> None:
    assert dondoc("review", "open", PLAN, "2026-Q1", "--as-of", "2026-03-16").status == 0
    assert "mục chưa trả lời nên chưa nộp" in dondoc("review", "submit", 1, UNIT).error_line
    assert dondoc("review", "answer", 1, "--done", "x", "--by", "an@anlac.example").status == 0
    refused = dondoc("review", "answer", 1, "--done", "y", "--by", "binh@anlac.example").error_line
    assert "đã được an@anlac.example trả lời" in refused
    _answer_all(dondoc)
    assert dondoc("review", "submit", 1, UNIT).out == f"Phiếu của {UNIT}, đợt 1: đã nộp.\n"
    assert "Cần nêu lý do" in dondoc("review", "return", 1, UNIT).error_line
    assert "trả lại" in dondoc("review", "return", 1, UNIT, "--why", "thiếu số liệu").out
    assert "phiếu trả lại" in dondoc("review", "accept", 1, UNIT).error_line
    assert dondoc("review", "submit", 1, UNIT).status == 0
    assert "đã duyệt" in dondoc("review", "accept", 1, UNIT).out
    assert f"{UNIT}: phiếu đã duyệt; " in dondoc("review", "show", 1).out
    assert "trả lại" in dondoc("review", "reopen", 1, "--unit", UNIT, "--why", "sai số").out
    assert "Không có đơn vị" in dondoc("review", "submit", 1, "Sở Xây dựng").error_line


def test_a_round_without_a_sheet_is_explained_or_opened_again(dondoc: Run, planned: Path) -> None:
    assert dondoc("review", "open", PLAN, "2026-Q1", "--as-of", "2026-03-16").status == 0
    assert "không phải giải trình" in dondoc("review", "explain", 1, UNIT, "Bận").error_line
    assert dondoc("review", "close", 1, "--confirm", "--as-of", "2026-03-24").status == 0
    assert "Đã ghi giải trình" in dondoc("review", "explain", 1, UNIT, "Cán bộ ốm").out
    assert "Giải trình: Cán bộ ốm" in dondoc("review", "show", 1).out
    assert "Cần nêu lý do" in dondoc("review", "reopen", 1, "--as-of", "2026-03-24").error_line
    past = ("--until", "2026-03-20", "--as-of", "2026-03-24", "--why", "sót")
    assert "đã qua" in dondoc("review", "reopen", 1, *past).error_line
    ran = dondoc("review", "reopen", 1, "--as-of", "2026-03-24", "--why", "sót số liệu")
    assert ran.out == "Đã mở lại đợt 1, hạn trả lời 27/03/2026.\n"
    assert json.loads(dondoc("review", "show", 1, "--json").out)["stage"] == "open"
