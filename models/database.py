"""The engine and its sessions, on SQLite and PostgreSQL alike; bringing the tables up to date."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    IntegrityError,
    InterfaceError,
    NoSuchModuleError,
    OperationalError,
)
from sqlmodel import Session, create_engine

from config.errors import DondocError
from config.settings import load_settings

MIGRATIONS = Path(__file__).parent.parent / "migrations"
BUSY_MILLISECONDS = 10_000
FULL = ("Không còn chỗ để ghi cơ sở dữ liệu", "giải phóng dung lượng đĩa rồi chạy lại")
BUSY = ("Cơ sở dữ liệu đang bị một chương trình khác giữ quá lâu", "thử lại sau ít phút")
TROUBLES = {
    "disk is full": FULL,  # SQLite's words
    "disk I/O error": ("Không ghi được cơ sở dữ liệu", "kiểm tra dung lượng và tình trạng đĩa rồi chạy lại"),
    "No space left": FULL,  # PostgreSQL's
    "database is locked": BUSY,
}
SAID = {  # what SQLite and PostgreSQL say, in their order
    "unable to open database file": "không mở được tệp",
    "readonly database": "tệp chỉ cho đọc",
    "file is not a database": "không phải là tệp SQLite",
    "disk image is malformed": "tệp bị hỏng",
    "Connection refused": "máy chủ không nhận kết nối",
    "resolve host": "không tìm thấy tên máy chủ",
    "translate host name": "không tìm thấy tên máy chủ",
    "password": "sai tài khoản hoặc mật khẩu",
    "does not exist": "máy chủ không có cơ sở dữ liệu hoặc tài khoản này",
    "too many": "máy chủ có quá nhiều kết nối",
    "timeout": "máy chủ không trả lời kịp",
    "timed out": "máy chủ không trả lời kịp",
    "starting up": "máy chủ đang khởi động",
    "shutting down": "máy chủ đang tắt",
    "closed the connection": "máy chủ ngắt kết nối",
    "No such file or directory": "không có máy chủ nào ở địa chỉ này",
}


def make_engine(url: str) -> Engine:
    """An engine for `url` (`sqlite:///…` or `postgresql://…`); nothing is connected yet.

    Raises:
        DondocError: the address is malformed or of another kind of database.
    """
    address = _address(url)
    if address.get_backend_name() == "sqlite":
        engine = create_engine(address, connect_args={"timeout": BUSY_MILLISECONDS / 1000})
        event.listen(engine, "connect", _set_pragmas)
        return engine
    return create_engine(address, pool_pre_ping=True)


def open_engine() -> Engine:
    """The database of the settings in force, which fits this program.

    Raises:
        DondocError: as `load_settings`, `make_engine` and `require_current`.
    """
    engine = make_engine(load_settings().database_url)
    require_current(engine)
    return engine


def _address(url: str) -> URL:
    try:
        address = make_url(url)
        backend = address.get_backend_name()
    except (ArgumentError, NoSuchModuleError, ValueError):
        raise DondocError(
            "DONDOC_DATABASE_URL không đọc được; ví dụ đúng: sqlite:///dondoc.db hoặc postgresql://may/csdl"
        ) from None
    if backend not in ("sqlite", "postgresql"):
        raise DondocError(f"Chưa hỗ trợ loại cơ sở dữ liệu '{backend}'; dùng sqlite hoặc postgresql.")
    return address.set(drivername="postgresql+psycopg") if backend == "postgresql" else address


def _set_pragmas(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_MILLISECONDS}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def migrate(engine: Engine) -> None:
    """Bring the tables up to date; an SQLite file is copied first and put back if a step fails.

    Raises:
        DondocError: the database cannot be reached, or is of a newer version than this program.
    """
    known = ScriptDirectory.from_config(alembic_config())
    present = _revision(engine)
    if present is not None and present not in {script.revision for script in known.walk_revisions()}:
        raise _newer()
    if present == known.get_current_head():
        return
    try:
        with _copy_kept(engine), engine.begin() as connection:
            config = alembic_config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
        engine.dispose()  # the connection no longer keeps foreign keys (migrations/env.py)
    except DatabaseError as error:
        raise DondocError(
            f"Không nâng cấp được cơ sở dữ liệu ({_reason(error)}); nó được giữ nguyên như trước. "
            "Có thể đây là cơ sở dữ liệu của phần mềm khác: đặt DONDOC_DATABASE_URL khác."
        ) from None


def require_current(engine: Engine) -> None:
    """Refuse a database that this program's tables do not fit.

    Raises:
        DondocError: not set up yet, of an older or a newer version, or out of reach.
    """
    name = engine.url.database
    absent = engine.url.get_backend_name() == "sqlite" and not Path(name or "").is_file()
    present = None if absent else _revision(engine)
    known = ScriptDirectory.from_config(alembic_config())
    if present == known.get_current_head():
        return
    if present is None:
        raise DondocError("Cơ sở dữ liệu chưa được khởi tạo; hãy chạy: dondoc init")
    if present in {script.revision for script in known.walk_revisions()}:
        raise DondocError("Cơ sở dữ liệu thuộc phiên bản cũ hơn; hãy chạy: dondoc init để nâng cấp")
    raise _newer()


def _newer() -> DondocError:
    return DondocError("Cơ sở dữ liệu thuộc phiên bản mới hơn chương trình này; hãy nâng cấp dondoc.")


def _revision(engine: Engine) -> str | None:
    _require_file(engine)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except (OperationalError, InterfaceError) as error:
        raise unreachable(error) from None
    except IntegrityError:
        raise DondocError("Dữ liệu vừa được người khác thay đổi cùng lúc; hãy làm lại lệnh này.") from None
    except DatabaseError as error:
        raise DondocError(f"Tệp cơ sở dữ liệu bị hỏng hoặc không phải của dondoc ({_why(error)}).") from None


def _require_file(engine: Engine) -> None:
    if engine.url.get_backend_name() != "sqlite":
        return
    folder = Path(engine.url.database or ".").parent
    if not folder.is_dir():
        raise DondocError(f"Không có thư mục {folder} để đặt cơ sở dữ liệu; hãy tạo thư mục đó trước.")


class UnreachableDatabaseError(DondocError):
    """The database does not answer, or cannot write just now; it may later."""


def unreachable(error: DatabaseError | InterfaceError) -> UnreachableDatabaseError:
    """The line for a database that does not answer or cannot write."""
    reason = _reason(error)
    for sign, line in TROUBLES.items():
        if sign in reason:
            return UnreachableDatabaseError(f"{line[0]}; {line[1]}.")
    return UnreachableDatabaseError(
        f"Không kết nối được cơ sở dữ liệu ({_why(error)}); kiểm tra DONDOC_DATABASE_URL."
    )


def _reason(error: DatabaseError | InterfaceError) -> str:
    return " ".join(str(error.orig).split())[:200]


def _why(error: DatabaseError | InterfaceError) -> str:
    """What the database has against us, in Vietnamese; what is rare, as it says it itself."""
    reason = _reason(error)
    return next((words for sign, words in SAID.items() if sign in reason), reason)


def alembic_config() -> Config:
    """Where the migrations are."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


