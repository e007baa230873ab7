"""The units file is checked whole before any of it is written."""

import copy
from typing import Any

import pytest
from sqlmodel import Session, select

from config.errors import DondocError
from models import Person, Unit, UnitAlias, UnitGroupMember
from tasks_registry.directory.resolving import Directory
from tasks_registry.directory.units_file import read_units
from tasks_registry.directory.units_import import import_units
from tasks_registry.plans.listings import task_rows
from tasks_registry.tasks.moves import Action, move
from tests.office import NOW, TODAY, UNITS, open_office, take_plan


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
        (_changed(["units", 1, "persons"], []), "'persons' lạ"),
        (_changed(["units", 1, "code"], False), "dấu nháy kép"),
        (_changed(["units", 1, "name"], "x" * 301), "dài quá 300"),
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


def test_a_corrected_address_is_the_same_person(session: Session) -> None:
    open_office(session)
    take_plan(session)
    document = _changed(["units", 2, "people", 0, "email"], "phamthuha@anlac.example")
    done = import_units(session, document, by="test", now=NOW)
    assert (done.left, done.handed_over) == (0, 0)
    owners = {row.owner.email for row in task_rows(session, as_of=TODAY) if row.owner}
    assert "phamthuha@anlac.example" in owners


def test_open_tasks_of_one_who_left_go_to_the_present_head(session: Session) -> None:
    """And finished work keeps its own."""
    open_office(session)
    take_plan(session)
    new = {"name": "Trịnh Gia Bảo", "email": "bao@anlac.example", "role": "head"}
    first = next(row.task for row in task_rows(session, as_of=TODAY) if row.unit and row.unit.code == "VHXH")
    for action in (Action.SUBMIT, Action.DONE):
        move(session, first, action, by="ha", now=NOW, on=TODAY)
    done = import_units(session, _changed(["units", 2, "people"], [new]), by="test", now=NOW)
    assert (done.left, done.handed_over) == (1, 4)
    rows = [row for row in task_rows(session, as_of=TODAY) if row.unit and row.unit.code == "VHXH"]
    assert {row.owner.name for row in rows if row.owner and row.task.id != first.id} == {"Trịnh Gia Bảo"}
    assert {row.owner.name for row in rows if row.owner and row.task.id == first.id} == {"Phạm Thu Hà"}


def test_a_plan_whose_coordinator_left_gets_another(session: Session) -> None:
    open_office(session)
    plan = take_plan(session).plan
    new = {"name": "Mới", "email": "moi@anlac.example", "role": "coordinator"}
    import_units(session, _changed(["units", 0, "people", 1], new), by="test", now=NOW)
    assert session.get_one(Person, plan.coordinator_id).email == "moi@anlac.example"


def test_units_may_exchange_their_names(session: Session) -> None:
    open_office(session)
    document = copy.deepcopy(UNITS)
    one, other = document["units"][2], document["units"][3]
    one["name"], other["name"] = other["name"], one["name"]
    import_units(session, document, by="test", now=NOW)
    assert session.exec(select(Unit.name).where(Unit.code == "KT")).one() == "Phòng Văn hóa - Xã hội"


def test_an_alias_that_is_another_unit_s_name_is_refused(session: Session) -> None:
    open_office(session)
    other = {"units": [{"code": "MOI", "name": "Phòng mới", "aliases": ["Phòng Văn hóa - Xã hội"]}]}
    with pytest.raises(DondocError, match="VHXH"):
        import_units(session, other, by="test", now=NOW)


@pytest.mark.parametrize(
    ("name", "known", "score"),
    [
        ("Tổ công tác Đông Sơn", "Tổ công tác Đông Sơn", 1.0),
        ("TO CONG TAC DONG SON", "Tổ công tác Đông Sơn", 1.0),
        ("Tổ công tác Đồng Sơn", "Tổ công tác Đông Sơn", 0.92),
        ("To cong tdc Dong Son", "Tổ công tác Đông Sơn", 0.9),
        ("To cong tac Dong Sen", "Tổ công tác Đông Sơn", 0.0),
        ("Hội Công dân", "Hội Nông dân", 0.0),
        ("UBND xã Tân Minh", "UBND xã Tân Bình", 0.0),
    ],
)
def test_how_sure_a_match_is(session: Session, name: str, known: str, score: float) -> None:
    """Other marks and slips are guesses that a person hears of; another name is never taken."""
    import_units(session, {"units": [{"code": "A", "name": known}]}, by="test", now=NOW)
    assert Directory.load(session).resolve(name).score == score


def test_a_unit_s_own_name_goes_before_a_learned_one(session: Session) -> None:
    open_office(session)
    unit = session.exec(select(Unit).where(Unit.code == "KT")).one()
    session.add(UnitAlias(unit_id=unit.id or 0, name="Tổ xe", folded="to xe", learned=True))
    session.flush()
    assert _codes(session, "Tổ xe") == ["KT"]
    import_units(session, {"units": [{"code": "TX", "name": "Tổ xe"}]}, by="test", now=NOW)
    assert _codes(session, "Tổ xe") == ["TX"]


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
