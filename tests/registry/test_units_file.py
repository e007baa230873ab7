"""The units file is checked whole before any of it is written."""

import copy
from typing import Any

import pytest
from sqlmodel import Session, select

from config.errors import DondocError
from models import Person, Unit, UnitAlias, UnitGroupMember
from tasks_registry.directory import Directory
from tasks_registry.units_file import read_units
from tasks_registry.units_import import import_units
from tests.office import NOW, UNITS, open_office


def _changed(path: list[Any], value: object) -> dict[str, Any]:
    document = copy.deepcopy(UNITS)
    place: Any = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return document


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (None, "units"),
        ("chỉ là chữ", "units"),
        ({"units": []}, "chưa có đơn vị"),
        ({"units": ["VP"]}, "thứ 1"),
        (_changed(["units", 1, "name"], ""), "thiếu 'name'"),
        (_changed(["units", 1, "name"], "---"), "không phải là chữ"),
        (_changed(["units", 1, "code"], None), "thiếu 'code'"),
        (_changed(["units", 1, "code"], "UBND"), "hai lần"),
        (_changed(["units", 1, "name"], "Ủy ban nhân dân phường"), "hai lần"),
        (_changed(["units", 1, "aliases"], ["ỦY BAN NHÂN DÂN phường"]), "hai lần"),
        (_changed(["units", 1, "aliases"], "một tên"), "danh sách"),
        (_changed(["units", 1, "parent"], "KHONG"), "cấp trên"),
        (_changed(["units", 0, "parent"], "VP"), "lặp vòng"),
        (_changed(["units", 1, "people", 0, "email"], "an"), "địa chỉ thư"),
        (_changed(["units", 1, "people", 0, "email"], "a@x.vn, b@x.vn"), "địa chỉ thư"),
        (_changed(["units", 1, "people", 0, "email"], "a@x.vn\nBcc: b@x.vn"), "địa chỉ thư"),
        (_changed(["units", 1, "people", 0, "email"], "HA@anlac.example"), "hai lần"),
        (_changed(["units", 1, "people", 0, "role"], "boss"), "vai trò"),
        (_changed(["units", 1, "people", 0], "Lê Văn An"), "people"),
        (_changed(["units", 1, "name"], "x" * 301), "quá dài"),
    ],
)
def test_a_wrong_file_is_named_in_one_line(document: object, words: str) -> None:
    with pytest.raises(DondocError, match=words) as error:
        read_units(document)
    assert "\n" not in str(error.value)


def test_nothing_is_written_when_the_file_is_wrong(session: Session) -> None:
    with pytest.raises(DondocError):
        import_units(session, _changed(["units", 3, "parent"], "KHONG"), by="test", now=NOW)
    session.rollback()
    assert session.exec(select(Unit)).all() == []


def _everything(session: Session) -> list[object]:
    rows: list[object] = []
    for table in (Unit, UnitAlias, UnitGroupMember, Person):
        rows += [row.model_dump(exclude={"id"}) for row in session.exec(select(table))]
    return rows


def test_the_same_file_again_changes_nothing(session: Session) -> None:
    open_office(session)
    before = _everything(session)
    open_office(session)
    assert _everything(session) == before


def test_a_unit_is_known_by_its_code_and_a_person_by_the_address(session: Session) -> None:
    open_office(session)
    document = _changed(["units", 2, "name"], "Phòng Văn hóa, Xã hội và Thông tin")
    document["units"][2]["people"][0]["name"] = "Phạm Thị Thu Hà"
    import_units(session, document, by="test", now=NOW)
    assert session.exec(select(Unit.name).where(Unit.code == "VHXH")).one().endswith("Thông tin")
    assert (
        session.exec(select(Person.name).where(Person.email == "ha@anlac.example"))
        .one()
        .startswith("Phạm Thị")
    )


def test_a_person_whom_the_file_no_longer_names_has_left(session: Session) -> None:
    open_office(session)
    document = _changed(["units", 2, "people"], [])
    assert import_units(session, document, by="test", now=NOW).left == 1
    assert not session.exec(select(Person.active).where(Person.email == "ha@anlac.example")).one()


def test_a_name_of_a_unit_outside_the_file_is_refused(session: Session) -> None:
    open_office(session)
    other = {"units": [{"code": "MOI", "name": "Phòng Văn hóa - Xã hội"}]}
    with pytest.raises(DondocError, match="VHXH"):
        import_units(session, other, by="test", now=NOW)


def _codes(session: Session, name: str) -> list[str]:
    ids = Directory.load(session).resolve(name).unit_ids
    return [session.get_one(Unit, unit_id).code for unit_id in ids]


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Phòng Văn hóa - Xã hội", ["VHXH"]),
        ("PHÒNG VĂN HÓA XÃ HỘI", ["VHXH"]),
        ("P. VH-XH phường", ["VHXH"]),
        ("Phong Vin hoa xa hoi", ["VHXH"]),
        ("VP HĐND&UBND", ["VP"]),
        ("Văn phòng HĐND và UBND phường", ["VP"]),
        ("UBND phường", ["UBND"]),
        ("UBND phường An Lạc", ["UBND"]),
        ("các phòng chuyên môn", ["VP", "VHXH"]),
        ("UBND thành phố", []),
        ("UBND các phường", []),
        ("Phòng Văn hóa - Thông tin", []),
        ("Tổ dân phố 3", []),
        ("", []),
        ("…", []),
    ],
)
def test_the_directory_finds_a_name_or_leaves_it_open(session: Session, name: str, codes: list[str]) -> None:
    open_office(session)
    assert _codes(session, name) == codes


def test_an_open_name_comes_with_the_nearest_candidates(session: Session) -> None:
    open_office(session)
    match = Directory.load(session).resolve("Phòng Văn hóa - Thông tin")
    assert match.score == 0
    assert match.candidates[0].name == "Phòng Văn hóa - Xã hội"
    assert len(match.candidates) == 2


def test_numbered_units_are_never_taken_for_one_another(session: Session) -> None:
    document = {"units": [{"code": f"T{n}", "name": f"Tổ dân phố số {n}"} for n in (3, 5)]}
    import_units(session, document, by="test", now=NOW)
    assert _codes(session, "Tổ dân phố số 5") == ["T5"]
    assert _codes(session, "Tổ dân phố số 7") == []
