"""The front door: help at once, mistakes in one line, deadlines from lines of JSON."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook

from dondoc.__main__ import COMMANDS
from tests.commands.conftest import Run


def test_help_names_every_command_in_vietnamese(dondoc: Run) -> None:
    ran = dondoc("--help")
    assert ran.status == 0
    assert all(name in ran.out for name in COMMANDS)
    assert "Cách dùng:" in ran.out
    assert "Options" not in ran.out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_its_help(dondoc: Run, name: str) -> None:
    ran = dondoc(name, "--help")
    assert ran.status == 0
    assert "Tùy chọn:" in ran.out


@pytest.mark.parametrize("words", [("khong-co",), ("init", "--x"), ("read",), ("task", "accept")])
def test_a_mistyped_command_is_one_line(dondoc: Run, words: tuple[str, ...]) -> None:
    assert "--help" in dondoc(*words).error_line


def test_nothing_heavy_is_imported_for_help() -> None:
    """`dondoc --help` starts at once because it imports no command and no heavy library."""
    code = (
        "import sys; sys.argv = ['dondoc', '--help']\n"
        "from dondoc.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'prefect', 'sqlalchemy', 'sqlmodel', 'pydantic', 'rich', 'jinja2', 'httpx', 'uvicorn'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)


def test_reading_does_not_import_prefect_or_a_database() -> None:
    code = (
        "import sys\n"
        "import dondoc.commands.read_command, dondoc.commands.deadline_command\n"
        "heavy = {'prefect', 'sqlalchemy', 'sqlmodel', 'docx', 'pypdfium2', 'openpyxl', 'httpx'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    "words", [(), ("--help",), ("deadline", "Quý I"), ("read", "PLAN"), ("read", "PLAN", "--json")]
)
def test_a_closed_pipe_is_no_error(words: tuple[str, ...], tmp_path: Path) -> None:
    """`dondoc --help | head -1` ends quietly, whether click, rich or we write."""
    plan = tmp_path / "plan.txt"
    plan.write_text("KẾ HOẠCH\nII. NHIỆM VỤ\n1. Rà soát thủ tục\n- Đơn vị chủ trì: Công an xã\n", "utf-8")
    words = tuple(str(plan) if word == "PLAN" else word for word in words)
    read_end, write_end = os.pipe()
    os.close(read_end)
    with os.fdopen(write_end, "wb") as closed:
        ended = subprocess.run(
            [sys.executable, "-m", "dondoc", *words], stdout=closed, stderr=subprocess.PIPE, check=False
        )
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_a_phrase_becomes_deadlines(dondoc: Run) -> None:
    ran = dondoc("deadline", "Xong trước Tháng 6/2024", "--json")
    assert json.loads(ran.out) == [{"kind": "by", "due": "2024-05-31"}]
    assert "31/05/2024" in dondoc("deadline", "trước tháng 6", "--year", 2024).out
    issued = dondoc("deadline", "10 ngày kể từ ngày ban hành kế hoạch", "--issued", "2026-03-02", "--json")
    assert json.loads(issued.out)[0]["due"] == "2026-03-12"


def test_lines_of_json_give_lines_of_json(dondoc: Run) -> None:
    lines = [
        json.dumps({"phrase": "Quý I", "year": 2026, "issued": None}),
        json.dumps({"phrase": "Thường xuyên"}),
        json.dumps({"phrase": ""}),
    ]
    ran = dondoc("deadline", stdin="\n".join(lines) + "\n")
    assert [json.loads(line) for line in ran.out.splitlines()] == [
        [{"kind": "by", "start": "2026-01-01", "due": "2026-03-31"}],
        [{"kind": "continuous"}],
        [{"kind": "none"}],
    ]


@pytest.mark.parametrize(
    "line",
    [
        "không phải JSON",
        "[]",
        '{"phrase": 5}',
        '{"year": 2026}',
        '{"phrase": "x", "year": 99999}',
        '{"phrase": "x", "issued": "hôm qua"}',
        '{"phrase": "x", "issued": 5}',
    ],
)
def test_a_wrong_line_is_named(dondoc: Run, line: str) -> None:
    assert dondoc("deadline", stdin=line).error_line


@pytest.mark.parametrize("words", [("--year", 99999), ("--issued", "1750-01-01"), ("--issued", "31/02/2026")])
def test_a_year_or_day_out_of_reach(dondoc: Run, words: tuple[object, ...]) -> None:
    assert dondoc("deadline", "tháng 6", *words).error_line


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("criteria", "import", "b.xlsx", "--out", "khong/co/x.yaml"), "x.yaml: không có tệp"),
        (("criteria", "import", "b.xlsx", "--out", "b.xlsx/x.yaml"), "x.yaml: không phải là thư mục"),
        (("criteria", "import", "b.xlsx", "--out", f"{'x' * 300}.yaml"), "tên quá dài"),
        (("criteria", "check", "khong-co.yaml"), "không có tệp hoặc thư mục"),
        (("units", "import", "b.xlsx/units.yaml"), "không phải là thư mục"),
        (("calendar", "import", "."), "là thư mục, không phải là tệp"),
    ],
)  # fmt: skip
def test_what_the_system_has_against_a_file_is_one_line(
    dondoc: Run, tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    book = Workbook()
    for row in (("STT", "Tiêu chí", "Điểm tối đa"), ("1", "Niêm yết", "10")):
        book.active.append(row)
    book.save(tmp_path / "b.xlsx")
    assert told in dondoc(*words).error_line
