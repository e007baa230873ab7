"""`dondoc ladder`: the steps of reminding and escalating, of the office, a plan or a unit."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
import yaml
from sqlmodel import Session

from config.clock import now
from config.errors import DondocError
from dondoc.common import by_option
from dondoc.opening import open_session
from models import Plan, Unit
from notifications.ladder_file import parse, read_ladder
from notifications.ladders import Scope, clear_ladder, ladder_document, set_ladder
from tasks_registry.plans.listings import find_plan, find_units

Command = TypeVar("Command", bound=Callable[..., Any])


@click.group
def command() -> None:
    """Các bước nhắc việc, đôn đốc: của cơ quan, của một kế hoạch, một đơn vị."""


def _scope_options(command: Command) -> Command:
    for option, metavar, text in (
        ("--unit", "ĐƠN_VỊ", "Của đơn vị chủ trì này (mã hoặc tên)."),
        ("--plan", "KẾ_HOẠCH", "Của kế hoạch này (mã, số hiệu hoặc tên)."),
    ):
        command = click.option(option, metavar=metavar, help=text)(command)
    return command


def _scope(session: Session, plan: str | None, unit: str | None) -> Scope:
    units = find_units(session, unit) if unit else (None,)
    if len(units) > 1:
        raise DondocError(f"'{unit}' là một nhóm {len(units)} đơn vị; hãy đặt cho từng đơn vị.")
    return Scope(find_plan(session, plan).id if plan else None, units[0])


def _name(session: Session, scope: Scope) -> str:
    plan = session.get_one(Plan, scope.plan_id).code if scope.plan_id else ""
    unit = session.get_one(Unit, scope.unit_id).name if scope.unit_id else ""
    parts = [f"kế hoạch {plan}" if plan else "", f"đơn vị {unit}" if unit else ""]
    return ", ".join(filter(None, parts)) or "cả cơ quan"


@command.command
@_scope_options
def show(plan: str | None, unit: str | None) -> None:
    """In các bước đang dùng, ở dạng tệp sửa được rồi đặt lại bằng `dondoc ladder set`."""
    with open_session() as session:
        whose, document = ladder_document(session, _scope(session, plan, unit))
        origin = "mặc định của chương trình" if whose is None else f"đặt cho {_name(session, whose)}"
    click.echo(f"# Các bước đang dùng: {origin}.")
    click.echo(
        yaml.safe_dump(document, allow_unicode=True, sort_keys=False, default_flow_style=None).rstrip()
    )


@command.command("set")
@click.argument("file", metavar="TỆP", type=click.Path(path_type=Path))
@_scope_options
@by_option
def put(file: Path, plan: str | None, unit: str | None, by: str) -> None:
    """Dùng các bước trong TỆP, thay cho những bước đang dùng."""
    with open_session() as session:
        scope = _scope(session, plan, unit)
        document = read_ladder(file, of_office=scope == Scope())
        set_ladder(session, scope, document, by=by, now=now())
        click.echo(f"Đã đặt các bước nhắc việc cho {_name(session, scope)}.")


@command.command
@_scope_options
def clear(plan: str | None, unit: str | None) -> None:
    """Bỏ các bước đặt riêng, trở lại các bước chung."""
    with open_session() as session:
        scope = _scope(session, plan, unit)
        if not clear_ladder(session, scope):
            raise DondocError(f"Không có các bước đặt riêng cho {_name(session, scope)}.")
        click.echo(f"Đã bỏ các bước đặt riêng cho {_name(session, scope)}.")


@command.command
@click.argument("file", metavar="TỆP", type=click.Path(path_type=Path))
def check(file: Path) -> None:
    """Kiểm tra TỆP mà không đặt; in từng bước."""
    ladder = parse(read_ladder(file, of_office=True), of_office=True)
    for rung in reversed(ladder.rungs):
        asks = "; yêu cầu giải trình" if rung.explain else ""
        click.echo(f"{rung.step:>10}  [{rung.tag}]  {', '.join(rung.to)}{asks}")
