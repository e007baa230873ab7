"""The words of a mail in the reader's language: Vietnamese is the source, the rest comes from `locales/`."""

from collections.abc import Callable
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from notifications.occasion import Occasion
from tasks_registry.days.periods import parse_period
from tasks_registry.plain_text import shorten
from tasks_registry.tasks.secrecy import WORDLESS_TITLE

SOURCE: Final = "vi"
LANGUAGES: Final = (SOURCE, "en")
LOCALES: Final = Path(__file__).parent.parent / "locales"
TEMPLATES: Final = Path(__file__).parent / "templates"
WEEKDAYS: Final = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def render(language: str, template: str, **values: Any) -> str:
    """One of the mail templates, filled in; text of people is escaped where the template is HTML."""
    environment = _environment(known(language), html=template.endswith(".html"))
    return environment.get_template(template).render(**values)


def known(language: str) -> str:
    """`language`, or Vietnamese where there is no catalogue of it."""
    return language if language in LANGUAGES else SOURCE


@cache
def _environment(language: str, *, html: bool) -> Environment:
    """The templates for one kind of text.

    `_` is a plain function: that of Jinja's own extension makes a new context for each phrase in a loop,
    which took most of the time of a mail.
    """
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=html,  # noqa: S701  text needs no escaping
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    words = catalogue(language)
    environment.globals["_"] = _html_phrases(words) if html else _text_phrases(words)
    environment.filters["day"] = lambda value: day_text(value, language)
    environment.filters["short_day"] = lambda line: short_day_text(line.due_on, line.as_of, language)
    environment.filters["period"] = lambda code: period_text(code, language)
    environment.filters["title"] = lambda told: title_text(told.task_id, shorten(told.text), words)
    environment.filters["tag"] = lambda tag: tag_text(tag, words)
    environment.filters["shorten"] = shorten
    return environment


def _text_phrases(words: NullTranslations) -> Callable[..., str]:
    return lambda phrase, **values: words.gettext(phrase) % values


def _html_phrases(words: NullTranslations) -> Callable[..., str]:
    """Values are escaped here: Markup's own way of filling in takes several times as long."""
    bare = cache(lambda phrase: Markup(words.gettext(phrase) % {}))  # noqa: S704  words of ours

    def fill(phrase: str, **values: object) -> str:
        if not values:
            return bare(phrase)
        filled = {name: escape(value) for name, value in values.items()}
        return Markup(words.gettext(phrase) % filled)  # noqa: S704  escaped

    return fill


@cache
def catalogue(language: str) -> NullTranslations:
    """The catalogue of `language`, read from its .po file; Vietnamese needs none."""
    if language == SOURCE:
        return NullTranslations()
    compiled = BytesIO()
    with (LOCALES / language / "LC_MESSAGES" / "dondoc.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return Translations(compiled)


def title_text(task_id: int | None, text: str, words: NullTranslations) -> str:
    """What a task is called: its `text`, or the number alone where it may not be told."""
    _: Callable[[str], str] = words.gettext
    return text or _(WORDLESS_TITLE) % {"n": task_id}


def tag_text(tag: str, words: NullTranslations) -> str:
    """A tag of the ladder; one that the catalogue does not know, as an office may set it, stays as it is."""
    name = tag.rstrip("0123456789")
    pattern = tag if name == tag else f"{name}%(n)s"
    return words.gettext(pattern).replace("%(n)s", tag[len(name) :])


def day_text(day: date, language: str = SOURCE) -> str:
    """04/4/2026 (thứ Bảy): as official documents write it."""
    if language != SOURCE:
        return format_date(day, "EEEE, d MMMM y", locale=language)
    return f"{day.day:02}/{_month(day)}/{day.year} ({WEEKDAYS[day.weekday()]})"


def short_day_text(day: date, as_of: date, language: str = SOURCE) -> str:
    """30/4, one of a row of days; with its year where that is not the year of `as_of`."""
    this_year = day.year == as_of.year
    if language != SOURCE:
        return format_date(day, "d MMM" if this_year else "d MMM y", locale=language)
    return f"{day.day:02}/{_month(day)}" + ("" if this_year else f"/{day.year}")


def occasion_text(found: Occasion, language: str = SOURCE) -> str:
    """ "tháng 3/2026", "quý II/2026", "6 tháng đầu năm 2026", "năm 2026", or a day: "20/3/2026"."""
    day, half, quarter = found.day, (found.day.month + 5) // 6, (found.day.month + 2) // 3
    if language != SOURCE:
        codes = {
            "quarter": f"{day.year}-Q{quarter}",
            "half-year": f"{day.year}-H{half}",
            "year": f"{day.year}",
        }
        pattern = "MMMM y" if found.every == "month" else "d MMM y"
        return codes.get(found.every) or format_date(day, pattern, locale=language)
    names = {
        "month": f"tháng {_month(day)}/{day.year}",
        "quarter": period_text(f"{day.year}-Q{quarter}"),
        "half-year": f"6 tháng {('đầu', 'cuối')[half - 1]} năm {day.year}",
        "year": f"năm {day.year}",
    }
    return names.get(found.every) or f"{day.day:02}/{_month(day)}/{day.year}"


def _month(day: date) -> str:
    """In two digits for 01 and 02 alone, as official documents write it."""
    return f"{day.month:02}" if day.month < 3 else f"{day.month}"


def period_text(code: str, language: str = SOURCE) -> str:
    """The name of a period, "quý II/2026"; outside Vietnamese its code, "2026-Q2"."""
    return parse_period(code).name if language == SOURCE else code


def standing_text(due_on: date, days: int, as_of: date, words: NullTranslations) -> str:
    """How far a task is from its deadline; `days` counts working days, negative when it has passed."""
    _: Callable[[str], str] = words.gettext
    if due_on < as_of:
        return _("quá hạn %(days)s ngày làm việc") % {"days": -days} if days else _("đã quá hạn")
    if due_on == as_of:
        return _("hôm nay là hạn cuối")
    if days == 0:
        return _("sau hôm nay không còn ngày làm việc nào trước hạn")
    return _("còn %(days)s ngày làm việc") % {"days": days}
