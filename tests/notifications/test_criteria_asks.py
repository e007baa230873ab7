"""Evidence asked for criteria: once, reminded before it is frozen, in one line of the mail for each round."""

from collections.abc import Callable
from datetime import date

import pytest

from config.errors import DondocError
from flows.asking import ask_for_evidence
from flows.link_news import keep_checks
from models import NoticeState, ReviewEntry, ReviewRound, RoundStage
from notifications import outbox
from notifications.digest import Digest, build_digests
from notifications.why import Why
from notifications.why_entry import AT_NEXT_RUN, NOBODY, NOT_SCORED, NOT_WANTED, SETTLED, SHOWN, why_entry
from tasks_registry.days.working_days import WorkingCalendar
from tasks_registry.evidence.frozen_set import freeze_evidence
from tasks_registry.evidence.links import Check
from tasks_registry.evidence.taking_in import add_evidence
from tests.notifications.office import NOW, Office
from tests.notifications.reading import part, read
from tests.notifications.test_outbox import LEASE
from tests.notifications.years import a_year
from tests.registry.rounds import criterion_entry

ASKED, FIRST, LAST = date(2026, 6, 15), date(2026, 6, 22), date(2026, 6, 24)  # Mondays; LAST: a Wednesday
UNTIL = date(2026, 6, 25)
URL = "https://donvi.test/bien-ban.pdf"


def year_of(office: Office) -> ReviewRound:
    """A year scored by unit, whose evidence is taken until Thursday 25 June."""
    office.plan.by_unit = True
    return a_year(
        office,
        window_from=date(2026, 1, 1),
        window_to=date(2026, 6, 11),
        opens_on=date(2026, 6, 12),
        closes_on=date(2026, 6, 22),
        phase="self_score",
        phases=[
            {"phase": "self_score", "ends_on": "2026-06-22"},
            {"phase": "evidence", "ends_on": UNTIL.isoformat()},
        ],
    )


@pytest.fixture
def review(office: Office) -> ReviewRound:
    return year_of(office)


@pytest.fixture
def entry(office: Office, review: ReviewRound) -> ReviewEntry:
    """Ánh's unit scored the criterion and shows nothing."""
    return criterion_entry(office.session, review, "Ảnh chụp <bảng>", 5, office.culture)


def ask(office: Office, *days: date) -> None:
    for day in days:
        ask_for_evidence(office.session, office.plan, as_of=day, now=NOW)


def mails(office: Office, day: date) -> dict[str, Digest]:
    """What a sender would have in hand on that day, by mailbox."""
    outbox.claim(office.session, token="a", as_of=day, now=NOW, lease=LEASE)
    found = build_digests(office.session, "a", as_of=day, calendar=WorkingCalendar())
    return {each.recipient.partition("@")[0]: each for each in found}


def reason(office: Office) -> str:
    """Why the one notice was cancelled."""
    (only,) = office.notices()
    assert only.state is NoticeState.CANCELLED
    return only.last_error or ""


def test_it_is_asked_once_and_reminded_before_the_evidence_is_frozen(
    office: Office, entry: ReviewEntry
) -> None:
    ask(office, ASKED, ASKED, FIRST, FIRST, date(2026, 6, 23), LAST, UNTIL, date(2026, 6, 26))
    assert [(each.step, each.due_day, each.person_id, each.entry_id) for each in office.notices()] == [
        ("missing", ASKED, office.head.id, entry.id),
        ("remind-3", FIRST, office.head.id, entry.id),
        ("remind-1", LAST, office.head.id, entry.id),
    ]


def test_nobody_is_asked_for_what_no_unit_scored(office: Office, review: ReviewRound) -> None:
    criterion_entry(office.session, review, "Ảnh chụp", 0, office.culture)
    criterion_entry(office.session, review, None, 5, office.culture)
    ask(office, ASKED)
    assert office.notices() == []


