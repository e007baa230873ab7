"""Periods that are reviewed: their code ("2026-Q2", "2026"), their data window, their Vietnamese name."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from config.errors import DondocError
from models import RoundKind

CODE = re.compile(r"([0-9]{4})(?:-Q([1-4]))?")
FIRST_YEAR, LAST_YEAR = 1900, 2100
CUT_OFF = 14
ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class Period:
    """A year, or one of its quarters (1 to 4).

    The window is the data window of the reporting rules (NĐ 09/2019/NĐ-CP, art. 12): figures are
    cut off on the 14th of the last month, and the next window starts the day after.
    """

    year: int
    quarter: int | None = None

    @property
    def kind(self) -> RoundKind:
        """What kind of round looks at it."""
        return RoundKind.YEAR if self.quarter is None else RoundKind.QUARTER

    @property
    def code(self) -> str:
        """How it is stored and typed."""
        return f"{self.year}" if self.quarter is None else f"{self.year}-Q{self.quarter}"

    @property
    def name(self) -> str:
        """How a sentence names it: "quý II/2026", "năm 2026"."""
        if self.quarter is None:
            return f"năm {self.year}"
        return f"quý {ROMAN[self.quarter - 1]}/{self.year}"

    @property
    def window_from(self) -> date:
        """The first day of the data window: the 15th of the month before the period."""
        first_month = 1 if self.quarter is None else 3 * self.quarter - 2
        eve = date(self.year, first_month, 1) - timedelta(days=1)
        return eve.replace(day=CUT_OFF + 1)

    @property
    def window_to(self) -> date:
        """The last day of the data window: the 14th of the period's last month."""
        return date(self.year, 3 * (self.quarter or 4), CUT_OFF)

    @property
    def opens_on(self) -> date:
        """The day after the window, on which the period can be reviewed."""
        return self.window_to + timedelta(days=1)


def parse_period(code: str) -> Period:
    """The period that `code` names.

    Raises:
        DondocError: neither a quarter like 2026-Q2 nor a year like 2026.
    """
    found = CODE.fullmatch(code.strip().upper())
    if found is None:
        raise DondocError(f"'{code}' không phải là kỳ rà soát; viết như 2026-Q2 (quý) hoặc 2026 (năm).")
    return Period(checked_year(int(found[1])), int(found[2]) if found[2] else None)


def checked_year(year: int) -> int:
    """`year` itself.

    Raises:
        DondocError: outside 1900–2100.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DondocError(f"Năm {year} nằm ngoài khoảng {FIRST_YEAR}–{LAST_YEAR}.")
    return year


def quarter_of(day: date) -> Period:
    """The quarter into whose data window `day` falls: 15 March belongs to quarter II."""
    month = day.month + (day.day > CUT_OFF)
    return Period(day.year + month // 13, (month - 1) % 12 // 3 + 1)


def last_ended_quarter(as_of: date) -> Period:
    """The latest quarter whose window ended before `as_of`."""
    return quarter_of(quarter_of(as_of).window_from - timedelta(days=1))
