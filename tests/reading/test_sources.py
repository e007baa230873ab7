"""Where it came from: every field leads back to a line, a cell and the words of the document."""

import re
from pathlib import Path

import pytest

from tasks_registry.reading.blocks import Paragraph, Row, Table
from tasks_registry.reading.folding import words
from tasks_registry.reading.items import ReadItem
from tasks_registry.reading.reader import read_document, read_file, read_text
from tasks_registry.reading.sources import SEAM
from tests.reading.layouts import LAYOUTS, cells_on_lines, markdown

SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.txt"))
PLANS = Path(__file__).parents[2] / "../shared/plans"
REAL = sorted(PLANS.glob("*.txt"))
FIELDS = ("text", "section", "lead", "coordinators", "deadline_raw", "deliverables")
HEADING = ["TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời gian", "Sản phẩm"]
ROW = ["1", "Trồng cây xanh", "Phòng Kinh tế", "Đoàn Thanh niên", "Tháng 2/2026", "Báo cáo"]


def _plain(text: str) -> str:
    """The words of a text, its marks of emphasis and line breaks in cells aside."""
    return " ".join(words(re.sub(r"[*_\\]|<br\s*/?>", " ", text)))


def _check(text: str, items: tuple[ReadItem, ...]) -> None:
    lines = text.split("\n")
    for item in items:
        assert set(item.sources) == {name for name in FIELDS if getattr(item, name)}, item
        for name, source in item.sources.items():
            first, *more = source.quote.split(SEAM)
            after = _plain("\n".join(lines[source.line - 1 :]))
            near = _plain("\n".join(lines[source.line - 1 : source.line + 2]))
            assert after.find(_plain(first)) >= 0, (name, source)
            assert words(first)[0] in near.split(), (name, source)
            assert all(_plain(part) in _plain(text) for part in more), (name, source)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: str(path.stem))
def test_every_field_of_a_sample_leads_back_to_its_words(path: Path) -> None:
    """Each field that says something has a source; its quote begins at its line and is as printed."""
    _check(path.read_text(encoding="utf-8"), read_file(path).items)


@pytest.mark.skipif(not REAL, reason="the reference plans are not beside this checkout")
@pytest.mark.parametrize("path", REAL, ids=lambda path: str(path.stem))
def test_every_field_of_a_real_plan_leads_back_to_its_words(path: Path) -> None:
    """So it is in the plans of offices."""
    _check(path.read_text(encoding="utf-8"), read_file(path).items)


def _places(text: str) -> list[dict[str, str]]:
    return [{name: source.place for name, source in item.sources.items()} for item in read_text(text).items]


def test_a_cell_of_a_row_is_named_by_its_line_and_column() -> None:
    """Each field leads to its own column."""
    (places,) = _places("Danh mục\n\n" + markdown([HEADING, ROW]))
    assert places == {
        "text": "dòng 5, cột 2",
        "lead": "dòng 5, cột 3",
        "coordinators": "dòng 5, cột 4",
        "deadline_raw": "dòng 5, cột 5",
        "deliverables": "dòng 5, cột 6",
    }


def test_a_cell_on_a_line_of_its_own_is_named_by_that_line() -> None:
    """Columns say nothing where every cell has its own line, also in a row with merged cells."""
    full, merged = _places(cells_on_lines([HEADING, ROW, ["2", "Dọn kênh", "Tháng 3/2026"]]))
    assert (full["text"], full["lead"], full["deliverables"]) == ("dòng 15", "dòng 17", "dòng 23")
    assert (merged["text"], merged["deadline_raw"]) == ("dòng 27", "dòng 29")


def test_a_cell_taken_from_another_row_leads_to_that_row() -> None:
    """From a group row, from the row that "nt" stands for, from the numbered row above."""
    rows = [
        HEADING,
        ["II", "Trật tự", "Công an xã", "", "Quý II/2026", "Biên bản"],
        ["1", "Dẹp lòng đường", "", "", "", ""],
        ["2", "Kẻ vạch", "Phòng Kinh tế", "", "nt", ""],
        ["3", "Cắm biển", "nt", "", "Tháng 5/2026", ""],
        ["", "Sơn gờ", "Hội Nông dân xã", "", "", ""],
    ]
    group, _, same, above = _places(markdown(rows))
    assert (group["text"], group["lead"], group["section"]) == (
        "dòng 4, cột 2",
        "dòng 3, cột 3",
        "dòng 3, cột 2",
    )
    assert (same["lead"], same["deadline_raw"]) == ("dòng 5, cột 3", "dòng 6, cột 5")
    assert (above["lead"], above["deadline_raw"]) == ("dòng 7, cột 3", "dòng 6, cột 5")


