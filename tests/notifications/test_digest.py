"""What one person is told, in which order and in which words."""

from datetime import date, timedelta
from typing import Any

import pytest

from models import NoticeKind, ReviewRound, RoundKind
from notifications import outbox
from notifications.digest import Digest, build_digests
from notifications.due import enqueue
from notifications.ladders import LADDER
from notifications.lines import Ask
from notifications.tell import tell
from notifications.words import catalogue, tag_text
from tasks_registry.days.working_days import WorkingCalendar
from tests.notifications.office import MONDAY, NOW, Office
from tests.notifications.reading import digest, part, read


def claimed(office: Office, day: date = MONDAY) -> dict[str, Digest]:
    """The digests of a day by mailbox."""
    calendar = WorkingCalendar()
    enqueue(office.session, as_of=day, now=NOW, calendar=calendar)
    outbox.claim(office.session, token="t", as_of=day, now=NOW, lease=timedelta(minutes=5))
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


def test_the_last_step_asks_the_owner_to_explain_and_tells_the_leader(lite_office: Office) -> None:
    lite_office.task(date(2026, 5, 29))
    found = claimed(lite_office)
    asked = {name: part(read(each), "plain") for name, each in found.items()}
    assert "Đề nghị giải trình bằng văn bản, chậm nhất ngày " in asked["anh"]
    assert "Đã yêu cầu giải trình bằng văn bản, chậm nhất ngày " in asked["lanh"]


def test_every_tag_of_the_shipped_ladder_is_known_in_english() -> None:
    tags = {rung.tag for rung in LADDER.rungs}
    assert len(tags) > 3
    for tag in tags:
        assert tag_text(tag, catalogue("en")) != tag


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


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("missing", "Chưa có minh chứng"),
        ("dead", "không mở được"),
        ("moved", "đã chuyển sang địa chỉ khác"),
        ("changed", "đã thay đổi sau khi được chấp nhận"),
    ],
)
def test_each_thing_about_evidence_in_its_own_words(step: str, words: str) -> None:
    asks = (Ask(NoticeKind.EVIDENCE, step, "Kế hoạch năm 2026", task_id=1, text="Lập sổ theo dõi"),)
    for kind in ("plain", "html"):
        body = part(read(digest(lines=(), asks=asks)), kind)
        assert words in body
        assert "Lập sổ theo dõi" in body


def test_a_closed_round_is_told_as_closed() -> None:
    asks = (Ask(NoticeKind.REVIEW, "closed", "Kế hoạch năm 2026", period="2026-Q2"),)
    found = digest(lines=(), asks=asks)
    assert "Đợt tự rà soát quý II/2026 đã chốt số liệu" in part(read(found), "plain")
    assert found.subject == "[NHẮC VIỆC] 1 việc rà soát, minh chứng"


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("evidence", "đề nghị bổ sung minh chứng"),
        ("appraisal", "đề nghị thẩm định"),
        ("explanation", "đề nghị giải trình"),
        ("final", "đề nghị chốt điểm"),
        ("incomplete", "bảng điểm còn thiếu nên chưa công bố"),
        ("published", "đã công bố kết quả"),
    ],
)
def test_each_stage_of_a_year_asks_for_what_it_is_about(step: str, words: str) -> None:
    until = date(2027, 1, 25)
    asks = (Ask(NoticeKind.REVIEW, step, "Kế hoạch năm 2026", period="2026", closes_on=until, open=True),)
    for kind in ("plain", "html"):
        body = part(read(digest(lines=(), asks=asks)), kind)
        assert "Đánh giá năm 2026: " in body
        assert words in body
        assert ("chậm nhất ngày 25/01/2027" in body) == (step not in ("incomplete", "published"))
        assert "Đợt tự rà soát" not in body


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("remind-3", "Nhắc lại đợt tự rà soát quý II/2026: đề nghị trả lời và nộp phiếu chậm nhất ngày"),
        ("returned", "Phiếu tự rà soát quý II/2026 được trả lại: đề nghị sửa và nộp lại chậm nhất ngày"),
        ("reopened", "Đợt tự rà soát quý II/2026 mở lại: đề nghị trả lời và nộp phiếu chậm nhất ngày"),
        ("missing", "Đợt tự rà soát quý II/2026 đã hết hạn mà chưa có phiếu của đơn vị: đề nghị giải trình"),
    ],
)
def test_each_step_of_a_round_has_its_words_and_a_late_one_tells_that_it_is_closed(
    step: str, words: str
) -> None:
    for open_still in (True, False):
        asks = (
            Ask(
                NoticeKind.REVIEW,
                step,
                "Kế hoạch năm 2026",
                period="2026-Q2",
                closes_on=date(2026, 6, 22),
                open=open_still,
            ),
        )
        for kind in ("plain", "html"):
            body = part(read(digest(lines=(), asks=asks)), kind)
            assert (words in body) == (open_still or step == "missing")
            assert open_still or step == "missing" or "đã chốt" in body
