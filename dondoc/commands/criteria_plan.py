"""`dondoc criteria link`, `declare` and the like: what ties a plan's year to its criteria set."""

from collections.abc import Sequence

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from sqlmodel import Session

from config.clock import now
from config.errors import DondocError
from dondoc.common import by_option, echo_json, json_option
from dondoc.opening import open_session
from models import Item, Plan, ReviewRound, RoundKind, Unit
from tasks_registry.criteria.form import NoEvidence, SetForm
from tasks_registry.criteria.sets import form_of_plan
from tasks_registry.plain_text import shorten
from tasks_registry.plans.listings import find_plan, find_task, find_units
from tasks_registry.plans.plan_settings import set_evidence_rule
from tasks_registry.rounds.criteria_links import link_items, links_of, unlink_items
from tasks_registry.rounds.reviews import round_of
from tasks_registry.year.declared_facts import NO, NOT_ASSIGNED, WORDS, YES, askable, declare

ANSWERS = {"yes": YES, "no": NO, "not-assigned": NOT_ASSIGNED}
ALL = "all"
BY_SET = "set"

plan_argument = click.argument("plan", metavar="KẾ_HOẠCH")
criterion_argument = click.argument("criterion", metavar="TIÊU_CHÍ")
items_argument = click.argument("items", metavar="MỤC...", nargs=-1, required=True, type=int)
task_option = click.option(
    "--task", "by_task", is_flag=True, help="Các số là số nhiệm vụ, không phải số mục."
)


@click.command
@plan_argument
@criterion_argument
@items_argument
@task_option
def link(plan: str, criterion: str, items: tuple[int, ...], by_task: bool) -> None:
    """Gắn các mục của kế hoạch với một tiêu chí."""
    with open_session() as session:
        found = find_plan(session, plan)
        made = link_items(session, found, criterion, _positions(session, found, items, by_task))
        click.echo(f"Tiêu chí {criterion}: gắn thêm {made} mục.")


@click.command
@plan_argument
@criterion_argument
@items_argument
@task_option
def unlink(plan: str, criterion: str, items: tuple[int, ...], by_task: bool) -> None:
    """Bỏ gắn các mục của kế hoạch với một tiêu chí."""
    with open_session() as session:
        found = find_plan(session, plan)
        gone = unlink_items(session, found, criterion, _positions(session, found, items, by_task))
        click.echo(f"Tiêu chí {criterion}: bỏ {gone} mục.")


def _positions(session: Session, plan: Plan, numbers: Sequence[int], by_task: bool) -> list[int]:
    if not by_task:
        return list(numbers)
    found = [session.get_one(Item, find_task(session, number).item_id) for number in numbers]
    for number, item in zip(numbers, found, strict=True):
        if item.plan_id != plan.id:
            raise DondocError(f"Nhiệm vụ {number} không thuộc kế hoạch {plan.code}.")
    return [item.position for item in found]


@click.command("links")
@plan_argument
@json_option
def list_links(plan: str, as_json: bool) -> None:
    """Liệt kê các mục đã gắn với tiêu chí."""
    with open_session() as session:
        found = links_of(session, find_plan(session, plan))
    if as_json:
        echo_json([{"criterion": each.criterion, "item": each.position, "text": each.text} for each in found])
        return
    table = Table("Tiêu chí", "Tên tiêu chí", "Mục", "Nội dung")
    for each in found:
        cells = (each.criterion, each.name, str(each.position), shorten(each.text, 90))
        table.add_row(*map(escape, cells))
    Console().print(table)


@click.command("declare")
@plan_argument
@click.argument("year", metavar="NĂM", type=int)
@click.argument("code", metavar="MÃ")
@click.argument("answer", metavar="yes|no|not-assigned", type=click.Choice(list(ANSWERS)))
@click.option("--unit", metavar="ĐƠN_VỊ", help="Chỉ khai cho đơn vị này.")
@by_option
def declare_fact(plan: str, year: int, code: str, answer: str, unit: str | None, by: str) -> None:
    """Khai một điều kiện của năm có xảy ra hay không (MÃ là all: mọi điều kiện chưa khai), hoặc một tiêu chí
    không được giao."""
    with open_session() as session:
        found = find_plan(session, plan)
        review = year_review(session, found, year)
        form = form_of_plan(session, found)
        of_unit = one_unit(session, unit) if unit else None
        codes = _undeclared(form, review, of_unit) if code == ALL else [code]
        for each in codes:
            declare(session, review, form, each, ANSWERS[answer], unit=of_unit, by=by, now=now())
        named = ", ".join(codes) or "không còn điều kiện nào chưa khai"
        click.echo(f"Đã khai cho năm {year}: {named}: {WORDS[ANSWERS[answer]]}.")


def _undeclared(form: SetForm, review: ReviewRound, unit: Unit | None) -> list[str]:
    suffix = f"@{unit.code}" if unit else ""
    return [each.code for each in askable(form) if f"{each.code}{suffix}" not in review.facts]


def year_review(session: Session, plan: Plan, year: int) -> ReviewRound:
    """The plan's annual review.

    Raises:
        DondocError: it has not been started.
    """
    review = round_of(session, plan, RoundKind.YEAR, str(year))
    if review is None:
        raise DondocError(
            f"Kế hoạch {plan.code} chưa có đợt đánh giá năm {year}; mở bằng: "
            f"dondoc annual run {plan.code} --year {year}"
        )
    return review


def one_unit(session: Session, reference: str) -> Unit:
    """The one unit that `reference` names.

    Raises:
        DondocError: none, or a group of several.
    """
    found = find_units(session, reference)
    if len(found) != 1:
        raise DondocError(f"'{reference}' là nhóm nhiều đơn vị; hãy nêu một đơn vị.")
    return session.get_one(Unit, found[0])


@click.command("evidence-rule")
@plan_argument
@click.argument("rule", metavar="QUY_TẮC", type=click.Choice([*(each.value for each in NoEvidence), BY_SET]))
@by_option
def evidence_rule(plan: str, rule: str, by: str) -> None:
    """Khi không có minh chứng: not_done, zero, explain, grade_down; set là theo bộ tiêu chí."""
    with open_session() as session:
        found = find_plan(session, plan)
        set_evidence_rule(session, found, None if rule == BY_SET else rule, by=by, now=now())
        click.echo(f"Kế hoạch {found.code}: không có minh chứng thì theo quy tắc {rule}.")
