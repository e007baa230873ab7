"""`dondoc review`: rounds opened, shown, answered and closed from the command line."""

import json
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Run

PLAN = "an-lac-2026"


@pytest.fixture
def reviewed(dondoc: Run, office: Path) -> Path:
    """The office with its plan and an open round of quarter I."""
    assert dondoc("import", f"{PLAN}.txt").status == 0
    ran = dondoc("review", "open", PLAN, "2026-Q1", "--as-of", "2026-03-16")
    assert "Đợt rà soát 1: quý I/2026, đang mở, hạn trả lời 23/03/2026." in ran.out
    return office


def _show(dondoc: Run, number: int = 1) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(dondoc("review", "show", number, "--json").out)
    return found


def test_who_opens_a_round_by_hand_asks_for_its_answers_once(dondoc: Run, reviewed: Path) -> None:
    mails = dondoc("remind", "--dry-run", "--as-of", "2026-03-17").out
    for person in ("daumoi", "an", "ha"):
        assert f"{person}@anlac.example" in mails
    assert mails.count("[NHẮC VIỆC] 1 việc rà soát, minh chứng") == 3
    again = dondoc("review", "open", PLAN, "2026-Q1", "--as-of", "2026-03-16").out
    assert "Không có thêm người cần đề nghị trả lời." in again


def test_a_round_shows_which_day_of_a_recurring_item_is_meant(dondoc: Run, reviewed: Path) -> None:
    [due] = {each["due_on"] for each in _show(dondoc)["entries"][:1]}
    year, month, day = due.split("-")
    assert f"hạn {day}/{month}/{year}" in " ".join(dondoc("review", "show", 1).out.split())


def test_a_list_of_rounds(dondoc: Run, reviewed: Path) -> None:
    assert dondoc("review", "answer", 1, "--done", "x").status == 0
    [found] = json.loads(dondoc("review", "list", "--plan", PLAN, "--json").out)
    entries = found.pop("entries")
    assert found == {
        "id": 1, "plan": PLAN, "kind": "quarter", "period": "2026-Q1", "window_from": "2025-12-15",
        "window_to": "2026-03-14", "opens_on": "2026-03-15", "closes_on": "2026-03-23", "stage": "open",
        "answered": 1,
    }  # fmt: skip
    assert entries > 1
    printed = dondoc("review", "list").out
    assert "quý I/2026" in printed
    assert f"1/{entries}" in printed


def test_nothing_to_list(dondoc: Run, office: Path) -> None:
    assert "Chưa có đợt rà soát nào." in dondoc("review", "list").out
    assert json.loads(dondoc("review", "list", "--json").out) == []


def test_an_entry_is_answered_and_shown(dondoc: Run, reviewed: Path) -> None:
    words = ("--done", "Đã niêm yết [đủ]", "--difficulties", "Thiếu bảng", "--proposals", "Cấp thêm")
    ran = dondoc(
        "review", "answer", 1, *words, "--self-score", "97,25", "--by", "an@anlac.example",
        "--evidence", "https://anlac.example/1", "--evidence", "https://anlac.example/2",
    )  # fmt: skip
    assert ran.status == 0
    entry = _show(dondoc)["entries"][0]
    assert (entry["done"], entry["difficulties"], entry["proposals"], entry["self_score"]) == (
        "Đã niêm yết [đủ]", "Thiếu bảng", "Cấp thêm", 97.25,
    )  # fmt: skip
    assert (entry["answered_by"], entry["state"]) == ("an@anlac.example", "answered")
    assert [each["url"][-1] for each in entry["evidence"]] == ["1", "2"]
    printed = dondoc("review", "show", 1).out
    assert "Đã niêm yết [đủ]" in printed
    assert "97,25" in printed
    assert "chưa hoàn thành trong hạn" in printed
    assert "Văn phòng HĐND và UBND phường: phiếu đang soạn; 1/" in printed


