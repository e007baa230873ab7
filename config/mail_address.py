"""The one rule of what a mail address is: what this takes in, a mail can be sent to."""

import re
from typing import Final

LONGEST: Final = 254  # with its two brackets it fills a path, RFC 5321, 4.5.3.1.3
EXAMPLE: Final = "viết như ten@donvi.gov.vn"
ATOM: Final = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
LOCAL_PART: Final = re.compile(rf"(?=.{{1,64}}\Z){ATOM}(?:\.{ATOM})*")
DOMAIN: Final = re.compile(rf"localhost|{LABEL}(?:\.{LABEL})+")


class AddressError(ValueError):
    """Not an address that mail can carry; one Vietnamese clause says why and how to write it."""


def check(address: str) -> str:
    """`address` as it is kept and as mail carries it: lower case, the domain in ASCII letters (punycode).

    What comes out goes in again unchanged, and can stand in a header and an SMTP command as it is.

    Raises:
        AddressError: no plain mailbox of RFC 5321, 4.1.2 (a dot-string before the `@`, a domain name after
            it), or a part before the `@` with letters that mail servers do not agree to carry.
    """
    name, _, domain = address.strip().lower().rpartition("@")
    if not (name and domain):
        raise AddressError(f"'{address}' không phải là địa chỉ thư; {EXAMPLE}")
    if not name.isascii():
        raise AddressError(
            f"'{address}' có chữ có dấu hoặc ký tự lạ trước '@', máy chủ thư không chuyển được; {EXAMPLE}"
        )
    host = _in_ascii(domain)
    checked = f"{name}@{host}"
    if not (LOCAL_PART.fullmatch(name) and DOMAIN.fullmatch(host) and len(checked) <= LONGEST):
        raise AddressError(f"'{address}' không phải là địa chỉ thư; {EXAMPLE}")
    return checked


def _in_ascii(domain: str) -> str:
    """A domain of any letters as the name system knows it; empty where it has no such form."""
    try:
        return domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""
