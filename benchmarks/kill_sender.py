"""`kill -9` of the sender at random moments, as often as wanted, against a real mail server.

    python -m benchmarks.kill_sender [ROUNDS] [--database sqlite|postgresql] [--seed N]

Prints how many senders were killed, how many mails came, and what was lost or came twice; fails where
anything was lost, or more came twice than senders were killed, or under another Message-ID.
"""

import argparse
import sys

from sqlmodel import Session

from benchmarks.morning import DATABASES, database
from models.database import make_engine, migrate
from tests.notifications.faults.killing import kill_senders
from tests.notifications.mailbox import listening
from tests.notifications.office import Office


def main(words: list[str]) -> None:
    """Kill, count, tell."""
    parser = argparse.ArgumentParser(description="kill -9 of the sender at random moments.")
    parser.add_argument("rounds", type=int, nargs="?", default=200)
    parser.add_argument("--database", choices=DATABASES, default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(words)
    with database(given.database) as url, listening() as box:
        engine = make_engine(url)
        migrate(engine)
        with Session(engine) as session:
            found = kill_senders(Office(session), box, rounds=given.rounds, seed=given.seed)
        engine.dispose()
    print(
        f"{given.database}: {given.rounds} rounds, {found.kills} killed, {found.mails} mails, "
        f"{found.repeated.total()} came twice; lost {len(found.lost)}, not marked {found.unsettled}, "
        f"under two names {len(found.renamed)}"
    )
    if not found.sound:
        sys.exit("not sound")


if __name__ == "__main__":
    main(sys.argv[1:])
