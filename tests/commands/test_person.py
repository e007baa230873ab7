"""`dondoc person` and `dondoc secret`: what they set, what they refuse, and what they never print."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from models.database import make_engine
from tests.commands.conftest import Run
from tests.commands.test_registry_commands import PLAN

AN = "an@anlac.example"


def rows(folder: Path, query: str, **values: object) -> list[dict[str, Any]]:
    engine = make_engine(f"sqlite:///{folder / 'dondoc.db'}")
    with engine.connect() as connection:
        found = [dict(row) for row in connection.execute(text(query), values).mappings()]
    engine.dispose()
    return found


def test_preferences_are_set_shown_and_noted(dondoc: Run, office: Path) -> None:
    assert "Bản tin: hằng ngày" in dondoc("person", "show", AN).out
    words = ("--digest", "weekly", "--language", "en", "--pause-until", "31/12/2099")
    said = dondoc("person", "set", AN, *words, "--by", "moi").out
    assert "vẫn được gửi ngay" in said
    shown = dondoc("person", "show", AN).out
    for line in ("Bản tin: hằng tuần", "Ngôn ngữ: tiếng Anh", "Tạm dừng: có, nhận lại từ ngày 31/12/2099"):
        assert line in shown
    assert dondoc("person", "set", AN, "--resume").status == 0
    assert "Tạm dừng: không" in dondoc("person", "show", AN).out
    first, second = rows(office, "SELECT * FROM audit_entry WHERE action = 'set_preferences' ORDER BY id")
    assert (first["actor"], first["subject"]) == ("moi", "person")
    assert json.loads(first["details"])["weekly"] == {"from": False, "to": True}
    assert json.loads(second["details"]) == {"paused_until": {"from": "2099-12-31", "to": None}}


def test_a_new_units_file_leaves_preferences_unless_it_says_otherwise(dondoc: Run, office: Path) -> None:
    assert dondoc("person", "set", AN, "--digest", "weekly", "--language", "en").status == 0
    assert dondoc("units", "import", "units.yaml").status == 0
    shown = dondoc("person", "show", AN).out
    assert "Bản tin: hằng tuần" in shown
    assert "Ngôn ngữ: tiếng Anh" in shown
    units = (office / "units.yaml").read_text(encoding="utf-8")
    told = units.replace(f"email: {AN}", f"email: {AN}\n    language: vi")
    (office / "units.yaml").write_text(told, encoding="utf-8")
    assert dondoc("units", "import", "units.yaml").status == 0
    assert "Ngôn ngữ: tiếng Việt" in dondoc("person", "show", AN).out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("set", AN), "Chưa nêu thay đổi"),
        (("set", AN, "--pause-until", "2020-01-01"), "phải sau hôm nay"),
        (("set", AN, "--pause-until", "2099-01-01", "--resume"), "một trong hai"),
        (("set", AN, "--digest", "never"), "--digest"),
        (("show", "ai@khac.example"), "Không có ai dùng địa chỉ"),
        (("feed", "không phải thư"), "Không có ai dùng địa chỉ"),
    ],
)
def test_what_is_refused_changes_nothing(
    dondoc: Run, office: Path, words: tuple[str, ...], told: str
) -> None:
    assert told in dondoc("person", *words).error_line
    assert rows(office, "SELECT * FROM audit_entry WHERE subject = 'person'") == []


def test_the_help_says_that_escalations_cannot_be_switched_off(dondoc: Run) -> None:
    assert "không tắt được" in " ".join(dondoc("person", "set", "--help").out.split())


def test_the_address_of_a_calendar_stays_until_it_is_renewed(
    dondoc: Run, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DONDOC_BASE_URL", "https://viec.anlac.example/")
    first = dondoc("person", "feed", AN).out
    assert re.fullmatch(r"https://viec\.anlac\.example/lich/[\w-]{43}\.ics\n", first)
    assert dondoc("person", "feed", AN).out == first
    second = dondoc("person", "feed", AN, "--renew").out
    assert second != first
    key = second.rpartition("/")[2].removesuffix(".ics\n")
    (person,) = rows(office, "SELECT calendar_key FROM person WHERE email = :an", an=AN)
    assert person["calendar_key"] == key
    acts = rows(office, "SELECT * FROM audit_entry WHERE action = 'renew_calendar_key'")
    assert len(acts) == 2
    assert key not in str(acts) + dondoc("person", "show", AN).out


def test_an_address_of_vietnamese_letters_finds_its_person(dondoc: Run, office: Path) -> None:
    units = (office / "units.yaml").read_text(encoding="utf-8")
    (office / "units.yaml").write_text(units.replace(AN, "an@anlạc.example"), encoding="utf-8")
    assert dondoc("units", "import", "units.yaml").status == 0
    assert "an@xn--" in dondoc("person", "show", "An@anlạc.example").out


def test_an_item_is_marked_secret_with_all_its_tasks(dondoc: Run, office: Path) -> None:
    assert dondoc("import", PLAN).status == 0
    assert "Đã đánh dấu mật mục của nhiệm vụ 2" in dondoc("secret", "mark", 2, "--by", "moi").out
    assert dondoc("secret", "mark", 2).status == 0
    item = "SELECT i.id, i.secret FROM item i JOIN task t ON t.item_id = i.id WHERE t.id = 2"
    (marked,) = rows(office, item)
    assert marked["secret"]
    tasks = rows(office, "SELECT id FROM task WHERE item_id = :item", item=marked["id"])
    assert f"({len(tasks)} nhiệm vụ)" in dondoc("secret", "clear", 2).out
    assert not rows(office, item)[0]["secret"]
    acts = rows(
        office, "SELECT actor, action, subject_id FROM audit_entry WHERE subject = 'item' ORDER BY id"
    )
    assert [(act["action"], act["subject_id"]) for act in acts] == [
        ("mark_secret", marked["id"]),
        ("clear_secret", marked["id"]),
    ]
    assert acts[0]["actor"] == "moi"
    assert "Không có nhiệm vụ số 999" in dondoc("secret", "mark", 999).error_line


def test_a_mark_outlives_a_new_import_of_the_plan(dondoc: Run, office: Path) -> None:
    assert dondoc("import", PLAN).status == 0
    assert dondoc("secret", "mark", 1).status == 0
    assert dondoc("import", PLAN).status == 0
    assert len(rows(office, "SELECT id FROM item WHERE secret")) == 1
