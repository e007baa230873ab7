"""Label lines in prose: "Cơ quan thực hiện: …", alone on a line or several in one."""

import re

from tasks_registry.reading.folding import one_line
from tasks_registry.reading.marks import split_mark
from tasks_registry.reading.roles import Role, label_role

# A label may begin a line or follow a full stop, a semicolon, a comma, a dash or an opening bracket.
_BEFORE_COLON = re.compile(r"(?:^|[.;,(/·|]|\s[-–—+•]|\n)\s*(?P<label>[^\W\d_][^:.;()\n]{0,70}?)\s*:(?!//)")
_LABELS = (Role.LEAD, Role.UNITS, Role.COORDINATORS, Role.DEADLINE, Role.DELIVERABLES)

Labels = list[tuple[Role, str]]


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


def split_labels(text: str) -> tuple[str, Labels]:
    """The words of `text` before its first label, and the labels with their values, in their order.

    A label of contents ("Nội dung:") is counted as text and stripped where it opens the text.
    """
    found = [(m.start("label"), m.end(), role) for m, role in _candidates(text) if role is not None]
    opening = (
        found[0] if found and found[0][2] is Role.TASK and not text[: found[0][0]].strip("-–+•* ") else None
    )
    found = [item for item in found if item[2] is not Role.TASK]
    if not any(role in _LABELS for _, _, role in found):
        return (text[opening[1] :] if opening else text).strip(), []
    before = text[opening[1] if opening else 0 : found[0][0]]
    ends = [start for start, _, _ in found[1:]] + [len(text)]
    labels = [(role, _value(text[end:stop])) for (_, end, role), stop in zip(found, ends, strict=True)]
    return before.strip(" \n-–—+•,;("), labels


def _candidates(text: str) -> list[tuple[re.Match[str], Role | None]]:
    """Every run of words before a colon that is a label, shortened to its last clause."""
    found: list[tuple[re.Match[str], Role | None]] = []
    at = 0
    while match := _BEFORE_COLON.search(text, at):
        role = label_role(match["label"])
        found.append((match, role))
        at = match.end() if role else match.start("label") + 1
    return found


def _value(text: str) -> str:
    """A label's value without the dashes and the bracket that part it from the next label."""
    value = one_line(text).strip(" -–—+•·|;,")
    closed = value.rstrip(" .;")
    return closed[:-1] if closed.endswith(")") and closed.count(")") > closed.count("(") else value


def opens_with_contents(text: str) -> bool:
    """Whether a text opens with a label of contents and its value: "Nội dung: …"."""
    label, colon, value = text.partition(":")
    return bool(colon and value.strip()) and len(label) <= 70 and label_role(label) is Role.TASK
