"""Names of units in one form, so that "VP HĐND&UBND phường" and "Văn phòng HĐND và UBND" can be compared."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import ratio

from tasks_registry.reading.folding import fold, without_marks, words

# Written short in plans and directories alike; compared without diacritics.
SHORT_FORMS: Mapping[str, str] = MappingProxyType(
    {
        "ubnd": "uy ban nhan dan",
        "hdnd": "hoi dong nhan dan",
        "mttq": "mat tran to quoc",
        "mttqvn": "mat tran to quoc",
        "ubmttq": "uy ban mat tran to quoc",
        "ubmttqvn": "uy ban mat tran to quoc",
        "vp": "van phong",
        "tp": "thanh pho",
        "bcd": "ban chi dao",
        "qcdc": "quy che dan chu",
        "cchc": "cai cach hanh chinh",
        "tthcc": "trung tam phuc vu hanh chinh cong",
        "ttpvhcc": "trung tam phuc vu hanh chinh cong",
        "pvhcc": "phuc vu hanh chinh cong",
        "tttt": "thong tin truyen thong",
        "khdt": "ke hoach dau tu",
        "ldtbxh": "lao dong thuong binh xa hoi",
        "ctxh": "chinh tri xa hoi",
        "vhxh": "van hoa xa hoi",
        "vhtt": "van hoa thong tin",
        "tckh": "tai chinh ke hoach",
        "tcnv": "to chuc noi vu",
        "gddt": "giao duc dao tao",
        "tnmt": "tai nguyen moi truong",
        "tdp": "to dan pho",
    }
)
FIRST_WORDS: Mapping[str, str] = MappingProxyType(
    {"p": "phong", "tt": "trung tam", "bql": "ban quan ly", "ub": "uy ban"}
)
LINKING = frozenset({"va", "cua", "thuoc"})
LEVELS = frozenset({"phuong", "xa", "thi tran", "thanh pho", "tinh", "thi xa", "quan", "huyen", "dac khu"})


@dataclass(frozen=True)
class NameForm:
    """A name taken apart: what it is (`stem`), and the level of the office where the name says it."""

    stem: str
    level: str | None


def name_key(name: str) -> str:
    """`name` without diacritics, punctuation and linking words, short forms written out."""
    parts = [word for word in words(name) if word not in LINKING]
    if parts and parts[0] in FIRST_WORDS:
        parts[:1] = FIRST_WORDS[parts[0]].split()
    return " ".join(_written_out(parts)).replace("to quoc viet nam", "to quoc")


def _written_out(parts: list[str]) -> Iterator[str]:
    """Short forms fall apart at their signs ("VH-XH", "LĐ-TB&XH"): the longest run that is one counts."""
    place = 0
    while place < len(parts):
        for length in (3, 2, 1):
            run = parts[place : place + length]
            if length == 1 or "".join(run) in SHORT_FORMS:
                yield from SHORT_FORMS.get("".join(run), run[0]).split()
                place += len(run)
                break


def name_form(name: str) -> NameForm:
    """`name` with the level of its office ("… phường", "… của thành phố") kept apart."""
    key = name_key(name)
    for level in LEVELS:
        if key.endswith(f" {level}"):
            return NameForm(key.removesuffix(f" {level}"), level)
    return NameForm(key, None)


def alike(one: NameForm, other: NameForm) -> bool:
    """Whether two names can be of one office: same words, and no two different levels."""
    return one.stem == other.stem and (one.level == other.level or None in (one.level, other.level))


def same_marks(one: str, other: str) -> bool:
    """Whether two names with the same words have the same diacritics too, or one has lost its own.

    "Đông Sơn" is not "Đồng Sơn", but "Dong Son" may be either; where a tone mark stands ("hoà", "hòa") and
    capitals make no difference.
    """
    if not (_marked(one) and _marked(other)):
        return True
    ours, theirs = (_marks_of(name) for name in (one, other))
    shared = ours.keys() & theirs.keys()
    return all(ours[word] & theirs[word] for word in shared)


def _marked(name: str) -> bool:
    return without_marks(name) != unicodedata.normalize("NFC", name)


def _marks_of(name: str) -> dict[str, set[tuple[str, ...]]]:
    """The sets of marks that each folded word carries, whatever letter they stand on."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for word in re.findall(r"\w+", unicodedata.normalize("NFC", name).lower()):
        decomposed = unicodedata.normalize("NFD", word.replace("đ", "d\u0335"))
        marks = tuple(sorted(char for char in decomposed if unicodedata.combining(char)))
        found.setdefault(fold(word), set()).add(marks)
    return found


def misspelt(printed: str, known: str) -> bool:
    """Whether `printed`, which has lost its marks (OCR), differs from `known` by slips alone.

    Each word by a letter, few of the words, never the last one: that is mostly a name, and "Tan Minh" is not
    "Tan Binh". Words with digits and short words must agree: "Tổ dân phố 3" is not "Tổ dân phố 5".
    """
    one, other = name_form(printed), name_form(known)
    ours, theirs = one.stem.split(), other.stem.split()
    levels_fit = one.level == other.level or None in (one.level, other.level)
    if _marked_well(printed) or len(ours) != len(theirs) or not levels_fit or ours[-1:] != theirs[-1:]:
        return False
    slips = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
    return len(slips) * 3 <= len(ours) and all(_one_slip(a, b) for a, b in slips)


def _marked_well(name: str) -> bool:
    """Whether most words carry marks, as Vietnamese does; text that lost them has few and odd ones."""
    parts = re.findall(r"[^\W\d_]+", name)
    return sum(map(_marked, parts)) * 2 > len(parts)


def _one_slip(one: str, other: str) -> bool:
    if min(len(one), len(other)) < 3 or not (one.isalpha() and other.isalpha()):
        return False
    return Levenshtein.distance(one, other, score_cutoff=1) <= 1


def likeness(one: NameForm, other: NameForm) -> float:
    """How alike two names are, 0 to 1, for showing the nearest candidates."""
    return round(ratio(one.stem, other.stem) / 100, 3)
