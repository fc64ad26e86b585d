"""Many short published articles at once, past the chain of review, in a scratch site whose triggers are taken away."""

import datetime
import itertools
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

BATCH = 1_000
SPECIALTIES = ("03.01", "03.02", "03.04", "03.07", "04.03", "05", "07", "13")


@dataclass(frozen=True)
class Text:
    """What is told of one article."""

    title: str
    body: str
    topic: str = ""
    tags: tuple[str, ...] = field(default=())


def create(texts: Iterable[Text], authors: int = 40, start: int = 0) -> Iterator[int]:
    """Put these articles live without entries; yields how many there are. `search.entries.rebuild` makes them findable."""
    from moderation import triggers

    triggers.drop()
    people = _authors(authors)
    topics: dict[str, Any] = {}
    done = start
    rows = iter(texts)
    while batch := list(itertools.islice(rows, BATCH)):
        _insert(batch, people, topics, done)
        done += len(batch)
        yield done


def _authors(number: int) -> list[Any]:
    """Doctors with public profiles, each of one of a dozen hospitals."""
    from doctors.models import DoctorProfile, User
    from moderation.models import Shown
    from moderation.models.reference import key

    found = []
    for count in range(number):
        user, new = User.objects.get_or_create(email=f"bulk{count}@xinglin.example", defaults={"name": f"郑知微{count}"})
        if new:
            hospital = f"南湖市第{count % 12 + 1}医院"
            specialty = SPECIALTIES[count % len(SPECIALTIES)]
            profile = DoctorProfile(user=user, name=user.name, title="主治医师", specialty=specialty, institution=hospital)
            profile.save()
            DoctorProfile.objects.filter(pk=profile.pk).update(live=True, live_digest="b" * 64)
            Shown.objects.create(**key(profile), digest="b" * 64)
        found.append(user)
    return found


def _topic(title: str, topics: dict[str, Any]) -> Any:
    from articles import identity
    from articles.models import ShelfPage, TopicPage

    if title not in topics:
        topic = TopicPage.objects.filter(title=title).first()
        if topic is None:
            topic = TopicPage(title=title, slug=f"topic-{identity.new_id()}")
            ShelfPage.objects.get(slug="topics").add_child(instance=topic)
        topics[title] = topic
    return topics[title]


def _insert(batch: list[Text], people: list[Any], topics: dict[str, Any], start: int) -> None:
    from django.contrib.contenttypes.models import ContentType
    from django.db import transaction
    from django.utils import timezone
    from wagtail.models import Page

    from articles.models import ArticleIndexPage, ArticlePage
    from moderation.models import Shown
    from moderation.models.reference import key

    parent = ArticleIndexPage.objects.get()
    kind = ContentType.objects.get_for_model(ArticlePage)
    now = timezone.now()
    pages = []
    bylines: dict[int, Any] = {}
    for number, text in enumerate(batch, start):
        chance = random.Random(number)
        author = chance.choice(people)
        page: Any = ArticlePage(
            title=text.title[:255], draft_title=text.title[:255], summary=text.body[:100], owner=author, content_type=kind
        )
        page.path = Page._get_path(parent.path, parent.depth + 1, parent.numchild + number - start + 1)
        page.depth, page.numchild, page.url_path = parent.depth + 1, 0, f"{parent.url_path}{page.slug}/"
        page.live, page.live_digest, page.locale = True, "a" * 64, parent.locale
        page.specialty, page.topic = chance.choice(SPECIALTIES), _topic(text.topic, topics) if text.topic else None
        page.first_published_at = page.last_published_at = now - datetime.timedelta(days=chance.randrange(1_500))
        page.cleared_at = now - datetime.timedelta(days=chance.randrange(900))
        page.review_due = (page.cleared_at + datetime.timedelta(days=730)).date()
        page.body = [("paragraph", f"<p>{text.body}</p>")]
        page.tags = [("tag", tag) for tag in text.tags]
        if author.pk not in bylines:
            page.refresh_byline()
            bylines[author.pk] = page.byline
        page.byline = bylines[author.pk]
        pages.append(page)
    with transaction.atomic():
        columns = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
        bases = [Page(**{name: getattr(page, name) for name in columns}) for page in pages]
        for page, base in zip(pages, Page.objects.bulk_create(bases), strict=True):
            page.pk = page.id = page.page_ptr_id = base.pk
        own = ArticlePage._meta.local_concrete_fields
        for first in range(0, len(pages), 100):
            ArticlePage._base_manager._insert(pages[first : first + 100], fields=own, using="default")
        Shown.objects.bulk_create([Shown(**key(page), digest="a" * 64) for page in pages])
        Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + len(pages))
