"""Whether a piece of evidence stands (còn giá trị), and what a person should look at before relying on it."""

from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import and_, col, or_

from models import Evidence
from tasks_registry.evidence.about import safe_link

CHANGED = "nội dung đã khác lúc chấp nhận"  # what the check of a link adds to its result


def stands(evidence: Evidence, day: date) -> bool:
    """Whether it counts on `day`: not rejected (accepted, or not judged yet) and not expired before."""
    return evidence.accepted is not False and not is_expired(evidence, day)


def standing_on(day: date) -> ColumnElement[bool]:
    """`stands` as a condition on `Evidence`."""
    lasting = or_(col(Evidence.expires_on).is_(None), col(Evidence.expires_on) >= day)
    return and_(col(Evidence.accepted).is_not(False), lasting)


def is_expired(evidence: Evidence, day: date) -> bool:
    """Whether its last day (`expires_on`) lies before `day`."""
    return evidence.expires_on is not None and evidence.expires_on < day


def is_of_another_period(evidence: Evidence, first: date, last: date) -> bool:
    """Whether it says which period it speaks of, and that one shares no day with `first` to `last`."""
    ended = evidence.period_to is not None and evidence.period_to < first
    begins_later = evidence.period_from is not None and evidence.period_from > last
    return ended or begins_later


def doubts(evidence: Evidence, day: date, window: tuple[date, date] | None = None) -> list[str]:
    """What speaks against relying on it on `day` for what happened in `window`, in words for a person.

    Only what was rejected or has expired is counted out (`stands`); a person decides about the rest.
    """
    found = {
        f"đã bị bác: {evidence.judged_reason}": evidence.accepted is False,
        f"hết hiệu lực từ sau ngày {_day(evidence.expires_on)}": is_expired(evidence, day),
        f"minh chứng nói về kỳ khác ({period_text(evidence)})": window is not None
        and is_of_another_period(evidence, *window),
        f"không mở được: {evidence.check_result}": evidence.reachable is False,
        f"chương trình chưa kiểm tra được: {evidence.check_result}": evidence.checked_at is not None
        and evidence.reachable is None,
        CHANGED: CHANGED in (evidence.check_result or ""),
        "đường dẫn được thêm kèm tên đăng nhập, mật khẩu (đã che); nên đổi mật khẩu đó": evidence.url
        != safe_link(evidence.url),
    }
    return [line for line, holds in found.items() if holds]


def period_text(evidence: Evidence) -> str:
    """The period that it speaks of, "01/01/2026–31/03/2026"; empty where it does not say."""
    if evidence.period_from is None and evidence.period_to is None:
        return ""
    return f"{_day(evidence.period_from)}–{_day(evidence.period_to)}"


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "…"
