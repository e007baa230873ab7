"""The frame of an official document: what stands above its body, and the recipients and signature below."""

import re
import textwrap
from collections.abc import Sequence

from docx.document import Document as WordDocument
from docx.shared import Mm, Pt

from reports.facts import ReportFacts
from reports.form30 import CENTRED, TEXT_WIDTH
from reports.rounds import Round
from reports.word_blocks import add, columns_without_lines, fill, rule
from reports.wording import BLANK, long_day, stripped_end

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
MOTTO_WIDTH = 56.1  # mm, at 13 pt bold
LEFT_PART = 72.0  # mm
RIGHT_PART = TEXT_WIDTH - LEFT_PART
SHORT_RULE = 0.41  # of the line above it: from 1/3 to 1/2
CAPITAL, SMALL_LETTER = 0.607, 0.455  # mean width of a bold letter, in sizes of the font
MM_PER_POINT = 25.4 / 72
ADDRESSEES, UP_TO_COLON = 30.0, 17.5  # mm: where "Kính gửi" begins, and how long it is
PEOPLES_COMMITTEE = "Ủy ban nhân dân"
SIGNING_ROOM = 5  # lines for signature and seal
TIGHT_SPACE = "\u00a0"
TIGHT = TIGHT_SPACE * 6  # where the registry writes the number


def issuer_of(facts: ReportFacts, looked_at: Round) -> str:
    """The full name of who issues the report: of the facts, else of the plan; dots where nobody says."""
    name = facts.issuer or looked_at.plan.issuer or BLANK
    return re.sub(r"^(UBND|Uỷ ban nhân dân|Ủy ban nhân dân)\b", PEOPLES_COMMITTEE, name, flags=re.IGNORECASE)


def add_head(
    word: WordDocument, facts: ReportFacts, issuer: str, *, kind: str, summary: str, numbered: bool = True
) -> None:
    """Quốc hiệu, issuer, number left blank, place and date, name of the kind, summary with its rule."""
    table = columns_without_lines(word, (LEFT_PART, RIGHT_PART), rows=2)
    (left, right), (number, place) = (row.cells for row in table.rows)
    issuer_lines = _issuer_lines(issuer)
    above = [(facts.parent.upper(), "Cơ quan chủ quản")] if facts.parent else []
    fill(left, [*above, *((line, "Cơ quan ban hành") for line in issuer_lines)])
    rule(left, _short_rule(issuer_lines[-1], 12, CAPITAL, LEFT_PART), LEFT_PART)
    fill(right, [(NATION, "Quốc hiệu"), (MOTTO, "Tiêu ngữ")])
    rule(right, MOTTO_WIDTH, RIGHT_PART)
    fill(number, [(f"Số:{TIGHT}/{facts.symbol.upper()}" if numbered else "", "Số, ký hiệu")])
    if not numbered:
        number.paragraphs[0].text = ""
    fill(place, [(f"{facts.place or BLANK}, {long_day(facts.issued_on)}", "Địa danh, thời gian")])
    add(word, kind, "Tên loại")
    lines = _balanced(summary)
    add(word, "\n".join(lines), "Trích yếu")
    rule(
        word, _short_rule(lines[-1], 14, SMALL_LETTER, TEXT_WIDTH), TEXT_WIDTH
    ).paragraph_format.space_after = Pt(12)


def _issuer_lines(issuer: str) -> list[str]:
    """ "ỦY BAN NHÂN DÂN" stands on a line of its own, as offices write it."""
    name = issuer.upper()
    first = PEOPLES_COMMITTEE.upper()
    return [first, name.removeprefix(first).strip()] if name.startswith(f"{first} ") else [name]


def _balanced(text: str) -> list[str]:
    """`text` on as few lines as it needs, about equal; what is in quotation marks stays together."""
    bound = re.sub("“[^“”]{,40}”", lambda quoted: quoted[0].replace(" ", TIGHT_SPACE), text)
    most = int(0.92 * TEXT_WIDTH / (SMALL_LETTER * 14 * MM_PER_POINT))
    needed = len(textwrap.wrap(bound, most))
    ways = (textwrap.wrap(bound, wide) for wide in range(len(text) // needed, most + 1))
    return [line.replace(TIGHT_SPACE, " ") for line in next(way for way in ways if len(way) <= needed)]


def _short_rule(line: str, size: float, letter: float, room: float) -> float:
    """The length of a rule below a line of text, in mm."""
    return SHORT_RULE * min(len(line) * letter * size * MM_PER_POINT, room)


def add_addressees(word: WordDocument, addressed_to: Sequence[str]) -> None:
    """Kính gửi: one on the same line, several on lines of their own with the dashes below the colon."""
    if not addressed_to:
        return
    if len(addressed_to) == 1:
        only = add(word, f"Kính gửi: {addressed_to[0]}", "Kính gửi")
        only.alignment, only.paragraph_format.space_after = CENTRED, Pt(12)
        return
    add(word, "Kính gửi:", "Kính gửi").paragraph_format.left_indent = Mm(ADDRESSEES)
    for place, name in enumerate(addressed_to, 1):
        end = "." if place == len(addressed_to) else ";"
        line = add(word, f"- {stripped_end(name)}{end}", "Kính gửi")
        line.paragraph_format.left_indent = Mm(ADDRESSEES + UP_TO_COLON)
        line.paragraph_format.space_before = Pt(0)
    line.paragraph_format.space_after = Pt(12)


def add_grounds(word: WordDocument, grounds: Sequence[str]) -> None:
    """Căn cứ: each on its line with ";" behind it, the last one with "."."""
    for place, ground in enumerate(grounds, 1):
        text = ground if ground.startswith("Căn cứ") else f"Căn cứ {ground}"
        add(word, f"{stripped_end(text)}{'.' if place == len(grounds) else ';'}", "Căn cứ")


def add_end(word: WordDocument, facts: ReportFacts) -> None:
    """Nơi nhận on the left, on the right who signs, room for signature and seal, the signer's name."""
    table = columns_without_lines(word, (LEFT_PART + 10, RIGHT_PART - 10), rows=1)
    recipients, signature = table.rows[0].cells
    listed = ["- Như trên;"] if facts.addressed_to else []
    listed += [f"- {stripped_end(each)};" for each in facts.recipients]
    kept = f"- Lưu: VT, {facts.drafter}." if facts.drafter else "- Lưu: VT."
    fill(recipients, [("Nơi nhận:", "Nơi nhận"), *((line, "Danh sách nơi nhận") for line in (*listed, kept))])
    above = [facts.signs_for.upper()] if facts.signs_for else []
    lines = [*above, facts.signer_title.upper(), *[""] * SIGNING_ROOM, facts.signer_name]
    fill(signature, [(line, "Người ký") for line in lines])
