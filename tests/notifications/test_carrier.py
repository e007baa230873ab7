"""The carrier against real SMTP servers: good ones, strict ones, broken ones."""

import socket
from pathlib import Path
from typing import Any

import pytest

from config.mail_address import AddressError
from config.settings import Settings
from notifications.carrier import BrokenError, Carrier, RefusedError, UnreachableError
from notifications.refusal import Fault
from tests.notifications.mailbox import HANG_UP, HOST, Postbox, listening, make_certificate, password_is

# The server of these tests has TLS around it, which aiosmtpd does not see.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")

MAIL = b"Subject: x\r\n\r\nXin ch\r\n"


def settings_for(port: int, **fields: Any) -> Settings:
    given: dict[str, Any] = {"smtp_host": HOST, "smtp_port": port, "smtp_timeout": 5} | fields
    return Settings(_env_file=None, **given)


def deliver(box: Postbox, **fields: Any) -> None:
    with Carrier(settings_for(box.port, **fields)) as carrier:
        carrier.deliver(MAIL, "anh@donvi.test")


def test_many_mails_travel_over_one_connection() -> None:
    with listening() as box, Carrier(settings_for(box.port)) as carrier:
        for n in range(5):
            carrier.deliver(MAIL, f"p{n}@donvi.test")
    assert box.connections == 1
    assert box.recipients == [f"p{n}@donvi.test" for n in range(5)]


@pytest.mark.parametrize("tls", ["starttls", "ssl"])
def test_a_trusted_server_gets_the_account_and_the_mail(
    tls: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.path))
    with _secure_server(tls, certificate.context()) as box:
        deliver(box, smtp_tls=tls, smtp_user="nhacviec", smtp_password="đúng-mật-khẩu".encode().hex())
    assert len(box.mails) == 1


@pytest.mark.parametrize("tls", ["starttls", "ssl"])
def test_a_certificate_that_nobody_vouches_for_is_refused(tls: str, tmp_path: Path) -> None:
    """yagmail alone would take it."""
    with (
        _secure_server(tls, make_certificate(tmp_path).context()) as box,
        pytest.raises(UnreachableError, match="chứng chỉ TLS"),
    ):
        deliver(box, smtp_tls=tls, smtp_user="nhacviec", smtp_password="x")
    assert box.mails == []


def test_a_wrong_password_is_said_to_be_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.path))
    with (
        _secure_server("ssl", certificate.context()) as box,
        pytest.raises(UnreachableError, match="DONDOC_SMTP_PASSWORD"),
    ):
        deliver(box, smtp_tls="ssl", smtp_user="nhacviec", smtp_password="sai")


def _secure_server(tls: str, context: Any) -> Any:
    account = {
        "authenticator": password_is("nhacviec", "đúng-mật-khẩu".encode().hex()),
        "auth_required": True,
    }
    if tls == "ssl":
        return listening(tls=context, auth_require_tls=False, **account)
    return listening(tls_context=context, require_starttls=True, **account)


@pytest.mark.parametrize(
    ("fields", "advice"),
    [
        ({"smtp_tls": "starttls"}, "DONDOC_SMTP_TLS"),
        ({"smtp_user": "nhacviec", "smtp_password": "x"}, "DONDOC_SMTP_USER"),
        ({"smtp_tls": "ssl"}, "DONDOC_SMTP_TLS"),
    ],
)
def test_a_server_that_lacks_what_the_settings_ask_for(fields: dict[str, Any], advice: str) -> None:
    with listening() as box, pytest.raises(UnreachableError, match=advice):
        deliver(box, **fields)


def test_nobody_listens() -> None:
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(UnreachableError, match=f"{HOST}:{port}.*DONDOC_SMTP_PORT"):
        deliver(Postbox(port=port))


def test_a_name_that_leads_nowhere() -> None:
    with pytest.raises(UnreachableError, match="không tìm thấy tên máy chủ"):
        deliver(Postbox(port=25), smtp_host="khong-co.localhost.invalid", environment="development")


