"""`dondoc units`: the directory of offices and people."""

from pathlib import Path

import click
import yaml

from config.clock import now
from config.errors import DondocError, why_of
from dondoc.common import by_option
from dondoc.opening import open_session
from tasks_registry.reading.items import require_items
from tasks_registry.reading.reader import read_file
from tasks_registry.units_draft import draft_units
from tasks_registry.units_import import import_units


@click.group
def command() -> None:
    """Đơn vị và cán bộ."""


@command.command("import")
@click.argument("file", metavar="TỆP.yaml", type=click.Path(path_type=Path))
@by_option
def take_in(file: Path, by: str) -> None:
    """Nhập danh sách đơn vị và cán bộ; nhập lại thì cập nhật theo tệp."""
    document = load_yaml(file)
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


def load_yaml(file: Path) -> object:
    """The document in a YAML file.

    Raises:
        DondocError: no such file, not text, or not YAML; with the line where it fails.
    """
    try:
        return yaml.safe_load(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise DondocError(f"Không mở được {file}: {why_of(error)}.") from None
    except UnicodeDecodeError:
        raise DondocError(f"{file} không phải là tệp văn bản UTF-8.") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else "?"
        raise DondocError(f"{file} sai cú pháp YAML ở dòng {line}.") from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise DondocError(f"{file} không phải là tệp YAML.") from None
