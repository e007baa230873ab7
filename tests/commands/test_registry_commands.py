"""The registry from the command line: what is printed, what is refused, and that refusals change nothing."""

import json
from pathlib import Path

import pytest
import yaml
from sqlalchemy import text

from models.database import make_engine
from tests.commands.conftest import Run

PLAN = "an-lac-2026.txt"


@pytest.fixture
def imported(dondoc: Run, office: Path) -> Path:
    """The office with its plan imported."""
    assert dondoc("import", PLAN).status == 0
    return office


def _tasks(dondoc: Run, *words: object) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(dondoc("tasks", *words, "--json").out)
    return found


def test_a_plan_becomes_tasks(dondoc: Run, office: Path) -> None:
    ran = dondoc("import", PLAN, "--coordinator", "daumoi@anlac.example")
    assert ran.status == 0
    assert "8 giao mới" in ran.out
    assert len(_tasks(dondoc)) == 8
    again = json.loads(dondoc("import", PLAN, "--json").out)
    assert (again["added"], again["unchanged"], again["tasks_added"]) == (0, 4, 0)
    assert len(_tasks(dondoc)) == 8


def test_lists_are_narrowed(dondoc: Run, imported: Path) -> None:
    assert {task["unit"] for task in _tasks(dondoc, "--unit", "VHXH")} == {"VHXH"}
    assert {task["unit"] for task in _tasks(dondoc, "--unit", "phong van hoa xa hoi")} == {"VHXH"}
    late = _tasks(dondoc, "--overdue", "--as-of", "2026-04-01")
    assert {task["health"] for task in late} == {"open_late"}
    assert [task["due_on"] for task in late] == ["2026-03-15", "2026-03-31"]
    soon = _tasks(dondoc, "--due-within", 16, "--as-of", "15/3/2026")
    assert [task["due_on"] for task in soon] == ["2026-03-15", "2026-03-31"]
    assert "không phải là kế hoạch nào" in dondoc("tasks", "--plan", "khác").error_line


def test_a_list_for_people(dondoc: Run, imported: Path) -> None:
    printed = dondoc("tasks", "--as-of", "2026-04-01").out
    assert "Niêm yết thủ tục hành chính" in printed
    assert "chưa giao (Tổ công tác số 9)" in printed
    assert "8 nhiệm vụ, 2 quá hạn" in printed


def test_the_way_of_a_task(dondoc: Run, imported: Path) -> None:
    task_id = _tasks(dondoc)[0]["id"]
    for words in (
        ("accept", task_id),
        ("evidence", "add", task_id, "https://anlac.example/bang.pdf", "--title", "Bảng niêm yết"),
        ("submit", task_id, "--on", "2026-03-10"),
        ("return", task_id, "--why", "thiếu chữ ký"),
        ("submit", task_id, "--on", "2026-03-12", "--by", "an@anlac.example"),
        ("done", task_id, "--on", "2026-03-20"),
    ):
        assert dondoc("task", *words).status == 0
    shown = json.loads(dondoc("task", "show", task_id, "--as-of", "2026-04-01", "--json").out)
    assert (shown["state"], shown["health"]) == ("done", "done_on_time")
    assert [each["url"] for each in shown["evidence"]] == ["https://anlac.example/bang.pdf"]
    returned = [event for event in shown["events"] if event["action"] == "return"]
    assert [event["reason"] for event in returned] == ["thiếu chữ ký"]
    text_form = dondoc("task", "show", task_id).out
    assert "Hạn theo kế hoạch: 15/03/2026" in text_form
    assert "thiếu chữ ký" in text_form


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("done", 1), "chờ duyệt"),
        (("return", 1, "--why", "x"), "chờ duyệt"),
        (("cancel", 1), "lý do"),
        (("accept", 999), "Không có nhiệm vụ số 999"),
        (("accept", "một"), "cần số nguyên"),
        (("assign", 1, "--unit", "Sở Y tế"), "Không có đơn vị"),
        (("evidence", "add", 1, "C:\\bang.pdf"), "Không có tệp"),
        (("submit", 1, "--on", "2026-02-30"), "không phải là ngày"),
        (("submit", 1, "--on", "1750-01-01"), "1900–2100"),
    ],
)
def test_what_is_refused_changes_nothing(
    dondoc: Run, imported: Path, words: tuple[object, ...], told: str
) -> None:
    before = _tasks(dondoc)
    assert told in dondoc("task", *words).error_line
    assert _tasks(dondoc) == before


