"""`dondoc demo`: the whole way of a plan, on local servers, in one folder."""

from collections import Counter
from contextlib import ExitStack
from datetime import date
from functools import partial
from pathlib import Path

import click

from config.clock import today
from dondoc.commands.read_command import KINDS
from dondoc.demo.folder import fresh_folder
from dondoc.demo.stage import prefect, stage
from dondoc.demo.story import Story, tell
from dondoc.prefect_api import run_flow
from dondoc.stopping import until_told_to_stop, watch
from tasks_registry.criteria.yaml_lines import read_yaml, read_yaml_file
from tasks_registry.directory.units_draft import draft_units
from tasks_registry.directory.units_file import read_units
from tasks_registry.reading.items import ReadPlan, require_items
from tasks_registry.reading.reader import read_file, read_text

SAMPLES = Path(__file__).parents[1] / "samples"
STOPPED_EARLY = 130
WARNINGS_SHOWN = 5


@click.command
@click.option("--once", is_flag=True, help="Chạy xong thì tự kết thúc, không chờ Ctrl-C.")
@click.option("--plan", type=click.Path(path_type=Path), help="Chạy với kế hoạch này thay cho kế hoạch mẫu.")
@click.option("--units", type=click.Path(path_type=Path), help="Danh sách đơn vị đi cùng --plan.")
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    default="demo-data",
    show_default=True,
    help="Thư mục của lần chạy thử, xóa được.",
)
def command(once: bool, plan: Path | None, units: Path | None, data: Path) -> int:
    """Chạy thử toàn bộ: đọc kế hoạch, giao việc, nhắc hạn, đôn đốc, rà soát, minh chứng, chấm điểm."""
    plans = [(read_file(plan), plan)] if plan else sample_plans(today())
    document = _units(units, plans[0][0], own=plan is not None)
    _check(plans, document)
    folder = fresh_folder(data)
    say(f"Thư mục chạy thử: {folder}")
    for read, path in plans:
        _introduce(read, path)
    status = STOPPED_EARLY
    with ExitStack() as stack, until_told_to_stop():
        place = stack.enter_context(stage(folder))
        server, runner = stack.enter_context(prefect(place, say))
        tell(Story(place, partial(run_flow, server.api), say), plans, document)
        say(f"\nThư đã gửi: {len(place.mails.files())} thư, mỗi thư một tệp trong {place.mails.folder}")
        say(f"Trang nhiệm vụ: {place.settings.base_url}")
        say(f"Trang Prefect:  {server.ui_url}")
        say(f"Mật khẩu trang Prefect: {server.api.password}")
        status = 0
        if not once:
            say("Nhấn Ctrl-C để dừng.")
            status = watch([server, runner], place.pages.is_alive)
    say("Đã dừng.")
    return status


def _check(plans: list[tuple[ReadPlan, Path]], document: object) -> None:
    """Refuse what cannot be walked before an earlier demo is cleared and any server started."""
    read_units(document)
    for read, path in plans:
        require_items(read, path.name)


def say(line: str) -> None:
    """Print a line of the story."""
    click.echo(line)


def sample_plans(day: date) -> list[tuple[ReadPlan, Path]]:
    """The sample ward's plans with the dates of `day`'s year."""
    names = sorted(path.name for path in SAMPLES.glob("*.txt"))
    return [(read_text(sample_text(name, day.year)), Path(name)) for name in names]


def sample_text(name: str, year: int) -> str:
    """A sample plan for a year."""
    return (SAMPLES / name).read_text(encoding="utf-8").format(year=year, next_year=year + 1)


def _units(file: Path | None, read: ReadPlan, *, own: bool) -> object:
    """The units file given; for a plan of one's own without one, the draft made from it."""
    if file:
        return read_yaml_file(file).document
    return read_yaml(draft_units(read)).document if own else read_yaml_file(SAMPLES / "units.yaml").document


def _introduce(read: ReadPlan, path: Path) -> None:
    """What was read of a plan, in a few lines."""
    kinds = Counter(item.kind for item in read.items)
    counts = ", ".join(f"{count} {KINDS[kind]}" for kind, count in kinds.items())
    say(f"\nĐọc {path.name}: {read.plan.title or 'kế hoạch không có tên'} ({read.plan.issuer})")
    say(f"  {len(read.items)} mục ({counts}), {len(read.targets)} mức độ phấn đấu.")
    for warning in read.warnings[:WARNINGS_SHOWN]:
        say(f"  Lưu ý: {warning}")
