"""Digests and mails as a mail reader gets them."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from babel.messages.extract import extract_from_dir
from hypothesis import given, settings
from hypothesis import strategies as st

import notifications
from config.settings import Settings
from models import NoticeKind, ReviewRound, RoundKind
from notifications import outbox
from notifications.digest import Ask, Digest, Line, build_digests
from notifications.due import enqueue
from notifications.ladder import LADDER
from notifications.mail import compose
from notifications.tell import tell
from notifications.words import LANGUAGES, catalogue, day_text, shorten, standing_text
from tasks_registry.working_days import WorkingCalendar
from tests.notifications.office import MONDAY, NOW, Office

SETTINGS = Settings(
    _env_file=None,  # type: ignore[call-arg]
    base_url="https://viec.donvi.test/",
    mail_from="Ủy ban nhân dân <nhac@donvi.test>",
)


def line(number: int = 1, **fields: Any) -> Line:
    given: dict[str, Any] = {
        "task_id": number,
        "step": "before-3",
        "text": "Niêm yết công khai thủ tục",
        "plan": "Kế hoạch năm 2026",
        "unit": "Phòng Kinh tế",
        "lead_name": "",
        "owner": "Phạm Văn Bền",
        "own": False,
        "due_on": MONDAY + timedelta(days=2),
        "deadline_raw": "",
        "days": 2,
        "as_of": MONDAY,
    }
    return Line(**(given | fields))


def digest(*lines: Line, **fields: Any) -> Digest:
    given: dict[str, Any] = {
        "recipient": "anh@donvi.test",
        "name": "Nguyễn Thị Ánh",
        "language": "vi",
        "message_id": "3.7.20260615.1",
        "as_of": MONDAY,
        "lines": lines or (line(),),
    }
    return Digest(**(given | fields))


def read(of: Digest) -> EmailMessage:
    """The mail as its reader's program understands it."""
    mail = message_from_bytes(compose(of, SETTINGS, now=NOW), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    text = body.get_content()
    assert isinstance(text, str)
    return text


def claimed(office: Office, day: date = MONDAY) -> dict[str, Digest]:
    """The digests of a day by mailbox."""
    calendar = WorkingCalendar()
    enqueue(office.session, as_of=day, now=NOW, calendar=calendar)
    outbox.claim(office.session, token="t", as_of=day, now=NOW)
    found = build_digests(office.session, "t", as_of=day, calendar=calendar)
    return {each.recipient.split("@")[0]: each for each in found}


def test_one_digest_a_person_the_most_late_first(office: Office) -> None:
    new = office.task(None)
    soon = office.task(MONDAY + timedelta(days=2))
    late = office.task(date(2026, 6, 12))
    most_late = office.task(date(2026, 6, 3))
    found = claimed(office)["anh"]
    assert found.as_dict() == {
        "recipient": "anh@donvi.test",
        "subject": "[ĐÔN ĐỐC QUÁ HẠN] 2 nhiệm vụ quá hạn, 1 nhiệm vụ sắp đến hạn, 1 nhiệm vụ mới giao",
        "tasks": [
            {"id": most_late.id, "step": "late-1"},
            {"id": late.id, "step": "late-1"},
            {"id": soon.id, "step": "before-3"},
            {"id": new.id, "step": "assigned"},
        ],
    }


def test_those_above_are_warned_and_see_whose_task_it_is(lite_office: Office) -> None:
    lite_office.task(date(2026, 6, 3))
    found = claimed(lite_office)
    assert found["moi"].subject == "[CẢNH BÁO ĐÔN ĐỐC LẦN 2] 1 nhiệm vụ quá hạn"
    assert found["lanh"].subject == "[CẢNH BÁO ĐÔN ĐỐC LẦN 3] 1 nhiệm vụ quá hạn"
    text = part(read(found["lanh"]), "plain")
    assert "Đơn vị chủ trì: Phòng Văn hóa - Xã hội\n   Người phụ trách: Nguyễn Thị Ánh\n" in text
    assert "chỉ đạo, đôn đốc" in text
    assert "giải trình" not in text
    assert "Đơn vị chủ trì" not in part(read(found["anh"]), "plain")


def test_the_coordinator_is_asked_to_name_the_unit(lite_office: Office) -> None:
    lite_office.task(None, unit_id=None, owner_id=None, lead_name="Phòng Lạ", deadline_raw="Thường xuyên")
    found = claimed(lite_office)["moi"]
    assert found.subject == "[NHẮC VIỆC] 1 nhiệm vụ chưa rõ đơn vị chủ trì"
    text = part(read(found), "plain")
    for words in ("chưa rõ, cần giao", "Kế hoạch ghi: Phòng Lạ", "Thời hạn: Thường xuyên"):
        assert words in text


def test_rounds_and_missing_evidence_travel_along(lite_office: Office) -> None:
    review = lite_office.add(
        ReviewRound(
            plan_id=lite_office.plan.id,
            kind=RoundKind.QUARTER,
            period="2026-Q2",
            window_from=date(2026, 3, 15),
            window_to=date(2026, 6, 14),
            opens_on=MONDAY,
            closes_on=date(2026, 6, 22),
        )
    )
    task = lite_office.task(MONDAY, text="Lập sổ theo dõi")
    common: dict[str, Any] = {"person_id": lite_office.head.id, "due_day": MONDAY, "now": NOW}
    tell(lite_office.session, kind=NoticeKind.REVIEW, key="r", step="opened", round_id=review.id, **common)
    tell(lite_office.session, kind=NoticeKind.EVIDENCE, key="e", step="missing", task_id=task.id, **common)
    found = claimed(lite_office)["anh"]
    assert found.subject == "[NHẮC HẠN] 1 nhiệm vụ sắp đến hạn, 2 việc rà soát, minh chứng"
    assert found.as_dict()["tasks"] == [
        {"id": task.id, "step": "due"},
        {"id": task.id, "step": "missing"},
    ]
    for kind in ("plain", "html"):
        body = part(read(found), kind)
        assert "Đợt tự rà soát quý II/2026: đề nghị trả lời chậm nhất ngày 22/6/2026 (thứ Hai)" in body
        assert "Chưa có minh chứng, đề nghị bổ sung: Lập sổ theo dõi" in body


def test_a_closed_round_is_told_as_closed() -> None:
    asks = (Ask(NoticeKind.REVIEW, "closed", "Kế hoạch năm 2026", period="2026-Q2"),)
    found = digest(lines=(), asks=asks)
    assert "Đợt tự rà soát quý II/2026 đã chốt số liệu" in part(read(found), "plain")
    assert found.subject == "[NHẮC VIỆC] 1 việc rà soát, minh chứng"


def test_headers_are_read_as_they_were_meant() -> None:
    mail = read(digest())
    assert mail["From"] == "Ủy ban nhân dân <nhac@donvi.test>"
    assert mail["To"] == "Nguyễn Thị Ánh <anh@donvi.test>"
    assert mail["Subject"] == "[NHẮC HẠN] 1 nhiệm vụ sắp đến hạn"
    assert mail["Message-ID"] == "<3.7.20260615.1@donvi.test>"
    assert mail["Date"] == "Mon, 15 Jun 2026 08:00:00 +0700"
    assert mail["Auto-Submitted"] == "auto-generated"


def test_the_wire_carries_short_ascii_lines() -> None:
    raw = compose(digest(name="Nguyễn " * 60), SETTINGS, now=NOW)
    assert raw.isascii()
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 998  # RFC 5321, 4.5.3.1.6
    assert sum(len(each) > 78 for each in lines) == 1
    assert not any(b"\n" in each or b"\r" in each for each in lines)


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters(exclude_categories=["Cs"], max_codepoint=0xFFFF), max_size=200))
def test_a_name_of_any_letters_and_length_is_read_back_whole(name: str) -> None:
    """Whatever someone is called, there is one recipient, and no other header."""
    mail = read(digest(name=name, lines=()))
    (to,) = mail["To"].addresses
    assert to.addr_spec == "anh@donvi.test"
    assert to.display_name == " ".join(name.split())
    assert sorted(mail.keys()) == sorted(read(digest()).keys())


