"""The tables hold what they promise, on SQLite and on PostgreSQL."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import Session, select

from config.errors import DondocError
from models import Item, ItemKind, Notice, NoticeKind, Person, Plan, Role, Task, Unit
from models.database import alembic_config, make_engine, migrate, require_current, transaction

NOON = datetime(2026, 3, 2, 5, tzinfo=UTC)


def _plan(session: Session) -> Plan:
    plan = Plan(code="kh-12", title="Kế hoạch", year=2026, end_year=2026, imported_at=NOON)
    session.add(plan)
    session.flush()
    return plan


def _item(session: Session) -> Item:
    item = Item(plan_id=_plan(session).id or 0, key="k", position=1, kind=ItemKind.TABLE, text="Làm")
    session.add(item)
    session.flush()
    return item


def _task(item: Item, **fields: object) -> Task:
    return Task(**{"item_id": item.id, "slot": "a", "assigned_on": date(2026, 3, 2), **fields})


def test_models_and_migrations_say_the_same(engine: Engine) -> None:
    """No difference is left between the models and the migrated tables."""
    with engine.begin() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.check(config)


def test_an_instant_comes_back_aware_and_in_utc(session: Session) -> None:
    """SQLite forgets zones, the column does not."""
    _plan(session)
    session.commit()
    session.expire_all()
    assert session.exec(select(Plan)).one().imported_at == NOON


def test_a_naive_instant_is_refused(session: Session) -> None:
    session.add(
        Plan(code="x", title="", year=2026, end_year=2026, imported_at=datetime(2026, 1, 1))  # noqa: DTZ001
    )
    with pytest.raises(StatementError, match="time zone"):
        session.flush()


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "lost"},
        {"due_on": date(2026, 4, 1)},
        {"state": "done"},
        {"unit_id": 99},
    ],
    ids=["unknown state", "due without rule's date", "done without its day", "unit that is not there"],
)
def test_the_database_itself_refuses_a_bad_task(session: Session, fields: dict[str, object]) -> None:
    session.add(_task(_item(session), **fields))
    with pytest.raises((IntegrityError, StatementError)):
        session.flush()


def test_one_task_for_a_slot_of_an_item(session: Session) -> None:
    item = _item(session)
    session.add_all([_task(item), _task(item)])
    with pytest.raises(IntegrityError):
        session.flush()


def test_the_same_thing_is_not_told_twice(session: Session) -> None:
    unit = Unit(code="VP", name="Văn phòng", folded="van phong")
    session.add(unit)
    session.flush()
    person = Person(unit_id=unit.id or 0, name="Lê An", email="an@x.vn", role=Role.HEAD)
    session.add(person)
    session.flush()
    for _ in range(2):
        session.add(
            Notice(
                key="1/reminder/7",
                person_id=person.id or 0,
                kind=NoticeKind.REMINDER,
                step="before-7",
                due_day=NOON.date(),
                created_at=NOON,
                next_try_at=NOON,
            )
        )
    with pytest.raises(IntegrityError):
        session.flush()


def test_what_is_raised_leaves_nothing_behind(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), transaction(engine) as session:
        _plan(session).end_year = 1 // 0
    with Session(engine) as session:
        assert session.exec(select(Plan)).all() == []


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    migrate(engine)
    require_current(engine)


def test_a_database_of_a_newer_version_is_refused(database_url: str) -> None:
    engine = make_engine(database_url)
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for call in (migrate, require_current):
        with pytest.raises(DondocError, match="phiên bản mới hơn"):
            call(engine)


def test_an_empty_database_asks_for_init(database_url: str) -> None:
    with pytest.raises(DondocError, match="dondoc init"):
        require_current(make_engine(database_url))


def test_a_set_up_that_was_cut_off_can_be_done_again(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    half = make_engine(f"sqlite:///{path}")
    with half.begin() as connection:
        connection.execute(text("CREATE TABLE audit_entry (id INTEGER)"))
    half.dispose()
    migrate(make_engine(f"sqlite:///{path}"))
    require_current(make_engine(f"sqlite:///{path}"))


def test_a_database_of_another_program_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    other = make_engine(f"sqlite:///{path}")
    with other.begin() as connection:
        connection.execute(text("CREATE TABLE task (id INTEGER)"))
        connection.execute(text("INSERT INTO task VALUES (7)"))
    other.dispose()
    with pytest.raises(DondocError, match="giữ nguyên như trước"):
        migrate(make_engine(f"sqlite:///{path}"))
    with make_engine(f"sqlite:///{path}").connect() as connection:
        assert connection.execute(text("SELECT id FROM task")).scalar() == 7
    assert [each.name for each in tmp_path.iterdir() if "before-upgrade" in each.name] == []


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(DondocError, match="hỏng"):
        migrate(make_engine(f"sqlite:///{path}"))
    assert path.read_bytes().startswith(b"not a database")


@pytest.mark.parametrize("url", ["", "mysql://a/b", "sqlite", "postgresql://127.0.0.1:1/none"])
def test_an_address_that_leads_nowhere(url: str) -> None:
    with pytest.raises(DondocError):
        migrate(make_engine(url))


def test_sqlite_keeps_foreign_keys_and_waits_for_locks(lite_engine: Engine) -> None:
    with lite_engine.connect() as connection:
        pragmas = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("foreign_keys", "journal_mode", "busy_timeout")
        ]
    assert pragmas == [1, "wal", 10_000]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite:///{folder}/dondoc.db", "không mở được tệp"),
        ("postgresql://nguoi@127.0.0.1:1/dondoc", "máy chủ không nhận kết nối"),
        ("postgresql://nguoi@may-khong-co.invalid/dondoc", "không tìm thấy tên máy chủ"),
        ("postgresql://nguoi@/dondoc?host={folder}", "không có máy chủ nào ở địa chỉ này"),
    ],
)
def test_why_a_database_does_not_answer_is_told_in_vietnamese(tmp_path: Path, url: str, said: str) -> None:
    (tmp_path / "dondoc.db").mkdir()
    with (
        pytest.raises(DondocError) as refused,
        transaction(make_engine(url.format(folder=tmp_path))) as session,
    ):
        session.exec(text("SELECT 1"))
    assert f"({said})" in str(refused.value)
