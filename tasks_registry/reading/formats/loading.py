"""The door of this room: a file of any supported format → a document of blocks.

Plain text is read here. Everything else is read in a process of its own, with limits on time and
memory: readers of PDF and zip are large and partly written in C, and a plan may come from anywhere.
That costs a quarter of a second a file. A thread could not be stopped, and neither could a fork of a
server that has threads be trusted to start; so it is a fresh interpreter.
"""

import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

from tasks_registry.reading.formats import recognising as kinds
from tasks_registry.reading.formats.gathering import refused
from tasks_registry.reading.formats.inside import read
from tasks_registry.reading.formats.limits import (
    LARGEST_FILE,
    MEGABYTE,
    OFFICE_SECONDS,
    SCAN_SECONDS,
    SECONDS,
)
from tasks_registry.reading.formats.places import LoadedDocument
from tasks_registry.reading.formats.wire import from_json
from tasks_registry.reading.source import ReadError

_MODULE = "tasks_registry.reading.formats.child"
_TOO_LONG = "quá lâu mới đọc được; hãy tách riêng phần kế hoạch, hoặc lưu lại dạng .docx, rồi nạp lại"


def load(path: Path) -> LoadedDocument:
    """The blocks of a plan file: text, Markdown, CSV, HTML, Word, Excel, OpenDocument, RTF, PDF, pictures.

    The format is told by the content; a name with another ending gets a warning. Raises ReadError, one
    Vietnamese line, for what cannot be read: a missing file, a folder, an empty, damaged, encrypted or
    oversized file, a format that is none of these, or one whose program (LibreOffice, tesseract) is missing.
    """
    found = _checked(path)
    if found is kinds.TEXT:
        return read(path)
    answer = _answer(path, SCAN_SECONDS if found in (kinds.PDF, kinds.PICTURE) else SECONDS + OFFICE_SECONDS)
    if answer.startswith('{"error": '):
        raise ReadError(str(json.loads(answer)["error"]))
    return from_json(answer)


def _checked(path: Path) -> kinds.Format:
    """The format of a file by its first bytes, where it is a file at all, and not too large."""
    try:
        if path.is_dir():
            raise ReadError(f"“{path.name or path}” là thư mục; hãy chọn một tệp kế hoạch")
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # a pipe would be waited for, a device has no end
            raise refused(path.name, "không phải là tệp thông thường; hãy lưu kế hoạch thành tệp rồi nạp lại")
        if status.st_size > LARGEST_FILE:
            raise refused(path.name, f"lớn hơn {LARGEST_FILE // MEGABYTE} MB; hãy tách riêng phần kế hoạch")
        with path.open("rb") as file:
            return kinds.recognised(file.read(kinds.HEAD), path.name)
    except FileNotFoundError:
        raise ReadError(f"Không tìm thấy tệp “{path.name}”; hãy kiểm tra lại đường dẫn") from None
    except PermissionError:
        raise refused(
            path.name, "không đọc được vì bạn không có quyền; hãy xin quyền đọc tệp rồi nạp lại"
        ) from None
    except OSError as error:
        why = "không mở được; hãy kiểm tra đường dẫn, hoặc chép tệp sang thư mục khác rồi nạp lại"
        raise refused(path.name, why) from error


def _answer(path: Path, seconds: int) -> str:
    """What the process that reads a file says; raises ReadError where it ends badly or takes too long."""
    child = subprocess.Popen(  # noqa: S603  our own module
        [sys.executable, "-m", _MODULE, str(path.resolve())],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        start_new_session=True,
    )
    try:
        answer, _ = child.communicate(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise refused(path.name, _TOO_LONG) from error
    finally:
        _end(child)
    if child.returncode == -signal.SIGXCPU:
        raise refused(path.name, _TOO_LONG)
    if child.returncode:
        raise refused(
            path.name, "bị hỏng nặng, chương trình đọc đã dừng giữa chừng; hãy lưu lại tệp rồi nạp lại"
        )
    return answer.decode("utf-8")


def _end(child: "subprocess.Popen[bytes]") -> None:
    """End the process with all that it has started (LibreOffice, tesseract)."""
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
    child.communicate()
