"""Units (cơ quan, đơn vị), and orders to them, in running text: where a name begins and where it ends."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from tasks_registry.reading import unit_vocabulary as vocabulary
from tasks_registry.reading.folding import fold
from tasks_registry.reading.fuzzy import is_damaged, one_letter_off, plain_words

_WORD = re.compile(r"[^\W_]+")
_SHORTEST_DAMAGED = 7  # letters; a shorter phrase is too easily another one damaged


@dataclass(frozen=True)
class Token:
    """A word of a text: as printed, folded, the characters that it takes, and whether its text is damaged."""

    text: str
    plain: str
    start: int
    end: int
    damaged: bool


def tokens_of(text: str) -> list[Token]:
    """The words of `text` with where they stand."""
    damaged = is_damaged(text)
    return [Token(m.group(), _plain(m.group()), m.start(), m.end(), damaged) for m in _WORD.finditer(text)]


@lru_cache(maxsize=20_000)
def _plain(word: str) -> str:
    return "".join(plain_words(word)) or word


@lru_cache(maxsize=20_000)
def _folded(word: str) -> str:
    return fold(word)


def _phrases(listed: str) -> list[str]:
    """The phrases of a list parted by `;`."""
    return [" ".join(phrase.split()) for phrase in listed.split(";")]


def _listed(words: str) -> dict[str, list[tuple[str, ...]]]:
    """Phrases parted by `;`, by the folded form of their first word, the longest first."""
    table: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(_phrases(words), key=len, reverse=True):
        parts = tuple(phrase.split())
        table.setdefault(fold(parts[0]), []).append(parts)
    return table


def _by_shape(phrases: list[str]) -> dict[tuple[int, str], list[str]]:
    """Folded phrases by how many words they have and their first letter, as a scanner may give it."""
    table: dict[tuple[int, str], list[str]] = {}
    for phrase in phrases:
        for letter in "dpb" if phrase[0] == "d" else phrase[0]:  # a Đ is read as P or B
            table.setdefault((phrase.count(" ") + 1, letter), []).append(phrase)
    return table


_HEADS = _listed(f"{vocabulary.HEADS};{vocabulary.RARE_HEADS}")
_PLURALS = _listed(vocabulary.PLURALS)
_KINDS = _listed(vocabulary.KINDS)
_PREDICATES = _listed(f"{vocabulary.PREDICATES};{vocabulary.RARE_PREDICATES}")
_NAMING = _listed(vocabulary.NAMING)
_LONG_HEADS = _by_shape([fold(p) for p in _phrases(vocabulary.HEADS) if len(p) >= _SHORTEST_DAMAGED])
_LONG_PREDICATES = _by_shape([fold(p) for p in _phrases(vocabulary.PREDICATES) if len(p) > _SHORTEST_DAMAGED])
_NAMED_BY_WORK = frozenset(_phrases(vocabulary.NAMED_BY_WORK))
_NAMED_FOR_WORK = tuple(_phrases(vocabulary.NAMED_FOR_WORK))
_WORK_NAMED = tuple(_phrases(vocabulary.WORK_NAMED))
_SURE_SYLLABLES = frozenset(_phrases(vocabulary.SURE_SYLLABLES))
_PERSONS = frozenset(_phrases(vocabulary.PERSONS))
_BEFORE_CAPITALS = frozenset(map(fold, _phrases(vocabulary.BEFORE_CAPITALS)))
_TRADES = {work: tuple(_phrases(after)) for work, after in vocabulary.TRADES.items()}
_LEVELS = _listed(vocabulary.LEVELS)
_LEVEL_WORDS = frozenset(fold(word) for word in vocabulary.LEVELS.replace(";", " ").split())
_AFTER_NAMES = frozenset(_phrases(vocabulary.AFTER_NAMES))
_AFTER_LEVELS = frozenset(_phrases(vocabulary.AFTER_LEVELS))
_AFTER_ORGANISATION = frozenset(_phrases(vocabulary.AFTER_ORGANISATION))


@lru_cache(maxsize=20_000)
def _letters(word: str) -> tuple[str, ...]:
    """The letters and marks of a word, in no order: "uỷ" and "ủy" are the same word."""
    return tuple(sorted(unicodedata.normalize("NFD", word.lower())))


def _marks(word: str) -> Counter[str]:
    return Counter(_letters(word.replace("đ", "d").replace("Đ", "d")))


@lru_cache(maxsize=20_000)
def _same(word: str, known: str, damaged: bool) -> bool:
    """Whether a printed word is `known`: with its own marks, none, or (`damaged`) a part of them."""
    if fold(word) != fold(known):
        return False
    bare = word.lower() == fold(word)
    return bare or _letters(word) == _letters(known) or (damaged and not _marks(word) - _marks(known))


def _phrase_at(tokens: list[Token], at: int, table: dict[str, list[tuple[str, ...]]]) -> int:
    for phrase in table.get(_folded(tokens[at].text), ()):
        window = tokens[at : at + len(phrase)]
        same = (_same(token.text, known, token.damaged) for token, known in zip(window, phrase, strict=False))
        if len(window) == len(phrase) and all(same):
            return len(phrase)
    return 0


def _damaged_at(tokens: list[Token], at: int, phrases: dict[tuple[int, str], list[str]]) -> int:
    """The words taken by a long phrase that a scanner has damaged by a letter; 0 for none."""
    for size in (2, 3) if tokens[at].damaged else ():
        window = tokens[at : at + size]
        words = " ".join(token.plain for token in window)
        adjoining = window[-1].end - window[0].start == len(words) and len(window) == size
        if adjoining and any(one_letter_off(words, p) for p in phrases.get((size, words[0]), ())):
            return size
    return 0


def head_at(tokens: list[Token], at: int) -> int:
    """How many words from `at` on are the head of a unit's name; 0 where none stands there."""
    if at >= len(tokens):
        return 0
    size = _phrase_at(tokens, at, _HEADS) or _damaged_at(tokens, at, _LONG_HEADS)
    follower = tokens[at + size].plain if size and at + size < len(tokens) else ""
    if size == 1 and follower in vocabulary.NOT_AFTER.get(tokens[at].plain, "").split():
        return 0
    head = _words(tokens, at, at + size)
    named = at + size + (follower == "va")  # "Báo và Đài Phát thanh"
    if head in _BEFORE_CAPITALS and not (named < len(tokens) and tokens[named].text[0].isupper()):
        return 0
    wanted = vocabulary.ONLY_BEFORE.get(head)
    return 0 if wanted and follower and follower not in wanted.split() else size