def test_a_server_that_says_nothing_is_left_in_time() -> None:
    with (
        socket.create_server((HOST, 0)) as silent,
        pytest.raises(UnreachableError, match="không trả lời kịp"),
    ):
        deliver(Postbox(port=silent.getsockname()[1]), smtp_timeout=0.2)


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ("550 no such user", Fault.RECIPIENT),
        ("450 try later", Fault.PASSING),
        ("554 5.7.1 Relay access denied", Fault.SERVICE),
    ],
)
def test_one_refused_recipient_does_not_stop_the_next(answer: str, fault: Fault) -> None:
    with listening() as box, Carrier(settings_for(box.port)) as carrier:
        box.refused["anh@donvi.test"] = answer
        with pytest.raises(RefusedError, match=answer) as refusal:
            carrier.deliver(MAIL, "anh@donvi.test")
        carrier.deliver(MAIL, "ben@donvi.test")
    assert refusal.value.fault is fault
    assert box.recipients == ["ben@donvi.test"]
    assert box.connections == 1


@pytest.mark.parametrize(("answer", "fault"), [("554 spam", Fault.SERVICE), ("452 full", Fault.PASSING)])
def test_a_mail_refused_after_its_content(answer: str, fault: Fault) -> None:
    with listening() as box, Carrier(settings_for(box.port)) as carrier:
        box.to_mails = [answer]
        with pytest.raises(RefusedError) as refusal:
            carrier.deliver(MAIL, "anh@donvi.test")
        carrier.deliver(MAIL, "anh@donvi.test")
    assert refusal.value.fault is fault
    assert len(box.mails) == 1


def test_a_connection_cut_after_the_content_may_have_sent_the_mail() -> None:
    with listening() as box, Carrier(settings_for(box.port)) as carrier:
        box.to_mails = [HANG_UP]
        with pytest.raises(BrokenError, match="ngắt kết nối") as cut:
            carrier.deliver(MAIL, "anh@donvi.test")
        carrier.deliver(MAIL, "ben@donvi.test")
    assert cut.value.maybe_sent
    assert box.recipients == ["anh@donvi.test", "ben@donvi.test"]


def test_an_answer_that_is_none_leaves_open_whether_the_mail_was_taken() -> None:
    with listening() as box, Carrier(settings_for(box.port)) as carrier:
        box.to_mails = ["taken, I think"]
        with pytest.raises(BrokenError) as broken:
            carrier.deliver(MAIL, "anh@donvi.test")
        carrier.deliver(MAIL, "ben@donvi.test")
    assert broken.value.maybe_sent
    assert box.recipients == ["ben@donvi.test"]


def test_a_server_that_ends_a_used_connection_is_called_again() -> None:
    """Many servers take a number of mails on a connection and then answer 421."""
    with listening() as box, Carrier(settings_for(box.port)) as carrier:
        box.to_senders = ["", "421 too many mails on this connection"]
        for _ in range(3):
            carrier.deliver(MAIL, "anh@donvi.test")
    assert len(box.mails) == 3
    assert box.connections == 2


def test_a_server_that_ends_every_connection_is_not_called_for_ever() -> None:
    with listening() as box, Carrier(settings_for(box.port)) as carrier:
        box.to_senders = ["421 busy"] * 9
        with pytest.raises(BrokenError, match="421 busy") as ended:
            carrier.deliver(MAIL, "anh@donvi.test")
    assert not ended.value.maybe_sent
    assert box.connections == 1


def test_a_host_that_cannot_be_looked_up() -> None:
    """It must not look like a fault of the recipient."""
    with pytest.raises(UnreachableError, match="DONDOC_SMTP_HOST"):
        deliver(Postbox(port=25), smtp_host="may..chu", environment="development")


def test_a_password_that_smtp_cannot_carry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.path))
    with (
        _secure_server("ssl", certificate.context()) as box,
        pytest.raises(UnreachableError, match="DONDOC_SMTP_PASSWORD"),
    ):
        deliver(box, smtp_tls="ssl", smtp_user="nhacviec", smtp_password="mật khẩu")


def test_a_refused_sender_is_a_matter_of_settings() -> None:
    with listening() as box:
        box.to_senders = ["553 not yours"]
        with pytest.raises(UnreachableError, match="DONDOC_MAIL_FROM"):
            deliver(box)


@pytest.mark.parametrize(
    "address",
    [
        "nguyễn@donvi.test",
        "a@b.test\r\nRCPT TO:<x@y.test>",
        "a@b.test>, <c@d.test",
        "a@b.test\x00",
        "a b@c.test",
        "",
    ],
)
def test_an_address_that_mail_cannot_carry(address: str) -> None:
    """Neither letters that SMTP does not know nor commands in disguise reach the server."""
    with listening() as box, Carrier(settings_for(box.port)) as carrier:
        with pytest.raises(AddressError):
            carrier.deliver(MAIL, address)
        carrier.deliver(MAIL, "anh@donvi.test")
    assert box.recipients == ["anh@donvi.test"]
