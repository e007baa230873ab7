"""Confidence and its reasons: what is in doubt is told, and every doubt lowers the figure."""

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks_registry.reading.blocks import Paragraph
from tasks_registry.reading.checks import is_damaged_text, is_odd_unit
from tasks_registry.reading.doubts import Doubt, Reason, confidence
from tasks_registry.reading.items import ReadItem
from tasks_registry.reading.reader import read_document, read_text
from tests.reading.layouts import markdown

DOUBTS = st.builds(Doubt, st.sampled_from(Reason), st.sampled_from(["", "a", "{}"]))
HEADING = ["TT", "Nhiệm vụ", "Chủ trì", "Thời gian"]
ROW = ["1", "Trồng cây xanh dọc các tuyến đường", "Phòng Kinh tế", "16/3/2026"]


@given(st.lists(DOUBTS, max_size=12), DOUBTS)
def test_every_doubt_lowers_the_confidence(doubts: list[Doubt], more: Doubt) -> None:
    """It stays above 0 and at most 1, and one more doubt of any kind always lowers it."""
    before, after = confidence(tuple(doubts)), confidence((*doubts, more))
    assert 0 < after < before <= 1


@given(st.lists(DOUBTS, max_size=8), st.randoms())
def test_the_order_of_doubts_does_not_matter(doubts: list[Doubt], chance: object) -> None:
    """The same doubts give the same figure, and are told the gravest first, each once."""
    item = ReadItem("duty", (), "", "Quét dọn", 1)
    forwards, backwards = item.doubted(*doubts), item.doubted(*doubts[::-1])
    assert isclose(forwards.confidence, backwards.confidence)
    weights = [doubt.weight for doubt in forwards.doubts]
    assert weights == sorted(weights, reverse=True)
    assert len(set(forwards.doubts)) == len(forwards.doubts) == len(set(doubts))


def test_every_reason_has_a_weight_and_words() -> None:
    """A weight of 0 would hide a doubt; one of 1 would say that the item is no item."""
    assert all(0 < Doubt(reason).weight < 1 and Doubt(reason, "x").words for reason in Reason)


def test_a_clean_item_is_sure() -> None:
    """No doubts: the figure is 1."""
    (item,) = read_text(markdown([HEADING, ROW])).items
    assert (item.confidence, item.warnings) == (1.0, ())


def _row(**cells: str) -> list[str]:
    names = dict(zip(("number", "text", "lead", "deadline"), ROW, strict=True))
    return [*{**names, **cells}.values()]


LONG = "Tổ công tác liên ngành về môi trường và an toàn thực phẩm và vệ sinh và trật tự đô thị và văn minh"
IN_DOUBT = [
    (Reason.NO_LEAD, markdown([HEADING, _row(lead="")]), "chưa rõ đơn vị chủ trì"),
    (Reason.NO_DEADLINE, markdown([HEADING, _row(deadline="")]), "chưa có thời hạn"),
    (Reason.UNDATED, markdown([HEADING, _row(deadline="Theo tiến độ dự án")]), "“Theo tiến độ dự án”"),
    (Reason.DAY_OFF, markdown([HEADING, _row(deadline="15/3/2026")]), "hạn rơi vào Chủ nhật 15/3/2026"),
    (Reason.DAY_OFF, markdown([HEADING, _row(deadline="trước 01/02/2026")]), "thứ Bảy 31/01/2026"),
    (Reason.ODD_UNIT, markdown([HEADING, _row(lead=LONG)]), "tên đơn vị dài bất thường"),
    (Reason.DAMAGED, markdown([HEADING, _row(text="Trong cay xanh doc cac tuyen duong")]), "mất dấu"),
    (Reason.GUESSED, markdown([["TT", "Nhiem vu", "Chu tri", "Thoi glan"], ROW]), "“Thoi glan”"),
    (Reason.JOINED, markdown([HEADING, ROW, ["", "liên thôn", "", ""]]), "ngắt trang"),
]


