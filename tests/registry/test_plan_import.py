"""A plan becomes tasks; again changes nothing; amended loses nothing."""

from datetime import date

import pytest
from sqlmodel import Session, col, select

from config.errors import DondocError
from models import Item, Task, TaskEvent, TaskState, UnitAlias
from tasks_registry.plans.assigning import assign
from tasks_registry.plans.listings import find_person, find_plan, find_task, find_units, task_rows
from tasks_registry.plans.new_year import open_year
from tasks_registry.plans.plan_import import plan_code
from tasks_registry.searching import search_items
from tasks_registry.tasks.extensions import decide_extension, request_extension
from tasks_registry.tasks.moves import Action, move
from tests.office import NOW, TABLE, TODAY, open_office, person, take_plan, the_plan


@pytest.fixture
def office(session: Session) -> Session:
    """The office with its plan."""
    open_office(session)
    take_plan(session)
    return session


def _rows(session: Session) -> list[tuple[int, str | None, str | None, str | None]]:
    """(item, unit, owner's name, due) of every task that is not cancelled."""
    rows = [row for row in task_rows(session, as_of=TODAY) if row.task.state is not TaskState.CANCELLED]
    return [
        (
            row.item.position,
            row.unit.code if row.unit else None,
            row.owner.name if row.owner else None,
            str(row.task.due_on) if row.task.due_on else None,
        )
        for row in rows
    ]


def test_each_item_gives_its_tasks(office: Session) -> None:
    """A group gives one to each member, a quarter four, an unknown lead one to assign."""
    assert _rows(office) == [
        (1, "VP", "Lê Văn An", "2026-03-15"),
        (3, "VHXH", "Phạm Thu Hà", "2026-03-31"),
        (2, "VP", "Lê Văn An", "2026-04-30"),
        (2, "VHXH", "Phạm Thu Hà", "2026-04-30"),
        (3, "VHXH", "Phạm Thu Hà", "2026-06-30"),
        (3, "VHXH", "Phạm Thu Hà", "2026-09-30"),
        (3, "VHXH", "Phạm Thu Hà", "2026-12-31"),
        (4, None, None, None),
    ]


def test_the_report_counts_and_names_what_is_open(session: Session) -> None:
    open_office(session)
    report = take_plan(session)
    assert (len(report.added), report.unchanged, report.retired, report.tasks_added) == (4, 0, [], 8)
    assert any("Tổ công tác số 9" in warning and "task assign" in warning for warning in report.warnings)
    assert report.plan.coordinator_id == person(session, "daumoi").id


def test_a_task_in_json_has_exactly_the_promised_fields(office: Session) -> None:
    first = task_rows(office, plan=the_plan(office), as_of=TODAY)[0].as_dict()
    assert first == {
        "id": first["id"],
        "plan": "an-lac-2026",
        "item": 1,
        "text": "Niêm yết thủ tục hành chính",
        "unit": "VP",
        "owner": "an@anlac.example",
        "coordinators": ["VHXH"],
        "deadline_raw": "Trước ngày 16/3/2026",
        "scheduled_on": date(2026, 3, 15),
        "due_on": date(2026, 3, 15),
        "state": "assigned",
        "health": "open_in_time",
        "evidence": [],
    }


def test_importing_again_changes_nothing(office: Session) -> None:
    before = [task.model_dump() for task in office.exec(select(Task))]
    report = take_plan(office)
    assert (report.added, report.changes, report.unchanged, report.retired) == ([], [], 4, [])
    assert (report.tasks_added, report.tasks_redated, report.tasks_cancelled) == (0, 0, 0)
    assert [task.model_dump() for task in office.exec(select(Task))] == before


def _first(session: Session) -> Task:
    return session.exec(select(Task).order_by(col(Task.id))).first() or pytest.fail("no task")


def test_a_new_date_moves_open_work_and_keeps_its_state(office: Session) -> None:
    task = _first(office)
    move(office, task, Action.ACCEPT, by="an", now=NOW, on=TODAY)
    report = take_plan(office, TABLE.replace("Trước ngày 16/3/2026", "20/3/2026"))
    assert (len(report.changes), report.tasks_redated, report.tasks_added) == (1, 1, 0)
    assert (task.state, task.due_on, task.due_version) == (TaskState.ACCEPTED, date(2026, 3, 20), 1)


