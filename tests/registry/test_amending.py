"""A later version of a plan is matched to the earlier one, and no progress is lost."""

from datetime import date

import pytest
from sqlmodel import Session

from config.errors import DondocError
from models import Task, TaskState
from tasks_registry.evidence.taking_in import add_evidence
from tasks_registry.plans.listings import task_rows
from tasks_registry.plans.new_year import open_year
from tasks_registry.plans.plan_import import ImportReport, import_plan
from tasks_registry.reading.reader import read_text
from tasks_registry.tasks.extensions import decide_extension, request_extension
from tasks_registry.tasks.moves import Action, move
from tests.office import NOW, TABLE, TODAY, open_office, take_plan, the_plan


@pytest.fixture
def office(session: Session) -> Session:
    """The office with its plan, and progress on its first two tasks."""
    open_office(session)
    take_plan(session)
    for row in task_rows(session, as_of=TODAY):
        if row.item.position == 1:
            move(session, row.task, Action.ACCEPT, by="an", now=NOW, on=TODAY)
            add_evidence(session, url="https://x.vn/a.pdf", by="an", now=NOW, task=row.task)
        if row.item.position == 3 and row.task.due_on == date(2026, 3, 31):
            for action in (Action.SUBMIT, Action.DONE):
                move(session, row.task, action, by="ha", now=NOW, on=TODAY)
    return session


def _amend(session: Session, *changes: tuple[str, str]) -> ImportReport:
    text = TABLE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return take_plan(session, text)


def _of(session: Session, position: int) -> list[tuple[str, str | None, str]]:
    """(state, unit, due) of the tasks of an item that are not cancelled."""
    return [
        (row.task.state.value, row.unit.code if row.unit else None, str(row.task.due_on))
        for row in task_rows(session, plan=the_plan(session), as_of=TODAY)
        if row.item.position == position and row.task.state is not TaskState.CANCELLED
    ]


def _first(session: Session) -> Task:
    return next(row.task for row in task_rows(session, as_of=TODAY) if row.evidence)


def test_a_reworded_item_keeps_its_task_and_evidence(office: Session) -> None:
    report = _amend(office, ("Niêm yết thủ tục hành chính", "Niêm yết đủ các thủ tục hành chính"))
    (change,) = report.changes
    assert change.fields == {"text": ("Niêm yết thủ tục hành chính", "Niêm yết đủ các thủ tục hành chính")}
    assert (report.added, report.retired, report.tasks_added, report.tasks_cancelled) == ([], [], 0, 0)
    assert _of(office, 1) == [("accepted", "VP", "2026-03-15")]


def test_a_moved_item_is_the_same_one(office: Session) -> None:
    lines = TABLE.splitlines(keepends=True)
    first = next(place for place, line in enumerate(lines) if line.startswith("1\t"))
    moved = [*lines[:first], *lines[first + 1 :], "II\tCông khai\t\t\t\t\n", lines[first]]
    report = take_plan(office, "".join(moved))
    assert (report.added, report.retired) == ([], [])
    (change,) = report.changes
    assert set(change.fields) == {"section"}
    assert _of(office, 4) == [("accepted", "VP", "2026-03-15")]


def test_a_new_date_and_a_new_rhythm_move_what_is_open(office: Session) -> None:
    report = _amend(
        office, ("Trước ngày 16/3/2026", "30/4/2026"), ("Hằng quý", "Trước ngày 10 của tháng cuối quý")
    )
    assert report.tasks_redated == 4
    assert (report.tasks_added, report.tasks_cancelled) == (0, 0)
    assert _of(office, 1) == [("accepted", "VP", "2026-04-30")]
    assert [due for _, _, due in _of(office, 3)] == ["2026-03-31", "2026-06-09", "2026-09-09", "2026-12-09"]
    assert _first(office).deadline_raw == "30/4/2026"


def test_a_new_lead_takes_over_what_is_open(office: Session) -> None:
    report = _amend(office, ("VP HĐND&UBND\tPhòng VH-XH", "Phòng VH-XH\tVăn phòng"))
    assert (report.tasks_added, report.tasks_cancelled) == (0, 0)
    assert _of(office, 1) == [("accepted", "VHXH", "2026-03-15")]
    (row,) = [row for row in task_rows(office, as_of=TODAY) if row.item.position == 1]
    assert [each.name for each in row.coordinators] == ["Văn phòng"]
    assert len(row.evidence) == 1


def test_finished_work_stays_with_those_who_did_it(office: Session) -> None:
    _amend(
        office,
        ("Phòng Văn hóa - Xã hội\tVăn phòng HĐND và UBND phường\tHằng quý", "VP HĐND&UBND\t\tHằng quý"),
    )
    assert _of(office, 3)[0] == ("done", "VHXH", "2026-03-31")
    assert {unit for _, unit, _ in _of(office, 3)[1:]} == {"VP"}


