"""A small office for tests: the units file of a ward that does not exist."""

from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import Session

from models import Person, Plan
from tasks_registry.directory.units_import import import_units
from tasks_registry.plans.listings import find_person, find_plan
from tasks_registry.plans.plan_import import ImportReport, import_plan
from tasks_registry.reading.reader import read_text

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
TODAY = date(2026, 3, 2)

UNITS: dict[str, Any] = {
    "units": [
        {
            "code": "UBND",
            "name": "Ủy ban nhân dân phường",
            "aliases": ["UBND phường An Lạc"],
            "people": [
                {"name": "Trần Thị Lan", "email": "chutich@anlac.example", "role": "leader"},
                {"name": "Ngô Văn Bình", "email": "daumoi@anlac.example", "role": "coordinator"},
            ],
        },
        {
            "code": "VP",
            "name": "Văn phòng HĐND và UBND phường",
            "parent": "UBND",
            "groups": ["Các phòng chuyên môn"],
            "people": [
                {"name": "Lê Văn An", "email": "an@anlac.example", "role": "head"},
                {"name": "Đỗ Thị Hoa", "email": "hoa@anlac.example", "role": "staff"},
            ],
        },
        {
            "code": "VHXH",
            "name": "Phòng Văn hóa - Xã hội",
            "parent": "UBND",
            "groups": ["Các phòng chuyên môn"],
            "people": [{"name": "Phạm Thu Hà", "email": "ha@anlac.example", "role": "head"}],
        },
        {"code": "KT", "name": "Phòng Kinh tế, Hạ tầng và Đô thị", "parent": "UBND"},
    ]
}

TABLE = """\
KẾ HOẠCH
Xây dựng chính quyền thân thiện năm 2026
UBND phường An Lạc xây dựng kế hoạch như sau:

TT\tNhiệm vụ\tĐơn vị chủ trì\tĐơn vị phối hợp\tThời gian\tSản phẩm
1\tNiêm yết thủ tục hành chính\tVP HĐND&UBND\tPhòng VH-XH\tTrước ngày 16/3/2026\tBảng niêm yết
2\tRà soát hồ sơ cán bộ\tCác phòng chuyên môn\t\tTháng 4/2026\tBiên bản
3\tBáo cáo tiến độ\tPhòng Văn hóa - Xã hội\tVăn phòng HĐND và UBND phường\tHằng quý\tBáo cáo
4\tTiếp nhận phản ánh của người dân\tTổ công tác số 9\t\tThường xuyên\t
"""


def open_office(session: Session) -> None:
    """Put the office into the database."""
    import_units(session, UNITS, by="test", now=NOW)


def take_plan(
    session: Session, text: str = TABLE, name: str = "an-lac-2026.txt", as_of: date = TODAY
) -> ImportReport:
    """Read `text` and import it, followed by the office's coordinator."""
    return import_plan(
        session, read_text(text), source_name=name, coordinator=None, by="test", as_of=as_of, now=NOW
    )


def the_plan(session: Session) -> Plan:
    """The plan of `take_plan`."""
    return find_plan(session, "an-lac-2026")


def person(session: Session, name: str) -> Person:
    """The person whose address begins with `name`."""
    return find_person(session, f"{name}@anlac.example")
