"""Writes, removes and checks what is findable; always within the caller's transaction."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles import passages
from articles.models import ArticlePage
from doctors.specialties import Specialty

from . import facets, outbox, phrasing, text
from .embedded import index
from .embedded.streams import streams_of
from .models import EntryFacets, SearchEntry
from .models.name_key import Kind
from .names import keys

BATCH = 100
BESIDE = [field.name for field in EntryFacets._meta.concrete_fields if not field.primary_key]


def entry_of(page: ArticlePage, digest: str) -> SearchEntry:
    """The entry of an article whose surface has this digest."""
    body = "\n".join(_sentences(page))
    return SearchEntry(
        page_id=page.pk,
        public_id=page.slug,
        title=text.storable(page.title),
        summary=text.storable(page.summary),
        body=body,
        author="、".join(dict.fromkeys(person["name"] for person in page.byline if person.get("name"))),
        topic=page.topic.title if page.topic else "",
        specialty=page.specialty,
        published_at=page.first_published_at,
        reviewed_at=page.cleared_at,
        review_due=page.review_due,
        digest=digest,
        recipe=text.RECIPE,
    )


def facets_of(page: ArticlePage, entry: SearchEntry) -> EntryFacets:
    """What counting and ordering read of this entry."""
    level = phrasing.levelled(entry.title)
    return EntryFacets(
        entry=entry,
        packed=facets.pack(facets.values_of(page)),
        level=level,
        core=phrasing.core(level),
        asks=phrasing.asks(level),
        characters="".join(sorted(set(text.squeezed(f"{entry.summary}{entry.body}")))),
        reviewed_on=page.cleared_at and timezone.localdate(page.cleared_at),
        review_due=page.review_due,
    )


def _sentences(page: ArticlePage) -> Iterator[str]:
    """What readers see of the body, without the addresses behind links and the makers of pictures."""
    for passage in passages.passages("body", page.body.get_prep_value()):
        part = passage.path.split(".", 2)[-1]
        if "link." not in part and part not in ("credit", "licence"):
            yield text.storable(passage.text)


def put(page: ArticlePage, digest: str) -> None:
    """Make exactly this version findable, in place of whatever was; what stands behind a view restriction is not."""
    if page.get_view_restrictions().exists():
        remove([page.pk])
    else:
        write(page, digest)


def write(page: ArticlePage, digest: str) -> None:
    """The same for an article of which it is known that anybody may read it."""
    entry = entry_of(page, digest)
    values = [field.name for field in entry._meta.concrete_fields if not field.primary_key]
    beside = facets_of(page, entry)
    # Without a savepoint: words that cannot be made findable do not go live.
    with transaction.atomic(savepoint=False):
        SearchEntry.objects.bulk_create([entry], update_conflicts=True, unique_fields=["page"], update_fields=values)
        EntryFacets.objects.bulk_create([beside], update_conflicts=True, unique_fields=["entry"], update_fields=BESIDE)
        index().write(entry.pk, streams_of(entry, names_of(entry, page), beside.packed))
        keys.write(Kind.ARTICLE, [(entry.pk, entry.title)])
        outbox.note([entry.pk])


def names_of(entry: SearchEntry, page: ArticlePage) -> list[str]:
    """The names that an article goes by: authors, topic, department, tags."""
    tags = (str(tag["value"]) for tag in page.tags.get_prep_value())
    return [entry.author, entry.topic, str(Specialty(page.specialty).label), *tags]


def remove(identities: Iterable[int]) -> None:
    """Make these articles unfindable."""
    gone = list(identities)
    with transaction.atomic():
        index().erase(gone)
        keys.erase(Kind.ARTICLE, gone)
        SearchEntry.objects.filter(pk__in=gone).delete()


def settle(pages: Any) -> None:
    """Make findable what anybody may read of these articles, and nothing else of them."""
    with transaction.atomic():
        wanted = set(pages.published().values_list("pk", flat=True))
        known = set(SearchEntry.objects.filter(page__in=pages).values_list("pk", flat=True))
        for gone in _batches(known - wanted):
            remove(gone)
        for new in _batches(wanted - known):
            for page in ArticlePage.objects.filter(pk__in=new):
                write(page, page.live_digest)


def _batches(identities: set[int]) -> Iterator[list[int]]:
    ordered = sorted(identities)
    for start in range(0, len(ordered), BATCH):
        yield ordered[start : start + BATCH]


def refresh(identities: Iterable[int]) -> None:
    """Write these entries anew: something they name is called otherwise now."""
    with transaction.atomic():
        for batch in _batches(set(identities)):
            for page in ArticlePage.objects.published().filter(pk__in=batch):
                write(page, page.live_digest)


def rebuild() -> Iterator[int]:
    """Write every entry anew, batch by batch, so that readers never meet an empty index; yields how many are done."""
    wanted = list(ArticlePage.objects.published().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(wanted), BATCH):
        with transaction.atomic():
            batch = ArticlePage.objects.filter(pk__in=wanted[start : start + BATCH]).select_for_update(of=("self",))
            for page in batch.published():
                write(page, page.live_digest)
        yield min(start + BATCH, len(wanted))
    with transaction.atomic():
        still = set(ArticlePage.objects.published().values_list("pk", flat=True))
        known = set(SearchEntry.objects.values_list("pk", flat=True)) | index().identities()
        remove(known - still)
    keys.rebuild()
    index().tidy()


def faults() -> Iterator[str]:
    """Everything that differs between what is live and what is findable, each as one sentence."""
    live = {row[0]: row[1:] for row in ArticlePage.objects.published().values_list("pk", "live_digest", "title", "slug")}
    entries = {row[0]: row[1:] for row in SearchEntry.objects.values_list("pk", "digest", "title", "public_id", "recipe")}
    indexed = index().identities()
    for identity in sorted(live.keys() - entries.keys()):
        yield f"article {live[identity][2]} is live and has no entry"
    for identity in sorted(entries.keys() - live.keys()):
        yield f"article {entries[identity][2]} has an entry and is not live"
    for identity in sorted(live.keys() & entries.keys()):
        digest, title, slug = live[identity]
        kept_digest, kept_title, kept_slug, recipe = entries[identity]
        if kept_digest != digest:
            yield f"article {slug} has the entry of another version"
        elif kept_title != text.storable(title) or kept_slug != slug:
            yield f"article {slug} has an entry with other words"
        if recipe != text.RECIPE:
            yield f"article {slug} was segmented by an older recipe"
        if identity not in indexed:
            yield f"article {slug} has an entry and is not in the full-text index"
    for identity in sorted(indexed - entries.keys()):
        yield f"the full-text index holds page {identity}, which has no entry"
    yield from keys.faults()
    yield from index().faults()
