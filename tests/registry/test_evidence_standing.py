"""Whether evidence stands on a day: one rule, in Python and in SQL alike."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from models import Evidence
from tasks_registry.evidence.standing import (
    doubts,
    is_of_another_period,
    standing_on,
    stands,
)

DAY = date(2026, 3, 31)
DAYS = st.none() | st.dates(date(2025, 1, 1), date(2027, 12, 31))


def _evidence(**fields: object) -> Evidence:
    return Evidence(
        url="https://a.example/", added_by="an", added_at=datetime(2026, 1, 1, tzinfo=UTC), **fields
    )


@pytest.mark.parametrize(
    ("accepted", "expires", "standing"),
    [
        (None, None, True),
        (True, DAY, True),
        (True, DAY - timedelta(days=1), False),
        (False, None, False),
        (False, DAY, False),
    ],
)
def test_what_was_rejected_or_has_expired_does_not_stand(
    session: Session, accepted: bool | None, expires: date | None, standing: bool
) -> None:
    document = _evidence(accepted=accepted, expires_on=expires)
    session.add(document)
    session.flush()
    assert stands(document, DAY) is standing
    assert (session.exec(select(Evidence).where(standing_on(DAY))).all() == [document]) is standing


@given(DAYS, DAYS, st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.integers(0, 400))
def test_another_period_shares_no_day_with_the_reviewed_one(
    first: date | None, last: date | None, begins: date, length: int
) -> None:
    ends = begins + timedelta(days=length)
    spoken_of = range((first or date.min).toordinal(), (last or date.max).toordinal() + 1)
    reviewed = range(begins.toordinal(), ends.toordinal() + 1)
    shares = max(spoken_of.start, reviewed.start) < min(spoken_of.stop, reviewed.stop)
    if not (first and last and last < first):
        found = is_of_another_period(_evidence(period_from=first, period_to=last), begins, ends)
        assert found is not shares


def test_doubts_are_told_and_only_the_first_two_count_out() -> None:
    document = _evidence(
        period_from=date(2025, 1, 1),
        period_to=date(2025, 6, 30),
        reachable=False,
        check_result="không tìm thấy tài liệu (404)",
    )
    window = (date(2025, 12, 15), date(2026, 3, 14))
    assert doubts(document, DAY, window) == [
        "minh chứng nói về kỳ khác (01/01/2025–30/06/2025)",
        "không mở được: không tìm thấy tài liệu (404)",
    ]
    assert doubts(document, DAY) == ["không mở được: không tìm thấy tài liệu (404)"]
    assert stands(document, DAY)
    assert doubts(_evidence(), DAY, window) == []
    assert "(…–30/06/2025)" in doubts(_evidence(period_to=date(2025, 6, 30)), DAY, window)[0]
