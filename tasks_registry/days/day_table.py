"""The table of days off and make-up working days (bảng ngày nghỉ, ngày làm bù) as a file: one line a day.

Form: `days_off: {2026-06-01: name}`, `working_days: {2026-06-06: name}`; days as YYYY-MM-DD or DD/MM/YYYY. A
part may be missing, a name may be left out.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import yaml

from config.errors import DondocError

PARTS: Mapping[str, bool] = {"days_off": False, "working_days": True}
LONGEST_NAME = 200
FIRST_YEAR, LAST_YEAR = 1900, 2100


@dataclass(frozen=True)
class TableDay:
    """A day of the table: worked or off, and why."""

    day: date
    working: bool
    name: str


def read_table(document: object) -> dict[date, TableDay]:
    """The days of a parsed file, checked.

    Raises:
        DondocError: naming the first line that is wrong, and how.
    """
    if not isinstance(document, Mapping) or not document or set(document) - set(PARTS):
        raise DondocError(
            "Bảng ngày nghỉ chỉ có phần 'days_off:' (ngày nghỉ) và phần 'working_days:' (ngày làm việc)."
        )
    days: dict[date, TableDay] = {}
    for part, lines in document.items():
        for each in _lines(part, lines):
            if each.day in days:
                raise DondocError(f"Bảng ngày nghỉ: ngày {each.day:%d/%m/%Y} vừa nghỉ vừa làm việc.")
            days[each.day] = each
    return days


def _lines(part: str, lines: object) -> Iterator[TableDay]:
    if lines is None:
        return
    if not isinstance(lines, Mapping):
        raise DondocError(f"Bảng ngày nghỉ: dưới '{part}:' mỗi dòng viết như '2026-06-01: tên ngày'.")
    for key, name in lines.items():
        text = " ".join(str(name or "").split())
        if len(text) > LONGEST_NAME:
            raise DondocError(f"Bảng ngày nghỉ: tên của ngày {key} dài quá {LONGEST_NAME} chữ.")
        yield TableDay(_day(key), PARTS[part], text)


def _day(key: object) -> date:
    try:
        parts = str(key).split("/")
        day = date(*map(int, reversed(parts))) if len(parts) == 3 else date.fromisoformat(str(key))
    except (ValueError, OverflowError):
        raise DondocError(
            f"Bảng ngày nghỉ: '{key}' không phải là ngày; viết như 2026-06-01 hoặc 01/06/2026."
        ) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise DondocError(f"Bảng ngày nghỉ: ngày {key} nằm ngoài khoảng {FIRST_YEAR}–{LAST_YEAR}.")
    return day


def write_table(days: Iterable[TableDay]) -> str:
    """The file that `read_table` reads back."""
    found = sorted(days, key=lambda each: each.day)
    parts = {
        part: {each.day: each.name for each in found if each.working is working}
        for part, working in PARTS.items()
    }
    written: str = yaml.safe_dump(parts, allow_unicode=True, sort_keys=False, width=1000)
    return written
