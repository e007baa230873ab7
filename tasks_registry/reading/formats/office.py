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

_TO_DO = "hãy lưu lại dạng .docx hoặc .xlsx rồi nạp lại"
# Without this LibreOffice fetches pictures and sections that a document only links to.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
</item>
</oor:items>
"""


@contextmanager
def converted(path: Path, name: str, ending: str) -> Iterator[Path]:
    """A copy of the file in a new format ("docx" or "xlsx"), as long as the context lasts.

    Raises ReadError where LibreOffice is missing, cannot read the file, or takes more than a minute.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise refused(
            name, f"cần LibreOffice để đọc; hãy cài LibreOffice, hoặc {_TO_DO.removeprefix('hãy ')}"
        )
    with TemporaryDirectory(prefix="dondoc-") as made:
        folder = Path(made)
        source = shutil.copyfile(path, folder / f"source{path.suffix}")
        try:
            _convert(program, source, ending, folder)
        except subprocess.TimeoutExpired as error:
            raise refused(name, f"quá lâu mới chuyển đổi được; {_TO_DO}") from error
        result = folder / f"source.{ending}"
        if not result.is_file():
            raise refused(name, f"không chuyển đổi được (tệp hỏng hoặc có mật khẩu); {_TO_DO}")
        yield result


def _convert(program: str, source: Path, ending: str, folder: Path) -> None:
    """Run LibreOffice with a profile of its own: one that is open already would take over the work."""
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_SETTINGS, encoding="utf-8")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    words = ["--headless", "--norestore", "--convert-to", ending, "--outdir", str(folder), str(source)]
    subprocess.run(  # noqa: S603  a fixed command
        [program, profile, *words],
        capture_output=True,
        timeout=OFFICE_SECONDS,
        check=False,
        preexec_fn=_with_its_own_memory,  # no other thread runs where files are read
    )


def _with_its_own_memory() -> None:
    """Let LibreOffice map more than the process that reads may use itself."""
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = OFFICE_MEMORY if most == resource.RLIM_INFINITY else min(OFFICE_MEMORY, most)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, most))
