"""The units that a paragraph orders to act, and those that it names with *phối hợp* (RULES.md, "Fields")."""

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

from tasks_registry.reading import unit_vocabulary as vocabulary
from tasks_registry.reading.fuzzy import near
from tasks_registry.reading.roles import label_role
from tasks_registry.reading.unit_words import Token, head_at, plural_at, predicate_at, tokens_of
from tasks_registry.reading.units import (
    begins_with_unit,
    heading_units,
    name_end,
    split_units,
    without_courtesy,
)

# Before the unit that is ordered: "Trên cơ sở …, căn cứ …, X có trách nhiệm".
_PREAMBLES = (
    "tren",
    "can",
    "trong",
    "hang",
    "hằng",
    "dinh",
    "theo",
    "de",
    "nham",
    "khi",
    "truoc",
    "sau",
    "tu",
    "ngoai",
)
_ADDRESSED = re.compile(
    r"(?:^|[;.]\s+|,\s+(?=giao ))(?:đối với|doi voi|giao(?: cho)?|đề nghị|de nghi|yêu cầu|yeu cau)\s+",
    re.IGNORECASE,
)
_ADVERBS = ("chat", "che", "tot", "kip", "thoi", "thuong", "xuyen", "dong", "bo", "nhip", "nhang", "va")
_WITH = re.compile(r"cung|v\wi")  # "với", whichever letter a scanner made of its vowel
_CLAUSE_ENDS = (".", ";", ":", "(", "/")
# A clause of its own begins with one of these, no name: "về", "đồng thời", "trên cơ sở".
_BEYOND_NAMES = re.compile(
    r"(?:ve|theo|tai|dong thoi|qua do|dac biet|nhat la|tren co|gop phan|trong do|ngay)\b"
)
_LONGEST_ASSUMED = 6  # words
_NO_NAMES = frozenset(vocabulary.NO_NAMES.split())
_NOT_UNITS = frozenset(("viec", "nhau", "cong", "qua", "thuc", "nhiem", "noi"))


@lru_cache(maxsize=4096)
def ordered_units(text: str) -> tuple[str, ...]:
    """The units that a paragraph itself orders to act; empty where it orders none."""
    rests = [text[match.end() :] for match in _ADDRESSED.finditer(text)]
    addressed = [_units_then_order(rest) or run_in_units(rest)[0] for rest in rests]
    named = list(dict.fromkeys(unit for units in addressed for unit in units))
    first = tuple(named) or _units_then_order(text) or run_in_units(text)[0] or _after_preamble(text)
    found = first or _in_brackets(text) or _leading_further_on(text)
    return found or (_in_capitals(ordered_units, text) if text.isupper() else ())


def _in_capitals(find: Callable[[str], tuple[str, ...]], text: str) -> tuple[str, ...]:
    """What `find` finds in a sentence printed in capitals, where they tell no name from an order."""
    return tuple(unit.upper() for unit in find(text.lower()))


def _units_then_order(text: str) -> tuple[str, ...]:
    """The units that open `text`, where an order to them follows."""
    text = without_courtesy(text)
    tokens = tokens_of(text)
    if not tokens or not begins_with_unit(tokens, 0):
        return ()
    end = name_end(text, tokens, 0)
    if end == len(text) or re.search(r"[.:]\s", text[:end]):
        return ()
    return split_units(text[:end])


def _in_brackets(text: str) -> tuple[str, ...]:
    """The units of "(X chủ trì, …)"."""
    inner = [match[1] for match in re.finditer(r"\(([^()]{5,200})\)", text)]
    return next((units for note in inner if _leads(note) and (units := _units_then_order(note))), ())


def _leading_further_on(text: str) -> tuple[str, ...]:
    """The units of a later clause that says "X chủ trì"."""
    clauses = re.split(r"[.;:]\s+", text)[1:]
    return next((units for clause in clauses if _leads(clause) and (units := _units_then_order(clause))), ())


def _after_preamble(text: str) -> tuple[str, ...]:
    words = tokens_of(text)
    if not words or words[0].plain not in _PREAMBLES:
        return ()
    for comma in re.finditer(r",\s+(?:thì\s+)?", text.split(". ")[0]):
        units = _units_then_order(text[comma.end() :])
        if units:
            return units
    return ()


def run_in_units(text: str) -> tuple[tuple[str, ...], str]:
    """The units of a run-in heading ("Phòng X: …") and the text after its colon; ((), text) for none."""
    name, colon, rest = text.partition(":")
    units = heading_units(name) if colon and len(name) <= 200 else ()
    return (units, rest.strip()) if units else ((), text)


def run_in_names(texts: list[str]) -> bool:
    """Whether two or more paragraphs of a list, and two in five, are run-in headings that name units."""
    named = sum(bool(run_in_units(text)[0]) for text in texts)
    return named > 1 and named * 5 >= len(texts) * 2


