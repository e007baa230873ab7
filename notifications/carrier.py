"""Carries mails to the SMTP server: one connection for many mails, opened by yagmail, TLS verified.

yagmail's own `send` is not used: it signs in anew for every mail, and after a broken connection it waits,
may send the same mail three times and returns False in the end.
"""

import smtplib
import socket
import ssl
from contextlib import suppress
from datetime import timedelta
from email.utils import parseaddr
from types import TracebackType
from typing import Any, NoReturn, Self

import yagmail

from config import mail_address
from config.errors import DondocError, why_of
from config.mail_address import AddressError
from config.settings import Settings
from notifications.refusal import Fault, at_content, at_recipient, in_one_line
from notifications.timely import TimelySMTP, TimelySMTPS

CLOSING = 421  # the server ends the connection, RFC 5321, 3.8
UNREADABLE = -1  # smtplib's code for an answer that is none
OK, FORWARDED = 250, 251
CERTIFICATES = {  # X509_V_ERR_… of OpenSSL
    9: "chưa đến ngày có hiệu lực",
    10: "đã hết hạn",
    18: "tự ký",
    19: "gốc tự ký, không có trong máy này",
    20: "không rõ nơi cấp",
    21: "không rõ nơi cấp",
    62: "cấp cho tên máy chủ khác",
    64: "cấp cho địa chỉ khác",
}

MOST_WAITS = 40
"""More than one delivery ever waits for the server, each time up to the timeout: a connection that was ended
(2), two addresses of the host (2), TLS (1), the rest of a new connection (`TO_CONNECT`), the answers to the
mail (6) and its way through TLS in pieces of 16 KB (20)."""


class RefusedError(Exception):
    """The server does not take this one mail; `fault` says why."""

    def __init__(self, code: int, answer: bytes | str, fault: Fault) -> None:
        super().__init__(in_one_line(code, answer))
        self.fault = fault


class BrokenError(Exception):
    """The connection broke or stalled; `maybe_sent`: after the mail was handed over, so it may be out."""

    def __init__(self, line: str, *, maybe_sent: bool) -> None:
        super().__init__(line)
        self.maybe_sent = maybe_sent


class UnreachableError(DondocError):
    """No mail can be sent with these settings, or the server is not there."""


class _Link(yagmail.SMTP):  # type: ignore[misc]  # yagmail has no types
    """yagmail's connection, but none that a server can hold for ever."""

    @property
    def connection(self) -> type[TimelySMTP]:
        return TimelySMTPS if self.ssl else TimelySMTP


class Carrier:
    """A connection to the server of `settings`, opened for the first mail; use it in a `with`.

    Raises:
        UnreachableError: the sender's address is not one that mail can carry.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._sender = _sender(settings)
        tls = {} if settings.smtp_tls == "none" else {"context": ssl.create_default_context()}
        self._link: Any = _Link(
            user={settings.smtp_user: settings.smtp_user},
            password=settings.smtp_password.get_secret_value(),
            host=settings.smtp_host,
            port=settings.smtp_port,
            smtp_ssl=settings.smtp_tls == "ssl",
            smtp_starttls=tls if settings.smtp_tls == "starttls" else False,
            smtp_skip_login=not settings.smtp_user,
            soft_email_validation=False,
            timeout=settings.smtp_timeout,
            **(tls if settings.smtp_tls == "ssl" else {}),
        )
        self._open = False

    @property
    def longest(self) -> timedelta:
        """Longer than any one delivery can take."""
        return MOST_WAITS * timedelta(seconds=self._settings.smtp_timeout)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._open:
            with suppress(smtplib.SMTPException, OSError):
                self._link.smtp.quit()
        self._drop()

    def deliver(self, mail: bytes, recipient: str) -> None:
        """Hand over one mail; returning means that the server has taken it.

        Raises:
            RefusedError: this mail is not taken; the next may be.
            BrokenError: the connection broke or timed out.
            UnreachableError: the server cannot be used at all.
            AddressError: the recipient's address is not one that mail can carry.
        """
        mailbox = mail_address.check(recipient)
        used = self._open
        try:
            self._offer(mailbox)
        except BrokenError:
            if not used:
                raise
            self._offer(mailbox)  # servers end a connection that was idle or has carried enough
        self._hand_over(mail)

    def _offer(self, recipient: str) -> None:
        if not self._open:
            self._connect()
        code, answer = self._say(lambda smtp: smtp.mail(self._sender), maybe_sent=False)
        if code != OK:
            raise UnreachableError(
                f"Máy chủ thư không nhận thư gửi từ {self._sender} ({in_one_line(code, answer)}); "
                "kiểm tra DONDOC_MAIL_FROM và tài khoản DONDOC_SMTP_USER."
            )
        code, answer = self._say(lambda smtp: smtp.rcpt(recipient), maybe_sent=False)
        if code not in (OK, FORWARDED):
            self._refuse(code, answer, at_recipient(code, answer))

    def _hand_over(self, mail: bytes) -> None:
        code, answer = self._say(lambda smtp: smtp.data(mail), maybe_sent=True)
        if code != OK:
            self._refuse(code, answer, at_content(code))

    def _refuse(self, code: int, answer: bytes | str, fault: Fault) -> NoReturn:
        with suppress(BrokenError):  # some servers hang up on whom they refuse
            self._say(lambda smtp: smtp.rset(), maybe_sent=False)
        raise RefusedError(code, answer, fault)

    def _say(self, command: Any, *, maybe_sent: bool) -> tuple[int, bytes | str]:
        """One command and the server's answer; a connection that breaks or is ended is dropped."""
        try:
            code, answer = command(self._link.smtp)
        except smtplib.SMTPDataError as error:
            code, answer = error.smtp_code, error.smtp_error
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise BrokenError(self._trouble(error), maybe_sent=maybe_sent) from None
        if code == CLOSING:
            self._drop()
            closing = smtplib.SMTPResponseException(code, answer)
            raise BrokenError(self._trouble(closing), maybe_sent=False)
        if code == UNREADABLE:
            self._drop()
            raise BrokenError(self._trouble(smtplib.SMTPServerDisconnected()), maybe_sent=maybe_sent)
        return code, answer

    def _connect(self) -> None:
        try:
            self._link.login()
            self._link.smtp.ehlo_or_helo_if_needed()
            self._link.smtp.connected()
        except (smtplib.SMTPException, OSError, UnicodeError) as error:
            self._drop()
            raise UnreachableError(self._trouble(error)) from None
        self._open = True

    def _trouble(self, error: BaseException) -> str:
        where = f"{self._settings.smtp_host}:{self._settings.smtp_port}"
        return f"Không gửi được thư qua máy chủ {where}: {_reason(error)}."

    def _drop(self) -> None:
        """Close without a word; yagmail must not try to say goodbye later."""
        self._open = False
        self._link.is_closed = True
        if self._link.smtp is not None:
            self._link.smtp.close()


