"""Another doctor, an operator and a moderator look for a doctor's draft in every place of the administration."""

import json
from typing import Any

import pytest
from django.urls import reverse

from articles.models import ArticlePage
from tests import factories
from tests.attribution.scene import give
from tests.roads import scene

pytestmark = pytest.mark.django_db
SECRET = "只有作者能看到的稿子"
SLUG = "s3cr3td8"


@pytest.fixture
def draft() -> ArticlePage:
    page = factories.make_article(title=SECRET, slug=SLUG, text="不给别人看的一句话。")
    page.save_revision(user=page.owner)
    return page


SCREENS: dict[str, Any] = {
    "explorer": lambda page: reverse("wagtailadmin_explore", args=[page.get_parent().pk]),
    "explorer of it": lambda page: reverse("wagtailadmin_explore", args=[page.pk]),
    "explorer results": lambda page: reverse("wagtailadmin_explore_results", args=[page.get_parent().pk]) + f"?q={SECRET}",
    "explorer root": lambda page: reverse("wagtailadmin_explore_root") + f"?q={SECRET}",
    "search": lambda page: reverse("wagtailadmin_pages:search") + f"?q={SECRET}",
    "search results": lambda page: reverse("wagtailadmin_pages:search_results") + f"?q={SECRET}",
    "chooser": lambda page: reverse("wagtailadmin_choose_page"),
    "chooser in the index": lambda page: reverse("wagtailadmin_choose_page_child", args=[page.get_parent().pk]),
    "chooser in it": lambda page: reverse("wagtailadmin_choose_page_child", args=[page.pk]),
    "chooser by id": lambda page: reverse("wagtailadmin_choose_page_chosen_multiple") + f"?id={page.pk}",
    "page types": lambda page: reverse("wagtailadmin_reports:page_types_usage"),
    "chooser search": lambda page: reverse("wagtailadmin_choose_page_search") + f"?q={SECRET}",
    "api list": lambda page: reverse("wagtailadmin_api:pages:listing") + "?limit=20",
    "api search": lambda page: reverse("wagtailadmin_api:pages:listing") + f"?search={SECRET}",
    "api children": lambda page: reverse("wagtailadmin_api:pages:listing") + f"?child_of={page.get_parent().pk}&for_explorer=1",
    "api descendants": lambda page: reverse("wagtailadmin_api:pages:listing") + f"?descendant_of={page.get_parent().pk}",
    "api slug": lambda page: reverse("wagtailadmin_api:pages:listing") + f"?slug={page.slug}",
    "api detail": lambda page: reverse("wagtailadmin_api:pages:detail", args=[page.pk]),
    "api of the index": lambda page: reverse("wagtailadmin_api:pages:detail", args=[page.get_parent().pk]),
    "api find": lambda page: reverse("wagtailadmin_api:pages:find") + f"?id={page.pk}",
    "edit": lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk]),
    "view draft": lambda page: reverse("wagtailadmin_pages:view_draft", args=[page.pk]),
    "preview": lambda page: reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk]),
    "usage": lambda page: reverse("wagtailadmin_pages:usage", args=[page.pk]),
    "history": lambda page: reverse("wagtailadmin_pages:history", args=[page.pk]),
    "history results": lambda page: reverse("wagtailadmin_pages:history_results", args=[page.pk]),
    "revisions": lambda page: reverse("wagtailadmin_pages:revisions_index", args=[page.pk]),
    "revision": lambda page: reverse("wagtailadmin_pages:revisions_view", args=[page.pk, page.latest_revision_id]),
    "revert": lambda page: reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, page.latest_revision_id]),
    "unschedule": lambda page: reverse("wagtailadmin_pages:revisions_unschedule", args=[page.pk, page.latest_revision_id]),
    "compare": lambda page: reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", "latest"]),
    "copy": lambda page: reverse("wagtailadmin_pages:copy", args=[page.pk]),
    "delete": lambda page: reverse("wagtailadmin_pages:delete", args=[page.pk]),
    "unpublish": lambda page: reverse("wagtailadmin_pages:unpublish", args=[page.pk]),
    "move": lambda page: reverse("wagtailadmin_pages:move", args=[page.pk]),
    "move confirm": lambda page: reverse("wagtailadmin_pages:move_confirm", args=[page.pk, page.get_parent().pk]),
    "privacy": lambda page: reverse("wagtailadmin_pages:set_privacy", args=[page.pk]),
    "add below": lambda page: reverse("wagtailadmin_pages:add_subpage", args=[page.pk]),
    "type use": lambda page: reverse("wagtailadmin_pages:type_use", args=["articles", "articlepage"]),
    "type use results": lambda page: reverse("wagtailadmin_pages:type_use_results", args=["articles", "articlepage"]),
    "usage of its topic": lambda page: reverse("wagtailadmin_pages:usage", args=[page.topic_id]),
    "deletion of its topic": lambda page: reverse("wagtailadmin_pages:delete", args=[page.topic_id]),
    "site history": lambda page: reverse("wagtailadmin_reports:site_history"),
    "locked pages": lambda page: reverse("wagtailadmin_reports:locked_pages"),
    "aging pages": lambda page: reverse("wagtailadmin_reports:aging_pages"),
    "dashboard": lambda page: reverse("wagtailadmin_home"),
    "bulk delete": lambda page: reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + f"?id={page.pk}",
    "bulk publish": lambda page: reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={page.pk}",
    "bulk unpublish": lambda page: reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"]) + f"?id={page.pk}",
    "bulk move": lambda page: reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"]) + f"?id={page.pk}",
    "bulk of the index": lambda page: (
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + f"?id=all&childOf={page.get_parent().pk}"
    ),
    "public page": lambda page: f"/articles/{page.slug}/",
    "submit screen": lambda page: reverse("moderation_submit", args=["articles", "articlepage", page.pk]),
    "evidence": lambda page: reverse("articles_evidence", args=[page.pk]),
    "evidence that waits": lambda page: reverse("articles_evidence_waiting"),
    "signatures": lambda page: reverse("articles_signatures", args=[page.pk]),
    "dossier": lambda page: reverse("articles_dossier", args=[page.pk]),
    "dossier as a file": lambda page: reverse("articles_dossier_download", args=[page.pk]),
    "similarity": lambda page: reverse("articles_similarity", args=[page.pk]),
    "public notes": lambda page: reverse("articles_notes", args=[page.pk]),
    "submit sheet": lambda page: reverse("moderation_draft_sheet", args=["articles", "articlepage", page.pk]),
}
LOOKERS = {"doctor": factories.make_doctor, "operator": factories.make_operator, "moderator": factories.make_moderator}


