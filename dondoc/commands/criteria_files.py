"""`dondoc criteria check` and `import`: files of criteria sets, checked and drafted."""

import re
from decimal import Decimal
from pathlib import Path

import click
import yaml

from config.errors import DondocError
from tasks_registry.criteria.form import GroupForm, SetForm
from tasks_registry.criteria.form_reading import check_file, check_text
from tasks_registry.criteria.points import points_text
from tasks_registry.criteria.table_import import draft_set
from tasks_registry.reading.folding import fold

CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


@click.command
@click.argument("file", metavar="TỆP", type=click.Path(path_type=Path))
def check(file: Path) -> None:
    """Kiểm tra một tệp bộ tiêu chí: mọi chỗ sai, mỗi chỗ một dòng kèm số dòng."""
    form, problems = check_file(file)
    if form is None:
        for problem in problems:
            click.echo(str(problem))
        raise DondocError(f"Tệp {file.name} có {len(problems)} chỗ phải sửa.")
    click.echo(_sums(form))


def _sums(form: SetForm) -> str:
    count = len(list(form.criteria()))
    counted = [group for group in form.groups if any(each.counts for each in group.criteria)]
    groups = "; ".join(f"{group.name}: {points_text(_known(group))}" for group in counted)
    unknown = sum(each.points is None for each in form.criteria() if each.counts)
    more = f"; {unknown} tiêu chí chưa biết điểm" if unknown else ""
    return f"{form.code}: đúng mẫu, {count} tiêu chí, tổng {points_text(form.total)} điểm{more}. {groups}."


def _known(group: GroupForm) -> Decimal | None:
    known = [each.points for each in group.criteria if each.counts and each.points is not None]
    return sum(known, Decimal(0)) if known else None


@click.command("import")
@click.argument("file", metavar="TỆP", type=click.Path(path_type=Path))
@click.option("--code", metavar="MÃ", help="Mã của bộ tiêu chí; mặc định đặt theo tên tệp.")
@click.option("--out", metavar="TỆP_YAML", type=click.Path(path_type=Path), help="Ghi vào tệp này.")
def import_table(file: Path, code: str | None, out: Path | None) -> None:
    """Soạn tệp bộ tiêu chí từ bảng điểm trong tệp Word, Excel; chỗ không chắc thì nói rõ và để trống điểm."""
    named = _code_of(file) if code is None else _usable(code)
    drafted = draft_set(file, named)
    target = out or Path(f"{named}.yaml")
    if target.exists():
        raise DondocError(f"Tệp {target} đã có; chọn tên khác bằng --out.")
    text = yaml.safe_dump(drafted.document, allow_unicode=True, sort_keys=False, width=110)
    target.write_text(text, encoding="utf-8")
    for doubt in drafted.doubts:
        click.echo(f"Lưu ý: {doubt}")
    form, problems = check_text(text)
    for problem in problems:
        click.echo(f"Phải sửa {target}: {problem}")
    if form is not None:
        click.echo(_sums(form))
    click.echo(f"Đã ghi {target}: xem lại cách chấm (method) và nguồn (source) trước khi dùng.")


def _usable(code: str) -> str:
    """The code itself: a file is named by it, and a set is not taken in under another kind."""
    if not CODE.fullmatch(code):
        raise DondocError(
            f"Mã '{code}' không dùng được: chỉ gồm chữ thường không dấu, số, dấu gạch nối, dài đến 60 ký tự."
        )
    return code


def _code_of(file: Path) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(file.stem)).strip("-")[:60] or "bo-tieu-chi"
