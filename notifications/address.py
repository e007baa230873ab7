"""Mail addresses that can go into a header and an SMTP command as they are."""

FORBIDDEN = frozenset('<>,;:"()[]\\')


class AddressError(Exception):
    """Not an address that mail can carry."""


def checked_address(address: str) -> str:
    """`address` itself, if it is one plain mailbox.

    Raises:
        AddressError: letters that SMTP does not carry, or signs that would end the address and begin another
            header or command.
    """
    name, _, domain = address.rpartition("@")
    plain = address.isascii() and address.isprintable() and " " not in address
    if not (name and domain and plain) or FORBIDDEN.intersection(address):
        raise AddressError(f"not a mail address: {address!r}")
    return address
