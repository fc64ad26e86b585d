"""Keeps what is findable equal to what anybody may read, in the transaction that changes it."""

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import post_page_move

from articles.models import ArticlePage, TopicPage
from doctors.models import DoctorProfile
from moderation.signals import left, went_live

from . import entries, outbox
from .embedded import index
from .meaning import vectors
from .models import EntryFacets, SearchEntry, SearchVector
from .models.name_key import Kind
from .names import keys


def register() -> None:
    went_live.connect(_went_live, sender=ArticlePage, dispatch_uid="search.went_live")
    left.connect(_left, sender=ArticlePage, dispatch_uid="search.left")
    post_delete.connect(_deleted, sender=SearchEntry, dispatch_uid="search.deleted")
    pre_delete.connect(_vector_leaves, sender=SearchVector, dispatch_uid="search.vector_leaves")
    for changed in (post_save, post_delete):
        changed.connect(_restricted, sender=PageViewRestriction, dispatch_uid="search.restricted")
    post_page_move.connect(_moved, dispatch_uid="search.moved")
    for told in (went_live, left):
        told.connect(_topic, sender=TopicPage, dispatch_uid="search.topic")
        told.connect(_doctor, sender=DoctorProfile, dispatch_uid="search.doctor")
    for model in keys.KINDS:
        went_live.connect(_named, sender=model, dispatch_uid=f"search.named.{model.__name__}")
        left.connect(_nameless, sender=model, dispatch_uid=f"search.nameless.{model.__name__}")


def _went_live(instance: ArticlePage, digest: str, **kwargs: Any) -> None:
    entries.put(instance, digest)


def _left(instance: ArticlePage, **kwargs: Any) -> None:
    entries.remove([instance.pk])


def _deleted(instance: SearchEntry, **kwargs: Any) -> None:
    """However an entry goes, alone or with its page, the indexes hear of it."""
    index().erase([instance.pk])
    keys.erase(Kind.ARTICLE, [instance.pk])
    outbox.note([instance.pk], removed=True)


def _vector_leaves(instance: SearchVector, **kwargs: Any) -> None:
    vectors.leaving(instance)


def _restricted(instance: PageViewRestriction, **kwargs: Any) -> None:
    """A restriction hides its page and everything below from the next query on."""
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None:
        _moved(page)


def _moved(instance: Page, **kwargs: Any) -> None:
    """Where a page stands decides what it stands behind."""
    entries.settle(ArticlePage.objects.descendant_of(instance, inclusive=True))
    keys.settle(instance)


def _topic(instance: TopicPage, **kwargs: Any) -> None:
    """Articles are found by the name of their topic."""
    entries.refresh(ArticlePage.objects.filter(topic_id=instance.pk).values_list("pk", flat=True))


def _doctor(instance: DoctorProfile, **kwargs: Any) -> None:
    """Articles are narrowed by their doctors and by these doctors' hospitals, as cleared now."""
    line = f"author\t{instance.public_id}"
    named = EntryFacets.objects.filter(packed__contains=line).values_list("pk", flat=True)
    written = ArticlePage.objects.filter(owner_id=instance.user_id).values_list("pk", flat=True)
    entries.refresh({*named, *written})


def _named(instance: Any, sender: Any, **kwargs: Any) -> None:
    """Offered while readers type, by the name as cleared now."""
    keys.write(keys.KINDS[sender], [(instance.pk, keys.label_of(instance))])


def _nameless(instance: Any, sender: Any, **kwargs: Any) -> None:
    keys.erase(keys.KINDS[sender], [instance.pk])