def test_a_row_cut_by_a_page_end_shows_its_seam() -> None:
    """The quote has both parts."""
    (item,) = read_text(markdown([HEADING, ROW, ["", "dọc đường trục", "", "", "", ""]])).items
    assert item.sources["text"].quote == f"Trồng cây xanh{SEAM}dọc đường trục"


LABELLED = """II. NHIỆM VỤ
1. Chỉnh trang đô thị
- Sơn vỉa hè. Thay đèn hỏng.
Đơn vị chủ trì: Phòng Kinh tế
Đơn vị phối hợp:
- Công an phường
- Đoàn Thanh niên
Thời gian: Quý I/2026"""


def test_a_label_is_quoted_with_its_value() -> None:
    """Also where the value is a list below it."""
    (item,) = read_text(LABELLED).items
    assert {name: (source.line, source.quote) for name, source in item.sources.items()} == {
        "text": (3, "Sơn vỉa hè. Thay đèn hỏng."),
        "section": (2, "Chỉnh trang đô thị"),
        "lead": (4, "Đơn vị chủ trì: Phòng Kinh tế"),
        "coordinators": (5, f"Đơn vị phối hợp:{SEAM}Công an phường{SEAM}Đoàn Thanh niên"),
        "deadline_raw": (8, "Thời gian: Quý I/2026"),
    }


DUTY = """III. TỔ CHỨC THỰC HIỆN
1. Phòng Nội vụ
- Theo dõi chung:
+ Lập sổ. Gửi báo cáo trước ngày 20/6/2026. Lưu hồ sơ.
2. Giao Công an xã phối hợp với Đoàn Thanh niên tuần tra. Báo cáo khi xong."""


def test_prose_is_quoted_by_the_sentence() -> None:
    """The lead by its heading; a deadline and the coordinators by the sentence that names them."""
    first, second = read_text(DUTY).items
    assert (first.sources["lead"].line, first.sources["lead"].quote) == (2, "Phòng Nội vụ")
    assert first.sources["deadline_raw"].line == 4
    assert first.sources["deadline_raw"].quote == "Gửi báo cáo trước ngày 20/6/2026."
    assert second.sources["coordinators"].quote == "Giao Công an xã phối hợp với Đoàn Thanh niên tuần tra."


class Spot:
    """A place of a format that has pages."""

    def __init__(self, words: str) -> None:
        self.words = words

    def cell(self, at: int) -> "Spot":
        return Spot(f"{self.words}, ô {at + 1}")

    def __str__(self) -> str:
        return self.words


def test_places_are_those_of_the_format() -> None:
    """Of paragraphs and of cells; in warnings too. A line without a place is called by its number."""
    table = Table((Row(tuple(HEADING), 4), Row(("1", "Trồng cây", "Phòng Kinh tế", "", "", ""), 5)))
    part, duty_line = Paragraph("III. TỔ CHỨC THỰC HIỆN", 1), Paragraph("1. Phòng Nội vụ: Lập sổ.", 2)
    blocks = (part, duty_line, Paragraph("III. CHẾ ĐỘ BÁO CÁO", 3), table)
    places = {1: Spot("trang 1"), 3: Spot("trang 2"), 5: Spot("trang 3, hàng 2")}
    read = read_document(blocks, places)
    duty, row = read.items
    assert duty.sources["text"].place == "dòng 2"
    assert row.sources["lead"].place == "trang 3, hàng 2, ô 3"
    assert "(trang 1; trang 2)" in read.warnings[0]


def test_a_place_without_cells_is_named_with_the_column() -> None:
    """Of a format that knows only lines."""

    class Line(Spot):
        def cell(self, at: int) -> Spot:
            return self

    table = Table((Row(tuple(HEADING), 1), Row(tuple(ROW), 2)))
    (row,) = read_document((table,), {2: Line("dòng 7")}).items
    assert row.sources["lead"].place == "dòng 7, cột 3"


def test_sources_are_written_as_json_forms() -> None:
    """Line, place and quote; nothing for a field that says nothing."""
    (item,) = read_text(markdown([HEADING, [*ROW[:3], "", *ROW[4:]]])).items
    shape = item.as_dict()["sources"]
    assert isinstance(shape, dict)
    assert shape["lead"] == {"line": 3, "place": "dòng 3, cột 3", "quote": "Phòng Kinh tế"}
    assert "coordinators" not in shape


@pytest.mark.parametrize(
    "layout", ["Markdown tables", "tab-separated tables", "one cell a line", "wrapped at 80"]
)
@pytest.mark.parametrize("path", SAMPLES[:3], ids=lambda path: str(path.stem))
def test_sources_hold_in_every_layout(path: Path, layout: str) -> None:
    """However the document is set, the words are found where the source says."""
    text = LAYOUTS[layout](path.read_text(encoding="utf-8"))
    _check(text, read_text(text).items)
