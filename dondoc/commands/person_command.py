"""`dondoc person`: how someone wants to be told, and the secret address of the calendar."""

from datetime import date
from typing import Any

import click

from config.clock import now, today
from config.errors import DondocError
from config.settings import load_settings
from dondoc.common import Day, by_option
from dondoc.opening import open_session
from models import Person, Role, Unit
from notifications.words import LANGUAGES
from tasks_registry.directory.preferences import calendar_key, set_preferences
from tasks_registry.plans.listings import find_person

EMAIL = click.argument("email", metavar="THƯ")
LANGUAGE_NAMES = {"vi": "tiếng Việt", "en": "tiếng Anh"}
ROLE_NAMES = {
    Role.HEAD: "trưởng đơn vị",
    Role.COORDINATOR: "đầu mối theo dõi",
    Role.STAFF: "chuyên viên",
    Role.LEADER: "lãnh đạo UBND",
    Role.ADMIN: "quản trị hệ thống",
}


@click.group
def command() -> None:
    """Cách nhận bản tin và lịch công việc của từng người."""


@command.command
@EMAIL
def show(email: str) -> None:
    """Xem cách nhận bản tin của một người."""
    with open_session() as session:
        person = find_person(session, email)
        lines = {
            "Họ tên": f"{person.name} <{person.email}>",
            "Đơn vị": session.get_one(Unit, person.unit_id).name,
            "Vai trò": ROLE_NAMES[person.role],
            **_preferences(person, today()),
            "Lịch công việc": f"có (xem địa chỉ: dondoc person feed {person.email})"
            if person.calendar_key
            else "chưa mở",
        }
    for name, value in lines.items():
        click.echo(f"{name}: {value}")


def _preferences(person: Person, as_of: date) -> dict[str, str]:
    until = person.paused_until
    paused = f"có, nhận lại từ ngày {until:%d/%m/%Y}" if until and as_of < until else "không"
    return {
        "Ngôn ngữ": LANGUAGE_NAMES[person.language],
        "Bản tin": "hằng tuần" if person.weekly else "hằng ngày",
        "Tạm dừng": paused,
    }


@command.command("set")
@EMAIL
@click.option("--digest", type=click.Choice(["daily", "weekly"]), help="Bản tin hằng ngày hoặc hằng tuần.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Ngôn ngữ của thư.")
@click.option("--pause-until", "until", type=Day(), help="Tạm dừng bản tin; NGÀY là ngày nhận lại.")
@click.option("--resume", is_flag=True, help="Thôi tạm dừng.")
@by_option
def change(
    email: str, digest: str | None, language: str | None, until: date | None, resume: bool, by: str
) -> None:
    """Đổi cách nhận bản tin của một người.

    Thông báo đôn đốc quá hạn không tắt được: dù tạm dừng hay nhận hằng tuần, thông báo đó vẫn được gửi ngay.
    """
    if resume and until:
        raise DondocError("Chỉ dùng một trong hai: --pause-until hoặc --resume.")
    wanted: dict[str, Any] = {}
    if digest:
        wanted["weekly"] = digest == "weekly"
    if language:
        wanted["language"] = language
    if until or resume:
        wanted["paused_until"] = until
    with open_session() as session:
        person = find_person(session, email)
        set_preferences(session, person, wanted, as_of=today(), by=by, now=now())
        told = "; ".join(f"{name.lower()}: {value}" for name, value in _preferences(person, today()).items())
    click.echo(f"{person.email}: {told}. Thông báo đôn đốc quá hạn vẫn được gửi ngay.")


@command.command
@EMAIL
@click.option("--renew", is_flag=True, help="Đổi địa chỉ; địa chỉ cũ không mở được nữa.")
@by_option
def feed(email: str, renew: bool, by: str) -> None:
    """In địa chỉ riêng của lịch công việc, để thêm vào phần mềm lịch; ai có địa chỉ này đều xem được lịch."""
    settings = load_settings()
    with open_session() as session:
        key = calendar_key(session, find_person(session, email), renew=renew, by=by, now=now())
    click.echo(f"{settings.base_url.rstrip('/')}/lich/{key}.ics")