@pytest.mark.parametrize(
    ("language", "first", "again", "wanted"),
    [
        (
            "vi",
            "Đánh giá năm 2026: 1 tiêu chí đã tự chấm điểm mà chưa có minh chứng, đề nghị bổ sung chậm nhất "
            "ngày 25/6/2026 (thứ Năm)",
            "Nhắc lại, đánh giá năm 2026",
            "Tiêu chí 1: Niêm yết – minh chứng cần có: Ảnh chụp",
        ),
        (
            "en",
            "Annual review 2026: criteria that were scored and lack evidence: 1; please add it by Thursday, "
            "25 June 2026",
            "Reminder, annual review 2026",
            "Criterion 1: Niêm yết – evidence required: Ảnh chụp",
        ),
    ],
)
def test_the_mail_names_the_criterion_what_is_asked_and_until_when(
    office: Office, entry: ReviewEntry, language: str, first: str, again: str, wanted: str
) -> None:
    office.head.language = language
    ask(office, ASKED)
    mail = read(mails(office, ASKED)["anh"])
    plain, html = part(mail, "plain"), part(mail, "html")
    for body in (plain, html):
        assert first in body
        assert wanted in body
        assert office.plan.title in body
    assert "Ảnh chụp <bảng>" in plain
    assert "Ảnh chụp &lt;bảng&gt;" in html
    outbox_sent(office)
    ask(office, FIRST)
    mail = read(mails(office, FIRST)["anh"])
    assert again in part(mail, "plain")
    assert again in part(mail, "html")


def outbox_sent(office: Office) -> None:
    for each in office.notices():
        outbox.mark_sent(office.session, "a", each.message_id or "", now=NOW)


def test_all_criteria_of_a_round_are_one_ask_and_a_long_list_is_cut(lite_office: Office) -> None:
    review = year_of(lite_office)
    for n in range(70):
        criterion_entry(lite_office.session, review, f"Ảnh {n}", 5, lite_office.culture)
    ask(lite_office, ASKED)
    found = mails(lite_office, ASKED)["anh"]
    assert found.subject == "[NHẮC VIỆC] 1 việc rà soát, minh chứng"
    text = part(read(found), "plain")
    assert text.count("Tiêu chí 1: Niêm yết") == 60
    assert "… và 10 tiêu chí khác" in text
    assert "… và 10 tiêu chí khác" in part(read(found), "html")


def _bring(office: Office, entry: ReviewEntry, review: ReviewRound) -> None:
    add_evidence(office.session, url=URL, by="anh", now=NOW, entry=entry)


def _go_on(office: Office, entry: ReviewEntry, review: ReviewRound) -> None:
    review.phase = "appraisal"


def _close(office: Office, entry: ReviewEntry, review: ReviewRound) -> None:
    review.stage, review.closed_at = RoundStage.CLOSED, NOW


def _leave(office: Office, entry: ReviewEntry, review: ReviewRound) -> None:
    office.head.active = False


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (_bring, "đã có minh chứng"),
        (_go_on, "minh chứng của đợt đánh giá đã chốt"),
        (_close, "minh chứng của đợt đánh giá đã chốt"),
        (_leave, "người nhận đã nghỉ"),
    ],
)
def test_what_is_no_longer_so_is_not_mailed(
    office: Office,
    entry: ReviewEntry,
    review: ReviewRound,
    change: Callable[[Office, ReviewEntry, ReviewRound], None],
    why: str,
) -> None:
    ask(office, ASKED)
    change(office, entry, review)
    office.session.flush()
    assert mails(office, ASKED) == {}
    assert reason(office).startswith(why)


def _why(office: Office, entry: ReviewEntry, as_of: date = ASKED) -> Why:
    office.session.flush()
    return why_entry(office.session, entry, as_of=as_of)


