"""A data folder has one `dondoc serve`, and is free again however that ended."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from config.errors import DondocError
from dondoc.one_at_a_time import alone_in

HOLDER = """
import sys, time
from pathlib import Path
from dondoc.one_at_a_time import alone_in
with alone_in(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


def test_a_second_one_is_refused_until_the_first_is_dead(tmp_path: Path) -> None:
    """Killed without a word, it leaves nothing locked."""
    folder = tmp_path / "du-lieu"
    with subprocess.Popen([sys.executable, "-c", HOLDER, folder], stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        with pytest.raises(DondocError, match="--data"), alone_in(folder):
            pytest.fail("two hold one folder")
        first.send_signal(signal.SIGKILL)
    with alone_in(folder), alone_in(tmp_path / "khac"):
        pass
    with alone_in(folder):
        pass


def test_a_folder_that_cannot_be_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "tep").write_text("")
    with pytest.raises(DondocError, match="--data"), alone_in(tmp_path / "tep" / "trong"):
        pytest.fail("no such folder can be")
