"""Whatever a round holds: its documents are made, open again, agree with it, and are the same bytes twice."""

import hashlib
import json
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.charts import progress_chart, score_chart, trend_chart
from reports.facts import ReportFacts
from reports.scores import read_score
from reports.snapshots import read_round
from reports.tables import score_table, task_table
from reports.word_report import word_report
from tests.reports.reading import part, rows_of, text_of
from tests.reports.samples import HEALTHS, criterion_entry, document, entry, line, score, snapshot, year

ROOT = Path(__file__).parents[2]
HOSTILE = "A & B < C > \"d\" 'e' ]]> \x00\x01\x08\x0b\x1b\ufffe\ud800 $x$ \\ \u202e ố \u0323 \U0001f600 =1+1"
words = st.text(max_size=40) | st.just(HOSTILE) | st.just("chữ " * 900)
days = st.none() | st.dates().map(lambda day: day.isoformat())


@st.composite
def entries(draw: st.DrawFn) -> dict[str, Any]:
    place = draw(st.integers(1, 9))
    texts = ("unit", "text", "done", "difficulties", "proposals", "deadline_raw")
    values = {name: draw(words) for name in texts} | {"due_on": draw(days), "submitted_on": draw(days)}
    values["state"] = draw(st.sampled_from(["waiting", "answered", "unanswered"]))
    if draw(st.booleans()):
        accepted = draw(st.sampled_from([None, True, False]))
        values["evidence"] = [document(place, title=draw(words), accepted=accepted)]
    if draw(st.integers(0, 4)) == 0:
        return criterion_entry(place, **values, criterion=draw(words))
    if draw(st.integers(0, 6)) == 0:
        return entry(place, **values, task_state="cancelled", health=None)
    return entry(place, **values, health=draw(st.sampled_from(HEALTHS)))


points = st.none() | st.decimals(0, 100, places=2).map(float)


@st.composite
def lines(draw: st.DrawFn) -> dict[str, Any]:
    method = draw(st.sampled_from(["manual", "ratio", "done_share", "watch"]))
    given = {"group": draw(words), "method": method, "points": draw(points), "reason": draw(words)}
    return line(draw(words), draw(words), draw(points), draw(points), **given)


@pytest.mark.filterwarnings("ignore:Glyph")  # letters that no Vietnamese office writes
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(entries(), max_size=8), st.lists(lines(), max_size=4), points)
def test_any_round_makes_documents_that_agree_with_it(
    found: list[dict[str, Any]], scored: list[dict[str, Any]], total: float | None
) -> None:
    frozen = year(found)
    word = word_report(frozen, score(scored, total=total))
    tasks = [each for each in found if each["criterion"] is None]
    counted = [each for each in tasks if each["task_state"] != "cancelled"]
    if counted:
        sums = rows_of(word, 0)[-1][2:]
        assert sums == [str(len(counted))] + [
            str(sum(each["health"] == health for each in counted)) for health in HEALTHS
        ]
    book = openpyxl.load_workbook(BytesIO(task_table(frozen)))
    assert book["Nhiệm vụ"].max_row == 4 + len(tasks)
    assert book["Theo đơn vị"].cell(book["Theo đơn vị"].max_row, 3).value == len(counted)
    openpyxl.load_workbook(BytesIO(score_table(frozen, score(scored, total=total))))


def test_hostile_words_come_out_as_words() -> None:
    names = dict.fromkeys(("title", "number", "issuer", "code"), HOSTILE)
    frozen = snapshot([entry(1, unit=HOSTILE, text=HOSTILE, difficulties=HOSTILE, proposals=HOSTILE)])
    frozen["plan"] |= names
    facts = ReportFacts(
        parent=HOSTILE, issuer=HOSTILE, place=HOSTILE, signer_name=HOSTILE,
        addressed_to=(HOSTILE,), grounds=(HOSTILE,), recipients=(HOSTILE,),
    )  # fmt: skip
    word = word_report(frozen, None, facts)
    assert "A & B < C > \"d\" 'e' ]]> $x$ \\ " in text_of(word)
    assert part(word, "docProps/core.xml") is not None
    task_table(frozen)


