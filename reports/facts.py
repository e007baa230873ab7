"""What a report needs that no snapshot knows: whom the office is under, who signs, who receives it."""

import os
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

from config.errors import DondocError
from reports.wording import clean
from tasks_registry.criteria.yaml_lines import read_yaml_file

FILE_NAME = "the-thuc.yaml"


@dataclass(frozen=True)
class ReportFacts:
    """The parts of the form (thể thức) that the office gives; what is left empty is dots or left out.

    `parent`: cơ quan chủ quản; `issuer`: who issues, else the plan's issuer; `symbol`: after "Số: /";
    `addressed_to`: Kính gửi; `grounds`: căn cứ; `signs_for`: "TM. ỦY BAN NHÂN DÂN" and its like;
    `recipients`: Nơi nhận between "Như trên" and "Lưu"; `drafter`: short name of the drafting unit.
    """

    parent: str = ""
    issuer: str = ""
    symbol: str = "BC-UBND"
    place: str = ""
    issued_on: date | None = None
    addressed_to: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    signs_for: str = "TM. ỦY BAN NHÂN DÂN"
    signer_title: str = "CHỦ TỊCH"
    signer_name: str = ""
    recipients: tuple[str, ...] = ()
    drafter: str = ""

    def __post_init__(self) -> None:
        """Nothing in it that a page cannot take."""
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, tuple):
                object.__setattr__(self, field.name, tuple(filter(None, map(clean, value))))
            elif isinstance(value, str):
                object.__setattr__(self, field.name, clean(value))


LISTS = frozenset({"addressed_to", "grounds", "recipients"})
KEYS = {
    "co_quan_chu_quan": "parent",
    "co_quan_ban_hanh": "issuer",
    "ky_hieu": "symbol",
    "dia_danh": "place",
    "ngay_ban_hanh": "issued_on",
    "kinh_gui": "addressed_to",
    "can_cu": "grounds",
    "quyen_han_ky": "signs_for",
    "chuc_vu_ky": "signer_title",
    "nguoi_ky": "signer_name",
    "noi_nhan": "recipients",
    "don_vi_soan": "drafter",
}


def facts_in(folder: Path) -> ReportFacts:
    """The facts in `the-thuc.yaml` of a folder; empty ones where there is no such file.

    Raises:
        DondocError: the file cannot be read, or says what no report knows.
    """
    path = folder / FILE_NAME
    if not os.path.isfile(path):
        return ReportFacts()
    written = read_yaml_file(path).document
    if written is None:
        return ReportFacts()
    if not isinstance(written, dict):
        raise DondocError(f"{path.name} phải gồm các dòng 'khóa: giá trị'; xem docs/interface.md.")
    return ReportFacts(**dict(_fact(path.name, key, value) for key, value in written.items()))


def _fact(file: str, key: object, value: object) -> tuple[str, Any]:
    name = KEYS.get(str(key))
    if name is None:
        raise DondocError(f"{file}: không có khóa '{key}'; các khóa: {', '.join(KEYS)}.")
    if name == "issued_on":
        if isinstance(value, date) and not isinstance(value, datetime):
            return name, value
        raise DondocError(f"{file}: {key} phải là ngày, viết như 2026-06-22.")
    if name in LISTS:
        values = value if isinstance(value, list) else [value]
        return name, tuple(map(str, values))
    if isinstance(value, list | dict):
        raise DondocError(f"{file}: {key} chỉ nhận một dòng chữ.")
    return name, "" if value is None else str(value)