@pytest.mark.parametrize(("reason", "text", "words"), IN_DOUBT)
def test_what_is_in_doubt_is_told(reason: Reason, text: str, words: str) -> None:
    """The one thing that is odd about an item is the one doubt, in words, and the figure says its weight."""
    (item,) = read_text(text).items
    assert [doubt.reason for doubt in item.doubts] == [reason]
    assert words in item.warnings[0]
    assert isclose(item.confidence, 1 - item.doubts[0].weight)


def test_no_lead_and_no_time_together_are_grave() -> None:
    """A row with neither falls below the figure under which it is shown in red."""
    (item,) = read_text(markdown([HEADING, _row(lead="", deadline="")])).items
    assert item.confidence < 0.6
    assert item.as_dict()["confidence"] == round(item.confidence, 2)


def test_only_single_days_and_ends_of_periods_fall_on_a_weekend() -> None:
    """A rhythm has no day of its own to warn of."""
    (item,) = read_text(markdown([HEADING, _row(deadline="Hằng tháng, trước ngày 15")])).items
    assert item.warnings == ()


def test_a_percent_that_differs_from_the_prose_is_told_at_the_item() -> None:
    """And on the document as a whole."""
    prose = "I. MỤC TIÊU\n- Tỷ lệ hồ sơ giải quyết đúng hạn đạt 100% trong năm.\n\n"
    read = read_text(
        prose + markdown([HEADING, _row(text="Tỷ lệ hồ sơ giải quyết đúng hạn đạt 95% trong năm")])
    )
    (item,) = read.items
    assert [doubt.reason for doubt in item.doubts] == [Reason.PERCENTS]
    assert "95%, dòng 6" in item.warnings[0]
    assert item.warnings == read.warnings


def test_items_of_sections_that_share_a_number_are_told() -> None:
    """In prose and in tables, with the places of both sections."""
    prose = (
        "III. TỔ CHỨC THỰC HIỆN\n1. Phòng Nội vụ\n- Lập sổ.\n1. Công an xã\n- Tuần tra.\n2. Hội A\n- Trực.\n"
    )
    rows = [HEADING, ["I", "Chung", "", ""], ROW, ["I", "Riêng", "", ""], _row(number="2", text="Kẻ vạch")]
    told = [[item.warnings for item in read_text(text).items] for text in (prose, markdown(rows))]
    one, same = ("thuộc mục có số dùng hai lần: 1 (dòng 2; dòng 4)",), "thuộc mục có số dùng hai lần: I"
    assert told[0] == [one, one, ()]
    assert [warnings[0].startswith(same) for warnings in told[1]] == [True, True]


def test_a_scanned_document_is_in_doubt_throughout() -> None:
    """Every word that was read from a picture needs a person's confirmation."""
    blocks = (Paragraph("III. TỔ CHỨC THỰC HIỆN", 1), Paragraph("1. Phòng Nội vụ: Lập sổ theo dõi.", 2))
    for scanned, expected in ((False, []), (True, [Reason.SCANNED])):
        (item,) = read_document(blocks, scanned=scanned).items
        assert [doubt.reason for doubt in item.doubts] == expected


@pytest.mark.parametrize(
    "text",
    [
        "UBND, MTTQ, HĐND và BCĐ 389",
        "Báo cáo gửi qua hộp thư vanphong@donvi.gov.vn, phòng H2 tầng 3",
        "Giảm 5% chi phí; đạt 98,5 điểm (từ tháng 6/2026)",
        "THÔNG BÁO KẾT LUẬN",
    ],
)
def test_whole_text_is_not_called_damaged(text: str) -> None:
    """Abbreviations, addresses, figures and capitals are no damage."""
    assert not is_damaged_text(text)


@pytest.mark.parametrize(
    "text", ["Niém yét cac thi tuc tai tru so", "Triển khai t6t v4i các phòng ban", "Cơ sở ¢ông dân ™ xã"]
)
def test_damaged_text_is_known(text: str) -> None:
    """No marks, digits inside words, letters and signs of other languages."""
    assert is_damaged_text(text)


def test_an_order_is_no_unit() -> None:
    """Names of offices and of companies are names; what begins with an order is none."""
    assert not any(map(is_odd_unit, ["Thanh tra thị xã", "VNPT", "Kế toán xã", "Tổ Quản lý chợ"]))
    assert is_odd_unit("Thực hiện tuyên truyền tại các thôn")
