"""Charts as PNG: readable in black and white, with Vietnamese letters, the same bytes for the same figures.

Figures are drawn on their own canvas, so that nothing is shared between two reports that are written at once.
The font is the one that matplotlib brings along, so that it is the same on every machine.
"""

import textwrap
from collections.abc import Iterable, Sequence
from functools import lru_cache
from io import BytesIO
from typing import Any

from reports.rounds import Counts, Round
from reports.scores import ScoreFacts
from reports.wording import points
from tasks_registry.plain_text import shorten
from tasks_registry.tasks.health import HEALTH_NAMES, Health

WIDTH = 6.5  # inches: the width of the text
TALLEST = 7.8  # below the heading of an annex
DOTS_PER_INCH = 200
FONT = "DejaVu Sans"
UNITS_SHOWN = 25
GROUPS_SHOWN = 20
DRAWINGS_KEPT = 8  # a round's report shows what also stands beside it as a file: drawn once for both
# dark to light and with hatches, so that a copier keeps them apart
SHADES: dict[Health, tuple[str, str]] = {
    Health.DONE_ON_TIME: ("#1f4e79", ""),
    Health.DONE_LATE: ("#9dc3e6", "////"),
    Health.OPEN_IN_TIME: ("#ffffff", ""),
    Health.OPEN_LATE: ("#e06c4f", "xxxx"),
    Health.NO_DEADLINE: ("#e7e6e6", "...."),
}
SELF_SHADE, APPRAISED_SHADE = ("#9dc3e6", "////"), ("#1f4e79", "")


def progress_chart(looked_at: Round) -> bytes | None:
    """Bars of the four-way count, one a unit (of many, those with the most late work); None: no figures."""
    units = [unit for unit in looked_at.units if unit.counts.total]
    if not units:
        return None
    units = (
        sorted(units, key=lambda unit: -(unit.counts.open_late or 0))[:UNITS_SHOWN]
        if len(units) > UNITS_SHOWN
        else units
    )
    return _bars(tuple((unit.unit, unit.counts) for unit in units))


@lru_cache(DRAWINGS_KEPT)
def _bars(units: tuple[tuple[str, Counts], ...]) -> bytes:
    figure, axes = _canvas(min(1.4 + 0.42 * len(units), TALLEST))
    names = [_wrapped(name) for name, _ in units]
    _stack(axes, names, [counts for _, counts in units], sideways=True)
    axes.invert_yaxis()
    axes.set_xlabel("Số nhiệm vụ", **_font(9))
    return _png(figure)


def trend_chart(looked_at: Round) -> bytes | None:
    """Columns of the four-way count, one a round of the plan (`Round.trend`); None: nothing to compare."""
    rounds = looked_at.trend
    if len(rounds) < 2:
        return None
    return _columns(tuple((each.name, each.counts) for each in rounds))


@lru_cache(DRAWINGS_KEPT)
def _columns(rounds: tuple[tuple[str, Counts], ...]) -> bytes:
    figure, axes = _canvas(3.4)
    names = [textwrap.fill(name, 14) for name, _ in rounds]
    _stack(axes, names, [counts for _, counts in rounds], sideways=False)
    axes.set_ylabel("Số nhiệm vụ", **_font(9))
    return _png(figure)


def score_chart(score: ScoreFacts) -> bytes | None:
    """Bars of each group, by the unit and by the appraisers, in its known points. None: nobody has scored."""
    groups = [
        group
        for group in score.groups
        if group.self_points.known is not None or group.appraised.known is not None
    ]
    groups = groups[:GROUPS_SHOWN]
    if not groups:
        return None
    figure, axes = _canvas(min(1.4 + 0.7 * len(groups), TALLEST))
    places = range(len(groups))
    for shift, words, shade, sums in (
        (-0.19, "điểm tự chấm", SELF_SHADE, [group.self_points for group in groups]),
        (0.19, "điểm thẩm định", APPRAISED_SHADE, [group.appraised for group in groups]),
    ):
        lengths = [float(each.known or 0) for each in sums]
        bars = axes.barh([place + shift for place in places], lengths, 0.36, label=words, **_shade(shade))
        axes.bar_label(bars, [each.text for each in sums], padding=3, **_font(8))
    axes.set_yticks(list(places), [_wrapped(group.name) for group in groups], **_font(9))
    axes.margins(x=0.18)
    axes.invert_yaxis()
    axes.set_xlabel("Điểm", **_font(9))
    axes.xaxis.set_major_formatter(lambda value, _: points(round(value, 2)))
    _dress(axes, columns=2)
    return _png(figure)


def _canvas(height: float) -> tuple[Any, Any]:
    from matplotlib.backends.backend_agg import (
        FigureCanvasAgg,
    )  # slow to load, and most commands draw nothing
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, height), dpi=DOTS_PER_INCH, layout="constrained")
    FigureCanvasAgg(figure)
    return figure, figure.add_subplot()


def _stack(axes: Any, names: Sequence[str], all_counts: Sequence[Counts], *, sideways: bool) -> None:
    """Bars of parts on each other, with their figures where there is room; the names along the other axis."""
    places = list(range(len(names)))
    ends = [0] * len(names)
    longest = max(counts.total or 0 for counts in all_counts)
    for health, shade in SHADES.items():
        parts = [getattr(counts, health.value) or 0 for counts in all_counts]
        name = HEALTH_NAMES[health]
        draw = axes.barh if sideways else axes.bar
        start = {"left" if sideways else "bottom": ends}
        bars = draw(places, parts, 0.66, label=name, **start, **_shade(shade))
        room = 0.03 if sideways else 0.05
        labels = [str(part) if part > longest * room else "" for part in parts]
        _label(
            axes.bar_label(bars, labels, label_type="center", **_font(8)), dark=health is Health.DONE_ON_TIME
        )
        ends = [end + part for end, part in zip(ends, parts, strict=True)]
    (axes.set_yticks if sideways else axes.set_xticks)(places, names, **_font(9))
    (axes.xaxis if sideways else axes.yaxis).get_major_locator().set_params(integer=True)
    _dress(axes, columns=2)


def _label(texts: Iterable[Any], *, dark: bool) -> None:
    """White on dark; elsewhere black on a white ground, because of the hatches."""
    for text in texts:
        text.set_color("white" if dark else "black")
        if not dark and text.get_text():
            text.set_bbox({"boxstyle": "square,pad=0.15", "facecolor": "white", "edgecolor": "none"})


def _shade(shade: tuple[str, str]) -> dict[str, Any]:
    return {"color": shade[0], "hatch": shade[1], "edgecolor": "black", "linewidth": 0.6}


def _dress(axes: Any, columns: int) -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_axisbelow(True)
    axes.tick_params(labelsize=9)
    axes.figure.legend(
        loc="outside lower center", ncols=columns, frameon=False, prop={"family": FONT, "size": 9}
    )


def _font(size: float) -> dict[str, Any]:
    return {"fontfamily": FONT, "fontsize": size}


def _wrapped(name: str) -> str:
    """A name on two lines at most; a dollar sign is not mathematics."""
    return textwrap.fill(shorten(name, 62), 32).replace("$", r"\$")


def _png(figure: Any) -> bytes:
    written = BytesIO()
    figure.savefig(written, format="png", metadata={"Software": None})
    return written.getvalue()
