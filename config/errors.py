"""The one error that a person sees."""


class DondocError(Exception):
    """What is wrong and what to do, in one Vietnamese line; the command ends with status 2.

    Every room raises this (or a subclass of its own) for whatever a user can put right.
    Anything else that escapes is a fault of the program.
    """

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))
