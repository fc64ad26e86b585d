"""Every road around Python: the database's own triggers stand in the way of query sets and SQL.

The boundary of trust: whoever may write `moderation_permit` or `moderation_shown`, or drop triggers, by hand is the owner of
the database. A permit written by hand helps its one row and lasts as long as its transaction; the row still does not show,
because readers are given only what `moderation_shown` names.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from wagtail.models import Page

from articles.models import ArticlePage, ShelfPage
from moderation import gate
from moderation.models import Decision, LedgerEntry, Permit
from tests import factories
from tests.roads import scene

pytestmark = pytest.mark.django_db
POSTGRESQL = connection.vendor == "postgresql"


def sql(*statements: str) -> Callable[..., Any]:
    """A road of raw statements; `{page}` and `{other}` are ids, `{article}` and `{shelf}` content types."""

    def run(page: Any, other: Any = None) -> None:
        kinds = {kind.__name__: ContentType.objects.get_for_model(kind).pk for kind in (ArticlePage, ShelfPage)}
        names = {"page": page.pk, "other": other and other.pk, "article": kinds["ArticlePage"], "shelf": kinds["ShelfPage"]}
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement.format(**names, digest=page.live_digest))

    return run


TO_LIVE: dict[str, Callable[[Any], Any]] = {
    "update": lambda page: ArticlePage.objects.filter(pk=page.pk).update(live=True),
    "update of the base": lambda page: Page.objects.filter(pk=page.pk).update(live=True),
    "update of every page": lambda page: Page.objects.update(live=True),
    "bulk_update": lambda page: Page.objects.bulk_update([set_on(Page.objects.get(pk=page.pk), live=True)], ["live"]),
    "bulk_update of the type": lambda page: ArticlePage.objects.bulk_update([set_on(page, live=True)], ["live"]),
    "bulk_create": lambda page: Page.objects.bulk_create([born(page, live=True)]),
    "bulk_create over a conflict": lambda page: Page.objects.bulk_create(
        [born(page, live=True, pk=page.pk, path=page.path)], update_conflicts=True, unique_fields=["id"], update_fields=["live"]
    ),
    "SQL": sql("UPDATE wagtailcore_page SET live = TRUE WHERE id = {page}"),
    "SQL by way of another type": sql(
        "UPDATE wagtailcore_page SET live = TRUE, content_type_id = {shelf} WHERE id = {page}",
        "UPDATE wagtailcore_page SET content_type_id = {article} WHERE id = {page}",
    ),
}
if not POSTGRESQL:
    TO_LIVE["UPDATE OR REPLACE"] = sql("UPDATE OR REPLACE wagtailcore_page SET live = 1 WHERE id = {page}")


def set_on(page: Any, **values: Any) -> Any:
    for name, value in values.items():
        setattr(page, name, value)
    return page


def born(page: Any, **values: Any) -> Page:
    kept = {
        "title": scene.WORDS,
        "draft_title": scene.WORDS,
        "slug": "born",
        "path": page.path[:-4] + "ZZZZ",
        "depth": page.depth,
    }
    return Page(**{**kept, "content_type": page.content_type, "locale": page.locale, "url_path": "/born/", **values})


@pytest.mark.parametrize("road", TO_LIVE)
def test_no_road_makes_a_draft_live(road: str) -> None:
    page = factories.make_article()
    with scene.standing_still(page):
        assert scene.attempt(lambda: TO_LIVE[road](page)) is not None
    assert not Page.objects.filter(live=True, content_type=page.content_type).exists()


CHANGES: dict[str, Callable[[Any, Any], Any]] = {
    "update title": lambda page, other: Page.objects.filter(pk=page.pk).update(title=scene.WORDS),
    "update slug": lambda page, other: Page.objects.filter(pk=page.pk).update(slug="another"),
    "update summary": lambda page, other: ArticlePage.objects.filter(pk=page.pk).update(summary=scene.WORDS),
    "update body": lambda page, other: ArticlePage.objects.filter(pk=page.pk).update(body="[]"),
    "update byline": lambda page, other: ArticlePage.objects.filter(pk=page.pk).update(byline=[]),
    "update topic": lambda page, other: ArticlePage.objects.filter(pk=page.pk).update(topic=None),
    "update digest": lambda page, other: ArticlePage.objects.filter(pk=page.pk).update(live_digest=""),
    "bulk_update": lambda page, other: ArticlePage.objects.bulk_update([set_on(page, summary=scene.WORDS)], ["summary"]),
    "SQL page": sql(f"UPDATE wagtailcore_page SET search_description = '{scene.WORDS}' WHERE id = {{page}}"),
    "SQL child": sql(f"UPDATE articles_articlepage SET interests = '{scene.WORDS}' WHERE page_ptr_id = {{page}}"),
    "SQL delete": sql("DELETE FROM wagtailcore_page WHERE id = {page}"),
    "SQL delete child": sql("DELETE FROM articles_articlepage WHERE page_ptr_id = {page}"),
    "type away": sql("UPDATE wagtailcore_page SET content_type_id = {shelf} WHERE id = {page}"),
    "type by update": lambda page, other: Page.objects.filter(pk=page.pk).update(
        content_type=ContentType.objects.get_for_model(ShelfPage)
    ),
    "another page's words": sql(
        "UPDATE articles_articlepage SET live_digest = '{digest}' WHERE page_ptr_id = {other}",
        "UPDATE articles_articlepage SET page_ptr_id = 900000 WHERE page_ptr_id = {page}",
        "UPDATE articles_articlepage SET page_ptr_id = {page} WHERE page_ptr_id = {other}",
    ),
    "another page's row": sql(
        "UPDATE wagtailcore_page SET id = 900000 WHERE id = {other}", "UPDATE wagtailcore_page SET id = {other} WHERE id = {page}"
    ),
    "permit of another": lambda page, other: (
        gate.open_permit(other),
        ArticlePage.objects.filter(pk=page.pk).update(summary=scene.WORDS),
    ),
}
if POSTGRESQL:
    CHANGES["TRUNCATE"] = sql("TRUNCATE articles_articlepage CASCADE")
    CHANGES["TRUNCATE pages"] = sql("TRUNCATE wagtailcore_page CASCADE")
    CHANGES["upsert"] = sql(
        f"INSERT INTO articles_articlepage SELECT * FROM articles_articlepage WHERE page_ptr_id = {{page}} "
        f"ON CONFLICT (page_ptr_id) DO UPDATE SET summary = '{scene.WORDS}'"
    )
else:
    CHANGES["REPLACE child"] = sql("INSERT OR REPLACE INTO articles_articlepage SELECT * FROM articles_articlepage")
    CHANGES["REPLACE page"] = sql("INSERT OR REPLACE INTO wagtailcore_page SELECT * FROM wagtailcore_page WHERE id = {page}")
    CHANGES["UPDATE OR REPLACE child"] = sql(
        "UPDATE OR REPLACE articles_articlepage SET page_ptr_id = {page} WHERE page_ptr_id = {other}"
    )


@pytest.mark.parametrize("road", CHANGES)
def test_no_road_changes_live_words(road: str) -> None:
    page = scene.second_version(factories.publish(factories.make_article()))
    other = factories.make_article(title=scene.WORDS)
    with scene.standing_still(page):
        assert scene.attempt(lambda: CHANGES[road](page, other)) is not None
    assert scene.is_public(page)


def test_a_permit_by_hand_helps_its_one_row_and_shows_nothing() -> None:
    page, other = factories.make_article(), factories.make_article()
    permit = gate.open_permit(page)
    assert scene.attempt(lambda: Page.objects.filter(pk=other.pk).update(live=True)) is not None
    Page.objects.filter(pk=page.pk).update(live=True)
    permit.delete()
    assert ArticlePage.objects.get(pk=page.pk).live
    assert not scene.is_public(page)


FOR_EVER: dict[str, Callable[[], Any]] = {
    "decision updated": lambda: Decision.objects.update(note=scene.WORDS),
    "decision deleted": lambda: Decision.objects.all().delete(),
    "ledger updated": lambda: LedgerEntry.objects.update(kind="x"),
    "ledger deleted": lambda: LedgerEntry.objects.all()._raw_delete("default"),
}
if POSTGRESQL:
    FOR_EVER["decision truncated"] = lambda: sql("TRUNCATE moderation_decision CASCADE")(ArticlePage.objects.get())
    FOR_EVER["revisions truncated"] = lambda: sql("TRUNCATE wagtailcore_revision CASCADE")(ArticlePage.objects.get())


@pytest.mark.parametrize("road", FOR_EVER)
def test_the_record_is_only_added_to(road: str) -> None:
    page = factories.publish(factories.make_article())
    counts = Decision.objects.count(), LedgerEntry.objects.count()
    with scene.standing_still(page):
        assert scene.attempt(FOR_EVER[road]) is not None
    assert (Decision.objects.count(), LedgerEntry.objects.count()) == counts
    assert not Permit.objects.exists()
