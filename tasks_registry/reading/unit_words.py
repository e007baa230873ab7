"""The words by which a unit (cơ quan, đơn vị) and an order to it are known in running text."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from tasks_registry.reading.folding import fold
from tasks_registry.reading.fuzzy import is_damaged, one_letter_off, plain_words

_WORD = re.compile(r"[^\W_]+")


def _words(listed: str) -> list[str]:
    """The words of a list parted by white space."""
    return listed.split()


def _phrases(listed: str) -> list[str]:
    """The phrases of a list parted by `;`."""
    return [" ".join(phrase.split()) for phrase in listed.split(";")]


# A name of a unit begins with one of these (its head).
_HEADS = """
sở; phòng; ban; văn phòng; vp; trung tâm; ủy ban; ubnd; ub; ubmttq; ubmttqvn; mttq; mặt trận; hđnd; hội
đồng; hội đồng nhân dân; hội; đoàn; công an; quân sự; bộ chỉ huy; bộ tư lệnh; bộ phận; bộ; thanh tra; viện;
chi cục; cục; kho bạc; bảo hiểm xã hội; bhxh; tòa án; ngân hàng; liên đoàn; liên minh; đài; trường; trạm;
tổ; khối; công chức; cán bộ; viên chức; thường trực; đảng ủy; thành ủy; tỉnh ủy; huyện ủy; quận ủy; thị ủy;
chi bộ; đảng bộ; giám đốc; chủ tịch; phó chủ tịch; phó giám đốc; thủ trưởng; trưởng; phó trưởng; bí thư; phó
bí thư; người đứng đầu; lãnh đạo; cơ quan; đội; đơn vị; bưu điện; điện lực; hợp tác xã; công ty; bcđ; tổng
công ty; trưởng phòng; trưởng ban; hiệu trưởng; chánh văn phòng; hội liên hiệp; cổng thông tin; chi nhánh;
hạt; thuế; ttphvcc; ttpvhcc; tand; vksnd; vks; chcc; đồng chí; bchqs; quỹ; bệnh viện; các; toàn thể; thôn;
ấp; tổ dân phố
"""
# The same first word, but no unit: "hội nghị", "ban hành", "phòng, chống", "tổ chức".
_NOT_AFTER = {
    "hoi": "nghi thao truong thi vien nhap hop tu dong-vien thoai",
    "to": "chuc quoc",
    "ban": "hanh dau giao-nhiem",
    "phong": "chong ngua trao tranh cach",
    "doi": "ngu voi moi thoai",
    "truong": "hop",
    "doan": "ket vien",
    "khoi": "luong phuc cong",
    "vien": "dan tro",
    "so": "huu di hoa voi sanh lieu luong dien tay nha luu tien",
    "bo": "tieu tri sung luat thu quy",
    "cuc": "bo",
    "dai": "han",
    "lanh": "chi",
    "quy": "che dinh trinh hoach i ii iii iv 1 2 3 4",
    "thue": "suat",
    "can": "thiet",
    "hat": "nhan",
    "tram": "nguoi",
    "don": "thu",
    "cong": "tac khai",
}
_PLURALS = "các; những; toàn thể; mọi; tất cả các; một số"
# After a plural, these name units of a kind: "các phòng chuyên môn", "các cơ quan, đơn vị".
_KINDS = frozenset(
    _words("""
ho so ban nganh phong co quan don vi bo phan to hoi can cong vien thanh xa phuong thi huyen dia truong thon
khu chi dang cap doanh hop trung thu dong chu uy ubnd khoi cau lac doi bi giam lanh nha ap doan tram
tinh
""")
)
_NOT_KINDS = tuple(
    _phrases("""
