"""How fast mails leave through our carrier, beside smtplib alone with the same messages.

    python -m benchmarks.mails [--mails N]

Both build the same mails and hand them over one connection to a sink in another process, by turns; medians of
the rounds are compared.
"""

import argparse
import smtplib
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks import sink
from config.settings import Settings
from notifications.carrier import Carrier
from notifications.mail import compose
from tests.notifications.office import NOW
from tests.notifications.reading import digest, line

ROUNDS = 7
LINES = 15
SENDER, READER = "nhac@donvi.test", "anh@donvi.test"


def mails(number: int, settings: Settings) -> Any:
    """So many mails, built as they are asked for."""
    told = digest(*(line(n) for n in range(1, LINES + 1)))
    return (compose(told, settings, now=NOW) for _ in range(number))


def through_the_carrier(number: int, settings: Settings) -> None:
    """As a morning sends them."""
    with Carrier(settings) as carrier:
        for mail in mails(number, settings):
            carrier.deliver(mail, READER)


def through_smtplib(number: int, settings: Settings) -> None:
    """As the standard library sends them."""
    with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=settings.smtp_timeout) as server:
        for mail in mails(number, settings):
            server.sendmail(SENDER, READER, mail)


def rate(send: Callable[[int, Settings], None], number: int, settings: Settings) -> float:
    """Mails a second."""
    start = time.perf_counter()
    send(number, settings)
    return number / (time.perf_counter() - start)


def main(words: list[str]) -> None:
    """Print both rates and their ratio."""
    parser = argparse.ArgumentParser(description="Mails through our carrier beside smtplib.")
    parser.add_argument("--mails", type=int, default=300)
    number = parser.parse_args(words).mails
    with sink.listening() as server:
        settings = Settings(_env_file=None, smtp_port=server.port, mail_from=SENDER)
        rounds = [
            (rate(through_smtplib, number, settings), rate(through_the_carrier, number, settings))
            for _ in range(ROUNDS)
        ]
    plain, ours = (statistics.median(rates) for rates in zip(*rounds, strict=True))
    print(f"smtplib {plain:6.0f} mails a second, ours {ours:6.0f}: {ours / plain:.2f} of its rate")


if __name__ == "__main__":
    main(sys.argv[1:])
