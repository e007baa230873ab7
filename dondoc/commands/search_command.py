"""`dondoc search`: items of plans by their words."""

import click

from dondoc.common import echo_json, json_option
from dondoc.opening import open_session
from tasks_registry.plain_text import shorten
from tasks_registry.plans.listings import find_plan
from tasks_registry.searching import FoundItem, search_items


@click.command
@click.argument("words", metavar="TỪ…", nargs=-1, required=True)
@click.option("--plan", metavar="KẾ_HOẠCH", help="Chỉ kế hoạch này (mã, số hiệu hoặc tên).")
@json_option
def command(words: tuple[str, ...], plan: str | None, as_json: bool) -> None:
    """Tìm các mục của kế hoạch có đủ các TỪ; không cần gõ dấu, không cần đúng thứ tự."""
    with open_session() as session:
        chosen = find_plan(session, plan) if plan else None
        found = search_items(session, " ".join(words), chosen)
        if as_json:
            echo_json([each.as_dict() for each in found])
        else:
            _print(found)


def _print(found: list[FoundItem]) -> None:
    for each in found:
        numbers = ", ".join(map(str, each.tasks)) or "chưa có"
        click.echo(f"{each.plan.code}, mục {each.item.position}: {shorten(each.item.text, 120)}")
        click.echo(f"  Chủ trì: {'; '.join(each.item.lead) or 'chưa rõ'}. Nhiệm vụ số: {numbers}.")
    click.echo(f"{len(found)} mục.")
