"""A PostgreSQL server for one test session, from the system's own programs."""

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import Connection


def programs() -> Path | None:
    """The folder with `initdb` and `pg_ctl`, the newest version first; None where there is none."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parent.parent.name)
    )
    if folders:
        return folders[-1].parent
    found = shutil.which("initdb")
    return Path(found).parent if found else None


@contextmanager
def running(bin_folder: Path) -> Iterator[str]:
    """Start a server that listens on a socket of its own folder only; yields its folder."""
    with tempfile.TemporaryDirectory(prefix="dd-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        _hand_over(folder)
        data = folder / "data"
        _run(bin_folder / "initdb", "-D", data, "-U", "dondoc", "-A", "trust", "-E", "UTF8", "--no-sync")
        start(bin_folder, name)
        try:
            yield name
        finally:
            stop(bin_folder, name)


def start(bin_folder: Path, name: str) -> None:
    """Start the server of the folder `name`."""
    folder = Path(name)
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    _run(bin_folder / "pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log", "-o", options, "start")


def stop(bin_folder: Path, name: str) -> None:
    """Stop it at once, whoever is connected."""
    _run(bin_folder / "pg_ctl", "-D", Path(name) / "data", "-w", "-m", "immediate", "stop")


@contextmanager
def database(folder: str) -> Iterator[str]:
    """A new, empty database on the server of `folder`; yields its address."""
    name = f"t{uuid.uuid4().hex}"
    with psycopg.connect(host=folder, user="dondoc", dbname="postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield f"postgresql://dondoc@/{name}?host={folder}"
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def empty(connection: Connection, tables: Iterable[str]) -> None:
    """Leave no row in `tables`, and let their numbers begin at 1 again.

    TRUNCATE makes new files for each table and index, a tenth of a second of processor time after each test.
    """
    connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # in any order of the tables
    connection.exec_driver_sql(";".join(f'DELETE FROM "{name}"' for name in tables))  # noqa: S608
    connection.exec_driver_sql(
        "SELECT setval(quote_ident(sequencename)::regclass, 1, false) FROM pg_sequences "
        "WHERE last_value IS NOT NULL"
    )


def _hand_over(folder: Path) -> None:
    """PostgreSQL refuses to run as root: the folder goes to the user that Debian's package made."""
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        folder.chmod(0o755)


def _run(program: Path, *arguments: object) -> None:
    line = [str(program), *map(str, arguments)]
    if os.geteuid() == 0:
        line = ["runuser", "-u", "postgres", "--", *line]
    subprocess.run(line, check=True, stdout=subprocess.DEVNULL, cwd="/")
