"""`dondoc review submit|return|accept|reopen|explain`: a unit's sheet, and a round opened again."""

from datetime import date

import click
from sqlmodel import Session

from config.clock import now
from config.errors import DondocError
from dondoc.common import Day, as_of_option, by_option
from dondoc.opening import open_session
from dondoc.words import day_text
from flows.asking import ask_again, tell_unit
from models import Unit, UnitSheet
from tasks_registry.days.working_days import load_calendar
from tasks_registry.plans.listings import find_units
from tasks_registry.rounds.reviews import find_round, reopen_round
from tasks_registry.rounds.sheets import (
    SHEET_NAMES,
    accept,
    explain,
    find_sheet,
    give_back,
    reopen_sheet,
    submit,
)

DAYS_TO_CLOSE_AGAIN = 3  # working days
ROUND = click.argument("round_id", metavar="ĐỢT", type=int)
UNIT = click.argument("unit", metavar="ĐƠN_VỊ")
WHY = click.option("--why", default="", metavar="LÝ_DO", help="Lý do.")


def _sheet(session: Session, round_id: int, reference: str) -> UnitSheet:
    found = find_units(session, reference)
    if len(found) != 1:
        raise DondocError(f"'{reference}' chỉ {len(found)} đơn vị; mỗi lần chỉ làm với phiếu của một đơn vị.")
    return find_sheet(session, find_round(session, round_id), session.get_one(Unit, found[0]))


def _told(session: Session, sheet: UnitSheet) -> str:
    name = session.get_one(Unit, sheet.unit_id).name
    return f"Phiếu của {name}, đợt {sheet.round_id}: {SHEET_NAMES[sheet.stage]}."


@click.command("submit")
@ROUND
@UNIT
@by_option
def hand_in(round_id: int, unit: str, by: str) -> None:
    """Nộp phiếu tự rà soát của ĐƠN_VỊ khi mọi mục đã trả lời."""
    with open_session() as session:
        sheet = submit(session, _sheet(session, round_id, unit), by=by, now=now())
        click.echo(_told(session, sheet))


@click.command("return")
@ROUND
@UNIT
@WHY
@as_of_option
@by_option
def send_back(round_id: int, unit: str, why: str, as_of: date, by: str) -> None:
    """Trả lại phiếu đã nộp để đơn vị sửa; phải nêu lý do."""
    with open_session() as session:
        sheet = give_back(session, _sheet(session, round_id, unit), why=why, by=by, now=now())
        tell_unit(session, sheet, "returned", as_of=as_of, now=now())
        click.echo(_told(session, sheet))


@click.command("accept")
@ROUND
@UNIT
@by_option
def approve(round_id: int, unit: str, by: str) -> None:
    """Duyệt phiếu đã nộp."""
    with open_session() as session:
        click.echo(_told(session, accept(session, _sheet(session, round_id, unit), by=by, now=now())))


@click.command("reopen")
@ROUND
@click.option("--unit", metavar="ĐƠN_VỊ", help="Chỉ mở lại phiếu đã duyệt của đơn vị này.")
@click.option(
    "--until",
    type=Day(),
    metavar="NGÀY",
    help="Nhận trả lời đến hết ngày này (mặc định: thêm 3 ngày làm việc).",
)
@WHY
@as_of_option
@by_option
def open_again(round_id: int, unit: str | None, until: date | None, why: str, as_of: date, by: str) -> None:
    """Mở lại đợt đã chốt (điểm chưa chốt), hoặc phiếu đã duyệt; phải nêu lý do, có lưu vết."""
    with open_session() as session:
        if unit:
            sheet = reopen_sheet(session, _sheet(session, round_id, unit), why=why, by=by, now=now())
            tell_unit(session, sheet, "reopened", as_of=as_of, now=now())
            click.echo(_told(session, sheet))
            return
        closes_on = until or load_calendar(session).shift(as_of, DAYS_TO_CLOSE_AGAIN)
        if closes_on < as_of:
            raise DondocError(f"Hạn trả lời mới ({day_text(closes_on)}) đã qua.")
        review = find_round(session, round_id)
        reopen_round(session, review, why=why, closes_on=closes_on, by=by, now=now())
        ask_again(session, review, as_of=as_of, now=now())
        click.echo(f"Đã mở lại đợt {round_id}, hạn trả lời {day_text(closes_on)}.")


@click.command("explain")
@ROUND
@UNIT
@click.argument("text", metavar="NỘI_DUNG")
@by_option
def account(round_id: int, unit: str, text: str, by: str) -> None:
    """Ghi giải trình của ĐƠN_VỊ không nộp phiếu khi đợt đã chốt."""
    with open_session() as session:
        sheet = explain(session, _sheet(session, round_id, unit), text, by=by, now=now())
        click.echo(f"Đã ghi giải trình của {session.get_one(Unit, sheet.unit_id).name}, đợt {round_id}.")


SHEET_COMMANDS = (hand_in, send_back, approve, open_again, account)
