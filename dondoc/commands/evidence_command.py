"""`dondoc evidence`: documents that prove what was done, links or files, and what still lacks them."""

from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import click
from sqlmodel import Session, col, select

from config.clock import now
from config.errors import DondocError
from config.settings import load_settings
from dondoc.commands.evidence_adding import add, edit, target, uses, warn, whose
from dondoc.common import as_of_option, by_option, echo_json, json_option
from dondoc.opening import open_session
from dondoc.words import day_text
from models import Evidence
from tasks_registry.evidence.about import document_name, safe_link, shown_link
from tasks_registry.evidence.files import ENDINGS, copy_out
from tasks_registry.evidence.gaps import Gap, gaps
from tasks_registry.evidence.standing import period_text
from tasks_registry.evidence.taking_in import attach as attach_evidence
from tasks_registry.evidence.taking_in import find_evidence, judge_evidence, of_plan, task_evidence
from tasks_registry.evidence.uses import Use, doubts_of, uses_of
from tasks_registry.plans.listings import find_plan, find_task

VERDICTS = {None: "chưa xét", True: "đã chấp nhận", False: "bị bác"}
SHOWN = (
    "id", "url", "title", "kind", "number", "issued_on", "period_from", "period_to", "expires_on", "added_by",
    "added_at", "accepted", "judged_by", "judged_reason", "file_name", "media_type", "size", "sha256",
    "checked_at", "reachable", "check_result", "http_status", "final_url", "page_title",
)  # fmt: skip


@click.group
def command() -> None:
    """Minh chứng: đường dẫn hoặc tệp chứng minh kết quả; còn thiếu của ai."""


command.add_command(add)
command.add_command(edit)


@command.command
@click.argument("evidence_id", metavar="SỐ", type=int)
@click.argument("task_id", metavar="[NHIỆM_VỤ]", type=int, required=False)
@click.option("--entry", "entry_id", type=int, metavar="MỤC", help="Cho một mục rà soát, thay cho nhiệm vụ.")
def attach(evidence_id: int, task_id: int | None, entry_id: int | None) -> None:
    """Dùng lại một minh chứng đã có cho nhiệm vụ hoặc mục rà soát khác."""
    with open_session() as session:
        found = find_evidence(session, evidence_id)
        numbers = [] if task_id is None else [str(task_id)]
        task, entry = target(session, numbers, entry_id)
        new = attach_evidence(session, found, task=task, entry=entry)
        click.echo(f"{whose(task, entry)} {'có' if new else 'đã có'} minh chứng {evidence_id}.")
        warn(session, found)


@command.command
@click.argument("evidence_id", metavar="SỐ", type=int)
@by_option
def accept(evidence_id: int, by: str) -> None:
    """Chấp nhận một minh chứng."""
    with open_session() as session:
        found = find_evidence(session, evidence_id)
        judge_evidence(session, found, accepted=True, by=by, now=now())
        click.echo(f"Đã chấp nhận minh chứng {evidence_id}.")
        warn(session, found)


@command.command
@click.argument("evidence_id", metavar="SỐ", type=int)
@click.option("--why", required=True, metavar="LÝ_DO", help="Lý do bác.")
@by_option
def reject(evidence_id: int, why: str, by: str) -> None:
    """Bác một minh chứng, nêu lý do; khi chấm điểm coi như không có."""
    with open_session() as session:
        judge_evidence(
            session, find_evidence(session, evidence_id), accepted=False, by=by, reason=why, now=now()
        )
        click.echo(f"Đã bác minh chứng {evidence_id}.")


@command.command
@click.argument("evidence_id", metavar="SỐ", type=int)
@as_of_option
@json_option
def show(evidence_id: int, as_of: date, as_json: bool) -> None:
    """Xem một minh chứng: thông tin, kết quả kiểm tra, dùng cho việc gì."""
    with open_session() as session:
        found = find_evidence(session, evidence_id)
        speaks_for = uses(session, found)
        if as_json:
            echo_json(_as_dict(found, speaks_for, as_of))
        else:
            _print(found, speaks_for, as_of)


def _as_dict(evidence: Evidence, uses: list[Use], day: date) -> dict[str, Any]:
    return {
        **{name: getattr(evidence, name) for name in SHOWN},
        **{name: safe_link(getattr(evidence, name)) for name in ("url", "final_url")},
        "tasks": [use.task_id for use in uses if use.task_id],
        "entries": [use.entry_id for use in uses if use.entry_id],
        "doubts": doubts_of(evidence, uses, day),
    }


