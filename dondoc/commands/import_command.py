"""`dondoc import`: a plan document → tracked tasks."""

from pathlib import Path

import click

from config.clock import now, today
from config.errors import DondocError
from dondoc.common import by_option, echo_json, json_option
from dondoc.drafting import open_draft, preview_plan
from dondoc.opening import open_session
from dondoc.printing import print_report
from tasks_registry.plans.assigning import learn_from_draft
from tasks_registry.plans.listings import find_person, find_plan
from tasks_registry.plans.plan_import import import_plan
from tasks_registry.reading.reader import read_file


@click.command
@click.argument("file", metavar="TỆP", type=click.Path(path_type=Path))
@click.option("--coordinator", metavar="THƯ", help="Địa chỉ thư của đầu mối theo dõi kế hoạch.")
@click.option("--amends", metavar="KẾ_HOẠCH", help="TỆP là bản sửa đổi của kế hoạch này (mã hoặc số hiệu).")
@click.option("--preview", is_flag=True, help="Chỉ soạn bản nháp (.xlsx và .json) để xem và sửa.")
@click.option("--confirm", is_flag=True, help="TỆP là bản nháp đã sửa: nhập theo bản nháp.")
@by_option
@json_option
def command(
    file: Path,
    coordinator: str | None,
    amends: str | None,
    preview: bool,
    confirm: bool,
    by: str,
    as_json: bool,
) -> None:
    """Nhập kế hoạch trong TỆP; nhập lại cùng một tệp không làm thay đổi gì."""
    if preview:
        preview_plan(file)
        return
    draft = open_draft(file) if confirm else None
    read, name = (draft.read, draft.source_name) if draft else (read_file(file), file.name)
    if read.scanned:
        raise DondocError(
            f"{file.name} là bản quét, chữ có thể sai: soạn bản nháp bằng --preview, xem lại, rồi nhập bằng "
            "--confirm."
        )
    with open_session() as session:
        if draft:
            learn_from_draft(session, draft, by=by, now=now())
        report = import_plan(
            session,
            read,
            source_name=name,
            coordinator=find_person(session, coordinator) if coordinator else None,
            amends=find_plan(session, amends) if amends else None,
            by=by,
            as_of=today(),
            now=now(),
        )
        if as_json:
            echo_json(report.as_dict())
        else:
            print_report(report)
