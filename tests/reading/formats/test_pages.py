"""Pages of words and lines: paragraphs, tables drawn and not drawn, parts of tables put together."""

from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tasks_registry.reading.doubts import Reason
from tasks_registry.reading.formats import LoadedDocument
from tasks_registry.reading.formats.gathering import Gathering
from tasks_registry.reading.formats.page_edges import Box, Edge, ruled
from tasks_registry.reading.formats.page_lines import Word
from tasks_registry.reading.formats.pages import Page, add_pages
from tasks_registry.reading.items import ReadItem
from tasks_registry.reading.reader import read_document
from tests.reading.formats.reading import items_of, rows_of, shape_of, texts_of
from tests.reading.formats.typesetting import PITCH, box, set_line, set_paragraphs, set_table, wrapped

HEADING = ["TT", "Nội dung", "Đơn vị chủ trì", "Thời gian"]
XS = [50.0, 80.0, 260.0, 400.0, 500.0]
WORDS = st.lists(
    st.sampled_from(["rà", "soát", "hồ", "sơ", "tiếp", "dân", "báo", "cáo"]), min_size=2, max_size=40
)


def doubted(document: LoadedDocument) -> tuple[ReadItem, ...]:
    """The items of a document with what is in doubt about them."""
    return read_document(document.blocks, document.places).items


def read(*pages: tuple[list[Word], list[Edge]], height: float = 800.0) -> LoadedDocument:
    found = Gathering("a.pdf")
    add_pages(found, [Page(at, 600.0, height, tuple(w), tuple(e)) for at, (w, e) in enumerate(pages, 1)])
    return found.done()


@settings(max_examples=60)
@given(
    st.lists(WORDS, min_size=3, max_size=8), st.sampled_from([0.0, 28.0, -18.0]), st.sampled_from([0.0, 8.0])
)
@example([["rà", "soát"]] * 9 + [["soát"] * 15 + ["rà"], ["cáo"] * 5], 0.0, 8.0)  # a full line
def test_paragraphs_come_back_however_they_are_set(
    paragraphs: list[list[str]], first: float, gap: float
) -> None:
    """Set in, standing out or flush, with room between paragraphs or not: each ends with a full stop."""
    texts = [f"{' '.join(words).capitalize()}." for words in paragraphs]
    full = "Chữ" + " chữ" * 38 + " đủ hai dòng để biết lề phải của trang này."
    words = set_paragraphs([*texts, full], left=70, top=100, width=430, first=first, gap=gap)
    found = texts_of(read((words, [])))
    if gap or first > 0:
        assert found == [*texts, full]
    else:  # a full last line cannot be told from one that goes on
        assert " ".join(found) == " ".join([*texts, full])


def test_a_paragraph_goes_on_over_a_page_end() -> None:
    one = set_paragraphs(["Đoạn thứ nhất dài " + "chữ " * 60], left=70, top=600, width=430)
    two = set_paragraphs(["và đi tiếp ở trang sau.", "Đoạn thứ hai."], left=70, top=60, width=430)
    texts = texts_of(read((one, []), (two, [])))
    assert len(texts) == 2
    assert texts[0].endswith("chữ và đi tiếp ở trang sau.")


def test_page_numbers_and_running_heads_are_dropped() -> None:
    pages: list[tuple[list[Word], list[Edge]]] = []
    for number in range(1, 5):
        words = set_line(f"{number}", 290, 30) + set_line(f"KẾ HOẠCH NĂM 2026 - trang {number}", 200, 770)
        pages.append((words + set_paragraphs([f"Nội dung {number}."], left=70, top=200, width=430), []))
    assert texts_of(read(*pages)) == [f"Nội dung {number}." for number in range(1, 5)]


def test_the_running_head_of_two_pages_is_dropped_and_their_table_is_one() -> None:
    rows = [["1", "Rà soát", "Phòng A", "Quý I"], ["2", "Báo cáo", "Phòng B", "Quý II"]]
    head = set_line("Kế hoạch năm 2026 của Ủy ban nhân dân phường", 70, 30)
    pages = [set_table([HEADING, row], XS, 120) for row in rows]
    document = read(*((head + words, edges) for words, edges, _ in pages))
    assert rows_of(document) == [tuple(HEADING), *map(tuple, rows)]
    assert texts_of(read((head, []))) == ["Kế hoạch năm 2026 của Ủy ban nhân dân phường"]


