"""Lists of units, and the units that an order names (RULES.md, "Fields")."""

import re
from functools import lru_cache

from tasks_registry.reading.folding import one_line
from tasks_registry.reading.unit_words import (
    Token,
    ends_at_level,
    head_at,
    named_by_work,
    named_for_work,
    plural_at,
    predicate_at,
    qualifies_person,
    tokens_of,
)

_BRACKETED = re.compile(r"\s*\([^()]*\)?")
_LEADING = re.compile(r"^[\s\-–—+*•·▪:;,.]+")
_TRAILING = " \t.,;:/-–—+*"
_POLITE = re.compile(
    r"^(?:(?:kính\s+)?(?:đề|đê|de|pe|pé|dé|đé)\s+ngh[iịj]|giao(?:\s+cho)?|yêu\s+cầu|đối\s+với|doi\s+voi|về\s+phía"
    r"|trách\s+nhiệm\s+(?:của|thuộc)|nhiệm\s+vụ\s+của|phân\s+công"
    r"|(?:các\s+)?ông(?:\s*\(bà\)|,?\s+bà)?(?=\s+(?:trưởng|chủ\s+tịch|giám\s+đốc|bí\s+thư|thủ\s+trưởng)\s))"
    r"\s*:?\s+",
    re.IGNORECASE,
)
_DASHED_REMARK = re.compile(
    r"\s+[-–—]\s+(?=(?:là\s+)?(?:cơ quan|đơn vị|bộ phận|chủ trì|đầu mối|thường trực|phụ trách|chịu"
    r"|tổng hợp|phối hợp|(?:phó )?(?:chủ tịch|bí thư|giám đốc|trưởng)))",
    re.IGNORECASE,
)
# Members of a collective, not units of their own after a comma: "các cơ quan, đơn vị, tổ dân phố".
_COMMON = re.compile(
    r"^(?:so|ban|nganh|phong|don vi|co quan|to dan ph[oe]|bo phan|dia phuong|doan the|thon|ap|xom|khu pho"
    r"|khu dan cu|chi bo|cong chuc|vien chuc|can bo|truong hoc|truong|hoi|to chuc|xa|phuong|doanh nghiep"
    r"|ca nhan|dang bo|cap uy|chinh quyen|trung tam)\b"
)
_COMMON_UBND = re.compile(
    r"^(?:ubnd|uy ban nhan dan)(?: (?:cac|cap|xa|phuong|thi tran|quan|huyen|thanh pho))"
)
_TITLED = re.compile(r"(?:(?:các )?đồng chí|đ/c|ông|bà)\s+(?=[A-ZĐÀ-Ỹ])", re.IGNORECASE)
_OFFICE = re.compile(r"(?:phó )?(?:chủ tịch|bí thư|giám đốc|trưởng|chánh văn phòng)\b", re.IGNORECASE)
_LONGEST_LIST = 60  # words of a heading that names units
_BODIES = ("dang uy", "hdnd", "ubnd", "uy ban nhan dan", "hoi dong nhan dan", "ubmttq", "mttq")


@lru_cache(maxsize=4096)
def split_units(text: str) -> tuple[str, ...]:
    """The units of a cell, label or heading, as the document names them.

    Split at `;`, line breaks, and commas where a new unit begins; never at "và", in a collective
    or in a name. Remarks in brackets, after a comma or a dash, and predicates are dropped.
    """
    units: list[str] = []
    for part in re.split(r"[;\n]", _BRACKETED.sub(" ", text)):
        units += _split_at_commas(_named_part(part))
    return tuple(dict.fromkeys(unit for unit in units if unit))


def _named_part(part: str) -> str:
    """`part` without bullets, "Đề nghị", a remark or a predicate."""
    part = without_courtesy(part)
    part = _DASHED_REMARK.split(part)[0]
    tokens = tokens_of(part)
    return part[: name_end(part, tokens, 0)].strip(_TRAILING)


def without_courtesy(text: str) -> str:
    """`text` on one line without a bullet and "Đề nghị", "Giao", "Trách nhiệm của" before a unit."""
    return _POLITE.sub("", _LEADING.sub("", one_line(text)))