hoi nghi; hoi thao; co so; so lieu; to chuc hoi; cong trinh; cong viec; cong tac; hop dong; chu truong;
thu tuc; vien ban; dia diem; thanh phan; thanh tuu; chi tieu; chi thi; chi phi; cap do; doi tuong; dong
bao; trung bo; can cu; quan diem; ban tin; chu de; thi dua; khoi luong; so ket; phong trao; thanh tich;
don thu; cong doan viec; hoi vien; doan vien; cong khai; cong dan; cong bo; quan he; co che; co hoi; hop
phan; thu moi; thong tin; thanh vien gia; dang vien; bo tri; thi truong; chi so; to hop; quan trong; dia
ban; dia chi; doi moi; nha nuoc; don gia
""")
)
# What a unit is told to do begins with one of these; written small, for names write them large.
_PREDICATES = """
chủ trì; chủ động; phối hợp; có trách nhiệm; có nhiệm vụ; chịu trách nhiệm; tăng cường; tiếp tục; thường
xuyên; xây dựng; tham mưu; tổ chức; thực hiện; triển khai; hướng dẫn; kiểm tra; đôn đốc; theo dõi; rà soát;
báo cáo; đề xuất; bố trí; căn cứ; quán triệt; chỉ đạo; đẩy mạnh; nghiêm túc; kịp thời; là đầu mối; làm đầu
mối; là cơ quan; là đơn vị; cử; hoàn thành; gửi; đăng ký; lập; ban hành; tuyên truyền; vận động; giám sát;
nghiên cứu; tiến hành; sử dụng; giải quyết; khảo sát; cung cấp; cập nhật; công khai; niêm yết; đánh giá;
tổng hợp; thẩm định; trình; phân công; phân bổ; cân đối; đảm bảo; bảo đảm; hỗ trợ; quản lý; vận hành; thu
thập; chuẩn bị; đăng tải; đưa tin; phát động; phát hiện; phát huy; chấm điểm; phải; cần; giúp; để; trong
việc; trong công tác; trong quá trình; trong thực hiện; nhằm; về việc; khi; thông qua; định kỳ; hằng năm;
hàng năm; hằng quý; hàng quý; hằng tháng; hàng tháng; hằng tuần; hàng tuần; lồng ghép; gắn; nâng cao; tập
trung; đổi mới; tạo điều kiện; khẩn trương; nhanh chóng; tích cực; trực tiếp; tiếp nhận; xử lý; xem xét;
quyết định; ký kết; huy động; kiện toàn; khen thưởng; biểu dương; kêu gọi; duy trì; lắp đặt; thiết kế; tập
huấn; bồi dưỡng; đào tạo; thống nhất; thành lập; khai thác; số hóa; trang bị; mua sắm; cải tạo; giao; yêu
cầu; đề nghị; lựa chọn; tham gia; phụ trách; như; nếu; soạn thảo; lấy ý kiến; tiếp thu; chấp hành; khuyến
khích; phổ biến; hoàn thiện; ứng dụng; đưa; mở; giữ; cấp phát; trả lời; cụ thể hóa; đề ra; gắn với; ưu tiên;
tổng kết; sơ kết; nắm; bám sát; quan tâm; làm tốt; làm việc; làm; rút kinh nghiệm; bổ sung; điều chỉnh;
chịu; là; vận dụng; tham dự; cụ thể; thẩm tra; thanh tra; giới thiệu; công bố; phê duyệt; tự đánh giá; tự
kiểm tra; phản ánh; ký; đăng; treo; nộp; xác nhận; chấm; họp; mời; thăm; tặng; trồng; sửa chữa; thay thế;
thống kê; điều tra; nhân rộng; khắc phục; bảo vệ; ngăn chặn; phòng ngừa; đấu tranh; tuần tra; xác minh; hòa
giải; tiếp xúc; đối thoại; trao đổi; chia sẻ; kết nối; liên kết; thu hút; kiến nghị; nâng cấp; cải thiện;
chuẩn hóa; điều phối; phân loại; sắp xếp; nhắc nhở; thông báo; tư vấn; gương mẫu; nêu gương; cam kết; nghiệm
thu; thanh toán; quyết toán; giải ngân; xét; công nhận; kê khai; rút ngắn; kiểm soát; kiểm điểm; ra quân;
đồng hành; hưởng ứng; góp ý; đóng góp; tự rà soát; tự chấm điểm; ngay sau; trong thời gian; theo chức năng;
theo nhiệm vụ; cùng phối hợp; phát hành; phát thanh; phát sóng; dọn vệ sinh; dọn dẹp
"""
# Right after a head these make its name: "ban chỉ đạo", "viện nghiên cứu", "bộ phận tiếp nhận".
_NAMING = """
chỉ đạo; quản lý; giám sát; thanh tra; kiểm tra; nghiên cứu; tuyên truyền; vận động; tổ chức; xây dựng; tiếp
nhận; phụ trách; hướng dẫn; thẩm định; đào tạo; bồi dưỡng; khảo sát; đánh giá; soạn thảo; hỗ trợ; ứng dụng;
khai thác; theo dõi; xử lý; tham mưu; quản; giúp; đưa
"""
# A short predicate is none in a compound: "sự nghiệp công lập", "chương trình", "được giao".
_COMPOUNDS = {
    "lap": "cong thanh doc",
    "trinh": "chuong quy lo cong giao to qua hanh thuyet tien",
    "cu": "bau ung de",
    "giao": "duoc ban ngoai chuyen da",
    "lam": "viec",
    "giu": "canh luu",
    "mo": "coi",
    "dua": "thi",
    "can": "nhu yeu",
    "ky": "dinh nhiem thu the truong chu",
    "xet": "nhan",
    "hop": "phoi tong phu to tich lien hoi ket",
}
_SURE_SYLLABLES = ("de", "nham", "phai", "khi")
_NAMED_BY_WORK = frozenset(
    _words("""
