"""Text that people typed, without the characters that no page or database can take."""


def one_line(text: str) -> str:
    """`text` on one line, white space folded."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())


def paragraphs(text: str) -> str:
    """`text` with its line breaks, white space folded within each line."""
    return "\n".join(map(one_line, text.splitlines())).strip()


def shorten(text: str, length: int = 300) -> str:
    """`text` on one line, cut at a word where it is longer than `length` characters."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    return line[:length].rsplit(" ", 1)[0].rstrip(" ,;.:") + "…"
