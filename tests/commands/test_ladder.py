"""`dondoc ladder` and the explanations, from the command line."""

import json
from pathlib import Path

import pytest
import yaml
from sqlalchemy import text

from models.database import make_engine
from tests.commands.conftest import Run

OWN = 'rungs:\n  - {days: 1, to: [owner], tag: "ĐÔN ĐỐC LẦN {n}", explain: true}\n'


@pytest.fixture
def imported(dondoc: Run, office: Path) -> Path:
    """The office with its plan, and a ladder of its own in `thang.yaml`."""
    assert dondoc("import", "an-lac-2026.txt").status == 0
    (office / "thang.yaml").write_text(OWN, encoding="utf-8")
    return office


def test_a_ladder_is_set_shown_and_cleared(dondoc: Run, imported: Path) -> None:
    plan = ("--plan", "an-lac-2026")
    assert "mặc định của chương trình" in dondoc("ladder", "show").out
    assert "cho kế hoạch an-lac-2026" in dondoc("ladder", "set", "thang.yaml", *plan).out
    shown = dondoc("ladder", "show", *plan, "--unit", "VHXH").out
    assert shown.startswith("# Các bước đang dùng: đặt cho kế hoạch an-lac-2026.\n")
    assert yaml.safe_load(shown) == yaml.safe_load(OWN)
    assert "mặc định" in dondoc("ladder", "show", "--unit", "VHXH").out
    assert dondoc("ladder", "clear", *plan).status == 0
    assert "Không có các bước đặt riêng" in dondoc("ladder", "clear", *plan).error_line
    assert "mặc định" in dondoc("ladder", "show", *plan).out


def test_what_is_shown_can_be_set(dondoc: Run, imported: Path) -> None:
    for words in ((), ("--unit", "VHXH"), ("--plan", "an-lac-2026", "--unit", "VHXH")):
        (imported / "nay.yaml").write_text(dondoc("ladder", "show", *words).out, encoding="utf-8")
        assert dondoc("ladder", "set", "nay.yaml", *words).status == 0


def test_a_wrong_file_changes_nothing(dondoc: Run, imported: Path) -> None:
    (imported / "sai.yaml").write_text(OWN.replace("owner", "chief"), encoding="utf-8")
    for words in (("check", "sai.yaml"), ("set", "sai.yaml")):
        assert "sai.yaml, dòng 2: 'chief' không phải" in dondoc("ladder", *words).error_line
    assert "mặc định" in dondoc("ladder", "show").out
    assert "không có mục 'hours'" in checked(dondoc, imported, OWN + "hours: 7\n")
    assert "Không đọc được tệp" in dondoc("ladder", "check", "khac.yaml").error_line


def checked(dondoc: Run, folder: Path, document: str) -> str:
    (folder / "thu.yaml").write_text(document, encoding="utf-8")
    return dondoc("ladder", "check", "thu.yaml").error_line


def test_a_good_file_is_shown_step_by_step(dondoc: Run, imported: Path) -> None:
    assert dondoc("ladder", "check", "thang.yaml").out == (
        "    late-1  [ĐÔN ĐỐC LẦN 1]  owner; yêu cầu giải trình\n"
    )


def test_an_explanation_is_asked_given_and_listed(
    dondoc: Run, imported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The steps of the day ask for it, though the mails cannot go out."""
    with make_engine(f"sqlite:///{imported / 'dondoc.db'}").begin() as connection:
        connection.execute(text("UPDATE task SET assigned_on = '2026-01-05'"))
    monkeypatch.setenv("DONDOC_SMTP_PORT", "1")
    assert dondoc("ladder", "set", "thang.yaml").status == 0
    day = ("--as-of", "2026-04-01")
    assert "0 giải trình" in dondoc("task", "explanations", *day).out
    assert dondoc("remind", *day).status == 2
    asked = json.loads(dondoc("task", "explanations", *day, "--json").out)
    assert {each["asked_on"] for each in asked} == {"2026-04-01"}
    assert (
        dondoc("task", "explain", asked[0]["task_id"], "Chờ kinh phí.", "--by", "an@anlac.example").status
        == 0
    )
    listed = dondoc("task", "explanations", *day).out
    assert "giải trình: Chờ kinh phí." in listed
    assert f"{len(asked)} giải trình, {len(asked) - 1} chưa có." in listed
    assert "giải trình Chờ kinh phí." in dondoc("task", "show", asked[0]["task_id"]).out


@pytest.mark.parametrize(
    ("file", "words"), [("khong-co.yaml", "không có tệp"), (".", "là thư mục, không phải là tệp")]
)
@pytest.mark.parametrize("command", [("ladder", "set"), ("calendar", "import"), ("units", "import")])
def test_what_the_system_says_of_a_file_is_vietnamese(
    dondoc: Run, office: Path, command: tuple[str, str], file: str, words: str
) -> None:
    assert words in dondoc(*command, file).error_line
