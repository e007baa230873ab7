"""Preview, edit, confirm: what a person changed in the draft is what is imported."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.commands.conftest import Run
from tests.office import TABLE

PLAN, SHEET, DATA = "an-lac-2026.txt", "an-lac-2026.ban-nhap.xlsx", "an-lac-2026.ban-nhap.json"
DROP, NUMBER, TEXT, LEAD, DEADLINE, UNDERSTOOD = 1, 2, 5, 6, 8, 12


@pytest.fixture
def draft(dondoc: Run, office: Path) -> Path:
    """The folder with the draft of the office's plan."""
    ran = dondoc("import", PLAN, "--preview")
    assert ran.status == 0, ran
    return office


def _tasks(dondoc: Run) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(dondoc("tasks", "--json").out)
    return found


def test_a_preview_imports_nothing_and_overwrites_nothing(dondoc: Run, draft: Path) -> None:
    assert _tasks(dondoc) == []
    before = (draft / SHEET).read_bytes()
    assert "đã có" in dondoc("import", PLAN, "--preview").error_line
    assert (draft / SHEET).read_bytes() == before


@pytest.mark.parametrize("name", [SHEET, DATA])
def test_an_untouched_draft_gives_the_same_tasks(dondoc: Run, draft: Path, name: str) -> None:
    assert dondoc("import", name, "--confirm").status == 0
    from_draft = [{**task, "id": 0} for task in _tasks(dondoc)]
    again = json.loads(dondoc("import", PLAN, "--json").out)
    assert (again["unchanged"], again["added"], again["changed"]) == (4, 0, 0)
    assert [{**task, "id": 0} for task in _tasks(dondoc)] == from_draft
    assert len(from_draft) == 8


def test_the_workbook_shows_how_leads_are_understood(draft: Path) -> None:
    sheet = openpyxl.load_workbook(draft / SHEET)["Nhiệm vụ"]
    assert "Văn phòng HĐND và UBND phường (97%)" in sheet.cell(2, UNDERSTOOD).value
    assert sheet.cell(5, UNDERSTOOD).value.startswith("chưa rõ")


def test_what_is_edited_in_the_workbook_is_imported(dondoc: Run, draft: Path) -> None:
    """A dropped row, a new date, a new row; and a corrected lead is learned."""
    book = openpyxl.load_workbook(draft / SHEET)
    sheet = book["Nhiệm vụ"]
    sheet.cell(3, DROP).value = "x"
    sheet.cell(2, DEADLINE).value = "20/3/2026"
    sheet.cell(5, LEAD).value = "Phòng Kinh tế, Hạ tầng và Đô thị"
    sheet.cell(6, TEXT).value = "Việc thêm vào"
    sheet.cell(6, LEAD).value = "Phòng VH-XH"
    sheet.cell(6, DEADLINE).value = "Tháng 5/2026"
    book.save(draft / SHEET)
    assert dondoc("import", SHEET, "--confirm").status == 0
    rows = {(task["text"], task["unit"], task["due_on"]) for task in _tasks(dondoc)}
    assert ("Niêm yết thủ tục hành chính", "VP", "2026-03-20") in rows
    assert ("Việc thêm vào", "VHXH", "2026-05-31") in rows
    assert ("Tiếp nhận phản ánh của người dân", "KT", None) in rows
    assert "Rà soát hồ sơ cán bộ" not in {text for text, _, _ in rows}
    (draft / "khac.txt").write_text(TABLE, encoding="utf-8")
    assert "Tổ công tác số 9" not in dondoc("import", "khac.txt").out


def _json(draft: Path, change: dict[str, Any]) -> None:
    document = json.loads((draft / DATA).read_text(encoding="utf-8"))
    document["items"][0].update(change)
    (draft / DATA).write_text(json.dumps(document), encoding="utf-8")


@pytest.mark.parametrize(
    "change",
    [
        {"text": " "},
        {"kind": "chuyện"},
        {"lead": "một tên"},
        {"deadlines": [{"kind": "by", "due": "hôm qua"}]},
        {"deadlines": [{"kind": "lạ"}]},
        {"deadlines": "15/3"},
    ],
)
def test_a_draft_edited_wrongly_names_the_item(dondoc: Run, draft: Path, change: dict[str, Any]) -> None:
    _json(draft, change)
    assert dondoc("import", DATA, "--confirm").error_line
    assert _tasks(dondoc) == []


@pytest.mark.parametrize(
    ("name", "content"), [("x.json", b"{}"), ("x.json", b"\xff"), ("x.xlsx", b"PK\x03\x04"), ("x.xlsx", b"")]
)
def test_what_is_no_draft_is_refused(dondoc: Run, office: Path, name: str, content: bytes) -> None:
    (office / name).write_bytes(content)
    assert "bản nháp" in dondoc("import", name, "--confirm").error_line
    assert dondoc("import", "khong-co.xlsx", "--confirm").error_line
