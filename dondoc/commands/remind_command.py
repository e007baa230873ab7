"""`dondoc remind`: the mails of a day, sent now."""

from collections.abc import Sequence
from datetime import date

import click

from config.clock import now
from config.settings import load_settings
from dondoc.common import as_of_option, echo_json, json_option
from dondoc.mailing import mail_lines
from models.database import open_engine
from notifications.digest import Summary
from notifications.rehearsal import preview
from notifications.remind import NotAllSentError, remind
from notifications.words import day_text


@click.command
@as_of_option
@click.option("--dry-run", is_flag=True, help="Chỉ cho xem sẽ gửi gì; không gửi, không ghi gì.")
@json_option
def command(as_of: date, dry_run: bool, as_json: bool) -> None:
    """Gửi thư nhắc việc, đôn đốc của một ngày, mỗi người một thư; gọi lại cùng ngày không gửi thêm."""
    try:
        if dry_run:
            mails = [digest.summary for digest in preview(open_engine(), as_of=as_of, now=now())]
        else:
            mails = remind(open_engine(), load_settings(), as_of=as_of, now=now())
    except NotAllSentError as error:
        _show(error.sent, as_of, as_json, "Đã gửi")
        raise
    _show(mails, as_of, as_json, "Sẽ gửi" if dry_run else "Đã gửi")


def _show(mails: Sequence[Summary], as_of: date, as_json: bool, verb: str) -> None:
    if as_json:
        echo_json([mail.as_dict() for mail in mails])
        return
    click.echo(f"{verb} {len(mails)} thư nhắc việc của ngày {day_text(as_of)}.")
    for line in mail_lines(mails):
        click.echo(line)
