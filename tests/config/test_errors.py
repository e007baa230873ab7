"""What the system says of files and connections, in Vietnamese, wherever a person may read it."""

import errno
import os
import re
import socket
import ssl
from pathlib import Path

import pytest

from config.errors import REASONS, why_of

ROOT = Path(__file__).parents[2]
ROOMS = ("config", "models", "tasks_registry", "notifications", "reports", "flows", "web", "dondoc")
VIETNAMESE = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]")


@pytest.mark.parametrize("number", sorted(errno.errorcode))
def test_no_number_is_told_in_english(number: int) -> None:
    said = why_of(OSError(number, os.strerror(number), "tep.txt"))
    assert VIETNAMESE.search(said)
    assert os.strerror(number) not in said


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (FileNotFoundError(errno.ENOENT, "No such file"), "không có tệp hoặc thư mục này"),
        (NotADirectoryError(errno.ENOTDIR, "Not a directory"), "không phải là thư mục"),
        (PermissionError(errno.EACCES, "Permission denied"), "không có quyền"),
        (TimeoutError("timed out"), "không trả lời kịp"),
        (TimeoutError(errno.ETIMEDOUT, "Connection timed out"), "không trả lời kịp"),
        (ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"), "máy chủ không nhận kết nối"),
        (socket.gaierror(-2, "Name or service not known"), "không tìm thấy tên máy chủ"),
        (ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER]"), "không thiết lập được TLS"),
        (OSError("something"), "hệ thống báo lỗi"),
    ],
)
def test_what_the_system_says_is_told_in_vietnamese(error: OSError, said: str) -> None:
    assert why_of(error) == said


def test_reasons_are_parts_of_a_sentence() -> None:
    assert all(reason == reason.strip(" .") and reason[0].islower() for reason in REASONS.values())


@pytest.mark.parametrize(
    "path", sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py")), ids=str
)
def test_the_system_s_own_words_are_used_nowhere(path: Path) -> None:
    assert not re.search(r"\.strerror|verify_message", path.read_text(encoding="utf-8"))
