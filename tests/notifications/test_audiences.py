"""What a digest says to whom: own work, the work of others, work to coordinate, explanations, the program."""

from datetime import date, timedelta
from typing import Any

import pytest

from models import Explanation, NoticeKind
from notifications.digest import Digest
from notifications.lines import Watch
from tests.notifications.noticing import digests, notice
from tests.notifications.office import MONDAY, NOW, Office
from tests.notifications.reading import digest, line, part, read

LATE: dict[str, Any] = {"step": "late-3", "due_on": MONDAY - timedelta(days=5), "days": -3}
URGE_LATE = "Đề nghị Ông/Bà chỉ đạo, đôn đốc các đơn vị, cá nhân có nhiệm vụ quá hạn."
URGE = "Đề nghị Ông/Bà chỉ đạo, đôn đốc các đơn vị, cá nhân hoàn thành nhiệm vụ đúng hạn."
DO = "Đề nghị Ông/Bà thực hiện, cập nhật kết quả"
EXPLAIN = "Đối với nhiệm vụ quá hạn, đề nghị báo cáo, giải trình rõ lý do."
LEND = "Đối với nhiệm vụ để phối hợp, đề nghị Ông/Bà chủ động phối hợp với đơn vị chủ trì."


def said(of: Digest) -> set[str]:
    """Which of the closing sentences stand in both parts."""
    texts = [part(read(of), kind) for kind in ("plain", "html")]
    return {words for words in (URGE_LATE, URGE, DO, EXPLAIN, LEND) if all(words in text for text in texts)}


@pytest.mark.parametrize(
    ("fields", "sentences"),
    [
        ({"audience": "owner"}, {DO}),
        ({"audience": "", "step": "assigned"}, {DO}),
        ({"audience": "owner", **LATE}, {DO, EXPLAIN}),
        ({"audience": "head"}, {URGE}),
        ({"audience": "head", **LATE}, {URGE_LATE}),
        ({"audience": "coordinator", **LATE}, {URGE_LATE}),
        ({"audience": "leader", **LATE}, {URGE_LATE}),
        ({"audience": "coordinating"}, {LEND}),
        ({"audience": "coordinating", **LATE}, {LEND}),
    ],
)
def test_each_audience_is_asked_what_it_can_do(fields: dict[str, Any], sentences: set[str]) -> None:
    assert said(digest(line(**fields))) == sentences


def test_the_tag_is_that_of_the_most_urgent_step() -> None:
    """Whatever the ladder calls it, and work to coordinate comes last."""
    own = line(1, tag="NHẮC HẠN")
    lent = line(2, audience="coordinating", tag="ĐÔN ĐỐC QUÁ HẠN", **LATE)
    above = line(3, audience="leader", tag="CẢNH BÁO ĐÔN ĐỐC LẦN 3", **(LATE | {"step": "late-10"}))
    assert digest(own, lent).subject.startswith("[NHẮC HẠN] ")
    assert digest(lent).subject == "[ĐÔN ĐỐC QUÁ HẠN] 1 nhiệm vụ để phối hợp"
    assert digest(own, lent, above).subject == (
        "[CẢNH BÁO ĐÔN ĐỐC LẦN 3] 1 nhiệm vụ quá hạn, 1 nhiệm vụ sắp đến hạn, 1 nhiệm vụ để phối hợp"
    )


@pytest.mark.parametrize(
    ("tag", "english"),
    [
        ("NHẮC HẠN", "DUE SOON"),
        ("ĐÔN ĐỐC QUÁ HẠN", "OVERDUE"),
        ("CẢNH BÁO ĐÔN ĐỐC LẦN 2", "ESCALATION, WARNING 2"),
        ("HỎA TỐC 100%", "HỎA TỐC 100%"),
    ],
)
def test_a_tag_in_english_where_the_catalogue_knows_it(tag: str, english: str) -> None:
    assert digest(line(tag=tag), language="en").subject.startswith(f"[{english}] ")
    assert digest(line(tag=tag)).subject.startswith(f"[{tag}] ")


def test_a_tag_cannot_add_headers() -> None:
    mail = read(digest(line(tag="KHẨN\r\nBcc: x@y.test")))
    assert mail["Bcc"] is None
    assert mail["Subject"].startswith("[KHẨN Bcc: x@y.test] ")


def test_overdue_then_soon_then_new_then_to_coordinate() -> None:
    found = digest(
        line(1, **LATE),
        line(2),
        line(3, step="assigned", due_on=None, days=None),
        line(4, audience="coordinating", **LATE),
        line(5, audience="coordinating"),
    )
    text = part(read(found), "plain")
    titles = [
        "QUÁ HẠN (1 nhiệm vụ)",
        "SẮP ĐẾN HẠN (1 nhiệm vụ)",
        "MỚI GIAO (1 nhiệm vụ)",
        "ĐỂ PHỐI HỢP (2 nhiệm vụ)",
    ]
    places = [text.index(title) for title in titles]
    assert places == sorted(places)
    assert text.index("4. ") > places[-1]


def test_every_line_names_the_unit_and_the_others_also_who(lite_office: Office) -> None:
    task = lite_office.task(MONDAY - timedelta(days=7))
    notice(lite_office, lite_office.head, task, "late-3")
    notice(lite_office, lite_office.leader, task, "late-3", "leader")
    own, above = (part(read(digests(lite_office)[name]), "plain") for name in ("anh", "lanh"))
    unit = "   Đơn vị chủ trì: Phòng Văn hóa - Xã hội\n"
    assert unit in own
    assert f"{unit}   Người phụ trách: Nguyễn Thị Ánh\n" in above
    assert "Người phụ trách" not in own


