"""Evidence (minh chứng): taking in links, judging and checking them, and what is still missing."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, exists, or_, select

from config.errors import DondocError
from models import (
    AuditEntry,
    Evidence,
    EvidenceUse,
    Item,
    Plan,
    ReviewEntry,
    ReviewRound,
    RoundStage,
    Task,
    TaskState,
    Unit,
)
from tasks_registry.answering import ANSWERING, with_answering
from tasks_registry.numbered import numbered
from tasks_registry.once import insert_once
from tasks_registry.plain_text import one_line

LONGEST_URL = 2000
LONGEST_RESULT = 300
BATCH = 500  # SQLite takes a limited number of values in one statement


def add_evidence(
    session: Session,
    *,
    url: str,
    title: str = "",
    by: str,
    now: datetime,
    task: Task | None = None,
    entry: ReviewEntry | None = None,
    period_from: date | None = None,
    period_to: date | None = None,
) -> Evidence:
    """Attach the document at `url` to a task or to a review entry; once more changes nothing.

    A link is one document: attached elsewhere it keeps its first title, and what was judged of it stands.

    Raises:
        DondocError: not a web link, a period that ends before it starts, or an entry of a closed round.
    """
    if (task is None) == (entry is None):
        raise ValueError("evidence speaks for a task or for a review entry")
    link = checked_url(url)
    if period_from and period_to and period_to < period_from:
        raise DondocError(f"Kỳ của minh chứng kết thúc ({period_to:%d/%m/%Y}) trước khi bắt đầu.")
    if entry is not None:
        _require_open(session, entry)
    document = Evidence(
        url=link,
        title=one_line(title),
        added_by=by,
        added_at=now,
        period_from=period_from,
        period_to=period_to,
    )
    insert_once(session, [document])
    found = session.exec(select(Evidence).where(Evidence.url == link)).one()
    use = EvidenceUse(
        evidence_id=found.id or 0, task_id=task.id if task else None, entry_id=entry.id if entry else None
    )
    insert_once(session, [use])
    return found


def _require_open(session: Session, entry: ReviewEntry) -> None:
    if session.get_one(ReviewRound, entry.round_id).stage is RoundStage.CLOSED:
        raise DondocError("Đợt rà soát đã chốt số liệu nên không thêm minh chứng được nữa.")


def checked_url(url: str) -> str:
    """`url` without surrounding white space.

    Raises:
        DondocError: not http or https, no host, too long, or with characters that no link has.
    """
    link = url.strip()
    if not link.isprintable() or " " in link:
        raise DondocError("Đường dẫn minh chứng có dấu cách hoặc ký tự lạ; thay dấu cách bằng %20.")
    # Bytes, because the index of the database measures them.
    if len(link.encode()) > LONGEST_URL:
        raise DondocError(f"Đường dẫn minh chứng dài quá {LONGEST_URL} ký tự; hãy dùng đường dẫn ngắn hơn.")
    if not _is_web_link(link):
        raise DondocError(
            f"'{link[:80]}' không dùng được: minh chứng phải là đường dẫn http:// hoặc https://."
        )
    return link


def _is_web_link(link: str) -> bool:
    try:
        parts = urlsplit(link)
        _ = parts.port  # read only to have it parsed
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def find_evidence(session: Session, evidence_id: int) -> Evidence:
    """The piece of evidence of that number.

    Raises:
        DondocError: there is none.
    """
    missing = f"Không có minh chứng số {evidence_id}; xem số bằng: dondoc task show SỐ --json"
    return numbered(session, Evidence, evidence_id, missing)


def judge_evidence(
    session: Session, evidence: Evidence, *, accepted: bool, by: str, reason: str = "", now: datetime
) -> Evidence:
    """Accept or reject (bác) a piece of evidence; a rejected one counts as if it were not there.

    Raises:
        DondocError: rejected without a reason.
    """
    why = one_line(reason)
    if not accepted and not why:
        raise DondocError("Cần nêu lý do khi không chấp nhận minh chứng.")
    evidence.accepted, evidence.judged_by, evidence.judged_reason = accepted, by, why
    act = AuditEntry(
        at=now,
        actor=by,
        action="accept_evidence" if accepted else "reject_evidence",
        subject="evidence",
        subject_id=evidence.id,
        details={"reason": why},
    )
    session.add_all([evidence, act])
    session.flush()
    return evidence


def task_evidence(session: Session, task_ids: Collection[int]) -> dict[int, list[Evidence]]:
    """The evidence of each task, in the order in which it was attached; tasks without are left out."""
    return _by_owner(session, col(EvidenceUse.task_id), sorted(task_ids))


def entry_evidence(session: Session, entry_ids: Collection[int]) -> dict[int, list[Evidence]]:
    """The evidence of each review entry, likewise."""
    return _by_owner(session, col(EvidenceUse.entry_id), sorted(entry_ids))


def _by_owner(session: Session, owner: Mapped[int | None], ids: list[int]) -> dict[int, list[Evidence]]:
    found: dict[int, list[Evidence]] = defaultdict(list)
    for start in range(0, len(ids), BATCH):
        query = (
            select(owner, Evidence)
            .join(Evidence, col(EvidenceUse.evidence_id) == Evidence.id)
            .where(owner.in_(ids[start : start + BATCH]))
            .order_by(col(EvidenceUse.id))
        )
        for owner_id, evidence in session.exec(query):
            found[owner_id or 0].append(evidence)
    return dict(found)


def has_standing_evidence(evidence: Collection[Evidence]) -> bool:
    """Whether one of them has not been rejected: accepted, or not judged yet."""
    return any(each.accepted is not False for each in evidence)


@dataclass(frozen=True)
class Link:
    """A link to look at."""

    id: int
    url: str


def links_to_check(session: Session, plan: Plan, before: datetime) -> list[Link]:
    """The links of a plan's tasks and review entries that were last checked before that instant, or never."""
    of_tasks = (
        select(EvidenceUse.evidence_id)
        .join(Task, col(EvidenceUse.task_id) == Task.id)
        .join(Item, col(Task.item_id) == Item.id)
        .where(Item.plan_id == plan.id)
    )
    of_entries = (
        select(EvidenceUse.evidence_id)
        .join(ReviewEntry, col(EvidenceUse.entry_id) == ReviewEntry.id)
        .join(ReviewRound, col(ReviewEntry.round_id) == ReviewRound.id)
        .where(ReviewRound.plan_id == plan.id)
    )
    query = (
        select(Evidence.id, Evidence.url)
        .where(or_(col(Evidence.id).in_(of_tasks), col(Evidence.id).in_(of_entries)))
        .where(or_(col(Evidence.checked_at).is_(None), col(Evidence.checked_at) < before))
        .order_by(col(Evidence.id))
    )
    return [Link(evidence_id or 0, url) for evidence_id, url in session.exec(query)]


