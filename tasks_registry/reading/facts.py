"""What a plan document says of itself: title, issuer, number, date, and the years that it plans."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from tasks_registry.reading.blocks import Block, Paragraph
from tasks_registry.reading.columns import find_columns
from tasks_registry.reading.folding import fold, one_line, without_marks
from tasks_registry.reading.items import PlanFacts
from tasks_registry.reading.marks import split_mark
from tasks_registry.reading.outline import opens_part
from tasks_registry.reading.unit_words import tokens_of
from tasks_registry.reading.units import name_end

_FRONT = 40  # paragraphs in which a letterhead, a date line and a title stand
_TITLE_LINES, _TITLE_LENGTH = 5, 400
_ISSUING = 1500  # characters of a line in which a committee issues its plan
_LONGEST_NAME = 20  # words of a committee
_ISSUED_AFTER = 120  # characters in which the plan is named after its committee
_KIND = re.compile(r"^(?:K[ẾÊÉÈE] HO[ẠÁÀA]CH|CHƯƠNG TRÌNH|PHƯƠNG ÁN|ĐỀ ÁN)\b[\s:.]*")
_NATION = re.compile(r"\s+(?:CỘNG HÒA XÃ HỘI|CỘNG HOÀ XÃ HỘI|Độc lập ?[-–] ?Tự do).*")
_NUMBER = re.compile(r"^\s*s[oố6]\s*:?\s*(?P<n>\d+[\w.]*\s*/\s*[\w/.&-]+)", re.IGNORECASE)
_NO_NUMBER = re.compile(r"^\s*s[oố6]\s*:?[\s.…]*/", re.IGNORECASE)
_DATE_LINE = re.compile(
    r"(?:^|\s)(?P<place>[^,;:]{2,40}),\s*(?:ngay|ngdy)\s*(?P<day>\d{1,2})?[\s.…]*(?:thang|/)\s*(?P<month>\d{1,2})?[\s.…]*"
    r"(?:nam|/)\s*(?P<year>20\d\d)",
    re.IGNORECASE,
)
_PREAMBLE = re.compile(
    r"^(?:can\s*c|(?:thuc hien|trien khai) .*?\bso\b|thuc hien (?:cong van|quyet dinh|ke hoach|nghi|chi thi)"
    r"|thuc hien luat|de |nham |theo |tren co so|tiep tuc |kinh gui|ubnd |uy ban nhan dan )"
)
_LETTERHEAD = re.compile(
    r"^(?:cong hoa xa hoi|doc lap|so\b|uy ban nhan dan|ubnd|hoi dong nhan dan|dang bo|\W*$)"
)
_SPAN = re.compile(r"(20\d\d)\s*(?:-|–|—|den(?: nam)?)\s*(20\d\d)")
_NAMED_YEAR = re.compile(r"\bnam\s+(20\d\d)\b")
_UNTIL = re.compile(r"den (?:het |cuoi )?$")
_ANY_YEAR = re.compile(r"(?<![\d])(20\d\d)(?![\d/])")
_LEVELS = ("phuong", "xa", "thi tran", "huyen", "thi xa", "quan", "thanh pho", "tinh", "dac khu")
_COMMITTEES = (("uy", "ban", "nhan", "dan"), ("ubnd",))
_ISSUES = re.compile(r"^\W*(?:\w+\W+){1,8}?(?:ke hoach|chuong trinh|phuong an)")


@dataclass(frozen=True)
class _Front:
    """The lines before the first part, and what the date line says."""

    lines: tuple[str, ...]
    place: str = ""
    issued: date | None = None
    year: int | None = None


def read_facts(blocks: tuple[Block, ...]) -> PlanFacts:
    """The facts of a document; what it does not print stays empty or None."""
    front = _front(blocks)
    title = _title(front.lines)
    year, end_year = _years_of_title(title)
    year = year or front.year or _commonest_year(blocks)
    return PlanFacts(
        title=title,
        issuer=_issuer(front),
        year=year,
        number=next((_tidy(m["n"]) for line in front.lines if (m := _NUMBER.match(line))), ""),
        issued=front.issued,
        end_year=max(end_year or 0, year or 0) or None,
    )


def _tidy(number: str) -> str:
    return re.sub(r"\s+", "", number)


def _front(blocks: tuple[Block, ...]) -> _Front:
    lines = tuple(_front_lines(blocks))
    for line in lines:
        match = _DATE_LINE.search(without_marks(line)) if len(line) < 120 else None
        if match:
            place = line[match.start("place") : match.end("place")].strip()
            return _Front(lines, _named_place(place), _date(match), int(match["year"]))
    return _Front(lines)


def _front_lines(blocks: tuple[Block, ...]) -> list[str]:
    """The lines of paragraphs and cells before the first numbered heading."""
    lines: list[str] = []
    for block in blocks[:_FRONT]:
        if isinstance(block, Paragraph):
            mark = split_mark(block.text)[0]
            if mark and not mark.is_bullet:
                break
            lines.append(block.text)
        elif find_columns([list(row.cells) for row in block.rows]):
            break
        else:
            cells = (cell for row in block.rows[:3] for cell in row.cells)
            lines += [one_line(line) for cell in cells for line in cell.split("\n") if line.strip()]
    return lines


def _named_place(place: str) -> str:
    after_number = re.sub(r"^.*/\S+\s+", "", place)  # "Số: 12/KH-UBND  An Bình, ngày …" on one line
    return re.sub(r"^(?:P|TP|TX|X|Q|H|TT)\.\s*", "", after_number)


def _date(match: re.Match[str]) -> date | None:
    if not (match["day"] and match["month"]):
        return None
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def _title(lines: tuple[str, ...]) -> str:
    """The lines under *KẾ HOẠCH*; without that line, the first line before the legal bases."""
    at = next((i for i, line in enumerate(lines) if _KIND.match(line)), None)
    if at is None:
        return _first_line(lines)
    found = [_KIND.sub("", lines[at])] if _KIND.sub("", lines[at]) else []
    for line in lines[at + 1 : at + 1 + _TITLE_LINES]:
        if found and (
            _is_preamble(line) or split_mark(line)[0] or found[-1].endswith(".") or opens_part(line)
        ):
            break
        found.append(line)
    return one_line(" ".join(found))[:_TITLE_LENGTH]


def _is_preamble(line: str) -> bool:
    return bool(_PREAMBLE.match(fold(line))) or "nhu sau" in fold(line) or line.startswith("(")


def _first_line(lines: tuple[str, ...]) -> str:
    for line in lines:
        folded = fold(line)
        if _is_preamble(line) or len(line) > _TITLE_LENGTH:
            return ""
        if not (
            _LETTERHEAD.match(folded) or _NO_NUMBER.match(line) or _DATE_LINE.search(without_marks(line))
        ):
            return "" if split_mark(line)[0] else line
    return ""


def _years_of_title(title: str) -> tuple[int | None, int | None]:
    """The first and last year that a title plans: a span, else the last year named, else any."""
    folded = fold(title)
    span = _SPAN.search(folded)
    if span and int(span[1]) <= int(span[2]):
        return int(span[1]), int(span[2])
    aimed = [int(year) for year in re.findall(r"den (?:het |cuoi )?nam (20\d\d)", folded)]
    named = [int(m[1]) for m in _NAMED_YEAR.finditer(folded) if not _UNTIL.search(folded[: m.start()])]
    years = named or ([] if aimed else [int(year) for year in _ANY_YEAR.findall(folded)])
    return (years[-1], max([*years[-1:], *aimed])) if years else (None, max(aimed, default=None))


def _commonest_year(blocks: tuple[Block, ...]) -> int | None:
    """The year that a document without title and date line speaks of most, numbers of laws aside."""
    counted: Counter[int] = Counter()
    for block in blocks:
        texts = (
            [block.text]
            if isinstance(block, Paragraph)
            else [cell for row in block.rows for cell in row.cells]
        )
        counted.update(int(year) for text in texts for year in _ANY_YEAR.findall(text))
    return counted.most_common(1)[0][0] if counted else None


def _issuer(front: _Front) -> str:
    """The People's Committee that "xây dựng Kế hoạch"; else the one of the letterhead."""
    named = [name for line in front.lines for name in _issuing(line)]
    issuer = named[-1] if named else _letterhead(front.lines)
    if not fold(issuer).endswith(_LEVELS):
        return issuer
    letterhead = _letterhead(front.lines)
    return f"{issuer} {front.place}" if front.place else letterhead or issuer