def test_why_tells_what_was_asked_and_what_will_be(office: Office, entry: ReviewEntry) -> None:
    assert _why(office, entry) == Why((), (), (AT_NEXT_RUN,))
    ask(office, ASKED)
    found = _why(office, entry)
    assert [(each.step, each.email, each.state) for each in found.told] == [
        ("missing", "anh@donvi.test", NoticeState.PENDING)
    ]
    assert [(each.day, each.step, each.email) for each in found.coming] == [
        (FIRST, "remind-3", "anh@donvi.test"),
        (LAST, "remind-1", "anh@donvi.test"),
    ]
    assert found.reasons == ()
    assert [each.day for each in _why(office, entry, FIRST).coming] == [LAST]
    office.head.active = office.coordinator.active = False
    assert _why(office, entry).reasons == (NOBODY,)


def test_why_nothing_more_will_be_asked(office: Office, entry: ReviewEntry, review: ReviewRound) -> None:
    assert _why(office, criterion_entry(office.session, review, None, 5)).reasons == (NOT_WANTED,)
    assert _why(office, criterion_entry(office.session, review, "Ảnh", None)).reasons == (NOT_SCORED,)
    _bring(office, entry, review)
    assert _why(office, entry).reasons == (SHOWN,)
    freeze_evidence(office.session, review, NOW)
    assert _why(office, entry).reasons == (SETTLED,)
    task = office.task(None)
    of_task = office.add(ReviewEntry(round_id=review.id, task_id=task.id))
    with pytest.raises(DondocError, match=f"dondoc why {task.id}"):
        _why(office, of_task)


def test_whose_criterion_a_link_speaks_for_hears_what_became_of_it(
    office: Office, entry: ReviewEntry
) -> None:
    document = add_evidence(office.session, url=URL, by="anh", now=NOW, entry=entry, title="Biên bản họp")
    dead = Check(False, "không tìm thấy tài liệu (404)")
    assert keep_checks(office.session, [(document.id or 0, dead)], as_of=ASKED, now=NOW) == 1
    mail = read(mails(office, ASKED)["anh"])
    for kind in ("plain", "html"):
        body = part(mail, kind)
        assert "không mở được, đề nghị kiểm tra, thay đường dẫn: 1. Niêm yết" in body
        assert "Tài liệu: Biên bản họp – không tìm thấy tài liệu (404)" in body
        assert URL in body


def test_where_a_document_has_moved_to_is_told(office: Office) -> None:
    task = office.task(ASKED, text="Lập sổ theo dõi")
    document = add_evidence(office.session, url=URL, by="anh", now=NOW, task=task)
    moved = Check(True, "mở được (200)", final_url="https://an:matkhau@moi.test/a", moved=True)
    keep_checks(office.session, [(document.id or 0, moved)], as_of=ASKED, now=NOW)
    mail = read(mails(office, ASKED)["anh"])
    for kind in ("plain", "html"):
        assert "Địa chỉ mới: https://moi.test/a" in part(mail, kind)
        assert f"Tài liệu: {URL}" in part(mail, kind)


def test_of_a_secret_task_no_document_is_named(office: Office) -> None:
    task = office.task(ASKED, text="Vạnxuân")
    task.item_id = office.item("Vạnxuân").id
    office.session.get_one(type(office.item()), task.item_id).secret = True
    document = add_evidence(office.session, url=URL, by="anh", now=NOW, task=task, title="Vạnxuân")
    keep_checks(office.session, [(document.id or 0, Check(False, "hỏng"))], as_of=ASKED, now=NOW)
    mail = read(mails(office, ASKED)["anh"])
    for kind in ("plain", "html"):
        assert "Nhiệm vụ mật, mã số" in part(mail, kind)
        assert "Vạnxuân" not in part(mail, kind)
        assert URL not in part(mail, kind)


def test_a_link_that_opens_again_is_not_mailed_as_dead(office: Office) -> None:
    task = office.task(None)
    document = add_evidence(office.session, url=URL, by="anh", now=NOW, task=task)
    for check in (Check(False, "không kết nối được"), Check(True, "mở được (200)")):
        keep_checks(office.session, [(document.id or 0, check)], as_of=ASKED, now=NOW)
    assert mails(office, ASKED) == {}
    assert reason(office) == "đường dẫn đã mở được"
