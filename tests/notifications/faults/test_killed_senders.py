"""`kill -9` of the sender at random moments; in full: python -m benchmarks.kill_sender."""

from tests.notifications.faults.killing import kill_senders
from tests.notifications.mailbox import Postbox
from tests.notifications.office import Office


def test_a_killed_sender_loses_nothing_and_repeats_one_mail_at_most(office: Office, box: Postbox) -> None:
    aftermath = kill_senders(office, box, rounds=12, seed=4)
    assert aftermath.sound, aftermath
    assert aftermath.kills >= 4
