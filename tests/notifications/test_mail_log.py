"""The log of mails, trying again what was refused, and the figures for Prometheus."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from prometheus_client.parser import text_string_to_metric_families

from models import NoticeState
from notifications.heartbeat import REMINDERS
from notifications.mail_log import mail_log, retry
from notifications.metrics import exposition
from notifications.remind import NotAllSentError
from tests.notifications.mailbox import Postbox
from tests.notifications.office import MONDAY, NOW, Office
from tests.notifications.rounds import run


def try_to(office: Office, box: Postbox, **options: Any) -> None:
    with suppress(NotAllSentError):
        run(office, box, **options)


def refused(busy: Office, box: Postbox) -> None:
    """Ánh gets her mail, Bền's address is refused for good."""
    box.refused["ben@donvi.test"] = "550 5.1.1 no such user"
    try_to(busy, box)


def test_a_mail_is_one_line(busy: Office, box: Postbox) -> None:
    refused(busy, box)
    ours = {mail.recipient: mail for mail in mail_log(busy.session, since=MONDAY - timedelta(days=1))}
    anh, ben = ours["anh@donvi.test"], ours["ben@donvi.test"]
    assert (anh.state, anh.attempts, anh.error, anh.day) == (NoticeState.SENT, 1, "", MONDAY)
    assert (ben.state, ben.attempts) == (NoticeState.FAILED, 1)
    assert "550" in ben.error
    assert anh.notices > ben.notices
    assert "NHẮC HẠN" in anh.tags
    assert anh.as_dict()["sent_at"] == anh.sent_at.isoformat() if anh.sent_at else False


def test_the_log_of_one_person_and_of_what_was_refused(busy: Office, box: Postbox) -> None:
    refused(busy, box)
    mine = mail_log(busy.session, since=None, person_id=busy.head.id)
    assert {mail.recipient for mail in mine} == {"anh@donvi.test"}
    assert [mail.recipient for mail in mail_log(busy.session, since=None, failed=True)] == ["ben@donvi.test"]
    later = mail_log(busy.session, since=MONDAY + timedelta(days=1))
    assert later == []


def test_what_waits_is_shown_however_old(busy: Office, box: Postbox) -> None:
    box.refused["ben@donvi.test"] = "450 later"
    try_to(busy, box)
    (waiting,) = mail_log(busy.session, since=date(2027, 1, 1))
    assert (waiting.state, waiting.recipient) == (NoticeState.PENDING, "ben@donvi.test")
    assert waiting.next_try_at is not None
    assert waiting.next_try_at > NOW


def test_what_was_refused_waits_again_when_a_person_says_so(busy: Office, box: Postbox) -> None:
    refused(busy, box)
    box.refused.clear()
    run(busy, box)
    assert "ben@donvi.test" not in box.recipients
    assert retry(busy.session, person_id=busy.head.id, now=NOW) == 0
    assert retry(busy.session, person_id=None, now=NOW) > 0
    busy.session.commit()
    run(busy, box)
    assert "ben@donvi.test" in box.recipients
    assert retry(busy.session, person_id=None, now=NOW) == 0


def figures(office: Office, **options: Any) -> dict[str, float]:
    text = exposition(office.session, now=options.get("now", NOW)).decode()
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {"/".join((each.name, *each.labels.values())): each.value for each in samples}


def test_the_figures_of_an_empty_outbox(office: Office) -> None:
    assert figures(office) == {
        "dondoc_notices_pending": 0,
        "dondoc_notices_claimed": 0,
        "dondoc_notices_failed": 0,
        "dondoc_notices_missed": 0,
        "dondoc_notices_sent_total": 0,
        "dondoc_oldest_pending_seconds": 0,
    }


def test_the_figures_follow_the_mails(busy: Office, box: Postbox) -> None:
    box.refused["ben@donvi.test"] = "450 later"
    try_to(busy, box)
    found = figures(busy, now=NOW + timedelta(hours=2))
    assert found["dondoc_notices_sent_total"] == 4
    assert found["dondoc_notices_pending"] == 2
    assert 3600 < found["dondoc_oldest_pending_seconds"] < 7200
    assert found[f"dondoc_last_run_timestamp_seconds/{REMINDERS}"] == NOW.timestamp()
    refused(busy, box)
    assert figures(busy)["dondoc_notices_failed"] == 2