def test_a_letterhead_is_read_column_after_column() -> None:
    words = (
        set_line("ỦY BAN NHÂN DÂN", 70, 60)
        + set_line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA", 300, 60)
        + set_line("PHƯỜNG AN HÒA", 75, 60 + PITCH)
        + set_line("Độc lập - Tự do", 330, 60 + PITCH)
        + set_line("KẾ HOẠCH", 250, 60 + 4 * PITCH)
    )
    assert texts_of(read((words, []))) == [
        "ỦY BAN NHÂN DÂN",
        "PHƯỜNG AN HÒA",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA",
        "Độc lập - Tự do",
        "KẾ HOẠCH",
    ]


@settings(max_examples=60)
@given(st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=6))
def test_a_drawn_table_comes_back_with_its_lines_joined(cells: list[tuple[list[str], ...]]) -> None:
    rows = [HEADING] + [[str(at), *(" ".join(c) for c in row)] for at, row in enumerate(cells, 1)]
    words, edges, _ = set_table(rows, XS, 100)
    assert rows_of(read((words, edges))) == [tuple(row) for row in rows]


def test_line_breaks_of_the_author_stay_in_cells() -> None:
    rows = [
        HEADING,
        ["1", "- Rà soát\n- Báo cáo kết quả rà soát cho Ủy ban nhân dân phường", "Phòng A\nPhòng B", "Quý I"],
    ]
    words, edges, _ = set_table(rows, XS, 100)
    assert rows_of(read((words, edges)))[1] == tuple(rows[1])


def test_a_word_wider_than_its_cell_is_put_together() -> None:
    xs = [50.0, 80.0, 300.0, 450.0, 450 + 10 + 54]  # room for nine letters
    words, edges, end = set_table([HEADING], xs, 100)
    words += (
        set_line("1", 55, end + 1)
        + set_line("Rà soát", 85, end + 1)
        + set_line("Phòng Kinh tế", 305, end + 1)
    )
    words += set_line("15/02/202", 455, end + 1) + set_line("6", 455, end + 1 + PITCH)
    edges += [edge for left, right in pairwise(xs) for edge in box(left, end, right, end + 40)]
    assert rows_of(read((words, edges)))[1][3] == "15/02/2026"


def test_a_table_over_pages_is_one_without_its_repeated_heading() -> None:
    pages = []
    for page in range(3):
        row = [str(page + 1), f"Việc thứ {page + 1}", "Phòng Kinh tế", "Quý I/2026"]
        words, edges, _ = set_table([HEADING, row], XS, 60)
        pages.append((words + set_line(str(page + 1), 290, 780), edges))
    document = read(*pages)
    assert shape_of(document.blocks) == "t"
    assert [row[0] for row in rows_of(document)] == ["TT", "1", "2", "3"]
    assert [str(place) for place in document.places.values()][-1] == "trang 3, bảng 1, hàng 2"


def test_a_row_cut_by_a_page_end_is_joined() -> None:
    whole = (
        "1",
        "Rà soát hồ sơ của người dân đang chờ trả lời",
        "Trung tâm Phục vụ hành chính công",
        "Quý I",
    )
    lines = [wrapped(cell, XS[at + 1] - XS[at] - 10) for at, cell in enumerate(whole)]
    above = [HEADING, [found[0] for found in lines]]
    below = [[" ".join(found[1:]) for found in lines], ["2", "Báo cáo", "Phòng A", "Quý II"]]
    document = read(set_table(above, XS, 60)[:2], set_table(below, XS, 60)[:2])
    assert rows_of(document)[1:] == [whole, ("2", "Báo cáo", "Phòng A", "Quý II")]
    assert [Reason.JOINED in {d.reason for d in item.doubts} for item in doubted(document)] == [True, False]


