"""No word of a secret item goes out: not in a mail's text, HTML, subject or file, nor in a calendar."""

from datetime import date, timedelta
from typing import Any

import pytest

from models import Item, NoticeKind
from notifications.calendar_events import person_calendar
from notifications.mail import compose
from notifications.words import catalogue, title_text
from tasks_registry.tasks.moves import Action, move
from tests.notifications.noticing import all_sent, digests, notice
from tests.notifications.office import MONDAY, NOW, Office
from tests.notifications.reading import SETTINGS, part, read

WORD = "Vạnxuân"
LINKED = "https://viec.donvi.test/nhiem-vu/"


def secret_item(office: Office) -> Item:
    """An item that says the word wherever an item can say anything."""
    office.plan.title = office.plan.number = WORD
    item: Item = office.item(
        f"{WORD} nội dung", {"kind": "recurring", "every": "month", "interval": 1, "dates": []}
    )
    item.section, item.number, item.deliverables = [WORD], WORD, [WORD]
    item.lead, item.coordinators, item.deadline_raw = [WORD], [WORD], WORD
    item.secret = True
    return item


def secret_task(office: Office, item: Item, due: date | None, slot: str, **fields: Any) -> Any:
    named = {"lead_name": WORD, "deadline_raw": WORD}
    return office.task(due, item=item, slot=f"#1|{slot}", **(named | fields))


def everything(mail: Any) -> str:
    """All that the reader's program shows of a mail, and the bytes as they travel."""
    files = [file.get_content() for file in mail.iter_attachments()]
    shown = [str(value) for value in mail.values()] + [part(mail, "plain"), part(mail, "html"), *files]
    return "\n".join(shown).replace("\r\n ", "")


def told_in_every_way(office: Office) -> None:
    """Late, soon, new, to assign, as another's work, to coordinate, without a day, explained, no evidence."""
    item = secret_item(office)
    late = secret_task(office, item, MONDAY - timedelta(days=10), "1@2026-05-31")
    soon = secret_task(office, item, MONDAY, "1@2026-06-30")
    new = [
        secret_task(office, item, MONDAY + timedelta(days=30 + n), f"1@2026-07-{n + 1:02}") for n in (1, 2)
    ]
    undated = secret_task(office, item, None, "2", unit_id=None, owner_id=None)
    assignment: Any = {"kind": NoticeKind.ASSIGNMENT, "tag": ""}
    for person, audience in (
        (office.head, "owner"),
        (office.leader, "leader"),
        (office.other, "coordinating"),
    ):
        notice(office, person, late, "late-5", audience)
        notice(office, person, soon, "due", audience)
        for task in new:
            notice(office, person, task, "assigned", "", **assignment)
        evidence: Any = {"kind": NoticeKind.EVIDENCE, "tag": ""}
        notice(office, person, soon, "missing", "", **evidence)
    notice(office, office.coordinator, undated, "assign", "", **assignment)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_word_of_a_secret_item_is_mailed(lite_office: Office, language: str) -> None:
    for person in (lite_office.head, lite_office.leader, lite_office.other, lite_office.coordinator):
        person.language = language
    told_in_every_way(lite_office)
    found = digests(lite_office)
    assert set(found) == {"anh", "lanh", "ben", "moi"}
    for each in found.values():
        mail = read(each)
        assert WORD not in everything(mail)
        assert WORD.encode() not in compose(each, SETTINGS, now=NOW)
        assert WORD not in str(each.as_dict())
        assert WORD not in repr(each)
        for kind in ("plain", "html"):
            assert LINKED in part(mail, kind)


def test_a_secret_task_is_told_by_number_deadline_and_link(lite_office: Office) -> None:
    task = secret_task(lite_office, secret_item(lite_office), MONDAY, "1@2026-06-30")
    notice(lite_office, lite_office.head, task)
    text = part(read(digests(lite_office)["anh"]), "plain")
    told = text[text.index("1. ") : text.index("\n\n", text.index("1. "))]
    assert told.split("\n") == [
        f"1. Nhiệm vụ mật, mã số {task.id}",
        "   Hạn: 15/6/2026 (thứ Hai) – hôm nay là hạn cuối",
        f"   {LINKED}{task.id}",
    ]


def test_the_number_is_told_in_the_reader_s_language() -> None:
    assert title_text(7, "", catalogue("en")) == "Classified task no. 7"


def test_new_tasks_of_a_secret_item_stand_each_by_its_number(lite_office: Office) -> None:
    told_in_every_way(lite_office)
    text = part(read(digests(lite_office)["anh"]), "plain")
    assert "Các kỳ" not in text
    assert text.count("Nhiệm vụ mật, mã số") == 5  # late, soon, two new, and the missing evidence


def test_what_ended_is_no_more_telling(lite_office: Office) -> None:
    task = secret_task(lite_office, secret_item(lite_office), MONDAY, "1@2026-06-30")
    notice(lite_office, lite_office.head, task)
    all_sent(lite_office, NOW)
    move(lite_office.session, task, Action.CANCEL, by="moi", now=NOW + timedelta(1), on=MONDAY, reason=WORD)
    notice(lite_office, lite_office.head, lite_office.task(MONDAY, text="Việc khác"))
    lite_office.plan.title = lite_office.plan.number = ""
    (found,) = digests(lite_office).values()
    assert [event.cancelled for event in found.ended] == [True]
    assert WORD not in everything(read(found))


def test_no_word_of_a_secret_item_is_in_a_calendar(lite_office: Office) -> None:
    lite_office.head.calendar_key = "k"
    item = secret_item(lite_office)
    tasks = [secret_task(lite_office, item, MONDAY, f"1@2026-0{n}-28") for n in (4, 5)]
    move(lite_office.session, tasks[0], Action.CANCEL, by="moi", now=NOW, on=MONDAY, reason=WORD)
    text = person_calendar(
        lite_office.session, "k", as_of=MONDAY, now=NOW, base_url="https://viec.donvi.test"
    )
    assert text is not None
    assert WORD not in text.replace("\r\n ", "")
    assert text.count("Nhiệm vụ mật") == 2
