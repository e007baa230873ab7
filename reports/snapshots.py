"""A frozen round's JSON, of whichever version, as the values of `rounds`."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from config.clock import ZONE
from config.errors import DondocError
from models import EntryState, TaskState
from reports.rounds import (
    COUNTED,
    Counts,
    Document,
    EarlierRound,
    Entry,
    Explanation,
    PlanFacts,
    Round,
    UnitCounts,
)
from reports.wording import clean, clean_lines
from tasks_registry.days.periods import parse_period
from tasks_registry.evidence.about import safe_link
from tasks_registry.tasks.health import Health
from tasks_registry.tasks.secrecy import WORDLESS_TITLE

LONGEST_PLACE = 80
WORDS = ("number", "deadline_raw", "done", "difficulties", "proposals")


def read_round(snapshot: Mapping[str, Any]) -> Round:
    """The round that a snapshot froze; of a secret task (mật) the number alone, without any words about it.

    Raises:
        DondocError: it is not the snapshot of a round.
    """
    try:
        return _round(_without_secrets(snapshot))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DondocError(
            f"Bản chốt số liệu không đọc được ({error}); chốt lại hoặc khôi phục dữ liệu."
        ) from error


def of_unit(snapshot: Mapping[str, Any], unit_code: str) -> dict[str, Any]:
    """A snapshot with nothing but what concerns one unit; earlier rounds are of all units, and left out.

    Raises:
        DondocError: the round asked the unit nothing, or is too old to tell by code.
    """
    entries = [each for each in snapshot["entries"] if each.get("unit_code") == unit_code]
    if not entries:
        raise DondocError(f"Đợt rà soát này không có mục nào của đơn vị {unit_code}.")
    tasks = {each["task_id"] for each in entries}
    explained = [each for each in snapshot.get("explanations") or () if each.get("task_id") in tasks]
    units = [each for each in snapshot["units"] if each.get("unit_code") == unit_code]
    return {**snapshot, "entries": entries, "units": units, "explanations": explained, "previous": []}


def _without_secrets(snapshot: Mapping[str, Any]) -> Mapping[str, Any]:
    secret = {each["task_id"] for each in snapshot["entries"] if each.get("secret")}
    if not secret:
        return snapshot
    entries = [_wordless(each) if each["task_id"] in secret else each for each in snapshot["entries"]]
    explained = [
        {**each, "text_given": ""} if each.get("task_id") in secret else each
        for each in snapshot.get("explanations") or ()
    ]
    return {**snapshot, "entries": entries, "explanations": explained}


def _wordless(entry: Mapping[str, Any]) -> dict[str, Any]:
    evidence = [
        {name: each.get(name) for name in ("id", "accepted", "reachable")}
        for each in entry.get("evidence") or ()
    ]
    text = WORDLESS_TITLE % {"n": entry["task_id"]}
    return {**entry, **dict.fromkeys(WORDS, ""), "text": text, "evidence": evidence}


def _round(snapshot: Mapping[str, Any]) -> Round:
    period = str(snapshot["period"])
    closed_at = snapshot.get("closed_at")
    return Round(
        plan=_plan(snapshot["plan"]),
        kind=str(snapshot["kind"]),
        period=period,
        name=clean(snapshot.get("name")) or _period_name(period),
        window_from=_day(snapshot.get("window_from")),
        window_to=_day(snapshot.get("window_to")),
        closed_at=datetime.fromisoformat(closed_at).astimezone(ZONE) if closed_at else None,
        entries=tuple(map(_entry, snapshot["entries"])),
        units=tuple(map(_unit, snapshot["units"])),
        explanations=_explanations(snapshot),
        earlier=tuple(map(_earlier, snapshot.get("previous") or ())),
        checksum=clean(snapshot.get("checksum")),
    )


def _period_name(code: str) -> str:
    try:
        return parse_period(code).name
    except DondocError:
        return f"kỳ {clean(code)}"


def _plan(plan: Mapping[str, Any] | str) -> PlanFacts:
    facts: Mapping[str, Any] = {"code": plan} if isinstance(plan, str) else plan
    code, title, number, issuer = (clean(facts.get(name)) for name in ("code", "title", "number", "issuer"))
    return PlanFacts(code, title, number, issuer, _day(facts.get("issued_on")))


def _earlier(found: Mapping[str, Any]) -> EarlierRound:
    period = str(found["period"])
    return EarlierRound(period, clean(found.get("name")) or _period_name(period), _counts(found))


def _counts(unit: Mapping[str, Any]) -> Counts:
    return Counts(*(unit.get(name) for name in COUNTED))


def _unit(unit: Mapping[str, Any]) -> UnitCounts:
    return UnitCounts(
        unit=clean(unit["unit"]),
        counts=_counts(unit),
        entries=unit.get("entries"),
        answered=unit.get("answered"),
        stage=clean(unit.get("stage")),
        explanation=clean_lines(unit.get("explanation")),
    )


def _entry(entry: Mapping[str, Any]) -> Entry:
    health = entry.get("health")
    criterion = entry.get("criterion")
    return Entry(
        unit=clean(entry["unit"]),
        criterion="" if criterion is None else clean(criterion) or "–",
        text=clean(entry["text"]),
        number=clean(entry.get("number")),
        health=Health(health) if health else None,
        cancelled=entry.get("task_state") == TaskState.CANCELLED,
        answered=entry.get("state") == EntryState.ANSWERED,
        due_on=_day(entry.get("due_on")),
        deadline_raw=clean(entry.get("deadline_raw")),
        finished_on=_day(entry.get("submitted_on") or entry.get("done_on")),
        done=clean_lines(entry.get("done")),
        difficulties=clean_lines(entry.get("difficulties")),
        proposals=clean_lines(entry.get("proposals")),
        evidence=tuple(map(_document, entry.get("evidence") or ())),
    )


def _document(document: Mapping[str, Any]) -> Document:
    number, issued_on = clean(document.get("number")), _day(document.get("issued_on"))
    kind = document.get("kind") if number or issued_on else ""
    names = map(clean, (document.get("title"), kind, document.get("file_name")))
    told = [f"số {number}" if number else "", f"ngày {issued_on:%d/%m/%Y}" if issued_on else ""]
    label = " ".join(filter(None, [next(filter(None, names), "") or _place(document), *told]))
    return Document(document.get("id"), label, document.get("accepted"), document.get("reachable"))


def _place(document: Mapping[str, Any]) -> str:
    """The number of a document without a name, after where it lies, cut to a line or two of a table."""
    place = clean(safe_link(document.get("url") or "")).partition("://")[2]
    place = place.partition("?")[0].partition("#")[0].rstrip("/")
    half = LONGEST_PLACE // 2
    short = place if len(place) <= LONGEST_PLACE else f"{place[:half]}…{place[-half:]}"
    return f"{short} (minh chứng {document.get('id')})" if short else f"minh chứng {document.get('id')}"


def _explanations(snapshot: Mapping[str, Any]) -> tuple[Explanation, ...] | None:
    if snapshot.get("explanations") is None:
        return None
    texts = {entry.get("task_id"): clean(entry["text"]) for entry in snapshot["entries"]}
    return tuple(
        Explanation(
            task=texts.get(each.get("task_id")) or clean(each.get("text")),
            unit=clean(each.get("unit")),
            days_late=each.get("days_late"),
            due_on=_day(each.get("due_on")),
            text=clean_lines(each.get("text_given")),
        )
        for each in snapshot["explanations"]
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