def plural_at(tokens: list[Token], at: int) -> int:
    """How many words of `các …` from `at` on open a collective of units; 0 where none stands there."""
    size = _phrase_at(tokens, at, _PLURALS)
    follows = size and at + size < len(tokens)
    kind = follows and (_phrase_at(tokens, at + size, _KINDS) or head_at(tokens, at + size))
    return size if kind else 0


def predicate_at(tokens: list[Token], at: int) -> bool:
    """Whether an order or a purpose, not a name, goes on at `at`: "chủ trì", "có trách nhiệm", "để"."""
    if not tokens[at].text[0].islower():
        return False
    if tokens[at].plain == "to" and _organisation_at(tokens, at):
        return False
    size = _phrase_at(tokens, at, _PREDICATES)
    if size > 1:
        return not (_ends_a_name(tokens, at) or _names_trade(tokens, at, size))
    if size:
        return not _is_in_compound(tokens, at)
    if at + 1 < len(tokens) and _phrase_at(tokens, at + 1, _PREDICATES) > 1:
        return False
    small = all(token.text[0].islower() for token in tokens[at : at + 2])
    return small and _damaged_at(tokens, at, _LONG_PREDICATES) > 0


def begins_with_order(text: str) -> bool:
    """Whether a sentence begins with an order: "Tham mưu …", "Chủ trì, phối hợp …"."""
    tokens = tokens_of(text[:1].lower() + text[1:60])
    return bool(tokens) and tokens[0].start == 0 and predicate_at(tokens, 0)