@contextmanager
def _copy_kept(engine: Engine) -> Iterator[None]:
    """SQLite commits half a failed migration: keep a copy, put it back then, and only then let it go."""
    name = engine.url.database
    if engine.url.get_backend_name() != "sqlite" or not name or name == ":memory:":
        yield
        return
    if not _has_tables(Path(name)):
        with _removed_if_it_fails(engine, Path(name)):
            yield
        return
    copy = Path(f"{name}.before-upgrade")
    _copy_database(Path(name), copy)
    try:
        yield
    except BaseException:
        engine.dispose()
        _copy_database(copy, Path(name))
        copy.unlink()
        raise
    engine.dispose()
    copy.unlink()


def _has_tables(file: Path) -> bool:
    """Whether there is a database with anything in it; a first set-up that was cut off has no version."""
    if not file.is_file() or not file.stat().st_size:
        return False
    with closing(sqlite3.connect(file)) as connection:
        names = {
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
    ours = {"audit_entry", "calendar_day"}
    return bool(names) and not (ours & names and "alembic_version" not in names)


@contextmanager
def _removed_if_it_fails(engine: Engine, file: Path) -> Iterator[None]:
    """A new database is there whole or not at all; what a cut-off set-up left is cleared first."""
    engine.dispose()
    _remove(file)
    try:
        yield
    except BaseException:
        engine.dispose()
        _remove(file)
        raise


def _remove(file: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        Path(f"{file}{ending}").unlink(missing_ok=True)


def _copy_database(source: Path, target: Path) -> None:
    """A whole copy, what still stands in the write-ahead log too."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """A session that commits at the end, or leaves nothing behind when something is raised.

    What was read in it can still be looked at afterwards.

    Raises:
        DondocError: the database went away or stayed locked, or somebody wrote the same thing meanwhile.
    """
    try:
        with Session(engine, expire_on_commit=False) as session:
            yield session
            session.commit()
    except (OperationalError, InterfaceError) as error:
        raise unreachable(error) from None
    except IntegrityError:
        raise DondocError("Dữ liệu vừa được người khác thay đổi cùng lúc; hãy làm lại lệnh này.") from None
