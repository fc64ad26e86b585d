"""Other articles with the words of one: what names it as its source or shares its source, and what reads the same."""

from typing import Any

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from moderation.complaints import siblings
from moderation.complaints.siblings import Sibling

from .attribution.derivation import sources_on_this_site
from .attribution.similarity import searching
from .attribution.similarity.left_out import text_of
from .models import ArticlePage

MOST = 30
# Below this share of common words two articles of one field only speak of the same thing.
SHARE = 0.15


def register() -> None:
    siblings.register(derived)
    siblings.register(alike)


def derived(instance: Any) -> list[Sibling]:
    """What this article derives from on this site, what derives from it, and what derives from the same work elsewhere."""
    if not isinstance(instance, ArticlePage):
        return []
    addresses = [str(work["value"].get("url") or "") for work in instance.source_works.get_prep_value()]
    written = ArticlePage.objects.exclude(pk=instance.pk).annotate(sources=Cast("source_works", TextField()))
    found = [
        (page, _("它是本文的原作品")) for page in _public(ArticlePage.objects.filter(slug__in=sources_on_this_site(instance)))
    ]
    found += [
        (page, _("它转载、翻译或改编了本文")) for page in _public(written.filter(sources__contains=f"/articles/{instance.slug}"))
    ]
    same = Q()
    for address in addresses:
        same |= Q(sources__contains=address) if len(address) > 10 else Q()
    if same:
        found += [(page, _("与本文出自同一作品")) for page in _public(written.filter(same))]
    return [_sibling(page, why) for page, why in found]


def alike(instance: Any) -> list[Sibling]:
    """Published articles with a good part of the same words, whoever wrote them."""
    if not isinstance(instance, ArticlePage):
        return []
    report = searching.search(searching.Subject(text_of(instance), article=instance.pk))
    shares = {entry.number: entry.score for entry in report.entries if entry.source == "article" and entry.score >= SHARE}
    pages = {page.pk: page for page in _public(ArticlePage.objects.filter(pk__in=shares))}
    ranked = sorted(shares.items(), key=lambda item: -item[1])
    return [_sibling(pages[pk], _("有 %(share)d%% 的文字相同") % {"share": score * 100}) for pk, score in ranked if pk in pages]


def _public(pages: Any) -> list[ArticlePage]:
    """Those that readers see or saw; a draft is nobody's business here."""
    return list(pages.filter(Q(live=True) | Q(first_published_at__isnull=False)).order_by("-live", "pk")[:MOST])


def _sibling(page: ArticlePage, why: str) -> Sibling:
    return Sibling(page, why, f"/articles/{page.slug}/")
