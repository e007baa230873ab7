"""A criteria set read from YAML; what is wrong with a file is told with the lines where it stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from yaml.nodes import MappingNode, Node, SequenceNode

from config.errors import DondocError
from tasks_registry.criteria_form import SetForm

LARGEST_FILE = 1_000_000
NOT_A_TABLE = "phải là một bảng các trường (code, title, total, groups, …)"
PLACES = {
    "groups": "nhóm",
    "criteria": "tiêu chí",
    "levels": "mức",
    "conditions": "điều kiện",
    "targets": "mục tiêu",
    "notes": "ghi chú",
}
REASONS = {
    "missing": "thiếu trường này",
    "extra_forbidden": "trường này không có trong mẫu",
    "string_type": "phải là chữ (đặt trong dấu nháy)",
    "string_too_short": "không được để trống",
    "too_short": "không được để trống",
    "string_pattern_mismatch": "chỉ gồm chữ thường không dấu, số và dấu gạch nối",
}


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong on a line of a file, from 1; 0 where there are no lines."""

    line: int
    text: str

    def __str__(self) -> str:
        return f"dòng {self.line}: {self.text}" if self.line else self.text


def check_text(text: str) -> tuple[SetForm | None, list[Problem]]:
    """The set that YAML `text` describes, or all that is wrong with it, in the order of its lines."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        document = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: a date like 2026-13-40
        mark = getattr(error, "problem_mark", None)
        return None, [Problem(mark.line + 1 if mark else 1, "không phải là YAML đúng")]
    if not isinstance(document, dict) or node is None:
        return None, [Problem(1, NOT_A_TABLE)]
    twice = list(_repeated_fields(node))
    try:
        form = SetForm.model_validate(document)
    except ValidationError as error:
        # A list whose every part is wrong is told as empty too: what is wrong with its parts is enough.
        told = [each for each in error.errors() if each["type"] != "too_short" or not each["input"]]
        found = [Problem(_line(node, each["loc"]), _reason(each)) for each in told]
        return None, sorted({*twice, *found})
    return (None, sorted(twice)) if twice else (form, [])


def check_file(path: Path) -> tuple[SetForm | None, list[Problem]]:
    """The set in a YAML file, or all that is wrong with it.

    Raises:
        DondocError: the file cannot be read.
    """
    return check_text(_text(path))


def read_form(text: str, name: str) -> SetForm:
    """The set that YAML `text` describes; `name` tells a person which file it was.

    Raises:
        DondocError: not YAML, or not by the form; the line names the place.
    """
    form, problems = check_text(text)
    if form is None:
        more = (
            f" (và {len(problems) - 1} chỗ khác; xem đủ bằng: dondoc criteria check)" if problems[1:] else ""
        )
        raise DondocError(f"Bộ tiêu chí {name}: {problems[0]}{more}.")
    return form


def read_form_file(path: Path) -> SetForm:
    """The set in a YAML file.

    Raises:
        DondocError: the file cannot be read, or is not by the form.
    """
    return read_form(_text(path), path.name)


def checked_form(document: object, name: str) -> SetForm:
    """The set that plain data describes.

    Raises:
        DondocError: not by the form; the line names the place.
    """
    if not isinstance(document, dict):
        raise DondocError(f"Bộ tiêu chí {name} {NOT_A_TABLE}.")
    try:
        return SetForm.model_validate(document)
    except ValidationError as error:
        raise DondocError(f"Bộ tiêu chí {name}: {_reason(error.errors()[0])}.") from None


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise DondocError(f"Tệp {path} lớn quá 1 MB nên không phải là bộ tiêu chí.")
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise DondocError(f"Không đọc được tệp bộ tiêu chí {path}; kiểm tra đường dẫn và mã UTF-8.") from None


def _repeated_fields(node: Node) -> Iterator[Problem]:
    """Fields that stand twice in one mapping: YAML would keep the last one without a word."""
    if isinstance(node, MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield Problem(key.start_mark.line + 1, f"{key.value}: trường này ghi hai lần")
            seen.add(str(key.value))
            yield from _repeated_fields(value)
    elif isinstance(node, SequenceNode):
        for each in node.value:
            yield from _repeated_fields(each)


def _line(node: Node, place: Sequence[int | str]) -> int:
    """The line of a place; of what is missing, that of what it is missing from."""
    for part in place:
        if isinstance(node, MappingNode):
            found = next((pair for pair in node.value if pair[0].value == part), None)
            if found is None:
                break
            if not isinstance(found[1], MappingNode | SequenceNode):
                return int(found[0].start_mark.line) + 1
            node = found[1]
        elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
    return int(node.start_mark.line) + 1


def _reason(error: Any) -> str:
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    place = " ".join(
        f"{part + 1}," if isinstance(part, int) else PLACES.get(part, part) for part in error["loc"]
    )
    expected = error.get("ctx", {}).get("expected", "").replace(" or ", " hoặc ")
    reason = REASONS.get(error["type"]) or (
        f"giá trị '{str(error['input'])[:60]}' không hợp lệ" + (f" (chỉ nhận {expected})" if expected else "")
    )
    return f"{place}: {reason}"