def test_who_owns_a_task_is_told_of_own_work_in_whatever_role(lite_office: Office) -> None:
    task = lite_office.task(MONDAY - timedelta(days=7), owner_id=lite_office.coordinator.id)
    notice(lite_office, lite_office.coordinator, task, "late-3", "coordinator")
    assert said(digests(lite_office)["moi"]) == {DO, EXPLAIN}


def owing(office: Office, **fields: Any) -> Any:
    task = office.task(MONDAY - timedelta(days=14), due_version=1)
    given: dict[str, Any] = {"due_version": 1, "asked_on": MONDAY, "due_on": date(2026, 6, 19)}
    office.add(Explanation(task_id=task.id, **(given | fields)))
    notice(office, office.head, task, "late-10")
    notice(office, office.leader, task, "late-10", "leader")
    return task


def test_an_explanation_is_asked_of_the_owner_and_told_to_others(office: Office) -> None:
    owing(office)
    found = digests(office)
    for kind in ("plain", "html"):
        own, above = (part(read(found[name]), kind) for name in ("anh", "lanh"))
        assert "Đề nghị giải trình bằng văn bản, chậm nhất ngày 19/6/2026 (thứ Sáu)" in own
        assert "Đã yêu cầu giải trình bằng văn bản, chậm nhất ngày 19/6/2026 (thứ Sáu)" in above
        assert "Đề nghị giải trình" not in above


@pytest.mark.parametrize("fields", [{"due_version": 0}, {"answered_at": NOW, "answered_by": "anh"}])
def test_no_explanation_is_asked_where_none_is_owed(lite_office: Office, fields: dict[str, Any]) -> None:
    owing(lite_office, **fields)
    found = digests(lite_office)["anh"]
    assert "bằng văn bản" not in part(read(found), "plain")
    assert len(found.lines) == 1


def test_the_program_speaks_of_itself_in_a_section_of_its_own(lite_office: Office) -> None:
    watch: dict[str, Any] = {"kind": NoticeKind.WATCH, "audience": "", "tag": ""}
    for step in ("flow-missing", "outbox-stuck"):
        notice(lite_office, lite_office.coordinator, None, step, **watch)
    found = digests(lite_office)["moi"]
    assert found.subject == "[CẢNH BÁO HỆ THỐNG] 2 cảnh báo về hoạt động của hệ thống"
    assert found.as_dict()["tasks"] == []
    for kind in ("plain", "html"):
        text = part(read(found), kind)
        assert "TÌNH TRẠNG HỆ THỐNG (2)" in text
        assert "của ngày 15/6/2026 (thứ Hai) hoàn thành" in text
        assert "dondoc mail log" in text
        assert "nhiệm vụ" not in text
    notice(lite_office, lite_office.coordinator, lite_office.task(MONDAY), audience="coordinator")
    both = digests(lite_office)["moi"]
    assert both.subject == ("[NHẮC HẠN] 1 nhiệm vụ sắp đến hạn, 2 cảnh báo về hoạt động của hệ thống")


def test_an_unknown_warning_is_told_by_its_name_and_stays_text() -> None:
    found = digest(lines=(), watches=(Watch("<b>x</b>", MONDAY),))
    assert "sự cố “<b>x</b>”" in part(read(found), "plain")
    assert "sự cố “&lt;b&gt;x&lt;/b&gt;”" in part(read(found), "html")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Bản tin được gửi hằng ngày, khi có nội dung cần thông báo. Muốn thay đổi"),
        ({"weekly": True}, "Bản tin được gửi mỗi tuần một lần; riêng thông báo đôn đốc quá hạn"),
        (
            {"weekly": True, "paused_until": date(2026, 6, 16)},
            "Bản tin đang tạm dừng, gửi lại từ ngày 16/6/2026 (thứ Ba); riêng thông báo đôn đốc quá hạn",
        ),
        ({"paused_until": MONDAY}, "Bản tin được gửi hằng ngày"),
    ],
)
def test_the_foot_says_how_the_digest_comes(lite_office: Office, fields: dict[str, Any], words: str) -> None:
    for name, value in fields.items():
        setattr(lite_office.head, name, value)
    notice(lite_office, lite_office.head, lite_office.task(MONDAY))
    mail = read(digests(lite_office)["anh"])
    assert words in part(mail, "plain").split("\n-- \n")[1]
    assert words in part(mail, "html")


def test_the_whole_mail_in_english_has_no_vietnamese_phrase() -> None:
    found = digest(
        line(1, explain_by=MONDAY, audience="leader", **LATE),
        line(2, explain_by=MONDAY, **LATE),
        line(3, audience="coordinating"),
        line(4, secret=True, text=""),
        language="en",
        weekly=True,
        watches=(Watch("flow-missing", MONDAY), Watch("outbox-stuck", MONDAY), Watch("x", MONDAY)),
    )
    for kind in ("plain", "html"):
        text = part(read(found), kind)
        for vietnamese in ("hạn", "Đề nghị", "phối hợp", "giải trình", "Bản tin", "nhiệm vụ "):
            assert vietnamese not in text
        assert "Classified task no. 4" in text