def _sender(settings: Settings) -> str:
    try:
        return mail_address.check(parseaddr(settings.mail_from)[1])
    except AddressError:
        raise UnreachableError(
            f"Địa chỉ gửi thư '{settings.mail_from}' không dùng được; sửa DONDOC_MAIL_FROM, ví dụ: "
            "Đôn Đốc <nhacviec@donvi.gov.vn>"
        ) from None


def _reason(error: BaseException) -> str:
    """What went wrong, in Vietnamese, with the setting to look at."""
    match error:
        case smtplib.SMTPAuthenticationError():
            return (
                f"không nhận tài khoản ({error.smtp_code}); kiểm tra DONDOC_SMTP_USER và DONDOC_SMTP_PASSWORD"
            )
        case smtplib.SMTPNotSupportedError():
            return "máy chủ thiếu một tính năng cần có; kiểm tra DONDOC_SMTP_TLS, DONDOC_SMTP_USER"
        case smtplib.SMTPResponseException():
            return f"máy chủ từ chối ({in_one_line(error.smtp_code, error.smtp_error)}); thử lại sau"
        case ssl.SSLCertVerificationError():
            return (
                f"chứng chỉ TLS của máy chủ không được xác thực ({_of_certificate(error)}); "
                "dùng chứng chỉ hợp lệ, hoặc đặt SSL_CERT_FILE là chứng chỉ gốc của đơn vị"
            )
        case UnicodeError():
            return (
                "tên máy chủ, tài khoản hoặc mật khẩu có chữ mà SMTP không chuyển được; "
                "kiểm tra DONDOC_SMTP_HOST, DONDOC_SMTP_USER, DONDOC_SMTP_PASSWORD"
            )
        case ssl.SSLError():
            return "không thiết lập được TLS; kiểm tra DONDOC_SMTP_TLS và DONDOC_SMTP_PORT"
        case TimeoutError():
            return "máy chủ không trả lời kịp; kiểm tra DONDOC_SMTP_HOST, DONDOC_SMTP_PORT rồi thử lại"
        case socket.gaierror():
            return "không tìm thấy tên máy chủ; kiểm tra DONDOC_SMTP_HOST"
        case smtplib.SMTPServerDisconnected() if isinstance(error.__context__, TimeoutError):
            return _reason(error.__context__)
        case smtplib.SMTPServerDisconnected():
            return "máy chủ ngắt kết nối; kiểm tra DONDOC_SMTP_TLS, DONDOC_SMTP_PORT rồi thử lại"
        case OSError() if not isinstance(error, smtplib.SMTPException):
            return (
                f"không kết nối được ({why_of(error)}); "
                "kiểm tra DONDOC_SMTP_HOST, DONDOC_SMTP_PORT rồi thử lại"
            )
        case _:
            return "máy chủ trả lời không đúng quy tắc thư; kiểm tra DONDOC_SMTP_PORT và DONDOC_SMTP_TLS"


def _of_certificate(error: ssl.SSLCertVerificationError) -> str:
    """Why a certificate is not believed, by OpenSSL's number."""
    return CERTIFICATES.get(error.verify_code, f"mã {error.verify_code}")
