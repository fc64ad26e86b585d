"""Whether an article derives from one that derives from it."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings

from .. import identity

if TYPE_CHECKING:
    from ..models import ArticlePage

# A chain that is longer than this is not followed further.
LONGEST = 20


def article_named_by(address: str) -> str:
    """The id of the article of this site that an address leads to; empty when it leads elsewhere."""
    try:
        parts = urlsplit(address or "")
        ours = urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc
    except ValueError:
        return ""
    steps = [step for step in parts.path.split("/") if step]
    if parts.netloc not in ("", ours) or len(steps) != 2 or steps[0] != "articles":
        return ""
    return steps[1].lower() if len(steps[1]) == identity.LENGTH else ""


def sources_on_this_site(page: "ArticlePage") -> set[str]:
    works = page.source_works.get_prep_value()
    return {found for work in works if (found := article_named_by(str(work["value"].get("url") or "")))}


def is_circular(page: "ArticlePage") -> bool:
    """Whether the chain of source works, in drafts or live words, leads back to this article."""
    from ..models import ArticlePage

    seen: set[str] = set()
    wanted = sources_on_this_site(page)
    for _step in range(LONGEST):
        if page.slug.lower() in wanted:
            return True
        wanted -= seen
        if not wanted:
            return False
        seen |= wanted
        following: set[str] = set()
        for other in ArticlePage.objects.filter(slug__in=wanted):
            following |= sources_on_this_site(other)
            if not other.live or other.has_unpublished_changes:
                following |= sources_on_this_site(other.get_latest_revision_as_object())
        wanted = following
    return False
