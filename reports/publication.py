"""The list of what must be made public (danh mục công khai): only what a text says, each with its source.

The Law on grassroots democracy has each commune post a list of what was published, how and when, and bring it
up to date every quarter (`publication.yaml`, art. 13): the last two columns are left for that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from reports.facts import ReportFacts
from reports.form30 import new_document
from reports.rounds import Round
from reports.scores import ScoreFacts, read_score
from reports.snapshots import read_round
from reports.word_blocks import Column, add, add_table, gap
from reports.word_frame import add_end, add_head, issuer_of
from reports.word_report import saved
from reports.wording import UNKNOWN, points

COLUMNS = (
    Column("TT", 10, centred=True),
    Column("Nội dung phải công khai", 42),
    Column("Hình thức", 36),
    Column("Thời điểm", 28),
    Column("Căn cứ", 27),
    Column("Đã công khai (hình thức, ngày)", 22),
)


@dataclass(frozen=True)
class Duty:
    """Something that must be made public.

    `of`: the criteria sets to which it belongs, none for every office; `years`: only with a year's round;
    `figure`: what of it a round knows.
    """

    what: str
    how: str
    when: str
    source: str
    note: str = ""
    of: tuple[str, ...] = ()
    years: bool = False
    figure: str = ""


@cache
def all_duties() -> tuple[Duty, ...]:
    """Every duty that is known."""
    written = yaml.safe_load(files("reports").joinpath("publication.yaml").read_text(encoding="utf-8"))
    return tuple(Duty(**{**each, "of": tuple(each.get("of", ()))}) for each in written)


def duties(looked_at: Round, score: ScoreFacts | None) -> Sequence[Duty]:
    """What an office must make public after a round."""
    scored_by = score.code if score else ""
    return [
        each
        for each in all_duties()
        if (not each.of or scored_by in each.of) and (looked_at.is_year or not each.years)
    ]


def publication_list(
    snapshot: Mapping[str, Any], score: Mapping[str, Any] | None = None, facts: ReportFacts | None = None
) -> bytes:
    """The list as a .docx to be completed by hand and posted.

    Raises:
        DondocError: the snapshot or the score cannot be read.
    """
    looked_at, facts = read_round(snapshot), replace(facts or ReportFacts(), addressed_to=())
    known = read_score(score) if score is not None else None
    title = f"Các nội dung phải công khai {looked_at.name}"
    word = new_document()
    add_head(word, facts, issuer_of(facts, looked_at), kind="DANH MỤC", summary=title, numbered=False)
    found = duties(looked_at, known)
    rows = [(str(place), *_cells(duty, looked_at, known)) for place, duty in enumerate(found, 1)]
    add_table(word, COLUMNS, rows, small=True)
    for place, duty in enumerate(found, 1):
        if duty.note:
            add(word, f"Ghi chú mục {place}: {duty.note}.", "Ghi chú bảng")
    gap(word)
    for line in word.paragraphs[-2:]:
        line.paragraph_format.keep_with_next = True  # no signature alone on a page
    add_end(word, facts)
    return saved(word, looked_at, title)


def _cells(duty: Duty, looked_at: Round, score: ScoreFacts | None) -> tuple[str, ...]:
    what = duty.what
    if duty.figure == "score" and score is not None:
        total = UNKNOWN if score.total is None else f"{points(score.total)} điểm"
        level = f", xếp loại: {score.level}" if score.level else ""
        what = f"{what}\n({looked_at.name}: {total}{level})"
    return what, duty.how, duty.when, duty.source, ""
