"""Rows that Wagtail's own backend left behind are brought up to date without anybody's doing."""

import datetime

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from articles.models import ArticlePage
from moderation import duties as jobs
from search.backends.indexing import MARK
from search.staff import duties
from tests import factories

pytestmark = pytest.mark.django_db


def found(words: str) -> list[int]:
    return [page.pk for page in get_search_backend().autocomplete(words, ArticlePage.objects.all())]


def test_what_another_backend_wrote_is_written_anew_once() -> None:
    page = factories.make_article(title="儿童咳嗽怎么办")
    IndexEntry.objects.filter(object_id=str(page.pk)).delete()
    stock = get_search_backend("wagtail.search.backends.database")
    stock.add_bulk(ArticlePage, [page])
    assert found("咳嗽") == []
    assert duties.refresh_admin_rows(timezone.now()) >= 1
    assert found("咳嗽") == [page.pk]
    assert duties.refresh_admin_rows(timezone.now()) == 0


def test_a_row_of_what_is_gone_goes() -> None:
    kind = ContentType.objects.get_for_model(ArticlePage)
    IndexEntry.objects.create(content_type=kind, object_id="999999", title="", title_norm=1.0, body="", autocomplete="")
    gone = ContentType.objects.create(app_label="search", model="no_such_model")
    IndexEntry.objects.create(content_type=gone, object_id="1", title="", title_norm=1.0, body="", autocomplete="")
    duties.refresh_admin_rows(timezone.now())
    assert not IndexEntry.objects.exclude(title_norm=MARK).exists()
    assert not IndexEntry.objects.filter(object_id="999999").exists()


def test_both_duties_are_on_the_list() -> None:
    names = {duty.name for duty in jobs.all_duties()}
    assert {"search questions", "search in the administration"} <= names
    assert all(duty.every >= datetime.timedelta(minutes=1) for duty in duties.DUTIES)