def test_what_is_not_given_again_stays(dondoc: Run, reviewed: Path) -> None:
    first = ("--done", "Đã làm", "--difficulties", "Thiếu bảng", "--self-score", "90")
    assert dondoc("review", "answer", 1, *first).out == "Đã ghi trả lời của mục 1.\n"
    again = dondoc("review", "answer", 1, "--proposals", "Cấp thêm", "--difficulties", "").out
    assert again == "Đã ghi trả lời của mục 1; giữ nguyên kết quả, điểm tự chấm đã ghi trước.\n"
    entry = _show(dondoc)["entries"][0]
    assert (entry["done"], entry["difficulties"], entry["proposals"], entry["self_score"]) == (
        "Đã làm", "", "Cấp thêm", 90,
    )  # fmt: skip
    assert dondoc("review", "answer", 1, "--self-score", "").status == 0
    assert _show(dondoc)["entries"][0]["self_score"] is None


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ((99, "--done", "x"), "Không có mục rà soát số 99"),
        ((1, "--done", " "), "Cần nêu kết quả"),
        ((1,), "Chưa nêu gì để ghi"),
        ((1, "--proposals", "x"), "Cần nêu kết quả"),
        ((1, "--evidence", "https://anlac.example/1"), "Cần nêu kết quả"),
        ((1, "--done", "x", "--self-score", "101"), "nằm ngoài khoảng 0–100"),
        ((1, "--done", "x", "--self-score", "-1"), "nằm ngoài khoảng 0–100"),
        ((1, "--done", "x", "--self-score", "100,01"), "Điểm 100,01 của"),
        ((1, "--done", "x", "--self-score", "1.250,5"), "không phải là số điểm"),
        ((1, "--done", "x", "--by", " \x07"), "từ 1 đến 320 ký tự"),
        ((1, "--done", "x", "--by", "x" * 321), "từ 1 đến 320 ký tự"),
        ((1, "--done", "x", "--self-score", "nhiều"), "không phải là số điểm"),
        ((1, "--done", "x", "--rate", "50"), "không phải là tiêu chí"),
        ((1, "--done", "x", "--rate", "50", "--self-score", "5"), "Chỉ dùng một trong ba"),
        ((1, "--done", "x", "--evidence", "file:///etc/passwd"), "http"),
    ],
)
def test_an_answer_that_cannot_be_changes_nothing(
    dondoc: Run, reviewed: Path, words: tuple[object, ...], problem: str
) -> None:
    before = _show(dondoc)
    assert problem in dondoc("review", "answer", *words).error_line
    assert _show(dondoc) == before


def test_a_closed_round_takes_no_more_answers(dondoc: Run, reviewed: Path) -> None:
    assert dondoc("review", "answer", 1, "--done", "x").status == 0
    assert "1/" in dondoc("review", "close", 1, "--confirm").out
    closed = _show(dondoc)
    assert closed["stage"] == "closed"
    assert {entry["state"] for entry in closed["entries"]} == {"answered", "unanswered"}
    assert "không trả lời" in dondoc("review", "show", 1).out
    again = dondoc("review", "close", 1, "--confirm").out
    assert re.fullmatch(r"Đợt 1 đã chốt ngày \d\d/\d\d/\d{4} nên không thay đổi gì\.\n", again)
    assert "đã chốt" in dondoc("review", "answer", 2, "--done", "x").error_line
    assert _show(dondoc) == closed


def test_closing_by_hand_tells_what_it_would_cut_off(dondoc: Run, reviewed: Path) -> None:
    entries = _show(dondoc)["entries"]
    early = dondoc("review", "close", 1, "--as-of", "2026-03-23").error_line
    assert "Đợt rà soát 1 (quý I/2026) còn nhận trả lời đến hết ngày 23/03/2026; chốt bây giờ thì " in early
    assert f"{len(entries)}/{len(entries)} mục chưa có trả lời, " in early
    assert early.endswith("Vẫn chốt thì thêm --confirm.\n")
    late = dondoc("review", "close", 1, "--as-of", "2026-03-24").error_line
    assert "đã hết hạn ngày 23/03/2026; chốt bây giờ thì" in late
    assert _show(dondoc)["stage"] == "open"
    closed = dondoc("review", "close", 1, "--confirm", "--as-of", "2026-03-20", "--by", "td@anlac.example")
    assert closed.out == f"Đã chốt đợt 1: 0/{len(entries)} mục có trả lời.\n"
    with sqlite3.connect(reviewed / "dondoc.db") as database:
        query = "SELECT actor, details FROM audit_entry WHERE action = 'confirm_closing'"
        [(actor, details)] = database.execute(query).fetchall()
    kept = json.loads(details)
    assert (actor, kept["unanswered"], kept["last_day"]) == ("td@anlac.example", len(entries), "2026-03-23")


