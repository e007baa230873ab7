"""Digests and mails as a mail reader gets them."""

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from hypothesis import given, settings
from hypothesis import strategies as st

import notifications
from config.mail_address import AddressError
from notifications.mail import compose
from notifications.words import LANGUAGES, catalogue, day_text, standing_text
from tasks_registry.plain_text import shorten
from tests.notifications.office import MONDAY, NOW
from tests.notifications.reading import SETTINGS, digest, line, part, read


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_subject_of_many_diacritics_is_read_back_whole(language: str) -> None:
    found = digest(line(tag="ĐÔN ĐỐC, CẢNH BÁO KHẨN " * 5), language=language)
    assert read(found)["Subject"] == found.subject


def test_a_domain_of_vietnamese_letters_travels_in_ascii() -> None:
    (to,) = read(digest(recipient="anh@sônglam.vn"))["To"].addresses
    assert to.addr_spec == "anh@xn--snglam-ixa.vn"


def test_a_mailbox_that_mail_cannot_carry_is_refused() -> None:
    with pytest.raises(AddressError, match="chữ có dấu"):
        compose(digest(recipient="ánh@donvi.test"), SETTINGS, now=NOW)


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
    assert page.tags <= {"html", "head", "meta", "title", "body", "p", "br", "h2", "div", "a", "strong"}


def test_a_long_list_is_cut_and_says_how_much_is_left() -> None:
    found = digest(*(line(n) for n in range(1, 235)))
    mail = read(found)
    text = part(mail, "plain")
    assert len(re.findall(r"^\d+\. ", text, re.MULTILINE)) == 200
    assert "… và 34 nhiệm vụ khác, xem tại: https://viec.donvi.test/nhiem-vu\n" in text
    assert "SẮP ĐẾN HẠN (234 nhiệm vụ)" in text
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
