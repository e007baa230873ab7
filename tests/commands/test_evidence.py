"""`dondoc evidence`: documents taken in, judged, used again, written out, and what still lacks them."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Ran, Run

PLAN = "an-lac-2026"
CRITERIA = """\
code: bo-thu
title: Bộ thử
source: Quyết định thử
total: 10
levels: [{name: Đạt, from: 0, to: 10}]
groups:
  - name: Công khai
    criteria: [{code: "1", name: Niêm yết, points: 10, method: manual, evidence: Ảnh chụp}]
"""
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture
def planned(dondoc: Run, office: Path) -> Path:
    """The office with its plan and a document on the desk."""
    assert dondoc("import", f"{PLAN}.txt").status == 0
    (office / "Biên bản.pdf").write_bytes(PDF)
    return office


def _show(dondoc: Run, number: int = 1) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(dondoc("evidence", "show", number, "--json").out)
    return found


def _stored(office: Path) -> list[Path]:
    return [path for path in (office / "minh-chung").rglob("*") if path.is_file()]


def test_a_file_is_kept_by_its_content_and_shown(dondoc: Run, planned: Path) -> None:
    ran = dondoc(
        "evidence", "add", 1, "Biên bản.pdf", "--kind", "Biên bản", "--number", "12/BB-UBND", "--date",
        "5/3/2026", "--period-from", "1/1/2026", "--period-to", "31/3/2026", "--expires", "31/12/2026",
        "--by", "an@anlac.example",
    )  # fmt: skip
    assert ran.out == "Nhiệm vụ 1 có minh chứng 1: Biên bản.pdf\n", ran
    [stored] = _stored(planned)
    assert stored.read_bytes() == PDF
    found = _show(dondoc)
    assert found["url"] == f"tep:{stored.name}"
    assert (found["sha256"], found["size"], found["media_type"]) == (stored.name, len(PDF), "application/pdf")
    assert (found["kind"], found["number"], found["issued_on"], found["expires_on"]) == (
        "Biên bản", "12/BB-UBND", "2026-03-05", "2026-12-31",
    )  # fmt: skip
    assert (found["tasks"], found["entries"], found["doubts"], found["added_by"]) == (
        [1], [], [], "an@anlac.example",
    )  # fmt: skip
    printed = dondoc("evidence", "show", 1).out
    for words in ("Biên bản 12/BB-UBND", "05/03/2026", "01/01/2026–31/03/2026", "chưa xét", "nhiệm vụ 1 "):
        assert words in printed


def test_the_same_content_is_kept_once_and_used_again(dondoc: Run, planned: Path) -> None:
    (planned / "khác tên.PDF").write_bytes(PDF)
    dondoc("evidence", "add", 1, "Biên bản.pdf", "--title", "Biên bản họp")
    again = dondoc("evidence", "add", 2, "khác tên.PDF", "--title", "Tên khác")
    assert "Nhiệm vụ 2 có minh chứng 1: Biên bản họp" in again.out
    assert "tệp có cùng nội dung đã có từ trước, là minh chứng 1" in again.out
    assert "tên tài liệu vừa nhập không được ghi" in again.out
    assert "không được ghi" not in dondoc("evidence", "add", 2, "khác tên.PDF").out
    assert len(_stored(planned)) == 1
    assert "Nhiệm vụ 3 có minh chứng 1." in dondoc("evidence", "attach", 1, 3).out
    assert "Nhiệm vụ 3 đã có minh chứng 1." in dondoc("evidence", "attach", 1, 3).out
    assert _show(dondoc)["tasks"] == [1, 2, 3]


def test_a_link_is_taken_as_before_and_by_the_other_command(dondoc: Run, planned: Path) -> None:
    assert dondoc("evidence", "add", 1, "https://anlac.example/1").status == 0
    again = dondoc("task", "evidence", "add", 2, "https://anlac.example/1", "--title", "Trang tin")
    assert "đường dẫn này đã có từ trước" in again.out
    assert "dondoc evidence edit 1" in again.out
    assert _show(dondoc)["tasks"] == [1, 2]
    assert "https://anlac.example/1" in dondoc("evidence", "get", 1, "x.pdf").error_line


def test_an_entry_has_evidence_until_its_round_is_closed(dondoc: Run, planned: Path) -> None:
    dondoc("review", "open", PLAN, "2026-Q1", "--as-of", "2026-03-16")
    ran = dondoc(
        "evidence",
        "add",
        "--entry",
        1,
        "Biên bản.pdf",
        "--period-from",
        "1/1/2025",
        "--period-to",
        "30/6/2025",
    )
    assert "Mục rà soát 1 có minh chứng 1" in ran.out
    assert "Lưu ý: minh chứng nói về kỳ khác (01/01/2025–30/06/2025)." in ran.out
    assert _show(dondoc)["entries"] == [1]
    assert dondoc("review", "close", 1, "--confirm").status == 0
    (planned / "b.pdf").write_bytes(PDF + b"b")
    assert "đã chốt" in dondoc("evidence", "add", "--entry", 1, "b.pdf").error_line
    assert "đã chốt" in dondoc("evidence", "attach", 1, "--entry", 2).error_line
    assert len(_stored(planned)) == 1, "nothing is kept of what was refused"


def test_judging(dondoc: Run, planned: Path) -> None:
    dondoc("evidence", "add", 1, "Biên bản.pdf", "--expires", "1/2/2026")
    accepted = dondoc("evidence", "accept", 1, "--by", "b@anlac.example").out
    assert accepted.startswith("Đã chấp nhận minh chứng 1.\n")
    assert "hết hiệu lực từ sau ngày 01/02/2026" in accepted
    assert "--why" in dondoc("evidence", "reject", 1).error_line
    assert "lý do" in dondoc("evidence", "reject", 1, "--why", " ").error_line
    assert dondoc("evidence", "reject", 1, "--why", "Ảnh mờ", "--by", "b@anlac.example").status == 0
    found = _show(dondoc)
    assert (found["accepted"], found["judged_by"], found["judged_reason"]) == (
        False, "b@anlac.example", "Ảnh mờ",
    )  # fmt: skip
    assert "đã bị bác: Ảnh mờ" in found["doubts"]
    assert "bị bác" in dondoc("evidence", "list", PLAN).out


def test_what_is_said_of_a_document_is_edited(dondoc: Run, planned: Path) -> None:
    dondoc("evidence", "add", 1, "Biên bản.pdf", "--title", "Nhầm", "--expires", "1/2/2026")
    ran = dondoc("evidence", "edit", 1, "--title", "Biên bản họp", "--number", "12/BB", "--clear", "expires")
    assert ran.out == "Đã sửa tên tài liệu, số văn bản, ngày hết hiệu lực của minh chứng 1.\n", ran
    found = _show(dondoc)
    assert (found["title"], found["number"], found["expires_on"]) == ("Biên bản họp", "12/BB", None)
    assert "không có gì thay đổi" in dondoc("evidence", "edit", 1, "--number", "12/BB").out
    dondoc("evidence", "reject", 1, "--why", "Ảnh mờ")
    assert "đã được xét (bác)" in dondoc("evidence", "edit", 1, "--clear", "title").out
    assert "bị bác: Ảnh mờ" in dondoc("evidence", "show", 1).out
    assert "--title" in dondoc("evidence", "edit", 1).error_line
    assert "Không có minh chứng số 9" in dondoc("evidence", "edit", 9, "--title", "a").error_line


def test_lists(dondoc: Run, planned: Path) -> None:
    dondoc("evidence", "add", 1, "Biên bản.pdf")
    dondoc("evidence", "add", 2, "https://anlac.example/1", "--title", "Trang tin")
    for words, ids in (((), [1, 2]), ((PLAN,), [1, 2]), ((2,), [2]), ((3,), [])):
        assert [each["id"] for each in json.loads(dondoc("evidence", "list", *words, "--json").out)] == ids
    printed = dondoc("evidence", "list").out
    assert "1. Biên bản.pdf (chưa xét)" in printed
    assert "2 minh chứng." in printed
    assert dondoc("evidence", "list", "không có").status == 2
    assert "Không có minh chứng số 9" in dondoc("evidence", "show", 9).error_line


def test_a_copy_is_written_out_but_never_over_a_file(dondoc: Run, planned: Path) -> None:
    dondoc("evidence", "add", 1, "Biên bản.pdf")
    assert "ra sao.pdf" in dondoc("evidence", "get", 1, "sao.pdf").out
    assert (planned / "sao.pdf").read_bytes() == PDF
    assert "không ghi đè" in dondoc("evidence", "get", 1, "sao.pdf").error_line
    (planned / "ra").mkdir()
    dondoc("evidence", "get", 1, "ra")
    assert (planned / "ra" / "minh-chung-1.pdf").read_bytes() == PDF
    [stored] = _stored(planned)
    os.chmod(stored, 0o600)
    stored.write_bytes(b"%PDF-khac")
    assert "không còn như lúc nhận" in dondoc("evidence", "get", 1, "lai.pdf").error_line
    stored.unlink()
    assert "Không có tệp" in dondoc("evidence", "get", 1, "lai.pdf").error_line
    assert not (planned / "lai.pdf").exists()
    assert not list(planned.glob(".dang-ghi-*"))


def test_what_lacks_evidence_by_owner(dondoc: Run, planned: Path) -> None:
    for task in (1, 2):
        assert dondoc("task", "submit", task, "--on", "2026-03-01").status == 0
    dondoc("evidence", "add", 1, "Biên bản.pdf", "--expires", "1/4/2026")
    early = json.loads(dondoc("evidence", "missing", PLAN, "--as-of", "2026-03-31", "--json").out)
    assert [gap["task_id"] for gap in early] == [2]
    late = json.loads(dondoc("evidence", "missing", PLAN, "--as-of", "2026-04-02", "--json").out)
    assert {gap["task_id"] for gap in late} == {1, 2}
    printed = dondoc("evidence", "missing", PLAN, "--as-of", "2026-04-02").out
    assert f"{late[0]['person']} <{late[0]['email']}>" in printed
    assert "2 việc còn thiếu minh chứng." in printed


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ((1, "không có.pdf"), "Không có tệp “không có.pdf”"),
        ((1, "Biên bản.pdf/a.pdf"), "Không có tệp “a.pdf”"),
        ((1, "."), "không phải là tệp"),
        ((1, "\\\\mayhcc\\chung\\a.pdf"), "máy chủ tệp"),
        ((1, "file:///c:/a.pdf"), "máy chủ tệp"),
        ((1, "smb://mayhcc/a.pdf"), "máy chủ tệp"),
        ((1, "https://an:x@a.example/b"), "mật khẩu"),
        ((1, "gopher://a.example/"), "http://"),
        ((1, "https://a.example/ b"), "%20"),
        ((99, "Biên bản.pdf"), "99"),
        (("một", "Biên bản.pdf"), "không phải là số nhiệm vụ"),
        (("Biên bản.pdf",), "Cần đúng một trong hai"),
        ((1, "--entry", 1, "Biên bản.pdf"), "Cần đúng một trong hai"),
        ((1, "Biên bản.pdf", "--kind", "x" * 61), "dài quá 60"),
        ((1, "Biên bản.pdf", "--period-from", "2/1/2026", "--period-to", "1/1/2026"), "trước khi bắt đầu"),
        ((1, "Biên bản.pdf", "--date", "2/1/2026", "--expires", "1/1/2026"), "trước ngày ban hành"),
        ((1, "a\x00b.pdf"), "Không có tệp"),
    ],
)
def test_bad_input_is_one_line_and_leaves_nothing(
    dondoc: Run, planned: Path, words: tuple[object, ...], problem: str
) -> None:
    ran: Ran = dondoc("evidence", "add", *words)
    assert problem in ran.error_line
    assert json.loads(dondoc("evidence", "list", "--json").out) == []
    assert _stored(planned) == []


def test_evidence_of_a_criterion_is_asked_and_why_tells_it(dondoc: Run, planned: Path) -> None:
    (planned / "bo.yaml").write_text(CRITERIA, encoding="utf-8")
    dondoc("criteria", "use", PLAN, "bo.yaml")
    dondoc("annual", "run", PLAN, "--year", 2026, "--as-of", "2026-12-15")
    entries = json.loads(dondoc("review", "show", 1, "--json").out)["entries"]
    [entry] = [each["id"] for each in entries if each["criterion"]]
    dondoc("review", "answer", entry, "--done", "Đã niêm yết", "--self-score", 5)
    assert "sẽ hỏi trong lượt chạy tới" in dondoc("why", "--entry", entry, "--as-of", "2026-12-22").out
    printed = dondoc("evidence", "missing", PLAN, "--as-of", "2026-12-22").out
    assert "tiêu chí 1: Niêm yết – cần có: Ảnh chụp (hạn 25/12/2026)" in printed
    dondoc("annual", "run", PLAN, "--year", 2026, "--as-of", "2026-12-23")
    words = ("why", "--entry", entry, "--as-of", "2026-12-23")
    found = json.loads(dondoc(*words, "--json").out)
    assert (found["entry"], [each["step"] for each in found["told"]]) == (entry, ["missing"])
    assert [(each["day"], each["step"]) for each in found["coming"]] == [("2026-12-24", "remind-1")]
    printed = dondoc(*words).out
    assert f"Mục rà soát {entry}, tiêu chí 1: Niêm yết" in printed
    assert "nhắc lại" in printed
    assert "đúng một trong hai" in dondoc("why").error_line
    assert "đúng một trong hai" in dondoc("why", 1, "--entry", entry).error_line
