"""What is kept, and what is told, when the mail server refuses, hangs or breaks."""

import socket
from typing import Any

import pytest

from models import NoticeState
from notifications import outbox
from notifications.remind import NotAllSentError, remind
from tests.notifications.mailbox import HANG_UP, HOST, Postbox
from tests.notifications.office import MONDAY, NOW, Office
from tests.notifications.rounds import run, settings_for, states, states_of, with_people


def test_a_refused_recipient_does_not_keep_the_others_from_their_mail(busy: Office, box: Postbox) -> None:
    box.refused["anh@donvi.test"] = "550 no such user"
    with pytest.raises(
        NotAllSentError, match=r"Đã gửi 1 thư, 1 thư chưa gửi được.*anh@donvi.test.*550"
    ) as error:
        run(busy, box)
    assert [digest.recipient for digest in error.value.sent] == ["ben@donvi.test"]
    assert box.recipients == ["ben@donvi.test"]
    assert states_of(busy, busy.head) == {NoticeState.FAILED}
    assert run(busy, box) == []


def test_a_corrected_address_gets_what_the_old_one_was_refused(office: Office, box: Postbox) -> None:
    """Ánh's address is put right, Bền's is as wrong as before."""
    office.task(MONDAY)
    office.task(MONDAY, unit_id=office.economy.id, owner_id=office.other.id)
    office.head.email = "anh@donvi.test.vn"
    office.session.commit()
    box.refused = {"anh@donvi.test.vn": "550 5.1.1 unknown", "ben@donvi.test": "550 5.1.1 unknown"}
    with pytest.raises(NotAllSentError, match="Đã gửi 0 thư, 2 thư chưa gửi được"):
        run(office, box)
    office.head.email = "anh@donvi.test"
    office.session.commit()
    (digest,) = run(office, box)
    assert digest.recipient == "anh@donvi.test"
    assert {task["step"] for task in digest.as_dict()["tasks"]} == {"due"}
    assert states_of(office, office.head) == {NoticeState.SENT}
    assert states_of(office, office.other) == {NoticeState.FAILED}
    assert run(office, box) == []


def test_a_recipient_refused_for_now_gets_the_mail_later(busy: Office, box: Postbox) -> None:
    box.refused["anh@donvi.test"] = "450 mailbox busy"
    with pytest.raises(NotAllSentError, match="450 mailbox busy"):
        run(busy, box)
    box.refused.clear()
    assert run(busy, box, patient=True) == []
    later = run(busy, box, now=NOW + 2 * outbox.wait(0), patient=True)
    assert [digest.recipient for digest in later] == ["anh@donvi.test"]


@pytest.mark.parametrize(
    "answer",
    ["554 5.7.1 Relay access denied", "550 relay not permitted", "530 5.7.0 Authentication required"],
)
def test_a_server_that_serves_nobody_loses_nothing(answer: str, busy: Office, box: Postbox) -> None:
    """It is asked twice, not for everybody; once it is put right, all mails go out."""
    with_people(busy, 5)
    everybody = ["anh@donvi.test", "ben@donvi.test", *(f"p{n}@donvi.test" for n in range(5))]
    box.refused = dict.fromkeys(everybody, answer)
    with pytest.raises(NotAllSentError) as error:
        run(busy, box)
    assert str(error.value).startswith(
        f"Máy chủ thư {HOST}:{box.port} từ chối phục vụ ({answer}); kiểm tra DONDOC_SMTP_USER"
    )
    assert "Đã gửi 0 thư" in str(error.value)
    assert box.asked == everybody[:2]
    assert set(states(busy).values()) == {NoticeState.PENDING}
    box.refused.clear()
    assert [digest.recipient for digest in run(busy, box)] == everybody


def test_one_recipient_out_of_bounds_keeps_nobody_from_their_mail(busy: Office, box: Postbox) -> None:
    with_people(busy, 3)
    box.refused = dict.fromkeys(
        ["anh@donvi.test", "p0@donvi.test", "p1@donvi.test"], "550 5.7.1 not for outsiders"
    )
    with pytest.raises(NotAllSentError, match=r"Đã gửi 2 thư, 3 thư chưa gửi được.*550 5\.7\.1"):
        run(busy, box)
    assert box.recipients == ["ben@donvi.test", "p2@donvi.test"]
    assert states_of(busy, busy.head) == {NoticeState.PENDING}


def test_content_that_is_refused_waits(busy: Office, box: Postbox) -> None:
    box.to_mails = ["554 5.7.1 looks like spam"]
    with pytest.raises(NotAllSentError, match="Đã gửi 1 thư, 1 thư chưa gửi được"):
        run(busy, box)
    assert [digest.recipient for digest in run(busy, box)] == ["anh@donvi.test"]


def test_an_address_that_mail_cannot_carry_fails_alone(busy: Office, box: Postbox) -> None:
    busy.head.email = "ánh@donvi.test"
    busy.session.commit()
    with pytest.raises(NotAllSentError, match=r"'ánh@donvi.test' có chữ có dấu"):
        run(busy, box)
    assert box.recipients == ["ben@donvi.test"]


def test_a_domain_of_any_letters_is_written_to(busy: Office, box: Postbox) -> None:
    busy.head.email = "anh@sônglam.vn"
    busy.session.commit()
    assert len(run(busy, box)) == 2
    host = "sônglam.vn".encode("idna").decode()
    assert box.recipients == [f"anh@{host}", "ben@donvi.test"]
    assert box.mails[0]["To"].addresses[0].addr_spec == f"anh@{host}"


def test_a_server_that_is_away_leaves_everything_waiting(busy: Office, box: Postbox) -> None:
    """By hand the next try need not wait: whoever mended the server runs the command again."""
    with socket.create_server((HOST, 0)) as taken:
        nobody = Postbox(port=taken.getsockname()[1])
    with pytest.raises(NotAllSentError, match=r"không kết nối được.*Đã gửi 0 thư.*dondoc remind"):
        run(busy, nobody)
    assert set(states(busy).values()) == {NoticeState.PENDING}
    assert len(run(busy, box)) == 2


def test_a_server_that_hangs_is_left_in_time(busy: Office) -> None:
    engine: Any = busy.session.get_bind()
    with socket.create_server((HOST, 0)) as silent:
        settings = settings_for(silent.getsockname()[1], smtp_timeout=0.2)
        with pytest.raises(NotAllSentError, match="không trả lời kịp"):
            remind(engine, settings, as_of=MONDAY, now=NOW)
    assert set(states(busy).values()) == {NoticeState.PENDING}


def test_a_mail_of_unknown_fate_comes_again_under_the_same_name(busy: Office, box: Postbox) -> None:
    """Its reader's server can tell that it has it already."""
    box.to_mails = [HANG_UP]
    with pytest.raises(NotAllSentError, match=r"Đã gửi 1 thư, 1 thư chưa gửi được.*ngắt kết nối"):
        run(busy, box)
    run(busy, box)
    first, other, again = box.mails
    assert first["Message-ID"] == again["Message-ID"] != other["Message-ID"]
    assert first["To"] == again["To"]
    assert set(states(busy).values()) == {NoticeState.SENT}


def test_a_server_that_breaks_every_mail_is_not_worn_out(lite_office: Office, box: Postbox) -> None:
    with_people(lite_office, 5)
    box.to_mails = [HANG_UP] * 9
    with pytest.raises(NotAllSentError, match="Đã gửi 0 thư"):
        run(lite_office, box)
    assert box.connections == 2
    assert set(states(lite_office).values()) == {NoticeState.PENDING}
