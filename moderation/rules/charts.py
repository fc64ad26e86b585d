"""Charts as inline SVG, made on the server; each stands beside a table that says the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

WIDTH, HEIGHT, FOOT = 640, 160, 18
# A chart for the narrow column, so that its words stay readable.
NARROW = 360


@dataclass(frozen=True)
class Series:
    """One row of values; `tone` is the class that colours it, None a day without a value."""

    label: str
    values: Sequence[float | None]
    tone: str


def bars(series: Sequence[Series], days: Sequence[str], title: str) -> SafeString:
    """Bars day by day, the second series over the first, with a line at the highest value."""
    highest = max((value or 0 for one in series for value in one.values), default=0)
    top = highest or 1
    width = WIDTH / max(1, len(days))
    parts = [f'<line class="chart-line" x1="0" x2="{WIDTH}" y1="{HEIGHT}" y2="{HEIGHT}"/>']
    parts.append(f'<text class="chart-word" x="0" y="11">{_number(highest)}</text>')
    for one in series:
        for index, value in enumerate(one.values):
            if value:
                high = value / top * (HEIGHT - FOOT)
                x, y = index * width + width * 0.14, HEIGHT - high
                parts.append(
                    f'<rect class="chart-{one.tone}" x="{x:.1f}" y="{y:.1f}" width="{width * 0.72:.1f}" height="{high:.1f}" rx="2">'
                    f"<title>{escape(days[index])} · {escape(one.label)} {_number(value)}</title></rect>"
                )
    parts.append(_days(days))
    return _svg(parts, title, HEIGHT + 20, "chart")


def line(series: Series, days: Sequence[str], title: str) -> SafeString:
    """A line with a dot for each day that has a value."""
    highest = max((value or 0 for value in series.values), default=0)
    top = highest or 1
    step = NARROW / max(1, len(days))
    points = [
        ((index + 0.5) * step, HEIGHT - value / top * (HEIGHT - FOOT))
        for index, value in enumerate(series.values)
        if value is not None
    ]
    parts = [f'<line class="chart-line" x1="0" x2="{NARROW}" y1="{HEIGHT}" y2="{HEIGHT}"/>']
    parts.append(f'<text class="chart-word" x="0" y="11">{_number(highest)}</text>')
    parts.append(f'<polyline class="chart-path" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}"/>')
    parts += [f'<circle class="chart-{series.tone}" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>' for x, y in points]
    parts.append(_days(days, NARROW))
    return _svg(parts, title, HEIGHT + 20, "chart", NARROW)


def spark(values: Sequence[int], title: str) -> SafeString:
    """A small row of bars for a line of a list."""
    top = max(values, default=0) or 1
    parts = [
        f'<rect class="chart-hits" x="{index * 4}" y="{24 - max(1, value / top * 24):.1f}" width="3" '
        f'height="{max(1, value / top * 24):.1f}"/>'
        for index, value in enumerate(values)
        if value
    ]
    parts.append(f'<line class="chart-line" x1="0" x2="{len(values) * 4}" y1="24" y2="24"/>')
    return _svg(parts, title, 25, "spark", len(values) * 4)


def interval(low: float, high: float, value: float | None, title: str) -> SafeString:
    """Where a share lies between nothing and everything."""
    parts = ['<line class="chart-line" x1="0" x2="100" y1="8" y2="8"/>']
    if value is not None:
        parts.append(
            f'<rect class="chart-range" x="{low * 100:.1f}" y="4" width="{max(1.0, (high - low) * 100):.1f}" height="8" rx="4"/>'
        )
        parts.append(f'<circle class="chart-hits" cx="{value * 100:.1f}" cy="8" r="4"/>')
    return _svg(parts, title, 16, "interval", 100)


def _days(days: Sequence[str], width: int = WIDTH) -> str:
    if not days:
        return ""
    places = [(0, "start", days[0]), (width / 2, "middle", days[len(days) // 2]), (width, "end", days[-1])]
    return "".join(
        f'<text class="chart-word" x="{x:.0f}" y="{HEIGHT + 16}" text-anchor="{anchor}">{escape(day)}</text>'
        for x, anchor, day in places
    )


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 10 or value == int(value) else f"{value:.1f}"


def _svg(parts: Sequence[str], title: str, height: int, kind: str, width: int = WIDTH) -> SafeString:
    inner = f"<title>{escape(title)}</title>{''.join(parts)}"
    made = f'<svg class="{kind}" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}">{inner}</svg>'
    return mark_safe(made)  # noqa: S308  (every word in it was escaped above)
