"""How commands print mails and notices."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from models import NoticeState
from notifications.digest import Summary

STATE_NAMES: Mapping[NoticeState, str] = MappingProxyType(
    {
        NoticeState.PENDING: "chờ gửi",
        NoticeState.CLAIMED: "đang gửi",
        NoticeState.SENT: "đã gửi",
        NoticeState.FAILED: "bị từ chối",
        NoticeState.CANCELLED: "thôi báo",
        NoticeState.MISSED: "bỏ qua",
    }
)
STEP_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "due": "đến hạn",
        "assign": "cần giao đơn vị",
        "assigned": "giao nhiệm vụ",
        "open": "mở đợt rà soát",
        "closed": "chốt đợt rà soát",
        "remind": "nhắc lại",
        "returned": "trả lại phiếu rà soát",
        "reopened": "mở lại đợt rà soát",
        "missing": "thiếu phiếu hoặc minh chứng",
        "dead": "đường dẫn minh chứng không mở được",
        "moved": "đường dẫn minh chứng đã đổi",
        "changed": "minh chứng đã thay đổi",
        "evidence": "bổ sung minh chứng",
        "appraisal": "thẩm định",
        "explanation": "giải trình điểm",
        "final": "chốt điểm",
        "published": "công bố kết quả",
        "flow-missing": "quy trình chưa chạy",
    }
)
AUDIENCE_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "owner": "người phụ trách",
        "head": "trưởng đơn vị",
        "coordinating": "đơn vị phối hợp",
        "coordinator": "đầu mối theo dõi",
        "leader": "lãnh đạo",
    }
)


def step_text(step: str) -> str:
    """A step as people say it: "trước hạn 7 ngày", "quá hạn 3 ngày"; of reminders of a round all alike."""
    name, _, days = step.partition("-")
    if name in ("before", "late") and days.isdecimal():
        return f"{'trước' if name == 'before' else 'quá'} hạn {days} ngày"
    return STEP_NAMES.get("remind" if name == "remind" else step, step)


def mail_lines(mails: Sequence[Summary]) -> Iterator[str]:
    """A line for each mail: to whom, how many tasks, its subject; the addresses in one column."""
    width = max((len(mail.recipient) for mail in mails), default=0)
    for mail in mails:
        yield f"  {mail.recipient:{width}}  {mail.lines:4} nhiệm vụ  {mail.subject}"
