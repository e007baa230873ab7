"""`dondoc report`: the documents of a closed round."""

from pathlib import Path
from typing import Literal

import click

from config.settings import load_settings
from dondoc.opening import open_session
from models import Unit
from reports.files import KINDS, write_reports
from tasks_registry.plans.listings import find_units
from tasks_registry.rounds.reviews import find_round
from tasks_registry.year.annual import changed_since_frozen
from tasks_registry.year.frozen_rounds import frozen_round


@click.command
@click.argument("round_id", metavar="ĐỢT", type=int)
@click.option("--unit", metavar="ĐƠN_VỊ", help="Báo cáo của riêng đơn vị này (mã, tên, nhóm).")
@click.option("--out", type=click.Path(path_type=Path), metavar="THƯ_MỤC", help="Ghi vào thư mục này.")
@click.option("--word", is_flag=True, help="Chỉ báo cáo Word và danh mục công khai.")
@click.option("--tables", is_flag=True, help="Chỉ các bảng Excel.")
@click.option("--charts", is_flag=True, help="Chỉ các biểu đồ.")
@click.option("--overwrite", is_flag=True, help="Ghi đè cả tệp đã được sửa.")
def command(
    round_id: int, unit: str | None, out: Path | None, word: bool, tables: bool, charts: bool, overwrite: bool
) -> None:
    """Viết báo cáo của một đợt rà soát đã chốt: Word, Excel, biểu đồ."""
    folder = out or load_settings().reports
    with open_session() as session:
        review = find_round(session, round_id)
        units = [session.get_one(Unit, each) for each in find_units(session, unit)] if unit else [None]
        found = [(each.code if each else None, frozen_round(session, review, each)) for each in units]
        for what in changed_since_frozen(session, review):
            click.echo(f"Cảnh báo: {what} đã bị sửa sau khi chốt (mã kiểm tra không khớp).", err=True)
    asked = tuple(kind for kind, wanted in zip(KINDS, (word, tables, charts), strict=True) if wanted)
    edited: Literal["refuse", "replace"] = "replace" if overwrite else "refuse"
    for code, frozen in found:
        paths = write_reports(frozen, folder, unit_code=code, kinds=asked or KINDS, edited=edited)
        click.echo("\n".join(map(str, paths)))
