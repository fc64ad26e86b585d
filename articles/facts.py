"""What the engine is told of an article besides its words; the keys are those of `moderation/engine/flows/facts.toml`."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from doctors.names import public_names
from doctors.profiles import field_of
from doctors.qualification import certificate_facts
from doctors.specialties import registered_scope

from .attribution import ai, interests, record, rights
from .attribution.references.facts import source_facts
from .attribution.signatures.standing import contributor_facts
from .attribution.similarity.facts import similarity_facts

if TYPE_CHECKING:
    from .models import ArticlePage


def facts_of(page: "ArticlePage") -> dict[str, Any]:
    """Asked at each scan of a draft too, so each answer is a query of its own at most."""
    today = timezone.localdate()
    return {
        "today": today.isoformat(),
        "origin": page.origin,
        "licence": page.licence,
        "source_licence": record.source_licence(page),
        "specialty": page.specialty,
        "specialty_name": page.get_specialty_display(),
        "scopes": _scopes(page),
        "reviewers": [
            {"holder": one["name"], "specialties": registered_scope(page.specialty)} for one in page.signed.get("reviewers", [])
        ],
        "byline": [str(person.get("name") or "") for person in page.byline],
        "contributors": contributor_facts(page),
        "doctors": public_names(),
        "review_due": page.review_due.isoformat() if page.review_due else None,
        "permissions": rights.permission_facts(page, today),
        "work_for_hire": rights.work_for_hire(page, today),
        **({"case": page.case_kind} if page.case_kind else {}),
        "case_consents": rights.consent_facts(page, today),
        "missing": record.missing(page),
        "pictures": record.pictures(page),
        "certificates": certificate_facts(page.owner) if page.owner else [],
        "ai": ai.facts(page),
        "commercial": bool(page.sponsor),
        **interests.facts(page, today),
        **source_facts(page),
        **similarity_facts(page),
    }


def _scopes(page: "ArticlePage") -> list[dict[str, Any]]:
    """What the author is registered for, as far as the cleared profile says it."""
    field = field_of(page.owner) if page.owner else ""
    return [{"holder": page.owner.name, "specialties": registered_scope(field)}] if field else []
