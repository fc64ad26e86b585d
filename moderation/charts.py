"""Charts as SVG that a reader of the screen hears as one sentence; each stands beside a table that says the same."""

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pygal
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from pygal.style import Style

# pygal hangs a finder for its maps into the import system that Python 3.12 would refuse and 3.11 warns of; no map is drawn here.
sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != "pygal"]

# Drawn for a phone; a wide screen shows it somewhat larger.
WIDTH, HEIGHT = 480, 230
# Its advertising, and the settings of a script that is not loaded.
NEEDLESS = re.compile(r"<!--.*?-->|<script.*?</script>", re.DOTALL)
FONT = 14
# The page's own colours, so that a chart is dark where the page is.
TONES = {
    "leaf": "var(--x-leaf)",
    "fruit": "var(--x-fruit)",
    "stop": "var(--x-stop)",
    "soon": "var(--x-soon)",
    "soft": "var(--x-soft)",
}


@dataclass(frozen=True)
class Series:
    """One row of values; None stands for a day without a value. `tone` is one of TONES."""

    label: str
    values: Sequence[float | None]
    tone: str = "leaf"


def bars(series: Sequence[Series], labels: Sequence[str], title: str) -> SafeString:
    """Bars side by side."""
    return _drawn(pygal.Bar, series, labels, title)


def rows(series: Sequence[Series], labels: Sequence[str], title: str, stacked: bool = False) -> SafeString:
    """Lying bars, for labels that are words: below each other, or one behind the other."""
    height = 50 + 30 * len(labels) * (1 if stacked else len(series)) + (60 if len(series) > 1 else 0)
    kind = pygal.HorizontalStackedBar if stacked else pygal.HorizontalBar
    return _drawn(kind, series, list(reversed(labels)), title, height, reverse=True)


def line(series: Sequence[Series], labels: Sequence[str], title: str) -> SafeString:
    """A line with a dot for each value, broken where there is none."""
    return _drawn(pygal.Line, series, labels, title)


def _drawn(
    kind: Any, series: Sequence[Series], labels: Sequence[str], title: str, height: int = HEIGHT, reverse: bool = False
) -> SafeString:
    chart = kind(
        style=_style(tuple(TONES[one.tone] for one in series)),
        js=[],
        disable_xml_declaration=True,
        width=WIDTH,
        height=height,
        show_legend=len(series) > 1,
        legend_at_bottom=True,
        x_labels_major_every=max(1, -(-len(labels) // 5)),
        show_minor_x_labels=len(labels) <= 5 or reverse,
        truncate_label=-1,
        # pygal measures letters; Han characters are wider.
        margin_left=min(WIDTH // 3, max((len(label) for label in labels), default=0) * FONT // 2) if reverse else 10,
        formatter=_number,
        show_dots=True,
        dots_size=3,
        include_x_axis=True,
        max_scale=5,
        no_data_text="—",
    )
    chart.x_labels = [str(label) for label in labels]
    for one in series:
        chart.add(str(one.label), list(reversed(one.values)) if reverse else list(one.values))
    drawn = NEEDLESS.sub("", chart.render(is_unicode=True)).replace("stroke:black", "stroke:var(--x-line)")
    drawn = drawn.replace("<svg ", f'<svg role="img" aria-label="{escape(title)}" ', 1)
    return mark_safe(drawn)  # noqa: S308  (pygal escapes every label; the title was escaped above)


def _number(value: float | None) -> str:
    if value is None:
        return "—"
    return f"{value:.0f}" if value == int(value) else f"{value:.1f}"


def _style(colours: Sequence[str]) -> Style:
    return Style(
        background="transparent",
        plot_background="transparent",
        foreground="var(--x-ink)",
        foreground_strong="var(--x-ink)",
        foreground_subtle="var(--x-line)",
        colors=colours,
        font_family="inherit",
        label_font_size=FONT,
        major_label_font_size=FONT,
        legend_font_size=FONT,
        no_data_font_size=20,
        opacity=".85",
        opacity_hover="1",
        transition="0ms",
    )
