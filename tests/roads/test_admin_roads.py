"""Every road through the administration, tried by a superuser: nothing goes live, the answer is polite, the draft is kept."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Workflow

from articles.models import ArticleIndexPage, ArticlePage
from moderation import decisions
from moderation.models import Case
from tests import factories
from tests.roads import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def root() -> Client:
    return scene.client_of(scene.superuser())


def address(name: str, *args: Any) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def polite(response: HttpResponse) -> bool:
    """A redirect that says why, a page that says why, or an answer for a program."""
    return response.status_code in (200, 201, 302, 400, 403, 404, 405)


def post(client: Client, url: str, data: dict[str, Any] | None = None, **headers: str) -> HttpResponse:
    return client.post(url, data or {}, headers=headers)  # type: ignore[return-value]


def copy_form(page: Any, **values: Any) -> dict[str, Any]:
    return {"new_title": scene.WORDS, "new_slug": "copied", "new_parent_page": page.get_parent().pk, **values}


def bulk(action: str, *pages: Any) -> str:
    ids = "&".join(f"id={page.pk}" for page in pages)
    return reverse("wagtail_bulk_action", args=["wagtailcore", "page", action]) + f"?{ids}"


def api(action: str, page: Any) -> str:
    return reverse("wagtailadmin_api:pages:action", args=[page.pk, action])


def publish_form(**values: Any) -> dict[str, Any]:
    return scene.article_form(**{"action-publish": "1", **values})


def index_of(page: Any) -> int:
    return int(page.get_parent().pk)


ROADS: dict[str, Callable[[Client, Any], HttpResponse]] = {
    "edit and publish": lambda client, page: post(client, address("edit", page.pk), publish_form()),
    "edit and publish by autosave": lambda client, page: post(
        client, address("edit", page.pk), publish_form(), accept="application/json"
    ),
    "edit with a schedule in the form": lambda client, page: post(
        client, address("edit", page.pk), publish_form(go_live_at="2020-01-01 10:00", expire_at="2020-01-02 10:00")
    ),
    "edit posing as live": lambda client, page: post(
        client, address("edit", page.pk), scene.article_form(live="on", live_digest="x")
    ),
    "approve in the form": lambda client, page: post(
        client,
        address("edit", page.pk),
        scene.article_form(**{"action-workflow-action": "1", "workflow-action-name": "approve"}),
    ),
    "submit to a workflow": lambda client, page: post(
        client, address("edit", page.pk), scene.article_form(**{"action-submit": "1"})
    ),
    "revert and publish": lambda client, page: post(
        client, address("edit", page.pk), publish_form(revision=str(page.revisions.order_by("pk").first().pk))
    ),
    "bulk publish": lambda client, page: post(client, bulk("publish", page), {"include_descendants": "on"}),
    "bulk publish mixed": lambda client, page: post(client, bulk("publish", page, page.get_parent(), factories.make_article())),
    "bulk publish of the index": lambda client, page: post(
        client, bulk("publish", page.get_parent()), {"include_descendants": "on"}
    ),
    "copy live": lambda client, page: post(client, address("copy", page.pk), copy_form(page, publish_copies="on")),
    "copy as alias": lambda client, page: post(client, address("copy", page.pk), copy_form(page, alias="on")),
    "copy of the index live": lambda client, page: post(
        client,
        address("copy", index_of(page)),
        {**copy_form(page.get_parent(), new_slug="index2"), "copy_subpages": "on", "publish_copies": "on"},
    ),
    "copy of the index as alias": lambda client, page: post(
        client,
        address("copy", index_of(page)),
        {**copy_form(page.get_parent(), new_slug="index3"), "copy_subpages": "on", "alias": "on"},
    ),
    "api publish": lambda client, page: post(client, api("publish", page)),
    "api copy live": lambda client, page: post(
        client, api("copy", page), {"slug": "copied", "keep_live": True, "recursive": True}
    ),
    "api alias": lambda client, page: post(client, api("create_alias", page), {"update_slug": "aliased"}),
    "api convert alias": lambda client, page: post(client, api("convert_alias", page)),
    "api translate": lambda client, page: post(client, api("copy_for_translation", page), {"locale": "en", "alias": True}),
    "api delete": lambda client, page: post(client, api("delete" if page.live else "publish", page)),
    "delete": lambda client, page: post(client, address("delete" if page.live else "unpublish", page.pk)),
    "bulk delete": lambda client, page: post(client, bulk("delete" if page.live else "publish", page)),
    "stock workflow": lambda client, page: post(client, address("workflow_action", page.pk, "approve", 1)),
    "unschedule": lambda client, page: post(client, address("revisions_unschedule", page.pk, page.latest_revision_id)),
}


@pytest.mark.parametrize("live", [False, True], ids=["draft", "live"])
@pytest.mark.parametrize("road", ROADS)
def test_no_road_publishes(road: str, live: bool, root: Client) -> None:
    page = factories.make_article()
    page = scene.second_version(factories.publish(page)) if live else page
    others = set(Page.objects.filter(live=True).values_list("pk", flat=True))
    with scene.standing_still(page):
        assert polite(ROADS[road](root, page))
    assert scene.is_public(page) == live
    # A copied index may be live: it has no words of its own.
    assert not ArticlePage.objects.filter(live=True).exclude(pk__in=others).exists()
    row = ArticlePage.objects.get(pk=page.pk)
    assert (row.go_live_at, row.expire_at, row.alias_of_id) == (None, None, None)


def test_create_and_publish_keeps_the_text_as_a_draft(root: Client) -> None:
    url = address("add", "articles", "articlepage", ArticleIndexPage.objects.get().pk)
    with scene.listening() as heard:
        response = post(root, url, publish_form())
    page = ArticlePage.objects.get(title=scene.WORDS)
    assert not page.live
    assert scene.WORDS in str(page.get_latest_revision_as_object().body.get_prep_value())
    assert response.headers["Location"] == reverse("moderation_submit", args=["articles", "articlepage", page.pk])
    assert (heard.live, heard.left) == ([], [])


def test_edit_and_publish_keeps_the_text_and_leads_on(root: Client) -> None:
    page = factories.publish(factories.make_article())
    response = post(root, address("edit", page.pk), publish_form())
    assert response.headers["Location"] == reverse("moderation_submit", args=["articles", "articlepage", page.pk])
    row = ArticlePage.objects.get(pk=page.pk)
    assert (row.title, row.get_latest_revision_as_object().title) == (page.title, scene.WORDS)


ABSENT = [
    "/admin/workflows/list/",
    "/admin/workflows/tasks/index/",
    "/admin/workflows/add/",
    "/admin/reports/workflow/",
    "/admin/reports/workflow_tasks/",
    "/admin/reports/page-types-usage/",
    "/admin/pages/{page}/workflow_history/",
    "/admin/pages/{page}/convert_alias/",
    "/admin/pages/workflow/action/{page}/approve/1/",
    "/admin/pages/workflow/confirm_cancellation/{page}/",
    "/api/v3/pages/",
    "/api/v2/pages/",
    "/admin/api/v3/pages/",
    "/documents/1/x.pdf",
]


@pytest.mark.parametrize("place", ABSENT)
def test_what_is_switched_off_is_not_there(place: str, root: Client) -> None:
    page = factories.make_article()
    url = place.format(page=page.pk)
    assert root.get(url).status_code == 404
    assert root.post(url).status_code == 404
    assert not Workflow.objects.exists()


def test_an_approved_schedule_is_not_published_early_by_a_stock_road(root: Client) -> None:
    page = factories.make_article()
    submission = factories.submit(page, publish_at=scene.in_an_hour())
    assert not factories.approve(submission)
    with scene.standing_still(page):
        for road in ("edit and publish", "api publish", "bulk publish", "revert and publish"):
            ROADS[road](root, ArticlePage.objects.get(pk=page.pk))
        assert scene.attempt(submission.revision.publish) is not None  # type: ignore[union-attr]
    submission.refresh_from_db()
    assert submission.state == "approved"
    assert decisions.publish(submission)
    assert ArticlePage.objects.published().get().title == page.title


def test_approving_while_the_form_holds_other_words_publishes_the_reviewed_ones(root: Client) -> None:
    page = factories.make_article()
    submission = factories.submit(page)
    post(root, address("edit", page.pk), scene.article_form(), accept="application/json")
    assert factories.approve(submission)
    assert ArticlePage.objects.published().get().title == page.title
    assert not Case.objects.filter(state="open").exists()
