"""`dondoc calendar`: the year's days off and make-up working days, and the office's own table of them."""

from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from config.clock import now, today
from dondoc.common import Day, by_option, echo_json, json_option
from dondoc.opening import open_session
from notifications.words import WEEKDAYS
from tasks_registry.criteria.yaml_lines import read_yaml_file
from tasks_registry.days.calendar_years import (
    SOURCE_NAMES,
    CalendarYear,
    calendar_year,
    clear_day,
    office_days,
    replace_years,
    set_day,
)
from tasks_registry.days.day_table import FIRST_YEAR, LAST_YEAR, TableDay, read_table, write_table
from tasks_registry.days.working_days import load_calendar
from tasks_registry.plans.rolling import follow_calendar

ONE_DAY = click.argument("day", metavar="NGÀY", type=Day())
YEAR = click.IntRange(FIRST_YEAR, LAST_YEAR)


@click.group
def command() -> None:
    """Ngày nghỉ, ngày làm bù: của Nhà nước và của đơn vị."""


@command.command("list")
@click.option("--year", type=YEAR, default=lambda: today().year, show_default="năm nay", help="Năm nào.")
@json_option
def show(year: int, as_json: bool) -> None:
    """Liệt kê ngày nghỉ lễ, ngày hoán đổi và ngày đơn vị khai của một năm."""
    with open_session() as session:
        found = calendar_year(session, year)
    if as_json:
        days = [each.as_dict() for each in found.days]
        echo_json({"year": year, "days": days, "working_days": found.worked, "warning": found.warning})
    else:
        _print(found)


def _print(found: CalendarYear) -> None:
    table = Table("Ngày", "Thứ", "", "Tên", "Theo")
    for each in found.days:
        table.add_row(
            f"{each.day:%d/%m/%Y}",
            WEEKDAYS[each.day.weekday()],
            "[green]làm việc[/green]" if each.working else "nghỉ",
            escape(each.name),
            SOURCE_NAMES[each.source],
        )
    Console().print(table)
    click.echo(f"Năm {found.year} có {found.worked} ngày làm việc; thứ Bảy, Chủ nhật khác không ghi ở đây.")
    if found.warning:
        click.echo(f"Lưu ý: {found.warning}; khi có thông báo, khai bằng: dondoc calendar off|work|import")


def _declare(each: TableDay, by: str) -> None:
    with open_session() as session:
        set_day(session, each)
        moved = follow_calendar(session, by=by, now=now())
    _say(each.day, each.working, "đơn vị khai", moved)


def _say(day: date, working: bool, source: str, moved: int) -> None:
    click.echo(f"{day:%d/%m/%Y}: {'làm việc' if working else 'nghỉ'} ({source}).{_moved(moved)}")


def _moved(count: int) -> str:
    return f" {count} nhiệm vụ đổi hạn theo." if count else ""


@command.command
@ONE_DAY
@click.argument("name", metavar="TÊN", default="")
@by_option
def off(day: date, name: str, by: str) -> None:
    """Khai NGÀY là ngày nghỉ."""
    _declare(TableDay(day, False, name), by)


@command.command
@ONE_DAY
@click.argument("name", metavar="TÊN", default="")
@by_option
def work(day: date, name: str, by: str) -> None:
    """Khai NGÀY là ngày làm việc (làm bù)."""
    _declare(TableDay(day, True, name), by)


@command.command
@ONE_DAY
@by_option
def clear(day: date, by: str) -> None:
    """Bỏ khai báo của NGÀY, theo lịch chung."""
    with open_session() as session:
        clear_day(session, day)
        moved = follow_calendar(session, by=by, now=now())
        working = load_calendar(session).is_working(day)
    _say(day, working, "theo lịch chung", moved)


@command.command("import")
@click.argument("file", metavar="TỆP.yaml", type=click.Path(path_type=Path))
@by_option
def take_in(file: Path, by: str) -> None:
    """Thay bảng ngày của đơn vị bằng TỆP, cho những năm mà TỆP nói đến.

    Mỗi ngày một dòng, dưới 'days_off:' là ngày nghỉ, dưới 'working_days:' là ngày làm việc, như
    '2026-06-01: tên ngày'. Lấy bảng đang dùng để sửa bằng: dondoc calendar export
    """
    table = read_table(read_yaml_file(file).document)
    with open_session() as session:
        done = replace_years(session, table)
        moved = follow_calendar(session, by=by, now=now())
    years = ", ".join(map(str, sorted({day.year for day in table}))) or "không có năm nào"
    click.echo(
        f"Bảng ngày của đơn vị ({years}): {len(table)} ngày; {len(done.set)} ngày mới hoặc sửa, "
        f"{len(done.cleared)} ngày bỏ.{_moved(moved)}"
    )


@command.command
@click.option("--year", type=YEAR, help="Chỉ năm này.")
def export(year: int | None) -> None:
    """In bảng ngày của đơn vị ra dạng tệp để sửa rồi nhập lại."""
    with open_session() as session:
        click.echo(write_table(office_days(session, year)), nl=False)
