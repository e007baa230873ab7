"""`dondoc import`: a plan document → tracked tasks."""

from pathlib import Path

import click

from config.clock import now, today
from dondoc.common import by_option, echo_json, json_option
from dondoc.opening import open_session
from tasks_registry.listings import find_person
from tasks_registry.plan_import import ImportReport, import_plan
from tasks_registry.reading.reader import read_file


@click.command
@click.argument("file", metavar="TỆP", type=click.Path(path_type=Path))
@click.option("--coordinator", metavar="THƯ", help="Địa chỉ thư của đầu mối theo dõi kế hoạch.")
@by_option
@json_option
def command(file: Path, coordinator: str | None, by: str, as_json: bool) -> None:
    """Nhập kế hoạch trong TỆP; nhập lại cùng một tệp không làm thay đổi gì."""
    read = read_file(file)
    with open_session() as session:
        person = find_person(session, coordinator) if coordinator else None
        report = import_plan(
            session, read, source_name=file.name, coordinator=person, by=by, as_of=today(), now=now()
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
        f"  Mục: {report.added} mới, {report.changed} sửa, "
        f"{report.unchanged} giữ nguyên, {report.retired} bỏ."
    )
    click.echo(
        f"  Nhiệm vụ: {report.tasks_added} giao mới, {report.tasks_redated} đổi hạn, "
        f"{report.tasks_cancelled} hủy."
    )
    for warning in report.warnings:
        click.echo(f"  Lưu ý: {warning}")
