"""The demo's folder: made anew for each demo, and nothing else is ever deleted."""

import os
import shutil
from pathlib import Path

from config.errors import DondocError, why_of

MARK = ".dondoc-demo"


def fresh_folder(folder: Path) -> Path:
    """An empty folder for the demo; an earlier demo's folder is cleared, any other is left alone.

    Raises:
        DondocError: the folder holds something that no demo made, or cannot be written.
    """
    folder = folder.resolve()
    if folder.exists() and not (folder / MARK).is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise DondocError(
            f"{folder} đã có dữ liệu khác; chọn thư mục trống bằng --data, hoặc tự xóa thư mục đó."
        )
    try:
        _refuse_one_in_use(folder)
        if folder.is_dir():
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
        (folder / MARK).write_text(
            f"{os.getpid()}\nThư mục chạy thử của dondoc, có thể xóa.\n", encoding="utf-8"
        )
    except OSError as error:
        raise DondocError(
            f"Không ghi được vào {folder} ({why_of(error)}); chọn nơi khác bằng --data."
        ) from None
    return folder


def _refuse_one_in_use(folder: Path) -> None:
    """The mark holds the number of the demo's process; one that still runs keeps its folder."""
    mark = folder / MARK
    number = mark.read_text(encoding="utf-8").partition("\n")[0] if mark.is_file() else ""
    if number.isdecimal() and int(number) != os.getpid() and _runs(int(number)):
        raise DondocError(f"Một lần chạy thử khác đang dùng {folder}; dừng nó, hoặc chọn --data khác.")


def _runs(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
