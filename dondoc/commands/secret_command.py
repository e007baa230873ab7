"""`dondoc secret`: items whose words no mail carries."""

import click

from config.clock import now
from dondoc.common import by_option
from dondoc.opening import open_session
from tasks_registry.plans.listings import find_task
from tasks_registry.tasks.secrecy import set_secret


@click.group
def command() -> None:
    """Nhiệm vụ mật: thư, tệp lịch chỉ ghi mã số, thời hạn và đường dẫn, không ghi nội dung."""


@command.command
@click.argument("task_id", metavar="SỐ", type=int)
@by_option
def mark(task_id: int, by: str) -> None:
    """Đánh dấu mật mục của nhiệm vụ SỐ (mọi nhiệm vụ thuộc mục đó)."""
    count = _set(task_id, True, by)
    click.echo(f"Đã đánh dấu mật mục của nhiệm vụ {task_id} ({count} nhiệm vụ).")


@command.command
@click.argument("task_id", metavar="SỐ", type=int)
@by_option
def clear(task_id: int, by: str) -> None:
    """Bỏ dấu mật của mục có nhiệm vụ SỐ."""
    count = _set(task_id, False, by)
    click.echo(f"Đã bỏ dấu mật mục của nhiệm vụ {task_id} ({count} nhiệm vụ).")


def _set(task_id: int, secret: bool, by: str) -> int:
    with open_session() as session:
        return set_secret(session, find_task(session, task_id), secret, by=by, now=now())
