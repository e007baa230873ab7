"""What an import did, in words."""

import click

from tasks_registry.plain_text import shorten
from tasks_registry.plans.plan_import import ImportReport

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