def _print(evidence: Evidence, uses: list[Use], day: date) -> None:
    checked = f"{evidence.check_result} ({evidence.checked_at:%d/%m/%Y})" if evidence.checked_at else ""
    grouped = f"{evidence.size or 0:,}".replace(",", ".")
    lines = {
        f"Minh chứng {evidence.id}": document_name(evidence),
        "Văn bản": " ".join(filter(None, (evidence.kind, evidence.number))),
        "Ngày ban hành": day_text(evidence.issued_on),
        "Nói về kỳ": period_text(evidence),
        "Có hiệu lực đến hết ngày": day_text(evidence.expires_on),
        "Tệp": f"{evidence.file_name}, {grouped} byte" if evidence.file_name else "",
        "Đường dẫn": shown_link(evidence),
        "Đã chuyển đến": safe_link(evidence.final_url),
        "Tên trang": evidence.page_title,
        "Kiểm tra": checked,
        "Người thêm": f"{evidence.added_by}, {evidence.added_at:%d/%m/%Y}",
        "Xét": ": ".join(filter(None, (VERDICTS[evidence.accepted], evidence.judged_reason))),
    }
    for name, value in lines.items():
        if value:
            click.echo(f"{name}: {value}")
    for use in uses:
        whose = f"nhiệm vụ {use.task_id}" if use.task_id else f"mục rà soát {use.entry_id}"
        click.echo(f"  Dùng cho {whose} ({use.plan}): {use.text}")
    for doubt in doubts_of(evidence, uses, day):
        click.echo(f"  Lưu ý: {doubt}.")


@command.command(name="list")
@click.argument("reference", metavar="[NHIỆM_VỤ|KẾ_HOẠCH]", default="")
@as_of_option
@json_option
def list_(reference: str, as_of: date, as_json: bool) -> None:
    """Liệt kê minh chứng của một nhiệm vụ, một kế hoạch, hoặc tất cả."""
    with open_session() as session:
        documents = _listed(session, reference)
        uses_by_id = uses_of(session, [each.id or 0 for each in documents])
        rows = [(each, uses_by_id.get(each.id or 0, [])) for each in documents]
        if as_json:
            echo_json([_as_dict(each, uses, as_of) for each, uses in rows])
            return
        for each, uses in rows:
            click.echo(f"{each.id}. {document_name(each)} ({VERDICTS[each.accepted]})")
            for doubt in doubts_of(each, uses, as_of):
                click.echo(f"   Lưu ý: {doubt}.")
        click.echo(f"{len(rows)} minh chứng.")


def _listed(session: Session, reference: str) -> list[Evidence]:
    if reference.isascii() and reference.isdecimal():
        task = find_task(session, int(reference))
        return task_evidence(session, [task.id or 0]).get(task.id or 0, [])
    query = select(Evidence).order_by(col(Evidence.id))
    return list(session.exec(query.where(of_plan(find_plan(session, reference))) if reference else query))


@command.command
@click.argument("evidence_id", metavar="SỐ", type=int)
@click.argument("target", metavar="TỆP_RA", type=click.Path(path_type=Path))
def get(evidence_id: int, target: Path) -> None:
    """Lấy bản sao của một tệp minh chứng; TỆP_RA là tên tệp mới hoặc một thư mục."""
    with open_session() as session:
        found = find_evidence(session, evidence_id)
        if not found.file_name or not found.sha256:
            raise DondocError(f"Minh chứng {evidence_id} là đường dẫn, mở tại: {shown_link(found)}")
        path = target / f"minh-chung-{evidence_id}{ENDINGS[found.media_type]}" if target.is_dir() else target
        copy_out(load_settings().evidence_dir, found.sha256, path)
        click.echo(f"Đã chép minh chứng {evidence_id} ra {path}")


@command.command
@click.argument("plan", metavar="KẾ_HOẠCH")
@as_of_option
@json_option
def missing(plan: str, as_of: date, as_json: bool) -> None:
    """Việc đã báo hoàn thành hoặc đã tự chấm mà chưa có minh chứng còn giá trị, theo người phụ trách."""
    with open_session() as session:
        found = gaps(session, find_plan(session, plan), as_of)
    if as_json:
        echo_json([vars(gap) for gap in found])
        return
    for owner, owned in groupby(found, key=_owner):
        click.echo(owner)
        for gap in owned:
            number = f"nhiệm vụ {gap.task_id}" if gap.task_id else f"mục rà soát {gap.entry_id}"
            wanted = f" – cần có: {gap.wanted}" if gap.wanted else ""
            due = f" (hạn {day_text(gap.due_on)})" if gap.due_on else ""
            click.echo(f"  {number}: {gap.text}{wanted}{due}")
    click.echo(f"{len(found)} việc còn thiếu minh chứng.")


def _owner(gap: Gap) -> str:
    who = f"{gap.person} <{gap.email}>" if gap.email else "chưa có người phụ trách"
    return f"{who}, {gap.unit}" if gap.unit else who
