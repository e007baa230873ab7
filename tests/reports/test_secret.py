"""No report carries the words of a secret item; its task is counted like any other."""

import zipfile
from io import BytesIO
from typing import Any

from reports.snapshots import read_round
from reports.tables import task_table
from reports.word_report import word_report
from tests.reports.samples import document, entry, explanation, snapshot

WORD = "Tuyệtmật"


def _everything(file: bytes) -> str:
    """All text inside a .docx or .xlsx."""
    with zipfile.ZipFile(BytesIO(file)) as parts:
        return "".join(parts.read(name).decode("utf-8", "ignore") for name in parts.namelist())


def _hidden() -> dict[str, Any]:
    words = dict.fromkeys(("text", "number", "deadline_raw", "done", "difficulties", "proposals"), WORD)
    papers = [document(1, title=WORD, number=WORD, file_name=WORD, url=f"https://a.example/{WORD}")]
    return entry(1, health="open_late", secret=True, evidence=papers, **words)


def test_a_secret_task_is_told_by_its_number_alone() -> None:
    frozen = snapshot([_hidden(), entry(2)], explanations=[explanation(1, text=WORD, text_given=WORD)])
    for file in (word_report(frozen), task_table(frozen)):
        everything = _everything(file)
        assert WORD not in everything
        assert "Nhiệm vụ mật, mã số 101" in everything


def test_it_counts_like_any_other() -> None:
    plain = [{**_hidden(), "secret": False}, entry(2)]
    counted = [read_round(snapshot(entries)).units for entries in (plain, [_hidden(), entry(2)])]
    assert counted[0] == counted[1]
