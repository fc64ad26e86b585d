"""Structured data for machines, built from what was cleared and from nothing else."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from articles import richtext
from articles.models import NoteKind

from . import machine_rights
from .people import SPECIALTIES, Person

if TYPE_CHECKING:
    from .article import Parts
    from .lookup import Crumb
    from .places import Doctor

# A browser ends a script element at these characters, whatever the type says.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def script(data: Any) -> SafeString:
    """A data block that cannot be left from inside."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  (escaped just above)


_absolute = machine_rights.absolute


def publisher() -> dict[str, Any]:
    return {"@type": "Organization", "name": settings.SITE_NAME, "url": _absolute("/")}


def person(one: Person) -> dict[str, Any]:
    data: dict[str, Any] = {"@type": "Person", "name": one.name}
    if one.title:
        data["jobTitle"] = one.title
    if one.institution:
        data["affiliation"] = {"@type": "Hospital", "name": one.institution}
    if one.account.verified:
        data["hasCredential"] = machine_rights.credentials()
    if one.url:
        data["url"] = _absolute(one.url)
    return data


def doctor(one: "Doctor") -> dict[str, Any]:
    """The page of one doctor."""
    return {
        "@context": "https://schema.org",
        "@type": "ProfilePage",
        "mainEntity": {
            "@type": "Person",
            "name": one.name,
            "jobTitle": one.title,
            "affiliation": {"@type": "Hospital", "name": one.institution},
            "description": one.biography,
            "url": _absolute(one.url),
        },
    }


def breadcrumbs(crumbs: Sequence["Crumb"]) -> dict[str, Any]:
    items = [
        {"@type": "ListItem", "position": number, "name": crumb.title, "item": _absolute(crumb.url)}
        for number, crumb in enumerate(crumbs, 1)
    ]
    return {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items}


def of_article(parts: "Parts") -> list[dict[str, Any]]:
    """MedicalWebPage, the way to it, and its questions if it has any."""
    page = parts.page
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "headline": page.title,
        "description": parts.description,
        "url": parts.url,
        "inLanguage": "zh-Hans",
        "author": [person(one) for one in parts.authors],
        "publisher": publisher(),
        "medicalAudience": {"@type": "MedicalAudience", "audienceType": str(page.get_audience_display())},
        "specialty": str(SPECIALTIES.get(page.specialty, page.specialty)),
        "citation": [reference.text for reference in parts.references],
    }
    data |= machine_rights.of_article(parts)
    if parts.reviewers:
        data["reviewedBy"] = [_reviewer(one) for one in parts.reviewers]
        data["lastReviewed"] = max(one["day"] for one in parts.reviewers)
    if len(parts.crumbs) > 1:
        data["about"] = {"@type": "MedicalCondition", "name": parts.crumbs[-1].title}
    if page.first_published_at:
        data["datePublished"] = page.first_published_at.isoformat()
        data["dateModified"] = (page.last_published_at or page.first_published_at).isoformat()
    if parts.licence_url:
        data["license"] = parts.licence_url
    if parts.shared_picture:
        data["image"] = _absolute(parts.shared_picture.src)
    if any(note.kind == NoteKind.RETRACTION for note in parts.notes):
        data["creativeWorkStatus"] = "Retracted"
    elif any(note.kind == NoteKind.CORRECTION for note in parts.notes):
        data["creativeWorkStatus"] = "Corrected"
    corrections = [note.text for note in parts.notes if note.kind == NoteKind.CORRECTION and note.text]
    if corrections:
        data["correction"] = corrections
    found = [data, breadcrumbs(parts.crumbs)]
    if parts.body.questions:
        found.append(_questions(parts.body.questions))
    return found


def _reviewer(one: Mapping[str, Any]) -> dict[str, Any]:
    hospital = {"@type": "Hospital", "name": one["institution"]}
    return {"@type": "Person", "name": one["name"], "jobTitle": one["title"], "affiliation": hospital}


def _questions(pairs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    entities = [
        {
            "@type": "Question",
            "name": question,
            "acceptedAnswer": {
                "@type": "Answer",
                "text": "\n".join(paragraph.text for paragraph in richtext.paragraphs(answer)),
            },
        }
        for question, answer in pairs
    ]
    return {"@context": "https://schema.org", "@type": "FAQPage", "mainEntity": entities}