def _ends_a_name(tokens: list[Token], at: int) -> bool:
    """Whether the first syllable still belongs to the name, and an order begins at the second.

    "Trung tâm Phục vụ hành chính công | bố trí …", not "… hành chính | công bố trí …".
    """
    ends = at > 0 and tokens[at - 1].plain in vocabulary.COMPOUNDS.get(tokens[at].plain, "").split()
    return ends and at + 1 < len(tokens) and _phrase_at(tokens, at + 1, _PREDICATES) > 1


def _names_trade(tokens: list[Token], at: int, size: int) -> bool:
    """Whether the predicate of `size` words at `at` only names a trade: "đầu tư xây dựng"."""
    before = f" {_words(tokens, max(0, at - 2), at)}"
    return any(before.endswith(f" {work}") for work in _TRADES.get(_words(tokens, at, at + size), ()))


def ends_at_level(text: str, tokens: list[Token], at: int) -> bool:
    """Whether a name ends before `at`, with the level of its place: "Trạm Y tế xã | ghi sổ …"."""
    if not at or tokens[at].damaged or not tokens[at].text[0].islower():
        return False
    levels = [size for size in (1, 2) if at > size and _phrase_at(tokens, at - size, _LEVELS) == size]
    goes_on = tokens[at].plain in _AFTER_LEVELS or _phrase_at(tokens, at, _LEVELS)
    return bool(levels) and not goes_on and text[tokens[at - 1].end : tokens[at].start].isspace()


def goes_on_with_name(token: Token) -> bool:
    """Whether a word after a name may still be a part of it: written large, a level, "và", "thuộc" …"""
    if not token.text[0].islower():
        return True
    return token.plain in _LEVEL_WORDS or token.plain in _AFTER_NAMES


def _words(tokens: list[Token], start: int, end: int) -> str:
    return " ".join(token.plain for token in tokens[start:end])


def _is_in_compound(tokens: list[Token], at: int) -> bool:
    """Whether a predicate of one syllable may be none: part of a compound, or of a text without marks."""
    word = tokens[at].plain
    if tokens[at].damaged and word not in _SURE_SYLLABLES:
        return True
    return at > 0 and tokens[at - 1].plain in vocabulary.COMPOUNDS.get(word, "").split()


def _organisation_at(tokens: list[Token], at: int) -> bool:
    """Whether "tổ chức" at `at` is the noun (an organisation), not the verb (to organise)."""
    before = tokens[at - 1].plain if at else ""
    after = tokens[at + 2] if at + 2 < len(tokens) else None
    if before in ("cac", "nhung", "moi"):
        return True
    beyond = tokens[at + 3].plain if at + 3 < len(tokens) else ""
    if after and after.plain == "hoi" and beyond in vocabulary.NOT_AFTER["hoi"].split():
        return False  # "tổ chức hội nghị"
    return after is None or after.plain in _AFTER_ORGANISATION


def named_by_work(tokens: list[Token], at: int, size: int) -> bool:
    """Whether the head of `size` words at `at` has its name from work: "ban chỉ đạo", "viện nghiên cứu"."""
    after = at + size
    return (
        _words(tokens, at, after) in _NAMED_BY_WORK
        and after < len(tokens)
        and _phrase_at(tokens, after, _NAMING) > 0
    )


def qualifies_person(text: str, tokens: list[Token], at: int, first: int) -> bool:
    """Whether "phụ trách …" at `at` goes on with the name of an office-holder: "công chức phụ trách …"."""
    in_charge = [token.plain for token in tokens[at : at + 2]] == ["phu", "trach"]
    return (
        in_charge
        and tokens[first].plain in _PERSONS
        and text[tokens[at - 1].end : tokens[at].start].isspace()
    )


def named_for_work(tokens: list[Token], at: int) -> bool:
    """Whether the predicate at `at` belongs to a name: "Ban Chỉ đạo thực hiện Quy chế …"."""
    before = _words(tokens, max(0, at - 3), at)
    after = tokens[at + 2].text if at + 2 < len(tokens) else ""
    named = after[:1].isupper() or _words(tokens, at + 2, at + 5).startswith(_WORK_NAMED)
    return named and before.endswith(_NAMED_FOR_WORK)
