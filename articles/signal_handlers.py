"""Freezes the pictures that a live article names, signs its manifest, and has pages indexed for the admin."""

from typing import Any

from django.apps import apps

from moderation import endings
from moderation.models import Submission
from moderation.signals import handed_in, left, overturned, went_live

from . import admin_index, passages
from .attribution.proof.reinstating import note_reinstated
from .attribution.proof.signing import sign_published
from .attribution.references.uses import note_live
from .attribution.signatures.asking import ask_contributors
from .attribution.similarity.index import note_left
from .attribution.similarity.index import note_live as note_similarity
from .attribution.similarity.kept import note_handed_in
from .models import ArticleImage, ArticlePage
from .models.base import ModeratedPage


def register() -> None:
    admin_index.register(model for model in apps.get_models() if issubclass(model, ModeratedPage))
    went_live.connect(_back, sender=ArticlePage, dispatch_uid="articles.endings")
    went_live.connect(_freeze_pictures, sender=ArticlePage, dispatch_uid="articles.pictures")
    went_live.connect(note_live, sender=ArticlePage, dispatch_uid="articles.references")
    handed_in.connect(_ask, sender=ArticlePage, dispatch_uid="articles.signatures")
    went_live.connect(note_similarity, sender=ArticlePage, dispatch_uid="articles.similarity")
    left.connect(note_left, sender=ArticlePage, dispatch_uid="articles.similarity")
    handed_in.connect(note_handed_in, sender=ArticlePage, dispatch_uid="articles.similarity")
    overturned.connect(note_reinstated, sender=ArticlePage, dispatch_uid="articles.notes")
    went_live.connect(sign_published, sender=ArticlePage, dispatch_uid="articles.proof")


def _back(instance: ArticlePage, **kwargs: Any) -> None:
    endings.close_when_back(instance)


def _ask(instance: ArticlePage, submission: Submission, **kwargs: Any) -> None:
    ask_contributors(submission, instance)


def _freeze_pictures(instance: ArticlePage, **kwargs: Any) -> None:
    named = passages.image_ids(instance.cover.get_prep_value(), instance.body.get_prep_value())
    ArticleImage.objects.filter(pk__in=named, frozen=False).update(frozen=True)