ban vien doi to doan phong so hoi khoi cuc tram quy trung-tam bo-phan can-bo cong-chuc vien-chuc chi-cuc
hoi-dong uy-ban
""")
)
# A predicate further on in a name: "Ban Chỉ đạo thực hiện Quy chế".
_NAMED_FOR_WORK = (
    "ban chi dao",
    "to cong tac",
    "hoi dong",
    "ban van dong",
    "bcd",
    "ban dieu hanh",
    "to giup viec",
)
_NOUNS_AFTER_ORGANISATION = frozenset(
    _words("""
chinh ct doan xa hoi lien co kinh ton ca dang thanh tren thuoc khac cong nghe phi quan
""")
)


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


def _listed(words: str) -> dict[str, list[tuple[str, ...]]]:
    """Phrases parted by `;`, by the folded form of their first word, the longest first."""
    table: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(_phrases(words), key=len, reverse=True):
        parts = tuple(phrase.split())
        table.setdefault(fold(parts[0]), []).append(parts)
    return table


_HEADS_BY_FIRST = _listed(_HEADS)
_LONG_HEADS = [fold(head) for head in _phrases(_HEADS) if len(head) >= 7]
_PREDICATES_BY_FIRST = _listed(_PREDICATES)
_NAMING_BY_FIRST = _listed(_NAMING)
_PLURALS_BY_FIRST = _listed(_PLURALS)
_LONG_PREDICATES = [fold(phrase) for phrase in _phrases(_PREDICATES) if len(phrase) >= 8]


@lru_cache(maxsize=20_000)
def _letters(word: str) -> tuple[str, ...]:
    """The letters and marks of a word, in no order: "uỷ" and "ủy" are the same word."""
    return tuple(sorted(unicodedata.normalize("NFD", word.lower())))


@lru_cache(maxsize=20_000)
def _same(word: str, known: str) -> bool:
    """Whether a printed word is `known`: with its own marks, or with none at all."""
    return fold(word) == fold(known) and (word.lower() == fold(word) or _letters(word) == _letters(known))


def _phrase_at(tokens: list[Token], at: int, table: dict[str, list[tuple[str, ...]]]) -> int:
    for phrase in table.get(fold(tokens[at].text), ()):
        window = tokens[at : at + len(phrase)]
        if len(window) == len(phrase) and all(map(_same, (t.text for t in window), phrase)):
            return len(phrase)
    return 0


def _damaged_at(tokens: list[Token], at: int, phrases: list[str]) -> int:
    """The words taken by a long phrase that a scanner has damaged by a letter; 0 for none."""
    for size in (2, 3) if tokens[at].damaged else ():
        window = tokens[at : at + size]
        words = " ".join(token.plain for token in window)
        adjoining = window[-1].end - window[0].start == len(words) and len(window) == size
        if adjoining and any(p.count(" ") == size - 1 and _scanned(words, p) for p in phrases):
            return size
    return 0


def _scanned(words: str, phrase: str) -> bool:
    """Whether `words` are `phrase` with a letter damaged; the first letter only where it was a Đ."""
    same_first = words[0] == phrase[0] or (phrase[0] == "d" and words[0] in "pb")
    return same_first and one_letter_off(words, phrase)


def head_at(tokens: list[Token], at: int) -> int:
    """How many words from `at` on are the head of a unit's name; 0 where none stands there."""
    if at >= len(tokens):
        return 0
    size = _phrase_at(tokens, at, _HEADS_BY_FIRST) or _damaged_at(tokens, at, _LONG_HEADS)
    follower = tokens[at + size].plain if size and at + size < len(tokens) else ""
    if size == 1 and follower in _NOT_AFTER.get(tokens[at].plain, "").split():
        return 0
    return size


