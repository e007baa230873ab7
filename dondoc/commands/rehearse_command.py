"""`dondoc rehearse`: the mails of days to come, before they happen."""

from collections.abc import Iterator
from datetime import date, timedelta

import click

from config.clock import today
from config.errors import DondocError
from dondoc.common import Day, echo_json, json_option
from dondoc.mailing import mail_lines
from dondoc.opening import open_session
from dondoc.words import day_text as table_day
from models.database import open_engine
from notifications.digest import Digest
from notifications.rehearsal import Morning, rehearse
from notifications.words import day_text
from tasks_registry.plain_text import shorten
from tasks_registry.plans.listings import find_person

A_WEEK = timedelta(days=6)
TEXT_LENGTH = 70


@click.command
@click.option(
    "--from", "first", type=Day(), default=today, show_default="hôm nay", metavar="NGÀY", help="Từ ngày này."
)
@click.option("--to", "last", type=Day(), show_default="6 ngày sau", metavar="NGÀY", help="Đến hết ngày này.")
@click.option("--person", metavar="THƯ", help="Chỉ thư gửi người này, kèm từng nhiệm vụ trong thư.")
@json_option
def command(first: date, last: date | None, person: str | None, as_json: bool) -> None:
    """In các thư sẽ gửi trong một thời gian, nếu không ai làm gì thêm; không gửi, không ghi gì."""
    last = last or first + A_WEEK
    if last < first:
        raise DondocError(f"--to ({table_day(last)}) phải từ ngày --from ({table_day(first)}) trở đi.")
    mornings = _mornings(first, last, person)
    if as_json:
        echo_json([{"day": each.day, **mail.as_dict()} for each in mornings for mail in each.digests])
    else:
        _print(mornings, first, last, in_full=person is not None)


def _mornings(first: date, last: date, person: str | None) -> Iterator[Morning]:
    with open_session() as session:
        address = find_person(session, person).email if person else None
    for morning in rehearse(open_engine(), first=first, last=last, today=today()):
        kept = [mail for mail in morning.digests if address in (None, mail.recipient)]
        yield Morning(morning.day, kept)


def _print(mornings: Iterator[Morning], first: date, last: date, *, in_full: bool) -> None:
    days, counts, people = 0, [0], set()
    for morning in mornings:
        days += 1
        counts.append(len(morning.digests))
        people |= {mail.recipient for mail in morning.digests}
        if morning.digests:
            click.echo(f"{day_text(morning.day)}: {len(morning.digests)} thư")
        summaries = [mail.summary for mail in morning.digests]
        for mail, line in zip(morning.digests, mail_lines(summaries), strict=True):
            click.echo(line)
            if in_full:
                _print_tasks(mail)
    click.echo(
        f"Từ {table_day(first)} đến {table_day(last)}: {sum(counts)} thư cho {len(people)} người trong "
        f"{days} ngày làm việc, nhiều nhất {max(counts)} thư một ngày; nếu không ai làm gì thêm."
    )


def _print_tasks(mail: Digest) -> None:
    for line in mail.lines:
        due = f"hạn {table_day(line.due_on)}" if line.due_on else "không có hạn"
        click.echo(f"    {line.task_id:6}  {due}  {shorten(line.text, TEXT_LENGTH)}")
