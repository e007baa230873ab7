"""Old and open formats (.doc, .xls, .rtf, .odt, .ods) → .docx and .xlsx through LibreOffice."""

import resource
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tasks_registry.reading.formats.gathering import refused
from tasks_registry.reading.formats.limits import OFFICE_MEMORY, OFFICE_SECONDS


@contextmanager
def converted(path: Path, name: str, ending: str) -> Iterator[Path]:
    """A copy of the file in a new format ("docx" or "xlsx"), as long as the context lasts.

    Raises ReadError where LibreOffice is missing, cannot read the file, or takes more than a minute.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise refused(
            name, "cần LibreOffice để đọc; hãy cài LibreOffice, hoặc lưu lại dạng .docx, .xlsx rồi nạp lại"
        )
    with TemporaryDirectory(prefix="dondoc-") as folder:
        # Its own profile: another LibreOffice that is open would take the work over, and keep it.
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        source = Path(folder) / f"source{path.suffix}"
        shutil.copyfile(path, source)
        words = [
            "--headless",
            "--norestore",
            "--convert-to",
            ending,
            "--outdir",
            f"{folder}/out",
            str(source),
        ]
        try:
            subprocess.run(  # noqa: S603  a fixed command
                [program, profile, *words],
                capture_output=True,
                timeout=OFFICE_SECONDS,
                check=False,
                preexec_fn=_with_its_own_memory,  # no other thread runs where files are read
            )
        except subprocess.TimeoutExpired as error:
            raise refused(
                name, "quá lâu mới chuyển đổi được; hãy lưu lại dạng .docx, .xlsx rồi nạp lại"
            ) from error
        result = Path(folder) / "out" / f"source.{ending}"
        if not result.is_file():
            why = (
                "không chuyển đổi được (tệp hỏng hoặc có mật khẩu); hãy lưu lại dạng .docx, .xlsx rồi nạp lại"
            )
            raise refused(name, why)
        yield result


def _with_its_own_memory() -> None:
    """Let LibreOffice map more than the process that reads may use itself."""
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = OFFICE_MEMORY if most == resource.RLIM_INFINITY else min(OFFICE_MEMORY, most)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, most))
