"""`dondoc import`: a plan document → tracked tasks."""

from pathlib import Path

import click

from config.clock import now, today
from dondoc.common import by_option, echo_json, json_option
from dondoc.opening import open_session
from tasks_registry.listings import find_person, find_plan
from tasks_registry.plain_text import shorten
from tasks_registry.plan_import import ImportReport, import_plan
from tasks_registry.reading.reader import read_file

CHANGES_SHOWN = 50
FIELD_NAMES = {
    "section": "phần",
    "number": "số thứ tự",
    "text": "nội dung",
    "lead": "chủ trì",
    "coordinators": "phối hợp",
    "deadline_raw": "thời hạn",
    "deliverables": "sản phẩm",
}


@click.command
@click.argument("file", metavar="TỆP", type=click.Path(path_type=Path))
@click.option("--coordinator", metavar="THƯ", help="Địa chỉ thư của đầu mối theo dõi kế hoạch.")
@click.option("--amends", metavar="KẾ_HOẠCH", help="TỆP là bản sửa đổi của kế hoạch này (mã hoặc số hiệu).")
@by_option
@json_option
def command(file: Path, coordinator: str | None, amends: str | None, by: str, as_json: bool) -> None:
    """Nhập kế hoạch trong TỆP; nhập lại cùng một tệp không làm thay đổi gì."""
    read = read_file(file)
    with open_session() as session:
        person = find_person(session, coordinator) if coordinator else None
        report = import_plan(
            session,
            read,
            source_name=file.name,
            coordinator=person,
            amends=find_plan(session, amends) if amends else None,
            by=by,
            as_of=today(),
            now=now(),
        )
        if as_json:
            echo_json(report.as_dict())
        else:
            print_report(report)


def print_report(report: ImportReport) -> None:
    """Say what the import did, in words."""
    plan = report.plan
    click.echo(f"Kế hoạch {plan.code}: {plan.title} (năm {plan.year})")
    click.echo(
        f"  Mục: {len(report.added)} mới, {len(report.changes)} sửa, "
        f"{report.unchanged} giữ nguyên, {len(report.retired)} bỏ."
    )
    click.echo(
        f"  Nhiệm vụ: {report.tasks_added} giao mới, {report.tasks_redated} đổi hạn, "
        f"{report.tasks_cancelled} hủy."
    )
    for change in report.changes[:CHANGES_SHOWN]:
        click.echo(f"  Sửa mục {change.position}: {shorten(change.text, 80)}")
        for name, (old, new) in change.fields.items():
            if name in FIELD_NAMES:
                click.echo(f"    {FIELD_NAMES[name]}: {_shown(old)} → {_shown(new)}")
    for item in report.retired[:CHANGES_SHOWN]:
        click.echo(f"  Bỏ mục: {shorten(item.text, 80)}")
    for warning in report.warnings:
        click.echo(f"  Lưu ý: {warning}")


def _shown(value: object) -> str:
    """The value of a field on one line."""
    text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"“{shorten(text, 80)}”"
