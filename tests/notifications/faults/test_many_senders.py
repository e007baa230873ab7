"""Several senders at once, each a process of its own, on both kinds of database."""

from collections import Counter
from typing import Any

import pytest

from models import NoticeState
from tests.notifications.faults.killing import LINK, SENDERS, send
from tests.notifications.mailbox import Postbox
from tests.notifications.office import MONDAY, NOW, Office
from tests.notifications.reading import part
from tests.notifications.rounds import states

PEOPLE = 30
TASKS_OF_A_PERSON = 3


@pytest.mark.parametrize("many", [2, 4])
def test_senders_at_once_send_everything_once(many: int, office: Office, box: Postbox) -> None:
    for n in range(PEOPLE):
        person = office.person(office.culture, f"Người {n}", f"p{n}")
        for _ in range(TASKS_OF_A_PERSON):
            office.task(MONDAY, owner_id=person.id)
    office.session.commit()
    engine: Any = office.session.get_bind()
    url = engine.url.render_as_string(hide_password=False)
    senders = [SENDERS.Process(target=send, args=(url, box.port, NOW)) for _ in range(many)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert [sender.exitcode for sender in senders] == [0] * many
    told = Counter(int(task) for mail in box.mails for task in LINK.findall(part(mail, "plain")))
    assert told == Counter(range(1, PEOPLE * TASKS_OF_A_PERSON + 1))
    assert sorted(box.recipients) == sorted(f"p{n}@donvi.test" for n in range(PEOPLE))
    assert set(states(office).values()) == {NoticeState.SENT}
