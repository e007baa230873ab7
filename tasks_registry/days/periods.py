"""Periods that are reviewed: their code ("2026-Q2", "2026-6T", "2026"), data window, Vietnamese name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from config.errors import DondocError
from models import RoundKind

CODE = re.compile(r"([0-9]{4})(?:-(Q[1-4]|6T|9T|BC[1-9][0-9]?))?")
FIRST_YEAR, LAST_YEAR = 1900, 2100
CUT_OFF = 14
ROMAN = ("I", "II", "III", "IV")
REPORT = "BC"
HALF, NINE_MONTHS = "6T", "9T"
_KINDS: Mapping[str, RoundKind] = MappingProxyType(
    {
        "": RoundKind.YEAR,
        "Q": RoundKind.QUARTER,
        "T": RoundKind.HALF,
        REPORT: RoundKind.REPORT,
    }
)


@dataclass(frozen=True)
class Period:
    """A year, or that `part` of it: "Q1" to "Q4", "6T" (the first six months), "9T", "BC1" and so on.

    The window is the data window of the reporting rules (NĐ 09/2019/NĐ-CP, art. 12): figures are cut off on
    the 14th of the last month, and the next window starts the day after. A report's period ("BC1") has no
    window by rule: the plan's own dates settle it (`report_calendar`).
    """

    year: int
    part: str = ""

    @property
    def kind(self) -> RoundKind:
        """What kind of round looks at it."""
        return RoundKind.NINE_MONTHS if self.part == NINE_MONTHS else _KINDS[self.part.strip("0123456789")]

    @property
    def number(self) -> int:
        """Which quarter or which report of the year; the months of "6T" and "9T"; 0 for a year."""
        return int(self.part.strip("QTBC") or 0)

    @property
    def code(self) -> str:
        """How it is stored and typed."""
        return f"{self.year}-{self.part}" if self.part else f"{self.year}"

    @property
    def name(self) -> str:
        """How a sentence names it: "quý II/2026", "6 tháng đầu năm 2026", "kỳ báo cáo 1 năm 2026"."""
        if self.kind is RoundKind.QUARTER:
            return f"quý {ROMAN[self.number - 1]}/{self.year}"
        months = {HALF: "6 tháng đầu ", NINE_MONTHS: "9 tháng "}
        report = f"kỳ báo cáo {self.number} " if self.kind is RoundKind.REPORT else ""
        return f"{report or months.get(self.part, '')}năm {self.year}"

    @property
    def window_from(self) -> date:
        """The first day of the data window: the 15th of the month before the period."""
        first_month = 3 * self.number - 2 if self.kind is RoundKind.QUARTER else 1
        eve = date(self.year, first_month, 1) - timedelta(days=1)
        return eve.replace(day=CUT_OFF + 1)

    @property
    def window_to(self) -> date:
        """The last day of the data window: the 14th of the period's last month."""
        months = 3 * self.number if self.kind is RoundKind.QUARTER else self.number
        return date(self.year, months or 12, CUT_OFF)

    @property
    def opens_on(self) -> date:
        """The day after the window, on which the period can be reviewed."""
        return self.window_to + timedelta(days=1)


def parse_period(code: str) -> Period:
    """The period that `code` names.

    Raises:
        DondocError: none of 2026-Q2, 2026-6T, 2026-9T, 2026-BC1, 2026.
    """
    found = CODE.fullmatch(code.strip().upper())
    if found is None:
        raise DondocError(
            f"'{code}' không phải là kỳ rà soát; viết như 2026-Q2 (quý), 2026-6T (6 tháng), "
            "2026-9T (9 tháng), 2026-BC1 (kỳ báo cáo) hoặc 2026 (năm)."
        )
    return Period(checked_year(int(found[1])), found[2] or "")


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
    return Period(day.year + month // 13, f"Q{(month - 1) % 12 // 3 + 1}")
