"""Rounds of sending that are ended by `kill -9` at random moments, and what came of them."""

import multiprocessing
import random
import re
import time
from bisect import bisect
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Engine
from sqlmodel import select

from config.errors import DondocError
from models import NoticeState, Task
from models.database import make_engine
from notifications.remind import remind
from tests.notifications.mailbox import Postbox
from tests.notifications.office import MONDAY, NOW, Office
from tests.notifications.reading import part
from tests.notifications.rounds import settings_for

PEOPLE: Final = 14  # more than one claim takes, so that kills fall between claims too
JUST_THEN: Final = 0.005  # seconds
ROUND: Final = timedelta(hours=1)  # every lease of a killed sender is over by the next round
LINK: Final = re.compile(r"/nhiem-vu/(\d+)")
SENDERS: Final = multiprocessing.get_context("forkserver")
SENDERS.set_forkserver_preload(["tests.notifications.faults.killing"])


@dataclass(frozen=True)
class Aftermath:
    """What stands after all rounds and a last one that was left in peace.

    `lost`: tasks of which no mail tells; `unsettled`: notices that are not marked as sent. `repeated`: how
    many mails of each round came again; `renamed`: tasks that are told of under more than one Message-ID.
    """

    kills: int
    mails: int
    lost: set[int | None]
    unsettled: int
    repeated: Counter[int]
    renamed: set[int]

    @property
    def sound(self) -> bool:
        """Nothing lost, one duplicate for each kill at most, and that under its own name."""
        once_each = max(self.repeated.values(), default=0) <= 1 and self.repeated.total() <= self.kills
        return not self.lost and not self.unsettled and not self.renamed and once_each


def send(url: str, port: int, now: datetime) -> None:
    """The sender, in a process of its own."""
    engine = make_engine(url)
    try:
        remind(engine, settings_for(port), as_of=MONDAY, now=now)
    except DondocError as error:
        raise SystemExit(str(error)) from None
    finally:
        engine.dispose()


def kill_senders(office: Office, box: Postbox, *, rounds: int, seed: int) -> Aftermath:
    """Give everybody new work and kill the sender that tells of it, so many times.

    Every second one at any moment of its life, the others about when a mail has just been taken.
    """
    chance = random.Random(seed)  # noqa: S311  moments, no secrets
    people = [office.person(office.culture, f"Người {n}", f"p{n}") for n in range(PEOPLE)]
    ends, kills, whole = [], 0, 0.0
    for number in range(rounds + 2):
        _give_work(office, people)
        sender = _start(office, box, number)
        start = time.monotonic()
        if number == 0 or number > rounds:
            sender.join()
        elif number % 2:
            sender.join(chance.uniform(0, whole))
        else:
            _wait_for(box, ends[-1] + chance.randint(1, PEOPLE), sender)
            sender.join(chance.uniform(0, JUST_THEN))
        kills += _end(sender)
        whole = whole or time.monotonic() - start
        ends.append(len(box.mails))
    return _aftermath(office, box, ends, kills)


def _give_work(office: Office, people: list[Any]) -> None:
    for person in people:
        office.task(MONDAY, owner_id=person.id)
    office.session.commit()


def _start(office: Office, box: Postbox, number: int) -> Any:
    url = _engine(office).url.render_as_string(hide_password=False)
    sender = SENDERS.Process(target=send, args=(url, box.port, NOW + number * ROUND))
    sender.start()
    return sender


def _wait_for(box: Postbox, mails: int, sender: Any) -> None:
    while len(box.mails) < mails and sender.is_alive():
        sender.join(JUST_THEN / 10)


def _end(sender: Any) -> bool:
    """Kill the sender where it still lives; whether it did."""
    alive: bool = sender.is_alive()
    if alive:
        sender.kill()
    sender.join()
    assert alive or sender.exitcode == 0, "a sender that was left in peace failed"
    return alive


def _engine(office: Office) -> Engine:
    engine = office.session.get_bind()
    assert isinstance(engine, Engine)
    return engine


def _aftermath(office: Office, box: Postbox, ends: list[int], kills: int) -> Aftermath:
    names: dict[int, set[str]] = {}
    last: dict[str, int] = {}
    repeated: Counter[int] = Counter()
    for place, mail in enumerate(box.mails):
        name = str(mail["Message-ID"])
        if name in last:
            repeated[bisect(ends, last[name])] += 1
        last[name] = place
        for task in LINK.findall(part(mail, "plain")):
            names.setdefault(int(task), set()).add(name)
    tasks = set(office.session.exec(select(Task.id)))
    unsettled = sum(each.state is not NoticeState.SENT for each in office.notices())
    renamed = {task for task, found in names.items() if len(found) > 1}
    office.session.commit()
    return Aftermath(kills, len(box.mails), tasks - set(names), unsettled, repeated, renamed)
