"""Digests built by hand, and mails as their reader's program understands them."""

from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from config.settings import Settings
from notifications.digest import Digest
from notifications.lines import Line
from notifications.mail import compose
from tests.notifications.office import MONDAY, NOW

SETTINGS = Settings(
    _env_file=None,
    base_url="https://viec.donvi.test/",
    mail_from="Ủy ban nhân dân <nhac@donvi.test>",
)


def line(number: int = 1, **fields: Any) -> Line:
    given: dict[str, Any] = {
        "task_id": number,
        "item_id": number,
        "step": "before-3",
        "audience": "owner",
        "tag": "NHẮC HẠN",
        "secret": False,
        "text": "Niêm yết công khai thủ tục",
        "plan": "Kế hoạch năm 2026",
        "unit": "Phòng Kinh tế",
        "lead_name": "",
        "owner": "Phạm Văn Bền",
        "due_on": MONDAY + timedelta(days=2),
        "due_version": 0,
        "deadline_raw": "",
        "occasion": None,
        "days": 2,
        "explain_by": None,
        "as_of": MONDAY,
    }
    return Line(**(given | fields))


def digest(*lines: Line, **fields: Any) -> Digest:
    given: dict[str, Any] = {
        "recipient": "anh@donvi.test",
        "name": "Nguyễn Thị Ánh",
        "language": "vi",
        "message_id": "3.7.20260615.1",
        "as_of": MONDAY,
        "lines": lines or (line(),),
    }
    return Digest(**(given | fields))


def read(of: Digest) -> EmailMessage:
    """The mail as its reader's program understands it."""
    mail = message_from_bytes(compose(of, SETTINGS, now=NOW), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    text = body.get_content()
    assert isinstance(text, str)
    return text
