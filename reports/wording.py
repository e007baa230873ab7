"""Words and figures as an official writes them: dates, numbers, percents, and what is not known."""

import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tasks_registry.criteria.points import points_text
from tasks_registry.plain_text import one_line
from tasks_registry.tasks.health import HEALTH_NAMES, Health

UNKNOWN = "chưa có số liệu"
NOTHING = "Không có."
BLANK = "…"


def clean(value: object) -> str:
    """`value` on one line, letters composed (TCVN 6909:2001), nothing that a page cannot take."""
    return "" if value is None else unicodedata.normalize("NFC", " ".join(one_line(str(value)).split()))


def clean_lines(value: object) -> str:
    """`value` with its line breaks, otherwise like `clean`."""
    return "" if value is None else "\n".join(map(clean, str(value).splitlines())).strip()


def day_month(day: date) -> tuple[str, str]:
    """Day and month as official documents write them: days below 10 and months 1, 2 get a 0."""
    return f"{day.day:02}", f"{day.month:02}" if day.month < 3 else str(day.month)


def short_day(day: date | None) -> str:
    """ "05/4/2026" in a sentence; dots where it is not known."""
    return f"{'/'.join(day_month(day))}/{day.year}" if day else BLANK


def table_day(day: date | None) -> str:
    """ "05/04/2026" in a table; empty where it is not known."""
    return f"{day.day:02}/{day.month:02}/{day.year}" if day else ""


def long_day(day: date | None) -> str:
    """ "ngày 05 tháng 4 năm 2026", with room for a pen where it is not known."""
    if day is None:
        return "ngày {0} tháng {0} năm {0}".format("\u00a0" * 6)
    return "ngày {} tháng {} năm {}".format(*day_month(day), day.year)


def moment(instant: datetime | None) -> str:
    """ "17 giờ 05 ngày 22/6/2026", of an instant in Vietnam."""
    return f"{instant.hour} giờ {instant.minute:02} ngày {short_day(instant.date())}" if instant else BLANK


def grouped(number: int) -> str:
    """ "2.000": thousands parted by points."""
    return f"{number:,}".replace(",", ".")


def count(number: int | None) -> str:
    """A count in a sentence, or that there is no figure."""
    return UNKNOWN if number is None else grouped(number)


def tasks(number: int | None) -> str:
    """ "3 nhiệm vụ"; one below ten gets a 0, as offices write."""
    if number is None:
        return f"{UNKNOWN} về số nhiệm vụ"
    return f"{two_digits(number)} nhiệm vụ"


def two_digits(number: int) -> str:
    """ "05", "12", "2.000"; nothing at all is "0"."""
    return f"{number:02}" if 0 < number < 10 else grouped(number)


def percent(part: int | None, whole: int | None) -> str:
    """The share in percent with one decimal, "68,2%"; no figure where there is nothing to share."""
    if part is None or not whole:
        return UNKNOWN
    share = (Decimal(part) * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{points_text(share)}%" if share % 1 else f"{share:.0f}%"


def points(value: Any) -> str:
    """Points of a frozen score as a page prints them: "87,5"; unknown is "chưa có", never 0."""
    return points_text(None if value is None else Decimal(str(value)))


def enumerated(words: Sequence[str]) -> str:
    """ "a, b và c"."""
    return " và ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def sentence(text: str) -> str:
    """`text` with a capital at its beginning and a stop at its end."""
    text = text.strip().rstrip(" ;,:")
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?…" else ".")


def stripped_end(text: str) -> str:
    """`text` without the marks at its end, to be set into a list."""
    return text.rstrip(" .;,:/")


def status(health: Health | None, cancelled: bool) -> str:
    """The state of a task as tables print it."""
    if cancelled:
        return HEALTH_NAMES[None].capitalize()
    return HEALTH_NAMES[health].capitalize() if health else ""


def plan_title(title: str) -> str:
    """The name of a plan in a sentence: "Kế hoạch xây dựng …"."""
    small = title[:1].lower() + title[1:] if title[1:2].islower() else title
    return f"Kế hoạch {small.removeprefix('kế hoạch ')}".strip()