def record_check(session: Session, evidence_id: int, reachable: bool, result: str, now: datetime) -> None:
    """Keep what became of checking a link; `result` is in words for a person."""
    evidence = session.get_one(Evidence, evidence_id)
    evidence.reachable, evidence.checked_at = reachable, now
    evidence.check_result = one_line(result)[:LONGEST_RESULT]
    session.add(evidence)
    session.flush()


@dataclass(frozen=True)
class Missing:
    """A task whose evidence is asked for; `unit` is a name, `answering_id` a person's (`answering`)."""

    task_id: int
    text: str
    unit: str
    answering_id: int | None
    due_on: date | None


def missing_evidence(session: Session, plan: Plan, as_of: date) -> list[Missing]:
    """Tasks said to be finished (submitted or done) by `as_of` without evidence that stands."""
    standing = exists().where(
        col(EvidenceUse.task_id) == Task.id,
        col(EvidenceUse.evidence_id) == Evidence.id,
        col(Evidence.accepted).is_not(False),
    )
    query = (
        with_answering(
            select(Task, Item.text, Unit.name, ANSWERING)
            .join(Item, col(Task.item_id) == Item.id)
            .join(Plan, col(Item.plan_id) == Plan.id)
            .join(Unit, col(Task.unit_id) == Unit.id, isouter=True)
        )
        .where(Plan.id == plan.id, col(Task.state).in_([TaskState.SUBMITTED, TaskState.DONE]))
        .where(or_(col(Task.submitted_on) <= as_of, col(Task.done_on) <= as_of), ~standing)
        .order_by(col(Item.position), col(Task.id))
    )
    return [
        Missing(task.id or 0, text, unit or task.lead_name, person, task.due_on)
        for task, text, unit, person in session.exec(query)
    ]