def plural_at(tokens: list[Token], at: int) -> int:
    """How many words of `các …` from `at` on open a collective of units; 0 where none stands there."""
    size = _phrase_at(tokens, at, _PLURALS_BY_FIRST)
    following = " ".join(token.plain for token in tokens[at + size : at + size + 2])
    kind = size and following.split(" ")[0] in _KINDS and not following.startswith(_NOT_KINDS)
    return size if kind else 0


def predicate_at(tokens: list[Token], at: int) -> bool:
    """Whether an order or a purpose, not a name, goes on at `at`: "chủ trì", "có trách nhiệm", "để"."""
    if not tokens[at].text[0].islower():
        return False
    if tokens[at].plain == "to" and _organisation_at(tokens, at):
        return False
    size = _phrase_at(tokens, at, _PREDICATES_BY_FIRST)
    if size > 1:
        return True
    if size:
        return not _is_in_compound(tokens, at)
    if at + 1 < len(tokens) and _phrase_at(tokens, at + 1, _PREDICATES_BY_FIRST) > 1:
        return False
    small = all(token.text[0].islower() for token in tokens[at : at + 2])
    return small and _damaged_at(tokens, at, _LONG_PREDICATES) > 0


def begins_with_order(text: str) -> bool:
    """Whether a sentence begins with an order: "Tham mưu …", "Chủ trì, phối hợp …"."""
    tokens = tokens_of(text[:1].lower() + text[1:60])
    return bool(tokens) and tokens[0].start == 0 and predicate_at(tokens, 0)


def _is_in_compound(tokens: list[Token], at: int) -> bool:
    """Whether a predicate of one syllable may be none: part of a compound, or of a text without marks."""
    word = tokens[at].plain
    if tokens[at].damaged and word not in _SURE_SYLLABLES:
        return True
    return at > 0 and tokens[at - 1].plain in _COMPOUNDS.get(word, "").split()


def _organisation_at(tokens: list[Token], at: int) -> bool:
    """Whether "tổ chức" at `at` is the noun (an organisation), not the verb (to organise)."""
    before = tokens[at - 1].plain if at else ""
    after = tokens[at + 2] if at + 2 < len(tokens) else None
    if before in ("cac", "nhung", "moi"):
        return True
    return after is None or after.plain in _NOUNS_AFTER_ORGANISATION


def named_by_work(tokens: list[Token], at: int, size: int) -> bool:
    """Whether the head of `size` words at `at` has its name from work: "ban chỉ đạo", "viện nghiên cứu"."""
    head = "-".join(token.plain for token in tokens[at : at + size])
    after = at + size
    return head in _NAMED_BY_WORK and after < len(tokens) and _phrase_at(tokens, after, _NAMING_BY_FIRST) > 0


def named_for_work(tokens: list[Token], at: int) -> bool:
    """Whether the predicate at `at` belongs to a name: "Ban Chỉ đạo thực hiện Quy chế …"."""
    before = " ".join(token.plain for token in tokens[max(0, at - 3) : at])
    after = tokens[at + 2].text if at + 2 < len(tokens) else ""
    return before.endswith(_NAMED_FOR_WORK) and after[:1].isupper()
