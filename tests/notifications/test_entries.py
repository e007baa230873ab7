"""How a mail shows the tasks of recurring items: new ones as one entry, the others by their occasion."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from models import NoticeKind
from notifications.digest import Digest
from notifications.lines import Ask
from notifications.occasion import Occasion, occasion
from notifications.words import occasion_text, short_day_text
from tests.notifications.office import MONDAY, Office
from tests.notifications.reading import digest, line, part, read
from tests.notifications.test_digest import claimed

JUNE, YEAR_END = date(2026, 6, 1), date(2026, 12, 31)


def text_of(found: Digest) -> str:
    return part(read(found), "plain")


def test_the_new_tasks_of_an_item_are_one_entry(office: Office) -> None:
    """All of them are counted, and named to programs."""
    monthly = office.recurring("month", date(2026, 8, 1), YEAR_END)
    single = office.task(date(2026, 9, 15), text="Ban hành quy chế")
    found = claimed(office)["anh"]
    assert found.subject == "[NHẮC VIỆC] 6 nhiệm vụ mới giao"
    assert {each["id"] for each in found.as_dict()["tasks"]} == {task.id for task in [*monthly, single]}
    text = text_of(found)
    assert "MỚI GIAO (6 nhiệm vụ)" in text
    assert re.findall(r"^\d+\. .*", text, re.MULTILINE) == [
        "1. Báo cáo tình hình thực hiện",
        "2. Ban hành quy chế",
    ]
    assert "   Các kỳ: 31/8, 30/9, 31/10, 30/11, 31/12 (5 kỳ)\n" in text
    assert "Hạn: 31/8/2026" not in text


def test_each_day_of_an_entry_leads_to_its_task(lite_office: Office) -> None:
    monthly = lite_office.recurring("month", date(2026, 10, 1), YEAR_END)
    source = part(read(claimed(lite_office)["anh"]), "html")
    links = dict(re.findall(r'href="\S+/nhiem-vu/(\d+)"[^>]*>(\d+/\d+)</a>', source))
    assert links == {f"{task.id}": f"{task.due_on:%d/%m}" for task in monthly}
    assert ", <a" in source
    assert "(3 kỳ)" in source


def test_a_row_of_days_is_cut_after_a_year_of_months(lite_office: Office) -> None:
    fridays = lite_office.recurring("week", date(2026, 8, 1), YEAR_END)
    found = claimed(lite_office)["anh"]
    days = re.findall(rf"Các kỳ: (.*) … \({len(fridays)} kỳ\)", text_of(found))
    assert days[0].split(", ")[:2] == ["07/8", "14/8"]
    assert len(days[0].split(", ")) == 12
    assert f"… ({len(fridays)} kỳ)" in part(read(found), "html")


def test_tasks_of_different_units_stay_apart() -> None:
    """A coordinator sees whose each task is."""
    common: dict[str, Any] = {"step": "assigned", "item_id": 1}
    mine = [line(n, **common, due_on=MONDAY + timedelta(days=30 + n)) for n in (1, 2)]
    other = line(3, **common, unit="Phòng Tư pháp", due_on=MONDAY + timedelta(days=33))
    text = text_of(digest(*mine, other))
    assert len(re.findall(r"^\d+\. ", text, re.MULTILINE)) == 2
    assert "(2 kỳ)" in text
    assert "Đơn vị chủ trì: Phòng Tư pháp" in text


def test_new_tasks_without_a_day_stay_apart() -> None:
    lines = [line(n, step="assigned", item_id=1, due_on=None, days=None) for n in (1, 2)]
    text = text_of(digest(*lines))
    assert len(re.findall("Không có thời hạn", text)) == 2
    assert "Các kỳ" not in text


def test_late_and_near_tasks_are_told_by_their_occasion(lite_office: Office) -> None:
    lite_office.recurring("month", date(2026, 4, 1), date(2026, 6, 30))
    lite_office.recurring("quarter", date(2026, 4, 1), date(2026, 6, 30))
    found = claimed(lite_office, date(2026, 6, 29))["anh"]
    for kind in ("plain", "html"):
        text = part(read(found), kind)
        for period in ("tháng 4/2026", "tháng 5/2026", "tháng 6/2026", "quý II/2026"):
            assert text.count(f"(kỳ {period})") == 1
        assert "Các kỳ" not in text


def test_an_only_task_has_no_occasion(lite_office: Office) -> None:
    lite_office.task(MONDAY)
    assert "kỳ" not in text_of(claimed(lite_office)["anh"])


def test_english_tells_occasions_too() -> None:
    near = line(1, occasion=Occasion(date(2026, 6, 30), "month"))
    new = [line(n, step="assigned", item_id=9, due_on=MONDAY + timedelta(days=n)) for n in (30, 31)]
    text = text_of(digest(near, *new, language="en"))
    assert "(for June 2026)" in text
    assert "NEWLY ASSIGNED (tasks: 2)" in text
    assert "Due dates: 15 Jul, 16 Jul (2 in all)" in text


def test_a_long_list_is_cut_by_entries_and_counts_tasks() -> None:
    new = [line(n, step="assigned", item_id=n // 2, due_on=MONDAY + timedelta(days=30)) for n in range(410)]
    text = text_of(digest(*new))
    assert "MỚI GIAO (410 nhiệm vụ)" in text
    assert "… và 10 nhiệm vụ khác" in text


MONTHLY = {"kind": "recurring", "every": "month", "interval": 1, "dates": []}
DATED = {"kind": "date", "due": "2026-06-30"}


@pytest.mark.parametrize(
    ("slot", "deadlines", "found"),
    [
        ("#1|1@2026-03-31", [MONTHLY], Occasion(date(2026, 3, 31), "month")),
        ("#1|2@2026-03-31", [DATED, MONTHLY], Occasion(date(2026, 3, 31), "month")),
        ("?ban a|b|1@2026-03-31", [MONTHLY], Occasion(date(2026, 3, 31), "month")),
        ("#1|1@2026-03-20", [MONTHLY | {"dates": ["20"]}], Occasion(date(2026, 3, 20))),
        ("#1|1@2026-04-30", [MONTHLY | {"interval": 2}], Occasion(date(2026, 4, 30))),
        ("#1|1@2026-04-03", [MONTHLY | {"every": "week"}], Occasion(date(2026, 4, 3))),
        ("#1|7@2026-04-03", [MONTHLY], Occasion(date(2026, 4, 3))),
        ("#1|1", [DATED, MONTHLY], Occasion(date(2026, 6, 1))),
        ("#1|1", [DATED], None),
    ],
)
def test_what_the_slot_tells(slot: str, deadlines: list[dict[str, Any]], found: Occasion | None) -> None:
    assert occasion(slot, deadlines, JUNE) == found


def test_a_task_without_a_day_has_no_occasion() -> None:
    assert occasion("#1|1", [DATED, MONTHLY], None) is None


@pytest.mark.parametrize(
    ("found", "vietnamese", "english"),
    [
        (Occasion(date(2026, 2, 28), "month"), "tháng 02/2026", "February 2026"),
        (Occasion(date(2026, 3, 31), "quarter"), "quý I/2026", "2026-Q1"),
        (Occasion(date(2026, 12, 31), "quarter"), "quý IV/2026", "2026-Q4"),
        (Occasion(date(2026, 6, 30), "half-year"), "6 tháng đầu năm 2026", "2026-H1"),
        (Occasion(date(2026, 12, 31), "half-year"), "6 tháng cuối năm 2026", "2026-H2"),
        (Occasion(date(2026, 12, 31), "year"), "năm 2026", "2026"),
        (Occasion(date(2026, 3, 20)), "20/3/2026", "20 Mar 2026"),
    ],
)
def test_the_name_of_an_occasion(found: Occasion, vietnamese: str, english: str) -> None:
    assert occasion_text(found) == vietnamese
    assert occasion_text(found, "en") == english


def test_a_day_of_another_year_says_so() -> None:
    assert short_day_text(date(2026, 2, 5), MONDAY) == "05/02"
    assert short_day_text(date(2027, 3, 31), MONDAY) == "31/3/2027"
    assert short_day_text(date(2027, 3, 31), MONDAY, "en") == "31 Mar 2027"


def test_more_asks_than_a_mail_may_hold_are_cut_with_a_count() -> None:
    asks = tuple(Ask(NoticeKind.EVIDENCE, "missing", "Kế hoạch", n, f"Việc {n}") for n in range(1, 206))
    mail = read(digest(asks=asks))
    assert mail["Subject"].endswith("205 việc rà soát, minh chứng")
    for kind in ("plain", "html"):
        assert part(mail, kind).count("Chưa có minh chứng") == 200
        assert "… và 5 việc khác" in part(mail, kind)
