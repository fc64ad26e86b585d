"""Every road through Python objects: none makes a draft live, none changes the words of a live page."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core import serializers
from django.utils import timezone
from wagtail.actions.copy_for_translation import CopyPageForTranslationAction
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.models import Locale, Page

from articles.models import ArticleIndexPage, ArticlePage
from moderation.models import Permit
from moderation.signals import went_live
from tests import factories
from tests.roads import scene

pytestmark = pytest.mark.django_db


def bare(page: Any) -> Page:
    return Page.objects.get(pk=page.pk)


def edited(page: Any, **values: Any) -> Any:
    fresh = ArticlePage.objects.get(pk=page.pk)
    for name, value in values.items():
        setattr(fresh, name, value)
    return fresh


def loaded(page: Any, model: Any, **values: Any) -> None:
    """As `loaddata` does it: of the specific type, or of the base class alone."""
    data = serializers.serialize("json", [model.objects.get(pk=page.pk)])
    for entry in serializers.deserialize("json", data):
        for name, value in values.items():
            setattr(entry.object, name, value)
        entry.save()


TO_LIVE: dict[str, Callable[[Any], Any]] = {
    "Page.publish": lambda page: page.publish(page.get_latest_revision()),
    "Page.publish without user": lambda page: page.publish(page.get_latest_revision(), user=None),
    "Page.publish skipping": lambda page: page.publish(page.get_latest_revision(), skip_permission_checks=True),
    "Page.publish by root": lambda page: page.publish(page.get_latest_revision(), user=scene.superuser()),
    "revision.publish": lambda page: page.get_latest_revision().publish(),
    "base page publish": lambda page: bare(page).publish(page.get_latest_revision()),
    "page action": lambda page: PublishPageRevisionAction(page.get_latest_revision()).execute(skip_permission_checks=True),
    "revision action": lambda page: PublishRevisionAction(page.get_latest_revision()).execute(skip_permission_checks=True),
    "revert": lambda page: page.publish(page.revisions.first(), previous_revision=page.get_latest_revision()),
    "live and save": lambda page: edited(page, live=True).save(),
    "live and partial save": lambda page: edited(page, live=True).save(update_fields=["live"]),
    "live and save without cleaning": lambda page: edited(page, live=True).save(clean=False),
    "live with a digest": lambda page: edited(page, live=True, live_digest=page.surface().digest()).save(),
    "live and save_base": lambda page: edited(page, live=True).save_base(),
    "live and raw save_base": lambda page: edited(page, live=True).save_base(raw=True),
    "base page live": lambda page: setattr_and_save(bare(page), live=True),
    "base page save_base": lambda page: setattr_and_save(bare(page), how="save_base", live=True),
    "deserialised": lambda page: loaded(page, ArticlePage, live=True),
    "deserialised base": lambda page: loaded(page, Page, live=True),
    "alias": lambda page: CreatePageAliasAction(page, update_slug="alias").execute(skip_permission_checks=True),
    "create_alias": lambda page: page.create_alias(update_slug="alias"),
    "base create_alias": lambda page: bare(page).create_alias(update_slug="alias"),
    "copy as alias for translation": lambda page: CopyPageForTranslationAction(
        page, Locale.objects.get_or_create(language_code="en")[0], copy_parents=True, alias=True
    ).execute(skip_permission_checks=True),
    "born live": lambda page: ArticleIndexPage.objects.get().add_child(
        instance=ArticlePage(title=page.title, summary="摘要", specialty="03.04", live=True)
    ),
}


def setattr_and_save(page: Any, how: str = "save", **values: Any) -> None:
    for name, value in values.items():
        setattr(page, name, value)
    getattr(page, how)()


@pytest.mark.parametrize("road", TO_LIVE)
def test_no_road_makes_a_draft_live(road: str) -> None:
    page = factories.make_article()
    count = ArticlePage.objects.count()
    with scene.standing_still(page):
        assert scene.attempt(lambda: TO_LIVE[road](page)) is not None
    assert ArticlePage.objects.count() == count
    assert not Page.objects.filter(live=True, title=page.title).exists()


NEW_WORDS: dict[str, Callable[[Any], Any]] = {
    "publish the newer draft": lambda page: page.get_latest_revision().publish(),
    "publish by root": lambda page: page.publish(page.get_latest_revision(), user=scene.superuser()),
    "save": lambda page: edited(page, title=scene.WORDS).save(),
    "save body": lambda page: edited(page, body=[("heading", scene.WORDS)]).save(),
    "save byline": lambda page: edited(page, byline=[{"name": scene.WORDS}]).save(),
    "save topic": lambda page: edited(page, topic=factories.make_topic(scene.WORDS)).save(),
    "partial save": lambda page: edited(page, title=scene.WORDS).save(update_fields=["title"]),
    "partial save of a key's column": lambda page: edited(page, topic_id=factories.make_topic("别").pk).save(
        update_fields=["topic_id"]
    ),
    "partial save posing as draft": lambda page: edited(page, title=scene.WORDS, live=False).save(update_fields=["title"]),
    "partial save of the digest": lambda page: edited(page, live=False, live_digest="0" * 64).save(update_fields=["live_digest"]),
    "partial save posing as draft, same words": lambda page: edited(page, live=False).save(update_fields=["title"]),
    "save_base": lambda page: edited(page, title=scene.WORDS).save_base(),
    "raw save_base": lambda page: edited(page, title=scene.WORDS).save_base(raw=True),
    "base page title": lambda page: setattr_and_save(bare(page), title=scene.WORDS),
    "base page slug": lambda page: setattr_and_save(bare(page), slug="another"),
    "base page seo title": lambda page: setattr_and_save(bare(page), seo_title=scene.WORDS),
    "base page made a draft": lambda page: setattr_and_save(bare(page), live=False),
    "base page unpublished": lambda page: bare(page).unpublish(),
    "deserialised": lambda page: loaded(page, ArticlePage, summary=scene.WORDS),
    "deserialised base": lambda page: loaded(page, Page, title=scene.WORDS),
    "deserialised base as draft": lambda page: loaded(page, Page, title=scene.WORDS, live=False),
    "alias of it": lambda page: page.create_alias(update_slug="alias"),
    "made an alias": lambda page: edited(page, alias_of=bare(factories.make_article())).save(),
    "deleted": lambda page: ArticlePage.objects.get(pk=page.pk).delete(),
    "deleted as base": lambda page: bare(page).delete(),
    "deleted as queryset": lambda page: ArticlePage.objects.filter(pk=page.pk).delete(),
    "deleted as base queryset": lambda page: Page.objects.filter(pk=page.pk).delete(),
    "deleted with its parent": lambda page: ArticleIndexPage.objects.get().delete(),
    "deleted raw": lambda page: Page.objects.filter(pk=page.pk)._raw_delete("default"),
}


@pytest.mark.parametrize("road", NEW_WORDS)
def test_no_road_changes_live_words(road: str) -> None:
    page = scene.second_version(factories.publish(factories.make_article()))
    with scene.standing_still(page):
        assert scene.attempt(lambda: NEW_WORDS[road](page)) is not None
    assert scene.is_public(page)
    assert page.get_latest_revision_as_object().title == scene.WORDS


@pytest.mark.parametrize("live", [False, True])
@pytest.mark.parametrize("keep_live", [False, True])
@pytest.mark.parametrize("recursive", [False, True])
def test_a_copy_is_a_draft_or_nothing(live: bool, keep_live: bool, recursive: bool) -> None:
    page = factories.make_article()
    page = factories.publish(page) if live else page
    with scene.listening() as heard:
        refusal = scene.attempt(
            lambda: CopyPageAction(
                page, to=page.get_parent(), update_attrs={"slug": "copy"}, recursive=recursive, keep_live=keep_live
            ).execute(skip_permission_checks=True)
        )
    copy = ArticlePage.objects.filter(slug="copy").first()
    assert (refusal is None) == (copy is not None) == (not (live and keep_live))
    if copy:
        assert not copy.live
        assert not scene.is_public(copy)
        assert scene.attempt(lambda: copy.get_latest_revision().publish()) is not None
    assert (heard.live, heard.left) == ([], [])


def test_a_copy_by_another_doctor_is_not_cleared_by_the_original() -> None:
    page = factories.publish(factories.make_article())
    other = factories.make_doctor()
    copy = page.copy(user=other, keep_live=False, update_attrs={"slug": "copyc0py"})
    copy.byline = page.byline
    with scene.standing_still(copy):
        copy.live = True
        assert copy.surface().digest() == page.live_digest
        assert scene.attempt(copy.save) is not None


@pytest.mark.parametrize("live", [False, True])
def test_a_stock_schedule_publishes_and_announces_nothing(live: bool) -> None:
    page = factories.make_article()
    page = scene.second_version(factories.publish(page)) if live else page
    draft = page.get_latest_revision_as_object()
    draft.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    revision = draft.save_revision(user=page.owner)
    with scene.listening() as heard:
        revision.publish()
    row = ArticlePage.objects.get(pk=page.pk)
    assert (row.live, row.title, scene.is_public(row)) == (live, page.title, live)
    assert (heard.live, heard.left) == ([], [])


def test_a_save_that_fails_leaves_no_permit() -> None:
    page = factories.publish(factories.make_article())

    def failing(**kwargs: Any) -> None:
        raise RuntimeError("a listener failed")

    draft = scene.changed_draft(page, "第二版")
    submission = factories.submit(draft)
    went_live.connect(failing)
    try:
        with scene.standing_still(page), pytest.raises(RuntimeError):
            factories.approve(submission)
    finally:
        went_live.disconnect(failing)
    assert not Permit.objects.exists()
    submission.refresh_from_db()
    assert submission.state == "open"
    assert factories.approve(submission)
