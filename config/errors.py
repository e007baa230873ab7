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
        errno.ENOTEMPTY: "thư mục còn tệp bên trong",
        errno.ELOOP: "liên kết dẫn vòng quanh",
        errno.EBUSY: "đang được chương trình khác dùng",
        errno.ETXTBSY: "đang được chương trình khác dùng",
        errno.EIO: "ổ đĩa đọc, ghi bị lỗi",
        errno.EFBIG: "tệp lớn quá",
        errno.EDQUOT: "hết phần đĩa được cấp",
        errno.EMFILE: "mở quá nhiều tệp cùng lúc",
        errno.ENFILE: "mở quá nhiều tệp cùng lúc",
        errno.EINVAL: "tên hoặc giá trị không dùng được",
        errno.ENXIO: "không có thiết bị này",
        errno.EPIPE: "bên kia đã ngắt",
        errno.ENOMEM: "hết bộ nhớ",
        errno.EADDRINUSE: "đang có chương trình khác dùng",
        errno.EADDRNOTAVAIL: "máy này không có địa chỉ ấy",
        errno.ECONNREFUSED: "máy chủ không nhận kết nối",
        errno.ECONNRESET: "máy chủ ngắt kết nối",
        errno.ECONNABORTED: "kết nối bị ngắt",
        errno.ETIMEDOUT: "không trả lời kịp",
        errno.EHOSTUNREACH: "không có đường mạng đến máy chủ",
        errno.ENETUNREACH: "không có đường mạng đến máy chủ",
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
    """What the system says of a file, folder or connection, in Vietnamese; of what is rare, its number."""
    import socket  # only here: importing them takes longer than all the rest of `dondoc --help`
    import ssl

    match error:
        case ssl.SSLError():  # whose number is not the system's
            return "không thiết lập được TLS"
        case socket.gaierror():
            return "không tìm thấy tên máy chủ"
        case TimeoutError():
            return "không trả lời kịp"
    if error.errno is None:
        return "hệ thống báo lỗi"
    return REASONS.get(error.errno, f"hệ thống báo lỗi số {error.errno}")
