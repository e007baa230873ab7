"""`dondoc calendar`: the office's own days off and make-up working days."""

from datetime import date

import click
from sqlmodel import col, select

from dondoc.common import Day
from dondoc.opening import open_session
from models import CalendarDay
from tasks_registry.working_days import load_calendar

ONE_DAY = click.argument("day", metavar="NGÀY", type=Day())


@click.group
def command() -> None:
    """Ngày nghỉ, ngày làm bù của đơn vị, ngoài lịch nghỉ lễ của Nhà nước."""


@command.command("list")
def show() -> None:
    """Liệt kê các ngày đơn vị đã khai."""
    with open_session() as session:
        for row in session.exec(select(CalendarDay).order_by(col(CalendarDay.day))):
            click.echo(f"{row.day:%d/%m/%Y}  {'làm việc' if row.working else 'nghỉ':9} {row.name}")


def _declare(day: date, working: bool, name: str) -> None:
    with open_session() as session:
        row = session.get(CalendarDay, day) or CalendarDay(day=day, working=working)
        row.working, row.name = working, name
        session.add(row)
    click.echo(f"{day:%d/%m/%Y}: {'làm việc' if working else 'nghỉ'}.")


@command.command
@ONE_DAY
@click.argument("name", metavar="TÊN", default="")
def off(day: date, name: str) -> None:
    """Khai NGÀY là ngày nghỉ."""
    _declare(day, False, name)


@command.command
@ONE_DAY
@click.argument("name", metavar="TÊN", default="")
def work(day: date, name: str) -> None:
    """Khai NGÀY là ngày làm việc (làm bù)."""
    _declare(day, True, name)


@command.command
@ONE_DAY
def clear(day: date) -> None:
    """Bỏ khai báo của NGÀY, theo lịch chung."""
    with open_session() as session:
        row = session.get(CalendarDay, day)
        if row is not None:
            session.delete(row)
            session.flush()
        working = load_calendar(session).is_working(day)
    click.echo(f"{day:%d/%m/%Y}: {'làm việc' if working else 'nghỉ'} (theo lịch chung).")
