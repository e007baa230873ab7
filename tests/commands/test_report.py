"""`dondoc report`: the documents of a closed round from the command line."""

from pathlib import Path

import pytest

from tests.commands.conftest import Run
from tests.reports.reading import text_of

PLAN = "an-lac-2026"


@pytest.fixture
def reviewed(dondoc: Run, office: Path) -> Path:
    """The office with its plan and a round of quarter II with one answer."""
    assert dondoc("import", f"{PLAN}.txt").status == 0
    assert dondoc("review", "open", PLAN, "2026-Q2", "--as-of", "2026-06-15").status == 0
    assert (
        dondoc("review", "answer", 1, "--done", "Đã niêm yết", "--proposals", "Bổ sung kinh phí").status == 0
    )
    return office


def test_an_open_round_has_no_report(dondoc: Run, reviewed: Path) -> None:
    assert "Đợt rà soát 1 chưa chốt" in dondoc("report", 1).error_line
    assert "Không có đợt rà soát số 9" in dondoc("report", 9).error_line
    assert not (reviewed / "bao-cao").exists()


def test_a_closed_round_has_its_files(dondoc: Run, reviewed: Path) -> None:
    assert dondoc("review", "close", 1, "--confirm").status == 0
    ran = dondoc("report", 1)
    assert ran.status == 0
    names = [Path(line).name for line in ran.out.splitlines()]
    assert names == ["bao-cao.docx", "cong-khai.docx", "nhiem-vu.xlsx", "tien-do.png"]
    word = reviewed / "bao-cao" / PLAN / "2026-Q2" / "bao-cao.docx"
    said = text_of(word.read_bytes())
    assert "Bổ sung kinh phí." in said
    assert "Đã niêm yết" in said
    assert dondoc("report", 1).out == ran.out
    word.write_bytes(b"edited")
    assert "--overwrite" in dondoc("report", 1).error_line
    assert word.read_bytes() == b"edited"
    assert dondoc("report", 1, "--overwrite", "--word").status == 0
    assert word.read_bytes() != b"edited"


def test_the_folder_and_the_kinds_are_chosen(
    dondoc: Run, reviewed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert dondoc("review", "close", 1, "--confirm").status == 0
    ran = dondoc("report", 1, "--out", "noi-khac", "--tables")
    assert ran.out == f"noi-khac/{PLAN}/2026-Q2/nhiem-vu.xlsx\n"
    monkeypatch.setenv("DONDOC_REPORTS", str(reviewed / "kho"))
    assert str(reviewed / "kho") in dondoc("report", 1, "--charts").out


def test_a_unit_gets_a_report_of_its_own(dondoc: Run, reviewed: Path) -> None:
    assert dondoc("review", "close", 1, "--confirm").status == 0
    ran = dondoc("report", 1, "--unit", "VHXH", "--word")
    word = reviewed / "bao-cao" / PLAN / "2026-Q2" / "VHXH" / "bao-cao.docx"
    assert str(word.relative_to(reviewed)) in ran.out
    assert "do 01 đơn vị thực hiện" in text_of(word.read_bytes())
    assert "Không có đơn vị" in dondoc("report", 1, "--unit", "Sở Ngoại vụ").error_line
