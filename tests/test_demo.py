"""The demo, as a person runs it, and the same walk for other plans."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from config.errors import DondocError
from dondoc.commands.demo_command import SAMPLES, sample_text
from dondoc.demo.folder import MARK, fresh_folder
from dondoc.demo.mail_sink import read_mail
from tasks_registry.reading.reader import read_text


def test_the_samples_show_every_kind_of_item_and_read_without_a_warning() -> None:
    plans = [read_text(sample_text(path.name, 2026)) for path in sorted(SAMPLES.glob("*.txt"))]
    kinds = {item.kind for plan in plans for item in plan.items}
    assert kinds == {"table", "labelled", "duty", "content", "criterion"}
    assert [plan.plan.year for plan in plans] == [2026, 2026]
    assert [target.level for target in plans[0].targets] == [2, 3]


def _run(*words: str, folder: Path) -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DONDOC_")}
    return subprocess.Popen(
        [sys.executable, "-m", "dondoc", "demo", *words],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(Path(__file__).parents[1])},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _left_behind(folder: Path) -> list[str]:
    """Processes that still have to do with the demo's folder."""
    found = []
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            environment = (line.parent / "environ").read_bytes()
        except OSError:
            continue
        if str(folder).encode() in environment:
            found.append(line.read_bytes().replace(b"\0", b" ").decode())
    return found


def test_the_demo_goes_all_the_way_and_leaves_nothing_running(tmp_path: Path) -> None:
    process = _run("--once", folder=tmp_path)
    told, _ = process.communicate(timeout=240)
    assert process.returncode == 0, told
    for chapter in ("1. Danh bạ", "2. Thư nhắc việc", "3. Đôn đốc", "4. Tự rà soát quý", "5. Minh chứng"):
        assert chapter in told
    assert told.count("→ đã xong") == 7
    assert re.search(r"Tổng điểm: \d", told)
    assert "Traceback" not in told
    mails = [read_mail(path) for path in sorted((tmp_path / "demo-data" / "thu").glob("*.eml"))]
    assert {mail["To"].addresses[0].addr_spec for mail in mails} > {"vanphong@binhminh.example"}
    assert any("[NHẮC HẠN]" in mail["Subject"] for mail in mails)
    assert any("[ĐÔN ĐỐC QUÁ HẠN]" in mail["Subject"] for mail in mails)
    assert _left_behind(tmp_path) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_demo_leaves_nothing_running(tmp_path: Path, number: signal.Signals) -> None:
    process = _run(folder=tmp_path)
    assert process.stdout
    for line in process.stdout:
        if line.startswith("Đang khởi động"):
            break
    process.send_signal(number)
    told = process.stdout.read()
    assert process.wait(timeout=60) == 130, told
    assert "Traceback" not in told
    assert _left_behind(tmp_path) == []


@pytest.mark.parametrize(
    "words", [("--plan", "khong-co.txt"), ("--plan", "thu.txt"), ("--units", "sai.yaml")]
)
def test_a_demo_that_cannot_start_makes_no_folder(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, words: tuple[str, str]
) -> None:
    given = tmp_path_factory.mktemp("given")
    (given / "thu.txt").write_text("Thư mời họp.", encoding="utf-8")
    (given / "sai.yaml").write_text("units: [{code: A}]", encoding="utf-8")
    words = (words[0], str(given / words[1]))
    process = _run("--once", *words, folder=tmp_path)
    told, _ = process.communicate(timeout=60)
    assert process.returncode == 2
    assert told.startswith("Lỗi: ")
    assert told.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_the_folder_of_a_demo_that_still_runs_is_kept(tmp_path: Path) -> None:
    folder = fresh_folder(tmp_path / "demo")
    (folder / MARK).write_text(f"{os.getppid()}\n")
    with pytest.raises(DondocError, match="đang dùng"):
        fresh_folder(folder)


def test_only_a_demo_s_own_folder_is_cleared(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    (fresh_folder(folder) / "x.txt").write_text("cũ")
    assert [path.name for path in fresh_folder(folder).iterdir()] == [MARK]
    (tmp_path / "quy-giu.txt").write_text("của người khác")
    with pytest.raises(DondocError, match="--data"):
        fresh_folder(tmp_path)
    assert (tmp_path / "quy-giu.txt").exists()
