"""Reading a ladder as people write it (ladder.yaml); what is wrong is said with its line."""

from collections.abc import Iterator, Mapping
from datetime import datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar

from config.errors import DondocError
from notifications.ladder import OFFICE_HOURS, Audience, Count, Hours, Ladder, Rung, Until
from tasks_registry.criteria.yaml_lines import Place, read_yaml_file

LONGEST_TAG: Final = 100
MOST_RUNGS: Final = 40
FURTHEST: Final = 250  # days from the deadline: a year of working days
NUMBER: Final = "{n}"
HOURS: Final = ("send_from", "send_until")
Words = TypeVar("Words", bound=StrEnum)


class FlawError(DondocError):
    """A flaw in a ladder's document: in the value at `place` (keys and numbers from the top)."""

    def __init__(self, place: Place, words: str) -> None:
        super().__init__(words)
        self.place = place


def read_ladder(path: Path, *, of_office: bool) -> dict[str, Any]:
    """The document of a ladder's file, which `parse` takes.

    Raises:
        DondocError: the file cannot be read, or what is wrong and in which line.
    """
    written = read_yaml_file(path)
    try:
        parse(written.document, of_office=of_office)
    except FlawError as flaw:
        raise DondocError(f"{path.name}, dòng {written.line(flaw.place)}: {flaw}.") from None
    found: dict[str, Any] = written.document
    return found


def parse(document: object, *, of_office: bool) -> Ladder:
    """The ladder that `document` says, its repeats written out as rungs, its tags with their numbers.

    Raises:
        FlawError: what is wrong, and where.
    """
    known = {"count", "until", "rungs", "explain_within"}
    fields = _mapping(document, known.union(HOURS) if of_office else known, ())
    return Ladder(
        rungs=_rungs(fields.get("rungs")),
        count=_word(Count, fields.get("count", "working"), ("count",)),
        until=_word(Until, fields.get("until", "submitted"), ("until",)),
        explain_within=_number(fields.get("explain_within", 3), 1, 60, ("explain_within",)),
        hours=_hours(fields),
    )


def _mapping(value: object, known: set[str], place: Place) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise FlawError(place, f"ở đây cần các mục {', '.join(sorted(known))}")
    for key in value:
        if key not in known:
            raise FlawError((*place, key), f"không có mục '{key}' ở đây; chỉ có {', '.join(sorted(known))}")
    return value


def _word(words: type[Words], value: object, place: Place) -> Words:
    if not isinstance(value, str) or value not in list(words):
        raise FlawError(place, f"'{value}' không phải là một trong: {', '.join(words)}")
    return words(value)


def _number(value: object, least: int, most: int, place: Place) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise FlawError(place, f"{place[-1]} phải là số nguyên từ {least} đến {most}")
    return value


def _rungs(value: object) -> tuple[Rung, ...]:
    if not isinstance(value, list) or not value:
        raise FlawError(("rungs",), "rungs phải là danh sách các bước, ít nhất một bước")
    days: list[int] = []
    for number, each in enumerate(value):
        place = ("rungs", number)
        fields = _mapping(each, {"days", "to", "tag", "repeat", "explain"}, place)
        days.append(_number(fields.get("days"), -FURTHEST, FURTHEST, (*place, "days")))
        if days[-1] in days[:-1]:
            raise FlawError((*place, "days"), f"đã có một bước cách hạn {days[-1]} ngày")
    found: list[Rung] = []
    for number in sorted(range(len(value)), key=days.__getitem__):
        late = sum(rung.days > 0 for rung in found) + 1
        last = days[number] == max(days) and days[number] > 0
        found += _written_out(value[number], ("rungs", number), late, last=last)
    if len(found) > MOST_RUNGS:
        raise FlawError(("rungs",), f"quá {MOST_RUNGS} bước, tính cả các lần nhắc lại")
    return tuple(reversed(found))


def _written_out(fields: Mapping[str, Any], place: Place, late: int, *, last: bool) -> Iterator[Rung]:
    """A rung and its repeats; `late` is the number of the warning that it is, if it is one."""
    days, to = fields["days"], _audiences(fields.get("to"), (*place, "to"))
    tag = _tag(fields.get("tag"), days, (*place, "tag"))
    explain = fields.get("explain", False)
    if not isinstance(explain, bool):
        raise FlawError((*place, "explain"), "explain chỉ nhận true hoặc false")
    for name in ("repeat", "explain"):
        if fields.get(name) and not last:
            raise FlawError((*place, name), f"{name} chỉ dùng ở bước cuối cùng sau hạn")
    every, most = _repeat(fields.get("repeat"), days, (*place, "repeat"))
    for again in range(most):
        written = tag.replace(NUMBER, str(late + again))
        yield Rung(days + again * every, to, written, explain=explain and again == 0)


def _audiences(value: object, place: Place) -> tuple[Audience, ...]:
    if not isinstance(value, list) or not value:
        raise FlawError(place, f"to phải là danh sách người nhận, như [owner]; có: {', '.join(Audience)}")
    found = tuple(_word(Audience, each, (*place, number)) for number, each in enumerate(value))
    if len(set(found)) < len(found):
        raise FlawError(place, "một người nhận được ghi hai lần")
    return found


def _tag(value: object, days: int, place: Place) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_TAG or not value.isprintable():
        raise FlawError(place, f"tag phải là một dòng chữ, dài nhất {LONGEST_TAG} ký tự")
    if NUMBER in value and days <= 0:
        raise FlawError(place, f"{NUMBER} chỉ dùng được ở bước sau hạn")
    return value.strip()


def _repeat(value: object, days: int, place: Place) -> tuple[int, int]:
    """Every how many days, and how many times in all."""
    if value is None:
        return 0, 1
    fields = _mapping(value, {"every", "most"}, place)
    every = _number(fields.get("every"), 1, FURTHEST, (*place, "every"))
    most = _number(fields.get("most"), 1, MOST_RUNGS, (*place, "most"))
    if days + every * (most - 1) > FURTHEST:
        raise FlawError(place, f"lần nhắc cuối không được cách hạn quá {FURTHEST} ngày")
    return every, most


def _hours(fields: Mapping[str, Any]) -> Hours:
    if not fields.keys() & set(HOURS):
        return OFFICE_HOURS
    start, end = (_hour(fields.get(name), (name,)) for name in HOURS)
    if start >= end:
        raise FlawError(("send_until",), "send_until phải sau send_from")
    return Hours(start, end)


def _hour(value: object, place: Place) -> time:
    """An hour of the day; without quotes YAML reads 18:00 as a number of minutes."""
    text = f"{value // 60}:{value % 60}" if isinstance(value, int) else value
    try:
        return datetime.strptime(str(text), "%H:%M").time()  # noqa: DTZ007  an hour has no zone
    except ValueError:
        raise FlawError(place, f'{place[-1]} phải là giờ, như "07:00"') from None
