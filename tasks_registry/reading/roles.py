"""What a column heading or a label line stands for, under any of its usual names."""

from enum import Enum
from functools import lru_cache

from tasks_registry.reading.fuzzy import has_any, is_damaged, one_letter_off, plain_words, position_of


class Role(Enum):
    """What a cell or a label holds."""

    NUMBER = "number"
    TASK = "task"
    UNITS = "units"  # who does it, where nothing says whether it leads
    LEAD = "lead"
    COORDINATORS = "coordinators"
    DEADLINE = "deadline"
    DELIVERABLES = "deliverables"
    OTHER = "other"  # a known heading that gives an item nothing: notes, money, legal bases


# The first phrase to stand in a heading decides: "Thời gian thực hiện" is a time, "Nội dung thực hiện" none.
_LISTED = {
    Role.NUMBER: "stt; tt; so tt; so thu tu; ma so; ma",
    Role.DEADLINE: "thoi gian; thoi han; thoi diem; tien do; lo trinh; han; moc; hoan thanh; ky han; thang"
    "; bat dau; ket thuc; ngay thuc hien; ngay kiem tra; ngay to chuc; ngay trien khai; ngay bao cao"
    "; quy",
    Role.DELIVERABLES: "san pham; ket qua; dau ra; minh chung",
    Role.COORDINATORS: "phoi hop; tham gia",
    Role.LEAD: "chu tri; dau moi; phu trach; tham muu; chiu trach nhiem",
    Role.UNITS: "thuc hien; phan cong; trach nhiem; don vi; co quan; bo phan; giao; ca nhan; can bo; nguoi",
    Role.TASK: "nhiem vu; noi dung; cong viec; hoat dong; giai phap; dau viec; viec; tieu chi; muc tieu; "
    "van de; chuong trinh; de an; mo hinh",
    Role.OTHER: "ghi chu; kinh phi; nguon luc; can cu; diem; dia diem; doi tuong; thanh phan; hinh thuc; "
    "lanh dao; chi dao; nguon; so luong; cap trinh; theo doi; kiem tra; dia ban; don vi tinh",
}
_PHRASES = {role: tuple(listed.split("; ")) for role, listed in _LISTED.items()}
_ORDER = {phrase: (role, phrase.count(" ")) for role, phrases in _PHRASES.items() for phrase in phrases}
# With those above, all the words of which headings and labels are made.
_FILLERS = """
cac va hoac chinh cu the du kien trien khai to chuc thuc hien hoan thanh can dat yeu duoc cua theo so giup
viec phong ban nganh dia phuong bat ket thuc dau cuoi cong tac nam ten chi tiet trong tam noi quan dong
thoi hop dinh ky nhan luc muc bao cao thuong truc nghiep vu chuyen mon lien
"""
_WORDS = frozenset(word for phrase in _ORDER for word in phrase.split()) | frozenset(_FILLERS.split())
_SPECIFIC = (Role.LEAD, Role.COORDINATORS)
_LOOKED_INTO = ("duoc kiem tra", "duoc thanh tra", "duoc giam sat", "duoc khao sat", "duoc danh gia")
_ACTS = ("thuc hien", "phan cong", "trach nhiem", "giao")
_NO_LABELS = ("to chuc thuc hien", "co trach nhiem", "co nhiem vu")
_LONGEST_HEADING = 14


@lru_cache(maxsize=4096)
def role_of(heading: str) -> Role | None:
    """The role of a column heading; None where it is none (too long, or no known word in it)."""
    words = plain_words(heading)
    if not words or len(words) > _LONGEST_HEADING:
        return Role.NUMBER if heading.strip() == "#" else None
    found = [
        (at, -size, role)
        for phrase, (role, size) in _ORDER.items()
        if (at := position_of(words, phrase)) >= 0
    ]
    if not found:
        return None
    role = min(found, key=lambda item: item[:2])[2]
    return _unit_role(words) if role is Role.UNITS else role


@lru_cache(maxsize=4096)
def is_guess(heading: str) -> bool:
    """Whether a heading or label has its role by words near to a known phrase, none being the same."""
    role, words = role_of(heading), f" {' '.join(plain_words(heading))} "
    return role is not None and bool(words.strip()) and not any(f" {p} " in words for p in _PHRASES[role])


def _unit_role(words: list[str]) -> Role:
    """What "cơ quan …" does in a heading: it leads, coordinates, just does, or is looked into."""
    if has_any(words, _LOOKED_INTO):
        return Role.OTHER
    places = {role: [at for p in _PHRASES[role] if (at := position_of(words, p)) >= 0] for role in _SPECIFIC}
    said = {role: min(at) for role, at in places.items() if at}
    return min(said, key=lambda role: said[role]) if said else Role.UNITS


@lru_cache(maxsize=4096)
def label_role(words_before_colon: str) -> Role | None:
    """The role of the words before a colon, where they are a label and nothing else; None otherwise."""
    words = plain_words(words_before_colon)
    damaged = is_damaged(words_before_colon)
    if not 0 < len(words) <= 9 or not all(_is_known(word, damaged) for word in words):
        return None
    if has_any(words, _NO_LABELS) or words[-1] in ("va", "cac", "cua", "theo"):
        return None
    role = role_of(words_before_colon)
    said_to_act = role is not Role.UNITS or has_any(words, _ACTS)
    return role if said_to_act and role is not Role.NUMBER else None


def _is_known(word: str, damaged: bool) -> bool:
    return word in _WORDS or (damaged and any(one_letter_off(word, known) for known in _WORDS))


def says_lead(heading: str) -> bool:
    """Whether a heading says *chủ trì* in so many words."""
    return position_of(plain_words(heading), "chu tri") >= 0


def says_beginning(heading: str) -> bool:
    """Whether a heading of a time says that it is the time to begin."""
    return position_of(plain_words(heading), "bat dau") >= 0
