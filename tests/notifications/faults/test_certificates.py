"""A certificate that is trusted, but not for this server or not today; unknown ones: test_carrier.py."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from models import NoticeState
from notifications.remind import NotAllSentError, remind
from tests.notifications.mailbox import listening, make_certificate
from tests.notifications.office import MONDAY, NOW, Office
from tests.notifications.rounds import settings_for, states


@pytest.mark.parametrize("tls", ["starttls", "ssl"])
@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"host": "192.0.2.1"}, "cấp cho địa chỉ khác"),
        ({"until": -timedelta(days=1)}, "đã hết hạn"),
    ],
)
def test_a_certificate_that_is_not_good_here_and_now(
    wrong: dict[str, Any], why: str, tls: str, busy: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is sent, nothing is lost, and the line says what is wrong with the certificate."""
    certificate = make_certificate(tmp_path, **wrong)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.path))
    engine: Any = busy.session.get_bind()
    server = {"tls": certificate.context()} if tls == "ssl" else {"tls_context": certificate.context()}
    with listening(**server) as box, pytest.raises(NotAllSentError, match=f"chứng chỉ TLS.*{why}"):
        remind(engine, settings_for(box.port, smtp_tls=tls), as_of=MONDAY, now=NOW)
    assert box.mails == []
    assert set(states(busy).values()) == {NoticeState.PENDING}
