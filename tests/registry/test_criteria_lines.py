"""What is wrong with a file of criteria is told with the line where it stands: all of it, in one run."""

from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks_registry.criteria.form import SetForm
from tasks_registry.criteria.form_reading import check_text

HEAD = ["code: xa-binh-an", "title: Bộ của xã", "source: Tự đặt"]


@dataclass
class Lines:
    """A valid set, a line for each of its parts, so that the line of a fault is known."""

    lines: list[str]

    def told(self) -> list[tuple[int, str]]:
        """What is wrong with it."""
        return [(each.line, each.text) for each in check_text("\n".join(self.lines))[1]]


@st.composite
def sets(draw: st.DrawFn) -> Lines:
    """Valid sets of two to three groups, of criteria of 10 points each, in one of two ways of writing."""
    counts = draw(st.lists(st.integers(2, 4), min_size=2, max_size=3))
    block = draw(st.booleans())
    lines = [*HEAD, f"total: {10 * sum(counts)}", "levels:"]
    for name, field, low, high in (("A", "from", 0, 10), ("B", "above", 10, 15), ("C", "from", 15, 20)):
        lines += _part(block, name=f"Mức {name}", **{field: low, "to": high})
    lines += ["conditions:", *_part(block, code="ky-luat", name="Kỷ luật", effect="cap", level="Mức A")]
    lines += _part(block, code="khien-trach", name="Khiển trách", effect="fail")
    lines += ["targets:", *_part(block, year=2026, level="Mức B"), "groups:"]
    for group, count in enumerate(counts):
        lines += [f"  - name: Nhóm {group}", f"    points: {10 * count}", "    criteria:"]
        for place in range(count):
            code = f'"{group}.{place}"'
            lines += [
                "    " + line for line in _part(block, code=code, name="Việc", points=10, method="manual")
            ]
    for at in sorted(draw(st.lists(st.integers(0, len(lines)), max_size=4)), reverse=True):
        lines.insert(at, draw(st.sampled_from(["", "# ghi chú: {", "    "])))
    return Lines(lines)


def _part(block: bool, **fields: object) -> list[str]:
    """A part of a list on one line, or on a line for each field."""
    said = [f"{name}: {value}" for name, value in fields.items()]
    return (
        [f"  - {said[0]}", *(f"    {each}" for each in said[1:])] if block else [f"  - {{{', '.join(said)}}}"]
    )


def _line_of(one: Lines, part: str, field: str) -> int:
    """The line of a field of the part that is named or coded so: the part's own where it is on one line."""
    start = next(at for at, line in enumerate(one.lines) if part in line)
    return next(at for at, line in enumerate(one.lines[start:], start + 1) if f"{field}: " in line)


FAULTS = [
    # part, field, what stood there, what stands there now, what is told
    ('code: "1.1"', "code", '"1.1"', '"0.0"', "mã tiêu chí bị trùng: 0.0"),
    ('code: "1.1"', "code", '"1.1"', "7", "code: phải là chữ"),
    ('code: "1.1"', "method", "manual", "magic", "giá trị 'magic'"),
    ('code: "1.1"', "method", "manual", "manual, threshold: 80", "threshold chỉ dùng với"),
    ('code: "1.1"', "points", "10", "-10", "giá trị '-10'"),
    ('code: "1.1"', "points", "10", "[10]", "points: giá trị ở đây"),
    ('code: "1.1"', "name", "name", "tên", "trường này không có trong mẫu"),
    ("name: Mức B", "above", "10", "11", "mức 'Mức B' phải bắt đầu từ 10"),
    ("name: Mức C", "from", "15", "14", "mức 'Mức C' phải bắt đầu từ 15"),
    ("name: Mức C", "to", "20", "1", "mức 'Mức C': to nhỏ hơn"),
    ("name: Mức C", "name", "Mức C", "Mức A", "tên mức bị trùng: Mức A"),
    ("code: khien-trach", "code", "khien-trach", "ky-luat", "mã điều kiện bị trùng: ky-luat"),
    ("code: ky-luat", "level", "Mức A", "Mức Z", "không có mức 'Mức Z'"),
    ("year: 2026", "level", "Mức B", "Mức Z", "không có mức 'Mức Z'"),
    ("name: Nhóm 1", "points", "0", "1", "nhóm 'Nhóm 1' ghi"),
    ("total: ", "total", "0", "1", "total ghi"),
    ("source: ", "source", "source", "nguon", "trường này không có trong mẫu"),
]


FEW = settings(max_examples=15, deadline=None)


