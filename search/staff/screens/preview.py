"""What a reader is answered, and for each article why it stands where it stands."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ... import engine, meaning, text
from ...models import SearchEntry
from ...query import Hit, Query, Results
from .. import pins
from ..access import for_tenders
from ..tabs import frame

SHOWN = 20


@dataclass(frozen=True)
class Explained:
    """A hit with its place and what speaks for and against it, as chips of a tone and a word."""

    place: int
    hit: Hit
    why: list[tuple[str, str]]


@require_GET
@for_tenders
def preview(request: HttpRequest) -> HttpResponse:
    query = Query(request.GET.get("q", ""), size=SHOWN)
    found = engine.search(query) if query.text else None
    parsed = text.parse(query.text)
    context = {
        **frame(request, "preview"),
        "query": query,
        "found": found,
        "rows": _explained(query, found) if found else [],
        "pieces": parsed.pieces,
        "words": parsed.words,
        "pinned": pins.pinned(pins.folded(query.text)),
    }
    return render(request, "search/staff/preview.html", context)


def _explained(query: Query, found: Results) -> list[Explained]:
    asked = "".join(text.parse(query.text).pieces)
    near = _nearness(query, found)
    return [Explained(place, hit, _why(asked, hit, near.get(hit.id))) for place, hit in enumerate(found.hits, 1)]


def _nearness(query: Query, found: Results) -> dict[str, float]:
    """How near each article lies to the question by meaning, by its public id; none without the model."""
    vector = meaning.vector_of_question(query.text)
    if vector is None:
        return {}
    slugs = dict(SearchEntry.objects.filter(public_id__in=[hit.id for hit in found.hits]).values_list("pk", "public_id"))
    return {slugs[pk]: cosine for pk, cosine in meaning.cosines(vector, slugs).items()}


def _why(asked: str, hit: Hit, nearness: float | None) -> list[tuple[str, str]]:
    title = "".join(match.group() for match in text.runs(text.folded(hit.title).text))
    said: list[tuple[str, str]] = []
    if hit.pinned:
        said.append(("leaf", _("置顶")))
    if asked and title == asked:
        said.append(("leaf", _("标题就是这个问题")))
    elif asked and asked in title:
        said.append(("leaf", _("标题含原话")))
    elif asked:
        letters = set(asked)
        said.append(("plain", _("标题含问题中 %(share)d%% 的字") % {"share": 100 * len(letters & set(title)) // len(letters)}))
    if hit.passages:
        said.append(("plain", _("摘要或正文命中")))
    if nearness is not None:
        said.append(("plain", _("含义接近度 %(cosine).2f") % {"cosine": nearness}))
    if hit.related:
        said.append(("soon", _("只因含义相近")))
    if hit.overdue:
        said.append(("soon", _("已过复审期，排后")))
    return said
