"""The error of a plan file that cannot be read."""

from config.errors import DondocError


class ReadError(DondocError):
    """A file that cannot be read as a plan; the message says why and what to do."""
