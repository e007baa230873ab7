"""`dondoc units`: the directory of offices and people."""

from pathlib import Path

import click

from config.clock import now
from dondoc.common import by_option
from dondoc.opening import open_session
from tasks_registry.criteria.yaml_lines import read_yaml_file
from tasks_registry.directory.units_draft import draft_units
from tasks_registry.directory.units_import import import_units
from tasks_registry.reading.items import require_items
from tasks_registry.reading.reader import read_file


@click.group
def command() -> None:
    """Đơn vị và cán bộ."""


@command.command("import")
@click.argument("file", metavar="TỆP.yaml", type=click.Path(path_type=Path))
@by_option
def take_in(file: Path, by: str) -> None:
    """Nhập danh sách đơn vị và cán bộ; nhập lại thì cập nhật theo tệp."""
    document = read_yaml_file(file).document
    with open_session() as session:
        done = import_units(session, document, by=by, now=now())
    click.echo(
        f"Đã nhập {done.units} đơn vị, {done.people} người; {done.left} người thôi phụ trách, "
        f"{done.handed_over} nhiệm vụ đổi người phụ trách."
    )


@command.command("draft")
@click.argument("plan", metavar="KẾ_HOẠCH", type=click.Path(path_type=Path))
def draft(plan: Path) -> None:
    """Soạn danh sách đơn vị nháp từ các đơn vị mà tệp KẾ_HOẠCH nêu tên, để sửa rồi nhập."""
    read = read_file(plan)
    require_items(read, plan.name)
    click.echo(draft_units(read), nl=False)
