"""Sets marks such as `[1,3-5]` as raised links to the list of references, each an address that the list leads back to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.html import escape

from articles.attribution.references.citations import MARK, numbers

from .typography import with_quantities

_PIECE = re.compile(r"(\d{1,3})|([-–—~])|([^\d\-–—~]+)")
_BRACKETS = ("[", "［", "【")


@dataclass
class Rendering:
    """What one page knows while its texts are rendered: where page links lead, and which references were cited how often."""

    pages: Mapping[int, str] = field(default_factory=dict)
    references: int = 0
    cited: dict[int, int] = field(default_factory=dict)
    # (anchor, words) of each h2, collected while rendering.
    headings: list[tuple[str, str]] = field(default_factory=list)

    def cite(self, number: int) -> str:
        """The id of this citation, so that the list of references can lead back."""
        self.cited[number] = self.cited.get(number, 0) + 1
        return f"cite-{number}-{self.cited[number]}"


def cited(text: str, rendering: Rendering, raised: bool = False) -> str:
    """Escaped text with its marks linked; what is heard and scanned stays letter for letter. `raised` stands in a `sup` already."""
    if not rendering.references or not any(bracket in text for bracket in _BRACKETS):
        return with_quantities(text)
    out: list[str] = []
    cursor = 0
    for mark in MARK.finditer(text):
        cites = numbers(mark[1], rendering.references)
        if not cites or max(cites) > rendering.references:
            continue
        out.append(with_quantities(text[cursor : mark.start()]))
        out.append(_linked(mark, rendering, "span" if raised else "sup"))
        cursor = mark.end()
    out.append(with_quantities(text[cursor:]))
    return "".join(out)


def _linked(mark: re.Match[str], rendering: Rendering, tag: str) -> str:
    written = mark.group()
    out = [f'<{tag} class="cite"><span class="vh">{written[0]}</span>']
    before, through = 0, False
    for number, dash, between in _PIECE.findall(mark[1]):
        if number:
            one = int(number)
            if through:
                # Those in between are cited too: each gets a place to come back to.
                skipped = "".join(f'<span id="{rendering.cite(inner)}"></span>' for inner in range(before + 1, one))
                out.append(skipped)
            out.append(f'<a href="#ref-{one}" id="{rendering.cite(one)}">{number}</a>')
            before, through = one, False
        else:
            through = bool(dash) or (through and not between.strip())
            out.append(escape(dash or between))
    out.append(f'<span class="vh">{written[-1]}</span></{tag}>')
    return "".join(out)