def test_a_year_is_closed_by_hand_before_its_last_stage_only_when_confirmed(
    dondoc: Run, office: Path
) -> None:
    assert dondoc("import", f"{PLAN}.txt").status == 0
    assert dondoc("review", "open", PLAN, "2026", "--as-of", "2026-12-15").status == 0
    told = dondoc("review", "close", 1, "--as-of", "2026-12-24").error_line
    assert "đang ở giai đoạn tự chấm điểm, sau ngày 25/01/2027 mới công bố; chốt bây giờ thì" in told
    assert _show(dondoc)["stage"] == "open"


def test_a_year_is_self_scored_and_closed_with_its_score(dondoc: Run, office: Path) -> None:
    assert dondoc("import", f"{PLAN}.txt").status == 0
    assert dondoc("criteria", "use", PLAN, "qd766-2022").status == 0
    assert "năm 2026" in dondoc("review", "open", PLAN, "2026", "--as-of", "2026-12-15").out
    entries = {entry["criterion"]: entry["id"] for entry in _show(dondoc)["entries"]}
    for words in (("2.1", "--rate", "90 %"), ("4.x", "--self-score", "1,5"), ("5.4", "--rate", "45")):
        assert dondoc("review", "answer", entries[words[0]], "--done", "x", *words[1:]).status == 0
    rated = next(entry for entry in _show(dondoc)["entries"] if entry["criterion"] == "2.1")
    assert (rated["self_score"], rated["declared"], rated["done"]) == (18, 90, "x")
    assert (
        "tiêu chí 4.x nằm ngoài"
        in dondoc("review", "answer", entries["4.x"], "--done", "x", "--self-score", "2,5").error_line
    )
    assert "còn thiếu: 16 tiêu chí chưa chấm" in dondoc("review", "close", 1, "--confirm").error_line
    as_it_is = ("--confirm", "--as-is", "Chưa có số liệu của Cổng")
    assert "Đã chốt đợt 1: 22,5 điểm." in dondoc("review", "close", 1, *as_it_is).out
    score = json.loads(dondoc("score", PLAN, "--json").out)
    assert (score["total"], score["unknown_points"], score["complete"]) == (22.5, 72, False)


def test_evidence_is_judged(dondoc: Run, reviewed: Path) -> None:
    link = "https://anlac.example/1"
    assert dondoc("review", "answer", 1, "--done", "x", "--evidence", link).status == 0
    number = _show(dondoc)["entries"][0]["evidence"][0]["id"]
    assert "lý do" in dondoc("review", "judge", number, "--reject").error_line
    assert "--accept" in dondoc("review", "judge", number).error_line
    assert "Không có minh chứng số 99" in dondoc("review", "judge", 99, "--accept").error_line
    ran = dondoc("review", "judge", number, "--reject", "--why", "ảnh mờ", "--by", "thammuu@anlac.example")
    assert ran.out == f"Minh chứng {number}: không chấp nhận ({link}).\n"
    assert _show(dondoc)["entries"][0]["evidence"][0]["accepted"] is False
    assert dondoc("review", "judge", number, "--accept").status == 0
    assert _show(dondoc)["entries"][0]["evidence"][0]["accepted"] is True


def test_what_was_changed_after_it_was_frozen_is_told(dondoc: Run, office: Path) -> None:
    assert dondoc("import", f"{PLAN}.txt").status == 0
    assert dondoc("review", "open", PLAN, "2026", "--as-of", "2026-12-15").status == 0
    assert dondoc("review", "close", 1, "--confirm", "--as-of", "2026-12-22").status == 0
    assert _show(dondoc)["changed"] == []
    assert "Cảnh báo" not in dondoc("review", "show", 1).out
    with sqlite3.connect(office / "dondoc.db") as database:
        database.execute("UPDATE score SET total = 99")
        database.execute("UPDATE review_round SET snapshot = json_set(snapshot, '$.period', '2027')")
    assert _show(dondoc)["changed"] == ["bản chốt số liệu", "bảng điểm đã chốt"]
    printed = dondoc("review", "show", 1).out
    assert "Cảnh báo: bảng điểm đã chốt đã bị sửa sau khi chốt" in printed


def test_what_is_not_there_is_told(dondoc: Run, reviewed: Path) -> None:
    for words in (("show", 9), ("close", 9)):
        assert "Không có đợt rà soát số 9" in dondoc("review", *words).error_line
    assert "không phải là kỳ rà soát" in dondoc("review", "open", PLAN, "Q1").error_line
    assert "là của năm 2026" in dondoc("review", "open", PLAN, "2027-Q1").error_line