def test_a_row_without_a_number_cut_by_a_page_end_is_joined() -> None:
    whole = [
        "Rà soát hồ sơ của người dân đang chờ Ủy ban trả lời",
        "Phòng Kinh tế, Hạ tầng và Đô thị",
        "Quý I",
    ]
    new = ["Báo cáo", "Phòng A", ""]
    lines = [wrapped(cell, XS[at + 2] - XS[at + 1] - 10) for at, cell in enumerate(whole)]
    above = set_table([HEADING[1:], [found[0] for found in lines]], XS[1:], 60)
    rest = [" ".join(found[1:]) for found in lines]
    assert [bool(cell) for cell in rest] == [True, True, False]
    found = rows_of(read(above[:2], set_table([rest, new], XS[1:], 60)[:2]))
    assert found[1:] == [tuple(whole), tuple(new)]
    assert rows_of(read(above[:2], set_table([new], XS[1:], 60)[:2]))[2:] == [tuple(new)]


def test_a_duty_that_goes_on_over_a_page_end_is_in_doubt() -> None:
    title = "III. TỔ CHỨC THỰC HIỆN"
    long = "1. Phòng Kinh tế: Rà soát " + "hồ sơ " * 60
    one = set_paragraphs([title, long], left=70, top=560, width=430)
    two = set_paragraphs(["và báo cáo.", "2. Phòng Nội vụ: Lập sổ."], left=70, top=60, width=430)
    doubts = [[doubt.reason for doubt in item.doubts] for item in doubted(read((one, []), (two, [])))]
    assert doubts == [[Reason.JOINED], []]


def test_a_table_open_at_the_page_end_keeps_its_last_row() -> None:
    words, edges, end = set_table([HEADING, ["1", "Rà soát", "Phòng A", "Quý I"]], XS, 60)
    below = [edge for edge in edges if not (edge.flat and edge.at == end)]
    assert len(rows_of(read((words, below)))) == 2


def test_a_merged_cell_goes_on_over_a_page_end() -> None:
    def part(texts: list[tuple[str, str]], unit: str, top: float) -> tuple[list[Word], list[Edge]]:
        words: list[Word] = []
        edges = box(XS[2], top, XS[3], top + 30 * len(texts))
        for at, (number, text) in enumerate(texts):
            y = top + 30 * at
            for column in (0, 1, 3):
                edges += box(XS[column], y, XS[column + 1], y + 30)
            words += set_line(number, 55, y + 2) + set_line(text, 85, y + 2) + set_line("Quý I", 405, y + 2)
        return words + set_line(unit, 265, top + 2), edges

    words, edges, end = set_table([HEADING], XS, 60)
    one = part([("1", "Việc một"), ("2", "Việc hai")], "Phòng Kinh tế", end)
    two = part([("3", "Việc ba"), ("4", "Việc tư")], "", 60)
    document = read((words + one[0], edges + one[1]), two)
    assert [(i["number"], i["lead"]) for i in items_of(document)] == [
        (str(n), ["Phòng Kinh tế"]) for n in range(1, 5)
    ]


def test_a_table_without_lines_is_found_by_its_heading() -> None:
    rows = [
        HEADING,
        ["1", "Rà soát thủ tục hành chính của phường", "Phòng Kinh tế", "Quý I"],
        ["2", "Báo cáo kết quả", "Văn phòng Ủy ban nhân dân phường", "Quý II"],
    ]
    words, _, end = set_table(rows, XS, 100)
    prose = [
        "Trên đây là kế hoạch của phường, yêu cầu các đơn vị thuộc phường nghiêm túc triển khai thực hiện."
    ]
    document = read((words + set_paragraphs(prose, left=50, top=end + 30, width=450), []))
    assert rows_of(document) == [tuple(row) for row in rows]
    assert texts_of(document) == prose


def test_a_row_cut_under_a_repeated_heading_of_a_table_without_lines_is_joined() -> None:
    heading = ["TT", "Nội dung công việc", "Đơn vị chủ trì thực hiện nhiệm vụ", "Thời gian"]
    one = ["1", "Rà soát", "Phòng Kinh tế, Hạ tầng và Đô thị của phường", "Quý I"]
    two = ["2", "Báo cáo", "Văn phòng", "Quý II"]
    cut = wrapped(one[2], XS[3] - XS[2] - 10)
    above, _, _ = set_table([heading, [*one[:2], cut[0], one[3]]], XS, 600)
    below, _, _ = set_table([heading, ["", "", " ".join(cut[1:]), ""], two], XS, 60)
    assert len({word.top for word in above}) == 3  # the heading takes two lines
    assert rows_of(read((above, []), (below, []))) == [tuple(heading), tuple(one), tuple(two)]


