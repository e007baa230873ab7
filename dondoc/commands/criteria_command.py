"""`dondoc criteria`: the criteria sets, and which one a plan is scored by."""

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from dondoc.commands.criteria_files import check, import_table
from dondoc.commands.criteria_plan import declare_fact, evidence_rule, link, list_links, unlink
from dondoc.common import echo_json, json_option
from dondoc.opening import open_session
from tasks_registry.criteria.form import ConditionForm, CriterionForm, Kind, LevelForm, Method, SetForm, When
from tasks_registry.criteria.points import points_text
from tasks_registry.criteria.sets import find_set, known_sets
from tasks_registry.plans.listings import find_plan
from tasks_registry.rounds.attaching import attach_set

METHOD_NAMES = {
    Method.MANUAL: "người chấm cho điểm",
    Method.YES_NO: "đạt hoặc không",
    Method.RATIO: "theo tỷ lệ",
    Method.ALL_OR_NOTHING: "đủ tỷ lệ mới có điểm",
    Method.COUNT: "theo số lần, cộng dần",
    Method.DEDUCTION: "theo số lần, trừ dần",
    Method.PLUS_MINUS: "cộng hoặc trừ",
    Method.DONE_SHARE: "từ nhiệm vụ: số lượng",
    Method.QUALITY_SHARE: "từ nhiệm vụ: chất lượng",
    Method.ON_TIME_SHARE: "từ nhiệm vụ: tiến độ",
    Method.WATCH: "chỉ theo dõi",
}
KIND_NAMES = {Kind.ORDINARY: "", Kind.BONUS: "; điểm thưởng", Kind.PENALTY: "; điểm trừ"}


@click.group
def command() -> None:
    """Bộ tiêu chí: danh sách, nội dung, chọn bộ tiêu chí cho kế hoạch."""


@command.command("list")
@json_option
def list_sets(as_json: bool) -> None:
    """Liệt kê các bộ tiêu chí."""
    with open_session() as session:
        known = known_sets(session)
    if as_json:
        echo_json([_brief(form) for form in known.values()])
        return
    table = Table(Column("Mã", no_wrap=True), "Tên", "Số hiệu", "Tiêu chí", "Điểm")
    for form in known.values():
        count = len(list(form.criteria()))
        table.add_row(form.code, escape(form.title), form.number or "", str(count), points_text(form.total))
    Console().print(table)


def _brief(form: SetForm) -> dict[str, object]:
    return {
        "code": form.code,
        "title": form.title,
        "number": form.number,
        "criteria": len(list(form.criteria())),
        "unknown_points": sum(criterion.points is None for criterion in form.criteria()),
    }


@command.command
@click.argument("code", metavar="MÃ")
@json_option
def show(code: str, as_json: bool) -> None:
    """Xem một bộ tiêu chí (mã, hoặc đường dẫn tệp .yaml để kiểm tra tệp)."""
    with open_session() as session:
        form = find_set(session, code)
    if as_json:
        echo_json(form.model_dump(mode="json", by_alias=True))
        return
    click.echo(f"{form.code}: {form.title}\nCăn cứ: {form.source}")
    table = Table("Mã", "Tiêu chí", "Điểm", "Cách chấm", "Minh chứng")
    for group in form.groups:
        table.add_row("", f"[bold]{escape(group.name)}[/bold]", "", "", "")
        for each in group.criteria:
            cells = (each.code, each.name, points_text(each.points), _method(each), each.evidence or "")
            table.add_row(*map(escape, cells))
    Console().print(table)
    for level in form.levels:
        click.echo(_level_line(level))
    for condition in form.conditions:
        click.echo(_condition_line(condition))
    for note in form.notes:
        click.echo(f"Lưu ý: {note}")


def _method(criterion: CriterionForm) -> str:
    threshold = f", từ {points_text(criterion.threshold)}%" if criterion.threshold else ""
    each = f", mỗi lần {points_text(criterion.each)}" if criterion.each else ""
    return f"{METHOD_NAMES[criterion.method]}{threshold}{each}{KIND_NAMES[criterion.kind]}"


def _level_line(level: LevelForm) -> str:
    start = "trên" if level.above is not None else "từ"
    condition = f"; {level.condition}" if level.condition else ""
    return f"{level.name}: {start} {points_text(level.bound)} đến {points_text(level.to)} điểm{condition}"


def _condition_line(condition: ConditionForm) -> str:
    effect = f"không xếp quá {condition.level}" if condition.level else "không đạt"
    said = ", phải khai" if condition.when is When.DECLARED else ", tự tính"
    return f"Điều kiện {condition.code}: {condition.name}: {effect}{said}"


@command.command
@click.argument("plan", metavar="KẾ_HOẠCH")
@click.argument("code", metavar="MÃ")
def use(plan: str, code: str) -> None:
    """Chấm kế hoạch theo bộ tiêu chí này (mã, hoặc đường dẫn tệp .yaml)."""
    with open_session() as session:
        found = find_plan(session, plan)
        row = attach_set(session, found, code)
        click.echo(f"Kế hoạch {found.code} được chấm theo bộ tiêu chí {row.code}: {row.title}")


for each in (check, import_table, link, unlink, list_links, declare_fact, evidence_rule):
    command.add_command(each)