def name_end(text: str, tokens: list[Token], first: int) -> int:
    """The character where the name that begins at token `first` ends and an order begins."""
    named_until = first + 1
    for at in range(first, len(tokens)):
        size = head_at(tokens, at)
        if size and _opens_name(text, tokens, at, first) and named_by_work(tokens, at, size):
            named_until = at + size + 1
        if at < named_until or named_for_work(tokens, at):
            continue
        ordered = predicate_at(tokens, at) and tokens[at - 1].plain not in ("va", "duoc")
        if (ordered or ends_at_level(text, tokens, at)) and not qualifies_person(text, tokens, at, first):
            return tokens[at].start
    return len(text)


def _opens_name(text: str, tokens: list[Token], at: int, first: int) -> bool:
    """Whether a name may begin at `at`: first of all, after a comma, "và" or "các"."""
    if at == first or tokens[at - 1].plain in ("va", "cac"):
        return True
    return not text[tokens[at - 1].end : tokens[at].start].isspace()


def _split_at_commas(text: str) -> list[str]:
    units: list[str] = []
    for segment in re.split(r"\s*,\s*", text):
        if units and _is_office_of(units[-1], segment):
            continue
        if units and not _begins_unit(units[-1], segment):
            units[-1] = f"{units[-1]}, {segment}" if segment else units[-1]
        else:
            units.append(segment.strip(_TRAILING))
    return units


def _is_office_of(person: str, segment: str) -> bool:
    """Whether `segment` only says what office a person named before holds: "Đồng chí An, Chủ tịch xã"."""
    titled = _TITLED.match(person)
    return bool(titled and _OFFICE.match(segment) and not head_at(tokens_of(person[titled.end() :]), 0))


def _begins_unit(before: str, segment: str) -> bool:
    tokens = tokens_of(segment)
    if not tokens:
        return False
    if tokens[0].plain in ("cac", "toan") or plural_at(tokens, 0):
        return True
    if not head_at(tokens, 0) or _is_body_of(before, tokens):
        return False
    return not (_is_common(tokens) and _is_collective(before))


def _is_common(tokens: list[Token]) -> bool:
    """Whether words name units of a kind, not one unit: no name or number follows the kind."""
    plain = " ".join(token.plain for token in tokens)
    kind = _COMMON.match(plain)
    if not kind:
        return bool(_COMMON_UBND.match(plain))
    following = tokens[kind.group().count(" ") + 1 :]
    return not following or following[0].text[0].islower()


def _is_collective(unit: str) -> bool:
    """Whether the last conjunct of `unit` is a kind of units, not one: "các đoàn thể", "Sở, ban, ngành"."""
    last = re.split(r"\s(?:và|va)\s", unit)[-1]
    return "cac" in [token.plain for token in tokens_of(unit)] or _is_common(tokens_of(last))


def _is_body_of(before: str, tokens: list[Token]) -> bool:
    """Whether a name of several bodies goes on: "Văn phòng HĐND, UBND phường"."""
    plain = " ".join(token.plain for token in tokens_of(before))
    return plain.endswith(_BODIES) and " ".join(token.plain for token in tokens[:4]).startswith(_BODIES)


@lru_cache(maxsize=4096)
def heading_units(title: str) -> tuple[str, ...]:
    """The units that a heading names; empty where it names none or says more than names."""
    whole = without_courtesy(_BRACKETED.sub(" ", title)).strip(_TRAILING)
    name = _DASHED_REMARK.split(whole)[0]
    tokens = tokens_of(name)
    if not tokens or not begins_with_unit(tokens, 0):
        return ()
    end = name_end(name, tokens, 0)
    if end < len(name) and title.rstrip().endswith("."):
        return ()  # a sentence, no name with a remark
    if ":" in whole or len(tokens) > _LONGEST_LIST or (end < len(name) and name[:end].rstrip()[-1:] != ","):
        return ()
    return split_units(name[:end])


def begins_with_unit(tokens: list[Token], at: int) -> bool:
    """Whether a unit, or a collective of units, begins at token `at`."""
    if at >= len(tokens):
        return False
    return bool(plural_at(tokens, at) or (head_at(tokens, at) and tokens[at].plain not in ("cac", "toan")))
