"""A city to measure with: wards of 100 people and 10,000 open tasks each, of which some speak this morning.

Of the hundred tasks of each person ten are late, five are due within the week, the rest later than any rung
of the ladder. That they were given was told long ago, and a run was made the working day before.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, insert, text, update
from sqlmodel import Session, SQLModel

from models import NoticeState, Role
from models.database import migrate
from notifications.due import enqueue
from notifications.tables import notice, person, plan, unit
from tasks_registry.days.working_days import WorkingCalendar

TASKS_OF_A_PERSON = 100
PEOPLE_OF_A_WARD = 100
PEOPLE_OF_A_UNIT = 10
LATE, SOON = 10, 5
GIVEN_ON, DAY_BEFORE, MORNING = date(2026, 1, 5), date(2026, 6, 12), date(2026, 6, 15)
NOW = datetime(2026, 6, 15, 1, tzinfo=UTC)
WARDS = 1_000_000  # numbers of committees, leaders and coordinators begin here, one for each ward
WORDS = (
    "Rà soát, cập nhật và niêm yết công khai bộ thủ tục hành chính thuộc thẩm quyền giải quyết tại bộ phận "
    "tiếp nhận và trả kết quả, trên trang thông tin điện tử; việc số "
)
NUMBERS = "WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < :last) "
ITEMS = f"""
    INSERT INTO item (id, plan_id, key, position, kind, section, number, text, lead, coordinators,
                      deadline_raw, deadlines, deliverables, line, folded, secret)
    {NUMBERS}
    SELECT n + 1, {WARDS} + n / {TASKS_OF_A_PERSON * PEOPLE_OF_A_WARD}, 'item ' || n, n, 'table', '[]', '',
           '{WORDS}' || n, '[]', '[]', '', '[]', '[]', 0, '', FALSE
    FROM numbers
"""  # noqa: S608  constants of this file
TASKS = f"""
    INSERT INTO task (id, item_id, slot, unit_id, lead_name, owner_id, state, deadline_raw,
                      scheduled_on, due_on, due_version, assigned_on)
    {NUMBERS}
    SELECT n + 1, n + 1, '#1|1', 1 + n / {TASKS_OF_A_PERSON * PEOPLE_OF_A_UNIT}, '',
           1 + n / {TASKS_OF_A_PERSON}, 'in_progress', '', due.day, due.day, 0, due.given
    FROM numbers JOIN due ON due.place = n % {TASKS_OF_A_PERSON}
"""  # noqa: S608


def build(engine: Engine, tasks: int) -> None:
    """Make the tables of an empty database and fill them with `tasks` open tasks."""
    migrate(engine)
    with engine.begin() as connection:
        _staff(connection, -(-tasks // TASKS_OF_A_PERSON))
        connection.execute(text("CREATE TEMP TABLE due (place INTEGER, day DATE, given DATE)"))
        days = [
            {"place": place, "day": f"{day}", "given": f"{GIVEN_ON}"} for place, day in enumerate(_days())
        ]
        connection.execute(text("INSERT INTO due VALUES (:place, :day, :given)"), days)
        for statement in (ITEMS, TASKS):
            connection.execute(text(statement), {"last": tasks - 1})
    _tell_of_what_was_given(engine)
    _settle(engine)


def _days() -> Iterator[date]:
    """When the hundred tasks of a person are due."""
    yield from (MORNING - timedelta(days=3 + 2 * n) for n in range(LATE))
    yield from (MORNING + timedelta(days=n) for n in range(SOON))
    yield from (MORNING + timedelta(days=30 + n) for n in range(TASKS_OF_A_PERSON - LATE - SOON))


def _staff(connection: Connection, people: int) -> None:
    """Each ward: a committee with a leader and a coordinator, and units of ten people, one their head."""
    wards = [WARDS + n for n in range(-(-people // PEOPLE_OF_A_WARD))]
    offices = range(-(-people // PEOPLE_OF_A_UNIT))
    per_ward = PEOPLE_OF_A_WARD // PEOPLE_OF_A_UNIT
    committees = [_unit(ward, f"UBND phường {ward}", None) for ward in wards]
    units = [_unit(1 + n, f"Phòng Văn hóa - Xã hội {n}", WARDS + n // per_ward) for n in offices]
    connection.execute(insert(unit), [*committees, *units])
    staff = [
        _person(1 + n, 1 + n // PEOPLE_OF_A_UNIT, Role.STAFF if n % PEOPLE_OF_A_UNIT else Role.HEAD)
        for n in range(people)
    ]
    leaders = [_person(ward, ward, Role.LEADER) for ward in wards]
    coordinators = [_person(WARDS + ward, ward, Role.COORDINATOR) for ward in wards]
    connection.execute(insert(person), [*staff, *leaders, *coordinators])
    connection.execute(insert(plan), [_plan(ward) for ward in wards])


def _unit(number: int, name: str, parent: int | None) -> dict[str, Any]:
    return {"id": number, "code": f"U{number}", "name": name, "folded": f"u{number}", "parent_id": parent}


def _person(number: int, office: int, role: Role) -> dict[str, Any]:
    name, email = f"Nguyễn Thị Ngọc Ánh {number}", f"p{number}@donvi.test"
    fixed = {"role": role, "active": True, "language": "vi", "weekly": False}
    return {"id": number, "unit_id": office, "name": name, "email": email, **fixed}


def _plan(ward: int) -> dict[str, Any]:
    title = f"Kế hoạch xây dựng chính quyền thân thiện, vì Nhân dân phục vụ của phường {ward} năm 2026"
    fixed = {"number": "12/KH-UBND", "issuer": "", "source_name": "", "year": 2026, "end_year": 2026}
    fixed |= {"imported_at": NOW, "coordinator_id": WARDS + ward, "roll_forward": False}
    return {"id": ward, "code": f"kh-{ward}", "title": title, **fixed}


def _tell_of_what_was_given(engine: Engine) -> None:
    with Session(engine) as session:
        enqueue(session, as_of=GIVEN_ON, now=NOW, calendar=WorkingCalendar())
        sent = {"state": NoticeState.SENT, "sent_at": NOW, "attempts": 1, "message_id": "x"}
        session.connection().execute(update(notice).values(sent))
        heartbeat = SQLModel.metadata.tables["heartbeat"]
        session.connection().execute(update(heartbeat).values(day=DAY_BEFORE))
        session.commit()


def _settle(engine: Engine) -> None:
    """As a database stands that has been in use for a while."""
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        postgresql = engine.dialect.name == "postgresql"
        connection.exec_driver_sql("VACUUM ANALYZE" if postgresql else "PRAGMA wal_checkpoint(TRUNCATE)")
