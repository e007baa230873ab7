"""`dondoc read`: a plan document → items, on the screen or as JSON."""

from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from dondoc.common import echo_json, json_option
from tasks_registry.plain_text import shorten
from tasks_registry.reading.items import ReadPlan
from tasks_registry.reading.reader import read_file

KINDS = {
    "table": "biểu",
    "labelled": "có nhãn",
    "duty": "trách nhiệm",
    "content": "nội dung",
    "criterion": "tiêu chí",
}


@click.command
@click.argument("file", metavar="TỆP", type=click.Path(path_type=Path))
@json_option
def command(file: Path, as_json: bool) -> None:
    """Đọc kế hoạch trong TỆP và in các mục: nhiệm vụ, chủ trì, phối hợp, thời hạn, sản phẩm."""
    read = read_file(file)
    if as_json:
        echo_json(read.as_dict())
    else:
        _print(read)


def _print(read: ReadPlan) -> None:
    console = Console()
    facts = read.plan
    console.print(f"[bold]{escape(facts.title or 'Kế hoạch')}[/bold]", highlight=False)
    console.print(
        f"{escape(facts.issuer)} · năm {facts.year or '?'} · {len(read.items)} mục", highlight=False
    )
    table = Table("TT", "Loại", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn", "Hạn", show_lines=True)
    for place, item in enumerate(read.items, 1):
        due = [deadline.due for deadline in item.deadlines if deadline.due]
        table.add_row(
            str(place),
            KINDS[item.kind],
            escape(shorten(item.text, 160)),
            escape("\n".join(item.lead)) or "[yellow]chưa rõ[/yellow]",
            escape("\n".join(item.coordinators)),
            escape(item.deadline_raw),
            "\n".join(f"{day:%d/%m/%Y}" for day in due),
        )
    console.print(table)
    for target in read.targets:
        console.print(f"Mục tiêu {target.year}: mức độ {target.level} ({target.lower}–{target.upper} điểm)")
    for warning in read.warnings:
        console.print(f"[yellow]Lưu ý:[/yellow] {escape(warning)}", highlight=False)
