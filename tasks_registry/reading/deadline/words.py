"""The words that deadlines are written with.

A keyword is one or more syllables, compared folded, so that text without diacritics is read too.
Folding makes some words alike ("trọng" and "trong"): a printed form in `OTHER_WORDS` never counts
as a part of a keyword, unless the keyword itself is written so.
"""

from tasks_registry.reading.folding import fold

# Symbol of the grammar: the phrases that stand for it.
_TIME = {
    "day": "ngày",
    "early": "mùng, mồng",
    "month": "tháng",
    "quarter": "quý, quí",
    "year": "năm",
    "week": "tuần",
    "half": "nửa",
    "begin": "đầu, đầu tiên",
    "middle": "giữa",
    "end": "cuối, cuối cùng",
    "first-ten": "thượng tuần",
    "second-ten": "trung tuần",
    "last-ten": "hạ tuần",
    "before": "trước",
    "until": "hết, chậm nhất, muộn nhất, trễ nhất, không quá, không muộn hơn, không trễ hơn, không chậm hơn",
    "to": "đến, tới, cho đến, cho tới",
    "in": "trong, vào, ngay trong, nội trong, trong vòng, trong khoảng, trong thời hạn",
    "from": "từ, kể từ, tính từ, ngay từ, bắt đầu từ, bắt đầu, khởi đầu từ",
    "after": "sau",
    "onward": "trở đi, trở về sau",
    "every": "hằng, hàng, mỗi, từng",
    "periodic": "định kỳ, định kì",
    "steady": "thường xuyên, liên tục, quanh năm",
    "times": "lần",
    "least": "ít nhất, tối thiểu, không ít hơn, không dưới",
    "and": "và, hoặc",
    "of": "của, thuộc",
    "several": "các, những",
    "next": "tiếp theo, kế tiếp, liền kề, tiếp sau, kế tiếp sau, liền sau",
    "whole": "cả, trọn, suốt",
    "now": "nay",
    "hour": "giờ",
    "minute": "phút",
    "weekday": "thứ",
    "sunday": "chủ nhật",
    "issue": "ban hành, ký ban hành, ký, phê duyệt, ký phê duyệt",
    "when": "khi",
    "rule": "theo, căn cứ, tùy, tùy theo, tuỳ, tuỳ theo, phụ thuộc",
    "sudden": "đột xuất",
    "occasion": "dịp, nhân dịp",
    "lunar": "âm lịch",
    "stage": "giai đoạn, nhiệm kỳ, thời kỳ",
    "school": "năm học, niên khóa, niên khoá",
    "right": "đúng",
}

# What a task is told to do: rhythm words beside it order, and a clause that opens with it is a stage.
_ACTS = """
báo cáo, kiểm tra, giám sát, rà soát, sơ kết, tổng kết, tổ chức, tổng hợp, triển khai, thực hiện, xây dựng,
hoàn thành, hoàn thiện, tham mưu, trình, gửi, nộp, cập nhật, công khai, niêm yết, đăng tải, khảo sát,
thẩm định, lấy ý kiến, góp ý, lựa chọn, công bố, đăng ký, tập huấn, bồi dưỡng, tuyên truyền, phát động,
vận hành, thử nghiệm, thí điểm, nghiệm thu, cung cấp, phối hợp, đôn đốc, theo dõi, duy trì, tiếp nhận,
giải quyết, chỉ đạo, hướng dẫn, phân công, bố trí, đối thoại, họp, giao ban, thống kê, quyết toán,
tăng cường, đẩy mạnh, chủ trì, tiếp tục, nâng cao, quán triệt, phổ biến, phát hành, kiện toàn, thành lập,
trao đổi, củng cố, tham gia, biểu dương, khen thưởng, chấm điểm, thông báo, xử lý, thanh tra, soát xét,
đối chiếu, khắc phục, gặp gỡ, bàn giao, ra mắt, nâng cấp, rút kinh nghiệm, tự đánh giá, phát thanh, lập,
kết thúc, công nhận, trao giải, chuẩn bị, bảo đảm, đảm bảo, thăm hỏi, tặng quà
"""
# What a period or rhythm only names: "dự toán kinh phí hằng năm", "lịch tiếp công dân định kỳ".
_NAMED = """
dự toán, kinh phí, ngân sách, kế hoạch, chương trình, lịch, thi đua, chỉ tiêu, mục tiêu, nguồn, phong trào,
danh mục, nội quy, phương hướng
"""
# What a date or span of years only names: "Đề án đến năm 2030", "Công văn ngày 05/01".
_DOCUMENTS = """
đề án, dự án, nghị quyết, quyết định, công văn, chỉ thị, kết luận, quy chế, quy định, nghị định, thông tư,
luật, văn bản, chiến lược, hướng dẫn số, tờ trình, thông báo số
"""
# What looks ahead or back and sets no deadline: "định hướng đến năm 2045", "số liệu tính đến ngày 14/6".
_OUTLOOK = "định hướng, tầm nhìn, hiệu lực, tính đến, số liệu"
# What is held so many times a period ("02 cuộc/năm").
_EVENTS = """
lần, cuộc, đợt, buổi, kỳ, phiên, lượt, hội nghị, lớp, chuyên đề, tin, bài, tin bài, số, chuyên mục, bản tin,
hội thảo, ngày, báo cáo
"""
_OTHER_WORDS = """
trọng, trồng, trống, hạng, hãng, mới, môi, mời, mồi, mối, mọi, tuân, tuấn, sâu, sấu, sáu, lân, lẫn, lấn,
làn, tư, tự, tú, tứ, tử, tù, tủ, tụ, tùng, tụng, ký, kỹ, kỷ, kỳ, kì, khí, quỹ, quỷ, thắng, thẳng, thăng,
nắm, nằm, đèn, đen, đền, mừng, tối, tôi, tội, thủ, thư, thử, thú, thụ, cửa, dụng, dùng, dựng, dũng, nữa,
đính, tình, tĩnh, tỉnh
"""
_NUMBERS = "một giêng, hai, ba, bốn tư, năm lăm, sáu, bảy, tám, chín, mười"


def listed(words: str) -> list[str]:
    """The words and phrases between commas."""
    return " ".join(words.split()).split(", ")


# Words that a scanner makes of others, and that no plan uses.
SCANNED = {"nim": "nam"}

EVENTS = frozenset(map(fold, listed(_EVENTS)))
OTHER_WORDS = frozenset(listed(_OTHER_WORDS))
NUMBER_WORDS = {
    fold(word): value for value, words in enumerate(listed(_NUMBERS), start=1) for word in words.split()
}


def _keywords() -> dict[tuple[str, ...], tuple[str, tuple[str, ...]]]:
    groups = {**_TIME, "act": _ACTS, "named": _NAMED, "document": _DOCUMENTS, "outlook": _OUTLOOK}
    return {
        tuple(fold(phrase).split()): (symbol, tuple(phrase.split()))
        for symbol, phrases in reversed(groups.items())
        for phrase in listed(phrases)
    }


# Folded syllables of a keyword -> its symbol, and its syllables as properly printed.
KEYWORDS = _keywords()
# First syllable of keywords -> the most syllables that one of them has.
LONGEST_KEYWORDS = {
    first: max(len(syllables) for syllables in KEYWORDS if syllables[0] == first) for first, *_ in KEYWORDS
}
TIME_SYLLABLES = frozenset(
    syllable for phrases in _TIME.values() for syllable in fold(phrases).replace(",", " ").split()
)
