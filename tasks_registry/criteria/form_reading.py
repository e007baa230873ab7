"""A criteria set read from YAML; what is wrong with a file is told with the lines where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from config.errors import DondocError, why_of
from tasks_registry.criteria.form import SetForm
from tasks_registry.criteria.form_rules import Fault, faults
from tasks_registry.criteria.yaml_lines import Repeated, Written, YamlLineError, read_yaml, text_of

LARGEST_FILE = 1_000_000
NOT_A_TABLE = "phải là một bảng các trường (code, title, total, groups, …)"
NOT_A_LIST = "phải là một danh sách, mỗi phần bắt đầu bằng dấu gạch ngang"
PLACES = {
    "groups": "nhóm",
    "criteria": "tiêu chí",
    "levels": "mức",
    "conditions": "điều kiện",
    "targets": "mục tiêu",
    "notes": "ghi chú",
}
REASONS: Mapping[str, str] = MappingProxyType(
    {
        "missing": "thiếu trường này",
        "extra_forbidden": "trường này không có trong mẫu",
        "invalid_key": "trường này không có trong mẫu",
        "string_type": "phải là chữ (đặt trong dấu nháy)",
        "string_too_short": "không được để trống",
        "string_too_long": "dài quá {max_length} ký tự",
        "too_short": "không được để trống",
        "string_pattern_mismatch": "chỉ gồm chữ thường không dấu, số và dấu gạch nối",
        "tuple_type": NOT_A_LIST,
        "model_type": "phải gồm các trường, mỗi trường một giá trị",
    }
)
LIMITS: Mapping[str, str] = MappingProxyType(
    {
        "enum": "chỉ nhận {expected}",
        "greater_than_equal": "từ {ge} trở lên",
        "greater_than": "phải lớn hơn {gt}",
        "less_than_equal": "nhiều nhất là {le}",
        "decimal_max_places": "nhiều nhất {decimal_places} chữ số thập phân",
        "decimal_parsing": "phải là số",
        "decimal_type": "phải là số",
        "finite_number": "phải là số",
        "int_parsing": "phải là số nguyên",
        "int_type": "phải là số nguyên",
        "int_from_float": "phải là số nguyên",
        "date_parsing": "phải là ngày, viết như 2026-06-15",
        "date_from_datetime_parsing": "phải là ngày, viết như 2026-06-15",
    }
)


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
        written = read_yaml(text)
    except YamlLineError as error:
        return None, [Problem(error.line, str(error))]
    if not isinstance(written.document, dict):
        return None, [Problem(1, NOT_A_TABLE)]
    form, found = _held(written.document)
    told = {_problem(written, fault) for fault in found} | {_twice(each) for each in written.repeated()}
    return (None if told else form), sorted(told)


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
    form, found = _held(document)
    if form is None:
        raise DondocError(f"Bộ tiêu chí {name}: {found[0].text}.")
    return form


def _held(document: Mapping[Any, Any]) -> tuple[SetForm | None, list[Fault]]:
    """The set, or everything in which it breaks the form and the rules between its parts."""
    broken = list(faults(document))
    try:
        form = SetForm.model_validate(document)
    except ValidationError as error:
        # A list whose every part is wrong is told as empty too: what is wrong with its parts is enough.
        told = [each for each in error.errors() if each["type"] != "too_short" or not each["input"]]
        return None, [*(Fault(each["loc"], _reason(each)) for each in told), *broken]
    return (None if broken else form), broken


def _problem(written: Written, fault: Fault) -> Problem:
    first = f" (đã có ở dòng {written.line(fault.first)})" if fault.first else ""
    return Problem(written.line(fault.place), fault.text + first)


def _twice(found: Repeated) -> Problem:
    return Problem(found.line, f"{found.field}: trường này ghi hai lần (đã có ở dòng {found.first_line})")


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise DondocError(f"Tệp {path} lớn quá 1 MB nên không phải là bộ tiêu chí.")
        return text_of(path)
    except OSError as error:
        raise DondocError(f"Không đọc được tệp bộ tiêu chí {path}: {why_of(error)}.") from None
    except UnicodeDecodeError:
        raise DondocError(
            f"Không đọc được tệp bộ tiêu chí {path}: không phải là chữ UTF-8; lưu lại dạng UTF-8."
        ) from None


def _reason(error: Any) -> str:
    """What is wrong with a field, and what it may hold."""
    place, last = " ".join(_words(error["loc"])), error["loc"][-1]
    if error["type"] in ("extra_forbidden", "invalid_key") and str(last).isdigit():
        return f'{place}: số có dấu phẩy phải đặt trong dấu nháy, như "1,25"'
    said = {**error.get("ctx", {})}
    said["expected"] = str(said.get("expected", "")).replace(" or ", " hoặc ")
    if reason := REASONS.get(error["type"]):
        return f"{place}: {reason.format(**said)}"
    limit = LIMITS.get(error["type"], "").format(**said)
    shown = f"giá trị '{str(error['input'])[:60]}'" if _is_plain(error["input"]) else "giá trị ở đây"
    return f"{place}: {shown} không hợp lệ" + (f" ({limit})" if limit else "")


def _words(place: tuple[int | str, ...]) -> list[str]:
    """A place in words: "nhóm 1, tiêu chí 2, points"; a number after no list is the name of a field."""
    words: list[str] = []
    for before, part in zip(("", *place), place, strict=False):
        listed = isinstance(part, int) and before in PLACES
        words.append(f"{int(part) + 1}," if listed else PLACES.get(str(part), str(part)))
    return words


def _is_plain(value: object) -> bool:
    """Whether a value may be printed: a list may refer to itself, or be larger than all memory."""
    return value is None or isinstance(value, str | int | float | date)
