"""Charts as small as a word, for a line of a list; the numbers stand beside them."""

from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


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


def _svg(parts: Sequence[str], title: str, height: int, kind: str, width: int) -> SafeString:
    inner = f"<title>{escape(title)}</title>{''.join(parts)}"
    made = f'<svg class="{kind}" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}">{inner}</svg>'
    return mark_safe(made)  # noqa: S308  (every word in it was escaped above)
