"""How to cite an article of ours, for people and for reference managers."""

import datetime
import json
from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone

from articles.attribution.references import bibtex, csl, ris
from articles.attribution.references.reference import Reference
from articles.attribution.references.render import rendered
from articles.attribution.references.vocabulary import Kind
from articles.models import ArticlePage

# Endings of /articles/<id>/cite.<ending>, with their media types.
FORMATS = {
    "bib": ("BibTeX", "application/x-bibtex; charset=utf-8"),
    "ris": ("RIS", "application/x-research-info-systems; charset=utf-8"),
    "json": ("CSL-JSON", "application/vnd.citationstyles.csl+json; charset=utf-8"),
}


def reference_of(page: ArticlePage, authors: Iterable[str], url: str, accessed: datetime.date | None = None) -> Reference:
    """The published version as a work on the net."""
    first = page.last_published_at or page.first_published_at
    published = timezone.localtime(first).date() if first else timezone.localdate()
    return Reference(
        kind=Kind.WEBSITE,
        authors=tuple(authors),
        title=page.title,
        publisher=settings.SITE_NAME,
        year=published.isoformat(),
        url=url,
        accessed=accessed.isoformat() if accessed else "",
    )


def line(reference: Reference) -> str:
    return rendered(reference)


def exported(reference: Reference, form: str, identity: str) -> str:
    """The text of one download; `form` is a key of FORMATS."""
    key = f"xinglin-{identity}"
    if form == "bib":
        return bibtex.written(reference, key)
    if form == "ris":
        return ris.written(reference)
    return json.dumps([csl.written(reference, key)], ensure_ascii=False, indent=2) + "\n"


def machine_tags(reference: Reference, licence: str) -> list[tuple[str, str]]:
    """(name, content) of Dublin Core and of the tags that scholarly search engines and reference managers read."""
    found = [
        ("DC.title", reference.title),
        *(("DC.creator", name) for name in reference.authors),
        ("DC.publisher", reference.publisher),
        ("DC.date", reference.year),
        ("DC.type", "Text"),
        ("DC.language", "zh-Hans"),
        ("DC.identifier", reference.url),
        ("DC.rights", licence),
        ("citation_title", reference.title),
        *(("citation_author", name) for name in reference.authors),
        ("citation_publication_date", reference.year.replace("-", "/")),
        ("citation_publisher", reference.publisher),
        ("citation_language", "zh-Hans"),
        ("citation_public_url", reference.url),
    ]
    return [(name, content) for name, content in found if content]
