"""`dondoc evidence add` and `edit`: a document is taken in, and what is said of it is mended."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from sqlmodel import Session

from config.clock import now, today
from config.errors import DondocError
from config.settings import load_settings
from dondoc.common import Day, by_option
from dondoc.opening import open_session
from models import Evidence, ReviewEntry, Task
from tasks_registry.evidence.about import (
    ABOUT_NAMES,
    FILE_SERVERS,
    checked_about,
    checked_url,
    document_name,
    file_url,
    unkept,
)
from tasks_registry.evidence.files import store_file
from tasks_registry.evidence.taking_in import (
    ADDING,
    add_evidence,
    add_file,
    edit_evidence,
    find_evidence,
    known_document,
)
from tasks_registry.evidence.uses import Use, doubts_of, uses_of
from tasks_registry.holding import hold_in_open_round
from tasks_registry.plans.listings import find_task
from tasks_registry.rounds.reviews import find_entry

Command = TypeVar("Command", bound=Callable[..., Any])
ABOUT = {
    "title": click.option("--title", help="Tên tài liệu."),
    "kind": click.option("--kind", help="Loại văn bản: Báo cáo, Biên bản, Quyết định…"),
    "number": click.option("--number", help="Số, ký hiệu văn bản."),
    "date": click.option("--date", "issued_on", type=Day(), help="Ngày ban hành."),
    "period-from": click.option("--period-from", type=Day(), help="Tài liệu nói về kỳ từ ngày."),
    "period-to": click.option("--period-to", type=Day(), help="Tài liệu nói về kỳ đến ngày."),
    "expires": click.option("--expires", "expires_on", type=Day(), help="Ngày cuối còn hiệu lực."),
}
"""What is said of a document, each under the name of its option, in the order of `ABOUT_NAMES`."""
NOTHING = {"title": "", "kind": "", "number": ""}  # what clearing leaves of them; of a day nothing at all


def _about_options(function: Command) -> Command:
    for option in reversed(ABOUT.values()):
        function = option(function)
    return function


def _given(about: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in about.items() if value is not None}


@click.command
@click.argument("words", metavar="[NHIỆM_VỤ] TỆP_HOẶC_ĐƯỜNG_DẪN", nargs=-1, required=True)
@click.option("--entry", "entry_id", type=int, metavar="MỤC", help="Cho một mục rà soát, thay cho nhiệm vụ.")
@_about_options
@by_option
def add(words: tuple[str, ...], entry_id: int | None, by: str, **about: Any) -> None:
    """Thêm minh chứng cho một nhiệm vụ, hoặc một mục rà soát: đường dẫn http(s), hoặc tệp trên máy này."""
    *numbers, document = words
    with open_session() as session:
        task, entry = target(session, numbers, entry_id)
        take_in(session, document, task, entry, by=by, **_given(about))


def take_in(
    session: Session, document: str, task: Task | None, entry: ReviewEntry | None, *, by: str, **about: Any
) -> None:
    """Add a link or a file, and say what came of it; what was there already keeps what was said of it.

    Raises:
        DondocError: it cannot be taken, or the round of `entry` is closed.
    """
    checked_about(**about)  # before a file is kept
    if entry:
        hold_in_open_round(session, entry, ADDING)
    found, known = _added(session, document, {"task": task, "entry": entry, "by": by, "now": now(), **about})
    click.echo(f"{whose(task, entry)} có minh chứng {found.id}: {document_name(found)}")
    if known:
        _say_known(found, unkept(found, **about))
    warn(session, found)


def _added(session: Session, document: str, given: dict[str, Any]) -> tuple[Evidence, bool]:
    """A link, or else a file, and whether it was there; whatever names another computer is refused."""
    if "://" in document or document.lower().startswith(FILE_SERVERS):
        url = checked_url(document)
        known = known_document(session, url) is not None
        return add_evidence(session, url=url, **given), known
    settings = load_settings()
    stored = store_file(settings.evidence_dir, Path(document), megabytes=settings.evidence_megabytes)
    known = known_document(session, file_url(stored.sha256)) is not None
    return add_file(session, stored, **given), known


def _say_known(found: Evidence, words: list[str]) -> None:
    what = "tệp có cùng nội dung" if found.file_name else "đường dẫn này"
    added = f"{found.added_by} thêm ngày {found.added_at:%d/%m/%Y}"
    click.echo(f"  Lưu ý: {what} đã có từ trước, là minh chứng {found.id} ({added}), nên được dùng lại.")
    if words:
        click.echo(
            f"  Lưu ý: {', '.join(words)} vừa nhập không được ghi, vẫn giữ như lần thêm đầu; "
            f"muốn sửa thì dùng: dondoc evidence edit {found.id}"
        )


def target(
    session: Session, numbers: list[str], entry_id: int | None
) -> tuple[Task | None, ReviewEntry | None]:
    """The task or the review entry that was named.

    Raises:
        DondocError: neither or both were named, or there is no such one.
    """
    if (entry_id is None) != (len(numbers) == 1):
        raise DondocError("Cần đúng một trong hai: số nhiệm vụ, hoặc --entry và số mục rà soát.")
    if entry_id is not None:
        return None, find_entry(session, entry_id)
    if not (numbers[0].isascii() and numbers[0].isdecimal()):
        raise DondocError(f"'{numbers[0]}' không phải là số nhiệm vụ; xem số bằng: dondoc tasks")
    return find_task(session, int(numbers[0])), None


def whose(task: Task | None, entry: ReviewEntry | None) -> str:
    """What a document speaks for, at the beginning of a line."""
    return f"Nhiệm vụ {task.id}" if task else f"Mục rà soát {entry.id if entry else ''}"


def uses(session: Session, evidence: Evidence) -> list[Use]:
    """What one document speaks for."""
    return uses_of(session, [evidence.id or 0]).get(evidence.id or 0, [])


def warn(session: Session, evidence: Evidence) -> None:
    """Print what a person should look at before relying on a document."""
    for doubt in doubts_of(evidence, uses(session, evidence), today()):
        click.echo(f"  Lưu ý: {doubt}.")


@click.command
@click.argument("evidence_id", metavar="SỐ", type=int)
@_about_options
@click.option(
    "--clear",
    multiple=True,
    type=click.Choice(list(ABOUT)),
    help="Bỏ trống thông tin đó; dùng được nhiều lần.",
)
@by_option
def edit(evidence_id: int, clear: tuple[str, ...], by: str, **about: Any) -> None:
    """Sửa thông tin đã ghi của một minh chứng; nội dung tài liệu và kết quả xét giữ nguyên."""
    names = dict(zip(ABOUT, ABOUT_NAMES, strict=True))
    said = {**{names[option]: NOTHING.get(option) for option in clear}, **_given(about)}
    if not said:
        raise DondocError("Cần nêu thông tin muốn sửa, ví dụ --title, --number, --date, --clear expires.")
    with open_session() as session:
        found = find_evidence(session, evidence_id)
        changed = edit_evidence(session, found, by=by, now=now(), **said)
        if not changed:
            click.echo(f"Minh chứng {evidence_id} vốn đã ghi như vậy, không có gì thay đổi.")
            return
        click.echo(f"Đã sửa {', '.join(ABOUT_NAMES[name] for name in changed)} của minh chứng {evidence_id}.")
        if found.accepted is not None:
            was = "chấp nhận" if found.accepted else "bác"
            click.echo(
                f"  Lưu ý: minh chứng này đã được xét ({was}) trước khi sửa; đề nghị người xét xem lại."
            )
        warn(session, found)
