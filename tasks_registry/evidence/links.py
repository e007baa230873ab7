"""The links among the evidence: which to look at, in which batches, what was found, and whom it concerns."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from sqlmodel import Session, col, or_, select

from models import AuditEntry, Evidence, EvidenceUse, Item, Plan, ReviewEntry, ReviewRound, Task
from tasks_registry.evidence.about import FILE_SCHEME, LONGEST_URL, safe_link
from tasks_registry.evidence.criteria_gaps import Bringing
from tasks_registry.evidence.standing import CHANGED
from tasks_registry.evidence.taking_in import of_plan
from tasks_registry.plain_text import one_line
from tasks_registry.tasks.answering import ANSWERING, with_answering

LONGEST_RESULT = 300
LONGEST_TITLE = 300
LONGEST_TYPE = 120
PAGES = ("text/html", "application/xhtml+xml")  # made anew at each call: their checksum means nothing


@dataclass(frozen=True)
class Link:
    """A link to look at, without any password that it was given with."""

    id: int
    url: str


@dataclass(frozen=True)
class Check:
    """What became of a link, `result` in words for a person; `passing` trouble may be gone a minute later.

    `reachable` is None where the program may not look, so that only a person knows whether it opens.

    `status` is that of the answer at the end of the redirects, at `final_url` where that is another address,
    and `moved` whether the server says that it is so for good. `sha256` is that of a small document.
    """

    reachable: bool | None
    result: str
    passing: bool = False
    status: int | None = None
    final_url: str = ""
    moved: bool = False
    title: str = ""
    media_type: str = ""
    size: int | None = None
    sha256: str | None = None


class News(StrEnum):
    """What the last check of a link found that the one before did not."""

    DEAD = "dead"
    MOVED = "moved"
    CHANGED = "changed"  # not the document any more that was accepted


def links_to_check(session: Session, plan: Plan, before: datetime) -> list[Link]:
    """The links of a plan's tasks and review entries that were last checked before that instant, or never."""
    query = (
        select(Evidence.id, Evidence.url)
        .where(of_plan(plan), col(Evidence.url).not_like(f"{FILE_SCHEME}%"))
        .where(or_(col(Evidence.checked_at).is_(None), col(Evidence.checked_at) < before))
        .order_by(col(Evidence.id))
    )
    return [Link(evidence_id or 0, safe_link(url)) for evidence_id, url in session.exec(query)]


def batches(links: Iterable[Link], most: int) -> list[list[Link]]:
    """The links in batches of `most` at the most, all links of one host in the same batch.

    So that batches can be looked at side by side and no host is asked by two of them; a host with more links
    than `most` has a batch of its own.
    """
    by_host: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        by_host[_host(link.url)].append(link)
    found: list[list[Link]] = []
    for group in by_host.values():
        if not found or len(found[-1]) + len(group) > most:
            found.append([])
        found[-1] += group
    return found


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def record_check(session: Session, evidence_id: int, check: Check, now: datetime) -> News | None:
    """Keep what became of checking a link; what is new in it, which its owners should hear.

    What was known of the document stays known where this time it could not be read.
    """
    evidence = session.get_one(Evidence, evidence_id)
    differs = _differs(session, evidence, check)
    news = _news(evidence, check, differs)
    evidence.reachable, evidence.checked_at, evidence.http_status = check.reachable, now, check.status
    result = f"{check.result[: LONGEST_RESULT // 2]}; {CHANGED}" if differs else check.result
    evidence.check_result = one_line(result)[:LONGEST_RESULT]
    if check.reachable:
        evidence.final_url = safe_link(check.final_url) if len(check.final_url) <= LONGEST_URL else ""
        evidence.page_title = one_line(check.title)[:LONGEST_TITLE] or evidence.page_title
        evidence.media_type = one_line(check.media_type)[:LONGEST_TYPE] or evidence.media_type
        evidence.size = evidence.size if check.size is None else check.size
        evidence.sha256 = check.sha256 or evidence.sha256
    session.add(evidence)
    session.flush()
    return news


def _news(before: Evidence, check: Check, differs: bool) -> News | None:
    if not check.reachable:
        return News.DEAD if check.reachable is False and before.reachable is not False else None
    if differs and check.sha256 != before.sha256:
        return News.CHANGED
    return News.MOVED if check.moved and check.final_url != before.final_url else None


def _differs(session: Session, before: Evidence, check: Check) -> bool:
    """Whether an accepted document is known to hold something else than when it was accepted."""
    if not before.accepted or check.media_type in PAGES or check.sha256 is None:
        return False
    known = _accepted_checksum(session, before) or before.sha256
    return known is not None and known != check.sha256


def _accepted_checksum(session: Session, evidence: Evidence) -> str | None:
    query = (
        select(AuditEntry)
        .where(AuditEntry.subject == "evidence", AuditEntry.subject_id == evidence.id)
        .where(AuditEntry.action == "accept_evidence")
        .order_by(col(AuditEntry.id).desc())
    )
    act = session.exec(query).first()
    return act.details.get("sha256") if act else None


@dataclass(frozen=True)
class Owner:
    """Somebody who answers for what a piece of evidence speaks for: a task, or an entry about a criterion."""

    evidence_id: int
    person_id: int
    task_id: int | None
    entry_id: int | None = None
    round_id: int | None = None


def owners(session: Session, evidence_ids: Collection[int]) -> list[Owner]:
    """The people to hear of those documents, each once for each document: of the first of their tasks, of an
    entry the task that it is about, else of the first of their criteria."""
    first: dict[tuple[int, int], Owner] = {}
    for owner in (*_of_tasks(session, evidence_ids), *_of_criteria(session, evidence_ids)):
        first.setdefault((owner.evidence_id, owner.person_id), owner)
    return [first[key] for key in sorted(first)]


def _of_tasks(session: Session, evidence_ids: Collection[int]) -> list[Owner]:
    entry_task = select(ReviewEntry.task_id).where(ReviewEntry.id == EvidenceUse.entry_id).scalar_subquery()
    query = with_answering(
        select(EvidenceUse.evidence_id, ANSWERING, Task.id)
        .select_from(EvidenceUse)
        .join(Task, or_(EvidenceUse.task_id == Task.id, col(Task.id) == entry_task))
        .join(Item, col(Task.item_id) == Item.id)
        .join(Plan, col(Item.plan_id) == Plan.id)
    ).where(col(EvidenceUse.evidence_id).in_(evidence_ids), ANSWERING.is_not(None))
    found = session.exec(query.order_by(col(Task.id)))
    return [Owner(evidence_id, person_id or 0, task_id) for evidence_id, person_id, task_id in found]


def _of_criteria(session: Session, evidence_ids: Collection[int]) -> list[Owner]:
    query = (
        select(EvidenceUse.evidence_id, ReviewEntry, Plan)
        .join(ReviewEntry, col(EvidenceUse.entry_id) == ReviewEntry.id)
        .join(ReviewRound, col(ReviewEntry.round_id) == ReviewRound.id)
        .join(Plan, col(ReviewRound.plan_id) == Plan.id)
        .where(col(EvidenceUse.evidence_id).in_(evidence_ids), col(ReviewEntry.criterion_id).is_not(None))
        .order_by(col(ReviewEntry.id))
    )
    bringing = Bringing(session)
    return [
        Owner(evidence_id, person_id, None, entry.id, entry.round_id)
        for evidence_id, entry, plan in session.exec(query)
        if (person_id := bringing.of(plan, entry.unit_id)) is not None
    ]