def _issuing(line: str) -> list[str]:
    line = re.sub(r"(?<!\s)\s*\([^()]*\)", "", line[:_ISSUING])
    tokens = tokens_of(line)
    found = []
    for at in range(len(tokens)):
        if any(tuple(t.plain for t in tokens[at : at + len(words)]) == words for words in _COMMITTEES):
            end = name_end(line, tokens[: at + _LONGEST_NAME], at)
            name = line[tokens[at].start : end]
            if "," not in name and _ISSUES.match(fold(line[end : end + _ISSUED_AFTER])):
                found.append(name.strip())
    return found


def _letterhead(lines: tuple[str, ...]) -> str:
    lines = tuple(_NATION.sub("", line) for line in lines)
    for at, line in enumerate(lines):
        folded = fold(line)
        if line.isupper() and folded.startswith(("uy ban nhan dan", "ubnd")):
            place = "" if folded not in ("uy ban nhan dan", "ubnd") else (lines[at + 1 : at + 2] or ("",))[0]
            return _capitalized(f"{line} {place if place.isupper() else ''}".strip())
    return ""


def _capitalized(name: str) -> str:
    """A name printed in capitals, as it is written in a sentence: "Ủy ban nhân dân phường An Bình"."""
    words = name.split()
    small = 4 if len(words) >= 4 and not words[0].upper().startswith("UBND") else 0
    levels = " ".join(fold(word) for word in words)
    written = [word.lower() for word in words[:small]] + [word.title() for word in words[small:]]
    for level in _LEVELS:
        at = levels.split().index(level.split()[0]) if f" {level} " in f" {levels} " else -1
        if at >= 0:
            size = level.count(" ") + 1
            written[at : at + size] = [word.lower() for word in words[at : at + size]]
    text = " ".join(written).replace("Ubnd", "UBND")
    return text[:1].upper() + text[1:]
