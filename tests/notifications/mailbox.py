"""A real SMTP server in a thread, on a free port of this machine, that answers as a test tells it to."""

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HANG_UP = "hang up"
HOST = "127.0.0.1"


@dataclass
class Postbox:
    """What came in, and what the server answers: to a recipient, and in turn to senders and mails.

    `asked` are the recipients that were offered, taken or not. `HANG_UP` as an answer to a mail takes it and
    closes the connection without a word.
    """

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    connections: int = 0
    refused: dict[str, str] = field(default_factory=dict)
    to_senders: list[str] = field(default_factory=list)
    to_mails: list[str] = field(default_factory=list)

    async def handle_MAIL(  # noqa: N802  the name that aiosmtpd calls
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.to_senders and (answer := self.to_senders.pop(0)):
            return answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.asked.append(address)
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = self.to_mails.pop(0) if self.to_mails else "250 OK"
        if answer in (HANG_UP, "250 OK"):
            content = envelope.original_content or b""
            self.raw.append(content)
            parsed = message_from_bytes(content, policy=policy.default)
            assert isinstance(parsed, EmailMessage)
            self.mails.append(parsed)
            self.recipients += envelope.rcpt_tos
        if answer == HANG_UP:
            server.transport.abort()
        return answer


@contextmanager
def listening(**options: Any) -> Iterator[Postbox]:
    """A server; `tls` (an SSL context) wraps the whole connection, the rest goes to aiosmtpd."""
    box = Postbox()
    tls = options.pop("tls", None)
    loop = asyncio.new_event_loop()

    def answer() -> SMTP:
        box.connections += 1
        return SMTP(box, hostname="mail.test", loop=loop, **options)

    async def start() -> asyncio.Server:
        return await loop.create_server(answer, HOST, 0, ssl=tls)

    server = loop.run_until_complete(start())
    box.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield box
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        server.close()
        loop.close()


@dataclass(frozen=True)
class Certificate:
    """A certificate that signs itself."""

    path: Path

    def context(self) -> ssl.SSLContext:
        """What the server shows."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.path)
        return context


def make_certificate(folder: Path, *, host: str = HOST, until: timedelta = timedelta(days=1)) -> Certificate:
    """A new certificate for the address `host`, good for `until` from now, and its key in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=2))
        .not_valid_after(now + until)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "mail.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    return Certificate(path)


def password_is(user: str, password: str) -> Any:
    """An authenticator of aiosmtpd that knows one account."""

    def check(server: Any, session: Session, envelope: Envelope, mechanism: str, auth: Any) -> AuthResult:
        known = (auth.login, auth.password) == (user.encode(), password.encode())
        return AuthResult(success=known, handled=False)

    return check
