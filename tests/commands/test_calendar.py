"""`dondoc calendar` and `dondoc plan` as an office uses them."""

import json
from pathlib import Path

from tests.commands.conftest import Run


def test_the_list_of_a_year(dondoc: Run, office: Path) -> None:
    dondoc("calendar", "off", "1/6/2026", "Bão số 1")
    shown = dondoc("calendar", "list", "--year", 2026).out
    assert "Làm bù cho thứ Sáu 02/01" in shown
    assert "249 ngày" not in shown  # the storm took one
    assert "Lưu ý" not in shown
    found = json.loads(dondoc("calendar", "list", "--year", 2026, "--json").out)
    assert found["working_days"] == 248
    assert {"day": "2026-06-01", "working": False, "name": "Bão số 1", "source": "office"} in found["days"]
    assert (
        "chưa có thông báo hoán đổi ngày làm việc năm 2027" in dondoc("calendar", "list", "--year", 2027).out
    )


def test_export_edit_import(dondoc: Run, office: Path) -> None:
    dondoc("calendar", "off", "1/6/2026", "Bão số 1")
    text = dondoc("calendar", "export").out
    assert text == "days_off:\n  2026-06-01: Bão số 1\nworking_days: {}\n"
    edited = text.replace("2026-06-01", "2026-06-02")
    (office / "ngay.yaml").write_text(edited, encoding="utf-8")
    done = dondoc("calendar", "import", "ngay.yaml")
    assert done.out == "Bảng ngày của đơn vị (2026): 1 ngày; 1 ngày mới hoặc sửa, 1 ngày bỏ.\n"
    assert dondoc("calendar", "export", "--year", 2026).out == edited
    (office / "sai.yaml").write_text("off: {2026-06-01: Bão}\n", encoding="utf-8")
    assert "days_off" in dondoc("calendar", "import", "sai.yaml").error_line
    assert dondoc("calendar", "export").out == edited


def test_a_name_that_no_file_could_hold_is_refused(dondoc: Run, office: Path) -> None:
    dondoc("calendar", "off", "1/6/2026", "x" * 200)
    assert "dài quá 200 chữ" in dondoc("calendar", "off", "2/6/2026", "x" * 201).error_line
    (office / "ngay.yaml").write_text(dondoc("calendar", "export").out, encoding="utf-8")
    assert dondoc("calendar", "import", "ngay.yaml").out.endswith("0 ngày mới hoặc sửa, 0 ngày bỏ.\n")


def test_clear_falls_back_on_the_common_calendar(dondoc: Run, office: Path) -> None:
    dondoc("calendar", "off", "1/6/2026")
    assert dondoc("calendar", "clear", "1/6/2026").out == "01/06/2026: làm việc (theo lịch chung).\n"


def test_a_plan_rolls_forward_and_back(dondoc: Run, office: Path) -> None:
    """Item 1 is due before 16/3/2026, on Sunday the 15th; item 2 at the end of April, a holiday, twice."""
    dondoc("import", "an-lac-2026.txt")
    assert "giữ nguyên" in dondoc("plan", "show", "an-lac-2026").out
    assert "3 nhiệm vụ đổi hạn" in dondoc("plan", "set", "an-lac-2026", "--roll-forward").out
    facts = json.loads(dondoc("plan", "show", "an-lac-2026", "--json").out)
    assert (facts["roll_forward"], facts["moved"]) == (True, 3)
    assert "1 nhiệm vụ đổi hạn" in dondoc("calendar", "off", "16/3/2026").out
    tasks = json.loads(dondoc("tasks", "--json").out)
    assert ("2026-03-15", "2026-03-17") in {(task["scheduled_on"], task["due_on"]) for task in tasks}
    assert "3 nhiệm vụ đổi hạn" in dondoc("plan", "set", "an-lac-2026", "--no-roll-forward").out
    assert json.loads(dondoc("plan", "show", "an-lac-2026", "--json").out)["moved"] == 0
