"""What a digest asks besides tasks: answers to rounds, evidence of tasks and criteria, looks at documents."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby
from typing import Any, Final

from sqlalchemy import select
from sqlmodel import Session

from models import CriteriaSet, Evidence, NoticeKind, NoticeState, ReviewRound, RoundStage
from notifications.lines import Ask, Criterion
from notifications.tables import criterion, notice, review_entry, run
from tasks_registry.days.phases import last_days
from tasks_registry.evidence.about import document_name, safe_link, shown_link
from tasks_registry.evidence.criteria_gaps import evidence_until, wanted_evidence
from tasks_registry.plain_text import shorten

TITLE_LENGTH: Final = 160


class Asked:
    """What the notices claimed under `token` are about; looked up once for all, and only where one asks."""

    def __init__(self, session: Session, token: str) -> None:
        self._session, self._token = session, token
        self._wanted: dict[int, Mapping[str, str]] = {}

    def asks(self, rows: Sequence[Any]) -> tuple[Ask, ...]:
        """The asks of one mail: those about rounds, tasks and documents as they came, then the criteria."""
        single = [self._ask(row) for row in rows if not _is_of_criteria(row)]
        together = sorted(filter(_is_of_criteria, rows), key=lambda row: row.round_id)
        groups = groupby(together, key=lambda row: row.round_id)
        return (*single, *(self._of_criteria(list(found)) for _, found in groups))

    def _ask(self, row: Any) -> Ask:
        if row.kind is not NoticeKind.EVIDENCE:
            return _of_round(row)
        if row.entry_id is not None:
            named = self._criteria[row.entry_id]
            text = f"{named.code}. {named.name}"
            ask = Ask(row.kind, row.step, plan_title(row.round_plan, row.round_plan_number), text=text)
        else:
            plan = plan_title(row.plan, row.plan_number)
            ask = Ask(row.kind, row.step, plan, task_id=row.task_id, text=row.text)
        if row.secret:
            return replace(ask, plan="", text="")
        return self._with_document(ask, row.evidence_id)

    def _with_document(self, ask: Ask, evidence_id: int | None) -> Ask:
        document = self._session.get(Evidence, evidence_id) if evidence_id else None
        if document is None:
            return ask
        name, link = document_name(document), shown_link(document)
        return replace(
            ask,
            document=shorten(name, TITLE_LENGTH),
            link="" if link == name else link,
            found=(document.check_result or "") if ask.step == "dead" else "",
            moved_to=safe_link(document.final_url) if ask.step == "moved" else "",
        )

    def _of_criteria(self, rows: Sequence[Any]) -> Ask:
        """Those of one round, each once: as a reminder where all of them were asked for before."""
        first = rows[0]
        review = self._session.get_one(ReviewRound, first.round_id)
        wanted = {row.entry_id: self._criteria[row.entry_id] for row in rows}
        return Ask(
            NoticeKind.EVIDENCE,
            "missing" if any(row.step == "missing" for row in rows) else first.step,
            plan_title(first.round_plan, first.round_plan_number),
            period=first.period,
            closes_on=evidence_until(review),
            criteria=tuple(wanted[entry_id] for entry_id in sorted(wanted)),
        )

    @cached_property
    def _criteria(self) -> dict[int, Criterion]:
        """The criteria of all claimed notices, by the entry that is about them."""
        query = (
            select(review_entry.c.id, criterion.c.code, criterion.c.name, criterion.c.set_id)
            .join(criterion, criterion.c.id == review_entry.c.criterion_id)
            .join(notice, notice.c.entry_id == review_entry.c.id)
            .where(notice.c.state == NoticeState.CLAIMED, notice.c.claimed_by == self._token)
            .distinct()
        )
        return {
            row.id: Criterion(row.code, row.name, self._wanted_of(row.set_id).get(row.code, ""))
            for row in run(self._session, query)
        }

    def _wanted_of(self, set_id: int) -> Mapping[str, str]:
        if set_id not in self._wanted:
            self._wanted[set_id] = wanted_evidence(self._session.get_one(CriteriaSet, set_id))
        return self._wanted[set_id]


def _is_of_criteria(row: Any) -> bool:
    """Whether evidence of a criterion is missing."""
    return row.kind is NoticeKind.EVIDENCE and row.entry_id is not None and row.evidence_id is None


def _of_round(row: Any) -> Ask:
    """What is asked at a stage of a year is asked until the last day of that stage."""
    return Ask(
        row.kind,
        row.step,
        plan_title(row.round_plan, row.round_plan_number),
        period=row.period,
        closes_on=last_days(row.phases).get(row.step, row.closes_on),
        open=row.stage is RoundStage.OPEN,
    )


def plan_title(title: str, number: str) -> str:
    """What a plan is called in a mail: its title, cut, and its number."""
    short = shorten(title, TITLE_LENGTH)
    return f"{short} (số {number})" if number else short
