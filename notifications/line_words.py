"""A task of a digest in words: said once, printed in the text part and in the HTML part."""

from collections.abc import Callable
from dataclasses import dataclass

from babel.support import NullTranslations

from notifications.lines import Line
from notifications.words import catalogue, day_text, known, occasion_text, standing_text, title_text
from tasks_registry.plain_text import shorten


@dataclass(frozen=True)
class LineWords:
    """Each a line, empty where there is nothing to say; `about`: who leads, who is in charge.

    `deadline` stands before `standing`, how far it is; `explain` says until when to explain in writing.
    """

    title: str
    occasion: str
    deadline: str
    standing: str
    explain: str
    about: tuple[str, ...]
    plan: str


def line_words(line: Line, language: str) -> LineWords:
    """What a digest in `language` says of a task; of a secret one nothing but its number and its days."""
    language = known(language)
    words = catalogue(language)
    _: Callable[[str], str] = words.gettext
    deadline, standing = _deadline(line, language, words)
    return LineWords(
        title=title_text(line.task_id, shorten(line.text), words),
        occasion=_("(kỳ %(period)s)") % {"period": occasion_text(line.occasion, language)}
        if line.occasion
        else "",
        deadline=deadline,
        standing=standing,
        explain=_explain(line, language, words),
        about=() if line.secret else _about(line, words),
        plan="" if line.secret else _("Theo: %(plan)s") % {"plan": line.plan},
    )


def _deadline(line: Line, language: str, words: NullTranslations) -> tuple[str, str]:
    _: Callable[[str], str] = words.gettext
    if line.due_on:
        standing = standing_text(line.due_on, line.days or 0, line.as_of, words)
        return _("Hạn: %(day)s") % {"day": day_text(line.due_on, language)}, standing
    if line.deadline_raw:
        return _("Thời hạn: %(words)s") % {"words": shorten(line.deadline_raw)}, ""
    return _("Không có thời hạn"), ""


def _explain(line: Line, language: str, words: NullTranslations) -> str:
    if not line.explain_by:
        return ""
    _: Callable[[str], str] = words.gettext
    day = {"day": day_text(line.explain_by, language)}
    if line.own:
        return _("Đề nghị giải trình bằng văn bản, chậm nhất ngày %(day)s") % day
    return _("Đã yêu cầu giải trình bằng văn bản, chậm nhất ngày %(day)s") % day


def _about(line: Line, words: NullTranslations) -> tuple[str, ...]:
    _: Callable[[str], str] = words.gettext
    if line.unit:
        lead, named = _("Đơn vị chủ trì: %(unit)s") % {"unit": line.unit}, _("Người phụ trách: %(name)s")
        name = line.owner
    else:
        lead, named = _("Đơn vị chủ trì: chưa rõ, cần giao"), _("Kế hoạch ghi: %(name)s")
        name = line.lead_name
    return (lead, named % {"name": shorten(name)}) if name else (lead,)