def test_a_new_date_leaves_an_extension_and_closed_work_alone(office: Session) -> None:
    task = _first(office)
    asked = request_extension(office, task, date(2026, 4, 1), by="an", now=NOW, reason="chờ")
    decide_extension(office, asked, approve=True, by="ct", now=NOW)
    take_plan(office, TABLE.replace("Trước ngày 16/3/2026", "20/3/2026"))
    assert (task.scheduled_on, task.due_on) == (date(2026, 3, 20), date(2026, 4, 1))
    for action in (Action.SUBMIT, Action.DONE):
        move(office, task, action, by="an", now=NOW, on=TODAY)
    take_plan(office)
    assert task.scheduled_on == date(2026, 3, 20)


def test_an_item_that_is_gone_is_retired_and_can_come_back(office: Session) -> None:
    shorter = "\n".join(line for line in TABLE.splitlines() if not line.startswith("2\t"))
    report = take_plan(office, shorter)
    assert (len(report.retired), report.tasks_cancelled) == (1, 2)
    assert _states(office, "Rà soát hồ sơ cán bộ") == ["cancelled", "cancelled"]
    take_plan(office)
    assert _states(office, "Rà soát hồ sơ cán bộ") == ["assigned", "assigned"]
    assert office.exec(select(Item.retired_on).where(Item.position == 2)).all() == [None]


def _states(session: Session, text: str) -> list[str]:
    return [row.task.state for row in task_rows(session, as_of=TODAY) if row.item.text == text]


def test_what_a_person_cancelled_stays_cancelled(office: Session) -> None:
    task = _first(office)
    move(office, task, Action.CANCEL, by="ct", now=NOW, on=TODAY, reason="không còn cần")
    take_plan(office)
    assert task.state is TaskState.CANCELLED


def test_a_task_that_was_assigned_by_hand_keeps_its_unit(office: Session) -> None:
    task = office.exec(select(Task).where(col(Task.unit_id).is_(None))).one()
    assign(office, task, find_units(office, "KT"), None, by="daumoi", as_of=TODAY, now=NOW)
    report = take_plan(office)
    assert (report.tasks_added, report.tasks_cancelled) == (0, 0)
    assert task.unit_id == find_units(office, "KT")[0]
    actions = office.exec(select(TaskEvent.action).where(TaskEvent.task_id == task.id)).all()
    assert actions == ["assign", "assign"]


OPEN_ROW = "5\tKiểm tra đeo thẻ\tĐội kiểm tra\t\t01 lần/tháng\t\n"


def _open_dates(session: Session) -> list[tuple[str | None, str]]:
    rows = [row for row in task_rows(session, as_of=TODAY) if row.item.text == "Kiểm tra đeo thẻ"]
    return [(row.unit.code if row.unit else None, str(row.task.due_on)) for row in rows]


def test_recurring_work_that_nobody_leads_is_one_task_until_it_is_given(office: Session) -> None:
    """The coordinator has one thing to decide, not twelve; what is past is not asked of the new lead."""
    take_plan(office, TABLE + OPEN_ROW)
    assert _open_dates(office) == [(None, "2026-03-31")]
    later = date(2026, 10, 5)
    take_plan(office, TABLE + OPEN_ROW, as_of=later)
    assert _open_dates(office) == [(None, "2026-03-31")]
    (task,) = [row.task for row in task_rows(office, as_of=TODAY) if row.item.text == "Kiểm tra đeo thẻ"]
    assign(office, task, find_units(office, "VP"), None, by="daumoi", as_of=later, now=NOW)
    months = ["2026-03-31", "2026-10-31", "2026-11-30", "2026-12-31"]
    assert _open_dates(office) == [("VP", month) for month in months]
    take_plan(office, TABLE + OPEN_ROW, as_of=later)
    assert len(_open_dates(office)) == 4


def test_a_name_that_a_person_explained_is_known_from_then_on(office: Session) -> None:
    """Assigning one task of an unknown lead settles the others, here and in the next plan."""
    rows = "5\tDọn vệ sinh\tTổ công tác số 9\t\t30/4/2026\t\n6\tTrồng cây\tTổ công tác số 9\t\t30/5/2026\t\n"
    take_plan(office, TABLE + rows)
    open_ones = select(Task).where(col(Task.unit_id).is_(None), Task.due_on == date(2026, 4, 30))
    task = office.exec(open_ones).one()
    assign(office, task, find_units(office, "KT"), None, by="daumoi", as_of=TODAY, now=NOW)
    assert {unit for item, unit, *_ in _rows(office) if item >= 4} == {"KT"}
    other = take_plan(office, TABLE, name="ke-hoach-khac.txt")
    assert not [warning for warning in other.warnings if "Tổ công tác số 9" in warning]
    take_plan(office, TABLE + rows)
    assert {unit for item, unit, *_ in _rows(office) if item >= 4} == {"KT"}


