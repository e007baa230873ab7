"""What a part of a plan does, known by its title: whether it gives content, duties, criteria, or nothing."""

from enum import Enum

from tasks_registry.reading.fuzzy import begins_with_any, plain_words, position_of


class Part(Enum):
    """What the paragraphs of a part give; an UNKNOWN one beside a named CONTENT gives label blocks only."""

    NOTHING = "nothing"
    CONTENT = "content"
    DUTIES = "duties"
    CRITERIA = "criteria"
    UNKNOWN = "unknown"


def _phrases(listed: str) -> tuple[str, ...]:
    return tuple(" ".join(phrase.split()) for phrase in listed.split(";"))


_DUTIES = _phrases(
    """
    to chuc thuc hien; to chuc trien khai; phan cong; trach nhiem cua; trach nhiem cac; trach nhiem thuc
    hien; giao nhiem vu; trach nhiem; che do bao cao; thong tin bao cao; bao cao
    """
)
_CONTENT = _phrases(
    """
    noi dung; nhiem vu; giai phap; bien phap; hoat dong; cong viec; buoc tien hanh; cac buoc; lo trinh;
    tien do
    """
)
_MONEY = _phrases(
    """
    kinh phi; ngan sach; du toan; nguon kinh phi; ve kinh phi; bo tri kinh phi; ve bo tri kinh phi; co che
    tai chinh
    """
)
_FORMS = ("de cuong", "mau", "bieu mau")
_NOTHING = _phrases(
    """
    muc dich; yeu cau; muc tieu; quan diem; nguyen tac; pham vi; doi tuong; can cu; thuc trang; tinh hinh;
    danh gia chung; khai quat; dac diem; su can thiet; chi tieu; cac chi tieu; thoi gian; dia diem; thanh
    phan; co so phap ly; kien nghi; de xuat kien nghi; thuan loi; kho khan; ket qua dat duoc; giai thich
    """
)
_LOOKING_BACK = _phrases(
    """
    ket qua thuc hien; ket qua dat duoc; danh gia ket qua; danh gia tinh hinh; danh gia chung; tinh hinh; thuc
    trang; dac diem; tong quan; nhung ket qua; mot so ket qua; ton tai; han che
    """
)
_CRITERIA = ("tieu chi", "cac tieu chi", "noi dung tieu chi", "khung tieu chi", "danh muc tieu chi")
_LATEST_WORD = 3  # the name of a duties part stands this early in its title: "CÔNG TÁC TỔ CHỨC THỰC HIỆN"
_LONGEST_TITLE = 16


def part_of_title(title: str) -> Part:
    """What a part does by its title; UNKNOWN where the title does not say."""
    words = plain_words(title)
    if len(words) > 2 * _LONGEST_TITLE:
        return Part.UNKNOWN
    if any(begins_with_any(words, phrases) for phrases in (_FORMS, _LOOKING_BACK, _MONEY)):
        return Part.NOTHING
    if begins_with_any(words, _CRITERIA) or 0 <= position_of(words, "bo tieu chi") <= _LATEST_WORD:
        return Part.CRITERIA
    duties = _first(words, _DUTIES)
    content = _first(words, _CONTENT)
    if duties <= min(content, _LATEST_WORD):
        return Part.DUTIES
    if content < len(words):
        return Part.CONTENT
    return Part.NOTHING if begins_with_any(words, _NOTHING) else Part.UNKNOWN


def is_guessed_part(title: str) -> bool:
    """Whether a title tells its part by words near to a known phrase, none being the same."""
    words = f" {' '.join(plain_words(title))} "
    plainly = any(f" {phrase} " in words for phrase in (*_DUTIES, *_CONTENT, *_CRITERIA))
    return part_of_title(title) in (Part.DUTIES, Part.CONTENT, Part.CRITERIA) and not plainly


def _first(words: list[str], phrases: tuple[str, ...]) -> int:
    """Where the first of the phrases stands; past the last word where none does."""
    places = [at for phrase in phrases if (at := position_of(words, phrase)) >= 0]
    return min(places, default=len(words) + _LATEST_WORD + 1)


def part_within(title: str, outer: Part) -> Part:
    """What a section inside a part does: what the part does, unless its own short title says otherwise."""
    words = plain_words(title)
    if len(words) > _LONGEST_TITLE or outer in (Part.NOTHING, Part.CRITERIA):
        return outer
    if begins_with_any(words, _MONEY) or begins_with_any(words, _NOTHING):
        return Part.NOTHING
    return Part.DUTIES if begins_with_any(words, _DUTIES[:4]) else outer


def names_part(title: str) -> bool:
    """Whether an unnumbered title names a part of a plan."""
    words = plain_words(title)
    keys = (*_DUTIES, *_CONTENT, *_NOTHING, *_MONEY)
    return len(words) <= _LONGEST_TITLE and begins_with_any(words, keys)
