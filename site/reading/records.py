"""The attribution record of the published version, as machines read it."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.utils import timezone

from articles.attribution import ai, record
from articles.attribution.proof import notes
from articles.attribution.references import library
from articles.attribution.vocabulary import CREDIT_TERMS, LICENCE_ADDRESSES, Licence, Role
from articles.models import ArticlePage

from . import article, lookup, sources
from .people import Account, Person, people_of


def attribution(page: ArticlePage) -> dict[str, Any]:
    """Everything that whoever reuses the article must know; of accounts, only what is public."""
    known = article.accounts_of(page)
    rows = [(f"contributors.{identity}", row) for identity, row in article.stream_rows(page.contributors)]
    people = people_of(page.byline, rows, known)
    authors = "、".join(person.name for person in people if person.is_author)
    said = notes.noted([page.pk]).get(page.pk)
    return {
        "id": page.slug,
        "url": f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/articles/{page.slug}/",
        "version": getattr(page, "version", None) or lookup.version_of(page),
        "title": page.title,
        "origin": page.origin,
        "owner": page.owner_name or authors,
        "licence": {
            "name": page.licence,
            "url": LICENCE_ADDRESSES[Licence(page.licence)] if page.licence in LICENCE_ADDRESSES else "",
        },
        "contributors": [_contributor(person, page.signed.get("confirmed", {})) for person in people],
        "medical_review": [
            {name: one[name] for name in ("name", "title", "institution", "day")} for one in page.signed.get("reviewers", [])
        ],
        "source_works": [dict(row) for _identity, row in article.stream_rows(page.source_works)],
        "references": [
            _reference(number, value, page.source_standing)
            for number, (_identity, value) in enumerate(sources.values_of(page.references.get_prep_value()), 1)
        ],
        "pictures": [{name: row[name] for name in ("name", "credit", "licence")} for row in record.pictures(page)],
        "ai": {"use": page.ai_use, "note": page.ai_note, "uses": [use.as_json() for use in ai.uses(page)]},
        "interests": page.interests,
        "sponsor": page.sponsor,
        "imported": page.imported,
        "published_at": page.first_published_at.isoformat() if page.first_published_at else None,
        "updated_at": page.last_published_at.isoformat() if page.last_published_at else None,
        "digest": page.live_digest,
        "noted": asdict(said) if said else None,
        "notes": [
            {
                "kind": note.kind,
                "by": note.voice,
                "day": timezone.localtime(note.at).date().isoformat(),
                "version": note.version,
                "text": note.text,
            }
            for note in notes.of_page(page.pk)
        ],
    }


def _reference(number: int, value: Mapping[str, str], standings: Mapping[str, str]) -> dict[str, Any]:
    """The line and the address as ever, and every field that is known; a line that can be read as data is."""
    known = library.of_value(value)
    fields = {**known.as_value(), "authors": list(known.authors)}
    standing = standings.get(str(number), "")
    found = {"number": number, "text": value["text"], "url": value["url"] or known.url, **fields, "standing": standing}
    return {name: part for name, part in found.items() if part or name in ("text", "url")}


def _contributor(person: Person, confirmed: Mapping[str, str]) -> dict[str, Any]:
    account: Account = person.account
    return {
        "name": person.name,
        "role": person.role,
        "credit": CREDIT_TERMS[Role(person.role)] if person.role in CREDIT_TERMS else "",
        "title": person.title,
        "institution": person.institution,
        "doctor": account.public_id or None,
        "verified": account.verified is not None,
        "confirmed": confirmed.get(person.path) or None,
    }
