"""What each stage of a year asks is asked until the last day of that stage."""

from datetime import date

import pytest

from models import NoticeKind, ReviewRound
from notifications import outbox
from notifications.digest import Digest, build_digests
from notifications.tell import tell
from tasks_registry.days.working_days import load_calendar
from tests.notifications.office import MONDAY, NOW, Office
from tests.notifications.reading import part, read
from tests.notifications.test_outbox import LEASE
from tests.notifications.years import a_year

DAYS = {
    "self_score": date(2026, 12, 22),
    "evidence": date(2026, 12, 25),
    "appraisal": date(2027, 1, 11),
    "explanation": date(2027, 1, 18),
    "final": date(2027, 1, 25),
}


def _annual(office: Office, phase: str) -> ReviewRound:
    """The round of a year at a stage."""
    phases = [{"phase": name, "ends_on": day.isoformat()} for name, day in DAYS.items()]
    return a_year(office, phase=phase, phases=phases, closes_on=DAYS["self_score"])


def _ask(office: Office, review: ReviewRound, step: str) -> list[Digest]:
    """What the coordinator gets, who was asked for `step` and has not been sent it yet."""
    about = {"person_id": office.coordinator.id, "key": step, "round_id": review.id, "due_day": MONDAY}
    tell(office.session, kind=NoticeKind.REVIEW, step=step, now=NOW, **about)
    outbox.claim(office.session, token="a", as_of=MONDAY, now=NOW, lease=LEASE)
    return build_digests(office.session, "a", as_of=MONDAY, calendar=load_calendar(office.session))


@pytest.mark.parametrize(
    ("phase", "step", "until"),
    [
        ("self_score", "open", "22/12/2026 (thứ Ba)"),
        ("evidence", "evidence", "25/12/2026 (thứ Sáu)"),
        ("appraisal", "appraisal", "11/01/2027 (thứ Hai)"),
        ("explanation", "explanation", "18/01/2027 (thứ Hai)"),
        ("final", "final", "25/01/2027 (thứ Hai)"),
    ],
)
def test_the_mail_of_a_stage_names_its_last_day(
    lite_office: Office, phase: str, step: str, until: str
) -> None:
    review = _annual(lite_office, phase)
    (found,) = _ask(lite_office, review, step)
    assert f"chậm nhất ngày {until}" in part(read(found), "plain")


@pytest.mark.parametrize("step", ["open", "remind-3", "evidence"])
def test_what_a_stage_asked_is_not_sent_when_it_is_over(lite_office: Office, step: str) -> None:
    assert _ask(lite_office, _annual(lite_office, "appraisal"), step) == []