def _inject(one: Lines, fault: tuple[str, str, str, str, str]) -> int:
    """Put the fault in; the line where it then stands."""
    part, field, old, new, _ = fault
    at = _line_of(one, part, field)
    line = one.lines[at - 1]
    before, found, after = line.partition(f"{field}: ")
    alone = ", " in new and "{" not in line
    if alone:  # a field more, on a line of its own
        new, more = new.split(", ")
        one.lines.insert(at, " " * len(before) + more)
    one.lines[at - 1] = before + (found + after).replace(old, new, 1)
    return at + alone


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault[0]} {fault[3]}")
@FEW
@given(one=sets())
def test_one_fault_is_told_with_its_line(one: Lines, fault: tuple[str, str, str, str, str]) -> None:
    form, problems = check_text("\n".join(one.lines))
    assert isinstance(form, SetForm), problems
    at = _inject(one, fault)
    told = one.told()
    assert any(fault[4] in text for line, text in told if line == at), (told, at)
    # a renamed field is also missing from what holds it
    assert {line for line, text in told if "thiếu trường này" not in text} == {at}, told


TOGETHER = ('"0.0"', "11", "1", "ky-luat", "Mức Z", "nguon")  # by what stands there then


@FEW
@given(
    one=sets(),
    faults=st.permutations(
        [fault for fault in FAULTS if fault[3] in TOGETHER and fault[0] not in ("total: ", "code: ky-luat")]
    ),
)
def test_many_faults_are_told_in_one_run_by_line(
    one: Lines, faults: list[tuple[str, str, str, str, str]]
) -> None:
    for fault in faults:
        _inject(one, fault)
    told = one.told()
    assert [line for line, _ in told] == sorted(line for line, _ in told)
    for fault in faults:
        assert any(fault[4] in text for _, text in told), (fault, told)


SET = """code: x
title: T
source: S
total: 20
groups:
  - name: G
    criteria:
      - {code: "1", name: A, points: 10, method: manual}
      - {code: "2", name: B, points: 10, method: manual}
"""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('{code: "2"', '{code: "1"', "dòng 9: mã tiêu chí bị trùng: 1 (đã có ở dòng 8)"),
        ("title: T\n", "title: T\ntitle: U\n", "dòng 3: title: trường này ghi hai lần (đã có ở dòng 2)"),
        ("B, points: 10", "B, points: 1,25", 'dòng 9: nhóm 1, tiêu chí 2, 25: số có dấu phẩy phải đặt'),
        ("total: 20\n", "total: 20\nissued: 2026-13-40\n", "dòng 5: issued: giá trị '2026-13-40'"),
        ("total: 20\n", "total: 20\nissued: 5/1/2026\n", "phải là ngày, viết như 2026-06-15"),
        ("total: 20\n", "total: 20\nlower: {a: 1}\n", "dòng 5: lower: trường này không có trong mẫu"),
        ("10, method: manual}\n      - ", "10, method: manual\n      - ", "dòng 8: không phải là YAML đúng"),
        ("name: A,", "name: A: B,", "dòng 8: không phải là YAML đúng: chưa đóng ngoặc"),
        ("title: T", "title: T: U", "dòng 2: không phải là YAML đúng: chữ có dấu hai chấm"),
        ("title: T", 'title: "T', "dòng 2: không phải là YAML đúng: chưa đóng dấu nháy"),
        ("title: T", "title", "dòng 2: không phải là YAML đúng: thiếu dấu hai chấm"),
        ("    criteria:", "\tcriteria:", "dòng 7: không phải là YAML đúng: có ký tự Tab"),
        ("source: S", "source: \x07", "dòng 3: không phải là YAML đúng: có ký tự lạ"),
        ("source: S", "source: *S", "dòng 3: không phải là YAML đúng: chữ bắt đầu bằng dấu *"),
        ("source: S", "source: !S", "dòng 3: không phải là YAML đúng: chữ bắt đầu bằng dấu !"),
        ("source: S", "source: @S", "dòng 3: không phải là YAML đúng: chữ bắt đầu bằng ký tự"),
        ("total: 20", "total: 0x_", "dòng 4: total: giá trị '0x_' không hợp lệ (phải là số)"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_where_it_stands(old: str, new: str, told: str) -> None:
    assert old in SET
    form, problems = check_text(SET.replace(old, new, 1))
    assert form is None
    assert any(told in str(problem) for problem in problems), [str(problem) for problem in problems]


SWELLING = "a: &a [x, x]\n"
for before, name in pairwise("abcdefghijk"):
    SWELLING += f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
SWELLING += "total: *k\ngroups: *k\n"


@pytest.mark.parametrize(
    "text",
    [
        "code: &a [*a]\ngroups: *a\n",
        "total: &a {b: *a}\n",
        SWELLING,
        "a: " * 3 + "[" * 5000,
        "[" * 100_000,
    ],
)  # fmt: skip
def test_a_file_that_refers_to_itself_or_swells_is_told_at_once(text: str) -> None:
    form, problems = check_text(text)
    assert form is None
    assert all(len(str(problem)) < 400 for problem in problems)
