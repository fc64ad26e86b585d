"""What machines are told of the rights in an article and its pictures: whose, under which licence, from what, paid by whom."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

from articles.attribution import aigc
from articles.attribution.vocabulary import LICENCE_ADDRESSES, Licence
from doctors.models.certificate import Kind

from . import reuse
from .renditions import Picture

if TYPE_CHECKING:
    from .article import Parts

# The three that say what somebody may do; an identity card is none.
CREDENTIALS = (Kind.LICENCE, Kind.QUALIFICATION, Kind.TITLE)


def absolute(address: str) -> str:
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + address if address.startswith("/") else address


def credentials() -> list[dict[str, str]]:
    """Names alone: neither number, issuer nor day of a doctor's certificates is anybody's."""
    return [{"@type": "EducationalOccupationalCredential", "name": str(kind.label)} for kind in CREDENTIALS]


def of_article(parts: "Parts") -> dict[str, Any]:
    """What goes into the description of the page itself."""
    page = parts.page
    year = f" {page.first_published_at.year}" if page.first_published_at else ""
    found: dict[str, Any] = {
        "copyrightHolder": {"@type": "Person" if not page.owner_name else "Organization", "name": parts.owner},
        "copyrightNotice": f"©{year} {parts.owner}",
        "creditText": reuse.credit_line(parts),
        "acquireLicensePage": f"{parts.url}#reuse",
        "usageInfo": absolute("/api/licence"),
        "creativeWorkStatus": "Published",
        "isAccessibleForFree": True,
        "audience": _audience(parts),
    }
    if page.first_published_at:
        found["copyrightYear"] = page.first_published_at.year
    if version := getattr(page, "version", None):
        found["version"] = str(version)
    if works := [_work(row) for row in parts.source_works]:
        found["isBasedOn"] = works
    if page.sponsor:
        found["funding"] = {"@type": "Grant", "funder": {"@type": "Organization", "name": page.sponsor}}
    if parts.ai_label:
        found["digitalSourceType"] = aigc.SOURCE_TYPE
    if pictures := list(_pictures(parts)):
        found["associatedMedia"] = pictures
    return found


def _audience(parts: "Parts") -> dict[str, str]:
    said = {"@type": "MedicalAudience", "audienceType": str(parts.page.get_audience_display())}
    return said | ({"description": parts.page.audience_for} if parts.page.audience_for else {})


def _work(row: Mapping[str, Any]) -> dict[str, Any]:
    found = {
        "@type": "CreativeWork",
        "name": row.get("title"),
        "author": row.get("author"),
        "url": row.get("url"),
        "datePublished": row.get("published_on"),
        "license": _licence(row.get("licence")),
    }
    return {name: value for name, value in found.items() if value}


def _licence(name: Any) -> str:
    """The address that stands for an open licence; what has none is told by its notice."""
    return LICENCE_ADDRESSES[Licence(name)] if name in LICENCE_ADDRESSES else ""


def _pictures(parts: "Parts") -> Iterator[dict[str, Any]]:
    """Every picture of the body, and the cover, each with its own credit and licence."""
    cover = {"type": "picture", "value": parts.cover} if parts.cover else None
    for block in [*([cover] if cover else []), *parts.stream]:
        if block.get("type") != "picture" or not isinstance(block.get("value"), Mapping):
            continue
        value = block["value"]
        shown = parts.shown(value.get("image"))
        if shown is not None:
            yield _picture(value, shown, value.get("image") in parts.generated_pictures, f"{parts.url}#reuse")


def _picture(value: Mapping[str, Any], shown: Picture, generated: bool, page: str) -> dict[str, Any]:
    licence = str(value.get("licence") or "")
    named = Licence(licence).label if licence in Licence else licence
    found = {
        "@type": "ImageObject",
        "contentUrl": absolute(shown.src),
        "width": shown.width,
        "height": shown.height,
        "caption": value.get("caption"),
        "description": value.get("alt"),
        "creditText": value.get("credit"),
        "copyrightNotice": _("%(credit)s，%(licence)s") % {"credit": value.get("credit") or "", "licence": named}
        if named
        else "",
        "license": _licence(licence),
        "acquireLicensePage": page,
        "digitalSourceType": aigc.SOURCE_TYPE if generated else "",
    }
    return {name: part for name, part in found.items() if part}
