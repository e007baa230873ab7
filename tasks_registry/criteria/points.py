"""Points (điểm): exact decimals, with one way to round, read and write them."""

import re
from decimal import ROUND_HALF_UP, Decimal

from config.errors import DondocError

FINEST = 4  # decimals that the database keeps
WRITTEN = re.compile(r"[-−]?[0-9]{1,5}(?:[.,][0-9]{1,4})?")


def rounded(value: Decimal, decimals: int) -> Decimal:
    """`value` to that many decimals, half up."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def number(value: Decimal | None) -> int | float | None:
    """`value` as JSON prints it: 100, 87.5; None stays None."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def points_text(value: Decimal | None) -> str:
    """`value` as a page prints it: "100", "87,5"; unknown is "chưa có", never 0."""
    return "chưa có" if value is None else f"{value.normalize():f}".replace(".", ",")


def parse_points(text: str) -> Decimal:
    """The points that a person wrote, with a decimal comma or point.

    Raises:
        DondocError: not a number up to 99,999 either way with at most four decimals.
    """
    if (found := _parsed(text)) is None:
        raise DondocError(f"'{text}' không phải là số điểm; viết như 4, 4,5 hoặc 4.25.")
    return found


def parse_rate(text: str) -> Decimal:
    """The rate in percent that a person wrote, with or without its sign: "40%", "40,5 %", "40".

    Raises:
        DondocError: not such a number.
    """
    if (found := _parsed(text.strip().removesuffix("%"))) is None:
        raise DondocError(f"'{text}' không phải là tỷ lệ phần trăm; viết như 40%, 40,5% hoặc 40.")
    return found


def _parsed(text: str) -> Decimal | None:
    plain = text.strip()
    return Decimal(plain.replace(",", ".").replace("−", "-")) if WRITTEN.fullmatch(plain) else None
