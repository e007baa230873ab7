"""A Báo cáo in Word from a frozen round, in the form of Nghị định 30/2020/NĐ-CP; same values, same bytes."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from docx.document import Document as WordDocument

from reports.facts import ReportFacts
from reports.form30 import new_document
from reports.rounds import Round
from reports.same_bytes import file_moment, without_times
from reports.scores import read_score, read_unit_scores
from reports.snapshots import read_round
from reports.word_annexes import add_annexes, annexes_of, pointer
from reports.word_blocks import add
from reports.word_body import add_body, summary
from reports.word_frame import add_addressees, add_end, add_grounds, add_head, issuer_of
from reports.wording import BLANK, enumerated, sentence

LONGEST_PROPERTY = 255


def word_report(
    snapshot: Mapping[str, Any],
    score: Mapping[str, Any] | None = None,
    facts: ReportFacts | None = None,
    *,
    unit_scores: Sequence[Mapping[str, Any]] = (),
) -> bytes:
    """The report of a round as a .docx: from its snapshot, its frozen score, and what the office adds.

    `unit_scores`: where each unit is scored by itself, the frozen scores with the unit's name as `unit`.

    Raises:
        DondocError: the snapshot or a score cannot be read.
    """
    looked_at, facts = read_round(snapshot), facts or ReportFacts()
    known = read_score(score) if score is not None else None
    of_units = read_unit_scores(unit_scores)
    issuer = issuer_of(facts, looked_at)
    annexes = annexes_of(looked_at, known, of_units)
    word = new_document()
    add_head(word, facts, issuer, kind="BÁO CÁO", summary=summary(looked_at))
    add_addressees(word, facts.addressed_to)
    add_grounds(word, facts.grounds)
    add_body(word, looked_at, known, of_units, issuer=issuer, annexes=pointer(annexes))
    closing = f"Trên đây là báo cáo kết quả {looked_at.name}{f' của {issuer}' if issuer != BLANK else ''}"
    told = f", kính báo cáo {enumerated(facts.addressed_to)}" if facts.addressed_to else ""
    add(word, f"{closing}{told}./.", "Nội dung").paragraph_format.keep_with_next = True
    add_end(word, facts)
    add_annexes(word, annexes, facts, issuer)
    return saved(word, looked_at, sentence(summary(looked_at)))


def saved(word: WordDocument, looked_at: Round, title: str) -> bytes:
    """The document as bytes, dated by the round's closing."""
    properties = word.core_properties
    moment = file_moment(looked_at.closed_at)
    properties.title, properties.author, properties.language = title[:LONGEST_PROPERTY], "Đôn Đốc", "vi-VN"
    properties.comments, properties.keywords = "", looked_at.checksum[:LONGEST_PROPERTY]
    properties.created = properties.modified = moment
    properties.last_modified_by, properties.revision = "Đôn Đốc", 1
    written = BytesIO()
    word.save(written)
    return without_times(written.getvalue())
