"""The programs that some formats need: LibreOffice and tesseract, required when CI is set."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tasks_registry.reading.formats import scans

Convert = Callable[[Path, str], Path]

# A busy machine is slow at times, and that is no failure.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


def _missing(what: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(f"CI needs {what}")
    pytest.skip(f"{what} is not installed")


@pytest.fixture(scope="session")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Conversion of a file to another format through LibreOffice, beside the file."""
    program = shutil.which("soffice")
    if program is None:
        _missing("LibreOffice (Debian: libreoffice-writer-nogui, libreoffice-calc-nogui)")
    profile = tmp_path_factory.mktemp("libreoffice").as_uri()

    def run(path: Path, ending: str) -> Path:
        words = ["--headless", "--norestore", "--convert-to", ending, "--outdir", str(path.parent), str(path)]
        subprocess.run(
            [str(program), f"-env:UserInstallation={profile}", *words],
            check=True,
            capture_output=True,
            timeout=120,
        )
        return path.with_suffix(f".{ending.partition(':')[0]}")

    return run


@pytest.fixture(scope="session")
def tesseract() -> None:
    """That pictures can be read here."""
    if not scans.is_installed():
        _missing("tesseract with Vietnamese (Debian: tesseract-ocr, tesseract-ocr-vie)")
