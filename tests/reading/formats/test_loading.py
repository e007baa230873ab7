"""The door: files that are none, the process of its own, its limits; what is imported for a text."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks_registry.reading.blocks import Paragraph, Row, Table
from tasks_registry.reading.formats import LoadedDocument, Place, load, loading
from tasks_registry.reading.formats.inside import read
from tasks_registry.reading.formats.wire import from_json, to_json
from tasks_registry.reading.source import ReadError
from tests.reading.formats.packages import docx, paragraph, zipped
from tests.reading.formats.sample import PLAN
from tests.reading.formats.writers import as_text, write_docx

CELLS = st.lists(st.text(), min_size=1, max_size=4).map(tuple)
ROWS = st.builds(Row, CELLS, st.integers(1), joined=st.booleans())


def test_a_missing_file_a_folder_and_a_huge_file_are_refused(tmp_path: Path) -> None:
    huge = tmp_path / "huge.pdf"
    with huge.open("wb") as file:
        file.truncate(201 * 1024 * 1024)
    for path, why in (
        (tmp_path / "không-có.docx", "Không tìm thấy tệp “không-có.docx”"),
        (tmp_path, "là thư mục; hãy chọn một tệp"),
        (huge, "lớn hơn 200 MB"),
    ):
        with pytest.raises(ReadError, match=why):
            load(path)


def test_what_is_no_file_at_all_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ống.txt")
    (tmp_path / "vòng.txt").symlink_to("vòng.txt")
    for path, why in (
        (tmp_path / "ống.txt", "không phải là tệp thông thường"),
        (Path(os.devnull), "không phải là tệp thông thường"),
        (tmp_path / "vòng.txt", "không mở được; hãy kiểm tra đường dẫn"),
        (tmp_path / ("a" * 300), "không mở được; hãy kiểm tra đường dẫn"),
        (Path(), r"“\.” là thư mục"),
    ):
        with pytest.raises(ReadError, match=why):
            load(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_read_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Kế hoạch")
    path.chmod(0)
    with pytest.raises(ReadError, match="vì bạn không có quyền"):
        load(path)


def test_what_the_other_process_reads_is_what_is_read_here(tmp_path: Path) -> None:
    path = tmp_path / "kế hoạch số 1.docx"
    write_docx(PLAN, path)
    assert load(path) == read(path)


def test_an_error_comes_out_of_the_other_process_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(zipped({"word/document.xml": " " * 30_000_000}))
    with pytest.raises(ReadError) as there:
        load(path)
    with pytest.raises(ReadError) as here:
        read(path)
    assert str(there.value) == str(here.value)


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx(paragraph("Kế hoạch")))
    monkeypatch.setattr(loading, "SECONDS", 0)
    monkeypatch.setattr(loading, "OFFICE_SECONDS", 0)
    with pytest.raises(ReadError, match=r"“a\.docx” quá lâu mới đọc được"):
        load(path)


@pytest.mark.parametrize(
    "end", ["import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "raise SystemExit(3)"]
)
def test_a_reader_that_dies_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx(paragraph("Kế hoạch")))
    (tmp_path / "dying.py").write_text(end)
    monkeypatch.setattr(loading, "_MODULE", "dying")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(ReadError, match="bị hỏng nặng"):
        load(path)


def test_a_reader_that_needs_too_much_memory_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits of the process hold: with little more than it needs to start, reading fails in one line."""
    path = tmp_path / "a.docx"
    path.write_bytes(docx("".join(paragraph(f"đoạn văn số {at}") for at in range(20_000))))
    (tmp_path / "small.py").write_text(
        "import sys; from pathlib import Path\n"
        "import lxml.etree\n"
        "from tasks_registry.reading.formats import child, word, plain, csv_text\n"
        "used = int(Path('/proc/self/statm').read_text().split()[0]) * 4096\n"
        "child.MEMORY = used + 8 * 1024 * 1024\n"
        "child.main(Path(sys.argv[1]))\n"
    )
    monkeypatch.setattr(loading, "_MODULE", "small")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(ReadError, match="cần quá nhiều bộ nhớ"):
        load(path)


def test_reading_a_text_imports_no_library_of_another_format(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(as_text(PLAN), encoding="utf-8")
    script = (
        "import sys; from pathlib import Path; from tasks_registry.reading.formats import load\n"
        "load(Path(sys.argv[1])); print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
    )
    assert not {"docx", "lxml", "openpyxl", "pypdfium2", "PIL", "selectolax"} & set(done.stdout.split())


BLOCKS = st.one_of(
    st.builds(Paragraph, st.text(), st.integers(1), st.booleans(), st.booleans()),
    st.builds(Table, st.lists(ROWS, min_size=1, max_size=3).map(tuple)),
)
PLACES = st.builds(Place, *[st.integers(0)] * 6, st.text())


@given(
    st.builds(
        LoadedDocument,
        st.lists(BLOCKS).map(tuple),
        st.dictionaries(st.integers(), PLACES),
        st.lists(st.text()).map(tuple),
        st.booleans(),
    )
)
def test_a_document_goes_out_and_comes_back_the_same(document: LoadedDocument) -> None:
    assert from_json(to_json(document)) == document


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (Place(page=3), "trang 3"),
        (Place(line=41), "dòng 41"),
        (Place(paragraph=7), "đoạn 7"),
        (Place(table=2, row=5), "bảng 2, hàng 5"),
        (Place(table=2, row=5).cell(0), "bảng 2, hàng 5, cột 1"),
        (Place(page=3, table=1, row=4), "trang 3, bảng 1, hàng 4"),
        (Place(sheet="Sheet1", row=7, column=2), "Sheet1!B7"),
        (Place(sheet="Sheet1", row=7, column=2).cell(25), "Sheet1!AA7"),
        (Place(page=3).cell(2), "trang 3"),
    ],
)
def test_a_place_is_printed_as_a_person_looks_for_it(place: Place, shown: str) -> None:
    assert str(place) == shown
