"""`dondoc mail`: does mail go out, which mails did, and trying again those that were refused."""

from datetime import date, datetime, timedelta

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from config.clock import ZONE, now, today
from config.errors import DondocError
from config.settings import load_settings
from dondoc.common import Day, echo_json, json_option
from dondoc.mailing import STATE_NAMES, step_text
from dondoc.opening import open_session
from dondoc.words import day_text
from models import NoticeState
from notifications.mail_log import Mail, mail_log, retry
from notifications.trial import send_trial
from tasks_registry.plans.listings import find_person

A_WEEK = timedelta(days=7)
COLOURS = {NoticeState.SENT: "green", NoticeState.FAILED: "red"}
STEPS_NAMED = 2


@click.group
def command() -> None:
    """Thư: gửi thử, xem nhật ký, gửi lại thư bị từ chối."""


@command.command
@click.argument("address", metavar="THƯ")
def test(address: str) -> None:
    """Gửi một thư thử đến địa chỉ THƯ."""
    settings = load_settings()
    send_trial(settings, address, now=now())
    click.echo(f"Máy chủ {settings.smtp_host}:{settings.smtp_port} đã nhận thư thử gửi {address}.")


@command.command
@click.option("--person", metavar="THƯ", help="Chỉ thư gửi người này.")
@click.option("--since", type=Day(), metavar="NGÀY", help="Từ ngày này; mặc định là 7 ngày gần đây.")
@click.option("--failed", is_flag=True, help="Chỉ thư bị từ chối hẳn; mặc định là từ trước đến nay.")
@json_option
def log(person: str | None, since: date | None, failed: bool, as_json: bool) -> None:
    """Xem nhật ký thư: ngày, người nhận, nội dung, tình trạng, số lần thử, lỗi."""
    if since is None and not failed:
        since = today() - A_WEEK
    with open_session() as session:
        whose = find_person(session, person).id if person else None
        mails = mail_log(session, since=since, person_id=whose, failed=failed)
    if as_json:
        echo_json([mail.as_dict() for mail in mails])
    else:
        _print(mails)


def _print(mails: list[Mail]) -> None:
    if not mails:
        click.echo("Không có thư nào.")
        return
    address, error = Column("Người nhận", overflow="fold"), Column("Lỗi", overflow="fold")
    table = Table("Ngày", address, "Nội dung", "Tình trạng", "Lần thử", error)
    for mail in mails:
        state, colour = STATE_NAMES[mail.state], COLOURS.get(mail.state, "yellow")
        table.add_row(
            day_text(mail.day),
            mail.recipient,
            escape(_about(mail)),
            f"[{colour}]{state}[/{colour}]{_when(mail)}",
            str(mail.attempts),
            escape(mail.error),
        )
    Console().print(table)
    counts = {name: sum(mail.state is state for mail in mails) for state, name in STATE_NAMES.items()}
    click.echo(", ".join(f"{count} thư {name}" for name, count in counts.items() if count) + ".")


def _about(mail: Mail) -> str:
    named = mail.tags or tuple(map(step_text, mail.steps))
    more = " …" if len(named) > STEPS_NAMED else ""
    return f"{', '.join(named[:STEPS_NAMED])}{more} ({mail.notices} mục)"


def _when(mail: Mail) -> str:
    at: datetime | None = mail.sent_at
    if mail.attempts and mail.next_try_at:
        at = mail.next_try_at
        return f", thử lại {at.astimezone(ZONE):%H:%M %d/%m}"
    return f" {at.astimezone(ZONE):%H:%M}" if at else ""


@command.command("retry")
@click.argument("address", metavar="[THƯ]", required=False)
@click.option("--all", "everyone", is_flag=True, help="Thư của mọi người.")
def try_again(address: str | None, everyone: bool) -> None:
    """Cho các thư bị từ chối hẳn của địa chỉ THƯ chờ gửi lại, sau khi đã sửa nguyên nhân."""
    if bool(address) == everyone:
        raise DondocError("Nêu một địa chỉ thư, hoặc --all cho mọi người.")
    with open_session() as session:
        whose = find_person(session, address).id if address else None
        count = retry(session, person_id=whose, now=now())
    click.echo(f"{count} thông báo chờ gửi lại." if count else "Không có thư nào bị từ chối.")
