"""One `dondoc serve` for a data folder: two would run every flow twice and write over each other's logs."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from config.errors import DondocError, why_of

LOCK_FILE = "dang-chay.khoa"


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold `folder` until the block ends; the system lets go of it when the program dies.

    Raises:
        DondocError: another program holds it, or nothing can be written there.
    """
    with _lock_file(folder) as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DondocError(
                f"Đang có một dondoc serve khác dùng thư mục {folder}; dừng nó trước, hoặc chọn thư mục khác "
                "bằng --data."
            ) from None
        yield


def _lock_file(folder: Path) -> TextIO:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return (folder / LOCK_FILE).open("a", encoding="utf-8")
    except OSError as error:
        raise DondocError(
            f"Không ghi được vào {folder} ({why_of(error)}); chọn nơi khác bằng --data."
        ) from None
