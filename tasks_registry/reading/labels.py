"""Label lines in prose: "Cơ quan thực hiện: …", alone on a line or several in one."""

import re
from dataclasses import dataclass, replace

from tasks_registry.reading.deadlines import read_deadlines
from tasks_registry.reading.folding import one_line
from tasks_registry.reading.fuzzy import has_any, plain_words
from tasks_registry.reading.marks import split_mark
from tasks_registry.reading.roles import Role, label_role
from tasks_registry.reading.unit_words import tokens_of
from tasks_registry.reading.units import begins_with_unit, without_courtesy

# A label may begin a line or follow a full stop, a semicolon, a comma, a dash or an opening bracket.
_BEFORE_COLON = re.compile(r"(?:^|[.;,(/·|]|\s[-–—+•]|\n)\s*(?P<label>[^\W\d_][^:.;()\n]{0,70}?)\s*:(?!//)")
_CARRIERS = ("don vi", "co quan", "bo phan", "ca nhan", "can bo", "nguoi")
_LONGEST_NAME = 60  # characters in which a unit's name shows itself
_MARKS = "-–+•* "
_TIMED = ("by", "recurring", "continuous", "relative")
_UNIT_LABELS = (Role.LEAD, Role.UNITS, Role.COORDINATORS)
_LABELS = (Role.LEAD, Role.UNITS, Role.COORDINATORS, Role.DEADLINE, Role.DELIVERABLES)


@dataclass(frozen=True)
class Label:
    """A label as printed, what it holds, and its value."""

    role: Role
    name: str
    value: str


def opens_with_label(text: str) -> bool:
    """Whether a paragraph (its bullet or number aside) opens with a label of units, time or product."""
    mark, rest = split_mark(text)
    label, colon, value = rest.partition(":")
    if not colon or len(label) > 70 or re.search(r"[.;]", label) or not label[:1].isupper():
        return False
    if label_role(label) not in _LABELS:
        return False
    return not (mark and not mark.is_bullet and not value.strip())


def opens_with_other_label(text: str) -> bool:
    """Whether a text opens with a label that gives an item nothing: "Địa điểm: …", "Kinh phí: …"."""
    label, colon, _ = text.partition(":")
    return bool(colon) and len(label) <= 70 and label_role(label) is Role.OTHER


def ends_with_label(line: str) -> bool:
    """Whether a line ends with a label whose value is still to come."""
    found = _BEFORE_COLON.search(line, max(0, len(line) - 80)) if line.endswith(":") else None
    return bool(found and found.end() == len(line) and label_role(found["label"]) in _LABELS)


def split_labels(text: str) -> tuple[str, list[Label]]:
    """The words of `text` before its first label, and the labels with their values, in their order.

    A label of contents ("Nội dung:") is counted as text and stripped where it opens the text.
    """
    found = _found(text)
    opening = (
        found[0].end
        if found and found[0].role is Role.TASK and not text[: found[0].start].strip(_MARKS)
        else 0
    )
    found = [label for label in found if label.role is not Role.TASK]
    first = min((label.start for label in found), default=0)
    if not any(
        label.role in (_UNIT_LABELS if text[opening:first].strip(_MARKS) else _LABELS) for label in found
    ):
        return text[opening:].strip(), []
    ends = [label.start for label in found[1:]] + [len(text)]
    labels = [
        Label(label.role, label.name, _value(text[label.end : end]))
        for label, end in zip(found, ends, strict=True)
    ]
    return text[opening:first].strip(" \n-–—+•,;("), _with_bare_time(labels)


def _with_bare_time(labels: list[Label]) -> list[Label]:
    """`labels` with the time that stands after the units without a label: "Chủ trì: X; quý II/2026"."""
    last = labels[-1]
    value, mark, time = last.value.rpartition(";")
    known = any(label.role is Role.DEADLINE for label in labels)
    if known or not mark or last.role not in _UNIT_LABELS or begins_with_unit(tokens_of(time), 0):
        return labels
    if not any(deadline.kind in _TIMED for deadline in read_deadlines(time)):
        return labels
    return [*labels[:-1], replace(last, value=value.strip()), Label(Role.DEADLINE, "", time.strip())]


@dataclass(frozen=True)
class _Found:
    """Where a label begins, where its value begins, what it holds, and its words."""

    start: int
    end: int
    role: Role
    name: str


def _found(text: str) -> list[_Found]:
    """Every run of words before a colon that is a label; after a comma only where one stands before."""
    found: list[_Found] = []
    at = 0
    while match := _BEFORE_COLON.search(text, at):
        role = label_role(match["label"]) or _organising(match, text)
        in_list = match.group().startswith(",") and not found
        if role and not in_list and (role is not Role.UNITS or _names_doer(match, text)):
            found.append(_Found(match.start("label"), match.end(), role, match["label"]))
        at = match.end() if role else match.start("label") + 1
    return found


def _organising(match: re.Match[str], text: str) -> Role | None:
    """The role of "Tổ chức thực hiện:" before a unit; alone it is the title of a part."""
    value = text[match.end() : match.end() + _LONGEST_NAME]
    organising = plain_words(match["label"]) == ["to", "chuc", "thuc", "hien"] and value.strip()
    return Role.UNITS if organising and begins_with_unit(tokens_of(value), 0) else None


def _names_doer(match: re.Match[str], text: str) -> bool:
    """Whether "Thực hiện: …" or "Phân công: …" goes on with a unit, where it says no "đơn vị" itself."""
    if has_any(plain_words(match["label"]), _CARRIERS):
        return True
    value = text[match.end() : match.end() + _LONGEST_NAME]
    return not value.strip() or begins_with_unit(tokens_of(without_courtesy(value)), 0)


def _value(text: str) -> str:
    """A label's value without the dashes and the bracket that part it from the next label."""
    value = one_line(text).strip(" -–—+•·|;,")
    closed = value.rstrip(" .;")
    return closed[:-1] if closed.endswith(")") and closed.count(")") > closed.count("(") else value


def opens_with_contents(text: str) -> bool:
    """Whether a text opens with a label of contents and its value: "Nội dung: …"."""
    label, colon, value = text.partition(":")
    return bool(colon and value.strip()) and len(label) <= 70 and label_role(label) is Role.TASK
