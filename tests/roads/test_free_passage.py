"""What must not be blocked: work on a live page that changes nothing for its readers; and what the gate says of each road."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, PageViewRestriction

from articles.models import ArticleIndexPage, ArticlePage
from doctors.qualification import DOCTORS, MODERATORS, OPERATORS
from moderation import decisions
from moderation.gate import PublicationBlocked
from moderation.models import Case, Decision, Kind, Permit, Submission, Verb
from tests import factories
from tests.roads import scene

pytestmark = pytest.mark.django_db


def fresh(page: Any) -> Any:
    return ArticlePage.objects.get(pk=page.pk)


def touched(page: Any, **values: Any) -> Any:
    for name, value in values.items():
        setattr(page, name, value)
    page.save()
    return page


def sibling_index() -> ArticleIndexPage:
    index = ArticleIndexPage(title="别处", slug="elsewhere")
    ArticleIndexPage.objects.get().get_parent().add_child(instance=index)
    return index


ON_A_LIVE_PAGE: dict[str, Callable[[Any], Any]] = {
    "save as it is": lambda page: fresh(page).save(),
    "save what was decided": lambda page: touched(fresh(page), review_due=None),
    "base page saved": lambda page: Page.objects.get(pk=page.pk).save(),
    "base page locked": lambda page: touched(Page.objects.get(pk=page.pk), locked=True),
    "locked": lambda page: touched(fresh(page), locked=True, locked_by=page.owner),
    "draft saved": lambda page: scene.changed_draft(page),
    "draft overwritten": lambda page: page.get_latest_revision_as_object().save_revision(
        user=page.owner, overwrite_revision=page.get_latest_revision()
    ),
    "moved": lambda page: page.move(sibling_index(), pos="last-child"),
    "moved as base": lambda page: Page.objects.get(pk=page.pk).move(sibling_index(), pos="last-child"),
    "purge_revisions": lambda page: call_command("purge_revisions", verbosity=0),
    "set_url_paths": lambda page: call_command("set_url_paths", verbosity=0),
    "fixtree": lambda page: call_command("fixtree", interactive=False, verbosity=0),
    "references rebuilt": lambda page: call_command("rebuild_references_index", verbosity=0),
    "draft of a topic": lambda page: scene.changed_draft(page.topic),
}


@pytest.mark.parametrize("act", ON_A_LIVE_PAGE)
def test_work_that_changes_no_words_passes(act: str) -> None:
    page = factories.publish(factories.make_article())
    with scene.standing_still(page):
        ON_A_LIVE_PAGE[act](page)
    assert scene.is_public(page)


def test_it_passes_under_an_expired_certificate_too() -> None:
    page = factories.publish(factories.make_article())
    page.owner.certificates.update(expires_on="2020-01-01")
    with scene.standing_still(page):
        fresh(page).save()


def autosave(client: Client, page: Any, **values: Any) -> Any:
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(url, scene.article_form(**values), headers={"accept": "application/json"})


def test_autosave_of_a_live_page_and_over_a_submitted_revision() -> None:
    page = scene.changed_draft(factories.publish(factories.make_article()), "第二版")
    submission = factories.submit(page)
    client = scene.client_of(page.owner)
    frozen = submission.revision_id
    with scene.standing_still(page):
        answer = autosave(client, page, overwrite_revision_id=str(frozen))
        assert answer.status_code == 200, answer.content
    submission.refresh_from_db()
    assert submission.revision_id == frozen
    assert submission.revision.as_object().title == "第二版"  # type: ignore[union-attr]
    assert fresh(page).get_latest_revision_as_object().title == scene.WORDS
    assert factories.approve(submission)
    assert ArticlePage.objects.published().get().title == "第二版"


def test_privacy_hides_at_once_and_shows_again() -> None:
    page = factories.publish(factories.make_article())
    for place in (page, page.get_parent()):
        restriction = PageViewRestriction.objects.create(page=place, restriction_type="login")
        assert not scene.is_public(page)
        restriction.delete()
        assert scene.is_public(page)


LEAVING: dict[str, Callable[[Any, Client], Any]] = {
    "unpublish": lambda page, root: page.unpublish(),
    "save": lambda page, root: touched(page, live=False),
    "partial save": lambda page, root: touched_partly(page),
    "admin": lambda page, root: root.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk])),
    "api": lambda page, root: root.post(reverse("wagtailadmin_api:pages:action", args=[page.pk, "unpublish"])),
    "bulk": lambda page, root: root.post(
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"]) + f"?id={page.pk}"
    ),
    "takedown": lambda page, root: decisions.take_down(page, factories.make_moderator(), Verb.TAKEDOWN, [], "过时"),
    "order": lambda page, root: decisions.take_down(page, factories.make_moderator(), Verb.ORDER, [], "指令"),
    "author": lambda page, root: decisions.take_down(page, page.owner, Verb.WITHDRAW, [], "重写"),
}


def touched_partly(page: Any) -> None:
    page.live = False
    page.save(update_fields=["live"])


@pytest.mark.parametrize("road", LEAVING)
def test_each_road_out_is_announced_once_and_ends_the_clearance(road: str) -> None:
    page = factories.publish(factories.make_article())
    digest = page.live_digest
    with scene.listening() as heard:
        LEAVING[road](fresh(page), scene.client_of(scene.superuser()))
    assert (heard.live, heard.left) == ([], [digest])
    assert not fresh(page).live
    assert not scene.is_public(page)
    with scene.standing_still(page):
        assert scene.attempt(page.get_latest_revision().publish) is not None
    with scene.listening() as heard:
        decisions.restore(fresh(page), factories.make_moderator(), digest, "查明无误")
    assert (heard.live, heard.left) == ([digest], [])
    assert scene.is_public(page)


def test_each_version_is_announced_once() -> None:
    page = factories.make_article()
    with scene.listening() as heard:
        first = factories.publish(page)
        second = factories.publish(scene.changed_draft(first, "第二版"))
        fresh(second).save()
    assert heard.live == [first.live_digest, second.live_digest]
    assert heard.left == []
    assert not Permit.objects.exists()


def test_a_takedown_needs_a_new_decision_on_new_words() -> None:
    page = factories.publish(factories.make_article())
    moderator = factories.make_moderator()
    decisions.take_down(page, moderator, Verb.TAKEDOWN, [], "过时")
    again = factories.publish(scene.changed_draft(fresh(page), "改过的一版"))
    assert scene.is_public(again)
    assert Decision.objects.filter(verb=Verb.APPROVE).count() == 2
    with pytest.raises(PublicationBlocked), scene.standing_still(again):
        page.revisions.order_by("pk").first().publish()


def test_a_rescan_hit_holds_what_is_scheduled_and_not_what_is_live() -> None:
    page, live = factories.make_article(), factories.publish(factories.make_article())
    submission = factories.submit(page, publish_at=scene.in_an_hour())
    factories.approve(submission)
    for number, about in enumerate((page, live)):
        Case.objects.create(
            content_type=submission.content_type,
            object_id=about.pk,
            kind=Kind.RESCAN,
            due_at=scene.in_an_hour(),
            number=f"r{number}",
        )
    with scene.standing_still(page):
        assert not decisions.publish(submission)
    fresh(live).save()
    assert scene.is_public(live)
    Case.objects.filter(kind=Kind.RESCAN).update(state="closed")
    assert decisions.publish(Submission.objects.get(pk=submission.pk))


def test_nobody_holds_wagtails_publish_right() -> None:
    ours = GroupPagePermission.objects.filter(group__name__in=(DOCTORS, MODERATORS, OPERATORS))
    assert not ours.filter(permission__codename="publish_page").exists()


def submit_screen(page: Any) -> str:
    return reverse("moderation_submit", args=["articles", "articlepage", page.pk])


@pytest.mark.parametrize("handed_in", [False, True])
def test_only_a_draft_that_was_never_handed_in_is_deleted(handed_in: bool) -> None:
    page = factories.make_article()
    if handed_in:
        decisions.return_to_author(
            Case.objects.get(submission=factories.submit(page)), factories.make_moderator(), ["BL7"], "再改改"
        )
    response = scene.client_of(page.owner).post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert (response.headers["Location"] == submit_screen(page)) == handed_in
    assert ArticlePage.objects.filter(pk=page.pk).exists() == handed_in


def test_what_was_withdrawn_is_not_deleted() -> None:
    page = factories.publish(factories.make_article())
    page.unpublish()
    root = scene.client_of(scene.superuser())
    assert root.post(reverse("wagtailadmin_pages:delete", args=[page.pk])).headers["Location"] == submit_screen(page)
    for delete in (fresh(page).delete, Page.objects.get(pk=page.pk).delete, ArticlePage.objects.filter(pk=page.pk).delete):
        assert scene.attempt(delete) is not None
    assert ArticlePage.objects.filter(pk=page.pk).exists()
