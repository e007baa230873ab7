"""The one error that a person sees, and the system's own in Vietnamese."""

import errno
from collections.abc import Mapping
from types import MappingProxyType

REASONS: Mapping[int, str] = MappingProxyType(
    {
        errno.ENOENT: "không có tệp hoặc thư mục này",
        errno.EACCES: "không có quyền",
        errno.EPERM: "không có quyền",
        errno.EISDIR: "là thư mục, không phải là tệp",
        errno.ENOSPC: "hết chỗ trên đĩa",
        errno.EROFS: "ổ đĩa chỉ cho đọc",
        errno.ENAMETOOLONG: "tên quá dài",
        errno.EEXIST: "đã có tệp cùng tên",
        errno.ENOTDIR: "không phải là thư mục",
    }
)


class DondocError(Exception):
    """What is wrong and what to do, in one Vietnamese line; the command ends with status 2.

    Every room raises this (or a subclass of its own) for whatever a user can put right.
    Anything else that escapes is a fault of the program.
    """

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))


def why_of(error: OSError) -> str:
    """What the system says of a file or folder, in Vietnamese where it is known."""
    return REASONS.get(error.errno or 0, error.strerror or type(error).__name__)