def test_an_unknown_lead_is_assigned_by_hand(dondoc: Run, imported: Path) -> None:
    (task,) = [each for each in _tasks(dondoc) if each["unit"] is None]
    assert dondoc("task", "assign", task["id"], "--unit", "VP", "--owner", "hoa@anlac.example").status == 0
    (after,) = [each for each in _tasks(dondoc) if each["id"] == task["id"]]
    assert (after["unit"], after["owner"]) == ("VP", "hoa@anlac.example")


def test_a_draft_of_the_units_can_be_imported_as_it_is(dondoc: Run, office: Path) -> None:
    draft = dondoc("units", "draft", PLAN).out
    names = [unit["name"] for unit in yaml.safe_load(draft)["units"]]
    assert "VP HĐND&UBND" in names
    assert "Tổ công tác số 9" in names
    (office / "draft.yaml").write_text(draft, encoding="utf-8")
    (office / "dondoc.db").unlink()
    assert dondoc("init").status == 0
    assert dondoc("units", "import", "draft.yaml").status == 0
    ran = dondoc("import", PLAN)
    assert "Chưa rõ đơn vị chủ trì" not in ran.out
    assert all(task["owner"] for task in _tasks(dondoc))


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("khong-co.yaml", None, "Không đọc được"),
        ("x.yaml", b"units: [", "dòng"),
        ("x.yaml", b"\xff\xfe\x00", "UTF-8"),
        (
            "x.yaml",
            b"units: [{code: A, name: B, people: [{name: C, email: d, role: head}]}]",
            "địa chỉ",
        ),
        ("x.yaml", b"", "units"),
    ],
)
def test_a_bad_units_file(dondoc: Run, office: Path, name: str, content: bytes | None, told: str) -> None:
    if content is not None:
        (office / name).write_bytes(content)
    assert told in dondoc("units", "import", name).error_line


@pytest.mark.parametrize(
    "content", [None, b"", b"%PDF-1.7\x00\x01", b"PK\x03\x04\x00\x00", "Thư mời họp.".encode()]
)
def test_a_bad_plan_leaves_nothing_behind(dondoc: Run, office: Path, content: bytes | None) -> None:
    if content is not None:
        (office / "x.txt").write_bytes(content)
    assert dondoc("import", "x.txt").error_line
    assert _tasks(dondoc) == []


def test_a_coordinator_who_is_not_in_the_office(dondoc: Run, office: Path) -> None:
    assert "ai@x.vn" in dondoc("import", PLAN, "--coordinator", "ai@x.vn").error_line
    assert _tasks(dondoc) == []


def test_without_a_database_every_command_asks_for_init(dondoc: Run) -> None:
    assert "dondoc init" in dondoc("tasks").error_line


def test_a_database_of_a_newer_version(dondoc: Run, office: Path) -> None:
    engine = make_engine(f"sqlite:///{office / 'dondoc.db'}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    for words in (("tasks",), ("init",)):
        assert "mới hơn" in dondoc(*words).error_line


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DONDOC_DATABASE_URL", "mysql://x"),
        ("DONDOC_DATABASE_URL", "sqlite:////khong/co/thu/muc/x.db"),
        ("DONDOC_SMTP_PORT", "nhiều"),
        ("DONDOC_SMTP_TLS", "maybe"),
        ("DONDOC_SMTP_HOST", "mail.donvi.vn"),
        ("DONDOC_BASE_URL", "http://donvi.vn"),
        ("DONDOC_MAIL_FROM", "không có địa chỉ"),
    ],
)
def test_settings_that_cannot_be_used(
    dondoc: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    assert dondoc("init").error_line


def test_a_dot_env_file_is_read(dondoc: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DONDOC_DATABASE_URL")
    (tmp_path / ".env").write_text("DONDOC_DATABASE_URL=sqlite:///tu-env.db\n")
    assert dondoc("init").status == 0
    assert (tmp_path / "tu-env.db").is_file()