@pytest.mark.parametrize("name", ["An\r\nBcc: x@y.test", "An\r\n\r\nNội dung giả", "An\nSubject: giả"])
def test_a_name_cannot_add_headers(name: str) -> None:
    mail = read(digest(name=name))
    assert mail.keys() == read(digest()).keys()
    assert mail["Bcc"] is None
    assert "Nội dung giả" not in part(mail, "plain").split("Kính gửi")[0]


class _Page(HTMLParser):
    """The tags and addresses of a page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links |= {value or "" for name, value in attrs if name in ("href", "src", "action")}


def test_text_of_people_stays_text_in_html() -> None:
    nasty = "<script>alert(1)</script><img src=x onerror=y> & 'a' \"b\" {{ 7*7 }} %(n)s"
    odd = line(text=nasty, plan=nasty, unit=None, lead_name=nasty, deadline_raw=nasty, due_on=None)
    mail = read(digest(odd, line(2, owner=nasty, unit=nasty), name=nasty))
    page = _Page(part(mail, "html"))
    assert not page.tags & {"script", "img"}
    assert "onerror" not in page.attributes
    assert nasty in part(mail, "plain")


def test_html_needs_nothing_from_elsewhere() -> None:
    source = part(read(digest()), "html")
    page = _Page(source)
    assert page.links == {"https://viec.donvi.test/nhiem-vu/1"}
    assert "url(" not in source
    assert 'name="viewport"' in source
    assert page.tags <= {"html", "head", "meta", "title", "body", "p", "h2", "div", "a", "strong"}


def test_a_long_list_is_cut_and_says_how_much_is_left() -> None:
    found = digest(*(line(n) for n in range(1, 235)))
    mail = read(found)
    text = part(mail, "plain")
    assert len(re.findall(r"^\d+\. ", text, re.MULTILINE)) == 200
    assert "… và 34 nhiệm vụ khác, xem tại: https://viec.donvi.test/nhiem-vu\n" in text
    assert "SẮP ĐẾN HẠN (234)" in text
    assert found.subject.startswith("[NHẮC HẠN] 234 ")
    assert "và 34 nhiệm vụ khác" in part(mail, "html")
    assert len(found.as_dict()["tasks"]) == 234


@pytest.mark.parametrize(
    ("due", "days", "words"),
    [
        (date(2026, 6, 15), 0, "hôm nay là hạn cuối"),
        (date(2026, 6, 17), 2, "còn 2 ngày làm việc"),
        (date(2026, 6, 12), -1, "quá hạn 1 ngày làm việc"),
        (date(2026, 6, 14), 0, "đã quá hạn"),
        (date(2026, 6, 16), 0, "sau hôm nay không còn ngày làm việc nào trước hạn"),
    ],
)
def test_how_far_from_the_deadline(due: date, days: int, words: str) -> None:
    assert standing_text(due, days, MONDAY, catalogue("vi")) == words


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 4, 4), "04/4/2026 (thứ Bảy)"),
        (date(2026, 2, 15), "15/02/2026 (Chủ nhật)"),
        (date(2026, 12, 31), "31/12/2026 (thứ Năm)"),
    ],
)
def test_days_as_official_documents_write_them(day: date, text: str) -> None:
    assert day_text(day) == text


def test_long_text_is_cut_between_words() -> None:
    cut = shorten("một hai, ba\n bốn", 10)
    assert cut == "một hai…"
    assert shorten(" một \n hai ") == "một hai"


def test_english_for_who_reads_english() -> None:
    mail = read(digest(language="en"))
    assert mail["Subject"] == "[DUE SOON] due soon: 1"
    text = part(mail, "plain")
    assert "Due: Wednesday, 17 June 2026 – working days left: 2" in text
    assert text.startswith("Dear Nguyễn Thị Ánh,")


def test_an_unknown_language_falls_back_to_vietnamese() -> None:
    assert read(digest(language="xx"))["Subject"] == read(digest())["Subject"]


def _source_phrases() -> Iterator[str]:
    room = Path(notifications.__file__ or "").parent
    methods = [("**.py", "python"), ("templates/**", "jinja2")]
    for _, _, message, _, _ in extract_from_dir(room, method_map=methods, keywords={"_": None}):
        assert isinstance(message, str)
        yield message


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "vi"])
def test_every_phrase_is_translated_with_the_same_places(language: str) -> None:
    phrases = set(_source_phrases())
    assert len(phrases) > 30
    words = catalogue(language)
    for phrase in phrases:
        translated = words.gettext(phrase)
        assert translated != phrase, f"{language}: {phrase}"
        assert set(re.findall(r"%\(\w+\)s", translated)) == set(re.findall(r"%\(\w+\)s", phrase))


def test_every_step_of_the_ladder_has_its_tag() -> None:
    """No step is left without a word in the subject."""
    late = {"due_on": MONDAY - timedelta(days=9), "days": -7}
    tags = {
        rung.step: digest(line(step=rung.step, **(late if rung.days > 0 else {}))).subject.split("]")[0]
        for rung in LADDER.rungs
    }
    assert tags.pop("late-1") == "[ĐÔN ĐỐC QUÁ HẠN"
    assert tags.pop("late-3") == "[CẢNH BÁO ĐÔN ĐỐC LẦN 2"
    assert tags.pop("late-5") == "[CẢNH BÁO ĐÔN ĐỐC LẦN 3"
    assert set(tags.values()) == {"[NHẮC HẠN"}