def test_letters_are_composed() -> None:
    assert "Phòng Văn hóa" in text_of(
        word_report(snapshot([entry(1, unit="Pho\u0300ng Va\u0306n ho\u0301a")]))
    )


@pytest.mark.parametrize("units", [0, 1, 300])
def test_any_number_of_units_makes_a_report(units: int) -> None:
    frozen = snapshot([entry(place, unit=f"Đơn vị {place}") for place in range(units)], explanations=[])
    word = word_report(frozen)
    if units:
        assert rows_of(word, 0 if units == 1 else 1)[-1][2] == str(units)
    assert (progress_chart(read_round(frozen)) is None) == (units == 0)


def test_a_chart_needs_figures() -> None:
    alone = read_round(snapshot(previous=[]))
    assert trend_chart(alone) is None
    assert trend_chart(read_round(snapshot())) is not None
    nobody = read_score(score([line("1", "Công khai", 10, None)]))
    assert score_chart(nobody) is None
    assert (score_chart(read_score(score())) or b"").startswith(b"\x89PNG")


def _trend(code: str, *earlier: str) -> list[str]:
    known = [{"period": each, "name": each, **dict.fromkeys(HEALTHS, 1)} for each in earlier]
    return [each.period for each in read_round(year(period=code, previous=known)).trend]


def test_like_is_compared_with_like() -> None:
    kinds = ("2025", "2025-6T", "2026-Q1", "2026-BC1", "2026-6T", "2026-9T")
    assert _trend("2026", *kinds) == ["2026-Q1"]
    assert _trend("2026", "2025-BC4", "2026-BC1", "2026-BC2") == ["2026-BC1", "2026-BC2"]
    quarter = snapshot(previous=[{"period": each, **dict.fromkeys(HEALTHS, 1)} for each in kinds])
    assert [each.period for each in read_round(quarter).trend] == ["2026-Q1", "2026-Q2"]
    months = [{"period": each, **dict.fromkeys(HEALTHS, 1)} for each in ("2025-6T", "2025-9T")]
    half = snapshot(kind="half", period="2026-6T", previous=months)
    assert [each.period for each in read_round(half).trend] == ["2025-6T", "2026-6T"]
    nine = snapshot(kind="nine_months", period="2026-9T", name="9 tháng năm 2026", previous=months)
    assert [each.period for each in read_round(nine).trend] == ["2025-9T", "2026-9T"]
    assert "Kết quả 9 tháng năm 2026 thực hiện Kế hoạch" in text_of(word_report(nine))


DIGESTS = """
import hashlib, json, sys
from reports.charts import progress_chart
from reports.snapshots import read_round
from reports.tables import score_table, task_table
from reports.word_report import word_report
frozen, score = json.load(sys.stdin)
made = [word_report(frozen, score), task_table(frozen), score_table(frozen, score)]
made.append(progress_chart(read_round(frozen)))
print(json.dumps([hashlib.sha256(each).hexdigest() for each in made]))
"""


def test_the_same_snapshot_gives_the_same_bytes_in_another_process() -> None:
    values = json.dumps([year(), score()])
    runs = [
        subprocess.run(
            [sys.executable, "-c", DIGESTS],
            input=values, capture_output=True, text=True, check=True, cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "TZ": zone},
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    ]  # fmt: skip
    assert runs[0] == runs[1]
    assert json.loads(runs[0])[0] == hashlib.sha256(word_report(year(), score())).hexdigest()
    assert word_report(year()) != word_report(year(), score())


def test_no_moment_of_writing_is_in_the_files() -> None:
    for made in (word_report(snapshot()), task_table(snapshot())):
        with zipfile.ZipFile(BytesIO(made)) as parts:
            assert {each.date_time for each in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = {child.tag.split("}")[1]: child.text for child in part(made, "docProps/core.xml")}
        assert (core["created"], core["modified"]) == ("2026-06-22T10:05:00Z",) * 2
