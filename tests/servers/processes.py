"""Programs that a test started, found by a folder's name in their environment."""

import os
import time
from pathlib import Path

PATIENCE = 5


def processes_with(word: str) -> list[int]:
    """The processes that have `word` (a folder of this test) in their environment."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/environ"):
        try:
            if word.encode() in entry.read_bytes():
                found.append(int(entry.parent.name))
        except OSError:
            continue  # ended meanwhile, or another user's
    return [pid for pid in found if pid != os.getpid()]


def all_gone(word: str) -> bool:
    """Whether they end: what was killed may take a moment to be cleared away."""
    deadline = time.monotonic() + PATIENCE
    while processes_with(word) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not processes_with(word)


def command_of(pid: int) -> bytes:
    """The words with which a process was started."""
    return Path(f"/proc/{pid}/cmdline").read_bytes()
