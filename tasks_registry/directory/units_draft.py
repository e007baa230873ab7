"""A first units file from the names that a plan prints: a newcomer's first step."""

from collections.abc import Iterable, Iterator

import yaml

from tasks_registry.directory.unit_names import name_form
from tasks_registry.reading.folding import words
from tasks_registry.reading.items import ReadPlan

HEADER = """\
# Danh sách đơn vị nháp, soạn từ các đơn vị mà kế hoạch nêu tên. Trước khi dùng thật, hãy sửa:
#  - tên và địa chỉ thư của từng người (địa chỉ đuôi .example là địa chỉ mẫu, không nhận được thư);
#  - tên gọi khác (aliases), đơn vị cấp trên (parent), nhóm (groups), ví dụ "Các phòng chuyên môn";
#  - vai trò: head (trưởng đơn vị), coordinator (đầu mối theo dõi), staff, leader (lãnh đạo UBND), admin.
"""
LEADERSHIP = "Lãnh đạo Ủy ban nhân dân"
LONGEST = 300


def draft_units(read: ReadPlan) -> str:
    """A units file (YAML) with every unit that the plan names, a head for each, a coordinator and a leader.

    Names that the directory would take for one another (with or without "phường") become one unit with
    aliases. Addresses are samples under `.example`, which no mail server delivers to.
    """
    named = dict.fromkeys(name for item in read.items for name in (*item.lead, *item.coordinators))
    codes: set[str] = {"LANHDAO"}
    units = [_office(read.plan.issuer)]
    units += [_unit(spellings, codes) for spellings in _offices(named)]
    body = yaml.safe_dump({"units": units}, allow_unicode=True, sort_keys=False, width=110)
    return HEADER + body


def _offices(names: Iterable[str]) -> Iterator[list[str]]:
    """The spellings of one office together; the same words at two levels are two offices."""
    by_stem: dict[str, dict[str | None, list[str]]] = {}
    for name in names:
        form = name_form(name)
        if form.stem and len(name) <= LONGEST:
            by_stem.setdefault(form.stem, {}).setdefault(form.level, []).append(name)
    for levels in by_stem.values():
        if len(levels.keys() - {None}) <= 1:
            yield [name for spellings in levels.values() for name in spellings]
        else:
            yield from levels.values()


def _office(issuer: str) -> dict[str, object]:
    """The committee's leader and the person who follows the plan belong to the office itself."""
    return {
        "code": "LANHDAO",
        "name": f"{LEADERSHIP} ({issuer})" if issuer else LEADERSHIP,
        "people": [
            {"name": "Lãnh đạo UBND", "email": "lanhdao@donvi.example", "role": "leader"},
            {"name": "Đầu mối theo dõi", "email": "daumoi@donvi.example", "role": "coordinator"},
        ],
    }


def _unit(spellings: list[str], codes: set[str]) -> dict[str, object]:
    code = _code(spellings[0], codes)
    unit: dict[str, object] = {"code": code, "name": spellings[0]}
    if len(spellings) > 1:
        unit["aliases"] = spellings[1:]
    head = {
        "name": f"Thủ trưởng đơn vị ({spellings[0]})"[:200],
        "email": f"{code.lower()}@donvi.example",
        "role": "head",
    }
    return {**unit, "people": [head]}


def _code(name: str, taken: set[str]) -> str:
    """The initials of the name, numbered where another unit has them."""
    initials = "".join(word[0] for word in words(name))[:12].upper() or "DV"
    code, number = initials, 2
    while code in taken:
        code, number = f"{initials}{number}", number + 1
    taken.add(code)
    return code