def test_a_collective_is_not_learned_as_one_unit(office: Session) -> None:
    take_plan(office, TABLE.replace("Tổ công tác số 9", "Các tổ dân phố"))
    task = office.exec(select(Task).where(Task.lead_name == "Các tổ dân phố")).one()
    assign(office, task, find_units(office, "KT"), None, by="daumoi", as_of=TODAY, now=NOW)
    assert office.exec(select(UnitAlias).where(col(UnitAlias.learned))).all() == []


def test_a_plan_of_several_years_gets_its_occurrences_year_by_year(session: Session) -> None:
    open_office(session)
    text = TABLE.replace("năm 2026\n", "giai đoạn 2026 - 2027\n")
    take_plan(session, text)
    assert max(str(due) for *_, due in _rows(session) if due) == "2026-12-31"
    assert open_year(session, as_of=date(2026, 12, 31), now=NOW) == 0
    assert open_year(session, as_of=date(2027, 1, 5), now=NOW) == 4
    assert max(str(due) for *_, due in _rows(session) if due) == "2027-12-31"
    assert open_year(session, as_of=date(2027, 1, 6), now=NOW) == 0
    assert take_plan(session, text, as_of=date(2027, 1, 6)).tasks_added == 0
    assert open_year(session, as_of=date(2028, 1, 5), now=NOW) == 0


def test_a_plan_without_items_is_refused(session: Session) -> None:
    open_office(session)
    with pytest.raises(DondocError, match="Không tìm thấy nhiệm vụ"):
        take_plan(session, "Thư mời họp. Kính mời các đồng chí đến dự.")


def test_an_office_without_a_coordinator_is_warned(session: Session) -> None:
    report = take_plan(session)
    assert any("đầu mối theo dõi" in warning for warning in report.warnings)


@pytest.mark.parametrize(
    ("name", "code"),
    [("KH 12 – Thân thiện.docx", "kh-12-than-thien"), ("….txt", "ke-hoach"), ("a/b/đề án.md", "de-an")],
)
def test_the_code_of_a_plan_comes_from_its_file(name: str, code: str) -> None:
    assert plan_code(name) == code


def test_lists_for_a_day(office: Session) -> None:
    late = task_rows(office, overdue=True, as_of=date(2026, 4, 1))
    assert [str(row.task.due_on) for row in late] == ["2026-03-15", "2026-03-31"]
    assert task_rows(office, overdue=True, as_of=date(2026, 3, 15)) == []
    soon = task_rows(office, due_within=16, as_of=date(2026, 3, 15))
    assert [str(row.task.due_on) for row in soon] == ["2026-03-15", "2026-03-31"]
    mine = task_rows(office, units=find_units(office, "VP"), as_of=TODAY)
    assert {row.unit.code for row in mine if row.unit} == {"VP"}


@pytest.mark.parametrize(
    ("typed", "items"),
    [
        ("niem yet", [1]),
        ("YẾT Niêm", [1]),
        ("phong van hoa", [1, 3]),
        ("bao cao", [3]),
        ("bang niem", [1]),
        ("nguoi dan phan anh", [4]),
        ("độc lập", []),
        ("%", [1, 2, 3, 4]),
    ],
)
def test_searching_needs_no_diacritics_and_no_order(office: Session, typed: str, items: list[int]) -> None:
    assert [found.item.position for found in search_items(office, typed, the_plan(office))] == items
    listed = {row.item.position for row in task_rows(office, search=typed, as_of=TODAY)}
    assert listed == set(items)


def test_finding_by_what_a_person_types(office: Session) -> None:
    plan = the_plan(office)
    for reference in (str(plan.id), plan.code, "chinh quyen than thien"):
        assert find_plan(office, reference) == plan
    for call in (
        lambda: find_plan(office, "không có"),
        lambda: find_units(office, "Sở Y tế"),
        lambda: find_person(office, "ai@x.vn"),
        lambda: find_task(office, 10**20),
    ):
        with pytest.raises(DondocError):
            call()


def test_a_plan_keeps_the_days_on_which_it_reports_as_the_document_says_them(session: Session) -> None:
    open_office(session)
    row = "5\tTổng hợp báo cáo\tPhòng Văn hóa - Xã hội\t\tTrước các ngày 15/3, 15/6 hằng năm\tBáo cáo\n"
    take_plan(session, TABLE + row)
    assert the_plan(session).report_dates == [{"month": 3, "day": 14}, {"month": 6, "day": 14}]
    take_plan(session)
    assert the_plan(session).report_dates == []