def test_work_that_was_begun_is_never_cancelled_by_a_document(office: Session) -> None:
    shorter = "\n".join(line for line in TABLE.splitlines() if not line.startswith("1\t"))
    report = take_plan(office, shorter)
    assert (len(report.retired), report.tasks_cancelled) == (1, 0)
    assert any("đã bắt đầu làm" in warning for warning in report.warnings)
    assert _first(office).state is TaskState.ACCEPTED


def test_a_granted_extension_gives_way_only_to_a_later_date(office: Session) -> None:
    task = _first(office)
    asked = request_extension(office, task, date(2026, 5, 10), by="an", now=NOW, reason="chờ")
    decide_extension(office, asked, approve=True, by="ct", now=NOW)
    _amend(office, ("Trước ngày 16/3/2026", "30/4/2026"))
    assert (task.scheduled_on, task.due_on) == (date(2026, 4, 30), date(2026, 5, 10))
    _amend(office, ("Trước ngày 16/3/2026", "31/12/2026"))
    assert task.due_on == date(2026, 12, 31)


def test_another_document_of_the_same_file_name_is_refused(office: Session) -> None:
    other = """\
KẾ HOẠCH
Phòng, chống dịch năm 2026

TT\tNhiệm vụ\tChủ trì\tThời gian
1\tPhun thuốc khử trùng trường học\tTrạm Y tế\t30/6/2026
"""
    with pytest.raises(DondocError, match="--amends an-lac-2026"):
        take_plan(office, other)


NUMBERED = TABLE.replace("KẾ HOẠCH\n", "Số: 45/KH-UBND\n\nKẾ HOẠCH\n", 1)


@pytest.mark.parametrize(("old", "new"), [("Số: 45/", "Số: 46/"), ("năm 2026\n", "năm 2027\n")])
def test_another_plan_of_the_same_file_name_is_refused_though_it_shares_items(
    session: Session, old: str, new: str
) -> None:
    open_office(session)
    assert take_plan(session, NUMBERED).plan.number == "45/KH-UBND"
    with pytest.raises(DondocError, match="--amends an-lac-2026"):
        take_plan(session, NUMBERED.replace(old, new))


def test_the_same_plan_under_another_file_name_is_not_taken_twice(session: Session) -> None:
    open_office(session)
    plan = take_plan(session, NUMBERED).plan
    with pytest.raises(DondocError, match="--amends an-lac-2026"):
        take_plan(session, NUMBERED, name="ban-sao.txt")
    again = import_plan(
        session,
        read_text(NUMBERED),
        source_name="ban-sua.txt",
        coordinator=None,
        amends=plan,
        by="test",
        as_of=TODAY,
        now=NOW,
    )
    assert (again.plan.id, again.unchanged, again.added) == (plan.id, 4, [])


def test_the_report_tells_what_was_doubtful_in_the_reading(session: Session) -> None:
    open_office(session)
    report = take_plan(session, TABLE.replace("Tháng 4/2026", "31/2/2026"))
    assert any(line.startswith("Mục 2: thời hạn không nêu ngày") for line in report.warnings)


def test_an_earlier_day_cancels_nothing_of_a_later_year(session: Session) -> None:
    open_office(session)
    text = TABLE.replace("năm 2026\n", "giai đoạn 2026 - 2028\n")
    take_plan(session, text)
    made = open_year(session, as_of=date(2028, 1, 5), now=NOW)
    made += open_year(session, as_of=date(2027, 1, 5), now=NOW)
    assert made == 8
    rows = task_rows(session, as_of=TODAY)
    assert len([row for row in rows if row.task.due_on and row.task.due_on.year == 2028]) == 4
    assert not [row for row in rows if row.task.state is TaskState.CANCELLED]


def test_recurring_work_starts_with_the_plan_s_year(session: Session) -> None:
    open_office(session)
    issued = TABLE.replace("KẾ HOẠCH\n", "An Lạc, ngày 18 tháng 12 năm 2025\n\nKẾ HOẠCH\n", 1)
    assert take_plan(session, issued).plan.issued_on == date(2025, 12, 18)
    dues = [row.task.due_on for row in task_rows(session, as_of=TODAY) if row.task.due_on]
    assert min(dues).year == 2026


def test_two_items_can_exchange_their_places_and_words(office: Session) -> None:
    words = ("Niêm yết thủ tục hành chính", "Rà soát hồ sơ cán bộ")
    report = _amend(office, (words[0], "?"), (words[1], words[0]), ("?", words[1]))
    assert (report.added, report.retired) == ([], [])
    assert _first(office).due_on == date(2026, 4, 30)


def test_another_plan_is_not_an_amendment_but_can_be_called_one(office: Session) -> None:
    other = take_plan(office, TABLE, name="khac.txt")
    assert len(other.added) == 4
    plan = the_plan(office)
    assert plan.id != other.plan.id