def assumed_run_in(text: str) -> tuple[tuple[str, ...], str]:
    """A short name before a colon that no known word begins, with the text after it; ((), text) for none.

    Only beside others that are known for units (`run_in_names`): "Kho lương thực: Dự trữ gạo."
    """
    name, colon, rest = text.partition(":")
    tokens = tokens_of(name[:1].lower() + name[1:])
    short = 0 < len(tokens) <= _LONGEST_ASSUMED and name[:1].isupper() and name.replace(" ", "").isalnum()
    if not (colon and rest.strip() and short) or label_role(name) or tokens[0].plain in _NO_NAMES:
        return (), text
    orders = any(predicate_at(tokens, at) for at in range(len(tokens)))
    return ((), text) if orders else ((name.strip(),), rest.strip())


def coordinators_in(text: str) -> tuple[str, ...]:
    """The units that a paragraph names with *phối hợp*: "phối hợp với X", "Phối hợp X trong việc …"."""
    if text.isupper():
        return _in_capitals(coordinators_in, text)
    tokens = tokens_of(text)
    found: list[str] = []
    for at in range(len(tokens) - 1):
        if near(f"{tokens[at].plain} {tokens[at + 1].plain}", "phoi hop"):
            found += _coordinators_after(text, tokens, at + 2) or _coordinators_before(text, tokens[at].start)
    return tuple(dict.fromkeys(found))


def _coordinators_after(text: str, tokens: list[Token], at: int) -> tuple[str, ...]:
    with_said = False
    while at < len(tokens) and (tokens[at].plain in _ADVERBS or _WITH.fullmatch(tokens[at].plain)):
        with_said = with_said or bool(_WITH.fullmatch(tokens[at].plain))
        at += 1
    if at >= len(tokens) or any(char in text[tokens[at - 1].end : tokens[at].start] for char in ",.;:()"):
        return ()
    if not (begins_with_unit(tokens, at) or (with_said and tokens[at].plain not in _NOT_UNITS)):
        return ()
    return split_units(text[tokens[at].start : _coordination_end(text, tokens, at)])


def _coordination_end(text: str, tokens: list[Token], first: int) -> int:
    """Where the units named with *phối hợp* end: at an order, a purpose or the end of the clause."""
    limit = name_end(text, tokens, first)
    for at in range(first + 1, len(tokens)):
        if tokens[at].start >= limit:
            break
        between = text[tokens[at - 1].end : tokens[at].start]
        words = " ".join(token.plain for token in tokens[at : at + 2])
        beyond = tokens[at].text.islower() and _BEYOND_NAMES.match(words)
        if beyond or any(char in between for char in _CLAUSE_ENDS):
            return tokens[at - 1].end
    return min(limit, len(text.rstrip(" .;:")))


def _coordinators_before(text: str, end: int) -> tuple[str, ...]:
    """The units right before *phối hợp* in "do X chủ trì, Y phối hợp thực hiện"."""
    clause = re.split(r"[.;:]\s", text[:end])[-1]
    lead, _, last = clause.rpartition(",")
    return heading_units(last) if lead and _leads(lead) else ()


def _leads(clause: str) -> bool:
    tokens = tokens_of(clause)
    return any(near(f"{a.plain} {b.plain}", "chu tri") for a, b in pairwise(tokens))


def said_to_lead(text: str) -> tuple[str, ...]:
    """The units of "do X chủ trì" in a text; empty where it does not say so."""
    tokens = tokens_of(text)
    for at, token in enumerate(tokens[:-1]):
        if token.plain == "do" and begins_with_unit(tokens, at + 1):
            return heading_units(text[token.end : name_end(text, tokens, at + 1)])
    return ()


@lru_cache(maxsize=4096)
def lead_and_coordinators(cell: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The units of a cell that may say which of them leads: "A chủ trì, phối hợp với B", "A; B phối hợp"."""
    leading: list[str] = []
    beside: list[str] = []
    for part in re.split(r"[;\n]", cell):
        with_them = coordinators_in(part)
        beside += with_them or (split_units(part) if _only_coordinates(part) else ())
        if with_them and not begins_with_unit(tokens_of(part), 0):
            continue
        leading += [unit for unit in split_units(part) if unit not in beside]
    return tuple(dict.fromkeys(leading)), tuple(dict.fromkeys(beside))


def _only_coordinates(part: str) -> bool:
    tokens = tokens_of(part)
    heads = [at for at in range(len(tokens)) if head_at(tokens, at) or plural_at(tokens, at)]
    orders = [at for at in range(len(tokens) - 1) if predicate_at(tokens, at)]
    first = " ".join(t.plain for t in tokens[orders[0] : orders[0] + 2]) if orders else ""
    return bool(heads) and near(first, "phoi hop") and not _leads(part)