def test_edges_make_the_cells_that_they_enclose() -> None:
    """Two columns; the upper cell of the left one is merged over two rows."""
    edges = [*box(0, 0, 50, 40), *box(50, 0, 100, 20), *box(50, 20, 100, 40), *box(0, 40, 100, 60)]
    (table,) = ruled(edges)
    assert table.boxes == (Box(0, 0, 2, 1), Box(0, 1, 1, 1), Box(1, 1, 1, 1), Box(2, 0, 1, 2))


@settings(max_examples=100)
@given(st.lists(st.tuples(st.booleans(), *[st.floats(-1e4, 1e4)] * 3), max_size=60))
def test_any_edges_make_tables_whose_cells_do_not_overlap(
    found: list[tuple[bool, float, float, float]],
) -> None:
    for table in ruled(Edge(flat, at, min(a, b), max(a, b)) for flat, at, a, b in found):
        places = [
            (box.row + r, box.column + c)
            for box in table.boxes
            for r in range(box.height)
            for c in range(box.width)
        ]
        assert len(places) == len(set(places)) == (len(table.xs) - 1) * (len(table.ys) - 1)


def test_a_drawing_of_thousands_of_lines_is_no_table() -> None:
    assert ruled(edge for at in range(2000) for edge in box(at * 10, at * 10, at * 10 + 9, at * 10 + 9)) == []


def test_a_name_broken_before_its_dash_stays_whole() -> None:
    """A dash that opens a wrapped line stands within a name; under a heading it opens a bullet."""
    line = "Chủ trì rà soát hồ sơ của người dân, báo cáo Sở Văn hóa"
    width = set_line(line, 0, 0)[-1].x1 + 1
    texts = [f"{line} - Thể thao trước ngày {day}/6/2026." for day in range(10, 18)]
    words = set_paragraphs(texts, left=70, top=100, width=width)
    assert texts_of(read((words, []))) == texts
    headed = [f"1. {line[4:]}", "- Báo cáo.", *texts]
    words = set_paragraphs(headed, left=70, top=100, width=width)
    assert texts_of(read((words, []))) == headed


def test_a_hanging_bullet_keeps_its_lines_and_ends_at_the_next() -> None:
    bullets = ["- " + "rà soát hồ sơ " * 8 + "đủ.", "- " + "tiếp công dân " * 8 + "đủ."]
    words: list[Word] = []
    for at, text in enumerate(bullets):
        first, *others = wrapped(text, 400)
        y = 100 + at * 4 * PITCH
        words += set_line(first, 70, y)
        for below, line in enumerate(others, 1):
            words += set_line(line, 88, y + below * PITCH)
    assert texts_of(read((words, []))) == bullets


def test_a_title_cut_by_a_page_end_is_joined() -> None:
    title = "NHÓM NHIỆM VỤ VỀ TUYÊN TRUYỀN VÀ CẢI CÁCH THỦ TỤC HÀNH CHÍNH CỦA PHƯỜNG TRONG CẢ NĂM NÀY"
    lines = wrapped(title, XS[-1] - XS[0] - 10)
    words, edges, end = set_table([HEADING, ["1", "Rà soát", "Phòng A", "Quý I"]], XS, 60)
    words += set_line(lines[0], XS[0] + 5, end + 1)
    edges += box(XS[0], end, XS[-1], end + PITCH + 2)
    more, drawn, _ = set_table([["1", "Báo cáo", "Phòng B", "Quý II"]], XS, 60 + PITCH + 2)
    more += set_line(" ".join(lines[1:]), XS[0] + 5, 61)
    drawn += box(XS[0], 60, XS[-1], 60 + PITCH + 2)
    assert len(lines) == 2
    items = items_of(read((words, edges), (more, drawn)))
    assert [item["section"] for item in items] == [[], [title]]
