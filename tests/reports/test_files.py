"""Writing into a folder: all or none, never over what a person edited, never outside."""

import os
from pathlib import Path

import pytest

from config.errors import DondocError
from reports.facts import KEYS, ReportFacts, facts_in
from reports.files import WRITTEN, write_reports
from tasks_registry.year.frozen_rounds import FrozenRound
from tests.reports.reading import text_of
from tests.reports.samples import entry, score, snapshot, year


def _all(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_year_has_its_files_in_a_folder_of_plan_and_period(tmp_path: Path) -> None:
    paths = write_reports(FrozenRound(year(), score()), tmp_path)
    assert [path.relative_to(tmp_path / "an-lac-2026" / "2026").as_posix() for path in paths] == [
        "bao-cao.docx",
        "cong-khai.docx",
        "nhiem-vu.xlsx",
        "bang-diem.xlsx",
        "tien-do.png",
        "diem.png",
    ]
    assert all(path.stat().st_size for path in paths)


def test_only_what_is_asked_for_is_written(tmp_path: Path) -> None:
    [path] = write_reports(FrozenRound(snapshot(), None), tmp_path, kinds=("tables",))
    assert path.name == "nhiem-vu.xlsx"


def test_writing_again_changes_nothing(tmp_path: Path) -> None:
    write_reports(FrozenRound(snapshot(), None), tmp_path)
    before = _all(tmp_path)
    write_reports(FrozenRound(snapshot(), None), tmp_path, edited="refuse")
    assert _all(tmp_path) == before
    assert not [name for name in before if name.endswith(".tmp")]


def test_what_a_clerk_edited_is_refused_kept_or_replaced(tmp_path: Path) -> None:
    path = write_reports(FrozenRound(snapshot(), None), tmp_path)[0]
    fresh = path.read_bytes()
    path.write_bytes(b"edited")
    (path.parent / "nhiem-vu.xlsx").unlink()
    before = _all(tmp_path)
    with pytest.raises(DondocError, match="--overwrite"):
        write_reports(FrozenRound(snapshot(), None), tmp_path, edited="refuse")
    assert _all(tmp_path) == before
    write_reports(FrozenRound(snapshot(), None), tmp_path, edited="keep")
    assert path.read_bytes() == b"edited"
    assert (path.parent / "nhiem-vu.xlsx").is_file()
    write_reports(FrozenRound(snapshot(), None), tmp_path, edited="replace")
    assert path.read_bytes() == fresh


def test_an_untouched_file_of_ours_follows_its_values(tmp_path: Path) -> None:
    path = write_reports(FrozenRound(snapshot(), None), tmp_path)[0]
    (tmp_path / "the-thuc.yaml").write_text("dia_danh: An Lạc\nnoi_nhan: [Các phòng]\n", encoding="utf-8")
    write_reports(FrozenRound(snapshot(), None), tmp_path, edited="refuse")
    assert "An Lạc, ngày" in text_of(path.read_bytes())
    assert "- Các phòng;" in text_of(path.read_bytes())


def test_a_link_or_a_folder_in_the_way_is_not_ours(tmp_path: Path) -> None:
    place = tmp_path / "an-lac-2026" / "2026-Q2"
    place.mkdir(parents=True)
    outside = tmp_path / "quan-trong.txt"
    outside.write_text("quan trọng")
    (place / "bao-cao.docx").symlink_to(outside)
    with pytest.raises(DondocError):
        write_reports(FrozenRound(snapshot(), None), tmp_path, edited="refuse")
    assert outside.read_text() == "quan trọng"


def test_names_lead_nowhere_else(tmp_path: Path) -> None:
    hostile = snapshot(period="../../2026")
    hostile["plan"]["code"] = "../../etc"
    for path in write_reports(FrozenRound(hostile, None), tmp_path / "a" / "b", kinds=("tables",)):
        assert (tmp_path / "a" / "b") in path.resolve().parents


def test_a_unit_has_its_own_report(tmp_path: Path) -> None:
    path = write_reports(FrozenRound(snapshot(), None), tmp_path, unit_code="VHXH", kinds=("word",))[0]
    assert path.parent.name == "VHXH"
    said = text_of(path.read_bytes())
    assert "trong tổng số 06 nhiệm vụ" in said
    assert "Phòng Kinh tế" not in said
    with pytest.raises(DondocError, match="không có mục nào của đơn vị KHAC"):
        write_reports(FrozenRound(snapshot(), None), tmp_path, unit_code="KHAC")


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(DondocError, match="Không ghi được"):
        write_reports(FrozenRound(snapshot(), None), tmp_path)


def test_a_file_where_the_folder_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "bao-cao").write_text("")
    with pytest.raises(DondocError, match=r"Không ghi được báo cáo vào .*: không phải là thư mục;"):
        write_reports(FrozenRound(snapshot(), None), tmp_path / "bao-cao")


def test_nothing_is_written_of_what_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(DondocError):
        write_reports(FrozenRound(snapshot([entry(1)]) | {"units": [{}]}, None), tmp_path)
    assert _all(tmp_path) == {}


def test_a_damaged_list_of_checksums_makes_files_foreign(tmp_path: Path) -> None:
    path = write_reports(FrozenRound(snapshot(), None), tmp_path)[0]
    (path.parent / WRITTEN).write_text("{")
    changed = snapshot([entry(1)])
    with pytest.raises(DondocError, match="--overwrite"):
        write_reports(FrozenRound(changed, None), tmp_path, edited="refuse")


def test_the_facts_of_an_office_are_read(tmp_path: Path) -> None:
    assert facts_in(tmp_path) == ReportFacts()
    lines = [
        "co_quan_chu_quan: UBND thành phố",
        "ngay_ban_hanh: 2026-06-22",
        "kinh_gui: Sở Nội vụ",
        "nguoi_ky:",
    ]
    (tmp_path / "the-thuc.yaml").write_text("\n".join(lines), encoding="utf-8")
    facts = facts_in(tmp_path)
    assert (facts.parent, facts.addressed_to, facts.signer_name) == ("UBND thành phố", ("Sở Nội vụ",), "")
    assert facts.issued_on is not None
    assert set(KEYS.values()) == set(ReportFacts.__dataclass_fields__)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("dia_diem: An Lạc", "không có khóa 'dia_diem'"),
        ("ngay_ban_hanh: hôm nay", "phải là ngày"),
        ("nguoi_ky: [a, b]", "một dòng chữ"),
        ("- a", "khóa: giá trị"),
        ("dia_danh: An Lạc\nkinh_gui: [", "dòng 2: không phải là YAML đúng"),
    ],
)
def test_facts_that_no_report_knows_are_told(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / "the-thuc.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DondocError, match=problem):
        facts_in(tmp_path)
