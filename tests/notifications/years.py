"""The round of a year, as it stands when mails speak of it."""

from datetime import date
from typing import Any

from models import ReviewRound, RoundKind
from tests.notifications.office import Office


def a_year(office: Office, **fields: Any) -> ReviewRound:
    """The round of 2026 of the office's plan, but for what `fields` say otherwise."""
    usual: dict[str, Any] = {
        "plan_id": office.plan.id,
        "kind": RoundKind.YEAR,
        "period": "2026",
        "window_from": date(2025, 12, 15),
        "window_to": date(2026, 12, 14),
        "opens_on": date(2026, 12, 15),
        "closes_on": date(2026, 12, 20),
    }
    found: ReviewRound = office.add(ReviewRound(**{**usual, **fields}))
    return found
