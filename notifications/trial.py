"""A mail to try the settings with."""

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr

from config import mail_address
from config.clock import ZONE
from config.errors import DondocError
from config.mail_address import AddressError
from config.settings import Settings
from notifications.carrier import BrokenError, Carrier, RefusedError

SUBJECT = "[ĐÔN ĐỐC] Thư thử"
BODY = "Đây là thư thử của Đôn Đốc, gửi lúc {when}. Nhận được thư này nghĩa là máy chủ thư đã gửi được.\n"


def send_trial(settings: Settings, address: str, *, now: datetime) -> None:
    """Send one mail to `address`; returning means that the mail server has taken it.

    Raises:
        DondocError: it was not taken; the line says why and what to look at.
    """
    try:
        mail = _mail(settings, mail_address.check(address), now)
        with Carrier(settings) as carrier:
            carrier.deliver(mail, address)
    except AddressError as error:
        raise DondocError(f"{error}.") from None
    except RefusedError as error:
        raise DondocError(f"Máy chủ thư không nhận thư gửi {address}: {error}.") from None
    except BrokenError as error:
        raise DondocError(str(error)) from None


def _mail(settings: Settings, address: str, now: datetime) -> bytes:
    mail = EmailMessage(SMTP)
    sender = parseaddr(settings.mail_from)[1]
    mail["From"], mail["To"], mail["Subject"] = settings.mail_from, address, SUBJECT
    mail["Date"] = format_datetime(now.astimezone(ZONE))
    mail["Message-ID"] = make_msgid("thu", sender.rpartition("@")[2])
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(BODY.format(when=f"{now.astimezone(ZONE):%H:%M ngày %d/%m/%Y}"), cte="base64")
    return mail.as_bytes()