@pytest.mark.parametrize("looker", LOOKERS)
def test_no_screen_shows_it(looker: str, draft: ArticlePage) -> None:
    give("consent", draft, verified=False)
    client = scene.client_of(LOOKERS[looker]())
    leaks = []
    for name, address in SCREENS.items():
        response = client.get(address(draft), follow=True)
        shown = response.content.decode()
        for echo in (f"q={SECRET}", f'value="{SECRET}"', f"<em>{SECRET}</em>"):
            shown = shown.replace(echo, "")
        if response.status_code >= 500 or any(word in shown for word in (SECRET, SLUG, escaped(SECRET))):
            leaks.append((name, response.status_code))
    assert leaks == []


@pytest.mark.parametrize("looker", [factories.make_operator, factories.make_moderator])
def test_staff_see_what_was_handed_in_and_not_the_newer_draft(looker: Any, draft: ArticlePage) -> None:
    give("consent", draft, verified=False)
    assert factories.submit(draft).state == "open"
    draft.title, draft.case_kind = "改过的秘密标题", "real"
    draft.save_revision(user=draft.owner)
    client = scene.client_of(looker())
    for name in ("evidence", "evidence that waits", "signatures"):
        shown = client.get(SCREENS[name](draft), follow=True).content.decode()
        assert "改过的秘密标题" not in shown
        assert "真实病例要有" not in shown
    assert SECRET in client.get(SCREENS["evidence"](draft)).content.decode()


def escaped(text: str) -> str:
    return json.dumps(text).strip('"')


def test_its_author_sees_it(draft: ArticlePage) -> None:
    """The table above proves nothing if nobody sees anything."""
    client = scene.client_of(draft.owner)
    seen = {name for name, address in SCREENS.items() if SECRET in client.get(address(draft), follow=True).content.decode()}
    assert {"explorer", "edit", "history", "copy", "delete", "bulk delete", "submit screen"} <= seen


POSTS: dict[str, Any] = {
    "edit": lambda page: ("edit", {}),
    "copy": lambda page: ("copy", {"new_title": "抄来的", "new_slug": "stolen", "new_parent_page": page.get_parent().pk}),
    "delete": lambda page: ("delete", {}),
    "lock": lambda page: ("lock", {}),
    "unlock": lambda page: ("unlock", {}),
    "privacy": lambda page: ("set_privacy", {"restriction_type": "none"}),
    "preview": lambda page: ("preview_on_edit", scene.article_form()),
}


@pytest.mark.parametrize("looker", LOOKERS)
def test_nobody_else_acts_on_it(looker: str, draft: ArticlePage) -> None:
    user = LOOKERS[looker]()
    client = scene.client_of(user)
    with scene.standing_still(draft):
        for name in POSTS:
            view, data = POSTS[name](draft)
            client.post(reverse(f"wagtailadmin_pages:{view}", args=[draft.pk]), data)
        for action in ("publish", "copy", "delete", "unpublish", "create_alias", "revert_to_page_revision"):
            response = client.post(reverse("wagtailadmin_api:pages:action", args=[draft.pk, action]))
            assert response.status_code in (403, 404)
        for action in ("delete", "unpublish", "move", "publish"):
            client.post(reverse("wagtail_bulk_action", args=["wagtailcore", "page", action]) + f"?id={draft.pk}", {"chooser": 4})
    row = ArticlePage.objects.get()
    assert (row.title, row.owner, row.locked) == (SECRET, draft.owner, False)


def test_pictures_are_chosen_from_ones_own(draft: ArticlePage) -> None:
    picture = factories.make_picture(draft.owner)
    client = scene.client_of(factories.make_doctor())
    for name, args in (
        ("wagtailimages_chooser:choose", ()),
        ("wagtailimages_chooser:choose_results", ()),
        ("wagtailimages:index", ()),
        ("wagtailimages:edit", (picture.pk,)),
        ("wagtailimages:delete", (picture.pk,)),
        ("wagtailimages:image_usage", (picture.pk,)),
        ("wagtailimages:url_generator", (picture.pk,)),
    ):
        assert picture.title not in client.get(reverse(name, args=args), follow=True).content.decode(), name
