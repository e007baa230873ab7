"""What several commands need: options, and printing. Nothing heavy: reading a plan needs no database."""

import getpass
import json
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click

from config.clock import today
from config.errors import DondocError
from tasks_registry.plain_text import one_line

Command = TypeVar("Command", bound=Callable[..., Any])
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
LONGEST_NAME = 320


class Day(click.ParamType[date]):
    """A day as YYYY-MM-DD or DD/MM/YYYY, from 1900 to 2100."""

    name = "ngày"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day that `value` names."""
        return value if isinstance(value, date) else parse_day(str(value))


def parse_day(text: str) -> date:
    """The day that a person wrote.

    Raises:
        DondocError: not a day, or outside 1900–2100.
    """
    try:
        parts = text.strip().split("/")
        day = date(*map(int, reversed(parts))) if len(parts) == 3 else date.fromisoformat(text.strip())
    except (ValueError, TypeError):
        raise DondocError(f"'{text}' không phải là ngày; viết như 2026-06-15 hoặc 15/6/2026.") from None
    if not EARLIEST <= day <= LATEST:
        raise DondocError(f"Ngày {text} nằm ngoài khoảng 1900–2100.")
    return day


class Who(click.ParamType[str]):
    """The name or mail address of whoever acts, on one line, as long as the database can keep."""

    name = "người"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name that `value` gives."""
        who = one_line(str(value))
        if not 0 < len(who) <= LONGEST_NAME:
            raise DondocError(f"Người làm (--by) là tên hoặc địa chỉ thư, từ 1 đến {LONGEST_NAME} ký tự.")
        return who


def as_of_option(command: Command) -> Command:
    """`--as-of DATE`: the day for which to answer, today in Vietnam by default."""
    return click.option(
        "--as-of", type=Day(), default=today, show_default="hôm nay", help="Tính đến hết ngày này."
    )(command)


def json_option(command: Command) -> Command:
    """`--json`: print the form that other programs read."""
    return click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")(command)


def by_option(command: Command) -> Command:
    """`--by MAIL`: who acts; by default the account that runs the command."""
    return click.option(
        "--by",
        type=Who(),
        metavar="NGƯỜI",
        default=getpass.getuser,
        show_default="tài khoản đang chạy",
        help="Ai làm.",
    )(command)


def echo_json(value: Any) -> None:
    """Print `value` as JSON, Vietnamese letters as they are, days as YYYY-MM-DD."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
