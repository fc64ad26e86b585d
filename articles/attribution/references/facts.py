"""What the engine must know of an article's sources, and what is missing of them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

from moderation.engine import Passage

from ... import passages
from ..vocabulary import Origin
from . import citations, library
from .citations import Cited
from .reference import Reference
from .vocabulary import Kind, Standing

if TYPE_CHECKING:
    from ...models import ArticlePage, LibraryEntry

READ = ("body", "cover")


def stream_of(page: "ArticlePage") -> list[tuple[str, Mapping[str, Any]]]:
    """(path, stored value) of each reference, in order."""
    return [
        (f"references.{block.get('id') or number}", block["value"])
        for number, block in enumerate(page.references.get_prep_value())
        if isinstance(block.get("value"), Mapping)
    ]


def read_passages(page: "ArticlePage") -> list[Passage]:
    """The words that may carry marks: what readers read, without the list itself."""
    found = [Passage("summary", page.summary)] if page.summary else []
    for field in READ:
        found += passages.passages(field, getattr(page, field).get_prep_value())
    return found


def cited_of(page: "ArticlePage") -> Cited:
    return citations.cited(read_passages(page), len(page.references))


def lost_marks(page: "ArticlePage") -> list[str]:
    """What the record lacks: references that the text cites and the list does not have. An old archive is taken as it is."""
    if page.imported:
        return []
    count = len(page.references)
    return [
        _("第 %(number)d 条参考文献（正文有 %(mark)s，而文献只有 %(count)d 条）")
        % {"number": number, "mark": mark, "count": count}
        for number, mark in sorted(cited_of(page).lost.items())
    ]


def source_facts(page: "ArticlePage") -> dict[str, Any]:
    """The facts `references`, `links` and `source_works`; one query."""
    rows = stream_of(page)
    references = [library.of_value(value) for _path, value in rows]
    entries = library.find_all(references, [str(value.get("entry") or "") for _path, value in rows])
    places = cited_of(page).places if rows else {}
    facts: dict[str, Any] = {"references": [], "links": []}
    for number, ((path, value), reference, entry) in enumerate(zip(rows, references, entries, strict=True), 1):
        standing = standing_of(reference, entry)
        fact: dict[str, Any] = {"path": path, "title": reference.title or str(value.get("text") or "")[:80], "status": standing}
        if citations.is_told(standing, number, places):
            fact["explained"] = True
        if entry is not None and entry.superseded_by is not None:
            fact["superseded_by"] = _newer(entry.superseded_by)
        facts["references"].append(fact)
        address = reference.url or reference.doi
        if settings.REFERENCE_LOOKUP != "off" and entry is not None and entry.link_state and address:
            link = {"path": path, "address": address, "state": entry.link_state, "temporary": entry.link_temporary}
            facts["links"].append(link)
    if page.origin == Origin.REPOST:
        facts["source_works"] = [_source_work(block["value"]) for block in page.source_works.get_prep_value()]
    return facts


def standing_of(reference: Reference, entry: "LibraryEntry | None") -> str:
    """What became of the work, in the engine's words; a correction stands as well as the work does."""
    if entry is not None and entry.standing and entry.standing != Standing.CORRECTED:
        return str(entry.standing)
    return "preprint" if reference.kind == Kind.PREPRINT else ""


def standings(page: "ArticlePage") -> dict[str, str]:
    """Numbers of the list with what readers are told of the work; a correction is told too."""
    rows = stream_of(page)
    references = [library.of_value(value) for _path, value in rows]
    entries = library.find_all(references, [str(value.get("entry") or "") for _path, value in rows])
    told = {number: entry.standing for number, entry in enumerate(entries, 1) if entry is not None and entry.standing}
    return {str(number): standing for number, standing in told.items()}


def _newer(entry: "LibraryEntry") -> str:
    year = entry.reference.year[:4]
    return f"{year}年版" if year else entry.title[:60]


def _source_work(value: Mapping[str, Any]) -> dict[str, str]:
    return {
        "title": str(value.get("title") or ""),
        "authors": str(value.get("author") or ""),
        "link": str(value.get("url") or ""),
        "published_on": str(value.get("published_on") or ""),
    }
